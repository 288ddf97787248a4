//! The pages that specs cite.

use std::collections::BTreeMap;

use url::Url;

use crate::model::{Model, Page};

/// A URL, and the declarations that cite it.
#[derive(Debug)]
pub(super) struct CitedPage<'m> {
    pub(super) url: Url,
    pub(super) declarations: Vec<&'m Page>,
}

/// The pages of all APIs, by URLs without fragments, which are not sent.
pub(super) fn of_model(model: &Model, is_chosen: impl Fn(&str) -> bool) -> Vec<CitedPage<'_>> {
    let mut cited: BTreeMap<Url, Vec<&Page>> = BTreeMap::new();
    for page in model.apis.iter().filter(|api| is_chosen(&api.name)).flat_map(|api| &api.pages) {
        // A rule reports what is not a URL.
        if let Ok(mut url) = Url::parse(&page.url) {
            url.set_fragment(None);
            cited.entry(url).or_default().push(page);
        }
    }
    let mut cited: Vec<CitedPage<'_>> =
        cited.into_iter().map(|(url, declarations)| CitedPage { url, declarations }).collect();
    cited.sort_by_key(|page| page.declarations.iter().map(|declaration| declaration.place).min());
    cited
}
