//! Names that a sentence lists after a label.

use super::super::document::{Block, BlockContent, Inline, SpanKind, Term};
use super::announcement::{Announcement, are_of_label, words};
use super::term;

/// The names that a paragraph lists itself, after a label (``**Required parameters**: `title` as the title``).
pub(super) fn in_sentence(text: &Inline, line: u32) -> Option<(Announcement, Vec<Term>)> {
    let (label, rest) = text.text.split_once(':')?;
    let label = words(label);
    if rest.trim().is_empty() || !are_of_label(&label) {
        return None;
    }
    let announcement = Announcement::of_label(&label)?;
    let from = text.text.len().saturating_sub(rest.len());
    let mut codes: Vec<_> =
        text.spans.iter().filter(|span| span.start >= from && matches!(span.kind, SpanKind::Code)).collect();
    codes.sort_by_key(|span| span.start);
    let between = |start: usize, end: usize| text.text.get(start..end).unwrap_or_default();
    let is_separator = |words: &str| words.split([' ', ',', '.', ';']).all(|word| matches!(word, "" | "and" | "or"));
    let is_first = |start: usize| between(from, start).trim() == "";
    let follows_separator = |start: usize| {
        let before = between(from, start).trim_end();
        before.ends_with([',', ';', '.']) || before.ends_with(" and")
    };
    let introduces = |end: usize| {
        let after = text.text.get(end..).unwrap_or_default().trim_start();
        ["as ", "for ", "set to ", "to ", "- ", "– ", "("].iter().any(|word| after.starts_with(word))
    };
    let mut at = from;
    let are_alone = codes.iter().all(|span| {
        let is_apart = is_separator(between(at, span.start));
        at = span.end;
        is_apart
    }) && is_separator(text.text.get(at..).unwrap_or_default());
    codes.retain(|span| {
        let is_stated = is_first(span.start) || follows_separator(span.start);
        term::name(between(span.start, span.end)).is_some() && (are_alone || is_stated && introduces(span.end))
    });
    if codes.first().is_none_or(|first| !is_first(first.start)) {
        return None;
    }
    let ends = codes.iter().skip(1).map(|span| span.start).chain(std::iter::once(text.text.len()));
    let terms = codes.iter().zip(ends).map(|(span, end)| Term {
        line,
        name: text.part(span.start..span.end),
        type_text: String::new(),
        description: vec![Block { line, content: BlockContent::Paragraph(text.part(span.end..end)) }],
    });
    Some((announcement, terms.collect()))
}
