//! Detects types of infinite size, which contain themselves without a list, a map or a box between, and envelopes that
//! would expand to infinitely many types.

use super::scope::TypeScope;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Member, Type, TypeId, TypeKind, TypeRef};
use crate::spec::tree::TreeStep;

/// A member that stores its value inside the type itself.
struct Edge<'t> {
    wire: &'t str,
    to: TypeId,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    Not,
    Open,
    Done,
}

/// Reports each cycle once, at the member that closes it.
pub(super) fn check(types: &[Type], scope: &TypeScope<'_>, diagnostics: &mut Vec<Diagnostic>) {
    nested_envelopes_end(types, scope, diagnostics);
    let around = envelopes_around_their_argument(types);
    let edges: Vec<Vec<Edge<'_>>> = types.iter().map(|declared| edges_of(declared, &around)).collect();
    let mut visits = vec![Visit::Not; types.len()];
    for start in 0..types.len() {
        if visits[start] != Visit::Not {
            continue;
        }
        visits[start] = Visit::Open;
        let mut path = vec![(start, 0)];
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            let Some(edge) = edges[at].get(*next) else {
                visits[at] = Visit::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match visits[edge.to.0] {
                Visit::Done => {}
                Visit::Not => {
                    visits[edge.to.0] = Visit::Open;
                    path.push((edge.to.0, 0));
                }
                Visit::Open => {
                    let from = path.iter().position(|(index, _)| *index == edge.to.0).unwrap_or_default();
                    let chain: Vec<&str> = path[from..].iter().map(|(index, _)| types[*index].name.as_str()).collect();
                    diagnostics.push(diagnostic(&chain, edge, scope, TypeId(at)));
                }
            }
        }
    }
}

fn diagnostic(chain: &[&str], edge: &Edge<'_>, scope: &TypeScope<'_>, at: TypeId) -> Diagnostic {
    let name = chain.first().copied().unwrap_or_default();
    let message = match chain {
        [_] => format!("the type `{name}` contains itself without indirection"),
        [_, between @ ..] => format!("the type `{name}` contains itself through `{}`", between.join("`, `")),
        [] => String::new(),
    };
    let place = scope.get(at).entry.key_place(&[TreeStep::Key("fields"), TreeStep::Key(edge.wire)]);
    Diagnostic::new(Code::ContainsItself, place, message).help("add `boxed: true` to this member, or make it a list")
}

fn edges_of<'t>(declared: &'t Type, around: &[bool]) -> Vec<Edge<'t>> {
    inline_members(declared)
        .flat_map(|member| inline_types(&member.value, around).into_iter().map(|to| Edge { wire: &member.wire, to }))
        .collect()
}

fn inline_members(declared: &Type) -> impl Iterator<Item = &Member> {
    let members = match &declared.kind {
        TypeKind::Object { members, .. } => members.as_slice(),
        _ => &[],
    };
    members.iter().filter(|member| !member.boxed)
}

fn inline_types(value: &TypeRef, around: &[bool]) -> Vec<TypeId> {
    let TypeRef::Declared(id, argument) = value else { return Vec::new() };
    let mut ids = vec![*id];
    if let Some(argument) = argument
        && around[id.0]
    {
        ids.extend(inline_types(argument, around));
    }
    ids
}

/// Which envelopes contain their argument directly, rather than in a list or a map.
fn envelopes_around_their_argument(types: &[Type]) -> Vec<bool> {
    let mut around = vec![false; types.len()];
    let mut is_settled = false;
    while !is_settled {
        is_settled = true;
        for (index, declared) in types.iter().enumerate() {
            if !around[index] && inline_members(declared).any(|member| is_around_argument(&member.value, &around)) {
                around[index] = true;
                is_settled = false;
            }
        }
    }
    around
}

fn is_around_argument(value: &TypeRef, around: &[bool]) -> bool {
    match value {
        TypeRef::Argument => true,
        TypeRef::Declared(envelope, Some(argument)) => around[envelope.0] && is_around_argument(argument, around),
        _ => false,
    }
}

/// An envelope that another envelope contains.
struct Inner<'t> {
    wire: &'t str,
    envelope: TypeId,
    /// Whether its argument contains more than the argument of the outer one.
    grows: bool,
}

/// Reports each member by which an envelope expands without end; boxing does not help there.
fn nested_envelopes_end(types: &[Type], scope: &TypeScope<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let inner: Vec<Vec<Inner<'_>>> = types.iter().map(inner_envelopes).collect();
    for (index, growing) in inner.iter().enumerate().flat_map(|(index, of)| of.iter().map(move |each| (index, each))) {
        if growing.grows && leads_to(growing.envelope, TypeId(index), &inner) {
            let message = format!("the envelope `{}` contains itself with an ever larger argument", types[index].name);
            let place =
                scope.get(TypeId(index)).entry.key_place(&[TreeStep::Key("fields"), TreeStep::Key(growing.wire)]);
            let diagnostic = Diagnostic::new(Code::ContainsItself, place, message);
            diagnostics.push(diagnostic.help("declare a separate type for the value of this member"));
        }
    }
}

fn inner_envelopes(declared: &Type) -> Vec<Inner<'_>> {
    let TypeKind::Object { is_envelope: true, members } = &declared.kind else { return Vec::new() };
    let mut found = Vec::new();
    for member in members {
        let mut value = &member.value;
        let from = found.len();
        while let TypeRef::List(item) | TypeRef::Map(item) | TypeRef::Declared(_, Some(item)) = value {
            if let TypeRef::Declared(envelope, _) = value {
                let grows = **item != TypeRef::Argument;
                found.push(Inner { wire: &member.wire, envelope: *envelope, grows });
            }
            value = item;
        }
        if *value != TypeRef::Argument {
            // The type does not depend on the argument, so it does not grow.
            found.truncate(from);
        }
    }
    found
}

fn leads_to(from: TypeId, to: TypeId, inner: &[Vec<Inner<'_>>]) -> bool {
    let mut seen = vec![false; inner.len()];
    let mut pending = vec![from];
    while let Some(at) = pending.pop() {
        if at == to {
            return true;
        }
        if !std::mem::replace(&mut seen[at.0], true) {
            pending.extend(inner[at.0].iter().map(|each| each.envelope));
        }
    }
    false
}
