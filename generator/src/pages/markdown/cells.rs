//! Reads single cells.

use super::document::{Cell, Inline, SpanKind};
use crate::pages::facts::{Fact, ParameterPlace};
use crate::pages::text;

/// The name in a cell, without characters that are not part of names, and whether a mark says that it is optional (`name?`).
pub(super) fn name(cell: &Cell) -> Option<(String, bool)> {
    let flat = cell.content.flat();
    let name = flat.trim_end_matches(':').trim();
    let name = name.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(name);
    // Asterisks refer to notes below the table.
    let without_marks = name.trim_end_matches(['*', '\\', ' ', '†', '‡']);
    let (name, is_optional) = match without_marks.strip_suffix('?') {
        Some(marked) if text::is_wire_name(marked) => (marked, true),
        _ if text::is_wire_name(without_marks) => (without_marks, false),
        _ => (name, false),
    };
    (!name.is_empty()).then(|| (name.to_owned(), is_optional))
}

/// The type in a cell, and whether a mark says that values can be null (`?string`); the type is unreadable if it is in another
/// language or its end is missing (`collection of`).
pub(super) fn type_text(cell: Option<&Cell>, is_translation: bool) -> (Fact<String>, bool) {
    let Some(text) = cell.map(|cell| cell.content.flat()).filter(|text| !text.is_empty()) else {
        return (Fact::NotStated, false);
    };
    let is_cut = text.ends_with(" of");
    if is_cut || (is_translation && !text.is_ascii()) {
        return (Fact::Unreadable, false);
    }
    let marked = ["?", "nullable ", "Nullable "].iter().find_map(|mark| text.strip_prefix(mark));
    let in_words = || [" or null", " | null", ", nullable"].iter().find_map(|words| text.strip_suffix(words));
    match marked.or_else(in_words).map(str::trim).filter(|inner| !inner.is_empty()) {
        Some(inner) => (Fact::Stated(inner.to_owned()), true),
        None => (Fact::Stated(text), false),
    }
}

/// The yes or no in a cell.
pub(super) fn yes_or_no(cell: Option<&Cell>, is_translation: bool) -> Fact<bool> {
    let text = cell.map(|cell| cell.content.text.to_lowercase()).unwrap_or_default();
    if text.starts_with(['✓', '✔', '✅', '☑']) {
        return Fact::Stated(true);
    } else if text.starts_with(['✗', '✘', '❌', '✕', '✖']) {
        return Fact::Stated(false);
    }
    let first = text.split(|character: char| !character.is_alphanumeric()).find(|word| !word.is_empty());
    match first {
        Some("yes" | "y" | "true" | "required") => Fact::Stated(true),
        Some("no" | "n" | "false" | "optional") => Fact::Stated(false),
        Some(_) if is_translation => Fact::Unreadable,
        _ => Fact::NotStated,
    }
}

/// Whether something is required, from its column or else from the first word of its description (`Required.`, `(Optional)`),
/// or from a label at its end (`mandatory`).
pub(super) fn required(column: Option<&Cell>, description: &str, is_translation: bool) -> Fact<bool> {
    if column.is_some_and(|cell| !cell.content.text.is_empty()) {
        return yes_or_no(column, is_translation);
    }
    let start = description.trim_start_matches(['(', '[']);
    let is_word = |word: &str| {
        let rest =
            start.get(..word.len()).filter(|first| first.eq_ignore_ascii_case(word)).and(start.get(word.len()..));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ',', ')', ']', ':', ';']))
    };
    if is_word("required") || start.starts_with("Required to ") {
        Fact::Stated(true)
    } else if is_word("optional") {
        Fact::Stated(false)
    } else if let Some(required) = required_at_end(description) {
        Fact::Stated(required)
    } else if is_translation && !description.is_empty() {
        Fact::Unreadable
    } else {
        Fact::NotStated
    }
}

/// Whether something is required, from a label at the end of its description: a sentence of one word, or parentheses that begin
/// with it (`(optional, default: 100)`).
fn required_at_end(description: &str) -> Option<bool> {
    let is_required = |word: &str| match word.to_lowercase().as_str() {
        "required" | "mandatory" => Some(true),
        "optional" => Some(false),
        _ => None,
    };
    let text = description.trim_end_matches('.');
    if let Some((_, inner)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        let before = text.get(..text.len().saturating_sub(inner.len()).saturating_sub(2))?.trim_end();
        let is_apart = before.is_empty() || before.ends_with(['.', ')', '!']);
        return is_required(inner.split([',', ';']).next()?.trim()).filter(|_| is_apart);
    }
    let (before, last) = text.rsplit_once([' ', '\n'])?;
    is_required(last).filter(|_| before.trim_end().ends_with(['.', '!']))
}

/// The part of the request in which a parameter is sent, according to a cell.
pub(super) fn place(cell: Option<&Cell>, is_translation: bool) -> Fact<ParameterPlace> {
    let text = cell.map(|cell| cell.content.text.to_lowercase()).unwrap_or_default();
    match text.as_str() {
        "" => Fact::NotStated,
        "path" | "uri" => Fact::Stated(ParameterPlace::Path),
        "query" => Fact::Stated(ParameterPlace::Query),
        "header" => Fact::Stated(ParameterPlace::Header),
        "body" => Fact::Stated(ParameterPlace::Body),
        _ if is_translation => Fact::Unreadable,
        _ => Fact::NotStated,
    }
}

/// The type that prose names, from `from` on: the first link to a type, or strong words before `resource` or `object`, with
/// `collection of` if those words come before it.
pub(super) fn type_in(prose: &Inline, from: usize, to: usize) -> Option<String> {
    let text = &prose.text;
    let mut spans: Vec<_> = prose.spans.iter().filter(|span| span.start >= from && span.end <= to).collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let span = spans.into_iter().find(|span| match &span.kind {
        SpanKind::Link(target) => is_of_type(target),
        SpanKind::Code => false,
        SpanKind::Strong => {
            let after = text.get(span.end..).unwrap_or_default().trim_start();
            ["resource", "object", "properties in the request body"].iter().any(|words| after.starts_with(words))
        }
    })?;
    let name = text.get(span.start..span.end)?.replace('\n', " ");
    let name = name.trim_end_matches(" resource").trim_end_matches(" resources").trim();
    let before = text.get(from..span.start)?;
    let lead: Vec<&str> = before.split_whitespace().rev().take(5).collect();
    let is_collection = lead.windows(2).any(|pair| matches!(pair, ["of", "collection" | "array" | "list"]));
    let kind = if lead.contains(&"array") { "array" } else { "collection" };
    (!name.is_empty()).then(|| if is_collection { format!("{kind} of {name}") } else { name.to_owned() })
}

/// Whether a link is to the description of a type rather than to another page.
fn is_of_type(target: &str) -> bool {
    let is_elsewhere = target.starts_with("http");
    !is_elsewhere
        && (target.contains('#') || target.contains("-resource") || target.starts_with("/dotnet/"))
        && !["error-codes", "headers.md", "authentication"].iter().any(|page| target.contains(page))
}
