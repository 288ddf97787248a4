//! Pages in Markdown, with tables in HTML or with pipes.
//!
//! Tables are identified by their columns and cells, then by the headings above them, never by the page's title; listings by
//! their first line.

mod cells;
mod columns;
mod document;
mod errors;
mod examples;
mod front_matter;
mod json;
mod listed_values;
mod members;
mod prose;
mod requests;
mod sections;

use columns::{Column, TableColumns};
use document::{Block, BlockContent, Inline, Table};
use sections::{Headings, PageSection};

use super::facts::{
    BodyFacts, Definition, DefinitionContent, Fact, FieldFacts, Identity, MessageKind, PageFacts, Rendering,
    ResponseFacts,
};
use super::text;

/// Reads a page from the text of the file with that name. If the page states no date, its version is left empty.
pub fn read(name: &str, text: &str) -> PageFacts {
    let text = text::without_invisible(text);
    let front_matter = front_matter::read(&text);
    let blocks = document::blocks(front_matter.rest, front_matter.rest_line);
    let file_name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let title = front_matter.title.map(str::to_owned).or_else(|| first_heading(&blocks));
    let mut reader = PageReader {
        page: PageFacts {
            identity: Identity {
                asset_id: front_matter.asset_id.map(str::to_owned),
                name: file_name.split('.').next().unwrap_or_default().to_owned(),
                url: front_matter.url.map(str::to_owned),
            },
            title: title.unwrap_or_default(),
            version: front_matter.date.unwrap_or_default().to_owned(),
            reader: 0,
            rendering: Rendering::Markdown,
            is_translation: front_matter.is_translation,
            is_excerpt: false,
            has_default: false,
            operation_id: None,
            requests: Vec::new(),
            parameters: Fact::NotStated,
            headers: Fact::NotStated,
            body: Fact::NotStated,
            responses: Fact::NotStated,
            errors: Fact::NotStated,
            definitions: Vec::new(),
            examples: Vec::new(),
        },
        headings: Headings::default(),
        named: Named::default(),
    };
    for (index, block) in blocks.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| blocks.get(before));
        reader.block(block, before);
    }
    reader.page
}

fn first_heading(blocks: &[Block]) -> Option<String> {
    blocks.iter().find_map(|block| match &block.content {
        BlockContent::Heading { title, .. } if !title.text.is_empty() => Some(title.flat()),
        _ => None,
    })
}

/// Collects the facts of a page, block by block.
struct PageReader {
    page: PageFacts,
    headings: Headings,
    named: Named,
}

/// The types that the prose of the current part has named so far.
#[derive(Default)]
struct Named {
    /// The type that it named last; the next table may list its members.
    type_name: Option<String>,
    /// Whether it has named the type of the response.
    response: bool,
}

impl PageReader {
    fn block(&mut self, block: &Block, before: Option<&Block>) {
        match &block.content {
            BlockContent::Heading { level, title } => {
                self.headings.enter(*level, title);
                self.named = Named::default();
            }
            BlockContent::Paragraph(prose) | BlockContent::Item(prose) => self.prose(prose, block.line),
            BlockContent::Table(table) => self.table(table, block.line),
            BlockContent::Code(code) => match requests::of_method_and_listing(before, code, block.line) {
                Some(request) => self.page.requests.push(request),
                None => {
                    let announced = self.message_kind(before);
                    self.page.examples.extend(examples::read(code, block.line, announced));
                }
            },
        }
    }

    /// Whether the page announces the next listing as a request or a response: in a heading, or else in the paragraph above.
    fn message_kind(&self, before: Option<&Block>) -> Option<MessageKind> {
        self.headings.message_kind().or_else(|| match &before?.content {
            BlockContent::Paragraph(prose) => sections::message_kind_in(&prose.text),
            _ => None,
        })
    }

