//! Rules about whether a call may be repeated.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::LoadedApi;
use crate::spec::language::{ErrorStatusSpec, HeaderSource, Idempotency, Method, is_deferred};
use crate::spec::tree::TreeStep;

use super::operations::operations;
use super::types::types_by_name;

pub(super) fn idempotency_is_stated(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        let Some((method, _)) = operation.method_and_template() else { continue };
        let is_missing = operation.idempotency.is_none() && !entry.may_state(&[], "idempotency");
        if is_missing && matches!(method, Method::Post | Method::Put | Method::Patch) {
            let message = format!("the operation `{}` does not state its idempotency", entry.name);
            let place = entry.key_place(&[TreeStep::Key(method.as_str())]);
            let diagnostic = Diagnostic::new(Code::IdempotencyNotStated, place, message);
            diagnostics
                .push(diagnostic.help("state `idempotency: safe`, `idempotent`, `by-request-id` or `non-idempotent`"));
        }
    }
}

/// Reports what the method alone implies.
pub(super) fn idempotency_has_an_effect(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        let Some((method, _)) = operation.method_and_template() else { continue };
        let implied = match method {
            Method::Get | Method::Head => (Idempotency::Safe, "safe"),
            Method::Delete => (Idempotency::Idempotent, "idempotent"),
            Method::Post | Method::Put | Method::Patch => continue,
        };
        if operation.idempotency == Some(implied.0) {
            let message = format!("a {} is {} unless the spec states something else", method.as_str(), implied.1);
            let place = entry.key_place(&[TreeStep::Key("idempotency")]);
            diagnostics.push(Diagnostic::new(Code::NoEffect, place, message).help("remove `idempotency`"));
        }
    }
}

pub(super) fn request_ids_are_sent(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let is_sent = api.header.headers.values().any(|header| header.from == Some(HeaderSource::RequestId));
    if is_sent || !api.is_complete_at("headers") {
        return;
    }
    for (entry, operation) in operations(api) {
        if operation.idempotency == Some(Idempotency::ByRequestId) {
            let place = entry.place(&[TreeStep::Key("idempotency")]);
            let message = format!("no call of `{}` has a request id", entry.name);
            let diagnostic = Diagnostic::new(Code::NoRequestId, place, message);
            diagnostics.push(diagnostic.help(
                "if the service recognizes repetitions by a header, declare it in `api.yaml` with `from: request-id`; if not, state another `idempotency`",
            ));
        }
    }
}

/// What `errors.yaml` advises is for all operations, of which some must not be repeated; so only an operation's own errors are
/// checked.
pub(super) fn retries_need_idempotency(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let types = types_by_name(api);
    for (entry, operation) in operations(api) {
        let Some(errors) = operation.errors.as_deref() else { continue };
        if operation.idempotency != Some(Idempotency::NonIdempotent) {
            continue;
        }
        let statuses = types.get(errors).into_iter().flat_map(|(_, definition)| definition.statuses.iter().flatten());
        let advising =
            statuses.filter(|(status, errors)| !status.parse().is_ok_and(is_deferred) && advises_retry(errors));
        for (status, _) in advising {
            let message =
                format!("`{errors}` advises a retry after {status}, but `{}` must not be repeated", entry.name);
            let diagnostic =
                Diagnostic::new(Code::RetryWithoutIdempotency, entry.place(&[TreeStep::Key("errors")]), message);
            diagnostics.push(diagnostic.help("correct the operation's idempotency, or remove `retry: true` there"));
        }
    }
}

fn advises_retry(errors: &ErrorStatusSpec) -> bool {
    let mut codes = errors.codes.iter().flatten().filter_map(|(_, error)| error.details());
    errors.retry == Some(true) || codes.any(|error| error.retry == Some(true))
}

/// A response with `retry-after` and without `location` asks for the same call once more.
pub(super) fn waiting_needs_idempotency(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        if operation.idempotency != Some(Idempotency::NonIdempotent) {
            continue;
        }
        for (status, response) in &operation.responses {
            if response.full().is_none_or(|full| !full.retry_after || full.location || full.poll.is_some()) {
                continue;
            }
            let path = [TreeStep::Key("responses"), TreeStep::Key(status), TreeStep::Key("retry-after")];
            if entry.may_state_any(&path[..2], &["location", "poll"]) {
                continue;
            }
            let message =
                format!("the response {status} asks for a repetition, but `{}` must not be repeated", entry.name);
            let diagnostic = Diagnostic::new(Code::RetryWithoutIdempotency, entry.key_place(&path), message);
            diagnostics.push(diagnostic.help(
                "state `location: true` if the response has the URL to poll; otherwise leave `retry-after` out, or \
                 correct the operation's idempotency",
            ));
        }
    }
}
