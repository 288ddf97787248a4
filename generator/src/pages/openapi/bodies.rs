//! Request bodies, responses and errors of one operation.

use super::examples::{self, MediaChoice};
use super::references::Located;
use super::schemas::{SchemaReader, SchemaType, description, size_of};
use super::version::is_swagger;
use crate::model::Method;
use crate::pages::facts::{BodyFacts, ErrorRow, ExampleFacts, ExampleOf, Fact, FieldFacts, PageFacts, ResponseFacts};

/// The first status of errors.
const FIRST_ERROR: u16 = 400;

/// The messages of an operation.
pub(super) struct OperationMessages<'r, 'd> {
    pub(super) root: Located<'d>,
    pub(super) operation: Located<'d>,
    pub(super) schemas: &'r mut SchemaReader<'d>,
}

/// Adds the body, the responses and their examples to the facts of an operation. `of_body` are the parameters that Swagger
/// sends in the body.
pub(super) fn read<'d>(
    mut message: OperationMessages<'_, 'd>,
    of_body: &[Located<'d>],
    method: Method,
    page: &mut PageFacts,
) {
    let uri = page.requests.first().and_then(|request| request.uri.split('?').next()).unwrap_or_default().to_owned();
    let of_request = ExampleOf::Request { method, uri };
    if is_swagger(message.root) {
        message.body_of_swagger(of_body, &of_request, page);
    } else {
        message.body(&of_request, page);
    }
    message.responses(page);
}

