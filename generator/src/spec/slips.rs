//! Texts that lack their quotes: what YAML takes them for, and how to write them.

use std::ops::Range;

/// Keys whose values are sentences or names for people.
pub(super) const PROSE_KEYS: [&str; 5] = ["because", "doc", "evidence", "says", "title"];

/// The longest text that a help repeats.
const LONGEST_SHOWN: usize = 60;

/// A text without its quotes.
#[derive(Debug)]
pub(super) struct Slip {
    /// The part of the file to show.
    pub(super) range: Range<usize>,
    /// The part to replace before the file is parsed again.
    pub(super) mask: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// The slip that made the parser stop at a byte, if it is one.
pub(super) fn at(text: &str, byte: usize) -> Option<Slip> {
    let start = text.get(..byte)?.rfind('\n').map_or(0, |end| end + 1);
    let end = text[byte..].find('\n').map_or(text.len(), |length| byte + length);
    in_block(text, start..end).or_else(|| in_flow(text, start..end, byte)).or_else(|| before_comment(text, start))
}

/// The text with a part replaced by letters. Its length, in bytes and in characters, stays the same.
pub(super) fn masked(text: &str, mask: &Range<usize>) -> String {
    let replaced = text[mask.clone()].chars().map(|c| if c.is_ascii() && c != ' ' { 'x' } else { c });
    text[..mask.start].chars().chain(replaced).chain(text[mask.end..].chars()).collect()
}

/// A line that consists of a key and a sentence.
fn in_block(text: &str, line: Range<usize>) -> Option<Slip> {
    let content = text[line.clone()].trim_start().trim_start_matches("- ").trim_start();
    let (key, value) = content.split_once(':')?;
    let value = value.strip_prefix(' ')?.trim();
    if !PROSE_KEYS.contains(&key) || value.is_empty() || value.bytes().all(|byte| matches!(byte, b'x' | b' ')) {
        return None;
    }
    let start = line.start + text[line].trim_end().len() - value.len();
    let range = start..start + value.len();
    let first = value.chars().next()?;
    let message = match first {
        // A quote that is never closed would take in the lines below.
        '"' | '\'' if value[1..].contains(first) => "the text goes on after its closing quote".to_owned(),
        '"' | '\'' => return None,
        '`' => "a text that begins with a backtick needs quotes".to_owned(),
        first if MARKS.contains(&first) => format!("a text that begins with `{first}` needs quotes"),
        _ if value.contains(": ") || value.ends_with(':') => "a text that contains a colon needs quotes".to_owned(),
        _ => return None,
    };
    Some(Slip { mask: range.clone(), range, message, help: quoted(key, value) })
}

/// Characters that begin something else than a text in YAML.
const MARKS: [char; 15] = ['*', '`', '@', '%', '&', '!', '|', '>', '-', '?', ',', '[', ']', '{', '}'];

fn quoted(key: &str, value: &str) -> String {
    if value.len() > LONGEST_SHOWN {
        return "put the whole text in quotes".to_owned();
    }
    if value.contains(['"', '\\']) {
        format!("write `{key}: '{}'`", value.replace('\'', "''"))
    } else {
        format!("write `{key}: \"{value}\"`")
    }
}

/// A character of a text within `{ … }` or of another value, at which the parser stopped.
fn in_flow(text: &str, line: Range<usize>, byte: usize) -> Option<Slip> {
    let character = text[byte..line.end].chars().next()?;
    let before = &text[line.start..byte];
    let is_within_text = match character {
        ':' => before.rsplit([',', '{']).next().is_some_and(|part| part.contains(": ")),
        '*' | '`' | '@' | '%' => before.trim_end().ends_with([':', ',', '{', '[', '-']),
        _ => false,
    };
    let range = byte..byte + character.len_utf8();
    let message = match character {
        ':' => "a text that contains a colon needs quotes".to_owned(),
        '`' => "a text that begins with a backtick needs quotes".to_owned(),
        character => format!("a text that begins with `{character}` needs quotes"),
    };
    let help = "put the whole text in quotes".to_owned();
    is_within_text.then_some(Slip { mask: range.clone(), range, message, help })
}

/// A ` #` in a text within `{ … }`, which hides the closing brace.
fn before_comment(text: &str, line_start: usize) -> Option<Slip> {
    let line = text[..line_start].trim_end();
    let start = line.rfind('\n').map_or(0, |end| end + 1);
    let mark = start + line[start..].find(" #")? + 1;
    let before = &text[start..mark];
    let is_open = before.matches('{').count() > before.matches('}').count();
    let in_prose = before.rsplit([',', '{']).next().is_some_and(|part| {
        part.split_once(": ").is_some_and(|(key, text)| PROSE_KEYS.contains(&key.trim()) && !text.trim().is_empty())
    });
    (is_open && in_prose && line.ends_with('}')).then(|| Slip {
        range: mark..line.len(),
        mask: mark..mark + 1,
        message: "YAML takes the rest of this text for a comment".to_owned(),
        help: "put the whole text in quotes".to_owned(),
    })
}
