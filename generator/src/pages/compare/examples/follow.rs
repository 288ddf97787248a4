//! The values of the spec at the end of an example's path.

use crate::model::{Api, Member, TypeId, TypeKind, TypeRef};
use crate::wire_path::{self, PathStart};

/// A value of the spec at the end of an example's path.
pub(super) struct FoundValue<'w> {
    pub(super) value: TypeRef,
    pub(super) owner: Option<TypeId>,
    pub(super) member: Option<&'w Member>,
    /// The last name of the path, in the spelling of the example.
    pub(super) spelling: String,
}

/// What the spec has at the end of a path.
pub(super) enum Followed<'w> {
    /// A value; below a union, that of each variant which has the member.
    Values(Vec<FoundValue<'w>>),
    /// No value, because none of these types has the member.
    Unknown {
        owners: Vec<TypeId>,
        name: String,
        /// The union whose variants the types are.
        union: Option<TypeId>,
        /// The number of names before it.
        depth: usize,
    },
    /// The spec does not describe the value.
    Anything,
}

/// Follows the path of a member of an example from a value of the spec.
pub(super) fn follow<'w>(api: &'w Api, root: &TypeRef, path: &str) -> Followed<'w> {
    let found = FoundValue { value: root.clone(), owner: None, member: None, spelling: String::new() };
    let path = Some(path).filter(|path| !path.is_empty());
    PathWalk { api, found, argument: None, depth: 0 }.follow(path)
}

struct PathWalk<'w> {
    api: &'w Api,
    found: FoundValue<'w>,
    /// The argument of the envelope around the value.
    argument: Option<TypeRef>,
    depth: usize,
}

impl<'w> PathWalk<'w> {
    fn follow(mut self, mut rest: Option<&str>) -> Followed<'w> {
        while let Some(path) = rest {
            let PathStart { name, lists, rest: further } = wire_path::starts(path)
                .find(|start| self.has_member(start.name))
                .unwrap_or_else(|| wire_path::likely_start(path));
            if !name.is_empty() {
                match self.found.value.clone() {
                    TypeRef::Declared(id, of) => {
                        if of.is_some() {
                            self.argument = of.map(|of| *of);
                        }
                        let members = match &self.api.type_of(id).kind {
                            TypeKind::Object { members, .. } => members,
                            TypeKind::Union { tag, variants, .. } => {
                                let is_tag = tag.first().is_some_and(|tag| tag.eq_ignore_ascii_case(name));
                                return if is_tag {
                                    Followed::Anything
                                } else {
                                    self.follow_variants(id, variants.iter().map(|variant| &variant.value), path)
                                };
                            }
                            _ => return Followed::Anything,
                        };
                        let Some(member) = named(members, name) else {
                            let (owners, name) = (vec![id], name.to_owned());
                            return Followed::Unknown { owners, name, union: None, depth: self.depth };
                        };
                        self.found = FoundValue {
                            value: substitute(&member.value, self.argument.as_ref()),
                            owner: Some(id),
                            member: Some(member),
                            spelling: name.to_owned(),
                        };
                    }
                    TypeRef::Map(value) => self.found.value = *value,
                    _ => return Followed::Anything,
                }
                self.depth += 1;
            }
            for _ in 0..lists {
                match self.found.value.clone() {
                    TypeRef::List(item) => self.found.value = *item,
                    _ => return Followed::Anything,
                }
            }
            rest = further;
        }
        Followed::Values(vec![self.found])
    }

    /// Follows the rest of the path through each variant: an example does not state to which one its members belong.
    fn follow_variants<'v>(
        &self,
        union: TypeId,
        variants: impl Iterator<Item = &'v TypeRef>,
        path: &str,
    ) -> Followed<'w> {
        let (mut values, mut unknown) = (Vec::new(), Vec::new());
        for value in variants {
            let found = FoundValue { value: value.clone(), owner: None, member: None, spelling: String::new() };
            let walk = Self { api: self.api, found, argument: self.argument.clone(), depth: self.depth };
            match walk.follow(Some(path)) {
                Followed::Values(more) => values.extend(more),
                Followed::Anything => return Followed::Anything,
                Followed::Unknown { owners, name, union, depth } => unknown.push((depth, owners, name, union)),
            }
        }
        if !values.is_empty() {
            return Followed::Values(values);
        }
        // A variant that has the beginning of the path is meant before one that lacks its first name.
        let deepest = unknown.iter().map(|(depth, ..)| *depth).max();
        unknown.retain(|(depth, ..)| Some(*depth) == deepest);
        let owners = unknown.iter().flat_map(|(_, owners, ..)| owners.clone()).collect();
        match unknown.into_iter().next() {
            Some((depth, _, name, inner)) => {
                let union = if depth == self.depth { Some(union) } else { inner };
                Followed::Unknown { owners, name, union, depth }
            }
            None => Followed::Anything,
        }
    }

    fn has_member(&self, name: &str) -> bool {
        self.value_has(&self.found.value, name)
    }

    fn value_has(&self, value: &TypeRef, name: &str) -> bool {
        let TypeRef::Declared(id, _) = value else { return false };
        match &self.api.type_of(*id).kind {
            TypeKind::Object { members, .. } => named(members, name).is_some(),
            TypeKind::Union { tag, variants, .. } => {
                tag.first().is_some_and(|tag| tag.eq_ignore_ascii_case(name))
                    || variants.iter().any(|variant| self.value_has(&variant.value, name))
            }
            _ => false,
        }
    }
}

/// The member of a name: the one of the same spelling if there is one.
fn named<'w>(members: &'w [Member], name: &str) -> Option<&'w Member> {
    let exact = members.iter().find(|member| member.wire == name);
    exact.or_else(|| members.iter().find(|member| member.wire.eq_ignore_ascii_case(name)))
}

fn substitute(value: &TypeRef, argument: Option<&TypeRef>) -> TypeRef {
    match value {
        TypeRef::Argument => argument.cloned().unwrap_or(TypeRef::Json),
        TypeRef::List(item) => TypeRef::List(Box::new(substitute(item, argument))),
        TypeRef::Map(item) => TypeRef::Map(Box::new(substitute(item, argument))),
        other => other.clone(),
    }
}
