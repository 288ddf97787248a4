//! `capture`: a draft spec of what pages state, for a person to finish.
//!
//! The draft is complete where the pages are. Where they leave something open, it has a comment that begins with `# GAP:`, and
//! the most plausible value if it could not be loaded without one. Sentences are never copied.

mod accept;
mod apart;
mod cite;
mod credentials;
mod described;
mod draft;
mod entries;
mod enum_values;
mod enums;
mod failures;
mod inputs;
mod known;
mod links;
mod names;
mod nearest;
mod operations;
mod paging;
mod print;
mod reach;
mod request;
mod response_bodies;
mod responses;
mod runs;
mod samples;
mod shown;
mod trial;
mod types;
mod vocabulary;
mod webhooks;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use jiff::civil::Date;

use self::cite::PageCitation;
use self::draft::Draft;
use self::entries::DraftPage;
use self::known::ExistingApi;
use self::types::Types;
use self::vocabulary::Vocabulary;
pub use links::linked_files;
pub use nearest::nearest_to_request;
pub use trial::{RULES_FOR_PEOPLE, Trial, is_for_people, trial};

use super::compare::is_about;
use super::facts::{ExampleOf, PageFacts, Rendering};
use crate::model::{Api, Model};
use crate::names as rust_names;
use crate::uri::PageUri;

/// Prefix of comments on what a page leaves open.
const GAP: &str = "GAP: ";

/// The result of a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captured {
    /// The text of an area file.
    pub text: String,
    /// The API that the pages are about, if the specs have it.
    pub api: Option<String>,
    /// A name for the area that no other area of the API has.
    pub area: String,
    /// The gaps, by line of the text, from 1.
    pub gaps: Vec<(usize, String)>,
    /// Types that the pages define and the draft leaves out, because no operation of theirs uses them.
    pub left_out: usize,
}

/// Why nothing was captured.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CaptureError {
    /// The pages have no request and no definition.
    #[error("nothing to capture: no request and no definition was found")]
    NothingStated,
    /// The pages have nothing that the spec does not have.
    #[error("nothing to capture: the API `{0}` has every type that the pages define, and no request was found")]
    NothingNew(String),
    /// There is no API of this name.
    #[error("there is no API `{name}`; the specs have {known}")]
    UnknownApi {
        /// The name that was asked for.
        name: String,
        /// The names of the APIs.
        known: String,
    },
    /// It is not clear which API the pages are about.
    #[error("it is not clear which API the pages are about; name one of {0} with --api")]
    WhichApi(String),
}

/// Drafts an area from pages, for the named API of the specs or the one that the pages are about.
///
/// # Errors
///
/// When there is nothing to capture, or when it is not clear for which API.
pub fn capture(
    pages: &[PageFacts],
    model: &Model,
    api: Option<&str>,
    captured: Date,
) -> Result<Captured, CaptureError> {
    capture_with_types_of(pages, &[], model, api, captured)
}

