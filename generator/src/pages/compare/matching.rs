//! Matches pages with parts of the spec: by identity and by the shape of requests, never by title.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use percent_encoding::percent_decode_str;

use super::PageSource;
use crate::diagnostics::FileId;
use crate::model::{Api, Method, Operation, OperationId, PageId};
use crate::pages::facts::{Fact, PageFacts, Request};
use crate::spec::template::is_same_request;
use crate::uri::{PageUri, is_call_of, same_shape};

/// The pages that the spec declares and that this one is a version, a translation or a copy of.
pub(in crate::pages) fn declared_as(page: &PageFacts, api: &Api) -> Vec<PageId> {
    let by_name = |declared: &crate::model::Page| {
        let (path, name) = (path_of(&declared.url), page.identity.name.to_lowercase());
        let is_suffix = path.strip_suffix(name.as_str()).is_some_and(|before| before.ends_with('/'));
        // A page of the generated reference and a guide may have the same name.
        is_suffix && path.contains("/rest/api/") == page.is_reference()
    };
    let is_same = |declared: &crate::model::Page| {
        if page.is_of_document() {
            return is_part_of(page, &declared.url);
        }
        if let (Some(stated), Some(known)) = (&page.identity.asset_id, &declared.asset_id) {
            return stated.eq_ignore_ascii_case(known);
        }
        match &page.identity.url {
            Some(url) => path_of(url) == path_of(&declared.url),
            None => by_name(declared),
        }
    };
    let found = |is_same: &dyn Fn(&crate::model::Page) -> bool| -> Vec<PageId> {
        (0..api.pages.len()).map(PageId).filter(|id| is_same(api.page(*id))).collect()
    };
    let declared = found(&is_same);
    // A copy on another site, or a page that moved, has another address. A generated reference takes its name from it.
    let is_elsewhere = declared.is_empty() && page.identity.url.is_some() && !page.is_reference();
    if is_elsewhere { found(&by_name) } else { declared }
}

/// Whether a URL is that of a document, or of this part of it: the fragment of a URL is the JSON pointer to a part.
fn is_part_of(page: &PageFacts, url: &str) -> bool {
    let pointer = page.document_and_pointer().1;
    is_in_document(page, url)
        && fragment_of(url).is_none_or(|fragment| {
            let is_below =
                pointer.strip_prefix(fragment.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            // The types of a document are among the facts of the whole.
            is_below || pointer.is_empty() && !fragment.starts_with("/paths/")
        })
}

/// Whether a URL is that of the document that a page is a part of, by the name of its file.
pub(super) fn is_in_document(page: &PageFacts, url: &str) -> bool {
    let name = page.document_and_pointer().0.to_lowercase();
    let path = path_of(url);
    let file = path.rsplit('/').next().unwrap_or_default();
    !file.is_empty() && (file == name || name.rsplit_once('.').is_some_and(|(stem, _)| stem == file))
}

fn fragment_of(url: &str) -> Option<String> {
    let (_, fragment) = url.split_once('#').filter(|(_, fragment)| !fragment.is_empty())?;
    Some(percent_decode_str(fragment).decode_utf8_lossy().into_owned())
}

/// A URL's path, without language, in lower case.
fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let path = path.find('/').map_or("", |start| &path[start..]);
    path.trim_end_matches('/').to_lowercase().replace("/en-us/", "/")
}

/// A request line of a page and the operation it is about.
#[derive(Debug)]
pub(super) struct MatchedRequest<'p> {
    pub(super) request: &'p Request,
    /// The index of the part of the page that states it.
    pub(super) part: usize,
    pub(super) uri: PageUri,
    pub(super) operation: Option<OperationId>,
}

/// A page, and what of the API it is about.
#[derive(Debug)]
pub(super) struct MatchedPage<'p> {
    pub(super) source: &'p PageSource,
    /// The pages of the spec that it is.
    pub(super) declared: Vec<PageId>,
    pub(super) requests: Vec<MatchedRequest<'p>>,
    /// For the page of a document as a whole, the operations that all its parts request.
    pub(super) of_document: Option<Vec<OperationId>>,
}

impl MatchedPage<'_> {
    /// Whether the page is about the API.
    pub(super) fn is_about_api(&self) -> bool {
        let is_of_document = self.of_document.as_ref().is_some_and(|operations| !operations.is_empty());
        !self.declared.is_empty() || is_of_document || self.requests.iter().any(|request| request.operation.is_some())
    }
}

