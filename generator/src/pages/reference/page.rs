//! The facts of a page, from its sections and tables.

use std::collections::BTreeMap;

use crate::pages::facts::{
    BodyFacts, Definition, DefinitionContent, ErrorRow, Fact, FieldFacts, Identity, PageFacts, ParameterFacts,
    ParameterPlace, Rendering, Request, ResponseFacts,
};

use super::address::{address, end_of};
use super::evidence::rendering;
use super::lines::{TextLine, TextOrigin};
use super::outline::{Outline, OutlineSection, OutlineTable};
use super::requests::{RequestNames, is_request, requests};
use super::rows::{Row, rows, status};
use super::types::{TypeCell, TypeNotation};

/// Collects the facts of a page.
pub(super) fn page(file: &str, origin: TextOrigin, outline: &Outline<'_, '_>) -> PageFacts {
    let is_excerpt = origin.is_excerpt || reached(outline) < OutlineSection::Responses;
    let mut tables: Vec<_> = outline.tables.iter().map(|table| (*table, rows(table))).collect();
    if is_excerpt && outline.ends_in_table {
        drop_cut_row(&mut tables);
    }
    let requests = requests(outline.preamble);
    let completed_a_name = complete_names(&mut tables, &requests);
    let rendering = rendering(&tables, &origin, completed_a_name);
    let reader = ReferenceReader { outline, tables, rendering, is_excerpt };

    let title = title(outline.preamble);
    let url_end = || origin.url.as_deref().and_then(end_of);
    let name = address(&title).or_else(url_end).unwrap_or_else(|| file.split('.').next().unwrap_or(file).to_owned());
    let (responses, errors) = reader.responses();
    PageFacts {
        identity: Identity { asset_id: None, name, url: origin.url },
        title,
        version: String::new(),
        reader: 0,
        rendering,
        is_translation: false,
        is_excerpt,
        has_default: false,
        operation_id: None,
        request_title: None,
        requests,
        access: Fact::NotStated,
        carriers: Vec::new(),
        deprecated: Fact::NotStated,
        parameters: reader.parameters(OutlineSection::UriParameters),
        headers: reader.parameters(OutlineSection::RequestHeader),
        body: reader.body(),
        responses,
        errors,
        definitions: reader.definitions(),
        webhooks: Vec::new(),
        examples: Vec::new(),
        sections: Vec::new(),
    }
}

fn title(preamble: &[TextLine<'_>]) -> String {
    preamble.first().filter(|first| !is_request(first.text)).map(|first| first.text.to_owned()).unwrap_or_default()
}

/// The last section that the text reaches.
fn reached(outline: &Outline<'_, '_>) -> OutlineSection {
    let sections =
        outline.headings.iter().map(|(section, _)| *section).filter(|section| *section != OutlineSection::Other);
    sections.max().unwrap_or(OutlineSection::Preamble)
}

/// Drops the last row of an excerpt if its facts may be cut, and the definition if it has no other row.
fn drop_cut_row(tables: &mut Vec<(OutlineTable<'_, '_>, Vec<Row>)>) {
    let Some((_, rows)) = tables.last_mut() else { return };
    rows.pop_if(|row| !row.is_whole_at_end);
    if rows.is_empty() {
        tables.pop();
    }
}

/// Completes names of parameters that were cut, if the request lines are unambiguous; returns whether there were any.
/// Parameters are in alphabetical order, so equal cut names belong to their full names in order.
fn complete_names(tables: &mut [(OutlineTable<'_, '_>, Vec<Row>)], requests: &[Request]) -> bool {
    let mut names = RequestNames::of(requests);
    let mut cut: BTreeMap<(u8, String), Vec<&mut Row>> = BTreeMap::new();
    let parameters = tables.iter_mut().filter(|(table, _)| table.section == OutlineSection::UriParameters);
    for row in parameters.flat_map(|(_, rows)| rows) {
        if !names.take(row.place, &row.name) {
            cut.entry((row.place.map_or(0, |place| place as u8), row.name.clone())).or_default().push(row);
        }
    }
    let mut any = false;
    for ((_, name), rows) in cut {
        let place = rows.first().and_then(|row| row.place);
        let completions = names.completions(place, &name, rows.len());
        any |= !completions.is_empty();
        if completions.len() == rows.len() {
            for (row, completion) in rows.into_iter().zip(completions) {
                row.name = completion.to_owned();
            }
        }
    }
    any
}

struct ReferenceReader<'a, 'l, 'p> {
    outline: &'a Outline<'l, 'p>,
    tables: Vec<(OutlineTable<'l, 'p>, Vec<Row>)>,
    rendering: Rendering,
    is_excerpt: bool,
}

