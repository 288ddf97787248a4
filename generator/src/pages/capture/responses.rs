//! Bodies, results, documented errors and paging hints of one operation.

use super::cite::PageCitation;
use super::draft::{DraftExpression, DraftResponse, DraftTypeKind, Error, Gap};
use super::enum_values::enum_values;
use super::known::{ExistingApi, ExistingError};
use super::response_bodies::ResponseReader;
use super::shown::ShownOperation;
use super::types::{ShownSite, Types, UseSite, with_gap};
use crate::error_bodies::{are_alike, can_be_found};
use crate::model::{LiteralType, Method};
use crate::pages::facts::{self, ErrorRow, Fact, PageFacts};
use crate::pages::type_text::{self, PageType};
use crate::spec::language::is_retried;

/// The body of a request, and the gap if the page leaves open whether there is one.
pub(super) fn body<'p>(
    page: &'p PageFacts,
    method: Method,
    owner: &str,
    shown: &ShownOperation<'p>,
    cite: PageCitation<'p>,
    types: &mut Types<'p>,
) -> (Option<DraftExpression>, Gap) {
    let can_have = matches!(method, Method::Post | Method::Put | Method::Patch);
    match &page.body {
        Fact::Stated(Some(stated)) if can_have => (Some(stated_body(stated, owner, cite, types)), None),
        Fact::Stated(Some(stated)) if page.requests.len() == 1 => (
            None,
            Some(format!("the page has a body, which a {} has not ({})", method.as_str(), cite.line(stated.line))),
        ),
        Fact::Unreadable if can_have => (Some(DraftExpression::open("json", "the body cannot be read")), None),
        Fact::NotStated if can_have && shown.sent.is_some() => {
            let value = shown.sent.as_ref().map(|sent| {
                let use_site = UseSite { wire: "body", owner, cite, line: sent.line, lost: "json" };
                let site = ShownSite { use_site, is_received: false };
                let value = types.shown(&format!("{owner} body"), sent, &site, 0);
                with_gap(value, Some("only an example shows the body".to_owned()))
            });
            (value, None)
        }
        Fact::NotStated if can_have && shown.request.is_some_and(|request| !request.body.is_not_stated()) => {
            (Some(DraftExpression::open("json", "only an example shows the body")), None)
        }
        Fact::NotStated if can_have => (None, Some("whether there is a body".to_owned())),
        _ => (None, None),
    }
}

fn stated_body<'p>(
    stated: &'p facts::BodyFacts,
    owner: &str,
    cite: PageCitation<'p>,
    types: &mut Types<'p>,
) -> DraftExpression {
    let use_site = UseSite { wire: "body", owner, cite, line: stated.line, lost: "json" };
    let page_type = stated.type_text.stated().and_then(|text| type_text::parse(text));
    let is_open = match &page_type {
        None | Some(PageType::Object) => true,
        Some(PageType::Named(name, _)) => !types.is_declared(name),
        Some(_) => false,
    };
    // A table of other members than those of the named type is about another type.
    let misfit = match &page_type {
        Some(PageType::Named(name, _)) if !is_open => types.has_none_of(name, &stated.fields).then(|| name.clone()),
        _ => None,
    };
    if let Some(name) = misfit {
        let line = cite.line(stated.line);
        let gap = format!("the page has `{name}`, and a table of members that `{name}` does not have ({line})");
        return DraftExpression::known(types.declare_object(&format!("{owner} body"), &stated.fields, cite, Some(gap)));
    }
    if stated.fields.is_empty() || !is_open {
        if let Some(PageType::Named(name, _)) = &page_type {
            types.list_in_body(name, &stated.fields, cite);
        }
        let mut value = types.expression(&stated.type_text, &Fact::NotStated, &use_site);
        if stated.type_text.is_not_stated() {
            value.text = "json".to_owned();
        }
        return value;
    }
    let (words, gap) = match page_type {
        Some(PageType::Named(name, _)) => (name, None),
        _ => (format!("{owner} body"), Some(format!("a name ({})", cite.line(stated.line)))),
    };
    DraftExpression::known(types.declare_object(&words, &stated.fields, cite, gap))
}

/// The responses that are results.
pub(super) fn responses(
    page: &PageFacts,
    method: Method,
    owner: &str,
    shown: &ShownOperation<'_>,
    cite: PageCitation<'_>,
    known: &ExistingApi<'_>,
    types: &mut Types<'_>,
) -> Vec<DraftResponse> {
    let from_example = shown.success().and_then(|response| response.status);
    let mut reader = ResponseReader { page, method, owner, shown, cite, known, types };
    let usual = if method == Method::Delete { 204 } else { 200 };
    let mut responses: Vec<DraftResponse> = Vec::new();
    for row in page.responses.stated().into_iter().flatten() {
        let (status, status_gap) = match row.status {
            Fact::Stated(status) => (status, None),
            _ => {
                let line = cite.line(row.line);
                match from_example {
                    Some(status) => (status, Some(format!("the status; an example shows it ({line})"))),
                    None => (usual, Some(format!("the status ({line})"))),
                }
            }
        };
        // Other statuses are errors, or lead to another response.
        if !(200..600).contains(&status)
            || is_retried(status)
            || responses.iter().any(|response| response.status == status)
        {
            continue;
        }
        let value = reader.stated(row, status);
        responses.push(reader.response(status, with_gap(value, status_gap)));
    }
    if !responses.iter().any(|response| (200..300).contains(&response.status)) {
        let status = from_example.unwrap_or(usual);
        let gap = match from_example {
            Some(_) if shown.is_borrowed => "only an example of another request shows the response",
            Some(_) => "only an example shows the response",
            None => "the page does not describe the response of a success",
        };
        let value = with_gap(reader.unstated(status), Some(gap.to_owned()));
        responses.insert(0, reader.response(status, value));
    }
    let are_several = responses.len() > 1;
    for response in responses.iter_mut().filter(|response| are_several || response.location) {
        response.variant = Some(outcome(response.status));
    }
    responses
}

