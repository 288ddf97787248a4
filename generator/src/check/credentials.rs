//! Rules about credentials.

use std::collections::HashSet;

use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::spec::language::{CredentialSpec, OneOrMore, OperationSpec};
use crate::spec::tree::TreeStep;
use crate::spec::{LoadedApi, LoadedEntry};

use super::operations::operations;

pub(super) fn credentials_are_distinct(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let declared = &api.header.credentials;
    let place = |name: &str| api.node.key_place(&[TreeStep::Key("credentials"), TreeStep::Key(name)]);
    for (index, (name, credential)) in declared.iter().enumerate() {
        let is_same = |(_, other): &(&String, &CredentialSpec)| {
            (credential.kind, credential.access) == (other.kind, other.access)
        };
        if let Some((first, _)) = declared.iter().take(index).find(is_same) {
            let message = format!("nothing distinguishes the credential `{name}` from `{first}`");
            diagnostics.push(
                Diagnostic::new(Code::Credential, place(name), message)
                    .related(place(first), "the other credential")
                    .help("state different `access`, or remove one of them"),
            );
        }
    }
}

pub(super) fn accepted_credentials_are_declared(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let declared = &api.header.credentials;
    for (entry, operation) in operations(api) {
        let stated = accepted(entry, operation);
        let mut seen = HashSet::new();
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
            let message = if stated.is_empty() {
                "the list names no credential"
            } else {
                "an operation without `credentials` accepts all of the API as well"
            };
            let place = entry.key_place(&[TreeStep::Key("credentials")]);
            diagnostics.push(Diagnostic::new(Code::NoEffect, place, message).help("remove it"));
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
        for (name, _) in names {
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
