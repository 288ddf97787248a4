//! The text of a block while its tags are read.

use std::ops::Range;

use super::super::first_tag::method_of_label;
use super::super::inline::{Inline, InlineBuilder, Span, SpanKind};

#[derive(Default)]
pub(super) struct Text {
    pub(super) line: u32,
    pub(super) builder: InlineBuilder,
    /// Text after the last tag.
    pending: String,
    /// The text of a listing.
    pub(super) code: String,
    pub(super) has_text: bool,
    /// Whether the last character is a line feed.
    pub(super) is_after_line: bool,
    pub(super) anchor: Option<String>,
    /// How many elements of code are open.
    code_depth: usize,
    /// Whether an element within the text has just ended, and whether one has begun directly after it.
    boundary: Boundary,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Boundary {
    #[default]
    None,
    Ended,
    /// Style sheets set elements apart that have no space between them.
    Between,
}

impl Text {
    pub(super) fn at(line: u32) -> Self {
        Self { line, ..Self::default() }
    }

    /// Adds text that is no listing.
    pub(super) fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let first = text.chars().next();
        if std::mem::take(&mut self.boundary) == Boundary::Between && self.is_apart(first) {
            self.pending.push(' ');
        }
        self.is_after_line = text.ends_with('\n');
        self.pending.extend(text.chars().map(|character| if character == '\n' { ' ' } else { character }));
    }

    /// Whether the text before an element and the character after its start are different words.
    fn is_apart(&self, next: Option<char>) -> bool {
        let before = self.builder.text_so_far();
        let is_label = || method_of_label(before.trim()).is_some();
        match next {
            Some('/') => is_label(),
            Some(next) => next.is_alphanumeric() && before.ends_with(char::is_alphanumeric),
            None => false,
        }
    }

    /// Begins or ends an element within the text.
    pub(super) fn inline_element(&mut self, is_code: bool, is_start: bool) {
        if is_code && !is_start {
            self.code_depth = self.code_depth.saturating_sub(1);
        }
        // The colors of a listing's words do not set them apart.
        if self.code_depth == 0 {
            self.boundary = match (is_start, self.boundary) {
                (false, _) => Boundary::Ended,
                (true, Boundary::None) => Boundary::None,
                (true, _) => Boundary::Between,
            };
        }
        if is_code && is_start {
            self.code_depth = self.code_depth.saturating_add(1);
        }
    }

    pub(super) fn take(&mut self, is_marked: bool) -> (u32, Inline) {
        self.flush(is_marked);
        let Self { line, builder, anchor, .. } = std::mem::take(self);
        let mut inline = builder.finish();
        if let Some(rest) = outside_of_own_link(&inline) {
            inline = Inline { anchor: inline.anchor.take(), ..inline.part(rest) };
        }
        inline.anchor = inline.anchor.or(anchor);
        (line, inline)
    }

    pub(super) fn flush(&mut self, is_marked: bool) {
        let pending = std::mem::take(&mut self.pending);
        if is_marked {
            self.builder.marked(&pending);
        } else {
            self.builder.text(&pending);
        }
    }
}

/// The text beside the link of a heading to itself, which generators of documentation show as a mark (`¶`, `#`).
fn outside_of_own_link(inline: &Inline) -> Option<Range<usize>> {
    let text = inline.text.as_str();
    if let Some(before) = text.strip_suffix('¶') {
        return Some(0..before.len());
    }
    let is_own = |span: &&Span| {
        let mark = text.get(span.start..span.end).unwrap_or_default();
        let is_of_page = matches!(&span.kind, SpanKind::Link(target) if target.starts_with('#'));
        is_of_page && !mark.is_empty() && !mark.contains(char::is_alphanumeric)
    };
    let own = inline.spans.iter().find(is_own)?;
    let (before, after) = (text.get(..own.start)?.trim(), text.get(own.end..)?.trim());
    match (before.is_empty(), after.is_empty()) {
        (false, true) => Some(0..own.start),
        (true, false) => Some(own.end..text.len()),
        _ => None,
    }
}
