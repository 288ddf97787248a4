//! Rules about the case of member names.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::LoadedApi;
use crate::spec::language::MemberCase;
use crate::spec::tree::TreeStep;
use crate::spec::usage::sent_types;

use super::types::types;

pub(super) fn member_case_has_an_effect(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    if api.header.member_case.is_none() || !api.header.error_shapes.is_empty() || !api.is_complete() {
        return;
    }
    let sent = sent_types(api);
    if types(api).any(|(entry, definition)| definition.fields.is_some() && sent.contains(entry.type_name())) {
        return;
    }
    let place = api.node.key_place(&[TreeStep::Key("member-case")]);
    let message = "no request has members, and there are no `error-shapes`";
    diagnostics.push(Diagnostic::new(Code::NoEffect, place, message).help("add `error-shapes`, or remove it"));
}

pub(super) fn sent_members_are_distinct(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    if api.header.member_case != Some(MemberCase::Ignored) {
        return;
    }
    let sent = sent_types(api);
    for (entry, definition) in types(api).filter(|(entry, _)| sent.contains(entry.type_name())) {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for (wire, _) in definition.fields.iter().flatten() {
            let place = |wire| entry.key_place(&[TreeStep::Key("fields"), TreeStep::Key(wire)]);
            if let Some(first) = seen.insert(wire.to_ascii_lowercase(), wire) {
                let message = format!(
                    "the service cannot distinguish `{wire}` from `{first}` in a request, because it ignores the case of members"
                );
                diagnostics.push(
                    Diagnostic::new(Code::MemberTwice, place(wire), message)
                        .related(place(first), "first listed here")
                        .help("remove one of them, or state `member-case: exact` if the service distinguishes them"),
                );
            }
        }
    }
}
