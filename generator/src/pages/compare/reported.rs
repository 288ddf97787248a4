//! Mismatches as they are reported: what several pages state alike is reported once.

use indexmap::IndexMap;

use super::coverage::{self, ComparedPage};
use super::page_result::{Mismatch, Statement};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::model::{Api, PageId};

/// The mismatches of all pages with an API.
#[derive(Default)]
pub(super) struct Reported<'m> {
    groups: IndexMap<(Code, Place, String), Group<'m>>,
}

/// A mismatch and the places in pages that state it.
struct Group<'m> {
    mismatch: &'m Mismatch,
    places: Vec<Place>,
    /// The names under which the spec declares the pages.
    declared: Vec<Option<PageId>>,
}

impl<'m> Reported<'m> {
    pub(super) fn add(&mut self, mismatch: &'m Mismatch, page: &ComparedPage<'_>, place: Place) {
        // In several examples of a page, the same member has different paths.
        let node = mismatch.statements.first().map(|statement| format!("{:?}", (&statement.entry, &statement.at)));
        let key = match mismatch.code {
            Code::ExampleMemberUnknown => node.unwrap_or_default(),
            _ => mismatch.message.clone(),
        };
        let group = self.groups.entry((mismatch.code, mismatch.spec, key)).or_insert_with(|| Group {
            mismatch,
            places: Vec::new(),
            declared: Vec::new(),
        });
        group.places.push(place);
        let declared = page.declared.first().copied();
        if !group.declared.contains(&declared) {
            group.declared.push(declared);
        }
    }

    pub(super) fn diagnostics(self, api: &Api) -> impl Iterator<Item = Diagnostic> {
        self.groups.into_values().map(|group| diagnostic(api, &group))
    }
}

fn diagnostic(api: &Api, group: &Group<'_>) -> Diagnostic {
    let Group { mismatch, places, declared } = group;
    let label = if mismatch.is_surplus() { "the page does not list it here" } else { "the page says so here" };
    let message = match places.len() {
        0 | 1 => mismatch.message.clone(),
        several => format!("{} ({several} times)", mismatch.message),
    };
    let mut diagnostic = Diagnostic::new(mismatch.code, mismatch.spec, message);
    if let Some(place) = places.first() {
        diagnostic = diagnostic.related(*place, label);
    }
    let Some(Statement { entry, at, says }) = mismatch.statements.first() else { return diagnostic };
    let owner = coverage::name_of(api, *entry);
    let declared: Vec<&str> = declared.iter().flatten().map(|id| api.page(*id).name.as_str()).collect();
    diagnostic.help(match declared.as_slice() {
        [] => {
            format!("correct the spec, or declare the page and note under `errata` of `{owner}` what it says at `{at}`")
        }
        [page] => {
            format!(
                "correct the spec, or add to `errata` of `{owner}`: {{ page: {page}, at: {at}, {}, because: … }}",
                says.entry()
            )
        }
        // An erratum without a page is about every page.
        several => format!(
            "correct the spec, or add to `errata` of `{owner}`: {{ at: {at}, {}, because: … }}; it is on {}",
            says.entry(),
            several.join(", ")
        ),
    })
}
