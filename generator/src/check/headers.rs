//! Rules about the headers of an API.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::header_names;
use crate::spec::LoadedApi;
use crate::spec::language::{CredentialKind, OperationSpec};
use crate::spec::tree::{Node, TreeStep};

use super::operations::operations;

pub(super) fn headers_can_be_sent(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (name, place) in declared(api).into_iter().flatten() {
        if !header_names::is_token(name) {
            let diagnostic =
                Diagnostic::new(Code::UnsendableHeader, place, format!("`{name}` is not a valid header name"));
            diagnostics.push(diagnostic.help("use letters, digits and `-`"));
        } else if header_names::is_of_the_client(name) {
            let diagnostic = Diagnostic::new(Code::UnsendableHeader, place, format!("the client itself sets `{name}`"));
            diagnostics.push(diagnostic.help(if header_names::is_content_type(name) {
                "remove it; `media` of a body states another media type than `application/json`"
            } else {
                "remove it"
            }));
        }
    }
    for (name, header) in &api.header.headers {
        for (key, value) in [("value", &header.value), ("default", &header.default)] {
            if value.as_deref().is_some_and(|value| !can_be_sent(value)) {
                diagnostics
                    .push(unsendable(&api.node, &[TreeStep::Key("headers"), TreeStep::Key(name), TreeStep::Key(key)]));
            }
        }
    }
    for (entry, operation) in operations(api) {
        for (name, _) in operation.fixed_headers.iter().filter(|(_, value)| !can_be_sent(value)) {
            diagnostics.push(unsendable(&entry.node, &[TreeStep::Key("fixed-headers"), TreeStep::Key(name)]));
        }
    }
    for (entry, operation) in operations(api).filter(|(_, operation)| operation.if_match.is_some()) {
        for (section, name) in headers_of(operation).filter(|(_, name)| name.eq_ignore_ascii_case("if-match")) {
            let place = entry.key_place(&[TreeStep::Key(section), TreeStep::Key(name)]);
            let message = format!("`if-match` sets `{name}` already");
            diagnostics.push(Diagnostic::new(Code::UnsendableHeader, place, message).help("remove one of the two"));
        }
    }
}

