//! Lists of names that have no markup of a list: each name is a heading or a paragraph with its type and requirement, and the
//! paragraphs after it describe it.

use super::super::document::{Block, BlockContent, Inline, SpanKind, Term};
use super::super::request_forms;
use super::announcement::{Announcement, Subject};
use super::marks::Marks;
use super::term;

/// The blocks with lists of terms in place of such names below headings that announce them.
pub(super) fn gather(blocks: Vec<Block>) -> Vec<Block> {
    let mut gathering = Gathering::default();
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        gathering.block(block, blocks.peek());
    }
    gathering.end_list();
    gathering.blocks
}

#[derive(Default)]
struct Gathering {
    blocks: Vec<Block>,
    /// The level of the nearest heading that announces names.
    announced: Option<u8>,
    terms: Vec<Term>,
}

impl Gathering {
    fn block(&mut self, block: Block, next: Option<&Block>) {
        let Block { line, content } = block;
        match (content, self.announced) {
            (BlockContent::Heading { level, title }, Some(above)) if level > above && has_marks_below(&title, next) => {
                self.terms.push(Term { line, name: title, ..Term::default() });
            }
            (BlockContent::Heading { level, title }, _) => {
                self.end_list();
                let announcement = Announcement::of_heading(&title.text);
                self.announced = announcement.filter(|of| of.subject != Subject::Statuses).map(|_| level);
                self.blocks.push(Block { line, content: BlockContent::Heading { level, title } });
            }
            (BlockContent::Paragraph(text), Some(_)) => match name_with_marks(&text, line) {
                Some(term) => self.terms.push(term),
                None if request_forms::is_request(&text) => {
                    self.other(Block { line, content: BlockContent::Paragraph(text) })
                }
                None => self.describe(Block { line, content: BlockContent::Paragraph(text) }),
            },
            (content @ BlockContent::Item { .. }, Some(_)) => self.describe(Block { line, content }),
            (content, _) => self.other(Block { line, content }),
        }
    }

    fn describe(&mut self, block: Block) {
        match self.terms.last_mut() {
            Some(term) => term.description.push(block),
            None => self.blocks.push(block),
        }
    }

    fn other(&mut self, block: Block) {
        self.end_list();
        self.blocks.push(block);
    }

    fn end_list(&mut self) {
        let terms = std::mem::take(&mut self.terms);
        if let Some(line) = terms.first().map(|term| term.line) {
            self.blocks.push(Block { line, content: BlockContent::Terms(terms) });
        }
    }
}

/// Whether a heading is a name, and the paragraph below it begins with its type or requirement.
fn has_marks_below(title: &Inline, next: Option<&Block>) -> bool {
    let Some(Block { content: BlockContent::Paragraph(text), .. }) = next else { return false };
    term::name(&title.text).is_some() && Marks::of(&text.text).is_some_and(|marks| !marks.is_empty())
}

/// The name of a paragraph that consists of a name and its marks. Without code or strong words, one of these is a type.
fn name_with_marks(text: &Inline, line: u32) -> Option<Term> {
    let is_mark = |kind: &SpanKind| matches!(kind, SpanKind::Code | SpanKind::Strong);
    let marked = text.spans.iter().find(|span| span.start == 0 && is_mark(&span.kind)).map(|span| span.end);
    let word = || text.text.find([' ', '\n']);
    let (name, after) = text.text.split_at_checked(marked.or_else(word)?)?;
    term::name(name)?;
    let marks = Marks::of(after).filter(|marks| !marks.is_empty())?;
    if marked.is_none() && (marks.type_text.is_empty() || after.contains('.')) {
        return None;
    }
    let required = match marks.required {
        Some(true) => "Required.",
        Some(false) => "Optional.",
        None => "",
    };
    let description = vec![Block { line, content: BlockContent::Paragraph(Inline::of_text(required)) }];
    let description = if required.is_empty() { Vec::new() } else { description };
    Some(Term { line, name: text.part(0..name.len()), type_text: marks.type_text, description })
}
