//! The parts of a page, each compared as a page of its own.

use std::borrow::Cow;

use super::coverage::ComparedPage;
use super::matching::MatchedPage;
use super::page_result::PageResult;
use super::{PageComparer, PageSource};
use crate::model::Api;
use crate::pages::facts::PageFacts;

/// A page, and its parts as pages of their own.
pub(super) struct PartsOfPage<'p> {
    pub(super) source: &'p PageSource,
    parts: Vec<Cow<'p, PageFacts>>,
}

impl<'p> PartsOfPage<'p> {
    pub(super) fn of(source: &'p PageSource) -> Self {
        let page = &source.page;
        let parts = match page.sections.as_slice() {
            [] => vec![Cow::Borrowed(page)],
            _ => page.parts().into_iter().map(Cow::Owned).collect(),
        };
        Self { source, parts }
    }

    /// The results of comparing an API with the parts of the page that are about it.
    pub(super) fn compared(&self, mut matched: MatchedPage<'_>, api: &Api) -> Vec<ComparedPage<'_>> {
        if !matched.is_about_api() {
            return Vec::new();
        }
        let is_of_whole_api = matched.declared.iter().any(|page| api.provenance.pages.contains(page));
        // The requests of a part follow each other.
        matched.requests.sort_by_key(|request| request.part);
        let mut rest = matched.requests.as_slice();
        let mut compared = Vec::new();
        for (index, part) in self.parts.iter().enumerate() {
            let (own, others) = rest.split_at(rest.partition_point(|request| request.part <= index));
            rest = others;
            let is_outside_of_sections = index == 0;
            if !is_outside_of_sections && own.iter().all(|request| request.operation.is_none()) {
                continue;
            }
            let mut comparer = PageComparer { api, page: part, page_result: PageResult::default() };
            comparer.compare(own, is_of_whole_api);
            if is_outside_of_sections {
                comparer.compare_common_codes(&matched.declared);
                comparer.report_missing_requests(&matched);
            }
            let declared = matched.declared.clone();
            compared.push(ComparedPage { page: part, declared, page_result: comparer.page_result });
        }
        compared
    }
}
