//! A page as a flat list of blocks with their lines, whether it is written in Markdown, HTML or reStructuredText.

mod first_tag;
mod html;
mod inline;
mod lines;
mod markdown;
mod rst;
mod terms;

use html5ever::tokenizer::Tag;

pub(super) use first_tag::method_of_label;
pub(super) use html::is_document as is_html;
pub(super) use inline::{Inline, SpanKind};
pub(super) use terms::Term;

/// A page: its blocks, and what a whole document in HTML states about itself.
#[derive(Debug, Default)]
pub(super) struct PageText {
    pub(super) blocks: Vec<Block>,
    /// The title of the window.
    pub(super) title: String,
    /// The address that a browser noted when it saved the page.
    saved_from: Option<String>,
    canonical: Option<String>,
    shared_as: Option<String>,
    date: Option<String>,
    time: Option<String>,
    pub(super) asset_id: Option<String>,
    pub(super) is_translation: bool,
    /// The line of the first tag whose attributes were not all read.
    pub(super) shortened_tag: Option<u32>,
}

impl PageText {
    /// Reads a text that begins on `first_line`. `name` is that of the file, whose end says whether it is reStructuredText.
    pub(super) fn read(name: &str, text: &str, first_line: u32) -> Self {
        if is_html(text) {
            html::document(text)
        } else if rst::is_rst(name, text) {
            Self { blocks: rst::blocks(text), ..Self::default() }
        } else {
            let (blocks, shortened_tag) = markdown::blocks(text, first_line);
            Self { blocks, shortened_tag, ..Self::default() }
        }
    }

    /// Where the page was published.
    pub(super) fn url(&mut self) -> Option<String> {
        self.canonical.take().or(self.shared_as.take()).or(self.saved_from.take())
    }

    /// The date of the page.
    pub(super) fn date(&mut self) -> Option<String> {
        self.date.take().or(self.time.take())
    }

    /// Records what a tag states about the document.
    fn describe(&mut self, tag: &Tag) {
        let attribute = |name| html::attribute(tag, name).filter(|value| !value.trim().is_empty());
        match &*tag.name {
            "html" => {
                let language = attribute("lang").unwrap_or_default().to_lowercase();
                let primary = language.split(['-', '_']).next().unwrap_or_default();
                self.is_translation |= primary.len() == 2 && primary != "en";
            }
            "link" if attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.canonical = self.canonical.take().or(attribute("href"));
            }
            "time" => self.time = self.time.take().or(attribute("datetime")),
            "meta" => {
                let Some(content) = attribute("content") else { return };
                let name = attribute("name").or(attribute("property")).unwrap_or_default().to_lowercase();
                match name.as_str() {
                    "ms.assetid" => self.asset_id = Some(content),
                    "ms.date" => self.date = Some(content),
                    "article:modified_time" | "last-modified" => self.date = self.date.take().or(Some(content)),
                    "og:url" => self.shared_as = Some(content),
                    "translationtype" | "ms.openlocfilehash" => self.is_translation = true,
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

/// The level of the caption of a table, as a heading: below all others.
pub(super) const CAPTION: u8 = 7;

/// A block and where it begins.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) line: u32,
    pub(super) content: BlockContent,
}

#[derive(Debug)]
pub(super) enum BlockContent {
    Heading {
        level: u8,
        title: Inline,
    },
    Paragraph(Inline),
    /// An item of a list; `depth` is how many lists contain it.
    Item {
        text: Inline,
        depth: usize,
    },
    /// A list of terms with their descriptions.
    Terms(Vec<Term>),
    /// The request of a directive, which owns what is nested in it.
    Request(Inline),
    Table(Table),
    Code(String),
}

impl BlockContent {
    /// The text of a paragraph or an item.
    pub(super) fn text(&self) -> Option<&Inline> {
        match self {
            Self::Paragraph(text) | Self::Item { text, .. } => Some(text),
            _ => None,
        }
    }
}

/// A table; without header cells where the page has none.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) header: Vec<Cell>,
    pub(super) rows: Vec<Vec<Cell>>,
}

#[derive(Clone, Debug, Default)]
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

    /// Adds a table of rows alone. Rows without headings continue the table before them, which an empty line has split.
    fn push_to(mut self, blocks: &mut Vec<Block>, line: u32) {
        if self.header.is_empty()
            && let Some(Block { content: BlockContent::Table(before), .. }) = blocks.last_mut()
        {
            before.rows.append(&mut self.rows);
        } else {
            blocks.push(Block { line, content: BlockContent::Table(self) });
        }
    }

    fn is_empty(&self) -> bool {
        self.header.is_empty() && self.rows.is_empty()
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
