//! Rules about documented errors, and about the shapes of their bodies.

use crate::diagnostics::{Code, Diagnostic};
use crate::error_bodies::{are_alike, can_be_found, path_error};
use crate::spec::language::{ErrorShapeSpec, ErrorStatusSpec, MemberCase, Ordered, TypeDefinition};
use crate::spec::tree::{KeyKind, TreeStep};
use crate::spec::{COMMON_ERRORS, LoadedApi, LoadedEntry};

use super::operations::operations;
use super::types::{TypesByName, types, types_by_name};

pub(super) fn error_shapes_can_match(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    // Only if all shapes were loaded are their positions those in the file.
    let shapes = if api.is_complete_at("error-shapes") { api.header.error_shapes.as_slice() } else { &[] };
    let is_same = |one: &str, other: &str| match api.header.member_case.unwrap_or_default() {
        MemberCase::Exact => one == other,
        MemberCase::Ignored => one.eq_ignore_ascii_case(other),
    };
    for (index, shape) in shapes.iter().enumerate() {
        let path = [TreeStep::Key("error-shapes"), TreeStep::Item(index)];
        let node = api.node.nearest(&path);
        for (key, text) in [("code", &shape.code), ("message", &shape.message)] {
            let Some((text, (range, reason))) = text.as_ref().and_then(|text| Some((text, path_error(text)?))) else {
                continue;
            };
            let message = format!("the path `{text}` cannot match");
            let place = node.nearest(&[TreeStep::Key(key)]).place_of(&range);
            let diagnostic = Diagnostic::new(Code::ErrorShapePath, place, message);
            let help = "write names of members with dots between them, such as `error.code` or `errors[0].code`";
            diagnostics.push(diagnostic.label(reason).help(help));
        }
        match (&shape.code, &shape.message) {
            (None, None) => {
                let message = "the shape has neither the path of a code nor that of a message";
                let diagnostic = Diagnostic::new(Code::ErrorShapePath, node.place, message);
                diagnostics.push(diagnostic.help("add `code:`, `message:` or both, or remove the shape"));
                continue;
            }
            (Some(code), Some(message)) if is_same(code, message) => {
                let place = node.nearest(&[TreeStep::Key("message")]).place;
                let text = format!("`{message}` cannot be the path of both the code and the message");
                let help = "state only `code`, if programs compare the value, or else only `message`";
                diagnostics.push(Diagnostic::new(Code::ErrorShapePath, place, text).help(help));
            }
            _ => {}
        }
        let finds = |earlier: &Option<String>, path: &Option<String>| match (earlier, path) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(earlier), Some(path)) => is_same(earlier, path),
        };
        let finds_all =
            |earlier: &ErrorShapeSpec| finds(&earlier.code, &shape.code) && finds(&earlier.message, &shape.message);
        if let Some(earlier) = shapes[..index].iter().position(finds_all) {
            let earlier = api.node.nearest(&[path[0], TreeStep::Item(earlier)]).place;
            let message = "the client never uses this shape: an earlier one finds the same";
            let diagnostic = Diagnostic::new(Code::NoEffect, node.place, message).related(earlier, "the earlier one");
            diagnostics.push(diagnostic.help("remove it"));
        }
    }
}

pub(super) fn errors_can_be_recognized(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let types_by_name = types_by_name(api);
    for (entry, definition) in types(api) {
        for (status, errors) in definition.statuses.iter().flatten() {
            check_status((api, &types_by_name), entry, status, errors, diagnostics);
        }
    }
}

