//! Rules about credentials.

use std::collections::HashSet;

use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::header_names;
use crate::spec::language::{CredentialKind, CredentialSpec, NO_CREDENTIAL, OneOrMore, OperationSpec, TokenAccess};
use crate::spec::template;
use crate::spec::tree::TreeStep;
use crate::spec::{LoadedApi, LoadedEntry};

use super::operations::operations;

pub(super) fn credentials_are_distinct(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let declared = &api.header.credentials;
    for (index, (name, credential)) in declared.iter().enumerate() {
        if name == NO_CREDENTIAL {
            let message = format!("`{name}` cannot be the name of a credential");
            diagnostics.push(Diagnostic::new(Code::Credential, declaration(api, name), message).help(format!(
                "choose another name: operations state `credentials: {name}` if they accept no credential"
            )));
        }
        let is_same = |(_, other): &(&String, &CredentialSpec)| identity(credential) == identity(other);
        if let Some((first, _)) = declared.iter().take(index).find(is_same) {
            let message = format!("nothing distinguishes the credential `{name}` from `{first}`");
            diagnostics.push(
                Diagnostic::new(Code::Credential, declaration(api, name), message)
                    .related(declaration(api, first), "the other credential")
                    .help(match credential.kind {
                        CredentialKind::Bearer => "state different `access`, or remove one of them",
                        _ => "remove one of them",
                    }),
            );
        }
    }
}

fn declaration(api: &LoadedApi, name: &str) -> Place {
    api.node.key_place(&[TreeStep::Key("credentials"), TreeStep::Key(name)])
}

/// By what the service or the client distinguishes the credential from others.
fn identity(credential: &CredentialSpec) -> (CredentialKind, Option<TokenAccess>, Option<String>, Option<String>) {
    let folded = |text: &Option<String>| text.as_deref().map(str::to_ascii_lowercase);
    let (name, scheme) = (folded(&credential.name), folded(&credential.scheme));
    match credential.kind {
        CredentialKind::Bearer => (credential.kind, credential.access, None, None),
        CredentialKind::Header => (credential.kind, None, name, scheme),
        CredentialKind::Query => (credential.kind, None, name, None),
        CredentialKind::Basic => (credential.kind, None, None, None),
    }
}

/// Reports keys that the kind of a credential lacks or has no use for, and places where the client cannot send it.
pub(super) fn credentials_can_be_sent(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (credential_name, credential) in &api.header.credentials {
        let path = [TreeStep::Key("credentials"), TreeStep::Key(credential_name)];
        let at = |key: &'static str| [path[0], path[1], TreeStep::Key(key)];
        let kind = credential.kind.word();
        let (has_name, has_scheme) = match credential.kind {
            CredentialKind::Header => (true, true),
            CredentialKind::Query => (true, false),
            CredentialKind::Bearer | CredentialKind::Basic => (false, false),
        };
        let has_access = credential.kind == CredentialKind::Bearer;
        for (key, is_stated, is_used) in [
            ("name", credential.name.is_some(), has_name),
            ("scheme", credential.scheme.is_some(), has_scheme),
            ("access", credential.access.is_some(), has_access),
        ] {
            if is_stated && !is_used {
                let message = format!("a credential of the kind `{kind}` has no `{key}`");
                diagnostics
                    .push(Diagnostic::new(Code::NoEffect, api.node.key_place(&at(key)), message).help("remove it"));
            }
        }
        if !has_name {
            continue;
        }
        let Some(name) = &credential.name else {
            if !api.may_state_at(&path, "name") {
                let message = format!("the credential `{credential_name}` does not state where requests carry it");
                diagnostics.push(
                    Diagnostic::new(Code::CredentialPlace, declaration(api, credential_name), message)
                        .help(format!("state the `name` of the {}", place_of(credential.kind))),
                );
            }
            continue;
        };
        let place = api.node.nearest(&at("name")).place;
        let problem = match credential.kind {
            CredentialKind::Header if !header_names::is_token(name) => {
                Some((format!("`{name}` is not a valid header name"), "use letters, digits and `-`"))
            }
            CredentialKind::Header if !header_names::can_carry_a_credential(name) => {
                Some((format!("`{name}` belongs to the connection, or the client itself sets it"), "correct the name"))
            }
            CredentialKind::Query if name.is_empty() || name.contains(char::is_control) => {
                Some(("this is not the name of a query parameter".to_owned(), "correct the name"))
            }
            _ => None,
        };
        if let Some((message, help)) = problem {
            diagnostics.push(Diagnostic::new(Code::CredentialPlace, place, message).help(help));
        }
        if let Some(scheme) = credential.scheme.as_ref().filter(|_| has_scheme) {
            let place = api.node.nearest(&at("scheme")).place;
            if !header_names::is_token(scheme) {
                let message = "this is not a single word that a header can carry";
                diagnostics.push(
                    Diagnostic::new(Code::CredentialPlace, place, message)
                        .help("state the word alone, without a space"),
                );
            } else if name.eq_ignore_ascii_case("authorization")
                && let Some(other) = [CredentialKind::Bearer, CredentialKind::Basic]
                    .iter()
                    .find(|kind| kind.word().eq_ignore_ascii_case(scheme))
            {
                let message = format!("a credential after `{scheme}` has a kind of its own");
                let help = format!("state `kind: {}`, without `name` and `scheme`", other.word());
                diagnostics.push(Diagnostic::new(Code::CredentialPlace, place, message).help(help));
            }
        }
    }
}

