//! Detects types without values, which require one of themselves, and envelopes that would expand to infinitely many types.

use super::contained::{Edge, edges};
use super::scope::TypeScope;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Presence, Type, TypeId, TypeKind, TypeRef};
use crate::spec::tree::TreeStep;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    Not,
    Open,
    Done,
}

/// Reports each cycle of required members once, at the member that closes it.
pub(super) fn check(types: &[Type], scope: &TypeScope<'_>, diagnostics: &mut Vec<Diagnostic>) {
    nested_envelopes_end(types, scope, diagnostics);
    let required = edges(types, |_, member| member.presence == Presence::Required);
    let mut visits = vec![Visit::Not; types.len()];
    for start in 0..types.len() {
        if visits[start] != Visit::Not {
            continue;
        }
        visits[start] = Visit::Open;
        let mut path = vec![(start, 0)];
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            let Some(edge) = required[at].get(*next) else {
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
                    diagnostics.push(diagnostic(&chain, edge, scope));
                }
            }
        }
    }
}

fn diagnostic(chain: &[&str], edge: &Edge<'_>, scope: &TypeScope<'_>) -> Diagnostic {
    let name = chain.first().copied().unwrap_or_default();
    let message = match chain {
        [_, between @ ..] if !between.is_empty() => {
            format!("the type `{name}` requires itself through `{}`, so it has no values", between.join("`, `"))
        }
        _ => format!("the type `{name}` requires itself, so it has no values"),
    };
    let path = [TreeStep::Key("fields"), TreeStep::Key(&edge.member.wire)];
    let place = scope.get(edge.owner).entry.key_place(&path);
    Diagnostic::new(Code::ContainsItself, place, message)
        .help("leave `required` out at a member that responses can lack")
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
