//! Reads YAML into a tree with lines. Unlike specs, documents may repeat a value by an alias or a merge key.

use std::borrow::Cow;
use std::collections::HashMap;

use indexmap::IndexMap;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::tree::{DEEPEST, DocumentEntry, DocumentNode, DocumentValue, MOST_NODES, SyntaxError};

/// Reads the first YAML document of a text. Of a key that is there twice, the last value counts.
pub(super) fn read(text: &str) -> Result<DocumentNode, SyntaxError> {
    let text = with_one_kind_of_line_end(text);
    let text = text.as_ref();
    let mut builder =
        YamlBuilder { events: Parser::new_from_str(text), anchors: HashMap::new(), nodes: 0, last: (1, 1) };
    loop {
        let Some((event, span)) = builder.next()? else {
            return Ok(DocumentNode { line: 1, value: DocumentValue::Null });
        };
        match event {
            Event::StreamEnd => return Ok(DocumentNode { line: 1, value: DocumentValue::Null }),
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
            event => return Ok(builder.node(event, span, 0)?.node),
        }
    }
}

struct YamlBuilder<'t, E: Iterator<Item = Result<(Event<'t>, Span), ScanError>>> {
    events: E,
    anchors: HashMap<usize, CountedNode>,
    /// How many values there are so far.
    nodes: usize,
    /// Line and column of the last event.
    last: (u32, u32),
}

/// A value, and how many values it consists of.
#[derive(Clone)]
struct CountedNode {
    node: DocumentNode,
    count: usize,
}

impl<'t, E: Iterator<Item = Result<(Event<'t>, Span), ScanError>>> YamlBuilder<'t, E> {
    fn next(&mut self) -> Result<Option<(Event<'t>, Span)>, SyntaxError> {
        match self.events.next() {
            None => Ok(None),
            Some(Ok((event, span))) => {
                self.last = (number(span.start.line()), number(span.start.col()).saturating_add(1));
                Ok(Some((event, span)))
            }
            Some(Err(error)) => {
                let marker = error.marker();
                self.last = (number(marker.line()), number(marker.col()).saturating_add(1));
                Err(self.error(error.info()))
            }
        }
    }

    fn event(&mut self) -> Result<(Event<'t>, Span), SyntaxError> {
        match self.next()? {
            Some(event) => Ok(event),
            None => Err(self.error("the file ends here within a value")),
        }
    }

    fn error(&self, message: &str) -> SyntaxError {
        SyntaxError { line: self.last.0, column: self.last.1, message: message.to_owned() }
    }

    fn count(&mut self, more: usize) -> Result<(), SyntaxError> {
        self.nodes = self.nodes.saturating_add(more);
        if self.nodes > MOST_NODES { Err(self.error("the file has too many values")) } else { Ok(()) }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<CountedNode, SyntaxError> {
        if depth > DEEPEST {
            return Err(self.error("the file is nested too deeply"));
        }
        let before = self.nodes;
        self.count(1)?;
        let line = number(span.start.line());
        let (value, anchor) = match event {
            Event::Scalar(text, ScalarStyle::Plain, anchor, None) => (plain(&text), anchor),
            Event::Scalar(text, _, anchor, _) => (DocumentValue::Text(text.into_owned()), anchor),
            Event::SequenceStart(anchor, _) => (self.list(depth)?, anchor),
            Event::MappingStart(anchor, _) => (self.map(depth)?, anchor),
            Event::Alias(anchor) => {
                let Some(repeated) = self.anchors.get(&anchor).cloned() else {
                    return Err(self.error("this alias has no anchor, or is within it"));
                };
                self.count(repeated.count)?;
                // Without this, values could become deeper by every alias.
                if depth.saturating_add(depth_of(&repeated.node)) > DEEPEST {
                    return Err(self.error("the file is nested too deeply"));
                }
                return Ok(repeated);
            }
            _ => return Err(self.error("a value was expected here")),
        };
        let node = CountedNode { node: DocumentNode { line, value }, count: self.nodes.saturating_sub(before) };
        if anchor != 0 {
            self.count(node.count)?;
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn list(&mut self, depth: usize) -> Result<DocumentValue, SyntaxError> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.event()?;
            if event == Event::SequenceEnd {
                return Ok(DocumentValue::List(items));
            }
            items.push(self.node(event, span, depth.saturating_add(1))?.node);
        }
    }

    fn map(&mut self, depth: usize) -> Result<DocumentValue, SyntaxError> {
        let mut entries = IndexMap::new();
        let mut merged = Vec::new();
        loop {
            let (event, span) = self.event()?;
            let key = match event {
                Event::MappingEnd => break,
                Event::Scalar(text, ..) => text.into_owned(),
                _ => return Err(self.error("a key has to be a text")),
            };
            let line = number(span.start.line());
            let (event, span) = self.event()?;
            let node = self.node(event, span, depth.saturating_add(1))?.node;
            match (key.as_str(), node.value) {
                ("<<", DocumentValue::Map(more)) => merged.push(more),
                ("<<", DocumentValue::List(items)) => {
                    merged.extend(items.into_iter().filter_map(|item| match item.value {
                        DocumentValue::Map(more) => Some(more),
                        _ => None,
                    }));
                }
                (_, value) => {
                    entries.insert(key, DocumentEntry { line, node: DocumentNode { line: node.line, value } });
                }
            }
        }
        for (key, entry) in merged.into_iter().flatten() {
            entries.entry(key).or_insert(entry);
        }
        Ok(DocumentValue::Map(entries))
    }
}

