//! The doc of an endpoint function.

use super::doc;
use super::resolver::OperationResolver;
use crate::markdown_text::{code, link};
use crate::model::{Doc, Idempotency, Input, InputPlace, Operation, OutcomeContent, Output, Page, Type, TypeRef};
use crate::wording::enumeration;

impl OperationResolver<'_, '_, '_> {
    /// What a reader needs before the example: what the operation takes and gives, and what can go wrong.
    pub(super) fn details(&self, operation: &Operation) -> Doc {
        let mut lines = Doc::new();
        self.push_arguments(&mut lines, operation);
        self.push_responses(&mut lines, operation);
        if !operation.paging.is_empty() {
            let name = &operation.struct_name;
            doc::push_paragraph(
                &mut lines,
                &format!(
                    "The list comes in pages: [`items`]({name}::items) gives its items, [`pages`]({name}::pages) whole \
                     responses.{}",
                    page_size(operation)
                ),
            );
        }
        self.push_credentials(&mut lines, &operation.credentials);
        if let Some(text) = repetition(operation.idempotency) {
            doc::push_paragraph(&mut lines, text);
        }
        if !operation.fixed_headers.is_empty() {
            let headers: Vec<String> =
                operation.fixed_headers.iter().map(|(name, value)| code(&format!("{name}: {value}"))).collect();
            doc::push_paragraph(&mut lines, &format!("Sends {}.", enumeration(&headers)));
        }
        if operation.is_multipart() {
            doc::push_paragraph(&mut lines, "Sends a body of `multipart/form-data`.");
        }
        if let Some(steps) = &operation.if_match {
            let body = operation.body().map(|body| body.name.as_str());
            let path: Vec<&str> = body.into_iter().chain(steps.iter().map(|step| step.field.as_str())).collect();
            let path = code(&path.join("."));
            doc::push_paragraph(&mut lines, &format!("Sends {path} as `If-Match`."));
        }
        if let Some(id) = operation.errors.or(self.context.common_errors) {
            let name = &self.context.types[id.0].name;
            doc::push_heading(&mut lines, "Errors");
            doc::push_paragraph(
                &mut lines,
                &format!(
                    "Those of all calls, see [`Error`](crate::Error). [`{name}`] lists what the pages document; \
                     `error.service_error::<{}>()` returns it.",
                    operation.struct_name
                ),
            );
        }
        lines
    }

    /// What follows the example: where the operation is documented.
    pub(super) fn source_doc(&self, operation: &Operation) -> Doc {
        let mut lines = Doc::new();
        doc::push_heading(&mut lines, "Source");
        doc::push_paragraph(&mut lines, &code(&format!("{} {}", operation.method.as_str(), operation.template)));
        if !operation.provenance.pages.is_empty() {
            lines.push(String::new());
        }
        for page in &operation.provenance.pages {
            doc::push_line(&mut lines, &format!("- {}", cite(&self.context.pages.all[page.0])));
        }
        lines
    }

    fn push_arguments(&self, lines: &mut Doc, operation: &Operation) {
        let (required, optional): (Vec<&Input>, Vec<&Input>) =
            operation.inputs.iter().partition(|input| input.required);
        for input in required {
            let text = if input.doc.is_empty() { self.described(input) } else { input.doc.join(" ") };
            doc::push_item(lines, &format!("`{}`: {text}", input.name));
        }
        let setters: Vec<String> =
            optional.iter().map(|input| format!("[`{0}`]({1}::{0})", input.name, operation.struct_name)).collect();
        if !setters.is_empty() {
            doc::push_paragraph(lines, &format!("Optional: {}.", setters.join(", ")));
        }
    }

    /// An input of which the spec says nothing but its type and place.
    fn described(&self, input: &Input) -> String {
        let place = match input.place {
            InputPlace::Path => "in the path",
            InputPlace::Query | InputPlace::QueryCommas | InputPlace::QueryJson => "in the query",
            InputPlace::Header => "in the headers",
            InputPlace::Body => return format!("the body, {}.", type_text(&input.value, self.context.types)),
            InputPlace::BodyBytes(_) => return "the body, as it is sent.".to_owned(),
            InputPlace::Part => "in the body",
            InputPlace::FilePart(_) => {
                let files = if matches!(input.value, TypeRef::List(_)) { "files" } else { "a file" };
                return format!("{files}, {} in the body.", code(&input.wire));
            }
        };
        let value = type_text(&input.value, self.context.types);
        if input.wire == input.name {
            return format!("{value}, {place}.");
        }
        format!("{value}, {} {place}.", code(&input.wire))
    }

    fn push_responses(&self, lines: &mut Doc, operation: &Operation) {
        doc::push_heading(lines, "Responses");
        lines.push(String::new());
        match &operation.output {
            Output::Outcomes { name, outcomes } => {
                for outcome in outcomes {
                    let text = outcome.doc.join(" ");
                    let holds = self.content_text(&outcome.content);
                    doc::push_item(lines, &format!("[`{name}::{}`] with {holds}. {text}", outcome.name));
                }
            }
            Output::Json(_) | Output::OptionalJson(_) | Output::Bytes | Output::Empty => {
                for response in &operation.responses {
                    let holds = self.content_text(&response.content);
                    doc::push_item(lines, &format!("{}: {holds}.", response.status));
                }
            }
        }
        for (places, statuses) in self.failures() {
            let places: Vec<String> = places.iter().map(|path| code(path)).collect();
            let text = format!(
                "A response with the status {} can report failures, at {}.",
                statuses.join(" or "),
                enumeration(&places)
            );
            doc::push_paragraph(lines, &text);
        }
    }

    /// The places of failures within successes, each list of them with the statuses of its responses.
    fn failures(&self) -> Vec<(&[String], Vec<String>)> {
        let mut failures: Vec<(&[String], Vec<String>)> = Vec::new();
        for (status, response) in &self.spec.responses {
            let places = response.full().map_or(&[][..], |full| full.failures.as_slice());
            match failures.iter_mut().find(|(other, _)| *other == places) {
                Some((_, statuses)) => statuses.push(status.to_string()),
                None if places.is_empty() => {}
                None => failures.push((places, vec![status.to_string()])),
            }
        }
        failures
    }

    fn content_text(&self, content: &OutcomeContent) -> String {
        match content {
            OutcomeContent::Json(value) => type_text(value, self.context.types),
            OutcomeContent::OptionalJson(value) => format!("{} or no body", type_text(value, self.context.types)),
            OutcomeContent::Bytes => "bytes".to_owned(),
            OutcomeContent::Empty | OutcomeContent::Pending { .. } => "no body".to_owned(),
        }
    }
}

