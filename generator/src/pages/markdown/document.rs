//! A Markdown page as a flat list of blocks with their lines, whether it writes its tables with pipes or in HTML.

mod first_tag;
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
    pub(super) content: BlockContent,
}

#[derive(Debug)]
pub(super) enum BlockContent {
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
    /// Reads a table from text whose lines are all rows, but which has no delimiter row or a wrong one, so that Markdown does
    /// not parse it as a table.
    fn of_rows_alone(text: &str, first_line: u32) -> Option<Self> {
        let is_row = |line: &str| line.starts_with('|') && line.len() > 1;
        if !text.lines().all(is_row) {
            return None;
        }
        let is_rule =
            |line: &str| line.chars().all(|character| matches!(character, '|' | '-' | ':' | ' ')) && line.contains('-');
        let has_header = text.lines().nth(1).is_some_and(is_rule);
        let mut table = Self::default();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !is_rule(line)) {
            let number = first_line.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
            let cells = line.strip_prefix('|').unwrap_or(line);
            let cells = cells.strip_suffix('|').unwrap_or(cells).split('|');
            let cell = |text: &str| Cell { line: number, content: Inline::of_text(text) };
            table.push_row(cells.map(cell).collect(), has_header && index == 0);
        }
        Some(table)
    }

    /// Ends a row. Empty cells at its end are dropped, since parsers pad short rows to any width.
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
