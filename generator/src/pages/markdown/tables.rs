//! What tables are about, according to their columns and what stands above them.

use super::announced::announced_in;
use super::columns::{Column, TableColumns};
use super::document::{Block, BlockContent, Table};
use super::sections::PageSection;
use super::{PageReader, add, errors, members};
use crate::pages::facts::{
    Definition, DefinitionContent, Fact, FieldFacts, MessageKind, ParameterFacts, ParameterPlace, ResponseFacts,
};

impl PageReader {
    pub(super) fn table(&mut self, table: &Table, line: u32, before: Option<&Block>, listed: Option<PageSection>) {
        let is_translation = self.is_translation;
        let columns = TableColumns::of(table, is_translation);
        if columns.has(Column::Status) {
            let (responses, errors) = errors::read(table, &columns, is_translation);
            add(&mut self.part.responses, responses);
            add(&mut self.part.errors, errors);
        } else if columns.has(Column::Name) || columns.has(Column::Value) {
            self.members(table, &columns, line, listed.or_else(|| self.section_of_table(before)));
        }
    }

    /// A table of parameters, headers, members or values.
    fn members(&mut self, table: &Table, columns: &TableColumns, line: u32, section: Option<PageSection>) {
        let is_translation = self.is_translation;
        let is_described =
            columns.has(Column::Type) || columns.has(Column::Required) || columns.has(Column::Description);
        match section {
            Some(PageSection::Parameters | PageSection::Request) if is_described => {
                let mut parameters = members::parameters(table, columns, is_translation);
                let is_unplaced = |row: &&mut ParameterFacts| row.place.is_not_stated();
                if self.headings.announce_query() {
                    let unplaced = parameters.iter_mut().filter(is_unplaced);
                    unplaced.for_each(|row| row.place = Fact::Stated(ParameterPlace::Query));
                }
                add(&mut self.part.parameters, parameters);
            }
            Some(PageSection::Headers) if is_described => {
                add(&mut self.part.headers, members::headers(table, columns, is_translation));
            }
            Some(PageSection::Body) if is_described => {
                self.requested.body_table = true;
                self.body_members(members::fields(table, columns, is_translation), line)
            }
            Some(PageSection::Response) if is_described => {
                self.response_members(members::fields(table, columns, is_translation), line);
            }
            None if is_translation && !self.part.requests.is_empty() && is_described => {
                add(&mut self.part.parameters, members::parameters(table, columns, is_translation));
            }
            _ => {
                let Some(name) = self.headings.type_name().map(str::to_owned) else { return };
                if let Some(content) = self.definition(table, columns) {
                    self.definitions.push(Definition { line, name, content });
                }
            }
        }
    }

    /// The subject of a table: that of its heading. Directly below a request it is the parameters, unless the paragraph above
    /// announces a response or a body.
    fn section_of_table(&self, before: Option<&Block>) -> Option<PageSection> {
        let below_request = || {
            let is_of_body = matches!(before.map(|block| &block.content),
                Some(BlockContent::Paragraph(prose)) if prose.text.to_lowercase().contains("body"));
            match announced_in(before) {
                Some(MessageKind::Response) => PageSection::Response,
                _ if is_of_body || self.requested.has_media => PageSection::Body,
                _ => PageSection::Parameters,
            }
        };
        self.headings.section().or_else(|| self.requested.below_heading.then(below_request))
    }

    /// Members of the response's body: of the response that the prose above describes.
    fn response_members(&mut self, fields: Vec<FieldFacts>, line: u32) {
        if fields.is_empty() {
            return;
        }
        if let Fact::Stated(responses) = &mut self.part.responses
            && let Some(last) = responses.last_mut()
        {
            if last.fields.is_empty() {
                last.fields = fields;
            }
            return;
        }
        let (status, type_text) = (Fact::NotStated, Fact::NotStated);
        self.part.responses = Fact::Stated(vec![ResponseFacts { line, status, type_text, fields }]);
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
        let fields = members::fields(table, columns, self.is_translation);
        (!fields.is_empty()).then_some(DefinitionContent::Fields(fields))
    }

    /// Members under the heading of the body: the first table lists those of the body, each further table those of the type
    /// that the prose before it names.
    fn body_members(&mut self, fields: Vec<FieldFacts>, line: u32) {
        let name = self.named.type_name.take();
        // A page about several requests may state that another one has no body.
        if self.part.body == Fact::Stated(None) {
            self.part.body = Fact::NotStated;
        }
        let Some(body) = self.body(line) else { return };
        if body.fields.is_empty() {
            body.fields = fields;
        } else if let Some(name) = name.or_else(|| self.headings.type_name().map(str::to_owned)) {
            self.definitions.push(Definition { line, name, content: DefinitionContent::Fields(fields) });
        }
    }
}
