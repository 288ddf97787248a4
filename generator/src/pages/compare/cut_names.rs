//! Names whose end the rendering lost.

use std::collections::{HashMap, HashSet};

use super::PageComparer;
use crate::pages::facts::Rendering;

/// Whether `found` is `name` as cut by a flattened rendering, which cuts before a capital and after a dot.
pub(super) fn is_cut_of(found: &str, name: &str) -> bool {
    let rest = name.get(..found.len()).filter(|start| start.eq_ignore_ascii_case(found)).and(name.get(found.len()..));
    let next = rest.and_then(|rest| rest.chars().next());
    next.is_some_and(|next| found.ends_with('.') || next.is_uppercase())
}

/// The names in one list of a page.
pub(super) struct CutNames {
    /// In lower case.
    listed: HashSet<String>,
    alike_above: Vec<usize>,
    can_be_cut: bool,
}

impl CutNames {
    pub(super) fn new<'n>(rows: impl Iterator<Item = &'n str> + Clone, compared_page: &PageComparer<'_>) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let mut alike_above = |row| {
            let count = counts.entry(row).or_default();
            *count += 1;
            *count - 1
        };
        Self {
            listed: rows.clone().map(str::to_ascii_lowercase).collect(),
            alike_above: rows.map(&mut alike_above).collect(),
            can_be_cut: compared_page.cuts_names(),
        }
    }

    /// The items that a name of the list can mean: the item of that name, and, if the name may be cut, items whose names begin
    /// with it and are not listed in full.
    pub(super) fn meanings<'s, T>(&self, row: &str, items: &'s [T], name: impl Fn(&T) -> &str) -> Vec<&'s T> {
        let is_listed = |whole: &str| self.listed.contains(&whole.to_ascii_lowercase());
        let exact = items.iter().find(|item| name(item).eq_ignore_ascii_case(row));
        let cut = items.iter().filter(|item| self.can_be_cut && is_cut_of(row, name(item)) && !is_listed(name(item)));
        exact.into_iter().chain(cut).collect()
    }

    /// How many rows above this one have the same name, if names may be cut: such rows are about different things.
    pub(super) fn alike_above(&self, row: usize) -> usize {
        if self.can_be_cut { self.alike_above.get(row).copied().unwrap_or_default() } else { 0 }
    }
}

impl PageComparer<'_> {
    /// Whether names in lists of the page may be cut.
    pub(super) fn cuts_names(&self) -> bool {
        self.page.rendering == Rendering::FlattenedReference
    }
}

#[cfg(test)]
mod tests {
    use super::is_cut_of;

    #[test]
    fn names_are_cut_before_a_capital_and_after_a_dot() {
        for (found, name) in
            [("crew", "crewMinimum"), ("System.", "System.Version"), ("hb-", "hb-Trace"), ("Crew", "crewSize")]
        {
            assert!(is_cut_of(found, name), "{found} {name}");
        }
        for (found, name) in
            [("crew", "crewless"), ("crew", "crew"), ("crewMinimum", "crew"), ("é", "e"), ("crew", "boat")]
        {
            assert!(!is_cut_of(found, name), "{found} {name}");
        }
    }
}
