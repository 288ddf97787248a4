//! Rules about the headers of an API.

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::spec::Api;
use crate::spec::tree::Step;

/// Headers whose values prove who calls.
const CREDENTIAL_HEADERS: &[&str] =
    &["authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "ocp-apim-subscription-key"];

/// Headers that the client itself sets, from the body and the URL.
const HEADERS_OF_THE_CLIENT: &[&str] =
    &["connection", "content-length", "host", "te", "trailer", "transfer-encoding", "upgrade"];

/// Whether an operation can declare a header of this name.
pub(crate) fn is_ordinary(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    is_token(name) && !HEADERS_OF_THE_CLIENT.contains(&lower.as_str()) && !CREDENTIAL_HEADERS.contains(&lower.as_str())
}

fn is_token(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

pub(super) fn header_names_can_be_sent(api: &Api, diagnostics: &mut Vec<Diagnostic>) {
    for (name, place) in declared(api) {
        if !is_token(name) {
            let finding = Diagnostic::new(Code::HeaderName, place, format!("`{name}` is no name of a header"));
            diagnostics.push(finding.help("use letters, digits and `-`"));
        } else if HEADERS_OF_THE_CLIENT.contains(&name.to_ascii_lowercase().as_str()) {
            let finding = Diagnostic::new(Code::HeaderName, place, format!("the client itself decides about `{name}`"));
            diagnostics.push(finding.help("remove it"));
        }
    }
}

pub(super) fn credentials_are_no_ordinary_headers(api: &Api, diagnostics: &mut Vec<Diagnostic>) {
    for (name, place) in declared(api) {
        if CREDENTIAL_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
            let finding = Diagnostic::new(Code::CredentialHeader, place, format!("`{name}` carries a credential"));
            diagnostics
                .push(finding.help("remove it; `credential:` in `api.yaml` says how a call proves who makes it"));
        }
    }
}

/// All headers of requests, with where their names stand.
fn declared(api: &Api) -> Vec<(&str, Place)> {
    let path = |name| [Step::Key("headers"), Step::Key(name)];
    let of_api = api.header.headers.keys().map(|name| (name.as_str(), api.node.key_place(&path(name))));
    let of_operations = api.areas.iter().flat_map(|area| &area.operations).flat_map(|entry| {
        let operation = entry.value.iter();
        operation
            .flat_map(|operation| operation.headers.keys())
            .map(|name| (name.as_str(), entry.key_place(&path(name))))
    });
    of_api.chain(of_operations).collect()
}

pub(super) fn header_values_arise_in_one_way(api: &Api, diagnostics: &mut Vec<Diagnostic>) {
    for (name, header) in &api.header.headers {
        let ways = [header.value.is_some(), header.from.is_some(), header.setting.is_some()];
        let place = api.node.key_place(&[Step::Key("headers"), Step::Key(name)]);
        if ways.iter().filter(|way| **way).count() != 1 {
            let message = format!("the header `{name}` does not say in exactly one way how its value arises");
            let finding = Diagnostic::new(Code::HeaderValue, place, message);
            diagnostics.push(finding.help("state one of `value`, `from` and `setting`"));
        } else if header.default.is_some() && header.setting.is_none() {
            let message = format!("the header `{name}` has a default, but nothing that could be left out");
            let finding = Diagnostic::new(Code::HeaderValue, place, message);
            diagnostics.push(finding.help("only a `setting` has a `default`"));
        }
    }
}
