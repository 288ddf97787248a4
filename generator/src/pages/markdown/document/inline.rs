//! Text with its links and strong parts, without markup.

use std::ops::Range;

use html5ever::tokenizer::TagKind;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::first_tag::{first_tag, request_label};

/// Text without markup: single spaces, a line feed at each line break.
#[derive(Clone, Debug, Default)]
pub(in crate::pages::markdown) struct Inline {
    pub(in crate::pages::markdown) text: String,
    pub(in crate::pages::markdown) spans: Vec<Span>,
    /// The anchor in it, as in generated headings.
    pub(in crate::pages::markdown) anchor: Option<String>,
}

/// A part of the text.
#[derive(Clone, Debug)]
pub(in crate::pages::markdown) struct Span {
    pub(in crate::pages::markdown) start: usize,
    pub(in crate::pages::markdown) end: usize,
    pub(in crate::pages::markdown) kind: SpanKind,
}

#[derive(Clone, Debug)]
pub(in crate::pages::markdown) enum SpanKind {
    Link(String),
    Strong,
    Code,
}

impl Inline {
    /// The text on one line.
    pub(in crate::pages::markdown) fn flat(&self) -> String {
        self.text.replace('\n', " ")
    }

    /// A part of the text, without spaces around it.
    pub(in crate::pages::markdown) fn part(&self, range: Range<usize>) -> Self {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let start = range.start.saturating_add(text.len().saturating_sub(text.trim_start().len()));
        let text = text.trim().to_owned();
        let end = start.saturating_add(text.len());
        let is_within = |span: &&Span| span.start >= start && span.end <= end && span.start < span.end;
        let shifted = |span: &Span| Span {
            start: span.start.saturating_sub(start),
            end: span.end.saturating_sub(start),
            kind: span.kind.clone(),
        };
        Self { spans: self.spans.iter().filter(is_within).map(shifted).collect(), text, anchor: None }
    }

    /// Adds text on a line of its own.
    pub(in crate::pages::markdown) fn append_line(&mut self, other: &Self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let by = self.text.len();
        self.text.push_str(&other.text);
        self.spans.extend(other.spans.iter().map(|span| Span {
            start: span.start.saturating_add(by),
            end: span.end.saturating_add(by),
            kind: span.kind.clone(),
        }));
    }

    /// The text without the attributes of a heading at its end (`{#anchor}`).
    pub(super) fn without_attributes(mut self) -> Self {
        let attributes = self.text.strip_suffix('}').and_then(|text| text.rfind(" {#"));
        if let Some(start) = attributes.filter(|start| !self.text.get(*start..).unwrap_or_default().contains('/')) {
            self.text.truncate(start);
            self.spans.retain(|span| span.end <= start);
        }
        self
    }

    /// Text that contains no markup.
    pub(in crate::pages::markdown) fn of_text(text: &str) -> Self {
        let mut builder = InlineBuilder::default();
        builder.text(text);
        builder.finish()
    }
}

/// An invisible word, which cleaned text does not contain.
const JOINER: char = '\u{2060}';

/// Builds [`Inline`] text from a parser's events.
#[derive(Debug, Default)]
pub(super) struct InlineBuilder {
    inline: Inline,
    open: Vec<(usize, SpanKind)>,
    /// How many parts of each kind are open.
    open_of_kind: [usize; 3],
    space_pending: bool,
    /// The names of the open tags that are labels of a request.
    labels: Vec<String>,
}