/// Finds what each page is about. The parts of a document are matched together.
pub(super) fn match_pages<'p>(sources: impl IntoIterator<Item = &'p PageSource>, api: &Api) -> Vec<MatchedPage<'p>> {
    let mut pages: Vec<MatchedPage<'p>> = Vec::new();
    let mut documents: IndexMap<(FileId, &str), Vec<usize>> = IndexMap::new();
    for (index, source) in sources.into_iter().enumerate() {
        let declared = declared_as(&source.page, api);
        let requests = match_requests(&source.page, &declared, api);
        if source.page.is_of_document() {
            let document = (source.file, source.page.document_and_pointer().0);
            documents.entry(document).or_default().push(index);
        }
        pages.push(MatchedPage { source, declared, requests, of_document: None });
    }
    for parts in documents.values() {
        // Documents of several APIs can have the same name (`swagger.json`).
        let mut requests = parts.iter().flat_map(|part| &pages[*part].requests).peekable();
        let is_of_other_api = requests.peek().is_some() && !requests.any(|request| is_served(&request.uri, api));
        if is_of_other_api {
            parts.iter().for_each(|part| pages[*part].declared.clear());
        }
        let declared: Vec<PageId> = parts.iter().flat_map(|part| pages[*part].declared.clone()).collect();
        let is_part = |index: &usize| parts.binary_search(index).is_ok();
        let of_parts = pages.iter_mut().enumerate().filter(|(index, _)| is_part(index));
        let mut requests: Vec<&mut MatchedRequest<'p>> = of_parts.flat_map(|(_, page)| &mut page.requests).collect();
        pair_up_unknown(&mut requests, &declared, api);
        let operations: Vec<OperationId> = requests.iter().filter_map(|request| request.operation).collect();
        for part in parts {
            let page = &mut pages[*part];
            if page.source.page.document_and_pointer().1.is_empty() {
                page.of_document = Some(operations.clone());
            }
        }
    }
    pages
}

/// Finds the operation of every request line.
pub(super) fn match_requests<'p>(page: &'p PageFacts, declared: &[PageId], api: &Api) -> Vec<MatchedRequest<'p>> {
    let requests: Vec<(usize, &Request, PageUri)> =
        page.all_requests().map(|(part, request)| (part, request, PageUri::parse(&request.uri))).collect();
    let cited = |request: &Request, uri: &PageUri| operation_for(request, uri, &[Rank::CitedWithMethod], declared, api);
    let taken: Vec<OperationId> = requests.iter().filter_map(|(_, request, uri)| cited(request, uri)).collect();
    // All operations can cite one document, so that a citation alone does not tell them apart.
    let ranks: &[Rank<'_>] = if page.is_of_document() {
        &[Rank::CitedWithMethod, Rank::WithMethod]
    } else {
        &[Rank::CitedWithMethod, Rank::Cited { unless_among: &taken }, Rank::WithMethod]
    };
    let found: Vec<Option<OperationId>> =
        requests.iter().map(|(_, request, uri)| operation_for(request, uri, ranks, declared, api)).collect();
    let mut counts: BTreeMap<OperationId, usize> = BTreeMap::new();
    found.iter().flatten().for_each(|id| *counts.entry(*id).or_default() += 1);
    let mut matched = Vec::new();
    for ((part, request, uri), operation) in requests.into_iter().zip(found) {
        let twins = || operation.into_iter().flat_map(|id| twins(id, declared, api));
        // Each of several sections with one request is about the operation whose header it has.
        let is_stated_again = operation.and_then(|id| counts.get(&id)).is_some_and(|count| *count > 1);
        if part > 0 && is_stated_again {
            let headers = headers_of_part(page, part);
            let count = |id: &OperationId| fixed_among(&headers, api.operation(*id));
            let best = operation.into_iter().chain(twins()).max_by_key(|id| (count(id), std::cmp::Reverse(*id)));
            matched.push(MatchedRequest { request, part, uri, operation: best });
            continue;
        }
        for twin in twins() {
            matched.push(MatchedRequest { request, part, uri: uri.clone(), operation: Some(twin) });
        }
        matched.push(MatchedRequest { request, part, uri, operation });
    }
    if !page.is_of_document() {
        pair_up_unknown(&mut matched.iter_mut().collect::<Vec<_>>(), declared, api);
    }
    matched
}

/// What an operation with the path of a request has in common with it beyond that.
enum Rank<'r> {
    /// It cites the page, and has the method.
    CitedWithMethod,
    /// It cites the page, and has another method; unless another request of the page has its method.
    Cited { unless_among: &'r [OperationId] },
    /// It has the method.
    WithMethod,
}

