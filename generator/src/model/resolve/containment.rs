//! Types that would have no finite size, because they contain themselves without a list, a map or a pointer between.

use super::scope::Scope;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Member, Type, TypeId, TypeKind, TypeRef};
use crate::spec::tree::Step;

/// A member that keeps its value inside the type itself.
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
pub(super) fn check(types: &[Type], scope: &Scope<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let edges: Vec<Vec<Edge<'_>>> = types.iter().map(|declared| edges_of(declared, types)).collect();
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
                    diagnostics.push(finding(&chain, edge, scope, TypeId(at)));
                }
            }
        }
    }
}

fn finding(chain: &[&str], edge: &Edge<'_>, scope: &Scope<'_>, at: TypeId) -> Diagnostic {
    let name = chain.first().copied().unwrap_or_default();
    let message = match chain {
        [_] => format!("the type `{name}` contains itself without indirection"),
        [_, between @ ..] => format!("the type `{name}` contains itself, by way of `{}`", between.join("`, `")),
        [] => String::new(),
    };
    let place = scope.get(at).entry.key_place(&[Step::Key("fields"), Step::Key(edge.wire)]);
    Diagnostic::new(Code::ContainsItself, place, message).help("add `boxed: true` to this member, or make it a list")
}

fn edges_of<'t>(declared: &'t Type, types: &[Type]) -> Vec<Edge<'t>> {
    inline_members(declared)
        .flat_map(|member| inline_types(&member.value, types).into_iter().map(|to| Edge { wire: &member.wire, to }))
        .collect()
}

fn inline_members(declared: &Type) -> impl Iterator<Item = &Member> {
    let members = match &declared.kind {
        TypeKind::Object { members, .. } => members.as_slice(),
        _ => &[],
    };
    members.iter().filter(|member| !member.boxed)
}

fn inline_types(value: &TypeRef, types: &[Type]) -> Vec<TypeId> {
    let TypeRef::Declared(id, argument) = value else { return Vec::new() };
    let mut ids = vec![*id];
    if let Some(argument) = argument
        && keeps_argument_inline(*id, types, &mut Vec::new())
    {
        ids.extend(inline_types(argument, types));
    }
    ids
}

/// Whether an envelope has its argument inside itself, rather than in a list or a map.
fn keeps_argument_inline(envelope: TypeId, types: &[Type], seen: &mut Vec<TypeId>) -> bool {
    if seen.contains(&envelope) {
        return false;
    }
    seen.push(envelope);
    inline_members(&types[envelope.0]).any(|member| match &member.value {
        TypeRef::Argument => true,
        TypeRef::Declared(inner, Some(argument)) if **argument == TypeRef::Argument => {
            keeps_argument_inline(*inner, types, seen)
        }
        _ => false,
    })
}
