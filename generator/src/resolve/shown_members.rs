//! Members as examples show them: if no example fits a member's type, the type is wrong, not the examples.

use std::collections::BTreeMap;

use super::scope::TypeScope;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Type, TypeId, TypeKind};
use crate::spec::tree::TreeStep;

/// The members of built-in types that examples show.
#[derive(Debug, Default)]
pub(super) struct ShownMembers {
    by_member: BTreeMap<(usize, usize), ShownMember>,
}

#[derive(Debug, Default)]
struct ShownMember {
    /// Whether a value fits.
    fits: bool,
    /// How many values do not.
    misfits: usize,
    errors: Vec<Diagnostic>,
}

impl ShownMembers {
    /// Notes a value of a member, with its errors.
    pub(super) fn add(
        &mut self,
        declared: TypeId,
        member: usize,
        fits: bool,
        errors: impl Iterator<Item = Diagnostic>,
    ) {
        let shown = self.by_member.entry((declared.0, member)).or_default();
        shown.fits |= fits;
        shown.misfits += usize::from(!fits);
        shown.errors.extend(errors);
    }

    /// Reports the errors: once at a member's declaration if several values do not fit and none does, else at each value.
    pub(super) fn report(self, types: &[Type], scope: &TypeScope<'_>, diagnostics: &mut Vec<Diagnostic>) {
        for ((declared, member), shown) in self.by_member {
            let TypeKind::Object { members, .. } = &types[declared].kind else { continue };
            let wire = members[member].wire.as_str();
            let path = [TreeStep::Key("fields"), TreeStep::Key(wire), TreeStep::Key("type")];
            let place = scope.get(TypeId(declared)).entry.place(&path);
            if shown.fits || shown.misfits < 2 {
                let related = |error: Diagnostic| error.related(place, "the type is stated here");
                diagnostics.extend(shown.errors.into_iter().map(related));
                continue;
            }
            let message = format!("no example of `{wire}` fits its type");
            let mut diagnostic = Diagnostic::new(Code::ExampleValue, place, message);
            for error in shown.errors {
                diagnostic = diagnostic.related(error.place, error.message);
            }
            diagnostics.push(diagnostic.help("compare with the page, then correct the type or the examples"));
        }
    }
}
