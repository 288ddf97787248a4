//! The pages that were read, the operations that they request, and how many of those the spec has.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::PageSource;
use super::matching::{self, MatchedRequest};
use crate::diagnostics::FileId;
use crate::model::{Api, Model, OperationId};
use crate::pages::facts::Request;
use crate::uri::{PageUri, is_version, placeholder, same_shape};

/// The pages and operations of one run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Pages read.
    pub pages: usize,
    /// Pages that some API's spec declares or has operations of.
    pub matched: usize,
    /// The others.
    pub unmatched: Vec<UnmatchedPage>,
    /// Operations that the pages request.
    pub operations: usize,
    /// Those that the spec has.
    pub covered: usize,
    /// The others, as method and path as the pages write them.
    pub uncovered: Vec<String>,
    /// Locked pages in which an earlier version of the reader found other facts.
    pub read_otherwise: usize,
    /// Files in the folders of pages that are no pages, according to their names.
    pub skipped_files: usize,
    /// How many statements of the pages were compared.
    pub compared: ComparedFacts,
}

/// Numbers of statements of pages that were compared with the spec.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ComparedFacts {
    /// Request lines.
    pub requests: usize,
    /// Rows of parameters and headers.
    pub parameters: usize,
    /// Rows of members.
    pub members: usize,
    /// Values of enums.
    pub values: usize,
    /// Requests and responses that pages show.
    pub examples: usize,
}

impl ComparedFacts {
    pub(super) fn add(&mut self, other: &Self) {
        self.requests += other.requests;
        self.parameters += other.parameters;
        self.members += other.members;
        self.values += other.values;
        self.examples += other.examples;
    }
}

/// A page that is about no API of the spec.
#[derive(Debug, PartialEq, Eq)]
pub struct UnmatchedPage {
    /// The page's file.
    pub file: FileId,
    /// Why it was skipped.
    pub reason: String,
}

pub(super) struct SummaryBuilder {
    matched: Vec<bool>,
    covered: BTreeSet<(String, OperationId)>,
    /// Requests by page and index, with method and path; empty for a request that some API has.
    uncovered: BTreeMap<(usize, usize), String>,
    /// The first spelling of each request that no API has.
    spellings: BTreeMap<String, String>,
    pub(super) compared: ComparedFacts,
}

impl SummaryBuilder {
    pub(super) fn new(pages: usize) -> Self {
        Self {
            matched: vec![false; pages],
            covered: BTreeSet::new(),
            uncovered: BTreeMap::new(),
            spellings: BTreeMap::new(),
            compared: ComparedFacts::default(),
        }
    }

    pub(super) fn note_requests(&mut self, api: &Api, page: usize, requests: &[MatchedRequest<'_>], is_declared: bool) {
        for (index, request) in requests.iter().enumerate() {
            match request.operation {
                Some(id) => {
                    self.covered.insert((api.name.clone(), id));
                    self.matched[page] = true;
                    // An empty text marks a request that some API has.
                    self.uncovered.insert((page, index), String::new());
                }
                // A line of another operation whose method cannot be read.
                None if request.request.method.stated().is_none()
                    && api.operations().any(|(_, operation)| same_shape(&operation.template, &request.uri)) =>
                {
                    self.uncovered.insert((page, index), String::new());
                }
                None if matching::is_served(&request.uri, api) => {
                    let shape = shape_of(request);
                    self.spellings.entry(shape.clone()).or_insert_with(|| as_written(request.request, &request.uri));
                    self.uncovered.entry((page, index)).or_insert(shape);
                }
                None => {}
            }
        }
        self.matched[page] |= is_declared;
    }

    fn uncovered_as_written(&self) -> Vec<String> {
        let shapes: BTreeSet<&String> = self.uncovered.values().filter(|shape| !shape.is_empty()).collect();
        shapes.into_iter().filter_map(|shape| self.spellings.get(shape)).cloned().collect()
    }

    pub(super) fn finish(self, model: &Model, pages: &[PageSource]) -> Summary {
        let uncovered: BTreeSet<&String> = self.uncovered.values().filter(|shape| !shape.is_empty()).collect();
        let unmatched = pages.iter().enumerate().filter(|(index, _)| !self.matched[*index]);
        Summary {
            pages: pages.len(),
            matched: self.matched.iter().filter(|matched| **matched).count(),
            unmatched: unmatched
                .map(|(_, source)| UnmatchedPage { file: source.file, reason: reason(source, model) })
                .collect(),
            operations: self.covered.len() + uncovered.len(),
            covered: self.covered.len(),
            uncovered: self.uncovered_as_written(),
            read_otherwise: 0,
            skipped_files: 0,
            compared: self.compared,
        }
    }
}

/// Method and path of a request in the spelling of the page.
fn as_written(request: &Request, uri: &PageUri) -> String {
    format!("{} {}", request.method.stated().map_or("?", |method| method.as_str()), uri.path())
}

/// Method and path of a request, the same for all spellings of it.
fn shape_of(request: &MatchedRequest<'_>) -> String {
    let segments = request.uri.segments.iter().map(|segment| match placeholder(segment) {
        Some(_) => format!("{}{{}}", segment.split(['{', '<', '[']).next().unwrap_or_default().to_lowercase()),
        None if is_version(segment) => "v{}".to_owned(),
        None => segment.to_lowercase(),
    });
    let method = request.request.method.stated().map_or("?", |method| method.as_str());
    format!("{method} /{}", segments.collect::<Vec<_>>().join("/"))
}

fn reason(source: &PageSource, model: &Model) -> String {
    let page = &source.page;
    if page.all_requests().next().is_none() {
        return "it states no request, and no spec declares it".to_owned();
    }
    let requests = || page.all_requests().map(|(_, request)| request);
    let uris = || requests().map(|request| PageUri::parse(&request.uri));
    if uris().all(|uri| model.apis.iter().all(|api| !matching::is_served(&uri, api))) {
        return "none of its requests is to a server of the spec".to_owned();
    }
    let mut shown: Vec<String> = requests().zip(uris()).map(|(request, uri)| as_written(request, &uri)).collect();
    shown.dedup();
    format!("no operation of the spec has its requests: {}", shown.join(", "))
}
