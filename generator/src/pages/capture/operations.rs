//! The operations of a page.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::accept;
use super::cite::PageCitation;
use super::credentials;
use super::draft::{DraftExpression, DraftField, DraftOperation, Gap, both};
use super::inputs::{Gatherer, PageParameters};
use super::known::ExistingApi;
use super::names::key;
use super::paging::{DraftPaging, paging};
use super::request::RequestLine;
use super::response_bodies;
use super::responses;
use super::shown::{self, ShownOperation, ShownValue};
use super::types::{ShownSite, Types, UseSite};
use crate::media_types;
use crate::model::Method;
use crate::names::{self, NameKind};
use crate::pages::facts::{ExampleOf, Fact, PageFacts, Request};
use crate::uri::{PageUri, folded_name, is_call_of, same_shape};

/// An operation of a page before the page's tables are read.
pub(super) struct Planned<'p> {
    name: String,
    name_gap: Gap,
    method: Method,
    method_gap: Gap,
    line: RequestLine,
    body: Option<DraftExpression>,
    body_gap: Gap,
    parts: Vec<DraftField>,
    pub(super) shown: ShownOperation<'p>,
}

/// The operations that the request lines of a page, or of one of its sections, are about. Their names are reserved, so that no
/// type gets them.
pub(super) fn plan<'p>(
    page: &'p PageFacts,
    is_section: bool,
    cite: PageCitation<'_>,
    known: &ExistingApi<'_>,
    types: &mut Types<'_>,
) -> Vec<Planned<'p>> {
    let mut planned: Vec<Planned<'p>> = Vec::new();
    let names: HashSet<String> =
        page.parameters.stated().into_iter().flatten().map(|row| folded_name(&row.name)).collect();
    let mut positions: HashMap<(Method, String), usize> = HashMap::new();
    for request in &page.requests {
        let uri = PageUri::parse(&request.uri);
        let line = RequestLine::new(&uri, known, |name| names.contains(&folded_name(name)));
        let (method, method_gap) = method(request, page, cite, &line);
        // A generated reference may list one request with and without its optional parameters.
        match positions.entry((method, line.shape())) {
            Entry::Occupied(same) => {
                if let Some(same) = planned.get_mut(*same.get()) {
                    same.line.add_query(line);
                }
                continue;
            }
            Entry::Vacant(position) => drop(position.insert(planned.len())),
        }
        let words = line.words_of_identifiers();
        for (name, on_page) in &line.path {
            types.declare_identifier_as(name, words.get(name.as_str()).map(String::as_str));
            types.identify_as(on_page, name);
        }
        planned.push(Planned {
            name: String::new(),
            name_gap: None,
            method,
            method_gap,
            line,
            body: None,
            body_gap: None,
            parts: Vec::new(),
            shown: ShownOperation::default(),
        });
    }
    let is_only = planned.len() == 1;
    for (index, operation) in planned.iter_mut().enumerate() {
        let title = if is_section { Some(&page.title) } else { page.request_title.as_ref() };
        let name = title.unwrap_or(&page.identity.name);
        let name = if name.is_empty() { String::new() } else { key(name) };
        let is_titled = !name.is_empty();
        let words = match &page.operation_id {
            Some(id) if index == 0 => id.clone(),
            _ if index == 0 && !page.is_of_document() && !name.is_empty() => names_of_pages(&name),
            _ => words_of(operation.method, &operation.line),
        };
        let wanted = names::convert(&words, NameKind::Function);
        operation.name = types.operation_name(&wanted);
        let is_named = page.operation_id.is_some() || !page.is_of_document();
        let is_open = !is_only || !is_named || !is_titled || operation.name != wanted;
        operation.name_gap = is_open.then(|| "the name".to_owned());
    }
    let lines: Vec<_> = planned.iter().map(|operation| (operation.method, &operation.line)).collect();
    let shown = shown::of_operations(page, &lines);
    for (operation, shown) in planned.iter_mut().zip(shown) {
        operation.shown = shown;
    }
    planned
}

