//! Collects blocks from tags and text.

use html5ever::tokenizer::{Tag, TagKind};

use super::super::first_tag::request_label;
use super::super::inline::{SpanKind, TagMeaning};
use super::super::terms::OpenTerms;
use super::super::{Block, BlockContent, CAPTION, PageText, Table};
use super::regions::{Region, Regions};
use super::tables::OpenTables;
use super::text::Text;
use super::{attribute, labels};

#[derive(Default)]
pub(super) struct HtmlState {
    /// The lines of the page before the text.
    lines_before: u32,
    /// Whether it is a whole document. Otherwise it is a block within Markdown, whose text has Markdown's marks.
    is_document: bool,
    document: PageText,
    /// The part of the document that contains each block.
    block_regions: Vec<Region>,
    regions: Regions,
    tables: OpenTables,
    text: Text,
    is_preformatted: bool,
    is_item: bool,
    terms: Option<OpenTerms>,
    /// How many lists contain the current text.
    lists: usize,
    is_in_heading: bool,
    is_in_title: bool,
    button: Option<OpenButton>,
}

/// A button whose content is read.
struct OpenButton {
    /// How many blocks there are before it.
    blocks: usize,
    is_item: bool,
    /// Whether it is the title of the operation that follows.
    is_operation: bool,
}

impl HtmlState {
    /// For a block within Markdown that begins on a line.
    pub(super) fn of_block(first_line: u32) -> Self {
        Self { lines_before: first_line.saturating_sub(1), ..Self::default() }
    }

    /// For a whole document.
    pub(super) fn of_document() -> Self {
        Self { is_document: true, ..Self::default() }
    }

    pub(super) fn is_in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    pub(super) fn is_in_listing(&self) -> bool {
        self.is_preformatted
    }

    pub(super) fn comment(&mut self, comment: &str) {
        const SAVED: &str = "saved from url=";
        if let Some((_, saved)) = comment.split_once(SAVED) {
            // The address follows its length in parentheses.
            let url = saved.split_once(')').map_or(saved, |(_, url)| url).split_whitespace().next();
            self.document.saved_from = url.map(str::to_owned);
        }
    }

    pub(super) fn text(&mut self, text: &str, line: u32) {
        if self.is_in_title {
            self.document.title.push_str(text);
            return;
        }
        if !self.regions.are_read(self.is_in_heading) {
            return;
        }
        if !self.text.has_text {
            self.text.line = line.saturating_add(self.lines_before);
            self.text.has_text = !text.trim().is_empty();
        }
        if self.is_preformatted {
            self.text.code.push_str(text);
        } else {
            // Rows of a table that Markdown did not parse as one.
            if self.is_document && self.text.is_after_line && text.starts_with('|') && !self.is_in_table() {
                self.text.flush(false);
                self.text.builder.line_break();
            }
            self.text.push(text);
        }
    }

    pub(super) fn tag(&mut self, tag: &Tag, line: u32) {
        let is_start = tag.kind == TagKind::StartTag;
        if &*tag.name == "title" && self.is_document {
            self.is_in_title = is_start && self.document.title.is_empty() && !self.regions.are_skipped();
            return;
        }
        // The text before it belongs to the part before it.
        if Regions::begin_or_end_at(&tag.name) && !self.regions.are_skipped() {
            self.end_text();
        }
        if &*tag.name == "button" && self.button_tag(tag, is_start) {
            return;
        }
        let was_skipped = self.regions.are_skipped();
        self.regions.tag(tag, is_start);
        if !was_skipped && !self.regions.are_skipped() {
            self.tag_of_page(tag, is_start, line);
        }
    }

    /// Begins or ends a button that begins a block: what it shows may be a request. Returns whether it is one of these.
    fn button_tag(&mut self, tag: &Tag, is_start: bool) -> bool {
        if !is_start {
            let Some(OpenButton { blocks, is_item, is_operation }) = self.button.take() else { return false };
            self.end_text();
            let shown = self.document.blocks.split_off(blocks.min(self.document.blocks.len()));
            self.block_regions.truncate(blocks);
            if let Some(Block { line, content }) = labels::of_button(shown, is_operation) {
                self.push(line, content);
            }
            self.is_item = is_item;
            return true;
        }
        let is_within = self.is_in_table() || self.is_in_heading || self.is_preformatted || self.terms.is_some();
        if !self.is_document || self.regions.are_skipped() || is_within || self.text.has_text || self.button.is_some() {
            return false;
        }
        let is_operation = attribute(tag, "class").is_some_and(|class| class.contains("opblock"));
        let is_item = std::mem::take(&mut self.is_item);
        self.button = Some(OpenButton { blocks: self.document.blocks.len(), is_item, is_operation });
        true
    }

