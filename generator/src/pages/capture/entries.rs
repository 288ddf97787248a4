//! Entries under `pages`, which identify pages.

use std::collections::HashMap;

use super::draft::{Gap, PageEntry};
use super::names::{UsedNames, key};
use crate::model::Api;
use crate::pages::compare::declared_as;
use crate::pages::facts::PageFacts;
use crate::uri::page_url_error;

/// A page and the key by which the draft cites it.
pub(super) struct DraftPage<'p> {
    pub(super) page: &'p PageFacts,
    pub(super) key: String,
    /// Whether `api.yaml` declares it for all areas.
    pub(super) is_declared: bool,
    /// Whether it was found by a link, so that only what others use of it is drafted.
    pub(super) is_followed: bool,
}

/// Assigns a key to each page; the pages of a document have one together.
pub(super) fn draft_pages<'p>(
    pages: &'p [PageFacts],
    followed: &'p [PageFacts],
    api: Option<&Api>,
) -> Vec<DraftPage<'p>> {
    let mut keys = UsedNames::default();
    let mut of_documents: HashMap<&str, String> = HashMap::new();
    for page in api.into_iter().flat_map(|api| &api.pages).filter(|page| page.area.is_none()) {
        keys.reserve(page.name.as_str());
    }
    let all = pages.iter().map(|page| (page, false)).chain(followed.iter().map(|page| (page, true)));
    let drafts = all.map(|(page, is_followed)| {
        let declared = api.and_then(|api| {
            let mut pages = declared_as(page, api).into_iter().map(|id| api.page(id));
            pages.find(|page| page.area.is_none())
        });
        if let Some(declared) = declared {
            return DraftPage { page, key: declared.name.clone(), is_declared: true, is_followed };
        }
        let document = page.document_and_pointer().0;
        if let Some(key) = of_documents.get(document).filter(|_| page.is_of_document()) {
            return DraftPage { page, key: key.clone(), is_declared: false, is_followed };
        }
        let wanted = key(if page.is_of_document() { without_extension(document) } else { &page.identity.name });
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        let key = std::iter::once(wanted.clone()).chain(numbered).find(|key| !keys.has(key)).unwrap_or_default();
        keys.reserve(key.as_str());
        if page.is_of_document() {
            of_documents.insert(document, key.clone());
        }
        DraftPage { page, key, is_declared: false, is_followed }
    });
    drafts.collect()
}

fn without_extension(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(name, _)| name)
}

/// The entry of a page.
pub(super) fn entry(draft: &DraftPage<'_>, api: Option<&Api>) -> PageEntry {
    let page = draft.page;
    let (url, url_gap) = url(page, api);
    let title = if page.title.is_empty() { page.document_and_pointer().0.to_owned() } else { page.title.clone() };
    PageEntry {
        key: draft.key.clone(),
        title,
        url,
        url_gap,
        asset_id: page.identity.asset_id.clone(),
        version: Some(page.version.clone()).filter(|version| is_date(version)),
    }
}

/// The address of a page. If the page does not state it, it is guessed from those of the API's other pages.
fn url(page: &PageFacts, api: Option<&Api>) -> (String, Gap) {
    if let Some(url) = page.identity.url.as_ref().filter(|url| page_url_error(url).is_none()) {
        return (url.clone(), None);
    }
    let name = page.document_and_pointer().0;
    let depth = name.split('/').count();
    let mut bases: HashMap<&str, usize> = HashMap::new();
    for declared in api.into_iter().flat_map(|api| &api.pages) {
        // The generated reference and the guides have different addresses.
        if declared.url.contains("/rest/api/") == page.is_reference() {
            let base = (0..depth).try_fold(declared.url.as_str(), |url, _| Some(url.rsplit_once('/')?.0));
            *bases.entry(base.unwrap_or_default()).or_default() += 1;
        }
    }
    let usual = bases.into_iter().filter(|(base, _)| !base.is_empty()).max_by_key(|(base, count)| (*count, *base));
    match usual {
        Some((base, _)) => {
            (format!("{base}/{name}"), Some("the address is a guess, from other pages of the API".to_owned()))
        }
        None => (format!("https://docs.example/{name}"), Some("the URL".to_owned())),
    }
}

/// Whether a version is the date of the page rather than a hash.
fn is_date(version: &str) -> bool {
    let is_written_so = |c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '.');
    version.len() >= 8 && version.chars().all(is_written_so) && version.starts_with(|c: char| c.is_ascii_digit())
}
