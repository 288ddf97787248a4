//! Bodies as recordings store them: as text or base64, sometimes still compressed, with a byte-order mark, or truncated.

use std::borrow::Cow;
use std::io::Read as _;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use serde_json::error::Category;
use serde_json::value::RawValue;

/// Bodies that decompress to more bytes than this are not read.
const LARGEST: u64 = 64 * 1024 * 1024;

const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// The byte-order mark, decoded as Latin-1 by the recorder.
const MANGLED_MARK: &str = "\u{ef}\u{bb}\u{bf}";

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A body, and whether it is complete.
#[derive(Debug, PartialEq, Eq)]
pub struct ExchangeBody<'a> {
    /// The bytes, decompressed and without a byte-order mark.
    pub bytes: Cow<'a, [u8]>,
    /// Whether it was compressed.
    pub is_packed: bool,
    /// Whether the recording ends before the body does.
    pub is_cut: bool,
}

/// Why a body cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Its base64 is invalid.
    #[error("a body is not valid base64")]
    NoBase64,
    /// It decompresses to more bytes than are read.
    #[error("a body is too large")]
    TooLarge,
    /// It is compressed with something other than gzip and deflate.
    #[error("a body has a compression other than gzip and deflate")]
    Packed,
}

/// Decompresses the text of a recorded body. `length` is the number of bytes that the recording states, `packing` the content
/// encoding of the message, which recordings also state for bodies that they have decompressed.
///
/// # Errors
///
/// If the body cannot be read.
pub fn unpack<'a>(
    text: &'a str,
    is_base64: bool,
    length: Option<u64>,
    packing: Option<&str>,
) -> Result<ExchangeBody<'a>, Unreadable> {
    let bytes: Cow<'_, [u8]> = if is_base64 {
        let compact: String = text.split_ascii_whitespace().collect();
        Cow::Owned(ENGINE.decode(compact).map_err(|_| Unreadable::NoBase64)?)
    } else {
        Cow::Borrowed(text.strip_prefix(MANGLED_MARK).unwrap_or(text).as_bytes())
    };
    let is_short = length.is_some_and(|length| length > bytes.len() as u64);
    let mut body = unpack_bytes(bytes)?;
    if !body.is_packed && is_garbled(&body.bytes) {
        body = match packing.map(|packing| packing.trim().to_ascii_lowercase()).as_deref() {
            None | Some("" | "identity" | "gzip" | "x-gzip") => body,
            Some("deflate") => inflate(&body.bytes)?,
            Some(_) => return Err(Unreadable::Packed),
        };
    }
    // Recordings state either length for compressed bodies: before or after decompression.
    body.is_cut |= is_short && !body.is_packed;
    Ok(body)
}

/// Decompresses a body that is a file of its own.
///
/// # Errors
///
/// If it decompresses to more bytes than are read.
pub fn unpack_bytes(bytes: Cow<'_, [u8]>) -> Result<ExchangeBody<'_>, Unreadable> {
    if bytes.starts_with(GZIP_MAGIC) {
        return unpacked(MultiGzDecoder::new(&*bytes));
    }
    Ok(ExchangeBody { bytes: without_mark(bytes), is_packed: false, is_cut: false })
}

/// Servers send deflated bytes with or without the zlib header that the standard requires.
fn inflate(bytes: &[u8]) -> Result<ExchangeBody<'static>, Unreadable> {
    let framed = unpacked(ZlibDecoder::new(bytes))?;
    if framed.bytes.is_empty() { unpacked(DeflateDecoder::new(bytes)) } else { Ok(framed) }
}

fn unpacked(reader: impl std::io::Read) -> Result<ExchangeBody<'static>, Unreadable> {
    let mut bytes = Vec::new();
    let result = reader.take(LARGEST + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > LARGEST {
        return Err(Unreadable::TooLarge);
    }
    // After an error, the bytes decompressed so far are used like a truncated recording.
    Ok(ExchangeBody { bytes: without_mark(Cow::Owned(bytes)), is_packed: true, is_cut: result.is_err() })
}

fn without_mark(bytes: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    if !bytes.starts_with(BYTE_ORDER_MARK) {
        return bytes;
    }
    match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[BYTE_ORDER_MARK.len()..]),
        Cow::Owned(mut bytes) => {
            bytes.drain(..BYTE_ORDER_MARK.len());
            Cow::Owned(bytes)
        }
    }
}

