//! Encodes bodies as recordings store binary data.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::REPLACEMENT;

/// Encodes a text in base64, compressed with gzip first if the original was.
pub(super) fn packed(text: &str, is_gzip: bool) -> String {
    let bytes = if is_gzip { gzip(text.as_bytes()) } else { Some(text.as_bytes().to_vec()) };
    bytes.map_or_else(|| REPLACEMENT.to_owned(), |bytes| STANDARD.encode(bytes))
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}
