//! A Markdown page as a flat list of blocks with their lines, whether it writes its tables with pipes or in HTML.

mod html;
mod inline;
mod lines;
mod markdown;

pub(super) use inline::{Inline, SpanKind};
pub(super) use markdown::blocks;

/// A block and where it begins.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) line: u32,
    pub(super) content: Content,
}

#[derive(Debug)]
pub(super) enum Content {
    Heading { level: u8, title: Inline },
    Paragraph(Inline),
    Item(Inline),
    Table(Table),
    Code(String),
}

/// A table; without header cells where the page has none.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) header: Vec<Cell>,
    pub(super) rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) line: u32,
    pub(super) content: Inline,
}

impl Table {
    /// Ends a row. Cells that are empty to the end of the row are not kept, since parsers pad short rows to any width.
    fn push_row(&mut self, mut row: Vec<Cell>, is_header: bool) {
        while row.last().is_some_and(|cell| cell.content.text.is_empty()) {
            row.pop();
        }
        if is_header && self.header.is_empty() && self.rows.is_empty() {
            self.header = row;
        } else if !row.is_empty() {
            self.rows.push(row);
        }
    }
}
