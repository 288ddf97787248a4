//! The case of members that no example shows.

use super::Types;
use crate::pages::capture::draft::{DraftType, DraftTypeKind, both};

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
                let first = field.wire.chars().next().filter(char::is_ascii_uppercase);
                if let Some(first) = first.filter(|_| !is_spelled) {
                    field.wire.replace_range(..1, &first.to_ascii_lowercase().to_string());
                    is_guess = true;
                }
            }
            let gap = "the case of members that no example shows; examples spell others in camelCase";
            declared.gap = both(declared.gap.take(), is_guess.then(|| gap.to_owned()));
        }
    }
}

/// Whether a name is another in camelCase.
pub(super) fn is_lower_of(camel: &str, pascal: &str) -> bool {
    let mut letters = pascal.chars();
    letters.next().is_some_and(|first| {
        first.is_ascii_uppercase() && camel == format!("{}{}", first.to_ascii_lowercase(), letters.as_str())
    })
}
