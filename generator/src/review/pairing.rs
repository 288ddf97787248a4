//! Pairs the parts of two sides. Parts are paired by name; parts that remain are taken as renamed if a rule applies:
//!
//! - an API: the same hosts, or the same operations;
//! - an operation: the same method and path, whatever the names of the parameters;
//! - an area: the same operations, or the same types if it has no operations;
//! - a server or a page: the same URL;
//! - a type: the same kind, with the same wire names of its parts; an identifier: no other one was added or removed;
//! - a parameter, field, value, variant, response or error: the same Rust name, or the same type between the same neighbors
//!   (for an enum value: a similar spelling).
//!
//! A rule that applies to more than one part is ignored.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::nearest;
use crate::model::{Api, Area, Home, Model, Operation, Page, Type, TypeId, TypeKind, TypeRef};

/// Pairs of positions before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PositionPairs {
    /// Positions of pairs, in the order after.
    pub(super) both: Vec<(usize, usize)>,
    /// Positions before without a counterpart.
    pub(super) removed: Vec<usize>,
    /// Positions after without a counterpart.
    pub(super) added: Vec<usize>,
}

impl PositionPairs {
    /// Pairs each part with the first one for which `is_same` is true.
    pub(super) fn new<T>(old: &[T], new: &[T], is_same: impl Fn(&T, &T) -> bool) -> Self {
        let mut pairs = Self { removed: (0..old.len()).collect(), ..Self::default() };
        for (position, part) in new.iter().enumerate() {
            match pairs.removed.iter().position(|index| is_same(&old[*index], part)) {
                Some(found) => pairs.both.push((pairs.removed.remove(found), position)),
                None => pairs.added.push(position),
            }
        }
        pairs
    }

    /// Pairs remaining parts if the rule applies to exactly one of either side.
    pub(super) fn rename(&mut self, is_renamed: impl Fn(usize, usize) -> bool) {
        let fits: Vec<(usize, usize)> = self
            .removed
            .iter()
            .flat_map(|old| self.added.iter().map(move |new| (*old, *new)))
            .filter(|(old, new)| is_renamed(*old, *new))
            .collect();
        for (old, new) in &fits {
            let rivals = fits.iter().filter(|(other_old, other_new)| other_old == old || other_new == new);
            if rivals.count() == 1 {
                self.removed.retain(|position| position != old);
                self.added.retain(|position| position != new);
                self.both.push((*old, *new));
            }
        }
        self.both.sort_by_key(|(_, new)| *new);
    }

    /// Whether two parts are between the same neighbors, as far as these are paired.
    pub(super) fn has_same_neighbors(&self, old: usize, new: usize, (old_count, new_count): (usize, usize)) -> bool {
        let is_pair = |old: usize, new: usize| self.both.contains(&(old, new));
        let before = match (old.checked_sub(1), new.checked_sub(1)) {
            (None, None) => true,
            (Some(old), Some(new)) => is_pair(old, new),
            _ => false,
        };
        let after = match (old + 1 == old_count, new + 1 == new_count) {
            (true, true) => true,
            (false, false) => is_pair(old + 1, new + 1),
            _ => false,
        };
        before && after
    }
}

/// Whether two spellings are of the same name, one of them with a typo.
pub(super) fn is_similar(old: &str, new: &str) -> bool {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    plain(old) == plain(new) || nearest(old, [new]).is_some()
}

/// APIs of both sides.
pub(super) fn apis(old: &Model, new: &Model) -> PositionPairs {
    let mut pairs = PositionPairs::new(&old.apis, &new.apis, |one, other| one.name == other.name);
    let hosts = |api: &Api| api.servers.iter().map(|server| server.url.clone()).collect::<BTreeSet<_>>();
    let operations = |api: &Api| {
        let names = |area: &Area| area.operations.iter().map(|operation| operation.name.clone()).collect::<Vec<_>>();
        api.areas.iter().flat_map(names).collect::<BTreeSet<_>>()
    };
    let is_same = |one: BTreeSet<String>, other: BTreeSet<String>| !one.is_empty() && one == other;
    pairs.rename(|one, other| is_same(hosts(&old.apis[one]), hosts(&new.apis[other])));
    pairs.rename(|one, other| is_same(operations(&old.apis[one]), operations(&new.apis[other])));
    pairs
}

/// Areas of both sides.
pub(super) fn areas(old: &Api, new: &Api) -> PositionPairs {
    let mut pairs = PositionPairs::new(&old.areas, &new.areas, |one, other| one.name == other.name);
    let names = |area: &Area| area.operations.iter().map(|operation| operation.name.clone()).collect::<Vec<_>>();
    let types = |api: &Api, area: usize| api.types_at(Home::Area(area)).map(|t| t.name.clone()).collect::<Vec<_>>();
    pairs.rename(|old_index, new_index| {
        let (one, other) = (names(&old.areas[old_index]), names(&new.areas[new_index]));
        let (old_types, new_types) = (types(old, old_index), types(new, new_index));
        one == other && (!one.is_empty() || (old_types == new_types && !old_types.is_empty()))
    });
    pairs
}

