//! Docs from a spec as doc comment lines that rustdoc shows as they were meant.

use std::borrow::Cow;

use crate::markdown_text::{code, escape};
use crate::model::Doc;

/// The longest line of a doc comment, without the slashes.
const WIDTH: usize = 96;

/// The longest line of the doc comment of a part of a type or call, which is indented.
const PART_WIDTH: usize = WIDTH - 4;

/// Turns a doc into lines: paragraphs stay apart, lines are filled, and what Markdown would take for markup is escaped outside
/// of code spans.
pub(super) fn lines(text: Option<&str>) -> Doc {
    lines_of_width(text, WIDTH)
}

/// The same for a part of a type or call.
pub(super) fn part_lines(text: Option<&str>) -> Doc {
    lines_of_width(text, PART_WIDTH)
}

fn lines_of_width(text: Option<&str>, width: usize) -> Doc {
    let mut lines = Vec::new();
    for paragraph in text.unwrap_or_default().split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        fill(&escape(paragraph), width, &mut lines);
    }
    lines
}

/// Adds a paragraph that the generator itself wrote, without escaping it.
pub(super) fn push_paragraph(doc: &mut Doc, text: &str) {
    push_filled(doc, text, WIDTH);
}

/// The same for a part of a type or call.
pub(super) fn push_part_paragraph(doc: &mut Doc, text: &str) {
    push_filled(doc, text, PART_WIDTH);
}

fn push_filled(doc: &mut Doc, text: &str, width: usize) {
    if !doc.is_empty() {
        doc.push(String::new());
    }
    fill(text, width, doc);
}

/// Adds a line that the generator itself wrote, as it is.
pub(super) fn push_line(doc: &mut Doc, text: &str) {
    doc.push(text.to_owned());
}

/// Adds a list item that the generator itself wrote.
pub(super) fn push_item(doc: &mut Doc, text: &str) {
    const MARK: &str = "- ";
    let start = doc.len();
    fill(text, WIDTH - MARK.len(), doc);
    for (index, line) in doc[start..].iter_mut().enumerate() {
        line.insert_str(0, if index == 0 { MARK } else { "  " });
    }
}

/// What the doc of a response begins with: its status, and its doc in the spec.
pub(super) fn of_status(status: u16, text: Option<&str>) -> String {
    match text {
        Some(text) => format!("{status}: {}", escape(text)),
        None => format!("Status {status}."),
    }
}

/// The doc of an enum's value: its spellings, and what the spec says of it.
pub(super) fn of_spelling(wire: &str, in_url: Option<&str>, text: Option<&str>) -> Doc {
    let spelling = match in_url {
        Some(in_url) => format!("{}, in a URL {}", code(wire), code(in_url)),
        None => code(wire),
    };
    let mut described = part_lines(text);
    if described.is_empty() {
        return vec![spelling];
    }
    let first = described.iter().position(String::is_empty).unwrap_or(described.len());
    let mut doc = Doc::new();
    fill(&format!("{spelling}: {}", described[..first].join(" ")), PART_WIDTH, &mut doc);
    doc.extend(described.drain(first..));
    doc
}

/// What the doc of an error begins with: its status and code, and what the spec says of it.
pub(super) fn of_code(status: u16, code: &str, text: Option<&str>) -> String {
    let code = escape(code);
    match text {
        Some(text) => format!("{status}, code {code}: {}", escape(text)),
        None => format!("Status {status}, code {code}."),
    }
}

/// Adds a heading of a section.
pub(super) fn push_heading(lines: &mut Doc, title: &str) {
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(format!("# {title}"));
}

/// A name that the spec chose is documented with the name on the wire.
pub(super) fn note_wire_name(lines: &mut Doc, given: Option<&str>, wire: &str) {
    if given.is_some() {
        push_part_paragraph(lines, &format!("On the wire: {}.", code(wire)));
    }
}

fn fill(text: &str, max_width: usize, lines: &mut Doc) {
    let mut line = String::new();
    let mut width = 0;
    for unit in units(text) {
        let unit_width = unit.chars().count();
        if width > 0 && width + 1 + unit_width > max_width {
            lines.push(std::mem::take(&mut line));
            width = 0;
        }
        if width > 0 {
            line.push(' ');
            width += 1;
        }
        line.push_str(&unit);
        width += unit_width;
    }
    if !line.is_empty() {
        lines.push(line);
    }
}

/// The words of a text, each with what follows it and cannot begin a line: a mark before that would show in a code span.
fn units(text: &str) -> Vec<Cow<'_, str>> {
    let mut units: Vec<Cow<'_, str>> = Vec::new();
    for word in text.split_whitespace() {
        match units.last_mut() {
            Some(unit) if begins_a_block(word) => {
                let unit = unit.to_mut();
                unit.push(' ');
                unit.push_str(word);
            }
            None if begins_a_block(word) => {
                let (start, mark) = word.split_at(word.len() - 1);
                units.push(format!("{start}\\{mark}").into());
            }
            _ => units.push(word.into()),
        }
    }
    units
}

/// Whether a word at the start of a line would begin a title, a list, a rule or a table.
fn begins_a_block(word: &str) -> bool {
    let number = word.strip_suffix(['.', ')']).unwrap_or_default();
    ['#', '+', '='].iter().any(|marker| word.chars().all(|c| c == *marker))
        // A rule, a list, or what makes a table of the lines around it.
        || word.chars().all(|c| matches!(c, '-' | ':' | '|'))
        || (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn markup_is_shown_as_it_was_written() {
        assert_eq!(lines(Some("# no title")), [r"\# no title"]);
        assert_eq!(lines(Some("1. no list - nor here")), [r"1\. no list - nor here"]);
        assert_eq!(lines(Some("one\ntwo\n\nthree")), ["one two", "", "three"]);
        let full = "x".repeat(90);
        assert_eq!(lines(Some(&format!("{full} up to 10000."))), [format!("{full} up"), "to 10000.".to_owned()]);
    }
}
