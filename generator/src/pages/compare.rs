//! Compares the spec with pages: where they differ, and whether the spec notes it as an erratum.

mod codes;
mod coverage;
mod cut_names;
mod definitions;
mod examples;
mod fit;
mod headers;
mod matching;
mod notices;
mod page_parts;
mod page_result;
mod parameters;
mod parts;
mod reported;
mod request_lines;
mod requested;
mod responses;
mod summary;

use coverage::{ComparedPage, CorrectedMistake, Coverage};
pub(in crate::pages) use fit::is_collection;
pub(in crate::pages) use headers::ALWAYS_SENT;
pub(in crate::pages) use matching::declared_as;
use matching::{MatchedPage, MatchedRequest};
use page_parts::PartsOfPage;
use page_result::{Contested, EntryId, Mismatch, PageResult, Statement};
use parameters::OperationOnPage;
use reported::Reported;
use summary::SummaryBuilder;
pub use summary::{ComparedFacts, Summary, UnmatchedPage};

use super::facts::PageFacts;
use crate::diagnostics::{Code, Diagnostic, FileId, Place, Sources, sort};
use crate::model::{Api, Model, OperationId, PageStatement};

/// A page and the file that it, or its entry in a lock, was read from; lines of the facts are lines of that file.
#[derive(Clone, Debug)]
pub struct PageSource {
    /// What the page states.
    pub page: PageFacts,
    /// The file.
    pub file: FileId,
}

/// The result of comparing specs with pages.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Mismatches that the spec does not note, and errata that cover nothing; sorted.
    pub mismatches: Vec<Diagnostic>,
    /// What cannot be compared because of renderings and translations, by place in the page.
    pub notes: Vec<PageNote>,
    /// Errata whose page has the mistake in earlier versions only, by place in the spec; `notes` has them as well.
    pub corrected: Vec<CorrectedErratum>,
    /// What was read and what it covered.
    pub summary: Summary,
}

/// An erratum whose page has the mistake in earlier versions only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectedErratum {
    /// The erratum in the spec.
    pub place: Place,
    /// The page.
    pub page: String,
    /// The version of the page without the mistake.
    pub version: String,
    /// The node of the spec.
    pub at: String,
    /// What earlier versions of the page say, as an erratum states it.
    pub says: String,
}

impl CorrectedErratum {
    fn message(&self) -> String {
        let Self { page, version, at, says, .. } = self;
        format!("`{page}` has `{says}` at `{at}` in earlier versions only, not in version {version}")
    }
}

/// A part of a page that cannot be compared because of its rendering or translation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageNote {
    /// Where in the page.
    pub place: Place,
    /// What cannot be compared, and why.
    pub message: String,
}

/// Compares all APIs of a model with pages.
pub fn compare(model: &Model, pages: &[PageSource], sources: &Sources) -> Comparison {
    compare_beside(model, pages, &OtherPages::default(), sources)
}

/// Pages beside those that are compared, whose mismatches are not reported.
#[derive(Debug, Default)]
pub struct OtherPages<'p> {
    /// Other pages, which may have what one page lacks, and mistakes that errata note.
    pub others: Vec<&'p PageSource>,
    /// Other versions of the pages that are compared, which may have mistakes that errata note.
    pub versions: Vec<&'p PageSource>,
}

/// Compares all APIs of a model with pages, beside others.
pub fn compare_beside(model: &Model, pages: &[PageSource], beside: &OtherPages<'_>, sources: &Sources) -> Comparison {
    let mut comparison = Comparison::default();
    let mut summary = SummaryBuilder::new(pages.len());
    let by_parts: Vec<PartsOfPage<'_>> = pages.iter().map(PartsOfPage::of).collect();
    let others: Vec<PartsOfPage<'_>> = beside.others.iter().map(|source| PartsOfPage::of(source)).collect();
    let versions: Vec<PartsOfPage<'_>> = beside.versions.iter().map(|source| PartsOfPage::of(source)).collect();
    for api in &model.apis {
        compare_api(api, &by_parts, [&others, &versions], sources, &mut comparison, &mut summary);
    }
    comparison.mismatches.extend(summary.requested.mismatches(pages, sources));
    comparison.summary = summary.finish(model, pages);
    sort(&mut comparison.mismatches);
    comparison.notes.sort();
    comparison.notes.dedup();
    comparison
}

/// Whether a page is about an API: the spec declares it, or one of its requests is one of the API's.
pub(in crate::pages) fn is_about(page: &PageFacts, api: &Api) -> bool {
    let declared = matching::declared_as(page, api);
    let is_request = |request: &MatchedRequest<'_>| request.operation.is_some();
    !declared.is_empty() || matching::match_requests(page, &declared, api).iter().any(is_request)
}

