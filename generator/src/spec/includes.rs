//! Adds the members that types take over from others, so that all that follows finds them where they have an effect.

use std::collections::HashMap;

use super::language::TypeDefinition;
use super::loaded::{LoadedApi, LoadedEntry, decode};
use super::tree::{Node, Pair, TreeStep, TreeValue};
use crate::diagnostics::{Code, Diagnostic, nearest};

const FIELDS: &str = "fields";
const INCLUDES: &str = "includes";

/// What a type states, before any member is added.
struct Included {
    /// Whether it has members that another type can have as well.
    is_object: bool,
    /// The members without errors.
    usable: Vec<Pair>,
    /// All members.
    stated: Vec<Pair>,
    /// The names of the types whose members it takes over.
    includes: Vec<String>,
}

/// Adds the members that `includes` names to the types of an API, before their own, and reports what cannot be taken over.
pub(super) fn expand(api: &mut LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let types: HashMap<String, Included> =
        api.all_types().map(|entry| (entry.type_name().to_owned(), included(entry))).collect();
    if types.values().all(|declared| declared.includes.is_empty()) {
        return;
    }
    let LoadedApi { types: shared, areas, unread_words, .. } = api;
    for entry in shared.iter_mut().chain(areas.iter_mut().flat_map(|area| &mut area.types)) {
        let mut expansion = Expansion { entry, types: &types, diagnostics };
        expansion.expand(|name| unread_words.contains(name));
    }
}

fn included(entry: &LoadedEntry<TypeDefinition>) -> Included {
    let fields = |node: &Node| node.pair(FIELDS).map(|pair| pair.value.pairs().to_vec()).unwrap_or_default();
    let includes = names(&entry.node).into_iter().map(|(name, _)| name.to_owned()).collect();
    let has_members =
        [FIELDS, INCLUDES].iter().any(|key| entry.stated().pair(key).is_some() || entry.may_state(&[], key));
    Included {
        is_object: has_members && !entry.is_envelope(),
        usable: fields(&entry.node),
        stated: fields(entry.stated()),
        includes,
    }
}

/// The names under `includes`, each with its node.
fn names(node: &Node) -> Vec<(&str, &Node)> {
    let nodes = match node.pair(INCLUDES).map(|pair| &pair.value) {
        Some(Node { value: TreeValue::List(items), .. }) => items.as_slice(),
        Some(node) => std::slice::from_ref(node),
        None => &[],
    };
    let texts = nodes.iter().filter_map(|node| match &node.value {
        TreeValue::Text { text, .. } => Some((text.as_str(), node)),
        _ => None,
    });
    texts.collect()
}

/// The members of a type and of those that it includes.
#[derive(Default)]
struct IncludedMembers {
    usable: Vec<Pair>,
    stated: Vec<Pair>,
    /// The types that they are of.
    of: Vec<String>,
}

impl IncludedMembers {
    fn add(&mut self, name: &str, types: &HashMap<String, Included>) {
        let Some(declared) = types.get(name).filter(|declared| declared.is_object) else { return };
        if self.of.iter().any(|known| known == name) {
            return;
        }
        self.of.push(name.to_owned());
        for included in &declared.includes {
            self.add(included, types);
        }
        let is_new = |pair: &&Pair, known: &[Pair]| known.iter().all(|other| other.key != pair.key);
        let usable: Vec<Pair> = declared.usable.iter().filter(|pair| is_new(pair, &self.usable)).cloned().collect();
        let stated: Vec<Pair> = declared.stated.iter().filter(|pair| is_new(pair, &self.stated)).cloned().collect();
        self.usable.extend(usable);
        self.stated.extend(stated);
    }
}

struct Expansion<'e> {
    entry: &'e mut LoadedEntry<TypeDefinition>,
    types: &'e HashMap<String, Included>,
    diagnostics: &'e mut Vec<Diagnostic>,
}