/// The name of a page as that of an operation: `get-a-list-of-piers` is `list-piers`.
fn names_of_pages(page: &str) -> String {
    let words: Vec<&str> = page.split('-').filter(|word| !["a", "an", "the", "s"].contains(word)).collect();
    let listed = match words.as_slice() {
        ["get" | "retrieve", "list" | "collection", "of", "all", rest @ ..]
        | ["get" | "retrieve", "list" | "collection", "of", rest @ ..]
        | ["get" | "retrieve", "all", "of", rest @ ..]
        | ["get" | "retrieve", "all", rest @ ..] => Some(rest),
        _ => None,
    };
    match listed {
        Some(rest) if !rest.is_empty() => format!("list-{}", rest.join("-")),
        _ if words.is_empty() => page.to_owned(),
        _ => words.join("-"),
    }
}

/// The words of a request line: its method, and the literal parts of its path.
fn words_of(method: Method, line: &RequestLine) -> String {
    let path = line.template.split('?').next().unwrap_or_default();
    let literal = path.split('/').filter(|segment| !segment.contains(['{', '}']));
    std::iter::once(method.as_str().to_ascii_lowercase())
        .chain(literal.map(str::to_owned))
        .collect::<Vec<_>>()
        .join(" ")
}

fn method(request: &Request, page: &PageFacts, cite: PageCitation<'_>, line: &RequestLine) -> (Method, Gap) {
    if let Fact::Stated(method) = request.method {
        return (method, None);
    }
    let gap = Some(format!("the method ({})", cite.line(request.line)));
    let shown = page.examples.iter().find_map(|example| match &example.of {
        ExampleOf::Request { method, uri } if same_shape(&line.template, &PageUri::parse(uri)) => Some(*method),
        _ => None,
    });
    let has_body = page.body.stated().is_some_and(Option::is_some);
    (shown.unwrap_or(if has_body { Method::Post } else { Method::Get }), gap)
}

/// Reads the bodies of a page's operations. They are read before responses, which may name types whose members only a body
/// lists.
pub(super) fn read_bodies<'p>(
    planned: &mut [Planned<'p>],
    page: &'p PageFacts,
    cite: PageCitation<'p>,
    types: &mut Types<'p>,
) {
    for operation in planned {
        let owner = names::convert(&operation.name, NameKind::Type);
        if let Fact::Stated(Some(body)) = &page.body
            && !body.fields.is_empty()
            && is_multipart(page, operation)
        {
            operation.parts = types.parts(&owner, &body.fields, cite);
            continue;
        }
        (operation.body, operation.body_gap) =
            responses::body(page, operation.method, &owner, &operation.shown, cite, types);
    }
}

/// Drafts the operations of a page from its tables.
pub(super) fn draft<'p>(
    planned: &[Planned<'p>],
    page: &'p PageFacts,
    cite: PageCitation<'p>,
    known: &'p ExistingApi<'p>,
    types: &mut Types<'p>,
) -> Vec<DraftOperation> {
    let mut operations = Vec::with_capacity(planned.len());
    let names = PageParameters::new(page, known, planned.iter().map(|operation| &operation.line));
    let (credentials, of_credentials) = credentials::of_page(page, cite, known);
    for (index, operation) in planned.iter().enumerate() {
        let owner = names::convert(&operation.name, NameKind::Type);
        let mut gatherer = Gatherer { page, known, types: &mut *types, cite, owner: &owner };
        let mut inputs = gatherer.gather(&operation.line, &names);
        let responses = responses::responses(page, operation.method, &owner, &operation.shown, cite, known, types);
        inputs.headers.extend(accept::input(page, operation.shown.request, &responses, &owner, cite, known, types));
        let errors = responses::errors(page, &operation.shown, &responses, &owner, cite, known, types);
        let mut gaps = inputs.gaps;
        gaps.extend(of_credentials.clone());
        if let Some(stated) = page.deprecated.stated().filter(|stated| stated.is_deprecated) {
            let since = stated.since.as_ref().map_or_else(String::new, |day| format!(" and `since: {day}`"));
            gaps.push(format!("its `deprecated`, with the reason{since} ({})", cite.line(stated.line)));
        }
        gaps.extend(operation.body_gap.clone());
        let paging = match paging(&mut inputs.query, &inputs.headers, &responses, types) {
            Some(DraftPaging::Entry(entry)) => Some(entry),
            Some(DraftPaging::Hint(hint)) => {
                gaps.push(hint);
                None
            }
            None => None,
        };
        if planned.len() > 1 {
            gaps.push(
                "which of the parameters, responses and errors; the page has one table for several requests".into(),
            );
        }
        // What belongs to an unknown one of several requests is no input of any of them.
        if index == 0 {
            gaps.extend(
                names
                    .unassigned(page, known)
                    .map(|row| format!("which request has `{}` ({})", row.name, cite.line(row.line))),
            );
        }
        if let Some(same) = known.operation(operation.method, &operation.line.template) {
            gaps.push(format!("the spec has this operation already: `{}`", same.name));
        }
        operations.push(DraftOperation {
            name: operation.name.clone(),
            name_gap: operation.name_gap.clone(),
            page: cite.page.to_owned(),
            method: operation.method,
            template: operation.line.template.clone(),
            idempotency: idempotency(operation, known, errors.as_deref().is_some_and(|name| types.advises_retry(name))),
            request_gap: both(operation.method_gap.clone(), operation.line.gap.clone()),
            credentials: credentials.clone(),
            path: inputs.path,
            query: inputs.query,
            headers: inputs.headers,
            fixed_headers: inputs.fixed_headers,
            body: operation.body.clone(),
            body_media: operation.body.as_ref().and_then(|body| body_media(page, operation, body)),
            parts: operation.parts.clone(),
            responses,
            paging,
            errors,
            examples: Vec::new(),
            gaps,
        });
    }
    operations
}