fn repetition(idempotency: Idempotency) -> Option<&'static str> {
    match idempotency {
        Idempotency::Safe => None,
        Idempotency::Idempotent => Some("Repeating the call has no further effect."),
        Idempotency::ByRequestId => Some("Repeating the call with its request id has no further effect."),
        Idempotency::NonIdempotent => Some(
            "Repeating the call can have a further effect, so no retry follows a request that may have taken effect.",
        ),
    }
}

/// A type as a phrase that links to declared types.
pub(super) fn type_text(value: &TypeRef, types: &[Type]) -> String {
    match value {
        TypeRef::Declared(id, argument) => {
            let name = &types[id.0].name;
            let of = argument.as_ref().map(|argument| format!(" of {}", type_text(argument, types)));
            format!("[`{name}`]{}", of.unwrap_or_default())
        }
        TypeRef::List(item) => format!("a list of {}", type_text(item, types)),
        TypeRef::Map(item) => format!("a map of {}", type_text(item, types)),
        TypeRef::Bool => "a boolean".to_owned(),
        TypeRef::Int32 | TypeRef::Int64 | TypeRef::Float | TypeRef::Decimal => "a number".to_owned(),
        TypeRef::Formatted(format) => format.noun().to_owned(),
        TypeRef::Base64 => "bytes in base64".to_owned(),
        TypeRef::Json => "any JSON".to_owned(),
        _ => "text".to_owned(),
    }
}

/// Which input sets how many items a page has.
fn page_size(operation: &Operation) -> String {
    let sized = operation.paging.iter().find_map(|way| Some((way.size.as_deref()?, way.max_size)));
    let Some((wire, max)) = sized else { return String::new() };
    let is_size = |input: &&Input| input.place == InputPlace::Query && input.wire == wire;
    let Some(input) = operation.inputs.iter().find(is_size) else { return String::new() };
    let name = if input.required {
        code(&input.name)
    } else {
        format!("[`{}`]({}::{})", input.name, operation.struct_name, input.name)
    };
    let limit = max.map(|max| format!("; the service allows {max}")).unwrap_or_default();
    format!(" {name} sets the most items of a page{limit}.")
}

/// A page as a link.
pub(super) fn cite(page: &Page) -> String {
    link(&page.title, &page.url)
}
