//! Docs from a spec as doc comment lines that rustdoc shows as they were meant.

use std::ops::Range;

use crate::model::Doc;
use crate::spec::language::Departure;

/// The longest line of a doc comment, without indentation and slashes.
const WIDTH: usize = 96;

/// Turns a doc into lines: paragraphs stay apart, lines are filled, and what Markdown would take for markup is escaped outside
/// of code spans.
pub(super) fn lines(text: Option<&str>) -> Doc {
    let mut lines = Vec::new();
    for paragraph in text.unwrap_or_default().split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        fill(&escape(paragraph), &mut lines);
    }
    lines
}

/// Adds a paragraph that the generator itself wrote, without escaping it.
pub(super) fn push_paragraph(doc: &mut Doc, text: &str) {
    if !doc.is_empty() {
        doc.push(String::new());
    }
    fill(text, doc);
}

/// Adds a line that the generator itself wrote, as it is.
pub(super) fn push_line(doc: &mut Doc, text: &str) {
    doc.push(text.to_owned());
}

/// Adds a list item that the generator itself wrote.
pub(super) fn push_item(doc: &mut Doc, text: &str) {
    let start = doc.len();
    fill(text, doc);
    for (index, line) in doc[start..].iter_mut().enumerate() {
        line.insert_str(0, if index == 0 { "- " } else { "  " });
    }
}

/// A URL as the target of a link: ASCII, without what would end the link.
pub(crate) fn link_target(url: &url::Url) -> String {
    url.as_str().replace('(', "%28").replace(')', "%29").replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C")
}

/// What the doc of an answer begins with: its status, and what the spec says of it.
pub(super) fn of_status(status: u16, text: Option<&str>) -> String {
    match text {
        Some(text) => format!("{status}: {}", escape(text)),
        None => format!("Status {status}."),
    }
}

/// Adds what the documentation gets wrong.
pub(super) fn push_departures(lines: &mut Doc, departures: &[Departure]) {
    if departures.is_empty() {
        return;
    }
    push_paragraph(lines, "Where the documentation says otherwise:");
    lines.push(String::new());
    for departure in departures {
        let (at, says) = (code(&departure.at), escape(&departure.says));
        let who = match &departure.version {
            Some(version) => format!("its version of {}", escape(version)),
            None => "it".to_owned(),
        };
        push_item(
            lines,
            &format!("{at}: {who} says {says}. Evidence: {}.", escape(departure.because.trim_end_matches('.'))),
        );
    }
}

/// A name that the spec chose says what it stands for.
pub(super) fn note_wire_name(lines: &mut Doc, given: Option<&str>, wire: &str) {
    if given.is_some() {
        push_paragraph(lines, &format!("On the wire: {}.", code(wire)));
    }
}

/// Text as a code span, whatever it holds.
pub(crate) fn code(text: &str) -> String {
    let printable: String = text.chars().map(|c| if is_invisible(c) { '\u{fffd}' } else { c }).collect();
    let longest = printable.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if printable.starts_with('`') || printable.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{printable}{pad}{fence}")
}

/// Plain text as Markdown that shows it unchanged.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Two in a row could open a block.
    let has_paired_ticks = text.matches('`').count().is_multiple_of(2) && !text.contains("``");
    let has_tildes = text.matches('~').nth(1).is_some();
    let mut in_code = false;
    for (index, word) in text.split_whitespace().enumerate() {
        if index > 0 {
            escaped.push(' ');
        }
        let (has_tick, ends_an_entity) = (word.contains('`'), word.contains(';'));
        let mut rest = word;
        while !rest.is_empty() {
            let url = if in_code || has_tick { None } else { bare_url(rest) };
            let plain = url.as_ref().map_or(rest, |url| &rest[..url.start]);
            let mut previous = None;
            let mut characters = plain.chars().peekable();
            while let Some(c) = characters.next() {
                let is_in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                let joins = is_in_word(previous) && is_in_word(characters.peek().copied());
                match c {
                    '`' if has_paired_ticks => {
                        in_code = !in_code;
                        escaped.push(c);
                    }
                    c if is_invisible(c) => escaped.push('\u{fffd}'),
                    c if in_code => escaped.push(c),
                    '[' | ']' | '<' | '*' | '`' | '\\' => escaped.extend(['\\', c]),
                    '_' if !joins => escaped.extend(['\\', c]),
                    '&' if ends_an_entity => escaped.extend(['\\', c]),
                    '~' if has_tildes => escaped.extend(['\\', c]),
                    '>' if previous.is_none() => escaped.extend(['\\', c]),
                    c => escaped.push(c),
                }
                previous = Some(c);
            }
            let Some(url) = url else { break };
            escaped.push('<');
            escaped.extend(rest[url.clone()].chars().map(|c| if is_invisible(c) { '\u{fffd}' } else { c }));
            escaped.push('>');
            rest = &rest[url.end..];
        }
    }
    escaped
}

