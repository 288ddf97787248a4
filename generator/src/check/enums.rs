//! Rules about enums in URLs.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::LoadedApi;
use crate::spec::language::EnumUrlSpelling;
use crate::spec::tree::TreeStep;
use crate::spec::usage::{expressions, reachable_from};

use super::operations::operations;
use super::types::types;

pub(super) fn values_in_urls_are_spelled(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    if api.header.enum_url_spelling == EnumUrlSpelling::Same {
        return;
    }
    let inputs: Vec<&str> = operations(api)
        .flat_map(|(entry, _)| [entry.node.pair("path"), entry.node.pair("query")])
        .flatten()
        .flat_map(|section| section.value.pairs())
        .filter(|input| input.value.pair("as").is_none())
        .flat_map(|input| expressions(&input.value))
        .collect();
    let in_urls = reachable_from(api, inputs);
    for (entry, definition) in types(api) {
        if !in_urls.contains(entry.name.as_str()) {
            continue;
        }
        for (wire, value) in definition.values.iter().flatten() {
            let may_be_stated = entry.may_state(&[TreeStep::Key("values"), TreeStep::Key(wire)], "in-url");
            if value.as_ref().is_none_or(|value| value.in_url.is_none()) && !may_be_stated {
                let place = entry.key_place(&[TreeStep::Key("values"), TreeStep::Key(wire)]);
                let message = format!("`{}` is used in a URL, where `{wire}` has a different spelling", entry.name);
                let diagnostic = Diagnostic::new(Code::NoSpellingInUrl, place, message);
                diagnostics.push(diagnostic.help(format!("add `{wire}: {{ in-url: … }}`")));
            }
        }
    }
}
