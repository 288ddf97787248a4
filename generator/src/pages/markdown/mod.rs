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
mod members;
mod prose;
mod requests;
mod sections;

use columns::{Column, Columns};
use document::{Block, Content, Inline, Table};
use sections::{Headings, Section};

use super::facts::{Body, Definition, DefinitionContent, Field, Identity, Page, Reading, Rendering};
use super::text;

/// Reads a page from the text of the file with that name. If the page states no date, its version is left empty.
pub fn read(name: &str, text: &str) -> Page {
    let text = text::without_invisible(text);
    let front_matter = front_matter::read(&text);
    let blocks = document::blocks(front_matter.rest, front_matter.rest_line);
    let file_name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let title = front_matter.title.map(str::to_owned).or_else(|| first_heading(&blocks));
    let mut reader = Reader {
        page: Page {
            identity: Identity {
                asset_id: front_matter.asset_id.map(str::to_owned),
                name: file_name.split('.').next().unwrap_or_default().to_owned(),
                url: front_matter.url.map(str::to_owned),
            },
            title: title.unwrap_or_default(),
            version: front_matter.date.unwrap_or_default().to_owned(),
            rendering: Rendering::Markdown,
            is_translation: front_matter.is_translation,
            is_excerpt: false,
            requests: Vec::new(),
            parameters: Reading::NotStated,
            headers: Reading::NotStated,
            body: Reading::NotStated,
            responses: Reading::NotStated,
            errors: Reading::NotStated,
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
        Content::Heading { title, .. } if !title.text.is_empty() => Some(title.flat()),
        _ => None,
    })
}

/// Collects the facts of a page, block by block.
struct Reader {
    page: Page,
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

impl Reader {
    fn block(&mut self, block: &Block, before: Option<&Block>) {
        match &block.content {
            Content::Heading { level, title } => {
                self.headings.enter(*level, title);
                self.named = Named::default();
            }
            Content::Paragraph(prose) | Content::Item(prose) => self.prose(prose, block.line),
            Content::Table(table) => self.table(table, block.line),
            Content::Code(code) => match requests::of_method_and_listing(before, code, block.line) {
                Some(request) => self.page.requests.push(request),
                None => self.page.examples.extend(examples::read(code, block.line)),
            },
        }
    }

    fn prose(&mut self, prose: &Inline, line: u32) {
        if let Some(rest) = self.headings.enter_unmarked(prose) {
            self.named = Named::default();
            if self.headings.section() == Some(Section::Body) && prose::says_none(rest) {
                self.no_body();
            }
            return;
        }
        match self.headings.section() {
            Some(Section::Body) if prose::says_none(&prose.text) => self.no_body(),
            Some(Section::Body) => self.body_prose(prose, line),
            None if self.headings.are_within(Section::Body) && prose.text.contains("request body") => {
                self.body_prose(prose, line)
            }
            Some(Section::Response) => {
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
            body.type_text = Reading::Stated(type_name.clone());
        }
        self.named.type_name = type_name.or_else(|| self.named.type_name.take());
    }

    /// The body that the page says there is.
    fn body(&mut self, line: u32) -> Option<&mut Body> {
        if self.page.body.is_not_stated() {
            self.page.body = Reading::Stated(Some(Body { line, ..Body::default() }));
        }
        match &mut self.page.body {
            Reading::Stated(body) => body.as_mut(),
            Reading::NotStated | Reading::Unreadable => None,
        }
    }

    fn no_body(&mut self) {
        if self.page.body.is_not_stated() {
            self.page.body = Reading::Stated(None);
        }
    }

    fn table(&mut self, table: &Table, line: u32) {
        let is_translation = self.page.is_translation;
        let columns = Columns::of(table, is_translation);
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
    fn members(&mut self, table: &Table, columns: &Columns, line: u32) {
        let is_translation = self.page.is_translation;
        let is_described =
            columns.has(Column::Type) || columns.has(Column::Required) || columns.has(Column::Description);
        match self.headings.section() {
            Some(Section::Parameters | Section::Request) if is_described => {
                add(&mut self.page.parameters, members::parameters(table, columns, is_translation));
            }
            Some(Section::Headers) if is_described => {
                add(&mut self.page.headers, members::parameters(table, columns, is_translation));
            }
            Some(Section::Body) if is_described => {
                self.body_members(members::fields(table, columns, is_translation), line)
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

    fn definition(&self, table: &Table, columns: &Columns) -> Option<DefinitionContent> {
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
    fn body_members(&mut self, fields: Vec<Field>, line: u32) {
        let name = self.named.type_name.take();
        // A page about several requests may have said that another one has no body.
        if self.page.body == Reading::Stated(None) {
            self.page.body = Reading::NotStated;
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
fn add<T>(reading: &mut Reading<Vec<T>>, mut more: Vec<T>) {
    match reading {
        Reading::Stated(facts) => facts.append(&mut more),
        _ if more.is_empty() => {}
        _ => *reading = Reading::Stated(more),
    }
}