/// The text without carriage returns that end a line in YAML alone, so that its lines are those of other tools.
fn with_one_kind_of_line_end(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', " "))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn depth_of(node: &DocumentNode) -> usize {
    match &node.value {
        DocumentValue::List(items) => items.iter().map(depth_of).max().unwrap_or_default().saturating_add(1),
        DocumentValue::Map(entries) => {
            entries.values().map(|entry| depth_of(&entry.node)).max().unwrap_or_default().saturating_add(1)
        }
        _ => 0,
    }
}

/// The value of a scalar without quotes, according to YAML's core schema.
fn plain(text: &str) -> DocumentValue {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => DocumentValue::Null,
        "true" | "True" | "TRUE" => DocumentValue::Bool(true),
        "false" | "False" | "FALSE" => DocumentValue::Bool(false),
        _ if serde_json::from_str::<serde_json::Number>(text).is_ok() => DocumentValue::Number(text.to_owned()),
        _ => DocumentValue::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_and_merge_keys_repeat_values() {
        let root =
            read("base: &base {a: 1, b: x}\nmore:\n  <<: *base\n  b: 'y'\nlist: [*base, true, 2.0.0]\n").unwrap();
        let more = &root.entry("more").unwrap().node;
        assert_eq!(more.entry("a").unwrap().node.scalar().as_deref(), Some("1"));
        assert_eq!(more.entry("b").unwrap().node.text(), Some("y"));
        assert_eq!(more.entry("b").unwrap().line, 4);
        assert!(matches!(&root.entry("list").unwrap().node.value, DocumentValue::List(items) if items.len() == 3));
    }

    #[test]
    fn errors_have_line_and_column() {
        for text in ["a: 1\nb: [1, 2\nc: 3\n", "a: 1\r\nb: [1,\r2\r\nc: 3\r\n"] {
            let error = read(text).unwrap_err();
            assert_eq!(error.line, 3, "{}", error.message);
        }
        assert!(read("a: &a [*a]").is_err());
        assert!(read(&"[".repeat(1000)).is_err());
        let mut laughs = "a0: &a0 [x, x]\n".to_owned();
        for level in 1..40 {
            laughs.push_str(&format!("a{level}: &a{level} [*a{0}, *a{0}, *a{0}]\n", level - 1));
        }
        assert_eq!(read(&laughs).unwrap_err().message, "the file has too many values");
    }
}