fn outcome(status: u16) -> String {
    let known = match status {
        200 => "Done",
        201 => "Created",
        202 => "Accepted",
        204 => "Empty",
        404 => "Missing",
        _ => return format!("Status{status}"),
    };
    known.to_owned()
}

/// The type that lists the documented errors.
pub(super) fn errors(
    page: &PageFacts,
    shown: &ShownOperation<'_>,
    responses: &[DraftResponse],
    owner: &str,
    cite: PageCitation<'_>,
    known: &ExistingApi<'_>,
    types: &mut Types<'_>,
) -> Option<String> {
    let is_error = |row: &&ErrorRow| {
        (400..600).contains(&row.status) && !responses.iter().any(|response| response.status == row.status)
    };
    let of_examples = shown_errors(page, shown, known);
    let rows = page.errors.stated().into_iter().flatten().chain(&of_examples);
    let rows: Vec<&ErrorRow> = rows.filter(is_error).filter(|row| !known.is_common_error(row)).collect();
    if rows.is_empty() {
        return None;
    }
    let stated: Vec<ExistingError<'_>> = rows.iter().map(|row| known_error(row)).collect();
    if let Some(same) = known.errors(&stated) {
        return Some(same.to_owned());
    }
    let mut errors: Vec<Error> = Vec::new();
    for row in rows {
        match errors.iter_mut().find(|error| error.status == row.status) {
            Some(first) => match row.code.stated() {
                Some(code) if !first.codes.is_empty() => {
                    if !first.codes.contains(code) {
                        first.codes.push(code.clone());
                    }
                }
                _ => first.gap = Some(format!("several rows ({})", cite.line(row.line))),
            },
            None => errors.push(error(row, owner, cite, known, types)),
        }
    }
    errors.sort_by_key(|error| error.status);
    Some(types.declare_of_errors(&format!("{owner} error"), DraftTypeKind::Errors(errors), cite.page))
}

/// The errors with codes that only examples show.
fn shown_errors(page: &PageFacts, shown: &ShownOperation<'_>, known: &ExistingApi<'_>) -> Vec<ErrorRow> {
    let listed: Vec<&ErrorRow> = page.errors.stated().into_iter().flatten().collect();
    let mut rows: Vec<ErrorRow> = Vec::new();
    for response in &shown.responses {
        let (Some(status), Some(code)) = (response.status, response.code()) else { continue };
        let code = Fact::Stated(code.to_owned());
        let is_same = |row: &ErrorRow| row.status == status && row.code == code;
        let is_known = listed.iter().any(|row| is_same(row)) || rows.iter().any(is_same);
        if known.finds_codes() && (400..600).contains(&status) && !is_known {
            rows.push(ErrorRow {
                line: response.example.line,
                status,
                code,
                retry: Fact::NotStated,
                reasons: Fact::NotStated,
                columns: Vec::new(),
            });
        }
    }
    rows
}

fn known_error(row: &ErrorRow) -> ExistingError<'_> {
    let reasons = row.reasons.stated().map_or(&[][..], Vec::as_slice);
    ExistingError { status: row.status, retry: row.retry.stated().copied(), reasons }
}

fn error(row: &ErrorRow, owner: &str, cite: PageCitation<'_>, known: &ExistingApi<'_>, types: &mut Types<'_>) -> Error {
    let line = cite.line(row.line);
    let name = phrase(row.status);
    let listed = row.reasons.stated().map_or(&[][..], Vec::as_slice);
    let mut words: Vec<String> = Vec::new();
    for reason in listed.iter().filter(|reason| can_be_found(reason)) {
        // The client finds one of them in both spellings.
        if !words.iter().any(|other| are_alike(other, reason)) {
            words.push(reason.clone());
        }
    }
    let reason = (!words.is_empty()).then(|| {
        let values = DraftTypeKind::Enum(enum_values(&words), LiteralType::Text);
        types.declare_of_errors(&format!("{owner} {name} reason"), values, cite.page)
    });
    let codes: Vec<String> = row.code.stated().filter(|_| known.finds_codes()).cloned().into_iter().collect();
    let gap = match row.reasons {
        Fact::Unreadable => Some(format!("the reasons cannot be read ({line})")),
        _ if words.len() < listed.len() => {
            Some(format!("whether the other reasons are codes, or spellings of these ({line})"))
        }
        _ if !codes.is_empty() => Some(format!("names for the codes ({line})")),
        _ => row.code.stated().map(|code| {
            format!("the code `{code}`; state its place in bodies under `error-shapes` in `api.yaml`, and draft again ({line})")
        }),
    };
    Error { status: row.status, name, retry: row.retry.stated().copied(), reason, codes, gap }
}

fn phrase(status: u16) -> String {
    let known = match status {
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        409 => "Conflict",
        410 => "Gone",
        412 => "PreconditionFailed",
        413 => "TooLarge",
        415 => "UnsupportedMediaType",
        422 => "Unprocessable",
        429 => "TooManyRequests",
        500 => "InternalError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "Unavailable",
        504 => "GatewayTimeout",
        _ => return format!("Status{status}"),
    };
    known.to_owned()
}