/// Whether bytes are not text, or were not before the recorder decoded them as text.
fn is_garbled(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or(true, |text| text.contains(char::REPLACEMENT_CHARACTER))
}

/// The content of a file as UTF-8. A byte-order mark identifies UTF-16, which some shells write.
pub(super) fn without_utf16(bytes: Vec<u8>) -> Vec<u8> {
    let unit = match bytes.first_chunk() {
        Some([0xff, 0xfe]) => u16::from_le_bytes,
        Some([0xfe, 0xff]) => u16::from_be_bytes,
        _ => return bytes,
    };
    let units = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>().into_bytes()
}

/// JSON text, and how much of it was recorded.
#[derive(Debug, PartialEq, Eq)]
pub struct JsonText<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// The length of the recorded part, if the body was truncated and the text was closed.
    pub cut: Option<usize>,
}

impl ExchangeBody<'_> {
    /// The body as JSON text. A truncated body is closed after its last complete value; other errors are left to the parser.
    pub fn json(&self) -> Option<JsonText<'_>> {
        let text = match std::str::from_utf8(&self.bytes) {
            Ok(text) => text,
            // The recording may end within a character.
            Err(error) if self.is_cut => std::str::from_utf8(&self.bytes[..error.valid_up_to()]).ok()?,
            Err(_) => return None,
        };
        let ends_early =
            || serde_json::from_str::<&RawValue>(text).is_err_and(|error| error.classify() == Category::Eof);
        if self.is_cut && ends_early() {
            let (closed, cut) = close(text);
            return Some(JsonText { text: Cow::Owned(closed), cut: Some(cut) });
        }
        Some(JsonText { text: Cow::Borrowed(text), cut: None })
    }
}

/// Closes a truncated JSON text after its last complete value. Also returns the length of the part that was kept.
pub(super) fn close(text: &str) -> (String, usize) {
    let bytes = text.as_bytes();
    let mut open: Vec<OpenContainer> = Vec::new();
    // Where the last complete value ends, and how many brackets are open there; later brackets were opened after it.
    let (mut end, mut depth) = (0, 0);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let next = token_end(bytes, at);
        match byte {
            b'{' | b'[' => {
                if let Some(outer) = open.last_mut() {
                    outer.awaits_name = outer.is_object;
                }
                open.push(OpenContainer { is_object: *byte == b'{', awaits_name: *byte == b'{' });
                (end, depth) = (next, open.len());
            }
            b'}' | b']' => {
                open.pop();
                (end, depth) = (next, open.len());
            }
            b'"' if open.last().is_some_and(|open| open.awaits_name) => {
                if let Some(open) = open.last_mut() {
                    open.awaits_name = false;
                }
            }
            b':' | b',' | b' ' | b'\t' | b'\r' | b'\n' => {}
            _ => {
                // A string is complete when it is closed; a literal or number, when something follows.
                let is_whole =
                    if *byte == b'"' { next > at + 1 && closes(bytes, at, next) } else { next < bytes.len() };
                if let Some(open) = open.last_mut() {
                    open.awaits_name = open.is_object;
                }
                if is_whole {
                    (end, depth) = (next, open.len());
                }
            }
        }
        at = next;
    }
    let closers = open[..depth.min(open.len())].iter().rev().map(|open| if open.is_object { '}' } else { ']' });
    let mut closed = text[..end].to_owned();
    closed.extend(closers);
    (closed, end)
}

struct OpenContainer {
    is_object: bool,
    awaits_name: bool,
}

/// The end of the token (string, literal or punctuation) that begins at `start`.
fn token_end(bytes: &[u8], start: usize) -> usize {
    let rest = &bytes[start + 1..];
    let length = match bytes[start] {
        b'"' => {
            let mut is_escaped = false;
            let closing = rest.iter().position(|byte| {
                let closes = *byte == b'"' && !is_escaped;
                is_escaped = *byte == b'\\' && !is_escaped;
                closes
            });
            closing.map_or(rest.len(), |closing| closing + 1)
        }
        b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => 0,
        _ => rest.iter().position(|byte| b"{}[],:\" \t\n\r".contains(byte)).unwrap_or(rest.len()),
    };
    start + 1 + length
}

