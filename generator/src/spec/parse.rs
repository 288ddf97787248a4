//! From YAML text to a tree.
//!
//! Specs use a small subset of YAML: one document of mappings, lists and scalars. Whatever would let a file state something
//! at a place other than where it is read (anchors, merge keys, tags, duplicate keys) is rejected here.

use std::collections::HashMap;
use std::iter::Peekable;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::slips::{self, PROSE_KEYS, Slip};
use super::tree::{KeyKind, MappingEntries, Node, Pair, TreeValue};
use crate::diagnostics::{Code, Diagnostic, FileId, Place, Sources};

/// Deeper than the language requires, but shallow enough for recursion over the tree.
const DEPTH_LIMIT: usize = 32;

/// The most errors of quoting that are corrected in one file; each costs another pass over it.
const MOST_SLIPS: usize = 20;

/// Parses one file; `None` if it is unusable. Errors are added to `diagnostics`.
///
/// A text that lacks its quotes is reported and masked, so that the rest of the file is checked in the same run.
pub(crate) fn parse(file: FileId, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let text = sources.file(file).text.as_str();
    if let Some(tab) = indenting_tab(text) {
        let place = Place { file, start: tab, end: tab + 1 };
        let message = "a tab indents this line; YAML indents with spaces";
        diagnostics.push(Diagnostic::new(Code::Syntax, place, message).help("replace the tab with spaces"));
        return None;
    }
    let mut masked: Option<String> = None;
    for round in 0..=MOST_SLIPS {
        let mut found = Vec::new();
        let mut stopped_at = None;
        let parsed = masked.as_deref().unwrap_or(text);
        let builder = Builder {
            events: Parser::new_from_str(parsed).peekable(),
            offsets: ByteOffsets::new(parsed),
            file,
            text: parsed,
            diagnostics: &mut found,
            stopped_at: &mut stopped_at,
        };
        let root = builder.document();
        let slip = stopped_at.filter(|_| round < MOST_SLIPS).and_then(|byte| slips::at(parsed, byte));
        let Some(Slip { range, mask, message, help }) = slip else {
            diagnostics.append(&mut found);
            return root;
        };
        let place = Place { file, start: range.start, end: range.end };
        diagnostics.push(Diagnostic::new(Code::Syntax, place, message).help(help));
        masked = Some(slips::masked(parsed, &mask));
    }
    None
}

fn indenting_tab(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let is_blank = line.trim().is_empty();
        if let (false, Some(tab)) = (is_blank, line[..indent].find('\t')) {
            return Some(start + tab);
        }
        start += line.len();
    }
    None
}

/// The parser counts characters, everything else counts bytes.
struct ByteOffsets {
    /// Empty if the text is ASCII, where both counts are the same.
    starts: Vec<usize>,
    length: usize,
}

impl ByteOffsets {
    fn new(text: &str) -> Self {
        let starts = if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(byte, _)| byte).collect() };
        Self { starts, length: text.len() }
    }

    fn byte(&self, character: usize) -> usize {
        if self.starts.is_empty() {
            character.min(self.length)
        } else {
            self.starts.get(character).copied().unwrap_or(self.length)
        }
    }
}

type SpannedEvent<'input> = (Event<'input>, Span);

struct Builder<'input, 'out, E: Iterator<Item = Result<SpannedEvent<'input>, ScanError>>> {
    events: Peekable<E>,
    offsets: ByteOffsets,
    file: FileId,
    text: &'input str,
    diagnostics: &'out mut Vec<Diagnostic>,
    /// Where the parser stopped because of an error.
    stopped_at: &'out mut Option<usize>,
}

/// The rest of the file is unusable; the error has been reported.
struct Abandoned;

impl<'input, E: Iterator<Item = Result<SpannedEvent<'input>, ScanError>>> Builder<'input, '_, E> {
    fn document(mut self) -> Option<Node> {
        let mut root = None;
        loop {
            let (event, span) = self.next().ok()??;
            match event {
                Event::StreamEnd => break,
                Event::DocumentStart(_) if root.is_some() => {
                    let place = self.place(span);
                    let diagnostic = Diagnostic::new(Code::SeveralDocuments, place, "a second document starts here");
                    self.diagnostics.push(diagnostic.help("a file has exactly one document: remove the marker"));
                    return root;
                }
                Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
                event => root = Some(self.node(event, span, 0).ok()?),
            }
        }
        let end = Place { file: self.file, start: 0, end: self.text.len() };
        Some(root.unwrap_or(Node { place: end, value: TreeValue::Map(MappingEntries::default()) }))
    }