impl Expansion<'_> {
    fn expand(&mut self, may_declare: impl Fn(&str) -> bool) {
        let node = self.entry.node.clone();
        let Some(key) = node.pair(INCLUDES) else { return };
        let other_kind = ["values", "id", "union", "statuses"].into_iter().find(|kind| node.pair(kind).is_some());
        if other_kind.is_some() {
            let message = "`includes` takes over members, which only a type with `fields` has";
            self.diagnostics.push(Diagnostic::new(Code::NoEffect, key.key_place, message).help("remove it"));
            return;
        }
        let mut added = IncludedMembers::default();
        for (name, at) in names(&node) {
            let mut members = IncludedMembers::default();
            members.add(name, self.types);
            if self.can_include(name, at, &members, &may_declare) {
                self.report_members_stated_twice(name, at, &members, &added);
                added.add(name, self.types);
            }
        }
        let is_complete = added.usable.len() == added.stated.len() && self.entry.unreduced.is_none();
        if !is_complete {
            self.entry.unreduced = Some(with_fields(self.entry.stated(), added.stated));
        }
        self.entry.node = with_fields(&node, added.usable);
        if self.entry.value.is_some() {
            self.entry.value = decode(&self.entry.node, self.diagnostics);
        }
    }

    fn can_include(
        &mut self,
        name: &str,
        at: &Node,
        members: &IncludedMembers,
        may_declare: &impl Fn(&str) -> bool,
    ) -> bool {
        let Some(declared) = self.types.get(name) else {
            if !may_declare(name) {
                let objects = self.types.iter().filter(|(_, declared)| declared.is_object);
                let mut known: Vec<&str> = objects.map(|(known, _)| known.as_str()).collect();
                known.sort_unstable();
                let help = nearest(name, known).map(|near| format!("did you mean `{near}`?"));
                let message = format!("the type `{name}` is not declared");
                let diagnostic = Diagnostic::new(Code::UnknownType, at.place, message);
                self.diagnostics.push(diagnostic.help(help.unwrap_or_else(|| "declare it under `types`".to_owned())));
            }
            return false;
        };
        if !declared.is_object {
            let message = format!("`{name}` has no members that another type can take over");
            let diagnostic = Diagnostic::new(Code::TypeNotAllowedHere, at.place, message);
            self.diagnostics.push(diagnostic.help("name a type that has `fields` and is not an envelope"));
            return false;
        }
        if members.of.iter().any(|of| of == self.entry.type_name()) {
            let message = format!("`{}` takes over its own members", self.entry.type_name());
            let diagnostic = Diagnostic::new(Code::ContainsItself, at.place, message);
            self.diagnostics.push(diagnostic.help("remove one of the `includes` of this cycle"));
            return false;
        }
        true
    }

    /// A member has one description.
    fn report_members_stated_twice(
        &mut self,
        name: &str,
        at: &Node,
        members: &IncludedMembers,
        added: &IncludedMembers,
    ) {
        for member in &members.stated {
            let own = self.entry.stated().nearest(&[TreeStep::Key(FIELDS)]).pair(&member.key);
            let is_other = |other: &&Pair| other.key == member.key && other.key_place != member.key_place;
            let (place, first) = match (own, added.stated.iter().find(is_other)) {
                (Some(own), _) => (own.key_place, member.key_place),
                (None, Some(other)) => (at.place, other.key_place),
                (None, None) => continue,
            };
            let message = format!("`{}` is also a member of `{name}`, whose members are taken over", member.key);
            let diagnostic = Diagnostic::new(Code::MemberTakenOver, place, message).related(first, "first stated here");
            self.diagnostics.push(diagnostic.help("state it once: remove one of the two, or do not include the type"));
        }
    }
}

/// A type with these members before its own.
fn with_fields(node: &Node, mut members: Vec<Pair>) -> Node {
    let own = node.pair(FIELDS);
    if own.is_some_and(|own| !matches!(own.value.value, TreeValue::Map(_))) {
        return node.clone();
    }
    let included = node.pair(INCLUDES);
    for pair in own.map_or(&[][..], |own| own.value.pairs()) {
        members.retain(|member| member.key != pair.key);
    }
    members.extend(own.map_or(&[][..], |own| own.value.pairs()).iter().cloned());
    let value = TreeValue::Map(members.into());
    let mut pairs: Vec<Pair> = node.pairs().to_vec();
    match pairs.iter_mut().find(|pair| pair.key == FIELDS) {
        Some(fields) => fields.value.value = value,
        None => pairs.extend(included.map(|included| Pair {
            key: FIELDS.to_owned(),
            value: Node { place: included.value.place, value },
            ..included.clone()
        })),
    }
    Node { place: node.place, value: TreeValue::Map(pairs.into()) }
}