fn check_status(
    (api, types): (&LoadedApi, &TypesByName<'_>),
    entry: &LoadedEntry<TypeDefinition>,
    status: &str,
    errors: &ErrorStatusSpec,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let path = |key| [TreeStep::Key("statuses"), TreeStep::Key(status), TreeStep::Key(key)];
    let mut report = |code: Code, place, message: String, help: &str| {
        diagnostics.push(Diagnostic::new(code, place, message).help(help));
    };
    match &errors.codes {
        None if errors.name.is_none() && !entry.may_state_any(&path("name")[..2], &["name", "codes"]) => {
            let place = entry.key_place(&path("name")[..2]);
            let message = format!("{status} has neither a name nor codes");
            report(Code::ErrorNotRecognized, place, message, "add `name:`, or `codes:` if the service states codes");
        }
        // Codes with errors have been reported.
        Some(codes) if codes.is_empty() && !entry.is_complete_at(&path("codes")) => {}
        Some(codes) if codes.is_empty() => {
            let message = format!("{status} lists no codes");
            report(
                Code::ErrorNotRecognized,
                entry.key_place(&path("codes")),
                message,
                "list at least one, or remove it",
            );
        }
        // Shapes with errors have been reported.
        Some(_) if !api.is_complete_at("error-shapes") => {}
        Some(_) if api.header.error_shapes.iter().all(|shape| shape.code.is_none()) => {
            let message = match api.header.error_shapes.as_slice() {
                [] => "the client does not find codes, because the API has no `error-shapes`".to_owned(),
                _ => "the client does not find codes, because no error shape has a `code`".to_owned(),
            };
            let help = "state in `error-shapes` of `api.yaml` where a body has its code";
            report(Code::ErrorNotRecognized, entry.key_place(&path("codes")), message, help);
        }
        Some(codes) => {
            for code in codes.keys().filter(|code| code.is_empty() || code.trim() != *code) {
                let place = entry.key_place(&[&path("codes")[..], &[TreeStep::Key(code)]].concat());
                let message = format!("`{code}` is not a code");
                report(Code::ErrorNotRecognized, place, message, "write the code exactly as the service states it");
            }
        }
        None => {}
    }
    if errors.name.is_none() && errors.codes.is_some() && !entry.may_state(&path("name")[..2], "name") {
        for key in
            [("doc", errors.doc.is_some()), ("reason", errors.reason.is_some())].map(|(key, is)| is.then_some(key))
        {
            let Some(key) = key else { continue };
            let message = format!("`{key}` belongs to the error with the `name`, and there is none");
            report(Code::NoEffect, entry.key_place(&path(key)), message, "remove it, or add `name:`");
        }
    }
    let values = errors.reason.as_deref().and_then(|reason| values(types, reason));
    let values: Vec<&String> = values.into_iter().flatten().collect();
    for (index, value) in values.iter().enumerate() {
        if let Some(earlier) = values[..index].iter().find(|earlier| are_alike(earlier, value)) {
            let message = format!(
                "the client cannot distinguish the reasons `{earlier}` and `{value}`: their words are the same"
            );
            let help = "list one of the two; the client finds it in both spellings";
            report(Code::ErrorNotRecognized, entry.place(&path("reason")), message, help);
        }
    }
    for value in values.into_iter().filter(|value| !can_be_found(value)) {
        let message = format!("the client does not search bodies for the reason `{value}`, which has no letter");
        let help = "list codes of the service under `codes`, each with a name";
        report(Code::ErrorNotRecognized, entry.place(&path("reason")), message, help);
    }
}

fn values<'a>(types: &TypesByName<'a>, name: &str) -> Option<impl Iterator<Item = &'a String> + use<'a>> {
    let (entry, definition) = types.get(name)?;
    // Values that are not texts are reported as such.
    let stated = entry.node.pair("values")?.value.pairs();
    let are_texts = stated.iter().all(|pair| pair.key_kind == KeyKind::Text);
    Some(definition.values.as_ref().filter(|_| are_texts)?.keys())
}

pub(super) fn common_errors_are_inherited(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        if operation.errors.as_deref().is_some_and(|name| is_common(api, name)) {
            let place = entry.key_place(&[TreeStep::Key("errors")]);
            let diagnostic = Diagnostic::new(Code::NoEffect, place, "every operation has the errors of `errors.yaml`");
            diagnostics.push(diagnostic.help("remove it"));
        }
    }
}

/// Reports errors that cannot occur: a response that the operation lists is a result. Those of `errors.yaml` are listed for all
/// operations, so an operation can have a response of the same status.
pub(super) fn responses_are_no_errors(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let types = types_by_name(api);
    for (entry, operation) in operations(api) {
        let Some(name) = operation.errors.as_deref().filter(|name| !is_common(api, name)) else { continue };
        let Some((errors, definition)) = types.get(name) else { continue };
        for status in definition.statuses.iter().flat_map(Ordered::keys) {
            if operation.responses.contains_key(status) {
                let place = entry.key_place(&[TreeStep::Key("responses"), TreeStep::Key(status)]);
                let message = format!("{status} is a response of `{}`, and an error of `{name}`", entry.name);
                let listed = errors.key_place(&[TreeStep::Key("statuses"), TreeStep::Key(status)]);
                let diagnostic = Diagnostic::new(Code::ResponseAndError, place, message);
                diagnostics.push(
                    diagnostic
                        .related(listed, "the client returns the response, and never this error")
                        .help("remove one of the two, or name another type with `errors`"),
                );
            }
        }
    }
}

fn is_common(api: &LoadedApi, name: &str) -> bool {
    api.errors_file.is_some() && name == COMMON_ERRORS
}