/// The pages that are about an API: the spec declares them, or one of their requests is one of the API's. What a document
/// states as a whole is about the API if a part of it is.
pub fn pages_about<'p>(pages: impl IntoIterator<Item = &'p PageSource>, api: &Api) -> Vec<&'p PageSource> {
    let matched = matching::match_pages(pages, api).into_iter();
    matched.filter(MatchedPage::is_about_api).map(|page| page.source).collect()
}

/// The name in the spec of a page that it identifies by asset id, independent of the name of the page's file.
pub fn declared_name(page: &PageFacts, model: &Model) -> Option<String> {
    page.identity.asset_id.as_ref()?;
    let declared =
        model.apis.iter().flat_map(|api| matching::declared_as(page, api).into_iter().map(|id| api.page(id)));
    let url = declared.map(|page| page.url.as_str()).next()?;
    url.trim_end_matches('/').rsplit('/').next().map(str::to_owned)
}

fn compare_api(
    api: &Api,
    pages: &[PartsOfPage<'_>],
    [others, versions]: [&[PartsOfPage<'_>]; 2],
    sources: &Sources,
    comparison: &mut Comparison,
    summary: &mut SummaryBuilder,
) {
    let mut compared = Vec::new();
    let matched = matching::match_pages(pages.iter().map(|page| page.source), api);
    for (index, (page, matched)) in pages.iter().zip(matched).enumerate() {
        summary.note_requests(api, index, &matched);
        compared.extend(page.compared(matched, api).into_iter().map(|compared| (page.source.file, compared)));
    }
    let background = compared_all(others, api);
    let mut coverage = Coverage::new(api);
    background.iter().chain(&compared_all(versions, api)).for_each(|page| coverage.note_elsewhere(page));
    let mut reported = Reported::default();
    for (file, page) in &compared {
        let result = &page.page_result;
        summary.compared.add(&result.counts);
        let place = |line: u32| line_place(*file, line, sources);
        let others = || compared.iter().map(|(_, page)| page).chain(&background).map(|page| &page.page_result);
        let uncontested = result.mismatches.iter().map(|mismatch| (mismatch, None));
        let contested = result.contested.iter().map(|contested| (&contested.mismatch, Some(contested)));
        for (mismatch, contested) in uncontested.chain(contested) {
            if coverage.covers(mismatch, page) {
                continue;
            }
            let is_shown =
                |Contested { entry, shown, .. }: &Contested| others().any(|other| other.shows(*entry, shown));
            let explanation = if contested.is_some_and(is_shown) {
                Some("an example confirms the spec")
            } else if is_stated_in(mismatch, result) {
                Some("an example has it")
            } else if others().any(|other| is_stated_in(mismatch, other)) {
                Some("another page has it")
            } else {
                None
            };
            match explanation {
                Some(explanation) => {
                    let message = format!("{}; {explanation}", mismatch.message);
                    comparison.notes.push(PageNote { place: place(mismatch.line), message });
                }
                None => reported.add(mismatch, page, place(mismatch.line)),
            }
        }
        let unclear_facts = page.page_result.unclear_facts.iter();
        comparison.notes.extend(
            unclear_facts.map(|note_unclear| PageNote {
                place: place(note_unclear.line),
                message: note_unclear.message.clone(),
            }),
        );
    }
    comparison.mismatches.extend(reported.diagnostics(api));
    let compared: Vec<ComparedPage<'_>> = compared.into_iter().map(|(_, page)| page).collect();
    for CorrectedMistake { erratum, page } in coverage.corrected(&compared) {
        let corrected = CorrectedErratum {
            place: erratum.place,
            page: page.identity.name.clone(),
            version: page.version.clone(),
            at: erratum.at.clone(),
            says: erratum.says.entry(),
        };
        comparison.notes.push(PageNote { place: erratum.place, message: corrected.message() });
        comparison.corrected.push(corrected);
    }
    for erratum in coverage.stale(&compared) {
        let message = format!("no page that was read has `{}` at `{}`", erratum.says.entry(), erratum.at);
        let mismatch = Diagnostic::new(Code::StaleErratum, erratum.place, message);
        comparison.mismatches.push(mismatch.help("remove it, or correct `page`, `version`, `at` or `says`"));
    }
}

fn compared_all<'p>(pages: &'p [PartsOfPage<'p>], api: &Api) -> Vec<ComparedPage<'p>> {
    let matched = matching::match_pages(pages.iter().map(|page| page.source), api);
    pages.iter().zip(matched).flat_map(|(page, matched)| page.compared(matched, api)).collect()
}

/// Whether a page has what the spec has and another page lacks.
fn is_stated_in(mismatch: &Mismatch, page: &PageResult) -> bool {
    mismatch.is_surplus() && mismatch.statements.iter().any(|statement| page.states(statement.entry, &statement.at))
}

/// The place of a whole line.
pub fn line_place(file: FileId, line: u32, sources: &Sources) -> Place {
    let range = sources.file(file).line_range(line.max(1) as usize);
    Place { file, start: range.start, end: range.end }
}

/// Compares an API with one page.
struct PageComparer<'a> {
    api: &'a Api,
    page: &'a PageFacts,
    page_result: PageResult,
}

/// A node of the spec that is compared with a statement of a page.
struct SpecNode<'n> {
    entry: EntryId,
    /// Path of keys to it, as an erratum writes it.
    at: String,
    place: Place,
    /// Its name in messages.
    name: &'n str,
    /// Line of the page.
    line: u32,
}

impl PageComparer<'_> {
    fn compare(&mut self, requests: &[MatchedRequest<'_>], is_of_whole_api: bool) {
        let mut operations: Vec<OperationId> = requests.iter().filter_map(|request| request.operation).collect();
        operations.sort_unstable();
        operations.dedup();
        let subjects: Vec<OperationOnPage<'_>> = operations
            .iter()
            .map(|id| OperationOnPage {
                entry: EntryId::Operation(*id),
                operation: self.api.operation(*id),
                requests: requests.iter().filter(|request| request.operation == Some(*id)).collect(),
            })
            .collect();
        for subject in &subjects {
            self.compare_requests(subject);
            self.compare_credentials(subject);
            self.compare_carriers(subject);
            self.compare_deprecation(subject);
        }
        self.compare_parameters(&subjects);
        if is_of_whole_api || !subjects.is_empty() {
            self.compare_headers(&subjects);
        }
        let all: Vec<&OperationOnPage<'_>> = subjects.iter().collect();
        self.compare_with_any(&all, Self::compare_body);
        self.compare_responses(&all);
        self.compare_errors(&all);
        if let [first, _, ..] = subjects.as_slice() {
            self.note_unclear_responses(first);
        }
        self.compare_definitions();
        self.compare_examples(&subjects, &operations);
    }

    /// Compares the operations that a statement of the page can be about with it. With several of them it is a mismatch only
    /// if it fits none of them; the mismatches with the nearest operation are reported.
    fn compare_with_any(&mut self, subjects: &[&OperationOnPage<'_>], hold: impl Fn(&mut Self, &OperationOnPage<'_>)) {
        if let [subject] = subjects {
            return hold(self, subject);
        }
        let own = std::mem::take(&mut self.page_result);
        let page_results = subjects.iter().map(|subject| {
            hold(self, subject);
            std::mem::take(&mut self.page_result)
        });
        let nearest = page_results.min_by_key(PageResult::distance);
        self.page_result = own;
        let Some(nearest) = nearest else { return };
        self.page_result.counts.add(&nearest.counts);
        self.page_result.contested.extend(nearest.contested);
        for mismatch in nearest.mismatches {
            self.page_result.differ(mismatch);
        }
    }

    /// Notes that a page with several operations does not say to which of them its body and rows of responses belong.
    fn note_unclear_responses(&mut self, subject: &OperationOnPage<'_>) {
        let page = self.page;
        let parts = [
            ("body", page.body.stated().is_some()),
            ("responses", page.responses.stated().is_some()),
            ("errors", page.errors.stated().is_some()),
        ];
        let line = subject.requests.first().map_or(1, |request| request.request.line);
        for (part, _) in parts.into_iter().filter(|(_, is_stated)| *is_stated) {
            let message =
                format!("the page requests several operations and does not say to which of them its {part} belong");
            self.page_result.note_unclear(subject.entry, part, line, message);
        }
    }

    /// Records that the page lists all children of a node, unless names are translated or the end is lost.
    fn mark_list_compared(&mut self, entry: EntryId, at: &str) {
        if self.cannot_list().is_none() {
            self.page_result.mark_list_compared(entry, at);
        }
    }

    /// Why an item that is missing in a list may be on the page nevertheless.
    fn cannot_list(&self) -> Option<&'static str> {
        if self.page.is_translation {
            Some("it may be here under a translated name")
        } else if self.page.is_excerpt {
            Some("it may be after the end of this excerpt")
        } else {
            None
        }
    }

    /// Reports what the spec has and the page lacks, unless it may be on the page nevertheless.
    fn report_absence(&mut self, mismatch: Mismatch) {
        match self.cannot_list() {
            Some(why) => self.page_result.note_unclear_mismatch(mismatch, why),
            None => self.page_result.differ(mismatch),
        }
    }

    /// Reports a name that the page has and the spec lacks, unless it may be the translation of a name in the spec.
    fn report_unknown(&mut self, mismatch: Mismatch) {
        if self.page.is_translation {
            self.page_result.note_unclear_mismatch(mismatch, "the name may be translated");
        } else {
            self.page_result.differ(mismatch);
        }
    }

    #[allow(clippy::too_many_arguments)] // These are the parts of a mismatch.
    fn differ_at(
        &mut self,
        code: Code,
        message: String,
        line: u32,
        spec: Place,
        entry: EntryId,
        at: &str,
        says: impl Into<PageStatement>,
    ) {
        let statements = vec![Statement::new(entry, at, says)];
        self.page_result.differ(Mismatch { code, message, line, spec, statements });
    }
}
