//! The case of members that no example shows.

use std::collections::BTreeSet;

use super::Types;
use crate::pages::capture::draft::{DraftExpression, DraftOperation, DraftType, DraftTypeKind, both};
use crate::pages::capture::reach::DraftedTypes;

impl Types<'_> {
    /// Spells the members of the other types of a page as responses spell those of one: in camelCase.
    pub(in crate::pages::capture) fn spell_alike(&mut self) {
        let page = |declared: &DraftType| declared.page.clone();
        let pages: Vec<Option<String>> =
            self.lowered.iter().filter_map(|position| self.declared.get(*position)).map(page).collect();
        for (position, declared) in self.declared.iter_mut().enumerate() {
            let DraftTypeKind::Object(fields) = &mut declared.kind else { continue };
            if !pages.contains(&declared.page) {
                continue;
            }
            let mut is_guess = false;
            for field in fields.iter_mut() {
                let is_spelled = self.spelled.contains(&(position, field.wire.to_lowercase()));
                is_guess |= !is_spelled && lower_first(&mut field.wire);
            }
            let gap = "the case of members that no example shows; examples spell others in camelCase";
            declared.gap = both(declared.gap.take(), is_guess.then(|| gap.to_owned()));
        }
    }

    /// Spells the members of what is only sent in camelCase, if the page spells some of them so and the service ignores their case
    /// in requests: other operations may return the same types.
    pub(in crate::pages::capture) fn spell_sent(&mut self, operations: &[DraftOperation]) {
        if !self.known.ignores_member_case() {
            return;
        }
        let responses = operations.iter().flat_map(|operation| &operation.responses);
        let types = DraftedTypes::new(&self.declared);
        let received = types.closure(responses.map(|response| response.value.text.as_str()));
        let only_sent = |body: &DraftExpression| {
            let sent = types.closure(std::iter::once(body.text.as_str()));
            let positions = sent.difference(&received).filter_map(|name| types.position(name));
            positions.collect::<BTreeSet<usize>>()
        };
        let bodies = operations.iter().filter_map(|operation| operation.body.as_ref());
        let of_bodies: Vec<BTreeSet<usize>> = bodies.map(only_sent).collect();
        for sent in of_bodies {
            let is_lower = |declared: &DraftType| match &declared.kind {
                DraftTypeKind::Object(fields) => {
                    fields.iter().any(|field| field.wire.starts_with(|c: char| c.is_ascii_lowercase()))
                }
                _ => false,
            };
            if !sent.iter().filter_map(|position| self.declared.get(*position)).any(is_lower) {
                continue;
            }
            for position in sent {
                let Some(declared) = self.declared.get_mut(position) else { continue };
                let DraftTypeKind::Object(fields) = &mut declared.kind else { continue };
                let mut is_changed = false;
                for field in fields {
                    is_changed |= lower_first(&mut field.wire);
                }
                let gap = "the case of its members, which the service ignores in requests";
                declared.gap = both(declared.gap.take(), is_changed.then(|| gap.to_owned()));
            }
        }
    }
}

/// Puts the first letter of a name in lower case; returns whether it was not.
fn lower_first(name: &mut String) -> bool {
    let first = name.chars().next().filter(char::is_ascii_uppercase);
    if let Some(first) = first {
        name.replace_range(..1, &first.to_ascii_lowercase().to_string());
    }
    first.is_some()
}

/// Whether a name is another in camelCase.
pub(super) fn is_lower_of(camel: &str, pascal: &str) -> bool {
    let mut letters = pascal.chars();
    letters.next().is_some_and(|first| {
        first.is_ascii_uppercase() && camel == format!("{}{}", first.to_ascii_lowercase(), letters.as_str())
    })
}