/// Pages of both sides, by area and name.
pub(super) fn pages(old: &Api, new: &Api) -> PositionPairs {
    fn identity<'p>(api: &'p Api, page: &'p Page) -> (Option<&'p str>, &'p str) {
        (page.area.map(|area| api.areas[area].name.as_str()), &page.name)
    }
    let mut pairs = PositionPairs::new(&old.pages, &new.pages, |one, other| identity(old, one) == identity(new, other));
    pairs.rename(|one, other| old.pages[one].url == new.pages[other].url);
    pairs
}

/// Operations of both sides, as area and position.
pub(super) fn operations(
    old: &[(usize, &Operation)],
    new: &[(usize, &Operation)],
    is_same_area: impl Fn(usize, usize) -> bool,
) -> PositionPairs {
    let mut pairs =
        PositionPairs::new(old, new, |one, other| one.1.name == other.1.name && is_same_area(one.0, other.0));
    pairs.rename(|old_index, new_index| old[old_index].1.name == new[new_index].1.name);
    pairs.rename(|old_index, new_index| {
        let (one, other) = (old[old_index].1, new[new_index].1);
        one.method == other.method && shape(&one.template) == shape(&other.template)
    });
    pairs
}

/// A template without the names of its parameters, which are not on the wire.
pub(super) fn shape(template: &str) -> String {
    let mut shape = String::new();
    for (index, piece) in template.split('{').enumerate() {
        match piece.split_once('}') {
            Some((_, rest)) if index > 0 => {
                shape.push_str("{}");
                shape.push_str(rest);
            }
            _ => shape.push_str(piece),
        }
    }
    shape
}

/// Types of both sides.
pub(super) struct TypePairs {
    pub(super) pairs: PositionPairs,
    after: BTreeMap<TypeId, TypeId>,
}

impl TypePairs {
    pub(super) fn new(old: &Api, new: &Api) -> Self {
        let mut pairs = PositionPairs::new(&old.types, &new.types, |one, other| one.name == other.name);
        pairs.rename(|old_index, new_index| has_same_parts(&old.types[old_index], &new.types[new_index]));
        let after = pairs.both.iter().map(|(old, new)| (TypeId(*old), TypeId(*new))).collect();
        Self { pairs, after }
    }

    pub(super) fn is_pair(&self, old: TypeId, new: TypeId) -> bool {
        self.after.get(&old) == Some(&new)
    }

    pub(super) fn is_same(&self, old: &TypeRef, new: &TypeRef) -> bool {
        match (old, new) {
            (TypeRef::List(old), TypeRef::List(new)) | (TypeRef::Map(old), TypeRef::Map(new)) => self.is_same(old, new),
            (TypeRef::Declared(old, old_argument), TypeRef::Declared(new, new_argument)) => {
                let is_same_argument = match (old_argument, new_argument) {
                    (None, None) => true,
                    (Some(old), Some(new)) => self.is_same(old, new),
                    _ => false,
                };
                self.is_pair(*old, *new) && is_same_argument
            }
            (old, new) => old == new,
        }
    }
}

fn has_same_parts(old: &Type, new: &Type) -> bool {
    let one = parts(old);
    std::mem::discriminant(&old.kind) == std::mem::discriminant(&new.kind)
        && one == parts(new)
        && (!one.is_empty() || matches!(old.kind, TypeKind::Identifier(_)))
}

/// Wire names of the parts of a type, sorted.
fn parts(declared: &Type) -> Vec<String> {
    let mut parts: Vec<String> = match &declared.kind {
        TypeKind::Object { members, .. } => members.iter().map(|member| member.wire.clone()).collect(),
        TypeKind::Enum { values, .. } => values.iter().map(|value| value.wire.clone()).collect(),
        TypeKind::Union { variants, .. } => variants.iter().map(|variant| variant.tag.clone()).collect(),
        TypeKind::Errors { variants } => variants
            .iter()
            .map(|error| format!("{} {}", error.status, error.code.as_deref().unwrap_or_default()))
            .collect(),
        TypeKind::Identifier(_) => Vec::new(),
    };
    parts.sort();
    parts
}

#[cfg(test)]
mod tests {
    use super::{PositionPairs, is_similar, shape};

    #[test]
    fn a_rename_needs_the_only_part_that_fits() {
        let mut pairs = PositionPairs::new(&["a", "b", "c"], &["a", "x", "c"], |old, new| old == new);
        assert!(pairs.has_same_neighbors(1, 1, (3, 3)));
        pairs.rename(|_, _| true);
        assert_eq!(pairs.both, [(0, 0), (1, 1), (2, 2)]);
        let mut pairs = PositionPairs::new(&["a", "b"], &["x", "y"], |old, new| old == new);
        pairs.rename(|_, _| true);
        assert_eq!((pairs.removed, pairs.added), (vec![0, 1], vec![0, 1]));
    }

    #[test]
    fn names_of_path_parameters_do_not_distinguish_paths() {
        assert_eq!(shape("/a/{b}/c/{d}?e=f"), shape("/a/{x}/c/{y}?e=f"));
        assert_ne!(shape("/a/{b}"), shape("/a/b"));
    }

    #[test]
    fn spellings_are_similar_despite_case_separators_and_typos() {
        assert!(is_similar("not_offline", "NotOffline") && is_similar("canceled", "cancelled"));
        assert!(!is_similar("active", "deleted"));
    }
}
