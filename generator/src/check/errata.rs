//! Rules about errata: mistakes of pages, noted in the spec.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::spec::language::{ErratumSpec, TypeDefinition};
use crate::spec::tree::{Node, Pair, TreeStep, TreeValue};
use crate::spec::usage::PROSE;
use crate::spec::{LoadedApi, LoadedEntry};
use crate::wire_path::{self, PathStart};

use super::operations::operations;
use super::types::types;

pub(super) fn errata_name_existing_nodes(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    // Of types of one name, which is an error, the first counts.
    let mut declared = DeclaredTypes::new();
    for entry in api.all_types() {
        declared.entry(entry.type_name()).or_insert(entry);
    }
    let nodes = (&api.node, &api.usable);
    check(&declared, nodes, &api.header.errata, diagnostics);
    for (entry, operation) in operations(api) {
        check(&declared, (entry.stated(), &entry.node), &operation.errata, diagnostics);
    }
    for (entry, definition) in types(api) {
        check(&declared, (entry.stated(), &entry.node), &definition.errata, diagnostics);
    }
}

/// The declared types by their names, without parameters.
type DeclaredTypes<'a> = HashMap<&'a str, &'a LoadedEntry<TypeDefinition>>;

/// Checks the errata of a node, as the file states it and without the parts that have errors.
fn check(
    types: &DeclaredTypes<'_>,
    (stated, usable): (&Node, &Node),
    errata: &[ErratumSpec],
    diagnostics: &mut Vec<Diagnostic>,
) {
    // Only if all errata were loaded are their positions those in the file.
    if stated.pair("errata").map(|pair| &pair.value) != usable.pair("errata").map(|pair| &pair.value) {
        return;
    }
    for (index, erratum) in errata.iter().enumerate() {
        if erratum.statement().is_none() {
            let place = stated.nearest(&[TreeStep::Key("errata"), TreeStep::Item(index)]).place;
            let message = "the erratum does not state exactly one mistake of the page";
            let diagnostic = Diagnostic::new(Code::ErratumStatement, place, message);
            diagnostics.push(diagnostic.help("state one of `says`, `lacks`, `lists` and `shows`"));
        }
        if let Err(step) = follow(types, stated, &erratum.at) {
            // A mistyped key has been reported.
            let is_lost = |pair: &Pair| usable.pair(&pair.key).is_none() && nearest(&pair.key, [step]).is_some();
            if stated.pairs().iter().any(is_lost) {
                continue;
            }
            let place: Place =
                stated.nearest(&[TreeStep::Key("errata"), TreeStep::Item(index), TreeStep::Key("at")]).place;
            let message = format!("`{}` does not exist: there is no `{step}`", erratum.at);
            let diagnostic = Diagnostic::new(Code::ErratumNowhere, place, message);
            diagnostics
                .push(diagnostic.help("write the keys below the operation or type: `responses.200`, `fields.size`"));
        }
    }
}

/// Nodes that may exist on a page only: credentials, a body, paging and the like, and the nodes whose children pages list.
const STATED: &[&str] = &[
    "credentials",
    "deprecated",
    "path",
    "query",
    "headers",
    "parts",
    "body",
    "responses",
    "errors",
    "paging",
    "fields",
    "values",
    "statuses",
];

/// Whether a path below a list leads to an item, or to a property of an item that pages state.
fn is_of_item(path: &str) -> bool {
    matches!(wire_path::likely_start(path).rest, None | Some("required" | "retry" | "reason"))
}

/// Lists whose names may contain dots (`query.filter.operator`).
const LISTS_OF_ANY_NAME: &[&str] = &["query", "headers", "parts"];

/// Follows a path of keys, and of wire names below a type. The last step may be missing, because the spec may omit on purpose
/// what a page lists; its parent must exist.
fn follow<'p>(types: &DeclaredTypes<'_>, from: &Node, path: &'p str) -> Result<(), &'p str> {
    let (mut node, mut names, mut rest) = (from, Vec::new(), Some(path));
    while let Some(path) = rest {
        let next = wire_path::starts(path).find_map(|start| {
            let next = child(node, start.name).or_else(|| child(&parts_of(types, node)?.value, start.name))?;
            Some((start, next))
        });
        let Some((start, next)) = next else {
            let missing = wire_path::likely_start(path);
            return if may_be_missing(node, &names, missing) { Ok(()) } else { Err(missing.name) };
        };
        names.push(start.name);
        (node, rest) = (next, start.rest);
    }
    Ok(())
}

/// Whether a page may state what `node`, at the end of `names`, does not have.
fn may_be_missing(node: &Node, names: &[&str], missing: PathStart<'_>) -> bool {
    let first = names.first().copied().unwrap_or(missing.name);
    match (names.len(), missing.rest) {
        (0 | 1, Some(_)) if LISTS_OF_ANY_NAME.contains(&first) => true,
        // A page may list items where the spec has no list.
        (0, rest) => STATED.contains(&first) && rest.is_none_or(is_of_item),
        (_, None) => matches!(node.value, TreeValue::Map(_) | TreeValue::List(_)) || is_expression(node, names),
        (_, Some(_)) => false,
    }
}

fn child<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    match &node.value {
        TreeValue::List(items) => items.get(name.parse::<usize>().ok()?),
        _ => node.pair(name).map(|pair| &pair.value),
    }
}

/// Whether the node at the end of `steps` is a type, not a sentence, template or the like.
fn is_expression(node: &Node, steps: &[&str]) -> bool {
    let is_typed = |first: &&str| STATED.contains(first) || ["variants", "types"].contains(first);
    let ends_in_prose = steps.last().is_some_and(|last| PROSE.contains(last));
    matches!(node.value, TreeValue::Text { .. }) && steps.first().is_some_and(is_typed) && !ends_in_prose
}

/// The `fields` or `statuses` of the innermost declared type that a node names.
fn parts_of<'a>(types: &DeclaredTypes<'a>, node: &Node) -> Option<&'a Pair> {
    let expression = node.pair("type").map_or(node, |pair| &pair.value);
    let TreeValue::Text { text, .. } = &expression.value else { return None };
    let names = text.split(['<', '>']).filter(|name| !name.is_empty());
    let mut entries = names.filter_map(|name| types.get(name));
    entries.find_map(|entry| entry.node.pair("fields").or_else(|| entry.node.pair("statuses")))
}
