//! Which message a listing without a first line shows, according to what stands above it.

use super::PageReader;
use super::document::{Block, BlockContent};
use super::sections::{self, PageSection};
use crate::pages::facts::{ExampleFacts, ExampleOf, MessageKind};

impl PageReader {
    /// In a section that a request owns, JSON below the heading of the request, its parameters or its body is the body of the
    /// request if that heading or a table is of a body, and otherwise the first is that of the response.
    pub(super) fn announce_by_order(&mut self, examples: &mut [ExampleFacts], before: Option<&Block>) {
        let is_in_section = self.part_index > 0 && !self.part.requests.is_empty();
        let (is_by_place, is_of_body) = match self.headings.section() {
            Some(PageSection::Body) => (true, true),
            None | Some(PageSection::Request | PageSection::Parameters | PageSection::Headers) => {
                (true, self.requested.body_table)
            }
            Some(PageSection::Response | PageSection::Errors | PageSection::Examples) => (false, false),
        };
        for example in examples {
            let ExampleOf::Json { body_of } = &mut example.of else { continue };
            if is_in_section && is_by_place && self.announced_by_block(before).is_none() {
                *body_of = match self.requested.shown {
                    [false, _] if is_of_body => Some(MessageKind::Request),
                    [_, false] => Some(MessageKind::Response),
                    _ => None,
                };
            }
            match body_of {
                Some(MessageKind::Request) => self.requested.shown[0] = true,
                Some(MessageKind::Response) => self.requested.shown[1] = true,
                None => {}
            }
        }
    }

    /// Whether the page announces the next listing as a request or a response: in a heading, or else in the paragraph above.
    /// Below the heading of the request itself, the paragraph takes precedence.
    pub(super) fn message_kind(&self, before: Option<&Block>) -> Option<MessageKind> {
        let is_at_request = self.requested.below_heading && self.headings.section() == Some(PageSection::Request);
        let above = announced_in(before).filter(|_| is_at_request);
        above.or_else(|| self.headings.message_kind()).or_else(|| self.announced_by_block(before))
    }

    /// What the block above a listing announces. The items of a message of API Blueprint (`Headers`, `Body`) belong to it.
    fn announced_by_block(&self, before: Option<&Block>) -> Option<MessageKind> {
        let is_item = matches!(before.map(|block| &block.content), Some(BlockContent::Item { text, .. })
            if matches!(text.text.as_str(), "Body" | "Headers"));
        announced_in(before).or(self.requested.message.filter(|_| is_item))
    }
}

/// What the paragraph above a table or listing announces.
pub(super) fn announced_in(before: Option<&Block>) -> Option<MessageKind> {
    match &before?.content {
        BlockContent::Paragraph(prose) if sections::returns_json(&prose.text) => Some(MessageKind::Response),
        BlockContent::Paragraph(prose) => sections::message_kind_in(&prose.text),
        // Items of API Blueprint: `+ Request (application/json)`, `+ Response 200`.
        BlockContent::Item { text: item, .. } if item.text.starts_with("Request") => Some(MessageKind::Request),
        BlockContent::Item { text: item, .. } if item.text.starts_with("Response") => Some(MessageKind::Response),
        _ => None,
    }
}
