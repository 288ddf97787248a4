//! Segments of paths that lead upwards, however they are spelled. Path inputs, links and redirects are checked by one function.

use percent_encoding::percent_decode;

/// How often a path is decoded at most. No service decodes as often; a path that is encoded more often is taken for an attack.
const MOST_DECODINGS: usize = 8;

/// Whether some server might take a segment of `path` for `.` or `..`, or end the path at a NUL. Servers differ in how often
/// they decode, in what they take for a slash or a dot, and some leave out what follows a semicolon.
pub(crate) fn climbs(path: &str) -> bool {
    let Some(bytes) = decoded(path) else { return true };
    let plain = plain(&bytes);
    plain.contains('\0')
        || plain.split('/').any(|segment| {
            let name = segment.split(';').next().unwrap_or_default();
            let name = name.trim_matches(|c: char| c.is_whitespace() || c.is_control());
            matches!(name, "." | "..")
        })
}

/// The path without percent-encoding; `None` if it is encoded too often.
fn decoded(path: &str) -> Option<Vec<u8>> {
    let mut bytes = path.as_bytes().to_vec();
    for _ in 0..MOST_DECODINGS {
        let next: Vec<u8> = percent_decode(&without_utf16_escapes(&bytes)).collect();
        if next == bytes {
            return Some(bytes);
        }
        bytes = next;
    }
    None
}

/// The text with `%u002e`, as some servers read it, replaced.
fn without_utf16_escapes(bytes: &[u8]) -> Vec<u8> {
    let mut rest = bytes;
    let mut replaced = Vec::with_capacity(bytes.len());
    while let Some((first, after)) = rest.split_first() {
        let escape = rest.get(..6).filter(|escape| matches!(escape, [b'%', b'u' | b'U', ..]));
        let number = escape.and_then(|escape| {
            let digits = std::str::from_utf8(escape.get(2..)?).ok()?;
            let is_number = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            u32::from_str_radix(digits, 16).ok().filter(|_| is_number)
        });
        match number.and_then(char::from_u32) {
            Some(character) => {
                replaced.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                rest = rest.get(6..).unwrap_or_default();
            }
            None => {
                replaced.push(*first);
                rest = after;
            }
        }
    }
    replaced
}

/// The text with dots and slashes in place of all that servers take for one: other widths, backslashes, and encodings of UTF-8
/// that are longer than needed.
fn plain(bytes: &[u8]) -> String {
    let mut shortened = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let (byte, length) = overlong(rest).unwrap_or((*first, 1));
        shortened.push(byte);
        rest = if length == 1 { after } else { rest.get(length..).unwrap_or_default() };
    }
    let text = String::from_utf8_lossy(&shortened);
    text.chars().fold(String::with_capacity(text.len()), |mut plain, character| {
        match character {
            // Full-width and small forms, and leaders.
            '\u{ff0e}' | '\u{fe52}' | '\u{2024}' | '\u{ff61}' | '\u{3002}' => plain.push('.'),
            '\u{2025}' => plain.push_str(".."),
            '\\' | '\u{ff0f}' | '\u{ff3c}' | '\u{fe68}' | '\u{2215}' | '\u{2044}' | '\u{29f8}' | '\u{2216}'
            | '\u{29f5}' => plain.push('/'),
            '\u{ff1b}' => plain.push(';'),
            other => plain.push(other),
        }
        plain
    })
}

/// The ASCII byte that begins a text in a longer encoding than it needs, and the length of that.
fn overlong(text: &[u8]) -> Option<(u8, usize)> {
    let length = match text.first()? {
        0xc0 | 0xc1 => 2,
        0xe0 => 3,
        0xf0 => 4,
        0xf8 => 5,
        0xfc => 6,
        _ => return None,
    };
    let mut value = u32::from(text[0] & 1);
    for byte in text.get(1..length)? {
        // Lenient servers also accept bytes that are not continuations, such as `%c0%2e`.
        value = value << 6 | u32::from(byte & 0x3f);
    }
    u8::try_from(value).ok().filter(u8::is_ascii).map(|byte| (byte, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_that_lead_upwards_are_found_in_every_spelling() {
        for path in [
            ".",
            "..",
            "/a/../b",
            "/a/./b",
            "x/../..",
            "/a/%2e%2e/b",
            "/a/%2E./b",
            "/a%2f..%2Fb",
            "/a\\..\\b",
            "/a%5c..%5cb",
            "/a/%252e%252e/b",
            "/a/%25252e%25252e/b",
            "/a%252f..%252fb",
            "/a/..;/b",
            "/a/..;x=1/b",
            "/a/..%3b/b",
            "/a/.;/b",
            "/a/..%00/b",
            "/a/%00/b",
            "/a%00.json",
            "/a/..%20/b",
            "/a/%09../b",
            "/a/\u{ff0e}\u{ff0e}/b",
            "/a/%ef%bc%8e%ef%bc%8e/b",
            "/a\u{ff0f}..\u{ff0f}b",
            "/a/\u{2025}/b",
            "/a/\u{2024}\u{2024}/b",
            "/a/%c0%ae%c0%ae/b",
            "/a/%c0%2e%c0%2e/b",
            "/a/%e0%80%ae%e0%80%ae/b",
            "/a/%f0%80%80%ae./b",
            "/a/%f8%80%80%80%ae./b",
            "/a/%fc%80%80%80%80%ae./b",
            "/a%c0%af..%c0%afb",
            "/a%c1%9c..%c1%9cb",
            "/a/%u002e%u002e/b",
            "/a%u2215..%u2215b",
            "/a/%25u002e./b",
        ] {
            assert!(climbs(path), "{path}");
        }
        let mut often = "..".to_owned();
        for _ in 0..20 {
            often = often.replace('%', "%25").replace('.', "%2e");
            assert!(climbs(&often), "{often}");
        }
    }

    #[test]
    fn other_segments_are_not() {
        for path in [
            "",
            "/",
            "/a//b",
            "...",
            "/a/.../b",
            "a..b",
            "..a",
            ".well-known",
            "/a;b=c/d",
            "ada@contoso.example",
            "100%",
            "%",
            "%zz",
            "%u00",
            "%25",
            "caf\u{e9}",
            "%c3%a9",
            "a\u{3002}b",
            "1+1=2?#",
            "%ff%fe",
            "/a/%c1%81/b",
            "/a/%e0%81%81/b",
        ] {
            assert!(!climbs(path), "{path}");
        }
    }
}
