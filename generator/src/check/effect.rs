//! Rules about keys that are known, but have no effect where they are.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::language::{DefaultValue, Method, OperationSpec, OrWord, ParameterSpec};
use crate::spec::tree::TreeStep;
use crate::spec::usage::{sent_types, uncertain_types};
use crate::spec::{LoadedApi, LoadedEntry};

use super::operations::operations;
use super::types::types;

/// Reports bodies that may be empty where the client reads a body always or never.
pub(super) fn responses_to_wait_for_have_one_form(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        for (status, response) in &operation.responses {
            let Some(full) = response.full().filter(|full| full.may_be_empty) else { continue };
            let has_json = !matches!(full.type_expression.as_deref(), None | Some("none" | "bytes"));
            if !has_json || !(full.location || full.retry_after) {
                continue;
            }
            let place =
                entry.key_place(&[TreeStep::Key("responses"), TreeStep::Key(status), TreeStep::Key("may-be-empty")]);
            let message = "`may-be-empty` is for responses without `location` and `retry-after`";
            let help =
                "leave out `may-be-empty` and `type`: the client then ignores the body, whether there is one or not";
            diagnostics.push(Diagnostic::new(Code::NoEffect, place, message).help(help));
        }
    }
}

pub(super) fn facts_have_an_effect(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        let mut report = |path: &[TreeStep<'_>], message: &str| {
            let diagnostic = Diagnostic::new(Code::NoEffect, entry.key_place(path), message);
            diagnostics.push(diagnostic.help("remove it"));
        };
        if operation.if_match.is_some() && operation.body.is_none() && !entry.may_state(&[], "body") {
            report(&[TreeStep::Key("if-match")], "`if-match` reads the request body, but there is none");
        }
        check_inputs(entry, operation, &mut report);
        check_body(operation, &mut report);
        check_responses(entry, operation, &mut report);
    }
    let (sent, uncertain) = (sent_types(api), uncertain_types(api));
    for (entry, definition) in types(api) {
        for (wire, field) in definition.fields.iter().flatten() {
            let OrWord::Full(field) = field else { continue };
            let is_optional =
                !field.required && !entry.may_state(&[TreeStep::Key("fields"), TreeStep::Key(wire)], "required");
            if field.evidence.is_some() && is_optional {
                report_field(entry, wire, "evidence", "`evidence` is for members that are `required`", diagnostics);
            }
            if field.default == Some(DefaultValue::Empty) && field.nullable {
                report_field(entry, wire, "nullable", "null is read as the `default` already", diagnostics);
            }
            if field.default == Some(DefaultValue::Empty) && field.required {
                report_field(entry, wire, "required", "a member with a `default` may be absent", diagnostics);
            }
            if field.default_value.is_some() && field.required {
                report_field(entry, wire, "default-value", "a required member is never absent", diagnostics);
            }
            if field.default_value.is_some() && field.default == Some(DefaultValue::Empty) {
                report_field(entry, wire, "default-value", "an absent member is read as empty already", diagnostics);
            }
            let is_empty_when_absent = is_list_or_map(&field.type_expression)
                && !field.required
                && !field.nullable
                && !sent.contains(entry.type_name());
            if uncertain.contains(entry.type_name()) {
                continue;
            }
            let message = match field.default {
                Some(DefaultValue::Empty) if is_empty_when_absent => {
                    "an absent list or map is empty in a type that is only received"
                }
                Some(DefaultValue::NoValue) if !is_empty_when_absent => {
                    "`default: none` is for lists and maps of types that are only received"
                }
                _ => continue,
            };
            report_field(entry, wire, "default", message, diagnostics);
        }
    }
}

fn report_field<T>(entry: &LoadedEntry<T>, wire: &str, key: &str, message: &str, diagnostics: &mut Vec<Diagnostic>) {
    let place = entry.key_place(&[TreeStep::Key("fields"), TreeStep::Key(wire), TreeStep::Key(key)]);
    diagnostics.push(Diagnostic::new(Code::NoEffect, place, message).help("remove it"));
}

fn check_inputs(
    entry: &LoadedEntry<OperationSpec>,
    operation: &OperationSpec,
    report: &mut impl FnMut(&[TreeStep<'_>], &str),
) {
    let sections = [
        ("path", &operation.path),
        ("query", &operation.query),
        ("headers", &operation.headers),
        ("parts", &operation.parts),
    ];
    for (section, inputs) in sections {
        for (wire, input) in inputs {
            let OrWord::Full(full) = input else { continue };
            let ParameterSpec { type_expression, required, default_value, encoding, media, max_items, .. } = full;
            let path = |key| [TreeStep::Key(section), TreeStep::Key(wire), TreeStep::Key(key)];
            if encoding.is_some() && section != "query" {
                report(&path("as"), "`as` is for values in the query");
            }
            if media.is_some() && !(section == "parts" && full.is_file()) {
                report(&path("media"), "`media` is for files, which are parts of the type `bytes`");
            }
            if entry.node.nearest(&path("required")[..2]).pair("required").is_some() && section == "path" {
                report(&path("required"), "the parameters of a path are always required");
            }
            if max_items.is_some() && !is_list(type_expression) {
                report(&path("max-items"), "only a list has items");
            }
            if default_value.is_some() && (*required || section == "path") {
                report(&path("default-value"), "a required parameter is never left out");
            }
        }
    }
}

fn check_body(operation: &OperationSpec, report: &mut impl FnMut(&[TreeStep<'_>], &str)) {
    if operation.body.is_some() && !operation.parts.is_empty() {
        report(&[TreeStep::Key("parts")], "a request with a `body` has no parts");
    }
    let Some(OrWord::Full(body)) = &operation.body else { return };
    if body.max_items.is_some() && !is_list(&body.type_expression) {
        report(&[TreeStep::Key("body"), TreeStep::Key("max-items")], "only a list has items");
    }
    let is_patch = operation.method_and_template().is_none_or(|(method, _)| method == Method::Patch);
    if body.patch.is_some() && !is_patch {
        report(&[TreeStep::Key("body"), TreeStep::Key("patch")], "`patch` is for the method PATCH");
    }
}

fn check_responses(
    entry: &LoadedEntry<OperationSpec>,
    operation: &OperationSpec,
    report: &mut impl FnMut(&[TreeStep<'_>], &str),
) {
    for (status, response) in &operation.responses {
        let OrWord::Full(response) = response else { continue };
        let path = |key| [TreeStep::Key("responses"), TreeStep::Key(status), TreeStep::Key(key)];
        let body = response.type_expression.as_deref().unwrap_or("none");
        if body == "bytes" && response.location {
            report(&path("location"), "a response of `bytes` is complete");
        }
        if body == "bytes" && response.retry_after {
            report(&path("retry-after"), "a response of `bytes` is complete");
        }
        let may_have_members = entry.may_state(&path("type")[..2], "type");
        if response.may_be_empty {
            match body {
                "none" if !may_have_members => {
                    report(&path("may-be-empty"), "a response without a body is always empty")
                }
                "bytes" => report(&path("may-be-empty"), "`bytes` can be none anyway"),
                _ => {}
            }
        }
        if !response.failures.is_empty() && matches!(body, "bytes" | "none") && !may_have_members {
            report(&path("failures"), "a response without JSON has no members");
        }
    }
}

fn is_list(expression: &str) -> bool {
    expression.starts_with("List<")
}

fn is_list_or_map(expression: &str) -> bool {
    is_list(expression) || expression.starts_with("Map<")
}
