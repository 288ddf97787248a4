//! Rules about operations.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::spec::language::Method;
use crate::spec::language::{OperationSpec, is_retried};
use crate::spec::template;
use crate::spec::tree::TreeStep;
use crate::spec::{LoadedApi, LoadedEntry};

pub(super) fn operations_have_docs(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        if operation.doc.as_deref().is_none_or(|doc| doc.trim().is_empty()) && !entry.may_state(&[], "doc") {
            let message = format!("the operation `{}` has no `doc`", entry.name);
            let diagnostic = Diagnostic::new(Code::MissingDoc, entry.key_place, message);
            diagnostics.push(diagnostic.help("describe in your own words what it does: `doc: Lists the …`"));
        }
    }
}

pub(super) fn webhooks_have_docs(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for entry in api.webhooks() {
        let doc = entry.value.as_ref().map(|webhook| webhook.doc.as_deref().unwrap_or_default());
        if doc.is_some_and(|doc| doc.trim().is_empty()) && !entry.may_state(&[], "doc") {
            let message = format!("the webhook `{}` has no `doc`", entry.name);
            let diagnostic = Diagnostic::new(Code::MissingDoc, entry.key_place, message);
            diagnostics
                .push(diagnostic.help("say in your own words when the service sends it: `doc: A loan has ended.`"));
        }
    }
}

pub(super) fn operations_have_one_method(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        let may_be_stated = Method::ALL.iter().any(|method| entry.may_state(&[], method.as_str()));
        if operation.method_and_template().is_none() && !may_be_stated {
            let message = format!("the operation `{}` does not have exactly one method", entry.name);
            let diagnostic = Diagnostic::new(Code::OneMethod, entry.key_place, message);
            diagnostics
                .push(diagnostic.help("state one of GET, HEAD, POST, PUT, PATCH and DELETE, with the path template"));
        }
    }
}

pub(super) fn templates_and_path_sections_agree(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let version = api.header.version.as_ref().map(|version| version.parameter.as_str());
    for (entry, operation) in operations(api) {
        let Some((method, text)) = operation.method_and_template() else { continue };
        let node = entry.node.nearest(&[TreeStep::Key(method.as_str())]);
        let template = match template::parse(text) {
            Ok(template) => template,
            Err(error) => {
                let place = node.place_of(&error.range);
                let diagnostic = Diagnostic::new(Code::MalformedTemplate, place, "the path template is malformed");
                diagnostics.push(diagnostic.label(error.reason));
                continue;
            }
        };
        let names: Vec<&str> = template.parameters.iter().map(|(name, _)| *name).collect();
        for (name, range) in &template.parameters {
            let is_described = Some(*name) == version || operation.path.contains_key(*name);
            let version_is_unknown = api.header.version.is_none() && api.may_state("version");
            let may_be_described = version_is_unknown
                || entry.may_state(&[], "path")
                || entry.may_state(&[TreeStep::Key("path")], name)
                || api.may_declare(name);
            if !is_described && !may_be_described {
                let message = format!("the parameter `{name}` of the template is not described");
                let diagnostic = Diagnostic::new(Code::PathParameterUndescribed, node.place_of(range), message);
                diagnostics.push(diagnostic.help(format!("add `{name}:` under `path`")));
            }
        }
        for name in operation.path.keys() {
            let place = entry.key_place(&[TreeStep::Key("path"), TreeStep::Key(name)]);
            let diagnostic = if Some(name.as_str()) == version {
                let message = format!("`{name}` is the API version, which `api.yaml` describes");
                Diagnostic::new(Code::PathParameterUnused, place, message).help("remove it here")
            } else if !names.contains(&name.as_str()) {
                let message = format!("the template has no parameter `{name}`");
                let help = nearest(name, names.iter().copied()).map(|near| format!("did you mean `{near}`?"));
                let help = help.unwrap_or_else(|| "remove it, or add it to the template".to_owned());
                Diagnostic::new(Code::PathParameterUnused, place, message).help(help)
            } else {
                continue;
            };
            diagnostics.push(diagnostic);
        }
    }
}