impl InlineBuilder {
    /// Adds the text of an event; other events change nothing.
    pub(super) fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) => self.text(text),
            Event::Code(text) => {
                self.open(SpanKind::Code);
                self.text(text);
                self.close();
            }
            Event::SoftBreak | Event::HardBreak => self.line_break(),
            Event::Start(Tag::Strong) => self.open(SpanKind::Strong),
            Event::Start(Tag::Link { dest_url, .. }) => self.open(SpanKind::Link(dest_url.to_string())),
            Event::End(TagEnd::Strong | TagEnd::Link) => self.close(),
            Event::InlineHtml(html) | Event::Html(html) => self.html(html),
            _ => {}
        }
    }

    /// Adds text that contains Markdown's markup of emphasis, code and links, line by line.
    pub(super) fn marked(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.line_break();
            }
            if line.contains(['[', '*', '_', '`', '\\']) {
                if line.starts_with(char::is_whitespace) {
                    self.space_pending = true;
                }
                // With a word before it, the start of the line cannot begin a block.
                let lead = format!("{JOINER} ");
                let line_alone = format!("{lead}{}", line.trim_start());
                for event in Parser::new_ext(&line_alone, Options::empty()) {
                    match &event {
                        Event::Text(text) if text.starts_with(JOINER) => {
                            self.text(text.strip_prefix(&lead).unwrap_or(text.trim_start_matches(JOINER)));
                        }
                        _ => self.event(&event),
                    }
                }
                if line.ends_with(char::is_whitespace) {
                    self.space_pending = true;
                }
            } else {
                self.text(line);
            }
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                JOINER => {}
                _ if character.is_whitespace() => self.space_pending = true,
                _ => self.push(character),
            }
        }
    }

    pub(super) fn text_so_far(&self) -> &str {
        &self.inline.text
    }

    fn push(&mut self, character: char) {
        if std::mem::take(&mut self.space_pending) && !self.inline.text.is_empty() && !self.inline.text.ends_with('\n')
        {
            self.inline.text.push(' ');
        }
        self.inline.text.push(character);
    }

    pub(super) fn line_break(&mut self) {
        if !self.inline.text.is_empty() && !self.inline.text.ends_with('\n') {
            self.inline.text.push('\n');
        }
        self.space_pending = false;
    }

    pub(super) fn open(&mut self, kind: SpanKind) {
        let open = self.open_like(&kind);
        *open = open.saturating_add(1);
        self.open.push((self.inline.text.len(), kind));
    }

    /// How many parts of the same kind are open.
    fn open_like(&mut self, kind: &SpanKind) -> &mut usize {
        let [links, strong, code] = &mut self.open_of_kind;
        match kind {
            SpanKind::Link(_) => links,
            SpanKind::Strong => strong,
            SpanKind::Code => code,
        }
    }

    /// Closes the innermost open part of the same kind, if there is one; parts within it end with it.
    pub(super) fn close_last(&mut self, kind: &SpanKind) {
        let left = *self.open_like(kind);
        while left > 0 && *self.open_like(kind) == left {
            self.close();
        }
    }

    pub(super) fn close(&mut self) {
        if let Some((start, kind)) = self.open.pop() {
            let open = self.open_like(&kind);
            *open = open.saturating_sub(1);
            let text = self.inline.text.get(start..).unwrap_or_default();
            let start = start.saturating_add(text.len().saturating_sub(text.trim_start().len()));
            self.inline.spans.push(Span { start, end: self.inline.text.len(), kind });
        }
    }

    /// Handles a tag in the text: line breaks are kept, anchors recorded, markup is removed; an unknown tag is text
    /// (`List<Thing>`), and so is one with more attributes than are read.
    fn html(&mut self, html: &str) {
        let Some((tag, is_whole)) = first_tag(html) else { return };
        if !is_whole {
            return self.text(html);
        }
        match tag.kind {
            TagKind::StartTag => {
                if let Some(label) = request_label(&tag) {
                    if !tag.self_closing {
                        self.labels.push(tag.name.to_string());
                    }
                    return self.text(&label);
                }
            }
            TagKind::EndTag => {
                if self.labels.last().is_some_and(|label| *label == *tag.name) {
                    self.labels.pop();
                    return;
                }
            }
        }
        match TagMeaning::of(&tag.name) {
            TagMeaning::Break => self.line_break(),
            TagMeaning::Mark => {
                let anchor = tag.attrs.iter().find(|attribute| matches!(&*attribute.name.local, "name" | "id"));
                if let (None, Some(anchor)) = (&self.inline.anchor, anchor) {
                    self.inline.anchor = Some(anchor.value.to_string());
                }
            }
            TagMeaning::Unknown => self.text(html),
        }
    }

    pub(super) fn finish(mut self) -> Inline {
        let length = self.inline.text.trim_end().len();
        self.inline.text.truncate(length);
        for span in &mut self.inline.spans {
            span.start = span.start.min(length);
            span.end = span.end.min(length);
        }
        self.inline
    }
}

/// The effect of a tag on the text around it.
pub(super) enum TagMeaning {
    Break,
    Mark,
    Unknown,
}

impl TagMeaning {
    pub(super) fn of(name: &str) -> Self {
        match name {
            "br" | "p" | "div" | "li" | "ul" | "ol" | "hr" | "dl" | "dt" | "dd" | "blockquote" | "tr" | "td" | "th" => {
                Self::Break
            }
            "a" | "abbr" | "b" | "big" | "cite" | "code" | "col" | "colgroup" | "del" | "em" | "font" | "i" | "img"
            | "ins" | "kbd" | "mark" | "nobr" | "q" | "s" | "samp" | "small" | "span" | "strike" | "strong" | "sub"
            | "sup" | "table" | "tbody" | "tfoot" | "thead" | "tt" | "u" | "var" | "wbr" => Self::Mark,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
impl Inline {
    /// Text that contains Markdown's markup of emphasis, code and links.
    pub(in crate::pages::markdown) fn of_marked(text: &str) -> Self {
        let mut builder = InlineBuilder::default();
        builder.marked(text);
        builder.finish()
    }
}
