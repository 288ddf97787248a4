//! Doc comments, kept aside from tokens: through parser and printer goes only a placeholder for each, because every character
//! of a literal is escaped and read again several times on that way.

use syn::Attribute;

use super::syntax::text_attribute;
use crate::model::Doc;

/// Begins a placeholder in printed text. It is a control character: docs have none, and literals escape theirs.
const MARK: char = '\u{1f}';

/// The doc comments of one file.
#[derive(Default)]
pub(super) struct DocBlocks {
    /// The lines of each, as they follow the slashes.
    blocks: Vec<String>,
}

impl DocBlocks {
    /// The placeholder of a doc comment.
    pub(super) fn lines<'a>(&mut self, lines: impl IntoIterator<Item = &'a str>) -> Option<Attribute> {
        let mut block = String::new();
        for (index, line) in lines.into_iter().enumerate() {
            if index > 0 {
                block.push('\n');
            }
            if !line.is_empty() {
                block.push(' ');
                block.push_str(line);
            }
        }
        if block.is_empty() {
            return None;
        }
        let placeholder = format!("{MARK}{}", self.blocks.len());
        self.blocks.push(block);
        Some(text_attribute("doc", &placeholder))
    }

    /// The doc comment of a text.
    pub(super) fn block(&mut self, doc: &Doc) -> Option<Attribute> {
        self.parts([doc])
    }

    /// A doc comment of several parts, with a blank line between them.
    pub(super) fn parts<'a>(&mut self, parts: impl IntoIterator<Item = &'a Doc>) -> Option<Attribute> {
        let parts = parts.into_iter().filter(|part| !part.is_empty()).enumerate();
        let separator = |index: usize| (index > 0).then_some("").into_iter();
        self.lines(parts.flat_map(|(index, part)| separator(index).chain(part.iter().map(String::as_str))))
    }

    /// A doc comment of one line.
    pub(super) fn line(&mut self, line: &str) -> Option<Attribute> {
        self.lines([line])
    }

    /// Puts doc comments in place of their placeholders, each of which is a comment on a line of its own.
    pub(super) fn expand(&self, printed: &str, text: &mut String) {
        let mut rest = printed;
        while let Some((before, after)) = rest.split_once(MARK) {
            text.push_str(before);
            let (number, after) = after.split_once('\n').unwrap_or((after, ""));
            let block = number.parse::<usize>().ok().and_then(|number| self.blocks.get(number));
            let begin = before.rsplit_once('\n').map_or(before, |(_, line)| line);
            for (index, line) in block.into_iter().flat_map(|block| block.split('\n')).enumerate() {
                if index > 0 {
                    text.push_str(begin);
                }
                text.push_str(line.trim_end_matches(' '));
                text.push('\n');
            }
            rest = after;
        }
        text.push_str(rest);
    }
}