    fn next(&mut self) -> Result<Option<SpannedEvent<'input>>, Abandoned> {
        match self.events.next() {
            None => Ok(None),
            Some(Ok(event)) => Ok(Some(event)),
            Some(Err(error)) => {
                let start = self.offsets.byte(error.marker().index());
                *self.stopped_at = Some(start);
                let end = self.text[start..].chars().next().map_or(start, |c| start + c.len_utf8());
                let place = Place { file: self.file, start, end };
                self.diagnostics.push(Diagnostic::new(Code::Syntax, place, error.info()).label("parsing stops here"));
                Err(Abandoned)
            }
        }
    }

    fn place(&self, span: Span) -> Place {
        let start = self.offsets.byte(span.start.index());
        let end = self.offsets.byte(span.end.index()).max(start);
        let trimmed = self.text.get(start..end).map_or(end, |slice| start + slice.trim_end().len());
        Place { file: self.file, start, end: trimmed.max(start) }
    }

    fn reject(&mut self, code: Code, place: Place, message: &str, help: &str) {
        self.diagnostics.push(Diagnostic::new(code, place, message).help(help));
    }

    fn reject_decorations(&mut self, span: Span, anchor: usize, tagged: bool) {
        let place = self.place(span);
        if anchor != 0 {
            self.reject(
                Code::AnchorOrAlias,
                place,
                "an anchor is attached to this value",
                "write the value out wherever it is used",
            );
        }
        if tagged {
            self.reject(Code::Tag, place, "a tag is attached to this value", "remove the tag, or quote the text");
        }
    }

    fn node(&mut self, event: Event<'input>, span: Span, depth: usize) -> Result<Node, Abandoned> {
        if depth > DEPTH_LIMIT {
            let place = self.place(span);
            self.reject(Code::TooDeep, place, "the file is nested too deeply", "remove the superfluous levels");
            return Err(Abandoned);
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.reject_decorations(span, anchor, tag.is_some());
                let place = self.place(span);
                let verbatim = self.text.get(place.start..place.end) == Some(text.as_ref());
                let value = match style {
                    ScalarStyle::Plain => resolve(&text, verbatim),
                    _ => TreeValue::Text { text: text.into_owned(), verbatim: false },
                };
                Ok(Node { place, value })
            }
            Event::SequenceStart(anchor, tag) => {
                self.reject_decorations(span, anchor, tag.is_some());
                self.list(span, depth)
            }
            Event::MappingStart(anchor, tag) => {
                self.reject_decorations(span, anchor, tag.is_some());
                self.map(span, depth)
            }
            Event::Alias(_) => {
                let place = self.place(span);
                self.reject(Code::AnchorOrAlias, place, "an alias refers to a value elsewhere", "write the value out");
                Ok(Node { place, value: TreeValue::Rejected })
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => Err(Abandoned),
            #[allow(unreachable_patterns)]
            _ => Err(Abandoned),
        }
    }

    fn list(&mut self, start: Span, depth: usize) -> Result<Node, Abandoned> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?.ok_or(Abandoned)?;
            if event == Event::SequenceEnd {
                let place = self.collection_place(start, span, items.last().map(|node: &Node| node.place));
                return Ok(Node { place, value: TreeValue::List(items) });
            }
            items.push(self.node(event, span, depth + 1)?);
        }
    }

    fn map(&mut self, start: Span, depth: usize) -> Result<Node, Abandoned> {
        let mut pairs: Vec<Pair> = Vec::new();
        let mut seen: HashMap<String, Place> = HashMap::new();
        loop {
            let (event, span) = self.next()?.ok_or(Abandoned)?;
            if event == Event::MappingEnd {
                let place = self.collection_place(start, span, pairs.last().map(|pair| pair.value.place));
                return Ok(Node { place, value: TreeValue::Map(pairs.into()) });
            }
            let key_place = self.place(span);
            let key = match event {
                Event::Scalar(text, style, anchor, tag) => {
                    self.reject_decorations(span, anchor, tag.is_some());
                    Some((text.into_owned(), style == ScalarStyle::Plain))
                }
                event => {
                    self.node(event, span, depth + 1)?;
                    self.reject(
                        Code::NoScalarKey,
                        key_place,
                        "this key is not a scalar",
                        "write the key as one scalar",
                    );
                    None
                }
            };
            let (event, span) = self.next()?.ok_or(Abandoned)?;
            let mut value = self.node(event, span, depth + 1)?;
            let Some((key, is_plain)) = key else { continue };
            let key = if is_plain { self.visible_key(key, key_place) } else { key };
            self.report_lost_end(&key, &value);
            if value.value == TreeValue::Null && value.place.start == value.place.end {
                value.place = key_place;
            }
            if is_plain && key == "<<" {
                self.reject(Code::MergeKey, key_place, "a merge key adds keys from elsewhere", "write the keys out");
                continue;
            }
            if let Some(first) = seen.get(&key) {
                let diagnostic =
                    Diagnostic::new(Code::DuplicateKey, key_place, format!("the key `{key}` is a duplicate"));
                self.diagnostics.push(diagnostic.related(*first, "first here").help("remove or rename one of them"));
                continue;
            }
            seen.insert(key.clone(), key_place);
            let key_kind = if is_plain { key_kind(&key) } else { KeyKind::Text };
            pairs.push(Pair { key, key_kind, key_place, value });
        }
    }

    /// The key without invisible characters, which no reader of the file can see.
    fn visible_key(&mut self, key: String, place: Place) -> String {
        let Some(character) = key.chars().find(|c| is_invisible(*c)) else { return key };
        let visible: String = key.chars().filter(|c| !is_invisible(*c)).collect();
        let message = format!("the key `{visible}` contains the invisible character U+{:04X}", u32::from(character));
        let help = format!("write `{visible}` anew; if the character is part of a name, put the name in quotes");
        self.reject(Code::InvisibleCharacter, place, &message, &help);
        visible
    }

    /// Reports a sentence whose end YAML takes for a comment.
    fn report_lost_end(&mut self, key: &str, value: &Node) {
        let TreeValue::Text { text, .. } = &value.value else { return };
        let begins = self.text.get(value.place.start..).and_then(|rest| rest.chars().next());
        if !PROSE_KEYS.contains(&key) || begins.is_none_or(|first| matches!(first, '"' | '\'' | '|' | '>')) {
            return;
        }
        let after = self.text.get(value.place.end..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let Some(comment) = after.trim_start().strip_prefix('#') else { return };
        let goes_on = comment.starts_with(|c: char| c.is_alphanumeric());
        let is_unfinished = key == "doc" && !text.ends_with(['.', '!', '?', ')', '…']);
        if goes_on || is_unfinished {
            let start = value.place.end + after.len() - after.trim_start().len();
            let place = Place { start, end: value.place.end + after.trim_end().len(), ..value.place };
            self.reject(
                Code::LostEnd,
                place,
                "YAML takes the rest of this text for a comment",
                "put the whole text in quotes; if this is a comment, end the text with a period and write `# `",
            );
        }
    }

    fn collection_place(&self, start: Span, end: Span, last: Option<Place>) -> Place {
        let start = self.place(start).start;
        let end = self.place(end).end;
        let end = last.map_or(end, |last| {
            if self.text.get(last.end..end).is_some_and(|rest| rest.trim().is_empty()) { last.end } else { end }
        });
        Place { file: self.file, start, end: end.max(start) }
    }
}

