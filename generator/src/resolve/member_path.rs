//! Paths of wire names into a type: `attributes.etag`, `lineItems[].error`.

use crate::model::{AccessStep, Type, TypeId, TypeKind, TypeRef};

/// The member at the end of a path.
#[derive(Clone, Debug)]
pub(super) struct Resolved<'t> {
    /// The Rust fields on the way; `None` if there is a list on the way.
    pub(super) access: Option<Vec<AccessStep>>,
    pub(super) value: &'t TypeRef,
    /// The argument of an envelope that `value` may refer to.
    pub(super) argument: Option<&'t TypeRef>,
    /// Whether a member on the way is secret.
    pub(super) is_secret: bool,
}

/// The first name of a path that its type does not have, and the names that it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Missing<'t> {
    pub(super) name: String,
    pub(super) known: Vec<&'t str>,
    /// The type that does not have it.
    pub(super) within: Option<TypeId>,
}

pub(super) fn resolve<'t>(path: &str, from: &'t TypeRef, types: &'t [Type]) -> Result<Resolved<'t>, Missing<'t>> {
    let mut access = Some(Vec::new());
    let mut value = from;
    let mut argument = None;
    let mut is_secret = false;
    for part in path.split('.') {
        let (name, is_list) = part.strip_suffix("[]").map_or((part, false), |name| (name, true));
        let missing = |known, within| Missing { name: name.to_owned(), known, within };
        let TypeRef::Declared(id, inner) = value else { return Err(missing(Vec::new(), None)) };
        let TypeKind::Object { members, .. } = &types[id.0].kind else { return Err(missing(Vec::new(), Some(*id))) };
        let Some(member) = members.iter().find(|member| member.wire == name) else {
            return Err(missing(members.iter().map(|member| member.wire.as_str()).collect(), Some(*id)));
        };
        if let Some(access) = &mut access {
            access.push(AccessStep { field: member.name.clone(), presence: member.presence });
        }
        argument = inner.as_deref().or(argument);
        value = &member.value;
        is_secret |= member.secret;
        if is_list {
            access = None;
            value = match value {
                TypeRef::List(item) => item,
                _ => return Err(missing(Vec::new(), None)),
            };
        }
        if let (TypeRef::Argument, Some(actual)) = (value, argument) {
            value = actual;
        }
    }
    Ok(Resolved { access, value, argument, is_secret })
}
