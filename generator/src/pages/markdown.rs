//! Pages in Markdown, HTML or reStructuredText.
//!
//! Tables are identified by their columns and cells, then by the headings above them, never by the page's title; listings by
//! their first line.

mod access;
mod announced;
mod carriers;
mod cells;
mod columns;
mod deprecation;
mod described;
mod document;
mod errors;
mod examples;
mod front_matter;
mod json;
mod members;
mod ownership;
mod pairs;
mod places;
mod proposed_values;
mod prose;
mod request_forms;
mod requests;
mod sample_values;
mod sections;
mod stated_values;
mod tables;
mod unread_sections;

use std::collections::HashSet;

use described::DescribedBlocks;
use document::{Block, BlockContent, Inline, PageText};
use ownership::Ownership;
use sections::{Headings, PageSection};

use super::facts::{
    BodyFacts, CarrierFacts, Definition, DeprecationFacts, ExampleFacts, ExampleOf, Fact, Identity, MessageKind,
    PageFacts, Rendering, ResponseFacts, SectionFacts,
};
use super::text;
use crate::model::Method;

/// Whether a text is a whole document in HTML.
pub(super) fn is_html(text: &str) -> bool {
    document::is_html(text)
}

/// Reads a page from the text of the file with that name. If the page states no date, its version is left empty. Also returns
/// the line of the first tag that has more attributes than are read.
pub fn read(name: &str, text: &str) -> (PageFacts, Option<u32>) {
    let text = text::without_invisible(text);
    let front_matter = front_matter::read(&text);
    let mut document = PageText::read(name, front_matter.rest, front_matter.rest_line);
    let file_name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let title = front_matter.title.map(str::to_owned).or_else(|| first_heading(&document.blocks));
    let is_translation = front_matter.is_translation || document.is_translation;
    let identity = Identity {
        asset_id: front_matter.asset_id.map(str::to_owned).or(document.asset_id.take()),
        name: file_name.split('.').next().unwrap_or_default().to_owned(),
        url: front_matter.url.map(str::to_owned).or_else(|| document.url()),
    };
    let version = front_matter.date.map(str::to_owned).or_else(|| document.date()).unwrap_or_default();
    let title = title.unwrap_or_else(|| text::collapsed(&document.title));
    let DescribedBlocks { blocks, sections: listed, announced, .. } = DescribedBlocks::of(document.blocks);
    let ownership = Ownership::of(&blocks, is_translation);
    let mut reader = PageReader {
        is_translation,
        definitions: Vec::new(),
        sections: ownership
            .titles
            .iter()
            .map(|title| SectionFacts { title: title.clone(), ..SectionFacts::default() })
            .collect(),
        part: SectionFacts::default(),
        outside: SectionFacts::default(),
        part_index: 0,
        requested_parts: ownership.requested_parts(),
        headings: Headings::default(),
        named: Named::default(),
        requested: Requested::default(),
    };
    for (index, block) in blocks.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| blocks.get(before));
        reader.enter_part(ownership.parts.get(index).copied().unwrap_or_default());
        reader.block(index, block, before, &ownership, listed.get(&index).copied());
    }
    reader.enter_part(0);
    let PageReader { part, mut sections, definitions, .. } = reader;
    sections.retain(|section| !section.requests.is_empty());
    sections.insert(0, part);
    if ownership.certainty.is_some_and(|certainty| certainty != request_forms::Certainty::Marked) {
        sample_values::name(&mut sections, blocks.iter().filter_map(|block| block.content.text()), &announced);
    }
    sections.iter_mut().for_each(places::settle);
    let part = sections.remove(0);
    let facts = PageFacts {
        identity,
        title,
        version,
        reader: 0,
        rendering: Rendering::Markdown,
        is_translation,
        is_excerpt: false,
        has_default: false,
        operation_id: None,
        request_title: ownership.shared_title,
        requests: part.requests,
        access: part.access,
        carriers: part.carriers,
        deprecated: part.deprecated,
        parameters: part.parameters,
        headers: part.headers,
        body: part.body,
        responses: part.responses,
        errors: part.errors,
        definitions,
        webhooks: Vec::new(),
        examples: part.examples,
        sections,
    };
    (facts, document.shortened_tag)
}

fn first_heading(blocks: &[Block]) -> Option<String> {
    blocks.iter().find_map(|block| match &block.content {
        BlockContent::Heading { title, .. } if !title.text.is_empty() => Some(title.flat()),
        _ => None,
    })
}

/// Collects the facts of a page, block by block.
struct PageReader {
    is_translation: bool,
    definitions: Vec<Definition>,
    sections: Vec<SectionFacts>,
    /// The part that is being read.
    part: SectionFacts,
    /// Where the part outside of sections is stored while a section is read.
    outside: SectionFacts,
    /// The index of the part that is being read: 0 for what is outside of sections.
    part_index: usize,
    /// The parts that have requests.
    requested_parts: HashSet<usize>,
    headings: Headings,
    named: Named,
    requested: Requested,
}