fn operation_for(
    request: &Request,
    uri: &PageUri,
    ranks: &[Rank<'_>],
    declared: &[PageId],
    api: &Api,
) -> Option<OperationId> {
    if !is_served(uri, api) {
        return None;
    }
    let candidates: Vec<(OperationId, &Operation)> =
        api.operations().filter(|(_, operation)| same_shape(&operation.template, uri)).collect();
    let cites = |operation: &Operation| operation.provenance.pages.iter().any(|page| declared.contains(page));
    let has_method = |operation: &Operation| match &request.method {
        Fact::Stated(method) => operation.method == *method,
        Fact::NotStated | Fact::Unreadable => true,
    };
    for rank in ranks {
        let has_rank = |(id, operation): &&(OperationId, &Operation)| match rank {
            Rank::CitedWithMethod => cites(operation) && has_method(operation),
            Rank::Cited { unless_among } => cites(operation) && !unless_among.contains(id),
            Rank::WithMethod => has_method(operation),
        };
        let mut found: Vec<_> = candidates.iter().filter(has_rank).collect();
        if found.len() > 1 {
            found.sort_by_key(|(_, operation)| std::cmp::Reverse(fixed_query_in_common(operation, uri)));
        }
        match found.as_slice() {
            [] => {}
            [(id, _), rest @ ..] => {
                let is_certain = request.method.stated().is_some() || rest.is_empty();
                return is_certain.then_some(*id);
            }
        }
    }
    None
}

/// Other operations that cite the page and have the same request, but for fixed headers, which no request line shows.
fn twins(id: OperationId, declared: &[PageId], api: &Api) -> impl Iterator<Item = OperationId> {
    let found = api.operation(id);
    let is_twin = move |(other, operation): &(OperationId, &Operation)| {
        *other != id
            && operation.fixed_headers != found.fixed_headers
            && operation.method == found.method
            && is_same_request(&operation.template, &found.template)
            && operation.provenance.pages.iter().any(|page| declared.contains(page))
    };
    api.operations().filter(is_twin).map(|(other, _)| other)
}

/// The names of the headers that a section lists or shows in requests.
fn headers_of_part(page: &PageFacts, part: usize) -> Vec<&str> {
    let section = part.checked_sub(1).and_then(|index| page.sections.get(index));
    let listed = section.and_then(|section| section.headers.stated()).into_iter().flatten();
    let shown = section.into_iter().flat_map(|section| &section.examples).flat_map(|example| &example.headers);
    listed.map(|row| row.name.as_str()).chain(shown.map(String::as_str)).collect()
}

/// How many fixed headers of an operation are among the names; `None` when one is not.
fn fixed_among(names: &[&str], operation: &Operation) -> Option<usize> {
    let is_named = |(name, _): &(String, String)| names.iter().any(|other| other.eq_ignore_ascii_case(name));
    operation.fixed_headers.iter().all(is_named).then_some(operation.fixed_headers.len())
}

/// How many pairs of an operation's fixed query are in the page's request; `None` when it contradicts one.
fn fixed_query_in_common(operation: &Operation, uri: &PageUri) -> Option<usize> {
    let mut common = 0;
    for (name, value) in operation.fixed_query() {
        let found = uri.query.iter().find(|(other, _)| other.eq_ignore_ascii_case(name))?;
        if !found.1.eq_ignore_ascii_case(value) {
            return None;
        }
        common += 1;
    }
    Some(common)
}

/// Whether a URI is on a server of the API, or does not state its host.
pub(super) fn is_served(uri: &PageUri, api: &Api) -> bool {
    uri.host.is_none() || api.servers.iter().any(|server| uri.is_on(&PageUri::of_server(&server.url)))
}

/// Matches a page's only unmatched request with the only unmatched operation that cites the page: its path differs. Lines of
/// a request with and without its query are one request.
fn pair_up_unknown(matched: &mut [&mut MatchedRequest<'_>], declared: &[PageId], api: &Api) {
    let taken: Vec<OperationId> = matched.iter().filter_map(|request| request.operation).collect();
    let unknown = |id: &OperationId| !taken.contains(id);
    let citing: Vec<OperationId> = api
        .operations()
        .filter(|(_, operation)| operation.provenance.pages.first().is_some_and(|page| declared.contains(page)))
        .map(|(id, _)| id)
        .filter(unknown)
        .collect();
    let unmatched: Vec<usize> = (0..matched.len())
        .filter(|index| matched[*index].operation.is_none() && is_served(&matched[*index].uri, api))
        .collect();
    let ([operation], [first, more @ ..]) = (citing.as_slice(), unmatched.as_slice()) else { return };
    let is_same = |index: &usize| {
        let (first, other) = (&*matched[*first], &*matched[*index]);
        first.request.method == other.request.method && first.uri.segments == other.uri.segments
    };
    if more.iter().all(is_same) {
        for index in &unmatched {
            matched[*index].operation = Some(*operation);
        }
    }
}

/// The operation that an example request calls, according to its method, its values and the names of its headers.
pub(super) fn operation_called(
    method: Method,
    uri: &PageUri,
    headers: &[String],
    among: &[OperationId],
    api: &Api,
) -> Option<OperationId> {
    let names: Vec<&str> = headers.iter().map(String::as_str).collect();
    let rank = |operation: &Operation| (operation.method == method, fixed_among(&names, operation));
    let fitting = among.iter().filter(|id| is_call_of(&api.operation(**id).template, uri));
    // The first of several equal ones.
    fitting.min_by_key(|id| std::cmp::Reverse(rank(api.operation(**id)))).copied()
}
