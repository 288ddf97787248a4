//! Rules about enums in URLs.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::language::{EnumUrlSpelling, TypeDefinition};
use crate::spec::tree::{Node, TreeStep, TreeValue};
use crate::spec::usage::{expressions, reachable_from};
use crate::spec::{LoadedApi, LoadedEntry};

use super::operations::operations;
use super::types::types;

pub(super) fn values_in_urls_are_spelled(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let inputs: Vec<&str> = operations(api)
        .flat_map(|(entry, _)| [entry.node.pair("path"), entry.node.pair("query")])
        .flatten()
        .flat_map(|section| section.value.pairs())
        .filter(|input| !is_json(&input.value))
        .flat_map(|input| expressions(&input.value))
        .collect();
    let in_urls = reachable_from(api, inputs);
    let is_complete = api.is_complete();
    for (entry, definition) in types(api) {
        if !in_urls.contains(entry.name.as_str()) {
            if is_complete {
                report_unused_spelling(entry, definition, diagnostics);
            }
            continue;
        }
        if api.header.enum_url_spelling == EnumUrlSpelling::Same {
            continue;
        }
        for (wire, value) in definition.values.iter().flatten() {
            let may_be_stated = entry.may_state(&[TreeStep::Key("values"), TreeStep::Key(wire)], "in-url");
            if value.as_ref().is_none_or(|value| value.in_url.is_none()) && !may_be_stated {
                let place = entry.key_place(&[TreeStep::Key("values"), TreeStep::Key(wire)]);
                let message =
                    format!("`{}` is used in a URL, but the spelling of `{wire}` there is not stated", entry.name);
                let diagnostic = Diagnostic::new(Code::NoSpellingInUrl, place, message);
                diagnostics.push(diagnostic.help(format!("add `{wire}: {{ in-url: … }}`")));
            }
        }
    }
}

/// Whether the values of an input are spelled as in bodies.
fn is_json(input: &Node) -> bool {
    input.pair("as").is_some_and(|pair| matches!(&pair.value.value, TreeValue::Text { text, .. } if text == "json"))
}

fn report_unused_spelling(
    entry: &LoadedEntry<TypeDefinition>,
    definition: &TypeDefinition,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (wire, value) in definition.values.iter().flatten() {
        if value.as_ref().is_some_and(|value| value.in_url.is_some()) {
            let place = entry.key_place(&[TreeStep::Key("values"), TreeStep::Key(wire), TreeStep::Key("in-url")]);
            let message = format!("no path and no query has a `{}`", entry.name);
            diagnostics.push(Diagnostic::new(Code::NoEffect, place, message).help("remove it"));
        }
    }
}