    fn prose(&mut self, prose: &Inline, line: u32) {
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
                let responses = prose::responses(prose, line, &mut self.named.response);
                add(&mut self.page.responses, responses);
            }
            _ => {}
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
        if self.page.body.is_not_stated() {
            self.page.body = Fact::Stated(Some(BodyFacts { line, ..BodyFacts::default() }));
        }
        match &mut self.page.body {
            Fact::Stated(body) => body.as_mut(),
            Fact::NotStated | Fact::Unreadable => None,
        }
    }

    fn no_body(&mut self) {
        if self.page.body.is_not_stated() {
            self.page.body = Fact::Stated(None);
        }
    }

    fn table(&mut self, table: &Table, line: u32) {
        let is_translation = self.page.is_translation;
        let columns = TableColumns::of(table, is_translation);
        if columns.has(Column::Status) {
            let (responses, errors) = errors::read(table, &columns, is_translation);
            add(&mut self.page.responses, responses);
            add(&mut self.page.errors, errors);
            return;
        }
        // The first addresses in a translation are those of requests; later ones may be examples.
        let any_word_is_method =
            if is_translation { self.page.requests.is_empty() } else { columns.has(Column::Method) };
        let requests = requests::of_table(table, &columns, any_word_is_method);
        if !requests.is_empty() {
            self.page.requests.extend(requests);
        } else if columns.has(Column::Name) || columns.has(Column::Value) {
            self.members(table, &columns, line);
        }
    }

    /// A table of parameters, headers, members or values.
    fn members(&mut self, table: &Table, columns: &TableColumns, line: u32) {
        let is_translation = self.page.is_translation;
        let is_described =
            columns.has(Column::Type) || columns.has(Column::Required) || columns.has(Column::Description);
        match self.headings.section() {
            Some(PageSection::Parameters | PageSection::Request) if is_described => {
                add(&mut self.page.parameters, members::parameters(table, columns, is_translation));
            }
            Some(PageSection::Headers) if is_described => {
                add(&mut self.page.headers, members::parameters(table, columns, is_translation));
            }
            Some(PageSection::Body) if is_described => {
                self.body_members(members::fields(table, columns, is_translation), line)
            }
            Some(PageSection::Response) if is_described => {
                self.response_members(members::fields(table, columns, is_translation), line);
            }
            None if is_translation && !self.page.requests.is_empty() && is_described => {
                add(&mut self.page.parameters, members::parameters(table, columns, is_translation));
            }
            _ => {
                let Some(name) = self.headings.type_name().map(str::to_owned) else { return };
                if let Some(content) = self.definition(table, columns) {
                    self.page.definitions.push(Definition { line, name, content });
                }
            }
        }
    }

    /// Members of the response's body: of the response that the prose above describes.
    fn response_members(&mut self, fields: Vec<FieldFacts>, line: u32) {
        if fields.is_empty() {
            return;
        }
        if let Fact::Stated(responses) = &mut self.page.responses
            && let Some(last) = responses.last_mut()
        {
            if last.fields.is_empty() {
                last.fields = fields;
            }
            return;
        }
        let (status, type_text) = (Fact::NotStated, Fact::NotStated);
        self.page.responses = Fact::Stated(vec![ResponseFacts { line, status, type_text, fields }]);
    }

    fn definition(&self, table: &Table, columns: &TableColumns) -> Option<DefinitionContent> {
        const OF_ENUMS: [Column; 4] = [Column::Name, Column::Value, Column::Position, Column::Description];
        let lists_values = columns.are_among(&OF_ENUMS, table)
            && !(columns.has(Column::Name) && columns.has(Column::Value))
            && !self.headings.announces_members();
        if lists_values {
            let values = members::values(table, columns);
            return (!values.is_empty()).then_some(DefinitionContent::Values(values));
        }
        let fields = members::fields(table, columns, self.page.is_translation);
        (!fields.is_empty()).then_some(DefinitionContent::Fields(fields))
    }

    /// Members under the heading of the body: the first table lists those of the body, each further table those of the type
    /// that the prose before it names.
    fn body_members(&mut self, fields: Vec<FieldFacts>, line: u32) {
        let name = self.named.type_name.take();
        // A page about several requests may state that another one has no body.
        if self.page.body == Fact::Stated(None) {
            self.page.body = Fact::NotStated;
        }
        let Some(body) = self.body(line) else { return };
        if body.fields.is_empty() {
            body.fields = fields;
        } else if let Some(name) = name.or_else(|| self.headings.type_name().map(str::to_owned)) {
            self.page.definitions.push(Definition { line, name, content: DefinitionContent::Fields(fields) });
        }
    }
}

/// Adds the facts of one part of the page to those of earlier parts.
fn add<T>(reading: &mut Fact<Vec<T>>, mut more: Vec<T>) {
    match reading {
        Fact::Stated(facts) => facts.append(&mut more),
        _ if more.is_empty() => {}
        _ => *reading = Fact::Stated(more),
    }
}