fn place_of(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::Query => "query parameter",
        _ => "header",
    }
}

/// Reports parameters with the name of a credential: its value would be sent twice, and shown.
pub(super) fn credentials_are_no_ordinary_parameters(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let in_query = api.header.credentials.iter().filter(|(_, credential)| credential.kind == CredentialKind::Query);
    let carriers: Vec<(&str, &str)> =
        in_query.filter_map(|(name, credential)| Some((name.as_str(), credential.name.as_deref()?))).collect();
    let of_parameter = |wire: &str| carriers.iter().find(|(_, carrier)| carrier.eq_ignore_ascii_case(wire));
    for (entry, operation) in operations(api) {
        let mut report = |wire: &str, place: Place| {
            if let Some((name, _)) = of_parameter(wire) {
                let message = format!("`{wire}` carries the credential `{name}`");
                diagnostics.push(
                    Diagnostic::new(Code::CredentialHeader, place, message)
                        .related(declaration(api, name), "the credential")
                        .help("remove it; the client adds the credential to each request"),
                );
            }
        };
        for wire in operation.query.keys() {
            report(wire, entry.key_place(&[TreeStep::Key("query"), TreeStep::Key(wire)]));
        }
        let Some((method, text)) = operation.method_and_template() else { continue };
        for (wire, _) in template::parse(text).map(|template| template.fixed_query).unwrap_or_default() {
            report(wire, entry.place(&[TreeStep::Key(method.as_str())]));
        }
    }
}

pub(super) fn accepted_credentials_are_declared(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let declared = &api.header.credentials;
    for (entry, operation) in operations(api) {
        let stated = accepted(entry, operation);
        let mut seen = HashSet::new();
        if let Some((_, place)) = stated.iter().find(|(name, _)| *name == NO_CREDENTIAL) {
            if stated.len() > 1 {
                let message = format!("`{NO_CREDENTIAL}` means that the operation accepts no credential");
                diagnostics.push(
                    Diagnostic::new(Code::Credential, *place, message)
                        .help("name the credentials without it, or state it alone"),
                );
            }
            continue;
        }
        for (name, place) in &stated {
            if !declared.contains_key(*name) {
                if api.may_declare(name) || has_unusable_credentials(api) {
                    continue;
                }
                let message = format!("the credential `{name}` is not declared");
                let help = match nearest(name, declared.keys().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "declare it under `credentials` in `api.yaml`".to_owned(),
                };
                diagnostics.push(Diagnostic::new(Code::Credential, *place, message).help(help));
            } else if !seen.insert(*name) {
                let message = format!("the credential `{name}` is listed twice");
                diagnostics.push(Diagnostic::new(Code::NoEffect, *place, message).help("remove one of them"));
            }
        }
        let is_stated = operation.credentials.is_some() && entry.is_complete_at(&[TreeStep::Key("credentials")]);
        let accepts_all = seen.len() == declared.len() && stated.len() == seen.len() && !has_unusable_credentials(api);
        if is_stated && (stated.is_empty() || accepts_all) {
            let (message, help) = if stated.is_empty() {
                ("the list names no credential", "remove it, or state `none` if the operation accepts no credential")
            } else {
                ("an operation without `credentials` accepts all of the API as well", "remove it")
            };
            let place = entry.key_place(&[TreeStep::Key("credentials")]);
            diagnostics.push(Diagnostic::new(Code::NoEffect, place, message).help(help));
        }
    }
}

pub(super) fn declared_credentials_are_accepted(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    if !api.is_complete() || operations(api).next().is_none() {
        return;
    }
    let mut unused: HashSet<&str> = api.header.credentials.keys().map(String::as_str).collect();
    for (entry, operation) in operations(api) {
        let names = accepted(entry, operation);
        if names.is_empty() {
            return;
        }
        for (name, _) in names.into_iter().filter(|(name, _)| *name != NO_CREDENTIAL) {
            // A misspelled name is reported where it is.
            if !api.header.credentials.contains_key(name) {
                return;
            }
            unused.remove(name);
        }
    }
    for name in api.header.credentials.keys().filter(|name| unused.contains(name.as_str())) {
        let place = api.node.key_place(&[TreeStep::Key("credentials"), TreeStep::Key(name)]);
        let message = format!("no operation accepts the credential `{name}`");
        diagnostics.push(Diagnostic::new(Code::NoEffect, place, message).help("name it at an operation, or remove it"));
    }
}

/// The names that an operation states, with their places.
fn accepted<'e>(entry: &'e LoadedEntry<OperationSpec>, operation: &'e OperationSpec) -> Vec<(&'e str, Place)> {
    let key = TreeStep::Key("credentials");
    match &operation.credentials {
        Some(OneOrMore::One(name)) => vec![(name.as_str(), entry.place(&[key]))],
        Some(OneOrMore::More(names)) => {
            let place = |index| entry.place(&[key, TreeStep::Item(index)]);
            names.iter().enumerate().map(|(index, name)| (name.as_str(), place(index))).collect()
        }
        None => Vec::new(),
    }
}

/// Whether a declaration has an error, which has been reported.
fn has_unusable_credentials(api: &LoadedApi) -> bool {
    let stated = api.node.pair("credentials").map_or(0, |pair| pair.value.pairs().len());
    stated != api.header.credentials.len() || api.header.credentials.is_empty() && api.may_state("credentials")
}
