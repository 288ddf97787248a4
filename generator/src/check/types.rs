//! Rules about declared types.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::language::{EnumCase, Ordered, TypeDefinition};
use crate::spec::tree::TreeStep;
use crate::spec::usage::used_types;
use crate::spec::{COMMON_ERRORS, LoadedApi, LoadedEntry};

pub(super) fn types_have_docs(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, definition) in types(api) {
        if definition.doc.as_deref().is_none_or(|doc| doc.trim().is_empty()) && !entry.may_state(&[], "doc") {
            let message = format!("the type `{}` has no `doc`", entry.name);
            let diagnostic = Diagnostic::new(Code::MissingDoc, entry.key_place, message);
            diagnostics.push(diagnostic.help("describe it in your own words: `doc: A license that …`"));
        }
    }
}

pub(super) fn types_are_of_one_kind(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, definition) in types(api) {
        let stated: Vec<&str> = kinds(definition).collect();
        let diagnostic = match stated.as_slice() {
            [_] => None,
            [] if KINDS.iter().any(|kind| entry.may_state(&[], kind)) => None,
            [] => {
                Some(Diagnostic::new(Code::TypeKind, entry.key_place, format!("the type `{}` has no kind", entry.name)))
            }
            [first, second, ..] => {
                let message = format!("the type `{}` has several kinds", entry.name);
                let place = entry.key_place(&[TreeStep::Key(second)]);
                Some(
                    Diagnostic::new(Code::TypeKind, place, message)
                        .related(entry.key_place(&[TreeStep::Key(first)]), "the other kind"),
                )
            }
        };
        diagnostics.extend(diagnostic.map(|diagnostic| {
            diagnostic.help("state exactly one of `fields`, `values`, `id`, `union` and `statuses`")
        }));
        let is_incomplete = ["union", "variants"].iter().any(|key| entry.may_state(&[], key));
        if definition.union.is_some() != definition.variants.is_some() && !is_incomplete {
            let message = "`union` and `variants` must be used together";
            let key = if definition.union.is_some() { "union" } else { "variants" };
            let diagnostic = Diagnostic::new(Code::TypeKind, entry.key_place(&[TreeStep::Key(key)]), message);
            diagnostics
                .push(diagnostic.help("`union` names the member that selects the variant, `variants` lists the types"));
        }
        let lists_nothing = definition.statuses.as_ref().is_some_and(Ordered::is_empty);
        if lists_nothing && entry.is_complete_at(&[TreeStep::Key("statuses")]) {
            let message = format!("`{}` lists no errors", entry.name);
            let diagnostic = Diagnostic::new(Code::TypeKind, entry.key_place(&[TreeStep::Key("statuses")]), message);
            let is_file = api.errors_file.is_some() && entry.name == COMMON_ERRORS;
            diagnostics.push(diagnostic.help(if is_file {
                "list at least one, or remove the file"
            } else {
                "list at least one, or remove the type and the `errors:` that name it"
            }));
        }
        let has_no_variants = definition.variants.as_ref().is_some_and(Ordered::is_empty);
        if has_no_variants && entry.is_complete_at(&[TreeStep::Key("variants")]) {
            let message = format!("the union `{}` lists no variants", entry.name);
            let diagnostic = Diagnostic::new(Code::TypeKind, entry.key_place(&[TreeStep::Key("variants")]), message);
            diagnostics.push(diagnostic.help("list at least one, or use `json` in place of the type"));
        }
        let has_no_values = definition.values.as_ref().is_some_and(Ordered::is_empty);
        if has_no_values && entry.is_complete_at(&[TreeStep::Key("values")]) {
            let message = format!("the enum `{}` lists no values", entry.name);
            let diagnostic = Diagnostic::new(Code::TypeKind, entry.key_place(&[TreeStep::Key("values")]), message);
            diagnostics.push(
                diagnostic.help("list at least one; if none is known, use `string` or `int64` in place of the type"),
            );
        }
        if entry.is_envelope() && definition.fields.is_none() && !entry.may_state(&[], "fields") {
            let message = format!("`{}` is declared as an envelope, but has no fields", entry.name);
            let diagnostic = Diagnostic::new(Code::TypeKind, entry.key_place, message);
            diagnostics.push(diagnostic.help("only types with `fields` can be envelopes: remove `<T>`"));
        }
    }
}

const KINDS: [&str; 5] = ["fields", "values", "id", "union", "statuses"];

fn kinds(definition: &TypeDefinition) -> impl Iterator<Item = &'static str> {
    let stated = [
        definition.fields.is_some(),
        definition.values.is_some(),
        definition.id.is_some(),
        definition.union.is_some(),
        definition.statuses.is_some(),
    ];
    KINDS.into_iter().zip(stated).filter_map(|(name, stated)| stated.then_some(name))
}

pub(super) fn enum_values_are_distinct(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, definition) in types(api) {
        let Some(values) = &definition.values else { continue };
        if definition.case.unwrap_or(api.header.enum_case) == EnumCase::Exact {
            continue;
        }
        let mut seen: HashMap<String, &str> = HashMap::new();
        for value in values.keys() {
            let place = |value| entry.key_place(&[TreeStep::Key("values"), TreeStep::Key(value)]);
            if let Some(first) = seen.insert(value.to_ascii_lowercase(), value) {
                let message = format!("the value `{value}` is listed twice: it differs from `{first}` in case only");
                let diagnostic = Diagnostic::new(Code::EnumValueTwice, place(value), message);
                diagnostics.push(
                    diagnostic
                        .related(place(first), "first listed here")
                        .help("remove one of them, or state `case: exact` if the service distinguishes them"),
                );
            }
        }
    }
}

pub(super) fn declared_types_are_used(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    if !api.unread_words.is_empty() {
        return;
    }
    let used = used_types(api);
    for entry in api.all_types() {
        if !used.contains(entry.type_name()) {
            let message = format!("no operation uses the type `{}`", entry.name);
            diagnostics.push(Diagnostic::new(Code::UnusedType, entry.key_place, message).help("use it, or remove it"));
        }
    }
}

/// The types that were loaded without errors, by name.
pub(super) type TypesByName<'a> = HashMap<&'a str, (&'a LoadedEntry<TypeDefinition>, &'a TypeDefinition)>;

/// The types of [`types`] by their names, for rules that look up one for each operation.
pub(super) fn types_by_name(api: &LoadedApi) -> TypesByName<'_> {
    types(api).map(|(entry, definition)| (entry.name.as_str(), (entry, definition))).collect()
}

/// All types that were loaded without errors.
pub(super) fn types(api: &LoadedApi) -> impl Iterator<Item = (&LoadedEntry<TypeDefinition>, &TypeDefinition)> {
    let entries = api.all_types();
    entries.filter_map(|entry| Some((entry, entry.value.as_ref()?)))
}
