//! Which types the operations reach, by what the files say: also through entries that have faults.

use std::collections::{HashMap, HashSet};

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::Api;
use crate::spec::tree::{Node, Value};

/// Keys whose values are sentences.
const PROSE: &[&str] = &["because", "doc", "evidence", "says", "title"];

pub(super) fn declared_types_are_used(api: &Api, diagnostics: &mut Vec<Diagnostic>) {
    // What an example says is data: a word in it that happens to be the name of a type uses nothing.
    let claims = api
        .areas
        .iter()
        .flat_map(|area| &area.operations)
        .flat_map(|entry| entry.node.pairs())
        .filter(|pair| pair.key != "examples" && !PROSE.contains(&pair.key.as_str()));
    let used = reachable_from(api, claims.map(|pair| &pair.value).collect());
    let entries = api.all_types();
    for entry in entries {
        if !used.contains(entry.name.trim_end_matches("<T>")) {
            let message = format!("no operation reaches the type `{}`", entry.name);
            diagnostics.push(Diagnostic::new(Code::UnusedType, entry.key_place, message).help("use it, or remove it"));
        }
    }
}

/// Names of the declared types that are mentioned in `roots`, or in a type that is.
pub(super) fn reachable_from<'a>(api: &'a Api, roots: Vec<&'a Node>) -> HashSet<&'a str> {
    let entries = api.all_types();
    let declared: HashMap<&str, &Node> =
        entries.map(|entry| (entry.name.trim_end_matches("<T>"), &entry.node)).collect();
    let mut reached = HashSet::new();
    let mut pending = roots;
    while let Some(node) = pending.pop() {
        match &node.value {
            Value::Text { text, .. } => {
                for word in text.split(|c: char| !c.is_alphanumeric() && c != '_') {
                    if let Some((name, node)) = declared.get_key_value(word)
                        && reached.insert(*name)
                    {
                        pending.push(node);
                    }
                }
            }
            Value::List(items) => pending.extend(items),
            Value::Map(pairs) => {
                pending.extend(pairs.iter().filter(|pair| !PROSE.contains(&pair.key.as_str())).map(|pair| &pair.value));
            }
            _ => {}
        }
    }
    reached
}
