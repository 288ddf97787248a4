//! Words of messages and docs that depend on numbers, and names of files as messages show them.

use std::fmt::Write as _;
use std::path::Path;

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, what: &str) -> String {
    let plural = match number {
        1 => "",
        _ if what.ends_with("ch") => "es",
        _ => "s",
    };
    format!("{number} {what}{plural}")
}

/// `one`, `one and two`, `one, two and three`.
pub(crate) fn enumeration(items: &[String]) -> String {
    match items.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => items.concat(),
    }
}

/// A text without line breaks and without characters that change what a terminal shows, which are escaped as in Rust.
pub(crate) fn shown(text: &str) -> String {
    text.chars().map(|c| if is_shown(c) { c.to_string() } else { c.escape_unicode().to_string() }).collect()
}

/// A path as messages show it: in one line, with bytes that are not UTF-8 as `\xff`.
pub(crate) fn shown_path(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        // Messages have the same text on all systems.
        let valid = if cfg!(windows) { chunk.valid().replace('\\', "/") } else { chunk.valid().to_owned() };
        text.push_str(&shown(&valid));
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

/// Whether a character is itself in a line: no control, no change of direction, no break of a line, not invisible.
fn is_shown(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{count, enumeration, shown, shown_path};

    #[test]
    fn a_name_stays_in_its_line() {
        assert_eq!(shown_path(Path::new("spec/größe 2/a.b")), "spec/größe 2/a.b");
        assert_eq!(shown("a\n\u{1b}[31m\u{202e}b"), r"a\u{a}\u{1b}[31m\u{202e}b");
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_not_text_are_shown() {
        use std::os::unix::ffi::OsStrExt as _;
        assert_eq!(shown_path(Path::new(std::ffi::OsStr::from_bytes(b"a\xff/b"))), r"a\xff/b");
    }

    #[test]
    fn the_last_item_follows_an_and() {
        let items = ["one", "two", "three"].map(str::to_owned);
        let expected = ["", "one", "one and two", "one, two and three"];
        assert_eq!([0, 1, 2, 3].map(|number| enumeration(&items[..number])), expected);
    }

    #[test]
    fn only_one_is_singular() {
        assert_eq!([0, 1, 2].map(|number| count(number, "mismatch")), ["0 mismatches", "1 mismatch", "2 mismatches"]);
        assert_eq!(count(2, "error"), "2 errors");
    }
}