/// Drafts an area from pages, with the types that they use of the pages to which they link.
///
/// # Errors
///
/// When there is nothing to capture, or when it is not clear for which API.
pub fn capture_with_types_of(
    pages: &[PageFacts],
    followed: &[PageFacts],
    model: &Model,
    api: Option<&str>,
    captured: Date,
) -> Result<Captured, CaptureError> {
    let is_empty = |page: &PageFacts| {
        page.all_requests().next().is_none() && page.definitions.is_empty() && page.webhooks.is_empty()
    };
    if pages.iter().all(is_empty) {
        return Err(CaptureError::NothingStated);
    }
    let api = match api {
        Some(name) => Some(api_named(name, model)?),
        None => api_of(pages, model)?,
    };
    let known = ExistingApi::new(api).with_words(Vocabulary::of(pages.iter().chain(followed)));
    let drafts = entries::draft_pages(pages, followed, api);
    let mut types = Types::new(&known);
    let mut draft = Draft::default();
    let with_requests = drafts.iter().filter(|draft| draft.page.all_requests().next().is_some());
    let with_requests: HashSet<&str> = with_requests.map(|draft| draft.key.as_str()).collect();
    let is_only = drafts.windows(2).all(|pair| matches!(pair, [one, other] if one.key == other.key));
    let cites: Vec<(&DraftPage<'_>, PageCitation<'_>)> = drafts
        .iter()
        .map(|page| {
            let cite = PageCitation {
                page: &page.key,
                has_requests: !page.is_followed && with_requests.contains(page.key.as_str()),
                is_only,
                is_flattened: page.page.rendering == Rendering::FlattenedReference,
            };
            (page, cite)
        })
        .collect();
    let sections: Vec<(PageFacts, bool, PageCitation<'_>)> = cites
        .iter()
        .filter(|(page, _)| !page.is_followed)
        .flat_map(|(page, cite)| page.page.parts().into_iter().zip(0..).map(|(part, index)| (part, index > 0, *cite)))
        .collect();
    let runs: Vec<(Cow<'_, PageFacts>, bool, PageCitation<'_>)> = sections
        .iter()
        .flat_map(|(section, is_section, cite)| {
            let runs = runs::runs(section).into_iter().flat_map(|run| apart::by_header(run, &known));
            runs.map(|run| (run, *is_section, *cite))
        })
        .collect();
    let mut planned: Vec<_> = runs
        .iter()
        .map(|(run, is_section, cite)| operations::plan(run, *is_section, *cite, &known, &mut types))
        .collect();
    for (page, cite) in &cites {
        for definition in &page.page.definitions {
            types.define(definition, *cite);
        }
    }
    for ((run, _, cite), planned) in runs.iter().zip(&mut planned) {
        operations::read_bodies(planned, run, *cite, &mut types);
    }
    for ((run, _, cite), planned) in runs.iter().zip(&planned) {
        draft.operations.extend(operations::draft(planned, run, *cite, &known, &mut types));
    }
    for (page, cite) in cites.iter().filter(|(page, _)| !page.is_followed) {
        draft.webhooks.extend(page.page.webhooks.iter().map(|webhook| webhooks::draft(webhook, *cite, &mut types)));
    }
    credentials::state_once(&mut draft.operations);
    types.declare_wanted();
    let operations =
        runs.iter().zip(&planned).flat_map(|((_, _, cite), planned)| planned.iter().map(|one| (one, *cite)));
    for (operation, (planned, cite)) in draft.operations.iter().zip(operations) {
        operations::complete_types(operation, &planned.shown, cite, &mut types);
    }
    for (page, cite) in &cites {
        // A document lists the types of many operations, which need not be all of them.
        let is_about_all_types = cite.has_requests && !page.page.is_of_document();
        if !page.is_followed && (is_about_all_types || draft.operations.is_empty() && draft.webhooks.is_empty()) {
            types.want_all_of(cite.page);
        }
    }
    types.declare_wanted();
    types.spell_alike();
    types.spell_sent(&draft.operations);
    types.identify(&draft.operations);
    let left_out;
    (draft.types, left_out) = types.finish();
    if draft.operations.is_empty() && draft.webhooks.is_empty() && draft.types.is_empty() {
        return Err(CaptureError::NothingNew(api.map(|api| api.name.clone()).unwrap_or_default()));
    }
    reach::break_required_cycles(&mut draft.types);
    if known.spells_urls_apart() {
        reach::spell_in_urls(&mut draft);
    }
    let declared = reach::DraftedTypes::new(&draft.types);
    for operation in &mut draft.operations {
        failures::propose(&mut operation.responses, &declared);
    }
    let shown: Vec<_> = planned.into_iter().flatten().map(|operation| operation.shown).collect();
    samples::add(&mut draft, &shown, &known);
    let is_cited = |key: &str| {
        let mut types = draft.types.iter();
        draft.operations.iter().any(|operation| operation.page == key)
            || draft.webhooks.iter().any(|webhook| webhook.page == key)
            || types.any(|declared| declared.page.as_deref() == Some(key))
    };
    let is_first = |index: usize, key: &str| drafts.iter().position(|page| page.key == key) == Some(index);
    let firsts = drafts.iter().enumerate().filter(|(index, page)| is_first(*index, &page.key)).map(|(_, page)| page);
    let cited = firsts.filter(|page| !page.is_declared && is_cited(&page.key));
    draft.pages = cited.map(|page| entries::entry(page, api)).collect();
    let text = print::print(&draft, captured);
    Ok(Captured { gaps: gaps(&text), api: api.map(|api| api.name.clone()), area: area(&drafts, api), left_out, text })
}

fn api_named<'m>(name: &str, model: &'m Model) -> Result<&'m Api, CaptureError> {
    let known = || model.apis.iter().map(|api| format!("`{}`", api.name)).collect::<Vec<_>>().join(", ");
    let mut apis = model.apis.iter();
    apis.find(|api| api.name == name).ok_or_else(|| CaptureError::UnknownApi { name: name.to_owned(), known: known() })
}

