//! Which mismatches the spec has noted as errata, and which errata cover nothing.

use std::collections::{HashMap, HashSet};

use super::page_result::{EntryId, Mismatch, PageResult};
use crate::model::{Api, Erratum, PageId, PageStatement, Provenance, TypeId};
use crate::pages::facts::PageFacts;
use crate::pages::versions::{date_of, is_newer};

/// One page and the result of comparing the spec with it.
pub(super) struct ComparedPage<'p> {
    pub(super) page: &'p PageFacts,
    /// The entries under `pages` of the spec that declare the page.
    pub(super) declared: Vec<PageId>,
    pub(super) page_result: PageResult,
}

/// The entry of an erratum, and its index there.
type ErratumId = (EntryId, usize);

/// Errata of one API, and those that covered a mismatch.
pub(super) struct Coverage<'a> {
    api: &'a Api,
    used: HashSet<ErratumId>,
    /// Errata of mistakes that pages have which are known beside those that are compared.
    used_elsewhere: HashSet<ErratumId>,
    /// The pages with mismatches that they covered, or would cover if they did not name a version.
    covered_on: HashMap<ErratumId, HashSet<(String, String)>>,
}

impl<'a> Coverage<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        Self { api, used: HashSet::new(), used_elsewhere: HashSet::new(), covered_on: HashMap::new() }
    }

    /// Whether errata note this mismatch.
    pub(super) fn covers(&mut self, mismatch: &Mismatch, compared: &ComparedPage<'_>) -> bool {
        let mut is_covered = false;
        for (id, erratum) in errata_of(self.api, mismatch, compared) {
            self.covered_on.entry(id).or_default().insert(key_of(compared.page));
            if is_about(erratum, compared, true) {
                self.used.insert(id);
                is_covered = true;
            }
        }
        is_covered
    }

    /// Notes which errata a page that is not compared shows to be true, such as another version of one that is.
    pub(super) fn note_elsewhere(&mut self, compared: &ComparedPage<'_>) {
        let contested = compared.page_result.contested.iter().map(|contested| &contested.mismatch);
        for mismatch in compared.page_result.mismatches.iter().chain(contested) {
            let errata = errata_of(self.api, mismatch, compared);
            let of_version = errata.filter(|(_, erratum)| is_about(erratum, compared, true));
            self.used_elsewhere.extend(of_version.map(|(id, _)| id));
        }
    }

    /// Errata that cover mismatches of earlier versions of a page only, with the newest version.
    pub(super) fn corrected<'p>(&self, compared: &[ComparedPage<'p>]) -> Vec<CorrectedMistake<'a, 'p>> {
        let mut corrected = Vec::new();
        for ((entry, index), pages) in &self.covered_on {
            let Some(erratum) = provenance_of(self.api, *entry).errata.get(*index) else { continue };
            let is_later = |page: &&ComparedPage<'p>| {
                let versions = compared.iter().filter(|other| pages.contains(&key_of(other.page)));
                let mut versions = versions.map(|other| other.page).peekable();
                versions.peek().is_some() && versions.all(|earlier| is_newer(page.page, earlier))
            };
            let is_about_page = |page: &&ComparedPage<'p>| erratum.page.is_none_or(|id| page.declared.contains(&id));
            let can_compare = |page: &&ComparedPage<'p>| page.page_result.can_compare(*entry, &erratum.at);
            let later = compared.iter().filter(is_about_page).filter(is_later).filter(can_compare);
            if let Some(page) = later.max_by_key(|page| date_of(&page.page.version)) {
                corrected.push(CorrectedMistake { erratum, page: page.page });
            }
        }
        corrected.sort_by_key(|mistake| (mistake.erratum.place.file, mistake.erratum.place.start));
        corrected
    }

    /// Errata that cover nothing, although a page was read that can show them to be stale.
    pub(super) fn stale(&self, compared: &[ComparedPage<'_>]) -> Vec<&'a Erratum> {
        let mut stale = Vec::new();
        for entry in entries(self.api) {
            for (index, erratum) in provenance_of(self.api, entry).errata.iter().enumerate() {
                if self.used.contains(&(entry, index)) || self.used_elsewhere.contains(&(entry, index)) {
                    continue;
                }
                let is_same = |says: &PageStatement| erratum.says.is_same(says);
                let relevant = || compared.iter().filter(|page| is_about(erratum, page, false));
                let is_compared = relevant().any(|page| page.page_result.can_compare(entry, &erratum.at));
                let is_confirmed = relevant().any(|page| page.page_result.confirms(entry, &erratum.at, is_same));
                if is_compared && !is_confirmed {
                    stale.push(erratum);
                }
            }
        }
        stale
    }
}

/// The errata of a page that say what a mismatch says, in any version.
fn errata_of<'a>(
    api: &'a Api,
    mismatch: &Mismatch,
    compared: &ComparedPage<'_>,
) -> impl Iterator<Item = (ErratumId, &'a Erratum)> {
    mismatch.statements.iter().flat_map(move |statement| {
        let errata = provenance_of(api, statement.entry).errata.iter().enumerate();
        let is_same = move |erratum: &Erratum| {
            is_same_node(&erratum.at, &statement.at)
                && erratum.says.is_same(&statement.says)
                && is_about_page(erratum, compared, true)
        };
        errata
            .filter(move |(_, erratum)| is_same(erratum))
            .map(move |(index, erratum)| ((statement.entry, index), erratum))
    })
}

/// A mistake that a page has in an earlier version only.
pub(super) struct CorrectedMistake<'a, 'p> {
    pub(super) erratum: &'a Erratum,
    /// The version without it.
    pub(super) page: &'p PageFacts,
}

/// Whether an erratum is about this page and version. One without a page is about every page if `any_page`: it covers
/// mismatches of each, but no single page shows that it is stale.
fn is_about(erratum: &Erratum, compared: &ComparedPage<'_>, any_page: bool) -> bool {
    is_about_page(erratum, compared, any_page)
        && erratum.version.as_ref().is_none_or(|version| *version == compared.page.version)
}

fn is_about_page(erratum: &Erratum, compared: &ComparedPage<'_>, any_page: bool) -> bool {
    erratum.page.map_or(any_page, |page| compared.declared.contains(&page))
}

/// Name and version.
fn key_of(page: &PageFacts) -> (String, String) {
    (page.identity.name.clone(), page.version.clone())
}

/// Header names are case-insensitive, and pages are inconsistent about the case of members.
fn is_same_node(noted: &str, found: &str) -> bool {
    let is_caseless = ["headers.", "fields."].iter().any(|list| noted.starts_with(list));
    noted == found || is_caseless && noted.eq_ignore_ascii_case(found)
}

pub(super) fn provenance_of(api: &Api, entry: EntryId) -> &Provenance {
    match entry {
        EntryId::Api => &api.provenance,
        EntryId::Operation(id) => &api.operation(id).provenance,
        EntryId::Type(id) => &api.type_of(id).provenance,
    }
}

/// The name of an entry in messages.
pub(super) fn name_of(api: &Api, entry: EntryId) -> String {
    match entry {
        EntryId::Api => format!("{}/api.yaml", api.name),
        EntryId::Operation(id) => api.operation(id).name.clone(),
        EntryId::Type(id) => api.type_of(id).name.clone(),
    }
}

fn entries(api: &Api) -> impl Iterator<Item = EntryId> {
    let operations = api.operations().map(|(id, _)| EntryId::Operation(id));
    let types = (0..api.types.len()).map(|index| EntryId::Type(TypeId(index)));
    std::iter::once(EntryId::Api).chain(operations).chain(types)
}
