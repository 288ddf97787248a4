//! The facts of one operation.

use std::collections::HashSet;

use super::bodies::{self, OperationMessages};
use super::methods::METHODS;
use super::references::{Located, LocatedEntry, step};
use super::schemas::{SchemaReader, SchemaType, description, size_of};
use super::tree::DocumentValue;
use super::version::is_swagger;
use super::{security, servers, webhooks};
use crate::model::Method;
use crate::pages::facts::{
    DeprecationFacts, Fact, Identity, ListForm, PageFacts, ParameterFacts, ParameterPlace, Rendering, Request,
};
use crate::pages::type_text::{self, PageType};

/// The facts of all operations, in the order of the document.
pub(super) fn pages<'d>(document: &PageFacts, root: Located<'d>, schemas: &mut SchemaReader<'d>) -> Vec<PageFacts> {
    let mut pages = Vec::new();
    for (path, entry) in root.entries_of("paths").filter(|(path, _)| path.starts_with('/')) {
        let Some(item) = schemas.files.resolved(entry.at) else { continue };
        for (key, operation) in item.entries() {
            let Some((_, method)) = METHODS.iter().find(|(known, _)| *known == key) else { continue };
            if !schemas.spend(256 + 3 * path.len()) {
                return pages;
            }
            let name = format!("{}#/paths/{}/{key}", document.identity.name, step(path));
            let empty = PageFacts { identity: Identity { name, ..Identity::default() }, ..document.clone() };
            pages.push(OperationReader { root, item, operation, path, schemas }.page(*method, empty));
        }
    }
    pages
}

/// The facts of a document before anything of it is read.
pub(super) fn without_facts(name: &str, title: String) -> PageFacts {
    PageFacts {
        identity: Identity { name: name.to_owned(), ..Identity::default() },
        title,
        version: String::new(),
        reader: 0,
        rendering: Rendering::OpenApi,
        is_translation: false,
        is_excerpt: false,
        has_default: false,
        operation_id: None,
        request_title: None,
        requests: Vec::new(),
        access: Fact::NotStated,
        carriers: Vec::new(),
        deprecated: Fact::NotStated,
        parameters: Fact::NotStated,
        headers: Fact::NotStated,
        body: Fact::NotStated,
        responses: Fact::NotStated,
        errors: Fact::NotStated,
        definitions: Vec::new(),
        webhooks: Vec::new(),
        examples: Vec::new(),
        sections: Vec::new(),
    }
}

struct OperationReader<'r, 'd> {
    root: Located<'d>,
    item: Located<'d>,
    operation: LocatedEntry<'d>,
    path: &'r str,
    schemas: &'r mut SchemaReader<'d>,
}

