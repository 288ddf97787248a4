//! Paths of wire names into a type: `attributes.etag`, `lineItems[].error`.

use crate::model::{AccessStep, Type, TypeId, TypeKind, TypeRef};
use crate::wire_path::{self, PathStart};

/// The member at the end of a path.
#[derive(Clone, Debug)]
pub(super) struct Resolved<'t> {
    /// The wire names on the way.
    pub(super) names: Vec<String>,
    /// The Rust fields on the way; `None` if there is a list on the way.
    pub(super) access: Option<Vec<AccessStep>>,
    pub(super) value: &'t TypeRef,
    /// The argument of an envelope that `value` may refer to.
    pub(super) argument: Option<&'t TypeRef>,
    /// Whether a member on the way is secret.
    pub(super) is_secret: bool,
}

/// The first part of a path that its type does not have, and the names that it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Missing<'t> {
    /// The name that is probably meant.
    pub(super) name: String,
    /// All names that could be meant, the longest one first.
    pub(super) names: Vec<String>,
    pub(super) known: Vec<&'t str>,
    /// The type that does not have it.
    pub(super) within: Option<TypeId>,
}

/// Where several members fit a part of a path, the one with the longest name is meant.
pub(super) fn resolve<'t>(path: &str, from: &'t TypeRef, types: &'t [Type]) -> Result<Resolved<'t>, Missing<'t>> {
    let mut found =
        Resolved { names: Vec::new(), access: Some(Vec::new()), value: from, argument: None, is_secret: false };
    let mut rest = Some(path);
    while let Some(path) = rest {
        let missing = |known, within| {
            let names = wire_path::starts(path).map(|start| start.name.to_owned()).collect();
            Missing { name: wire_path::likely_start(path).name.to_owned(), names, known, within }
        };
        let into_lists = |list: &'t TypeRef, count: usize| {
            (0..count).try_fold(list, |list, _| match list {
                TypeRef::List(item) => Some(item.as_ref()),
                _ => None,
            })
        };
        // A body can be a list itself.
        let start = wire_path::likely_start(path);
        if start.name.is_empty() && start.lists > 0 && found.names.is_empty() {
            found.access = None;
            found.value = into_lists(found.value, start.lists).ok_or_else(|| missing(Vec::new(), None))?;
            rest = start.rest;
            continue;
        }
        let TypeRef::Declared(id, inner) = found.value else { return Err(missing(Vec::new(), None)) };
        let TypeKind::Object { members, .. } = &types[id.0].kind else { return Err(missing(Vec::new(), Some(*id))) };
        let fitting = wire_path::starts(path).find_map(|start| {
            let member = members.iter().find(|member| member.wire == start.name)?;
            Some((start, member))
        });
        let Some((PathStart { name, lists, rest: further }, member)) = fitting else {
            return Err(missing(members.iter().map(|member| member.wire.as_str()).collect(), Some(*id)));
        };
        found.names.push(name.to_owned());
        if let Some(access) = &mut found.access {
            access.push(AccessStep { field: member.name.clone(), presence: member.presence });
        }
        found.argument = inner.as_deref().or(found.argument);
        found.value = &member.value;
        found.is_secret |= member.secret;
        if lists > 0 {
            found.access = None;
            found.value = into_lists(found.value, lists).ok_or_else(|| missing(Vec::new(), None))?;
        }
        if let (TypeRef::Argument, Some(actual)) = (found.value, found.argument) {
            found.value = actual;
        }
        rest = further;
    }
    Ok(found)
}
