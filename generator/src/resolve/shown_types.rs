//! Errors of several examples with one cause, reported once. If most examples do not fit a declared type, the type is wrong, not
//! the examples.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::scope::TypeScope;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::model::{Type, TypeId, TypeKind};
use crate::spec::tree::TreeStep;

/// The values of examples, by what states their type.
#[derive(Debug, Default)]
pub(super) struct ShownTypes {
    of_members: BTreeMap<(usize, usize), ShownValues>,
    /// By the place of the type.
    of_inputs: BTreeMap<Place, (String, ShownValues)>,
    /// By the type and the message.
    of_types: BTreeMap<(usize, String), Diagnostic>,
}

#[derive(Debug, Default)]
struct ShownValues {
    /// How many values fit.
    fits: usize,
    /// How many values do not.
    misfits: usize,
    errors: Vec<Diagnostic>,
}

impl ShownTypes {
    /// Notes a value of a member, with its errors.
    pub(super) fn add_member(
        &mut self,
        declared: TypeId,
        member: usize,
        fits: bool,
        errors: impl Iterator<Item = Diagnostic>,
    ) {
        self.of_members.entry((declared.0, member)).or_default().add(fits, errors);
    }

    /// Notes a value of an input, whose type is stated at `place`, with its errors.
    pub(super) fn add_input(&mut self, place: Place, wire: &str, fits: bool, errors: impl Iterator<Item = Diagnostic>) {
        let (_, shown) = self.of_inputs.entry(place).or_insert_with(|| (wire.to_owned(), ShownValues::default()));
        shown.add(fits, errors);
    }

    /// Notes an error of a value of a type. An equal one of another value has the same cause.
    pub(super) fn add_error(&mut self, declared: TypeId, error: Diagnostic) {
        match self.of_types.entry((declared.0, error.message.clone())) {
            Entry::Vacant(entry) => {
                entry.insert(error);
            }
            Entry::Occupied(mut entry) => {
                let first = entry.get().clone();
                entry.insert(first.related(error.place, "the same here"));
            }
        }
    }

    /// Reports the errors: once at a declaration if several values do not fit and fewer do, else at each value.
    pub(super) fn report(self, types: &[Type], scope: &TypeScope<'_>, diagnostics: &mut Vec<Diagnostic>) {
        for ((declared, member), shown) in self.of_members {
            let TypeKind::Object { members, .. } = &types[declared].kind else { continue };
            let wire = members[member].wire.as_str();
            let path = [TreeStep::Key("fields"), TreeStep::Key(wire), TreeStep::Key("type")];
            shown.report(scope.get(TypeId(declared)).entry.place(&path), wire, diagnostics);
        }
        for (place, (wire, shown)) in self.of_inputs {
            shown.report(place, &wire, diagnostics);
        }
        diagnostics.extend(self.of_types.into_values());
    }
}

impl ShownValues {
    fn add(&mut self, fits: bool, errors: impl Iterator<Item = Diagnostic>) {
        self.fits += usize::from(fits);
        self.misfits += usize::from(!fits);
        self.errors.extend(errors);
    }

    fn report(self, place: Place, wire: &str, diagnostics: &mut Vec<Diagnostic>) {
        if self.misfits < 2 || self.misfits <= self.fits {
            let related = |error: Diagnostic| error.related(place, "the type is stated here");
            diagnostics.extend(self.errors.into_iter().map(related));
            return;
        }
        let message = match self.fits {
            0 => format!("no example of `{wire}` fits its type"),
            fits => format!("only {fits} of {} examples of `{wire}` fit its type", fits + self.misfits),
        };
        let mut diagnostic = Diagnostic::new(Code::ExampleValue, place, message);
        for error in self.errors {
            diagnostic = diagnostic.related(error.place, error.message);
        }
        diagnostics.push(diagnostic.help("compare with the page, then correct the type or the examples"));
    }
}
