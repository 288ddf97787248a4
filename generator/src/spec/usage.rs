//! The types that operations use, including those that entries with errors mention.

use std::collections::{HashMap, HashSet};

use super::language::{OneOrMore, TypeDefinition};
use super::tree::{Node, TreeValue};
use super::{COMMON_ERRORS, LoadedApi, LoadedEntry};

/// Sections of operations whose entries are sent, and of types, whose entries have types.
const SECTIONS_OF_INPUTS: [&str; 4] = ["path", "query", "headers", "parts"];
const SECTIONS_OF_TYPES: [&str; 3] = ["fields", "variants", "statuses"];

/// Keys with types in entries that are written in full.
const KEYS_OF_TYPES: [&str; 2] = ["type", "reason"];

/// Keys whose values are prose or data: a word in them that is also the name of a type does not use the type.
pub(crate) const PROSE: &[&str] = &["because", "errata", "doc", "evidence", "examples", "says", "title"];

/// Names of the declared types that operations and webhooks use, if only for the members that another type takes over.
pub(crate) fn used_types(api: &LoadedApi) -> HashSet<&str> {
    reachable_from(api, all_uses(api))
}

/// Names of the declared types that operations send, or whose members a type takes over that they send.
pub(crate) fn sent_types(api: &LoadedApi) -> HashSet<&str> {
    reachable_from(api, sent(api))
}

/// Names of the declared types that operations and webhooks receive, or whose members a type takes over that they receive.
pub(crate) fn received_types(api: &LoadedApi) -> HashSet<&str> {
    reachable_from(api, received(api))
}

/// Names of the declared types of which there are values: each set is without types that others only take over.
pub(crate) struct TypesOfValues<'a> {
    pub(crate) sent: HashSet<&'a str>,
    pub(crate) received: HashSet<&'a str>,
    /// These, and the errors of operations.
    pub(crate) used: HashSet<&'a str>,
}

impl<'a> TypesOfValues<'a> {
    pub(crate) fn new(api: &'a LoadedApi) -> Self {
        let values = |roots| reach(api, roots, |_| &[]);
        Self { sent: values(sent(api)), received: values(received(api)), used: values(all_uses(api)) }
    }
}

/// The type expressions of all operations and webhooks.
fn all_uses(api: &LoadedApi) -> Vec<&str> {
    let of_operation =
        |entry| mentions(entry, &[&SECTIONS_OF_INPUTS[..], &["responses"]].concat(), &["body", "errors"]);
    let inherited = api.errors_file.map(|_| COMMON_ERRORS);
    api.operations().flat_map(of_operation).chain(payloads(api)).chain(inherited).collect()
}

/// The type expressions of what operations send.
fn sent(api: &LoadedApi) -> Vec<&str> {
    api.operations().flat_map(|entry| mentions(entry, &SECTIONS_OF_INPUTS, &["body"])).collect()
}

/// The type expressions of what operations and webhooks receive.
fn received(api: &LoadedApi) -> Vec<&str> {
    let responses = api.operations().flat_map(|entry| mentions(entry, &["responses"], &[]));
    responses.chain(payloads(api)).collect()
}

/// The type expressions of the payloads of webhooks.
fn payloads(api: &LoadedApi) -> impl Iterator<Item = &str> {
    api.webhooks().flat_map(|entry| mentions(entry, &[], &["payload"]))
}

/// Names of the declared types that parts with errors mention: they may be sent, received or neither.
pub(crate) fn uncertain_types(api: &LoadedApi) -> HashSet<&str> {
    let of_operations = api.operations().filter(|entry| !entry.is_complete()).map(LoadedEntry::stated);
    let of_types = api.all_types().filter(|entry| !entry.is_complete()).map(LoadedEntry::stated);
    let unread = api.unread_words.iter().map(String::as_str);
    reachable_from(api, of_operations.chain(of_types).flat_map(texts).chain(unread).collect())
}

/// Names of the declared types that the type expressions `roots` mention, directly, through another type, or as one whose
/// members another type takes over.
pub(crate) fn reachable_from<'a>(api: &'a LoadedApi, roots: Vec<&'a str>) -> HashSet<&'a str> {
    reach(api, roots, |definition| definition.includes.as_ref().map(OneOrMore::as_slice).unwrap_or_default())
}

/// The types that `roots` mention, directly or through another type; of each, also those that `included` names.
fn reach<'a>(
    api: &'a LoadedApi,
    roots: Vec<&'a str>,
    included: impl Fn(&'a TypeDefinition) -> &'a [String],
) -> HashSet<&'a str> {
    let declared: HashMap<&str, &LoadedEntry<TypeDefinition>> =
        api.all_types().map(|entry| (entry.type_name(), entry)).collect();
    let mut reached = HashSet::new();
    let mut pending = roots;
    while let Some(expression) = pending.pop() {
        for word in words(expression) {
            if let Some((name, entry)) = declared.get_key_value(word)
                && reached.insert(*name)
            {
                let within = mentions(entry, &SECTIONS_OF_TYPES, &[]);
                pending.extend(entry.value.iter().flat_map(&included).map(String::as_str));
                pending.extend(within.into_iter().flat_map(words).filter(|word| !entry.is_argument(word)));
            }
        }
    }
    reached
}

/// The type expressions in these sections and at these keys of an entry. If it has errors, these are all its texts.
fn mentions<'a, T>(entry: &'a LoadedEntry<T>, sections: &[&str], keys: &[&str]) -> Vec<&'a str> {
    if !entry.is_complete() {
        return texts(entry.stated());
    }
    let in_sections = entry.node.pairs().iter().filter(|pair| sections.contains(&pair.key.as_str()));
    let at_keys = entry.node.pairs().iter().filter(|pair| keys.contains(&pair.key.as_str()));
    in_sections.flat_map(|pair| pair.value.pairs()).chain(at_keys).flat_map(|pair| expressions(&pair.value)).collect()
}

/// The names in a type expression.
fn words(expression: &str) -> impl Iterator<Item = &str> {
    expression.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// The type expressions of an entry, in its short or its full form.
pub(crate) fn expressions(entry: &Node) -> impl Iterator<Item = &str> {
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
