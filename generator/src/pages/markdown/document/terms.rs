//! Lists of terms with their descriptions.

use super::{Block, BlockContent, Inline};

/// A term and the blocks of text that describe it.
#[derive(Debug, Default)]
pub(in crate::pages::markdown) struct Term {
    pub(in crate::pages::markdown) line: u32,
    pub(in crate::pages::markdown) name: Inline,
    /// Its type, where the markup says what it is.
    pub(in crate::pages::markdown) type_text: String,
    pub(in crate::pages::markdown) description: Vec<Block>,
}

impl Term {
    /// The blocks that it consists of.
    pub(in crate::pages::markdown) fn into_blocks(self) -> impl Iterator<Item = Block> {
        let name = Block { line: self.line, content: BlockContent::Paragraph(self.name) };
        std::iter::once(name).chain(self.description)
    }
}

/// A list that is being read.
#[derive(Debug, Default)]
pub(super) struct OpenTerms {
    terms: Vec<Term>,
    is_in_description: bool,
}

impl OpenTerms {
    /// Begins a term, or the description of the last one.
    pub(super) fn enter(&mut self, is_description: bool) {
        self.is_in_description = is_description;
    }

    /// Adds a block of the list. If it is more than text about a term, the blocks of the list so far are returned, and the
    /// list is none.
    pub(super) fn add(&mut self, block: Block) -> Option<Vec<Block>> {
        let last = self.terms.last_mut().filter(|_| self.is_in_description);
        match (block.content, last) {
            (BlockContent::Paragraph(name), None) => {
                self.terms.push(Term { line: block.line, name, ..Term::default() });
                None
            }
            (content @ BlockContent::Paragraph(_), Some(term)) => {
                term.description.push(Block { line: block.line, content });
                None
            }
            (content @ BlockContent::Item { .. }, Some(term)) if !term.description.is_empty() => {
                term.description.push(Block { line: block.line, content });
                None
            }
            (content, _) => {
                let mut blocks = self.take_blocks();
                blocks.push(Block { line: block.line, content });
                Some(blocks)
            }
        }
    }

    /// The blocks of the list.
    pub(super) fn take_blocks(&mut self) -> Vec<Block> {
        std::mem::take(&mut self.terms).into_iter().flat_map(Term::into_blocks).collect()
    }

    /// The list as a block, unless it is empty.
    pub(super) fn finish(self) -> Option<Block> {
        let line = self.terms.first()?.line;
        Some(Block { line, content: BlockContent::Terms(self.terms) })
    }
}
