//! The text of a page in the encodings that pages are saved in.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decodes bytes without a byte order mark before the text. What is not UTF-8 is UTF-16 if the bytes look so, else in the
/// encoding that an HTML document states, else Windows-1252, unless it is UTF-8 with a few invalid bytes.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0;
    }
    if let Some(encoding) = utf_16(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    let text = String::from_utf8_lossy(bytes);
    if let Cow::Borrowed(_) = text {
        return text;
    }
    let encoding = stated(bytes).unwrap_or(UTF_8);
    if encoding == UTF_8 && is_mostly_utf_8(&text) {
        return text;
    }
    let encoding = if encoding == UTF_8 { WINDOWS_1252 } else { encoding };
    encoding.decode_without_bom_handling(bytes).0
}

/// UTF-16 without a byte order mark: half of the bytes of ASCII characters, such as those of tags, are zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    const SAMPLE: usize = 64;
    let sample = bytes.get(..SAMPLE.min(bytes.len() & !1))?;
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let pairs = sample.len() / 2;
    let is_most = |zeros: usize| pairs >= 4 && zeros.saturating_mul(4) >= pairs.saturating_mul(3);
    match (is_most(zeros(0)), is_most(zeros(1))) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// The encoding that the start of an HTML document states (`charset=`).
fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    const START: usize = 4096;
    let start = String::from_utf8_lossy(bytes.get(..START).unwrap_or(bytes)).to_ascii_lowercase();
    let (_, after) = start.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?.as_bytes())
}

/// Whether a text that was decoded as UTF-8 has more letters of other languages than bytes that are invalid.
fn is_mostly_utf_8(text: &str) -> bool {
    let invalid = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    text.chars().filter(|c| !c.is_ascii() && *c != char::REPLACEMENT_CHARACTER).count() > invalid
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn text_is_decoded_whatever_its_encoding() {
        let utf_16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
            mark.iter().copied().chain("# Größe\n\nWords.".encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
        };
        for bytes in [
            "# Größe\n\nWords.".as_bytes().to_vec(),
            "\u{FEFF}# Größe\n\nWords.".as_bytes().to_vec(),
            utf_16(&[0xFF, 0xFE], u16::to_le_bytes),
            utf_16(&[0xFE, 0xFF], u16::to_be_bytes),
            utf_16(&[], u16::to_le_bytes),
            utf_16(&[], u16::to_be_bytes),
            b"# Gr\xF6\xDFe\n\nWords.".to_vec(),
        ] {
            assert_eq!(text(&bytes), "# Größe\n\nWords.", "{bytes:?}");
        }
    }

    #[test]
    fn a_document_can_state_its_encoding() {
        assert_eq!(text(b"<meta charset=\"iso-8859-2\"><p>\xB1</p>"), "<meta charset=\"iso-8859-2\"><p>\u{105}</p>");
    }

    #[test]
    fn a_few_invalid_bytes_do_not_change_the_encoding() {
        assert_eq!(
            text("Größe, größer: \u{1F600}".as_bytes().iter().copied().chain([0xFF]).collect::<Vec<u8>>().as_slice()),
            "Größe, größer: \u{1F600}\u{FFFD}"
        );
        assert_eq!(text(b""), "");
    }
}
