//! The versions of a page that a lock keeps.

use crate::model::{Api, PageId, Provenance};
use crate::pages::facts::{PageFacts, Request};
use crate::pages::versions::is_newer;

/// Removes earlier versions of pages: those that nothing cites, and whose requests a newer version has as well. `declared` are the
/// entries under `pages` for a page.
pub(in crate::pages) fn without_superseded<'p>(
    pages: &[&'p PageFacts],
    api: &Api,
    declared: impl Fn(&PageFacts) -> Vec<PageId>,
) -> Vec<&'p PageFacts> {
    let is_kept = |page: &PageFacts| {
        let mut newer = pages.iter().filter(|other| is_newer(other, page)).peekable();
        newer.peek().is_none()
            || is_cited(page, api, &declared(page))
            || !page.requests.iter().all(|request| {
                let is_same = |other: &Request| other.method == request.method && other.uri == request.uri;
                newer.clone().any(|other| other.requests.iter().any(is_same))
            })
    };
    pages.iter().copied().filter(|page| is_kept(page)).collect()
}

/// Whether an entry under `pages` or an erratum is about this version of the page.
fn is_cited(page: &PageFacts, api: &Api, declared: &[PageId]) -> bool {
    let is_version = |version: &Option<String>| version.as_ref() == Some(&page.version);
    let of_operations = api.operations().map(|(_, operation)| &operation.provenance);
    let of_types = api.types.iter().map(|declared| &declared.provenance);
    let all: Vec<&Provenance> = of_operations.chain(of_types).chain([&api.provenance]).collect();
    let mut errata = all.into_iter().flat_map(|provenance| &provenance.errata);
    declared.iter().any(|id| is_version(&api.page(*id).version))
        || errata
            .any(|erratum| is_version(&erratum.version) && erratum.page.is_none_or(|cited| declared.contains(&cited)))
}
