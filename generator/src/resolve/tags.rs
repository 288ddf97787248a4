//! Tags of unions: the members that distinguish the variants, and those that only the union has, because a variant that is
//! used nowhere else cannot contradict them.

use std::collections::{BTreeMap, BTreeSet};

use super::for_each_type_ref;
use super::member_path::{self, Resolved};
use super::scope::TypeScope;
use super::value_kind::ValueKind;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Api, Type, TypeId, TypeKind, TypeRef};
use crate::spec::LoadedEntry;
use crate::spec::language::TypeDefinition;
use crate::spec::tree::TreeStep;

/// Finds the member with the tag in the variants of each union.
pub(super) fn find(types: &mut [Type], scope: &TypeScope<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for index in 0..types.len() {
        let TypeKind::Union { tag, variants, .. } = &types[index].kind else { continue };
        let path = tag.join(".");
        let mut names: Option<Vec<String>> = None;
        for variant in variants {
            let (code, message, help) = match member_path::resolve(&path, &variant.value, types) {
                Ok(Resolved { access: Some(_), value, names: found, .. }) if can_distinguish(value, types) => {
                    match &names {
                        Some(names) if *names != found => (
                            Code::TypeNotAllowedHere,
                            format!(
                                "`{path}` is {} in this variant, but {} in another one",
                                shown(&found),
                                shown(names)
                            ),
                            "correct the fields, or leave out the variants that have the tag elsewhere".to_owned(),
                        ),
                        _ => {
                            names = Some(found);
                            continue;
                        }
                    }
                }
                Ok(Resolved { access: Some(_), value, .. }) => (
                    Code::TypeNotAllowedHere,
                    format!(
                        "`{path}` of this variant is {}, which has no values to list",
                        ValueKind::of(value, types).noun()
                    ),
                    format!("correct its type, or `union: {path}`"),
                ),
                Ok(Resolved { access: None, .. }) => (
                    Code::TypeNotAllowedHere,
                    format!("`{path}` of this variant is in a list, so the variant does not have exactly one"),
                    format!("correct `union: {path}`"),
                ),
                Err(missing)
                    if missing
                        .within
                        .is_some_and(|within| missing.names.iter().any(|name| scope.may_have(within, name))) =>
                {
                    continue;
                }
                Err(missing) => (
                    Code::UnknownMember,
                    format!("this variant lacks the member `{}` of the union", missing.name),
                    format!("add the member, or correct `union: {path}`"),
                ),
            };
            let place =
                scope.get(TypeId(index)).entry.key_place(&[TreeStep::Key("variants"), TreeStep::Key(&variant.tag)]);
            diagnostics.push(Diagnostic::new(code, place, message).help(help));
        }
        if let (Some(names), TypeKind::Union { tag, .. }) = (names, &mut types[index].kind) {
            *tag = names;
        }
    }
}

/// The member at the end of a path, of which the message has the text.
fn shown(names: &[String]) -> String {
    if names.len() == 1 {
        return "a member of this name".to_owned();
    }
    names.iter().rev().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" of ")
}

/// Whether a variant can be recognized by a value of this type.
fn can_distinguish(value: &TypeRef, types: &[Type]) -> bool {
    match ValueKind::of(value, types) {
        ValueKind::Text | ValueKind::Integer | ValueKind::Boolean | ValueKind::Open => true,
        ValueKind::Number | ValueKind::Object | ValueKind::List => false,
    }
}

/// Keys of a member that are about its field or its presence; the union writes and reads a tag without them.
const KEYS_OF_FIELDS: &[&str] = &["nullable", "default", "secret", "lenient"];

/// Marks the members that are tags, and reports their keys without effect. A type that is used elsewhere too, or with different
/// tags, keeps its field.
pub(super) fn mark(api: &mut Api, scope: &TypeScope<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut used_elsewhere = BTreeSet::new();
    let mut note = |value: &TypeRef| used_in(value, &mut used_elsewhere);
    for operation in api.areas.iter().flat_map(|area| &area.operations) {
        for_each_type_ref(operation, &mut note);
    }
    for webhook in api.areas.iter().flat_map(|area| &area.webhooks) {
        note(&webhook.payload);
    }
    for declared in api.types.iter().filter(|declared| !matches!(declared.kind, TypeKind::Union { .. })) {
        declared.type_refs().iter().for_each(&mut note);
    }
    let mut tags: BTreeMap<TypeId, BTreeSet<(String, String)>> = BTreeMap::new();
    for declared in &api.types {
        let TypeKind::Union { tag, variants, .. } = &declared.kind else { continue };
        for variant in variants {
            let TypeRef::Declared(id, None) = variant.value else { continue };
            match tag.as_slice() {
                [name] => {
                    tags.entry(id).or_default().insert((name.clone(), variant.tag.clone()));
                }
                // Other types contain the tag.
                _ => {
                    used_elsewhere.insert(id);
                }
            }
        }
    }
    for (id, tags) in tags {
        if let ([(name, _)], false) = (Vec::from_iter(tags).as_slice(), used_elsewhere.contains(&id)) {
            mark_member(&mut api.types[id.0], name);
            report_keys(scope.get(id).entry, name, diagnostics);
        }
    }
}

fn mark_member(declared: &mut Type, name: &str) {
    if let TypeKind::Object { members, .. } = &mut declared.kind {
        for member in members.iter_mut().filter(|member| member.wire == name) {
            member.is_tag = true;
        }
    }
}

fn report_keys(entry: &LoadedEntry<TypeDefinition>, name: &str, diagnostics: &mut Vec<Diagnostic>) {
    let path = [TreeStep::Key("fields"), TreeStep::Key(name)];
    let stated = entry.node.nearest(&path).pairs().iter();
    for pair in stated.filter(|pair| KEYS_OF_FIELDS.contains(&pair.key.as_str())) {
        let message = format!("`{}` has no effect: only the union reads and writes its tag `{name}`", pair.key);
        diagnostics.push(Diagnostic::new(Code::NoEffect, pair.key_place, message).help("remove it"));
    }
}

fn used_in(value: &TypeRef, used: &mut BTreeSet<TypeId>) {
    match value {
        TypeRef::List(item) | TypeRef::Map(item) => used_in(item, used),
        TypeRef::Declared(id, argument) => {
            used.insert(*id);
            if let Some(argument) = argument {
                used_in(argument, used);
            }
        }
        _ => {}
    }
}