/// Whether the string from `start` to `end` has its closing quote.
fn closes(bytes: &[u8], start: usize, end: usize) -> bool {
    let escapes = bytes[start + 1..end - 1].iter().rev().take_while(|byte| **byte == b'\\').count();
    bytes[end - 1] == b'"' && escapes % 2 == 0
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn recorded(text: &str, is_base64: bool, length: Option<u64>) -> Result<ExchangeBody<'_>, Unreadable> {
        unpack(text, is_base64, length, None)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn packing_and_byte_order_marks_are_taken_off() {
        let packed = ENGINE.encode(gzip("\u{feff}{}".as_bytes()));
        assert_eq!(*recorded(&packed, true, Some(5)).unwrap().bytes, *b"{}");
        for text in ["\u{feff}{}", "\u{ef}\u{bb}\u{bf}{}", "{}"] {
            assert_eq!(*recorded(text, false, None).unwrap().bytes, *b"{}");
        }
        assert_eq!(recorded("%", true, None), Err(Unreadable::NoBase64));
    }

    #[test]
    fn undecompressible_bodies_differ_from_bodies_that_are_not_json() {
        let (mut framed, mut bare) = (
            ZlibEncoder::new(Vec::new(), Compression::default()),
            DeflateEncoder::new(Vec::new(), Compression::default()),
        );
        framed.write_all(b"{\"a\":1}").unwrap();
        bare.write_all(b"{\"a\":1}").unwrap();
        for packed in [framed.finish().unwrap(), bare.finish().unwrap()] {
            let text = ENGINE.encode(packed);
            assert_eq!(*unpack(&text, true, None, Some("Deflate")).unwrap().bytes, *b"{\"a\":1}");
            assert_eq!(unpack(&text, true, None, Some("br")), Err(Unreadable::Packed));
        }
        for packing in ["br", "deflate", "gzip", "zstd"] {
            assert_eq!(*unpack("{}", false, None, Some(packing)).unwrap().bytes, *b"{}", "unpacked already");
        }
    }

    #[test]
    fn files_of_shells_that_write_utf_16_are_read() {
        let text = "{\"a\":\"\u{e9}\u{1f331}\"}";
        let units = |order: fn(u16) -> [u8; 2]| format!("\u{feff}{text}").encode_utf16().flat_map(order).collect();
        assert_eq!(without_utf16(units(u16::to_le_bytes)), text.as_bytes());
        assert_eq!(without_utf16(units(u16::to_be_bytes)), text.as_bytes());
        assert_eq!(without_utf16(text.as_bytes().to_vec()), text.as_bytes());
    }

    #[test]
    fn what_unpacks_to_too_much_is_rejected() {
        let bomb = gzip(&vec![0; LARGEST as usize + 1]);
        assert_eq!(unpack_bytes(Cow::Owned(bomb)), Err(Unreadable::TooLarge));
    }

    #[test]
    fn packed_bytes_that_end_early_give_what_they_hold() {
        let json = format!("[{}1]", "12345,".repeat(50_000));
        let packed = gzip(json.as_bytes());
        let body = unpack_bytes(Cow::Borrowed(&packed[..packed.len() - 9])).unwrap();
        assert!(body.is_cut && body.bytes.starts_with(b"[12345,"));
    }

    #[test]
    fn a_text_that_was_cut_off_is_closed_behind_its_last_whole_value() {
        let whole = r#"{"a":[1,{"b":"x\"y"},true],"c":{"d":null}} "#;
        for length in 1..whole.len() {
            let (closed, cut) = close(&whole[..length]);
            assert!(cut <= length);
            assert!(serde_json::from_str::<&RawValue>(&closed).is_ok(), "{closed}");
        }
        assert_eq!(close(r#"{"a":[1,{"b":"x\"#).0, r#"{"a":[1,{}]}"#);
        assert_eq!(close(r#"{"a":12"#), (r#"{}"#.to_owned(), 1));
        assert_eq!(close(r#"{"a":1,"b"#).0, r#"{"a":1}"#);
    }

    #[test]
    fn only_what_is_known_to_be_cut_is_closed() {
        let body = |length| recorded(r#"{"a":1,"#, false, length).unwrap();
        assert_eq!(body(Some(7)).json().unwrap().cut, None);
        assert_eq!(body(Some(90)).json().unwrap(), JsonText { text: r#"{"a":1}"#.into(), cut: Some(6) });
    }
}