pub(super) fn fixed_parameters_are_no_inputs(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        let Some(Ok(template)) = operation.method_and_template().map(|(_, text)| template::parse(text)) else {
            continue;
        };
        for wire in operation.query.keys().filter(|wire| template.fixed_query.iter().any(|(name, _)| name == wire)) {
            let place = entry.key_place(&[TreeStep::Key("query"), TreeStep::Key(wire)]);
            let message = format!("`{wire}` has a fixed value in the path");
            let diagnostic = Diagnostic::new(Code::FixedParameter, place, message);
            diagnostics.push(diagnostic.help("remove it here or from the path"));
        }
    }
}

pub(super) fn operations_are_distinct(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    type Identity<'a> = (Method, String, Vec<(&'a str, &'a str)>, Vec<(String, String)>);
    let mut seen: HashMap<Identity<'_>, (&str, Place)> = HashMap::new();
    for (entry, operation) in operations(api) {
        let Some((method, text)) = operation.method_and_template() else { continue };
        let Ok(template) = template::parse(text) else { continue };
        let place = entry.place(&[TreeStep::Key(method.as_str())]);
        // Recorded requests are assigned without regard to case.
        let fixed = operation.fixed_headers.iter();
        let mut fixed_headers: Vec<_> =
            fixed.map(|(name, value)| (name.to_ascii_lowercase(), value.to_ascii_lowercase())).collect();
        fixed_headers.sort_unstable();
        let identity = (method, template.shape, template.fixed_query, fixed_headers);
        if let Some((name, first)) = seen.get(&identity) {
            let message = format!("`{}` has the same request as `{name}`", entry.name);
            let diagnostic = Diagnostic::new(Code::DuplicateOperation, place, message);
            diagnostics.push(diagnostic.related(*first, "the same method, path, fixed query and fixed headers").help(
                "merge the two, or state by what the service distinguishes them: a fixed query, `/path?kind=value`, or \
                 `fixed-headers: { X-Kind: value }`",
            ));
        } else {
            seen.insert(identity, (&entry.name, place));
        }
    }
}

pub(super) fn operations_succeed(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        let is_success = |status: &String| status.len() == 3 && status.starts_with('2');
        let may_be_stated = entry.may_state(&[], "responses") || !entry.is_complete_at(&[TreeStep::Key("responses")]);
        if !operation.responses.keys().any(is_success) && !may_be_stated {
            let place = entry.key_place(&[TreeStep::Key("responses")]);
            let message = format!("the operation `{}` has no success response", entry.name);
            let place = if operation.responses.is_empty() { entry.key_place } else { place };
            let diagnostic = Diagnostic::new(Code::NoSuccess, place, message);
            diagnostics
                .push(diagnostic.help("add it under `responses`: `200: TheType`, or `204: none` for an empty body"));
        }
    }
}

/// Reports bodies of responses that never have a body in HTTP.
pub(super) fn responses_can_have_their_bodies(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        let Some((method, _)) = operation.method_and_template() else { continue };
        for (status, response) in &operation.responses {
            let has_type = response.type_expression().is_some_and(|expression| expression != "none");
            let Some(number) = status.parse().ok().filter(|number| has_type && !method.has_response_body(*number))
            else {
                continue;
            };
            let what = if method == Method::Head { "to HEAD".to_owned() } else { format!("of status {number}") };
            let place = entry.place(&[TreeStep::Key("responses"), TreeStep::Key(status), TreeStep::Key("type")]);
            let diagnostic = Diagnostic::new(Code::TypeNotAllowedHere, place, format!("a response {what} has no body"));
            diagnostics.push(diagnostic.help("write `none`"));
        }
    }
}

/// Reports responses that would switch the client's retries off.
pub(super) fn retried_statuses_are_no_responses(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        for status in operation.responses.keys() {
            if status.parse().is_ok_and(is_retried) {
                let place = entry.key_place(&[TreeStep::Key("responses"), TreeStep::Key(status)]);
                let message = format!("the client retries after {status}; as a response, it would end the call");
                let diagnostic = Diagnostic::new(Code::RetriedStatus, place, message);
                diagnostics.push(diagnostic.help("list it under `statuses` of the type that `errors` names"));
            }
        }
    }
}

/// All operations that were loaded without errors.
pub(super) fn operations(api: &LoadedApi) -> impl Iterator<Item = (&LoadedEntry<OperationSpec>, &OperationSpec)> {
    let entries = api.operations();
    entries.filter_map(|entry| Some((entry, entry.value.as_ref()?)))
}