/// The most plausible effect of a repetition, where a spec has to state it. A page that advises one says that it is harmless.
fn idempotency(operation: &Planned<'_>, known: &ExistingApi<'_>, is_retry_advised: bool) -> Option<&'static str> {
    const READS: [&str; 14] = [
        "get",
        "list",
        "read",
        "check",
        "validate",
        "verify",
        "search",
        "find",
        "query",
        "calculate",
        "estimate",
        "preview",
        "compare",
        "count",
    ];
    if !matches!(operation.method, Method::Post | Method::Put | Method::Patch) {
        return None;
    }
    let is_read = operation.name.split('_').next().is_some_and(|word| READS.contains(&word));
    Some(match operation.method {
        Method::Post if is_read => "safe",
        _ if known.has_request_id() => "by-request-id",
        Method::Put => "idempotent",
        _ if is_retry_advised => "idempotent",
        _ => "non-idempotent",
    })
}

/// Adds to the types of an operation what its examples show of their members.
pub(super) fn complete_types(
    operation: &DraftOperation,
    shown: &ShownOperation<'_>,
    cite: PageCitation<'_>,
    types: &mut Types<'_>,
) {
    let mut complete = |expression: &str, value: &ShownValue, is_received: bool| {
        let use_site = UseSite { wire: "", owner: &operation.name, cite, line: value.line, lost: "json" };
        types.complete(expression, value, &ShownSite { use_site, is_received }, 0);
    };
    for response in &operation.responses {
        if let Some(value) = shown.response(response.status).and_then(|response| response.body.as_ref()) {
            complete(&response.value.text, value, true);
        }
    }
    if let (Some(body), Some(value)) = (&operation.body, &shown.sent) {
        complete(&body.text, value, false);
    }
}

/// The media type of the body that an example of the request shows.
fn body_media(page: &PageFacts, operation: &Planned<'_>, body: &DraftExpression) -> Option<String> {
    response_bodies::json_media(page, body, |of| is_call(of, operation))
}

/// Whether an example of the request is one of `multipart/form-data`.
fn is_multipart(page: &PageFacts, operation: &Planned<'_>) -> bool {
    let mut requests = page.examples.iter().filter(|example| is_call(&example.of, operation));
    requests.any(|example| example.media.stated().is_some_and(|media| media == media_types::MULTIPART))
}

/// Whether an example is a request of the operation.
fn is_call(of: &ExampleOf, operation: &Planned<'_>) -> bool {
    match of {
        ExampleOf::Request { method, uri } => {
            *method == operation.method && is_call_of(&operation.line.template, &PageUri::parse(uri))
        }
        _ => false,
    }
}