fn can_be_sent(value: &str) -> bool {
    value.trim() == value && value.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

fn unsendable(node: &Node, path: &[TreeStep<'_>]) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Code::UnsendableHeader, node.nearest(path).place, "this is not a valid header value");
    diagnostic.help("use ASCII without control characters, and no spaces at the start or end")
}

pub(super) fn headers_are_declared_once(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for section in declared(api) {
        let mut seen: HashMap<String, Place> = HashMap::new();
        for (name, place) in section {
            if let Some(first) = seen.insert(name.to_ascii_lowercase(), place) {
                let message = format!("the header `{name}` is declared twice: header names are case-insensitive");
                let diagnostic = Diagnostic::new(Code::DuplicateKey, place, message).related(first, "first here");
                diagnostics.push(diagnostic.help("remove one of them"));
            }
        }
    }
}

/// Names without case, in the form of names of headers.
pub(super) fn response_headers_can_be_received(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, Place> = HashMap::new();
    for name in api.header.response_headers.keys() {
        let place = api.node.key_place(&[TreeStep::Key("response-headers"), TreeStep::Key(name)]);
        if !header_names::is_token(name) {
            let message = format!("`{name}` is not a valid header name");
            let diagnostic = Diagnostic::new(Code::UnsendableHeader, place, message);
            diagnostics.push(diagnostic.help("use letters, digits and `-`"));
        } else if let Some(first) = seen.insert(name.to_ascii_lowercase(), place) {
            let message = format!("the header `{name}` is declared twice: header names are case-insensitive");
            let diagnostic = Diagnostic::new(Code::DuplicateKey, place, message).related(first, "first here");
            diagnostics.push(diagnostic.help("remove one of them"));
        }
    }
}

pub(super) fn credentials_are_no_ordinary_headers(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (name, place) in declared(api).into_iter().flatten() {
        let help = if is_carrier(api, name) {
            "remove it; the client adds the credential to each request"
        } else if name.eq_ignore_ascii_case("cookie") {
            "remove it; users of the client send a cookie with `ClientBuilder::header`, which no log shows"
        } else if header_names::carries_a_credential(name) {
            "remove it; `credentials` in `api.yaml` describes how calls authenticate: `{ kind: header, name: … }` is a key in a \
             header"
        } else {
            continue;
        };
        let diagnostic = Diagnostic::new(Code::CredentialHeader, place, format!("`{name}` carries a credential"));
        diagnostics.push(diagnostic.help(help));
    }
}

/// Whether the API declares a credential in this header.
pub(super) fn is_carrier(api: &LoadedApi, header: &str) -> bool {
    let mut carriers = api.header.credentials.values().filter(|credential| credential.kind == CredentialKind::Header);
    carriers.any(|credential| credential.name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(header)))
}

/// Reports headers of operations that contradict what the client sends otherwise, or repeat it.
pub(super) fn headers_of_operations_fit_those_of_the_api(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        for (section, name) in headers_of(operation) {
            let place = entry.key_place(&[TreeStep::Key(section), TreeStep::Key(name)]);
            let of_api = api.header.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            let fixed = operation.fixed_headers.get(name).filter(|_| section == "fixed-headers");
            let diagnostic = if fixed.is_some() && name.eq_ignore_ascii_case("accept") {
                let message = format!("`{name}` follows from the media types of the responses");
                Diagnostic::new(Code::UnsendableHeader, place, message)
                    .help("remove it; `media` of a response states another media type than `application/json`")
            } else if of_api.is_some_and(|(_, header)| header.from.is_some()) {
                let message = format!("`{name}` is different for each call, as `api.yaml` says");
                Diagnostic::new(Code::UnsendableHeader, place, message).help("remove it in one of the two places")
            } else if fixed.is_some() && of_api.is_some_and(|(_, header)| header.value.as_ref() == fixed) {
                let message = format!("all operations send this value of `{name}` already");
                Diagnostic::new(Code::NoEffect, place, message).help("remove it")
            } else {
                continue;
            };
            diagnostics.push(diagnostic);
        }
    }
}

/// The headers of an operation, with the section that declares each.
fn headers_of(operation: &OperationSpec) -> impl Iterator<Item = (&'static str, &str)> {
    let inputs = operation.headers.keys().map(|name| ("headers", name.as_str()));
    inputs.chain(operation.fixed_headers.keys().map(|name| ("fixed-headers", name.as_str())))
}

/// The request headers of the API and of each operation, with the places of their names.
fn declared(api: &LoadedApi) -> Vec<Vec<(&str, Place)>> {
    let path = |section, name| [TreeStep::Key(section), TreeStep::Key(name)];
    let of_api = api.header.headers.keys();
    let of_api = of_api.map(|name| (name.as_str(), api.node.key_place(&path("headers", name)))).collect();
    let of_operations = operations(api).map(|(entry, operation)| {
        headers_of(operation).map(|(section, name)| (name, entry.key_place(&path(section, name)))).collect()
    });
    std::iter::once(of_api).chain(of_operations).collect()
}

pub(super) fn header_values_arise_in_one_way(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (name, header) in &api.header.headers {
        let ways = [header.value.is_some(), header.from.is_some(), header.setting.is_some()];
        let place = api.node.key_place(&[TreeStep::Key("headers"), TreeStep::Key(name)]);
        let path = [TreeStep::Key("headers"), TreeStep::Key(name)];
        let may_be_stated = ["value", "from", "setting"].iter().any(|key| api.may_state_at(&path, key));
        if may_be_stated {
            continue;
        }
        if ways.iter().filter(|way| **way).count() != 1 {
            let message = format!("the header `{name}` does not state exactly one source of its value");
            let diagnostic = Diagnostic::new(Code::HeaderValue, place, message);
            diagnostics.push(diagnostic.help("state one of `value`, `from` and `setting`"));
        } else if header.default.is_some() && header.setting.is_none() {
            let message = format!("the header `{name}` has a default, but no setting");
            let diagnostic = Diagnostic::new(Code::HeaderValue, place, message);
            diagnostics.push(diagnostic.help("only a `setting` has a `default`"));
        }
    }
}