/// The value of a plain scalar according to YAML's core schema, for the kinds that specs use.
fn resolve(text: &str, verbatim: bool) -> TreeValue {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => TreeValue::Null,
        "true" | "True" | "TRUE" => TreeValue::Bool(true),
        "false" | "False" | "FALSE" => TreeValue::Bool(false),
        text => match text.parse::<i64>() {
            Ok(number) if !text.starts_with('+') => TreeValue::Integer(number),
            _ if is_json_number(text) => TreeValue::Decimal(text.to_owned()),
            _ => TreeValue::Text { text: text.to_owned(), verbatim },
        },
    }
}

fn key_kind(text: &str) -> KeyKind {
    match resolve(text, true) {
        TreeValue::Integer(_) => KeyKind::Integer,
        TreeValue::Decimal(_) => KeyKind::Decimal,
        TreeValue::Bool(_) => KeyKind::Bool,
        _ => KeyKind::Text,
    }
}

/// Whether a text has the form of a JSON number; numbers of any size have it.
fn is_json_number(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let whole = digits(unsigned);
    if whole == 0 || (whole > 1 && unsigned.starts_with('0')) {
        return false;
    }
    let mut rest = &unsigned[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        return digits(exponent) > 0 && digits(exponent) == exponent.len();
    }
    rest.is_empty()
}

/// Whether a character leaves no trace on the screen, or looks like a space.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
            | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
    )
}