impl<'d> OperationMessages<'_, 'd> {
    fn body(&mut self, of_request: &ExampleOf, page: &mut PageFacts) {
        let Some(stated) = self.operation.entry("requestBody") else {
            page.body = Fact::Stated(None);
            return;
        };
        let Some(body) = self.schemas.files.resolved(stated.at) else {
            page.body = Fact::Unreadable;
            return;
        };
        let media = body.get("content").and_then(MediaChoice::of_content);
        let schema = media.and_then(|media| media.content?.get("schema"));
        let mut facts = BodyFacts { line: stated.line, ..BodyFacts::default() };
        if let Some(schema) = schema {
            let is_form = media.is_some_and(MediaChoice::is_form);
            (facts.type_text, facts.fields) =
                if is_form { (Fact::NotStated, self.schemas.fields(schema)) } else { self.schemas.content(schema) };
        }
        page.body = Fact::Stated(Some(facts));
        if let Some(media) = media {
            self.add_examples((of_request, stated.line), media, schema, page);
        }
    }

    fn body_of_swagger(&mut self, of_body: &[Located<'d>], of_request: &ExampleOf, page: &mut PageFacts) {
        let Some(first) = of_body.first() else {
            page.body = Fact::Stated(None);
            return;
        };
        let mut facts = BodyFacts { line: first.line(), ..BodyFacts::default() };
        match of_body.iter().find_map(|parameter| parameter.get("schema")) {
            Some(schema) => (facts.type_text, facts.fields) = self.schemas.content(schema),
            None => facts.fields = of_body.iter().filter_map(|part| self.part(*part)).collect(),
        }
        page.body = Fact::Stated(Some(facts));
        let media = self.media_of_swagger("consumes");
        let schema = of_body.iter().find_map(|parameter| parameter.get("schema"));
        self.add_examples((of_request, first.line()), media, schema, page);
    }

    /// A parameter in a form.
    fn part(&mut self, part: Located<'d>) -> Option<FieldFacts> {
        let name = part.text("name")?.to_owned();
        let SchemaType { text, values } = self.schemas.type_of(part);
        let (description, required) = (description(part), Fact::Stated(part.is_true("required")));
        let is_counted = self.schemas.spend(64 + name.len() + size_of(&text, &values) + description.len());
        let line = part.line();
        is_counted.then_some(FieldFacts {
            line,
            name,
            type_text: text,
            required,
            values,
            description,
            listed: Vec::new(),
            nullable: false,
        })
    }

    fn media_of_swagger(&self, key: &str) -> MediaChoice<'d> {
        let listed = self.operation.get(key).or_else(|| self.root.get(key));
        MediaChoice::of_list(listed.into_iter().flat_map(Located::items))
    }

    fn responses(&mut self, page: &mut PageFacts) {
        let (mut responses, mut errors) = (Vec::new(), Vec::new());
        let stated: Vec<_> = self.operation.entries_of("responses").collect();
        let is_success = |status: &str| status.starts_with(['1', '2', '3']);
        let has_success = stated.iter().any(|(status, _)| is_success(status));
        for (status, entry) in stated {
            let number = status.parse::<u16>().ok().filter(|number| (100..600).contains(number));
            if !self.schemas.spend(64) {
                break;
            }
            let Some(response) = self.schemas.files.resolved(entry.at) else {
                page.is_excerpt = true;
                continue;
            };
            match number {
                Some(number) if number >= FIRST_ERROR => {
                    errors.push(self.error(number, response, entry.line));
                    self.response_examples(number, response, entry.line, page);
                }
                Some(number) => {
                    responses.push(self.response(Fact::Stated(number), response, entry.line));
                    self.response_examples(number, response, entry.line, page);
                }
                // `default`, or a range such as `4XX`; without another, it describes the result.
                None if is_success(status) || status == "default" && !has_success => {
                    page.has_default = true;
                    responses.push(self.response(Fact::NotStated, response, entry.line));
                }
                None => page.has_default |= !status.starts_with("x-"),
            }
        }
        page.responses = listed(responses);
        page.errors = listed(errors);
    }

    fn response(&mut self, status: Fact<u16>, response: Located<'d>, line: u32) -> ResponseFacts {
        let media = response.get("content").and_then(MediaChoice::of_content);
        let schema = response.get("schema").or_else(|| media?.content?.get("schema"));
        let (type_text, fields) = schema.map_or((Fact::NotStated, Vec::new()), |schema| self.schemas.content(schema));
        ResponseFacts { line, status, type_text, fields }
    }

    fn error(&mut self, status: u16, response: Located<'d>, line: u32) -> ErrorRow {
        let description = description(response);
        self.schemas.spend(64 + description.len());
        let columns = vec![("Status".to_owned(), status.to_string()), ("Description".to_owned(), description)];
        let (code, retry, reasons) = (Fact::NotStated, Fact::NotStated, Fact::NotStated);
        ErrorRow { line, status, code, retry, reasons, columns }
    }

    fn response_examples(&mut self, status: u16, response: Located<'d>, line: u32, page: &mut PageFacts) {
        let of = ExampleOf::Response { status };
        if !is_swagger(self.root) {
            if let Some(media) = response.get("content").and_then(MediaChoice::of_content) {
                let schema = media.content.and_then(|content| content.get("schema"));
                self.add_examples((&of, line), media, schema, page);
            }
            return;
        }
        let shown: Vec<_> = response.entries_of("examples").collect();
        for (name, example) in &shown {
            let media = MediaChoice { media: Some(name), content: None };
            self.add_facts(examples::facts(&of, example.line, media, &[example.at]), page);
        }
        if let Some(schema) = response.get("schema").filter(|_| shown.is_empty()) {
            let media = self.media_of_swagger("produces");
            self.add_examples((&of, line), media, Some(schema), page);
        }
    }

    /// Adds the examples of a message: those beside its schema, or else those of the schema.
    fn add_examples(
        &mut self,
        (of, line): (&ExampleOf, u32),
        media: MediaChoice<'d>,
        schema: Option<Located<'d>>,
        page: &mut PageFacts,
    ) {
        let files = self.schemas.files;
        let mut shown = media.content.map(|content| examples::shown_in(content, files)).unwrap_or_default();
        if let Some(schema) = schema.and_then(|schema| files.resolved(schema)).filter(|_| shown.is_empty()) {
            shown = schema.get("example").into_iter().chain(schema.items_of("examples")).collect();
        }
        self.add_facts(examples::facts(of, line, media, &shown), page);
    }

    fn add_facts(&mut self, facts: Vec<ExampleFacts>, page: &mut PageFacts) {
        for fact in facts {
            let members = fact.body.stated().into_iter().flatten();
            let size: usize = members.map(|member| 64 + member.path.len()).sum();
            if self.schemas.spend(128 + size) {
                page.examples.push(fact);
            }
        }
    }
}

/// A document that lists nothing states nothing: many list no errors.
fn listed<T>(rows: Vec<T>) -> Fact<Vec<T>> {
    if rows.is_empty() { Fact::NotStated } else { Fact::Stated(rows) }
}