/// What follows the last request below the same heading.
#[derive(Default)]
struct Requested {
    /// Whether there is a request below the nearest heading.
    below_heading: bool,
    /// Whether the listing of the request states the media type of its body.
    has_media: bool,
    /// Whether the last table lists members of a body.
    body_table: bool,
    /// Whether JSON of the request, and of the response, has been shown.
    shown: [bool; 2],
    /// The message that the last item of API Blueprint begins.
    message: Option<MessageKind>,
}

/// The types that the prose of the current part has named so far.
#[derive(Default)]
struct Named {
    /// The type that it named last; the next table may list its members.
    type_name: Option<String>,
    /// Whether it has named the type of the response.
    response: bool,
    /// Whether the last paragraph was only the status of the response that the next one describes.
    is_status: bool,
}

impl PageReader {
    fn enter_part(&mut self, index: usize) {
        if index == self.part_index {
            return;
        }
        // Where a part is stored, the part that is being read takes its place.
        for index in [self.part_index, index] {
            match index.checked_sub(1).map(|index| self.sections.get_mut(index)) {
                Some(Some(section)) => std::mem::swap(section, &mut self.part),
                Some(None) => return,
                None => std::mem::swap(&mut self.outside, &mut self.part),
            }
        }
        self.part_index = index;
        (self.named, self.requested) = (Named::default(), Requested::default());
    }

    /// Reads a block; `listed` is the section of a table that is a list on the page.
    fn block(
        &mut self,
        index: usize,
        block: &Block,
        before: Option<&Block>,
        ownership: &Ownership,
        listed: Option<PageSection>,
    ) {
        let requests = ownership.requests.get(&index);
        if let BlockContent::Heading { level, title } = &block.content
            && !ownership.no_headings.contains(&index)
        {
            self.headings.enter(*level, title, requests.is_some() || ownership.owners.contains(&index));
            self.named = Named::default();
            self.requested.below_heading = false;
            let is_of_requests = *level == 1 || requests.is_some() || ownership.owners.contains(&index);
            if is_of_requests && deprecation::in_title(&title.text) {
                self.deprecate(block.line, None);
            }
            self.status(&title.text, block.line);
        }
        if let Some(requests) = requests {
            self.part.requests.extend(requests.iter().cloned());
            self.requested = Requested { below_heading: true, ..Requested::default() };
        }
        match &block.content {
            BlockContent::Table(table) if requests.is_none() => self.table(table, block.line, before, listed),
            BlockContent::Paragraph(prose) => self.prose(prose, block.line),
            BlockContent::Item { text, .. } => {
                self.item(text, block.line);
                self.prose(text, block.line);
            }
            BlockContent::Code(code) => {
                for carrier in carriers::in_listing(code, block.line) {
                    let is_same =
                        |known: &CarrierFacts| CarrierFacts { line: carrier.line, ..known.clone() } == carrier;
                    if !self.part.carriers.iter().any(is_same) {
                        self.part.carriers.push(carrier);
                    }
                }
                let sends_body = request_forms::curl::sends_body(code, block.line);
                let is_only_request = requests.is_some_and(|requests| {
                    !sends_body && requests.len() >= code.lines().filter(|line| !line.trim().is_empty()).count()
                });
                if !is_only_request {
                    let announced = self.message_kind(before);
                    let mut examples = examples::read(code, block.line, announced);
                    // Each call of curl with a body states its media type, whatever the next table is about.
                    let is_of_request = requests.is_some() && !sends_body;
                    self.requested.has_media |= is_of_request && examples.iter().any(states_media);
                    if sends_body {
                        self.requested.shown[0] = true;
                    } else {
                        self.announce_by_order(&mut examples, before);
                    }
                    self.part.examples.append(&mut examples);
                }
            }
            BlockContent::Heading { .. }
            | BlockContent::Table(_)
            | BlockContent::Terms(_)
            | BlockContent::Request(_) => {}
        }
    }

    /// The response of a heading that begins with its status, within the section of a request.
    fn status(&mut self, title: &str, line: u32) {
        if let Some(status) = sections::status_of(title).filter(|_| self.is_of_request()) {
            self.stated_status(status, line);
        }
    }

    fn stated_status(&mut self, status: u16, line: u32) {
        if status < 400 {
            let (status, type_text, fields) = (Fact::Stated(status), Fact::NotStated, Vec::new());
            add(&mut self.part.responses, vec![ResponseFacts { line, status, type_text, fields }]);
        } else {
            add(&mut self.part.errors, vec![errors::of_status(status, line)]);
        }
    }

    /// Statuses that a paragraph or an item lists.
    fn statuses(&mut self, statuses: Vec<u16>, line: u32) {
        let is_known = |status: u16, part: &SectionFacts| {
            let responses = part.responses.stated().into_iter().flatten();
            let errors = part.errors.stated().into_iter().flatten();
            responses.filter_map(|response| response.status.stated()).any(|known| *known == status)
                || errors.map(|error| error.status).any(|known| known == status)
        };
        for status in statuses {
            if !is_known(status, &self.part) {
                self.stated_status(status, line);
            }
        }
    }

