//! Which types a type contains inside of itself, rather than in a list, a map or a union.

use crate::model::{Member, Type, TypeId, TypeKind, TypeRef};

/// A member that stores a value of another type inside its own.
pub(super) struct Edge<'t> {
    pub(super) owner: TypeId,
    pub(super) member: &'t Member,
    /// Position of the member in its type.
    pub(super) position: usize,
    pub(super) to: TypeId,
}

/// For each type, the types that it contains through members that `counts` accepts.
pub(super) fn edges<'t>(types: &'t [Type], counts: impl Fn((TypeId, usize), &Member) -> bool) -> Vec<Vec<Edge<'t>>> {
    let counted: Vec<Vec<(usize, &Member)>> = types
        .iter()
        .enumerate()
        .map(|(owner, declared)| {
            let members = members(declared).iter().enumerate();
            members.filter(|(position, member)| counts((TypeId(owner), *position), member)).collect()
        })
        .collect();
    let around = envelopes_around_their_argument(&counted);
    let edges_of = |(owner, members): (usize, &Vec<(usize, &'t Member)>)| {
        let owner = TypeId(owner);
        let edges = members.iter().flat_map(|&(position, member)| {
            let inside = types_inside(&member.value, &around);
            inside.into_iter().map(move |to| Edge { owner, member, position, to })
        });
        edges.collect()
    };
    counted.iter().enumerate().map(edges_of).collect()
}

fn members(declared: &Type) -> &[Member] {
    match &declared.kind {
        TypeKind::Object { members, .. } => members,
        _ => &[],
    }
}

fn types_inside(value: &TypeRef, around: &[bool]) -> Vec<TypeId> {
    let TypeRef::Declared(id, argument) = value else { return Vec::new() };
    let mut ids = vec![*id];
    if let Some(argument) = argument
        && around[id.0]
    {
        ids.extend(types_inside(argument, around));
    }
    ids
}

/// Which envelopes contain their argument inside of themselves, through the members given for each type.
fn envelopes_around_their_argument(members: &[Vec<(usize, &Member)>]) -> Vec<bool> {
    let mut around = vec![false; members.len()];
    let mut is_settled = false;
    while !is_settled {
        is_settled = true;
        for (index, members) in members.iter().enumerate() {
            if !around[index] && members.iter().any(|(_, member)| is_around_argument(&member.value, &around)) {
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