impl<'d> OperationReader<'_, 'd> {
    fn page(mut self, method: Method, mut page: PageFacts) -> PageFacts {
        let (root, operation) = (self.root, self.operation.at);
        let requests = servers::bases(root, self.item, operation).into_iter().map(|base| Request {
            line: self.operation.line,
            method: Fact::Stated(method),
            uri: format!("{base}{}", self.path),
        });
        page.requests = requests.collect();
        if operation.is_true("deprecated") {
            page.deprecated =
                Fact::Stated(DeprecationFacts { line: self.operation.line, is_deprecated: true, since: None });
        }
        page.operation_id = operation.text("operationId").map(str::to_owned);
        let mut sent = Vec::new();
        let mut of_body = Vec::new();
        let (listed, is_complete) = self.parameters();
        page.is_excerpt = !is_complete;
        for parameter in listed {
            match place(parameter) {
                Some(ParameterPlace::Body) => of_body.push(parameter),
                Some(place) => sent.extend(self.parameter(parameter, place)),
                // Clients of this kind send no cookies.
                None => {}
            }
        }
        for carrier in security::stated(root, operation, self.schemas.files) {
            if !page.carriers.contains(&carrier) && self.schemas.spend(64) {
                page.carriers.push(carrier);
            }
        }
        for carrier in security::carriers(root, operation, self.schemas.files) {
            let is_listed = |row: &ParameterFacts| row.place == carrier.place && row.name == carrier.name;
            if !sent.iter().any(is_listed) && self.schemas.spend(64 + carrier.name.len()) {
                sent.push(carrier);
            }
        }
        let (headers, parameters): (Vec<_>, Vec<_>) =
            sent.into_iter().partition(|row| row.place == Fact::Stated(ParameterPlace::Header));
        page.parameters = Fact::Stated(parameters);
        page.headers = Fact::Stated(headers);
        page.webhooks = webhooks::of_operation(operation, self.schemas);
        let message = OperationMessages { root, operation, schemas: self.schemas };
        bodies::read(message, &of_body, method, &mut page);
        page
    }

    /// The parameters of the operation and of its path, and whether these are all: an operation replaces those of its path.
    fn parameters(&mut self) -> (Vec<Located<'d>>, bool) {
        let listed = self.operation.at.items_of("parameters").chain(self.item.items_of("parameters"));
        let mut parameters: Vec<Located<'d>> = Vec::new();
        let mut seen = HashSet::new();
        let mut is_complete = true;
        for parameter in listed {
            if !self.schemas.spend(32) {
                break;
            }
            match self.schemas.files.resolved(parameter) {
                Some(parameter) if seen.insert((parameter.text("name"), parameter.text("in"))) => {
                    parameters.push(parameter);
                }
                Some(_) => {}
                None => is_complete = false,
            }
        }
        (parameters, is_complete)
    }

    fn parameter(&mut self, parameter: Located<'d>, place: ParameterPlace) -> Option<ParameterFacts> {
        let name = parameter.text("name")?.to_owned();
        let SchemaType { text, values } = match schema_of(parameter, is_swagger(self.root)) {
            Some(schema) => self.schemas.type_of(schema),
            None => SchemaType { text: Fact::NotStated, values: Fact::NotStated },
        };
        let description = description(parameter);
        if !self.schemas.spend(64 + name.len() + size_of(&text, &values) + description.len()) {
            return None;
        }
        let required = Fact::Stated(place == ParameterPlace::Path || parameter.is_true("required"));
        let line = parameter.line();
        let is_list = text.stated().is_some_and(|text| matches!(type_text::parse(text), Some(PageType::List(_))));
        let is_queried_list = is_list && place == ParameterPlace::Query;
        let list_form = if is_queried_list { list_form(parameter, is_swagger(self.root)) } else { Fact::NotStated };
        Some(ParameterFacts {
            line,
            name,
            place: Fact::Stated(place),
            list_form,
            type_text: text,
            required,
            values,
            description,
            listed: Vec::new(),
            nullable: false,
        })
    }
}

/// The schema of a parameter; in Swagger, the parameter of a simple type is one itself.
fn schema_of(parameter: Located<'_>, is_swagger: bool) -> Option<Located<'_>> {
    let in_content = || parameter.entries_of("content").next().and_then(|(_, entry)| entry.at.get("schema"));
    parameter.get("schema").or_else(in_content).or_else(|| is_swagger.then_some(parameter))
}

/// How a list in a query is written: in Swagger with commas, and in OpenAPI by repeating the key, if nothing else is stated.
fn list_form(parameter: Located<'_>, is_swagger: bool) -> Fact<ListForm> {
    if parameter.get("content").is_some() {
        return Fact::NotStated;
    }
    let is_joined =
        || parameter.get("explode").is_some_and(|explode| matches!(explode.node.value, DocumentValue::Bool(false)));
    Fact::Stated(match (is_swagger, parameter.text(if is_swagger { "collectionFormat" } else { "style" })) {
        (true, None | Some("csv")) => ListForm::Commas,
        (true, Some("multi")) => ListForm::RepeatedKey,
        (true, Some(_)) => ListForm::OtherSeparator,
        (false, None | Some("form")) if is_joined() => ListForm::Commas,
        // With `explode: true`, which is the default of `form` only, the key is repeated in all styles.
        (false, None | Some("form")) => ListForm::RepeatedKey,
        (false, Some(_)) if parameter.is_true("explode") => ListForm::RepeatedKey,
        (false, Some(_)) => ListForm::OtherSeparator,
    })
}

fn place(parameter: Located<'_>) -> Option<ParameterPlace> {
    Some(match parameter.text("in")? {
        "path" => ParameterPlace::Path,
        "query" => ParameterPlace::Query,
        "header" => ParameterPlace::Header,
        "body" | "formData" => ParameterPlace::Body,
        _ => return None,
    })
}