impl ReferenceReader<'_, '_, '_> {
    fn rows(&self, section: OutlineSection) -> impl Iterator<Item = (&OutlineTable<'_, '_>, &Row)> {
        let tables =
            self.tables.iter().filter(move |(table, _)| table.section == section && table.definition.is_none());
        tables.flat_map(|(table, rows)| rows.iter().map(move |row| (table, row)))
    }

    /// The reading of a section without items, which is unreadable if an excerpt may end before it.
    fn unlisted<T>(&self, section: OutlineSection) -> Fact<T> {
        if self.is_excerpt && reached(self.outline) <= section { Fact::Unreadable } else { Fact::NotStated }
    }

    fn listed<T>(&self, section: OutlineSection, items: Vec<T>) -> Fact<Vec<T>> {
        if items.is_empty() { self.unlisted(section) } else { Fact::Stated(items) }
    }

    fn parameters(&self, section: OutlineSection) -> Fact<Vec<ParameterFacts>> {
        let parameters = self.rows(section).map(|(table, row)| ParameterFacts {
            line: row.line,
            name: row.name.clone(),
            place: stated(row.place),
            type_text: self.type_text(row),
            nullable: false,
            required: required(table, row),
            values: values(row),
            list_form: Fact::NotStated,
            description: row.description.clone(),
            listed: Vec::new(),
        });
        self.listed(section, parameters.collect())
    }

    fn body(&self) -> Fact<Option<BodyFacts>> {
        let section = OutlineSection::RequestBody;
        let fields: Vec<FieldFacts> = self.rows(section).map(|(table, row)| self.field(table, row)).collect();
        let heading = self.outline.headings.iter().find(|(found, _)| *found == section);
        match heading {
            Some((_, heading)) if !fields.is_empty() => {
                Fact::Stated(Some(BodyFacts { line: heading.number, type_text: Fact::NotStated, fields }))
            }
            _ => self.unlisted(section),
        }
    }

    fn responses(&self) -> (Fact<Vec<ResponseFacts>>, Fact<Vec<ErrorRow>>) {
        let (mut responses, mut errors) = (Vec::new(), Vec::new());
        for (_, row) in self.rows(OutlineSection::Responses) {
            match status(&row.name) {
                Some(status) if status >= 400 => errors.push(ErrorRow {
                    code: Fact::NotStated,
                    line: row.line,
                    status,
                    retry: Fact::NotStated,
                    reasons: Fact::NotStated,
                    columns: columns(row),
                }),
                Some(status) => responses.push(ResponseFacts {
                    line: row.line,
                    status: Fact::Stated(status),
                    type_text: self.type_text(row),
                    fields: Vec::new(),
                }),
                None => {}
            }
        }
        (self.listed(OutlineSection::Responses, responses), self.listed(OutlineSection::Responses, errors))
    }

    fn definitions(&self) -> Vec<Definition> {
        let definitions = self.tables.iter().filter_map(|(table, rows)| {
            let heading = table.definition?;
            let content = match table.columns.type_text {
                true => DefinitionContent::Fields(rows.iter().map(|row| self.field(table, row)).collect()),
                false => DefinitionContent::Values(rows.iter().map(|row| row.name.clone()).collect()),
            };
            Some(Definition { line: heading.number, name: heading.text.to_owned(), content })
        });
        definitions.collect()
    }

    fn field(&self, table: &OutlineTable<'_, '_>, row: &Row) -> FieldFacts {
        FieldFacts {
            line: row.line,
            name: row.name.clone(),
            type_text: self.type_text(row),
            nullable: false,
            required: required(table, row),
            values: values(row),
            description: row.description.clone(),
            listed: Vec::new(),
        }
    }

    /// The type, unless the rendering lost or cut it.
    fn type_text(&self, row: &Row) -> Fact<String> {
        let is_flattened = self.rendering == Rendering::FlattenedReference;
        match &row.type_cell {
            Some(TypeCell { kind: TypeNotation::Linked, .. }) | None if is_flattened => Fact::Unreadable,
            Some(cell) => Fact::Stated(cell.text.clone()),
            None => Fact::NotStated,
        }
    }
}

fn stated(place: Option<ParameterPlace>) -> Fact<ParameterPlace> {
    place.map_or(Fact::NotStated, Fact::Stated)
}

fn required(table: &OutlineTable<'_, '_>, row: &Row) -> Fact<bool> {
    if table.columns.required { Fact::Stated(row.required) } else { Fact::NotStated }
}

/// The values in place. An enum without values lost them in the rendering.
fn values(row: &Row) -> Fact<Vec<String>> {
    match &row.type_cell {
        Some(TypeCell { kind: TypeNotation::Enum(values), .. }) if values.is_empty() => Fact::Unreadable,
        Some(TypeCell { kind: TypeNotation::Enum(values), .. }) => Fact::Stated(values.clone()),
        _ => Fact::NotStated,
    }
}

fn columns(row: &Row) -> Vec<(String, String)> {
    let type_text = row.type_cell.as_ref().map(|cell| cell.text.as_str());
    let columns = [("Name", Some(row.name.as_str())), ("Type", type_text), ("Description", Some(&*row.description))];
    columns.into_iter().filter_map(|(heading, text)| Some((heading.to_owned(), text?.to_owned()))).collect()
}
