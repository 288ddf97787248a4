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
    in_block(text, start..end)
        .or_else(|| in_flow(text, start..end, byte))
        .or_else(|| in_list(text, start..end, byte))
        .or_else(|| before_comment(text, start))
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

/// The text of a key within `{ … }` at which the parser stopped.
fn in_flow(text: &str, line: Range<usize>, byte: usize) -> Option<Slip> {
    let content = &text[line.clone()];
    let offset = byte - line.start;
    let (key, value) = flow_value_at(content, offset)?;
    let shown = &content[value.clone()];
    let first = shown.chars().next()?;
    let is_prose = PROSE_KEYS.contains(&key);
    let message = match first {
        // A quote that is never closed would take in the lines below.
        '"' | '\'' if is_prose && shown[1..].contains(first) => "the text goes on after its closing quote".to_owned(),
        '"' | '\'' => return None,
        '`' => "a text that begins with a backtick needs quotes".to_owned(),
        // After the value of another key, a comma may be missing.
        '[' | '{' if !is_prose => return None,
        first if MARKS.contains(&first) => format!("a text that begins with `{first}` needs quotes"),
        _ if content[offset..].starts_with(':') => "a text that contains a colon needs quotes".to_owned(),
        _ => return None,
    };
    let help = if is_prose { quoted(key, shown) } else { "put the whole text in quotes".to_owned() };
    let range = line.start + value.start..line.start + value.end;
    Some(Slip { mask: range.clone(), range, message, help })
}

/// The innermost key within `{ … }` whose value contains an offset of the line, with the range of the value: up to the next key
/// or the closing brace.
fn flow_value_at(line: &str, offset: usize) -> Option<(&str, Range<usize>)> {
    let before = &line[..offset];
    let keys = before.match_indices(['{', ',']).filter_map(|(position, _)| {
        let (key, value) = key_at(&before[position + 1..])?;
        Some((key, position + 1 + value))
    });
    let keys: Vec<(&str, usize)> = keys.collect();
    let mut values = keys.into_iter().rev().map(|(key, start)| (key, start..value_end(line, start)));
    values.find(|(_, value)| offset <= value.end)
}

/// A key at the start of a text, with the position of its value.
fn key_at(text: &str) -> Option<(&str, usize)> {
    let start = text.trim_start();
    let (key, rest) = start.split_at(start.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.'))?);
    let value = rest.strip_prefix(": ")?.trim_start();
    (!key.is_empty()).then(|| (key, text.len() - value.len()))
}

fn value_end(line: &str, start: usize) -> usize {
    let mut depth = 0;
    let end = line[start..].char_indices().find(|(position, character)| {
        match character {
            '{' | '[' => depth += 1,
            '}' | ']' if depth == 0 => return true,
            '}' | ']' => depth -= 1,
            ',' => return depth == 0 && key_at(&line[start + position + 1..]).is_some(),
            _ => {}
        }
        false
    });
    let end = end.map_or(line.len(), |(position, _)| start + position);
    start + line[start..end].trim_end().len()
}

/// A mark at the start of a text in a list, at which the parser stopped.
fn in_list(text: &str, line: Range<usize>, byte: usize) -> Option<Slip> {
    let character = text[byte..line.end].chars().next()?;
    let is_start = text[line.start..byte].trim_end().ends_with(['[', ',', '-', ':']);
    let message = match character {
        '`' => "a text that begins with a backtick needs quotes".to_owned(),
        '*' | '@' | '%' => format!("a text that begins with `{character}` needs quotes"),
        _ => return None,
    };
    let range = byte..byte + character.len_utf8();
    let help = "put the whole text in quotes".to_owned();
    is_start.then_some(Slip { mask: range.clone(), range, message, help })
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
