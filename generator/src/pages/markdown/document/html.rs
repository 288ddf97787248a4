//! Tables, headings and text that a page writes in HTML, from the tokens of an HTML parser. No tree is built, so memory stays
//! small at any nesting.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::inline::{Inline, TagMeaning};
use super::{Block, BlockContent, Cell, Table};

/// Reads the HTML block at the range, which begins on `first_line`; if blank lines split a table into several blocks, reads to
/// the end of the table. Returns the number of bytes read.
pub(super) fn read(text: &str, block: Range<usize>, first_line: u32, blocks: &mut Vec<Block>) -> usize {
    let sink = HtmlSink { state: RefCell::new(HtmlState { first_line, ..HtmlState::default() }) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut read = 0;
    for line in text.get(block.start..).unwrap_or_default().split_inclusive('\n') {
        let is_past_block = read >= block.len();
        if is_past_block && (line.starts_with(['#', '`']) || !tokenizer.sink.state.borrow().is_in_table()) {
            break;
        }
        read = read.saturating_add(line.len());
        input.push_back(StrTendril::from(with_ampersands_escaped(line).as_ref()));
        // The tokenizer stops at a script. Scripts are not run, so it is continued.
        while !input.is_empty() {
            let _script = tokenizer.feed(&input);
        }
    }
    tokenizer.end();
    let mut state = tokenizer.sink.state.into_inner();
    state.finish();
    blocks.append(&mut state.blocks);
    read
}

/// The line with all ampersands escaped except those of character references that end with a semicolon: HTML would read
/// `&currency=` as a currency sign and `cy=`.
fn with_ampersands_escaped(line: &str) -> Cow<'_, str> {
    if !line.contains('&') {
        return Cow::Borrowed(line);
    }
    let mut parts = line.split('&');
    let mut escaped = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name_end = part.find(|character: char| !character.is_ascii_alphanumeric() && character != '#');
        let is_reference =
            name_end.is_some_and(|end| end > 0 && part.get(end..).is_some_and(|rest| rest.starts_with(';')));
        escaped.push_str(if is_reference { "&" } else { "&amp;" });
        escaped.push_str(part);
    }
    Cow::Owned(escaped)
}

struct HtmlSink {
    state: RefCell<HtmlState>,
}

impl TokenSink for HtmlSink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        let line = state.first_line.saturating_add(u32::try_from(line).unwrap_or(u32::MAX)).saturating_sub(1);
        match token {
            Token::CharacterTokens(text) => state.text(&text, line),
            Token::TagToken(tag) => {
                if tag.kind == TagKind::StartTag && matches!(&*tag.name, "script" | "style") {
                    return TokenSinkResult::RawData(RawKind::Rawtext);
                }
                state.tag(&tag, line);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[derive(Default)]
struct HtmlState {
    first_line: u32,
    blocks: Vec<Block>,
    tables: Vec<OpenTable>,
    text: Text,
    is_preformatted: bool,
}

/// A table being read. Tables within it are text of its cells.
#[derive(Default)]
struct OpenTable {
    line: u32,
    table: Table,
    row: Vec<Cell>,
    is_header: bool,
    is_in_cell: bool,
}

#[derive(Default)]
struct Text {
    line: u32,
    text: String,
}

impl Text {
    fn take(&mut self) -> (u32, Inline) {
        let Self { line, text } = std::mem::take(self);
        (line, Inline::of_marked(&text))
    }
}

/// How deep tables may nest; deeper ones are ignored.
const DEEPEST: usize = 8;

impl HtmlState {
    fn is_in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    fn text(&mut self, text: &str, line: u32) {
        if self.text.text.trim().is_empty() {
            self.text.line = line;
        }
        if self.is_preformatted {
            self.text.text.push_str(text);
        } else {
            self.text.text.extend(text.chars().map(|character| if character == '\n' { ' ' } else { character }));
        }
    }

    fn tag(&mut self, tag: &Tag, line: u32) {
        let is_start = tag.kind == TagKind::StartTag;
        match &*tag.name {
            "table" if is_start => self.start_table(line),
            "table" => self.end_table(),
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
                    self.end_paragraph();
                } else {
                    self.end_heading(&tag.name);
                }
            }
            "pre" if !self.is_in_table() => {
                self.end_code_or_paragraph();
                self.is_preformatted = is_start;
            }
            name => match TagMeaning::of(name) {
                TagMeaning::Break if self.is_in_table() || name == "br" => self.text.text.push('\n'),
                TagMeaning::Break => self.end_paragraph(),
                TagMeaning::Mark => {}
                TagMeaning::Unknown if is_start => {
                    let written = format!("<{name}>");
                    self.text(&written, line);
                }
                TagMeaning::Unknown => {}
            },
        }
    }

    fn start_table(&mut self, line: u32) {
        if self.tables.is_empty() {
            self.end_paragraph();
        }
        if self.tables.len() < DEEPEST {
            self.tables.push(OpenTable { line, ..OpenTable::default() });
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        if let Some(OpenTable { line, table, .. }) = self.tables.pop()
            && !(table.header.is_empty() && table.rows.is_empty())
        {
            self.blocks.push(Block { line, content: BlockContent::Table(table) });
        }
    }

    fn set_header(&mut self, is_header: bool) {
        self.end_row();
        if let Some(table) = self.tables.last_mut() {
            table.is_header = is_header;
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if let Some(OpenTable { table, row, is_header, .. }) = self.tables.last_mut()
            && !row.is_empty()
        {
            table.push_row(std::mem::take(row), *is_header);
        }
    }

    fn start_cell(&mut self, line: u32, is_head: bool) {
        self.text = Text { line, text: String::new() };
        if let Some(table) = self.tables.last_mut() {
            table.is_in_cell = true;
            table.is_header |=
                is_head && table.row.is_empty() && table.table.rows.is_empty() && table.table.header.is_empty();
        }
    }

    fn end_cell(&mut self) {
        if let Some(table) = self.tables.last_mut()
            && std::mem::take(&mut table.is_in_cell)
        {
            let (line, content) = self.text.take();
            table.row.push(Cell { line, content });
        }
    }

    fn end_paragraph(&mut self) {
        let (line, inline) = self.text.take();
        if !inline.text.is_empty() {
            self.blocks.push(Block { line, content: BlockContent::Paragraph(inline) });
        }
    }

    fn end_heading(&mut self, name: &str) {
        let (line, title) = self.text.take();
        let level = name.bytes().last().map_or(1, |digit| digit.saturating_sub(b'0'));
        self.blocks.push(Block { line, content: BlockContent::Heading { level, title } });
    }

    fn end_code_or_paragraph(&mut self) {
        if self.is_preformatted {
            let Text { line, text } = std::mem::take(&mut self.text);
            self.blocks.push(Block { line, content: BlockContent::Code(text) });
        } else {
            self.end_paragraph();
        }
    }

    fn finish(&mut self) {
        while self.is_in_table() {
            self.end_table();
        }
        self.end_code_or_paragraph();
    }
}
