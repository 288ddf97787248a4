//! The pages that were read, the operations that they request, and how many of those the spec has.

use serde::Serialize;

use super::PageSource;
use super::matching::{self, MatchedPage};
use super::requested::{RequestedOperations, as_written};
use crate::diagnostics::FileId;
use crate::model::{Api, Model};
use crate::uri::PageUri;

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
    /// Those that the spec leaves out, with the reason.
    pub left_out: usize,
    /// The others, as method and path as the pages write them.
    pub uncovered: Vec<String>,
    /// Locked pages in which an earlier version of the reader found other facts.
    pub read_otherwise: usize,
    /// Locked pages whose facts a later version of the reader found.
    pub read_later: usize,
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
    pub(super) requested: RequestedOperations,
    pub(super) compared: ComparedFacts,
}

impl SummaryBuilder {
    pub(super) fn new(pages: usize) -> Self {
        Self {
            matched: vec![false; pages],
            requested: RequestedOperations::default(),
            compared: ComparedFacts::default(),
        }
    }

    pub(super) fn note_requests(&mut self, api: &Api, page: usize, matched: &MatchedPage<'_>) {
        let has_operation = self.requested.note(api, page, &matched.declared, &matched.requests);
        self.matched[page] |= has_operation || matched.is_about_api();
    }

    pub(super) fn finish(self, model: &Model, pages: &[PageSource]) -> Summary {
        let (covered, left_out) = (self.requested.captured(), self.requested.left_out());
        let uncovered = self.requested.unknown();
        let unmatched = pages.iter().enumerate().filter(|(index, _)| !self.matched[*index]);
        Summary {
            pages: pages.len(),
            matched: self.matched.iter().filter(|matched| **matched).count(),
            unmatched: unmatched
                .map(|(_, source)| UnmatchedPage { file: source.file, reason: reason(source, model) })
                .collect(),
            operations: covered + left_out + uncovered.len(),
            covered,
            left_out,
            uncovered,
            read_otherwise: 0,
            read_later: 0,
            skipped_files: 0,
            compared: self.compared,
        }
    }
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