    fn tag_of_page(&mut self, tag: &Tag, is_start: bool, line: u32) {
        if self.is_document && is_start {
            self.document.describe(tag);
        }
        match &*tag.name {
            "table" if is_start => self.start_table(line),
            "table" => self.end_table(),
            "caption" if self.tables.is_at_start() => {
                if is_start {
                    self.text = Text::default();
                } else {
                    self.caption();
                }
            }
            "tr" => self.end_row(),
            "thead" => self.set_header(is_start),
            "tbody" | "tfoot" if is_start => self.set_header(false),
            "td" | "th" => {
                self.end_cell();
                if is_start {
                    self.start_cell(line, &tag.name == "th");
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !self.is_in_table() => {
                if is_start {
                    self.end_text();
                    // Some sites show the address of a request as a heading within a listing.
                    self.is_preformatted = false;
                    self.is_in_heading = true;
                    self.text.anchor = self.is_document.then(|| attribute(tag, "id")).flatten();
                } else {
                    self.end_heading(&tag.name);
                }
            }
            "pre" if !self.is_in_table() => {
                self.end_text();
                if is_start {
                    self.drop_label_of_listing();
                }
                self.is_preformatted = is_start;
            }
            "br" if self.is_preformatted => self.text.code.push('\n'),
            _ if self.is_preformatted => {}
            name => self.inline_tag(name, tag, is_start, line),
        }
    }

    fn inline_tag(&mut self, name: &str, tag: &Tag, is_start: bool, line: u32) {
        self.text.flush(!self.is_document);
        let span = match name {
            "a" => attribute(tag, "href").map(SpanKind::Link).or((!is_start).then(|| SpanKind::Link(String::new()))),
            "strong" | "b" => Some(SpanKind::Strong),
            "code" | "tt" | "kbd" => Some(SpanKind::Code),
            _ => None,
        };
        if self.is_document
            && matches!(name, "a" | "b" | "code" | "em" | "i" | "kbd" | "small" | "span" | "strong" | "tt")
        {
            self.text.inline_element(matches!(name, "code" | "kbd" | "tt"), is_start);
        }
        if self.is_in_heading && is_start && self.text.anchor.is_none() {
            self.text.anchor = attribute(tag, "name").or_else(|| attribute(tag, "id"));
        }
        if let Some(span) = span {
            if is_start {
                self.text.builder.open(span);
            } else {
                self.text.builder.close_last(&span);
            }
        }
        if is_start && let Some(label) = request_label(tag) {
            self.end_text_outside_of_tables();
            return self.text(&label, line);
        }
        match TagMeaning::of(name) {
            TagMeaning::Break if self.is_in_table() || name == "br" => self.text.builder.line_break(),
            TagMeaning::Break => {
                self.end_text();
                // The first paragraph of an item is its text.
                self.is_item = is_start && (name == "li" || name == "p" && self.is_item);
                self.list_tag(name, is_start);
            }
            TagMeaning::Mark => {}
            TagMeaning::Unknown if self.is_document => {
                const BLOCKS: &[&str] = &[
                    "address",
                    "article",
                    "body",
                    "details",
                    "figcaption",
                    "figure",
                    "header",
                    "main",
                    "section",
                    "summary",
                ];
                if BLOCKS.contains(&name) {
                    self.end_text_outside_of_tables();
                }
            }
            TagMeaning::Unknown if is_start => {
                let written = format!("<{name}>");
                self.text(&written, line);
            }
            TagMeaning::Unknown => {}
        }
    }

    fn list_tag(&mut self, name: &str, is_start: bool) {
        match name {
            "ul" | "ol" if is_start => self.lists = self.lists.saturating_add(1),
            "ul" | "ol" => self.lists = self.lists.saturating_sub(1),
            "dl" => {
                let terms = self.terms.take();
                // A list within a description is read, not the list around it.
                if is_start {
                    for block in terms.into_iter().flat_map(|mut terms| terms.take_blocks()) {
                        self.push(block.line, block.content);
                    }
                    self.terms = Some(OpenTerms::default());
                } else if let Some(block) = terms.and_then(OpenTerms::finish) {
                    self.push(block.line, block.content);
                }
            }
            "dt" | "dd" => {
                if let Some(terms) = &mut self.terms {
                    terms.enter(name == "dd");
                }
            }
            _ => {}
        }
    }

    fn start_table(&mut self, line: u32) {
        if self.tables.is_empty() {
            self.end_text();
        }
        self.tables.start(line.saturating_add(self.lines_before));
    }

    /// Ends the caption of a table, which is a heading of the table only.
    fn caption(&mut self) {
        let (line, title) = self.text.take(!self.is_document);
        if !title.text.is_empty() && self.regions.are_read(false) {
            self.push(line, BlockContent::Heading { level: CAPTION, title });
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        if let Some((line, table)) = self.tables.end() {
            self.push(line, BlockContent::Table(table));
        }
    }

    fn set_header(&mut self, is_header: bool) {
        self.end_row();
        self.tables.set_header(is_header);
    }

    fn end_row(&mut self) {
        self.end_cell();
        self.tables.end_row();
    }

    fn start_cell(&mut self, line: u32, is_head: bool) {
        self.text = Text::at(line.saturating_add(self.lines_before));
        self.tables.start_cell(is_head);
    }

    fn end_cell(&mut self) {
        self.tables.end_cell(|| self.text.take(!self.is_document));
    }

    fn end_text_outside_of_tables(&mut self) {
        if self.is_in_table() {
            self.text.builder.line_break();
        } else {
            self.end_text();
        }
    }

    /// Ends the paragraph, item or listing.
    fn end_text(&mut self) {
        if self.is_in_table() {
            return;
        }
        if self.is_preformatted {
            let Text { line, code, .. } = std::mem::take(&mut self.text);
            // The first line feed of a listing is not part of it.
            let code = code.strip_prefix('\n').map_or(code.as_str(), |code| code).to_owned();
            if !code.trim().is_empty() {
                self.push(line, BlockContent::Code(code));
            }
            return;
        }
        let (line, inline) = self.text.take(!self.is_document);
        if !inline.text.is_empty() {
            let is_item = std::mem::take(&mut self.is_item);
            let is_table = self.is_document && !is_item && self.terms.is_none();
            match Table::of_rows_alone(&inline.text, line).filter(|_| is_table) {
                Some(table) => {
                    table.push_to(&mut self.document.blocks, line);
                    self.block_regions.resize(self.document.blocks.len(), self.regions.region());
                }
                None if is_item => self.push(line, BlockContent::Item { text: inline, depth: self.lists }),
                None => self.push(line, BlockContent::Paragraph(inline)),
            }
        }
    }

    fn end_heading(&mut self, name: &str) {
        let (line, title) = self.text.take(!self.is_document);
        let level = name.bytes().last().map_or(1, |digit| digit.saturating_sub(b'0'));
        if self.regions.are_read(true) {
            self.push(line, BlockContent::Heading { level, title });
        }
        self.is_in_heading = false;
    }

    fn drop_label_of_listing(&mut self) {
        if self.is_document
            && let Some(Block { content: BlockContent::Paragraph(label), .. }) = self.document.blocks.last()
            && labels::is_of_listing(&label.text)
        {
            self.document.blocks.pop();
            self.block_regions.pop();
        }
    }

    fn push(&mut self, line: u32, content: BlockContent) {
        let block = Block { line, content };
        let blocks = match &mut self.terms {
            Some(terms) => terms.add(block),
            None => Some(vec![block]),
        };
        let Some(mut blocks) = blocks else { return };
        self.terms = None;
        self.document.blocks.append(&mut blocks);
        self.block_regions.resize(self.document.blocks.len(), self.regions.region());
    }

    /// The document, of which only the part that contains the page is left.
    pub(super) fn finish(mut self) -> PageText {
        while self.is_in_table() {
            self.end_table();
        }
        self.end_text();
        self.list_tag("dl", false);
        let mut document = self.document;
        let page = self.block_regions.iter().copied().max().unwrap_or(Region::Other);
        let mut regions = self.block_regions.into_iter();
        document.blocks.retain(|_| regions.next() == Some(page));
        document
    }
}