    /// What prose says about all requests of the part.
    fn notices(&mut self, prose: &Inline, line: u32) {
        if let Some(access) = access::in_prose(&prose.text, line) {
            access::add(&mut self.part.access, access);
        }
        let is_about_requests = matches!(self.headings.section(), None | Some(PageSection::Request));
        if is_about_requests && deprecation::in_prose(&prose.text) {
            self.deprecate(line, deprecation::day(&prose.text));
        }
    }

    /// Whether there is a request in the part, before or after what is being read.
    fn is_of_request(&self) -> bool {
        self.requested_parts.contains(&self.part_index)
    }

    /// An item that begins a request or a response of API Blueprint.
    fn item(&mut self, text: &Inline, line: u32) {
        let Some(kind) = sections::message_of_item(&text.text) else { return };
        self.requested.message = Some(kind);
        if kind == MessageKind::Response && self.is_of_request() {
            self.statuses(sections::status_of(&text.text).into_iter().collect(), line);
        }
    }

    /// A title says that the request ends, and prose also when.
    fn deprecate(&mut self, line: u32, since: Option<String>) {
        match &mut self.part.deprecated {
            Fact::Stated(stated) => stated.since = stated.since.take().or(since),
            deprecated => *deprecated = Fact::Stated(DeprecationFacts { line, is_deprecated: true, since }),
        }
    }

    fn prose(&mut self, prose: &Inline, line: u32) {
        self.notices(prose, line);
        if let Some(statuses) = prose::listed_statuses(&prose.text).filter(|_| !self.is_translation) {
            return self.statuses(statuses, line);
        }
        if let Some(rest) = self.headings.enter_unmarked(prose) {
            self.named = Named::default();
            if self.headings.section() == Some(PageSection::Body) && prose::says_no_body(rest) {
                self.no_body();
            }
            return;
        }
        match self.headings.section() {
            Some(PageSection::Body) if prose::says_no_body(&prose.text) => self.no_body(),
            Some(PageSection::Body) => self.body_prose(prose, line),
            None if self.headings.are_within(PageSection::Body) && prose.text.contains("request body") => {
                self.body_prose(prose, line)
            }
            Some(PageSection::Response) => {
                let mut responses = prose::responses(prose, line, &mut self.named.response);
                if let Some(last) = self.status_to_describe()
                    && let [only] = responses.as_slice()
                    && only.status.is_not_stated()
                {
                    last.type_text = only.type_text.clone();
                    responses.clear();
                }
                self.named.is_status = prose::is_status(&prose.text);
                add(&mut self.part.responses, responses);
            }
            None if self.requested.below_heading && !self.is_translation => {
                self.statuses(prose::named_success(&prose.text).into_iter().collect(), line);
            }
            _ => {}
        }
    }

    /// The response of which the paragraph before had only the status.
    fn status_to_describe(&mut self) -> Option<&mut ResponseFacts> {
        match &mut self.part.responses {
            Fact::Stated(responses) if self.named.is_status => responses.last_mut(),
            _ => None,
        }
    }

    /// Prose about the body: there is one, and the prose may name its type.
    fn body_prose(&mut self, prose: &Inline, line: u32) {
        let type_name = cells::type_in(prose, 0, prose.text.len());
        // Prose that only introduces a table or listing states nothing itself.
        if type_name.is_none() && prose.text.ends_with(':') {
            return;
        }
        let Some(body) = self.body(line) else { return };
        if let (true, Some(type_name)) = (body.type_text.is_not_stated() && body.fields.is_empty(), &type_name) {
            body.type_text = Fact::Stated(type_name.clone());
        }
        self.named.type_name = type_name.or_else(|| self.named.type_name.take());
    }

    /// The body that the page says there is.
    fn body(&mut self, line: u32) -> Option<&mut BodyFacts> {
        if self.part.body.is_not_stated() {
            self.part.body = Fact::Stated(Some(BodyFacts { line, ..BodyFacts::default() }));
        }
        match &mut self.part.body {
            Fact::Stated(body) => body.as_mut(),
            Fact::NotStated | Fact::Unreadable => None,
        }
    }

    fn no_body(&mut self) {
        if self.part.body.is_not_stated() {
            self.part.body = Fact::Stated(None);
        }
    }
}

/// Whether an example of a request has a header for its body.
fn states_media(example: &ExampleFacts) -> bool {
    let is_content_type = |name: &String| name.eq_ignore_ascii_case("content-type");
    matches!(example.of, ExampleOf::Request { method: Method::Post | Method::Put | Method::Patch, .. })
        && example.headers.iter().any(is_content_type)
}

/// Adds the facts of one part of the page to those of earlier parts.
fn add<T>(reading: &mut Fact<Vec<T>>, mut more: Vec<T>) {
    match reading {
        Fact::Stated(facts) => facts.append(&mut more),
        _ if more.is_empty() => {}
        _ => *reading = Fact::Stated(more),
    }
}
