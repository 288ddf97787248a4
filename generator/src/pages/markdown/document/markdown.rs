//! Blocks from Markdown's events.

use std::borrow::Cow;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::inline::InlineBuilder;
use super::lines::LineOffsets;
use super::terms::OpenTerms;
use super::{Block, BlockContent, Cell, Table, html};

/// The blocks of a page's text, whose first line has the number `first_line`, and the line of the first tag that has too many
/// attributes.
pub(super) fn blocks(page: &str, first_line: u32) -> (Vec<Block>, Option<u32>) {
    let (text, inserted) = with_tables_apart(page);
    let lines = LineOffsets::of(&text, first_line, &inserted);
    let mut reader = MarkdownReader { lines, blocks: Vec::new(), open: None, table: None, terms: None, lists: 0 };
    let last_listing = html::end_of_last_listing(&text);
    let (mut read_to, mut shortened_tag) = (0, None);
    let options = Options::ENABLE_TABLES | Options::ENABLE_DEFINITION_LIST;
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        if range.start < read_to {
            continue;
        }
        if matches!(event, Event::Start(Tag::HtmlBlock)) {
            reader.flush();
            reader.dissolve_terms();
            let line = reader.lines.at(range.start);
            let start = range.start;
            let (read, shortened) = html::read(&text, range, line, last_listing, &mut reader.blocks);
            read_to = start.saturating_add(read);
            shortened_tag = shortened_tag.or(shortened);
        } else {
            reader.event(&event, range.start);
        }
    }
    reader.flush();
    (reader.blocks, shortened_tag)
}

