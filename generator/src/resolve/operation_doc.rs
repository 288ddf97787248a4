//! The doc of an endpoint function.

use url::Url;

use super::doc;
use super::resolver::OperationResolver;
use crate::markdown_text::{code, escape, link_target};
use crate::model::{Doc, Idempotency, Input, InputPlace, Operation, OutcomeContent, Output, TypeRef};
use crate::spec;
use crate::spec::language::PageSpec;

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
        if let Some(text) = repetition(operation.idempotency) {
            doc::push_paragraph(&mut lines, text);
        }
        if let Some(steps) = &operation.if_match {
            let path: Vec<&str> = steps.iter().map(|step| step.field.as_str()).collect();
            let path = code(&format!("body.{}", path.join(".")));
            doc::push_paragraph(&mut lines, &format!("Sends {path} as `If-Match`."));
        }
        if let Some(id) = operation.errors {
            let name = &self.context.types[id.0].name;
            doc::push_heading(&mut lines, "Errors");
            doc::push_paragraph(
                &mut lines,
                &format!(
                    "Those of all calls, see [`Error`](crate::runtime::Error). [`{name}`] lists what the pages document; \
                     `error.service_error::<{}>()` returns it.",
                    operation.struct_name
                ),
            );
        }
        lines
    }

    /// What follows the example: where the operation is documented, and what the pages get wrong.
    pub(super) fn source_doc(&self, operation: &Operation) -> Doc {
        let mut lines = Doc::new();
        doc::push_heading(&mut lines, "Source");
        doc::push_paragraph(&mut lines, &code(&format!("{} {}", operation.method.as_str(), operation.template)));
        let cited = self.spec.page.iter().flat_map(|page| page.as_slice());
        let pages: Vec<String> = cited.filter_map(|name| self.page(name)).map(cite).collect();
        if !pages.is_empty() {
            lines.push(String::new());
        }
        for page in pages {
            doc::push_line(&mut lines, &format!("- {page}"));
        }
        doc::push_errata(&mut lines, &self.spec.errata, &|name| self.page(name).map(cite));
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
            InputPlace::Query | InputPlace::QueryJson => "in the query",
            InputPlace::Header => "a header",
            InputPlace::Body => return format!("the body, {}.", self.type_text(&input.value)),
            InputPlace::BodyBytes(_) => return "the body, as it is sent.".to_owned(),
        };
        format!("{}, {} {place}.", self.type_text(&input.value), code(&input.wire))
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
            Output::Json(_) | Output::Bytes | Output::Empty => {
                for response in &operation.responses {
                    let holds = self.content_text(&response.content);
                    doc::push_item(lines, &format!("{}: {holds}.", response.status));
                }
            }
        }
        for (status, response) in &self.spec.responses {
            if let Some(full) = response.full().filter(|full| !full.failures.is_empty()) {
                let places: Vec<String> = full.failures.iter().map(|path| code(path)).collect();
                doc::push_paragraph(
                    lines,
                    &format!("A response {status} can report failures, at {}.", places.join(" and ")),
                );
            }
        }
    }

    fn content_text(&self, content: &OutcomeContent) -> String {
        match content {
            OutcomeContent::Json(value) => self.type_text(value),
            OutcomeContent::Bytes => "bytes".to_owned(),
            OutcomeContent::Empty | OutcomeContent::Pending { .. } => "no body".to_owned(),
        }
    }

    fn type_text(&self, value: &TypeRef) -> String {
        match value {
            TypeRef::Declared(id, argument) => {
                let name = &self.context.types[id.0].name;
                let of = argument.as_ref().map(|argument| format!(" of {}", self.type_text(argument)));
                format!("[`{name}`]{}", of.unwrap_or_default())
            }
            TypeRef::List(item) => format!("a list of {}", self.type_text(item)),
            TypeRef::Map(item) => format!("a map of {}", self.type_text(item)),
            TypeRef::Bool => "a boolean".to_owned(),
            TypeRef::Int32 | TypeRef::Int64 | TypeRef::Float | TypeRef::Decimal => "a number".to_owned(),
            TypeRef::DateTime => "a date and time".to_owned(),
            TypeRef::Base64 => "bytes in base64".to_owned(),
            TypeRef::Json => "any JSON".to_owned(),
            _ => "text".to_owned(),
        }
    }

    pub(super) fn page(&self, name: &str) -> Option<&PageSpec> {
        page_named(self.context.api, Some(self.context.area_index), name)
    }
}

fn repetition(idempotency: Idempotency) -> Option<&'static str> {
    match idempotency {
        Idempotency::Safe => None,
        Idempotency::Idempotent => Some("To repeat the call has no further effect."),
        Idempotency::ByRequestId => Some("To repeat the call with its request id has no further effect."),
        Idempotency::NonIdempotent => {
            Some("To repeat the call may take effect again, so no retry follows a request that may have taken effect.")
        }
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

/// The page that a name in an area, or in `api.yaml`, is for.
pub(super) fn page_named<'s>(api: &'s spec::LoadedApi, area: Option<usize>, name: &str) -> Option<&'s PageSpec> {
    let of_area = area.and_then(|area| api.areas.get(area)).into_iter().flat_map(|area| &area.pages);
    of_area.chain(&api.pages).filter(|page| page.name == name).find_map(|page| page.value.as_ref())
}

/// A page as a link.
pub(super) fn cite(page: &PageSpec) -> String {
    let title = escape(&page.title);
    match Url::parse(&page.url) {
        Ok(url) => format!("[{title}]({})", link_target(&url)),
        Err(_) => format!("{title}, {}", code(&page.url)),
    }
}
