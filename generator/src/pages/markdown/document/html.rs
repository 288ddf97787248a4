//! Tables, headings, lists, listings and text in HTML, from the tokens of an HTML parser: of a block within Markdown, or of a
//! whole document. No tree is built, so memory stays small at any nesting.

mod labels;
mod regions;
mod state;
mod tables;
mod text;

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};

use self::state::HtmlState;
use super::{Block, PageText};
use crate::pages::html::HtmlReader;

/// Reads the HTML block at the range, which begins on `first_line`; if blank lines split a table or a listing into several
/// blocks, reads to its end. No listing ends after `last_listing`. Returns the number of bytes read, and the line of the first
/// tag that has too many attributes.
pub(super) fn read(
    text: &str,
    block: Range<usize>,
    first_line: u32,
    last_listing: usize,
    blocks: &mut Vec<Block>,
) -> (usize, Option<u32>) {
    let mut reader = reader(HtmlState::of_block(first_line));
    let mut read = 0;
    for line in text.get(block.start..).unwrap_or_default().split_inclusive('\n') {
        let state = &reader.sink().state;
        let is_past_block = read >= block.len();
        let is_in_listing = || state.borrow().is_in_listing() && block.start.saturating_add(read) < last_listing;
        let is_in_table = || state.borrow().is_in_table() && !line.starts_with(['#', '`']);
        if is_past_block && !is_in_listing() && !is_in_table() {
            break;
        }
        read = read.saturating_add(line.len());
        reader.feed(&with_ampersands_escaped(line));
    }
    let shortened_tag = reader.shortened_tag().map(|line| line.saturating_add(first_line.saturating_sub(1)));
    blocks.append(&mut reader.finish().state.into_inner().finish().blocks);
    (read, shortened_tag)
}

/// The offset at which the last listing of a page ends.
pub(super) fn end_of_last_listing(text: &str) -> usize {
    text.rfind("</pre").or_else(|| text.rfind("</PRE")).unwrap_or_default()
}

/// Whether a text is a whole document in HTML.
pub(in crate::pages::markdown) fn is_document(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(after) = rest.strip_prefix("<!--").or_else(|| rest.strip_prefix("<?")) {
        let Some(end) = after.find('>') else { return false };
        rest = after.get(end.saturating_add(1)..).unwrap_or_default().trim_start();
    }
    let begins = |start: &str| rest.get(..start.len()).is_some_and(|first| first.eq_ignore_ascii_case(start));
    begins("<!doctype html") || begins("<html") || begins("<head>") || begins("<body")
}

/// Reads a whole document.
pub(super) fn document(text: &str) -> PageText {
    let mut reader = reader(HtmlState::of_document());
    for line in text.split_inclusive('\n') {
        reader.feed(&with_ampersands_escaped(line));
    }
    let shortened_tag = reader.shortened_tag();
    PageText { shortened_tag, ..reader.finish().state.into_inner().finish() }
}

/// The value of an attribute.
pub(super) fn attribute(tag: &Tag, name: &str) -> Option<String> {
    let mut attributes = tag.attrs.iter().filter(|attribute| &*attribute.name.local == name);
    attributes.next().map(|attribute| attribute.value.to_string())
}

fn reader(state: HtmlState) -> HtmlReader<HtmlSink> {
    HtmlReader::new(HtmlSink { state: RefCell::new(state) })
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
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        match token {
            Token::CharacterTokens(text) => state.text(&text, line),
            Token::CommentToken(comment) => state.comment(&comment),
            Token::TagToken(tag) => {
                let raw = match &*tag.name {
                    _ if tag.kind == TagKind::EndTag => None,
                    "script" | "style" => return TokenSinkResult::RawData(RawKind::Rawtext),
                    "title" | "textarea" => Some(RawKind::Rcdata),
                    _ => None,
                };
                state.tag(&tag, line);
                if let Some(raw) = raw {
                    return TokenSinkResult::RawData(raw);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