/// The API that serves the hosts of the pages or declares one of the pages; the only API if the pages leave it open.
fn api_of<'m>(pages: &[PageFacts], model: &'m Model) -> Result<Option<&'m Api>, CaptureError> {
    let requests = pages.iter().flat_map(PageFacts::all_requests).map(|(_, request)| request.uri.as_str());
    let examples = pages.iter().flat_map(|page| &page.examples).filter_map(|example| match &example.of {
        ExampleOf::Request { uri, .. } => Some(uri.as_str()),
        _ => None,
    });
    let uris: Vec<PageUri> = requests.chain(examples).map(PageUri::parse).collect();
    let serves = |api: &&Api| {
        let mut servers = api.servers.iter().map(|server| PageUri::of_server(&server.url));
        servers.any(|server| uris.iter().any(|uri| uri.is_on(&server)))
    };
    let has_page = |api: &&Api| pages.iter().any(|page| is_about(page, api));
    if let Some(api) = model.apis.iter().find(serves).or_else(|| model.apis.iter().find(has_page)) {
        return Ok(Some(api));
    }
    let mut alike = model.apis.iter().filter(|api| has_paths_like(api, pages));
    if let (Some(api), None) = (alike.next(), alike.next()) {
        return Ok(Some(api));
    }
    match model.apis.as_slice() {
        [only] => Ok(Some(only)),
        [] => Ok(None),
        several => {
            let names: Vec<String> = several.iter().map(|api| format!("`{}`", api.name)).collect();
            Err(CaptureError::WhichApi(names.join(", ")))
        }
    }
}

/// Whether operations of an API have a path with the same beginning as one of the pages': `/customers`.
fn has_paths_like(api: &Api, pages: &[PageFacts]) -> bool {
    let begins = |segments: &[String]| {
        segments.iter().find(|segment| !segment.contains(['{', '<', '[']) && !request::is_version(segment)).cloned()
    };
    let operations = api.areas.iter().flat_map(|area| &area.operations);
    let known: BTreeSet<String> =
        operations.filter_map(|operation| begins(&PageUri::parse(&operation.template).segments)).collect();
    let requests = pages.iter().flat_map(PageFacts::all_requests).map(|(_, request)| request);
    let mut stated = requests.filter_map(|request| begins(&PageUri::parse(&request.uri).segments));
    stated.any(|segment| known.contains(&segment))
}

/// The gaps in a draft, by line.
fn gaps(text: &str) -> Vec<(usize, String)> {
    let mark = format!("# {GAP}");
    let lines = text.lines().enumerate();
    lines.filter_map(|(index, line)| Some((index + 1, line.split_once(&mark)?.1.to_owned()))).collect()
}

/// A name for the area that no other area of the API has.
fn area(drafts: &[DraftPage<'_>], api: Option<&Api>) -> String {
    let first = drafts.first().map(|draft| draft.key.as_str()).unwrap_or_default();
    let is_taken = |name: &String| {
        let has = |api: &Api| api.areas.iter().any(|area| area.name == *name);
        rust_names::taken_as_area(name).is_some() || api.is_some_and(has)
    };
    let numbered = (2..).map(|number| format!("{first}-{number}"));
    std::iter::once(first.to_owned()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}