/// Where the first URL stands in a word: without the marks around it, and what cannot be part of a link.
fn bare_url(word: &str) -> Option<Range<usize>> {
    let begins_url = |start: &usize| ["https://", "http://"].iter().any(|scheme| word[*start..].starts_with(scheme));
    let start = word.match_indices("http").map(|(start, _)| start).find(begins_url)?;
    let length = word[start..].find(['<', '>', '"', '\\']).unwrap_or(word.len() - start);
    let marks = ['.', ',', ';', ':', ')', '!', '?', '\'', ']', '}', '*', '_'];
    Some(start..start + word[start..start + length].trim_end_matches(marks).len())
}

/// Control characters and marks that reorder text have no place in source code.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
}

fn fill(text: &str, lines: &mut Doc) {
    let mut line = String::new();
    let mut width = 0;
    for word in text.split_whitespace() {
        let word_width = word.chars().count();
        // What would begin a block stays where it begins none: a mark before it would show in a code span.
        if width > 0 && width + 1 + word_width > WIDTH && !begins_a_block(word) {
            lines.push(std::mem::take(&mut line));
            width = 0;
        }
        if width > 0 {
            line.push(' ');
            width += 1;
        }
        if width == 0 && begins_a_block(word) {
            line.push_str(&word[..word.len() - 1]);
            line.push('\\');
            line.push_str(&word[word.len() - 1..]);
        } else {
            line.push_str(word);
        }
        width += word_width;
    }
    if !line.is_empty() {
        lines.push(line);
    }
}

/// Whether a word at the start of a line would begin a title, a list, a rule or a table.
fn begins_a_block(word: &str) -> bool {
    let number = word.strip_suffix(['.', ')']).unwrap_or_default();
    ["#", "+", "="].iter().any(|marker| word.trim_start_matches(marker).is_empty())
        // A rule, a list, or what makes a table of the lines around it.
        || word.chars().all(|c| matches!(c, '-' | ':' | '|'))
        || (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{code, escape, lines};

    #[test]
    fn markup_is_shown_as_it_was_written() {
        assert_eq!(escape("see [x] and <y> or *z*"), r"see \[x\] and \<y> or \*z\*");
        assert_eq!(escape("write `[x]` in code"), "write `[x]` in code");
        assert_eq!(escape("an odd ` tick"), r"an odd \` tick");
        assert_eq!(escape("at https://example.org/a_b."), "at <https://example.org/a_b>.");
        assert_eq!(
            escape("(https://example.org/a), see:https://example.org"),
            "(<https://example.org/a>), see:<https://example.org>"
        );
        assert_eq!(escape("(_x_) a_b ~c~ ~d"), r"(\_x\_) a_b \~c\~ \~d");
        assert_eq!(lines(Some("# no title")), [r"\# no title"]);
        assert_eq!(lines(Some("1. no list - nor here")), [r"1\. no list - nor here"]);
    }

    #[test]
    fn nothing_ends_a_comment_or_hides_in_it() {
        assert_eq!(escape("a */ b\u{202e}c"), "a \\*/ b\u{fffd}c");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(lines(Some("one\ntwo\n\nthree")), ["one two", "", "three"]);
    }
}