/// The text with an empty line inserted after each table in HTML, and the offsets of these. A block of HTML extends to an
/// empty line; on pages without one after a table it would include the next headings.
fn with_tables_apart(page: &str) -> (Cow<'_, str>, Vec<usize>) {
    const END: &str = "</table>";
    let ends_table = |line: &str| {
        let line = line.trim_end();
        let tail = line.len().checked_sub(END.len()).and_then(|start| line.get(start..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(END))
    };
    if !page.lines().any(ends_table) {
        return (Cow::Borrowed(page), Vec::new());
    }
    let mut text = String::with_capacity(page.len());
    let mut inserted = Vec::new();
    for line in page.split_inclusive('\n') {
        text.push_str(line);
        if ends_table(line) && line.ends_with('\n') {
            inserted.push(text.len());
            text.push('\n');
        }
    }
    (Cow::Owned(text), inserted)
}

struct MarkdownReader {
    lines: LineOffsets,
    blocks: Vec<Block>,
    open: Option<OpenBlock>,
    table: Option<TableReader>,
    terms: Option<OpenTerms>,
    /// How many lists contain the current text.
    lists: usize,
}

/// A block whose text is being read.
struct OpenBlock {
    line: u32,
    kind: OpenKind,
    builder: InlineBuilder,
    code: String,
}

#[derive(Clone, Copy, PartialEq)]
enum OpenKind {
    Heading(u8),
    Paragraph,
    Item,
    Code,
}

#[derive(Default)]
struct TableReader {
    line: u32,
    table: Table,
    row: Vec<Cell>,
    cell: Option<(u32, InlineBuilder)>,
}

impl MarkdownReader {
    fn event(&mut self, event: &Event<'_>, offset: usize) {
        match event {
            Event::Start(Tag::Table(_)) => {
                self.flush();
                self.table = Some(TableReader { line: self.lines.at(offset), ..TableReader::default() });
            }
            Event::End(TagEnd::Table) => self.flush(),
            _ => match &mut self.table {
                Some(table) => table.event(event, || self.lines.at(offset)),
                None => self.text_event(event, offset),
            },
        }
    }

    fn text_event(&mut self, event: &Event<'_>, offset: usize) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.open(OpenKind::Heading(depth(*level)), offset),
            Event::Start(Tag::Item) => self.open(OpenKind::Item, offset),
            Event::Start(Tag::CodeBlock(_)) => self.open(OpenKind::Code, offset),
            Event::Start(Tag::Paragraph) if self.open.is_none() => self.open(OpenKind::Paragraph, offset),
            Event::Start(Tag::List(_)) => {
                self.flush();
                self.lists = self.lists.saturating_add(1);
            }
            Event::End(TagEnd::List(_)) => {
                self.flush();
                self.lists = self.lists.saturating_sub(1);
            }
            Event::Start(Tag::DefinitionList) => {
                self.flush();
                self.dissolve_terms();
                self.terms = Some(OpenTerms::default());
            }
            Event::End(TagEnd::DefinitionList) => {
                self.flush();
                self.blocks.extend(self.terms.take().and_then(OpenTerms::finish));
            }
            Event::Start(Tag::DefinitionListTitle) => self.open_term(false, offset),
            Event::Start(Tag::DefinitionListDefinition) => self.open_term(true, offset),
            Event::Start(Tag::BlockQuote(_))
            | Event::End(
                TagEnd::Heading(_)
                | TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition,
            ) => self.flush(),
            Event::Text(text) if self.open.as_ref().is_some_and(|open| open.kind == OpenKind::Code) => {
                if let Some(open) = &mut self.open {
                    if open.code.is_empty() {
                        open.line = self.lines.at(offset);
                    }
                    open.code.push_str(text);
                }
            }
            _ => {
                if let Some(open) = &mut self.open {
                    open.builder.event(event);
                }
            }
        }
    }

    fn open(&mut self, kind: OpenKind, offset: usize) {
        self.flush();
        let line = self.lines.at(offset);
        self.open = Some(OpenBlock { line, kind, builder: InlineBuilder::default(), code: String::new() });
    }

    fn open_term(&mut self, is_description: bool, offset: usize) {
        self.open(OpenKind::Paragraph, offset);
        if let Some(terms) = &mut self.terms {
            terms.enter(is_description);
        }
    }

    fn dissolve_terms(&mut self) {
        self.blocks.extend(self.terms.take().into_iter().flat_map(|mut terms| terms.take_blocks()));
    }

    fn push(&mut self, block: Block) {
        match &mut self.terms {
            Some(terms) => {
                if let Some(mut blocks) = terms.add(block) {
                    self.terms = None;
                    self.blocks.append(&mut blocks);
                }
            }
            None => self.blocks.push(block),
        }
    }

    fn flush(&mut self) {
        if let Some(TableReader { line, table, .. }) = self.table.take() {
            self.push(Block { line, content: BlockContent::Table(table) });
        }
        let Some(OpenBlock { line, kind, builder, code }) = self.open.take() else { return };
        let inline = builder.finish();
        let content = match kind {
            OpenKind::Code => BlockContent::Code(code),
            OpenKind::Heading(level) => BlockContent::Heading { level, title: inline.without_attributes() },
            _ if inline.text.is_empty() => return,
            OpenKind::Paragraph => match Table::of_rows_alone(&inline.text, line).filter(|_| self.terms.is_none()) {
                Some(table) => return table.push_to(&mut self.blocks, line),
                None => BlockContent::Paragraph(inline),
            },
            OpenKind::Item => BlockContent::Item { text: inline, depth: self.lists },
        };
        self.push(Block { line, content });
    }
}

impl TableReader {
    fn event(&mut self, event: &Event<'_>, line: impl Fn() -> u32) {
        match event {
            Event::Start(Tag::TableCell) => self.cell = Some((line(), InlineBuilder::default())),
            Event::End(TagEnd::TableCell) => {
                if let Some((line, builder)) = self.cell.take() {
                    self.row.push(Cell { line, content: builder.finish() });
                }
            }
            Event::End(TagEnd::TableHead) => self.table.push_row(std::mem::take(&mut self.row), true),
            Event::End(TagEnd::TableRow) => self.table.push_row(std::mem::take(&mut self.row), false),
            _ => {
                if let Some((_, builder)) = &mut self.cell {
                    builder.event(event);
                }
            }
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
