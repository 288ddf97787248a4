//! The types that operations use, including those that entries with errors mention.

use std::collections::{HashMap, HashSet};

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::language::TypeDefinition;
use crate::spec::tree::{Node, TreeValue};
use crate::spec::{LoadedApi, LoadedEntry};

/// Sections of operations and types whose entries have types.
const SECTIONS: &[&str] = &["path", "query", "headers", "responses", "fields", "variants", "statuses"];

/// Keys of operations whose value is a type.
const SINGLE: &[&str] = &["body", "errors"];

/// Keys with types in entries that are written in full.
const KEYS_OF_TYPES: &[&str] = &["type", "reason"];

/// Keys whose values are prose or data: a word in them that is also the name of a type does not use the type.
pub(super) const PROSE: &[&str] = &["because", "errata", "doc", "evidence", "examples", "says", "title"];

pub(super) fn declared_types_are_used(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    if !api.unread_words.is_empty() {
        return;
    }
    let operations = api.areas.iter().flat_map(|area| &area.operations);
    let used = reachable_from(api, operations.flat_map(mentions).collect());
    for entry in api.all_types() {
        if !used.contains(entry.type_name()) {
            let message = format!("no operation uses the type `{}`", entry.name);
            diagnostics.push(Diagnostic::new(Code::UnusedType, entry.key_place, message).help("use it, or remove it"));
        }
    }
}

/// Names of the declared types that the type expressions `roots` mention, directly or through another type.
pub(super) fn reachable_from<'a>(api: &'a LoadedApi, roots: Vec<&'a str>) -> HashSet<&'a str> {
    let declared: HashMap<&str, &LoadedEntry<TypeDefinition>> =
        api.all_types().map(|entry| (entry.type_name(), entry)).collect();
    let mut reached = HashSet::new();
    let mut pending = roots;
    while let Some(expression) = pending.pop() {
        for word in words(expression) {
            if let Some((name, entry)) = declared.get_key_value(word)
                && reached.insert(*name)
            {
                pending.extend(mentions(entry).into_iter().flat_map(words).filter(|word| !entry.is_argument(word)));
            }
        }
    }
    reached
}

/// The names in a type expression.
fn words(expression: &str) -> impl Iterator<Item = &str> {
    expression.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// The type expressions of an operation or a type. If the entry has errors, these are all its texts.
fn mentions<T>(entry: &LoadedEntry<T>) -> Vec<&str> {
    if !entry.is_complete() {
        return texts(entry.stated());
    }
    let in_sections = entry.node.pairs().iter().filter(|pair| SECTIONS.contains(&pair.key.as_str()));
    let single = entry.node.pairs().iter().filter(|pair| SINGLE.contains(&pair.key.as_str()));
    in_sections.flat_map(|pair| pair.value.pairs()).chain(single).flat_map(|pair| expressions(&pair.value)).collect()
}

/// The type expressions of an entry, in its short or its full form.
pub(super) fn expressions(entry: &Node) -> impl Iterator<Item = &str> {
    let in_full = entry.pairs().iter().filter(|pair| KEYS_OF_TYPES.contains(&pair.key.as_str()));
    std::iter::once(entry).chain(in_full.map(|pair| &pair.value)).filter_map(|node| match &node.value {
        TreeValue::Text { text, .. } => Some(text.as_str()),
        _ => None,
    })
}

/// All texts of a node that are not prose.
fn texts(node: &Node) -> Vec<&str> {
    let mut texts = Vec::new();
    let mut pending = vec![node];
    while let Some(node) = pending.pop() {
        match &node.value {
            TreeValue::Text { text, .. } => texts.push(text.as_str()),
            TreeValue::List(items) => pending.extend(items),
            TreeValue::Map(pairs) => {
                pending.extend(pairs.iter().filter(|pair| !PROSE.contains(&pair.key.as_str())).map(|pair| &pair.value));
            }
            _ => {}
        }
    }
    texts
}
