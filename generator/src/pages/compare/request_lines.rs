//! The lines of a page that say what to request.

use super::PageComparer;
use super::matching::{self, MatchedPage};
use super::page_result::{EntryId, Mismatch, Statement};
use super::parameters::OperationOnPage;
use crate::diagnostics::Code;
use crate::model::{Operation, OperationId, PageStatement};
use crate::pages::facts::{ExampleOf, Fact};
use crate::uri::{PageUri, is_call_of, same_shape};

impl PageComparer<'_> {
    /// An operation whose request was not read on the page from which it was captured is not compared with it. Of a document,
    /// the page as a whole stands for all parts.
    pub(super) fn report_missing_requests(&mut self, matched: &MatchedPage<'_>) {
        let (api, page) = (self.api, &matched.source.page);
        if page.is_of_document() != matched.of_document.is_some() {
            return;
        }
        let of_page: Vec<OperationId> = matched.requests.iter().filter_map(|request| request.operation).collect();
        let requested = matched.of_document.as_deref().unwrap_or(&of_page);
        let is_captured_from = |operation: &Operation| {
            operation.provenance.pages.first().is_some_and(|cited| match matched.of_document {
                Some(_) => matching::is_in_document(page, &api.page(*cited).url),
                None => matched.declared.contains(cited),
            })
        };
        // A page can show a request in an example beside those that it is about.
        let has_requests = page.all_requests().next().is_some();
        let examples = || page.examples.iter().chain(page.sections.iter().flat_map(|section| &section.examples));
        let is_shown = |operation: &Operation| {
            has_requests
                && examples().any(|example| match &example.of {
                    ExampleOf::Request { method, uri } => {
                        *method == operation.method && is_call_of(&operation.template, &PageUri::parse(uri))
                    }
                    _ => false,
                })
        };
        let missing = api
            .operations()
            .filter(|(id, operation)| is_captured_from(operation) && !requested.contains(id) && !is_shown(operation));
        for (id, operation) in missing {
            let at = operation.method.as_str();
            self.report_absence(Mismatch {
                code: Code::NoRequestRead,
                message: format!("no request of `{}` can be read on this page", operation.name),
                line: 1,
                spec: operation.request_place,
                statements: vec![Statement::new(EntryId::Operation(id), at, PageStatement::Lacks)],
            });
        }
    }

    pub(super) fn compare_requests(&mut self, subject: &OperationOnPage<'_>) {
        let operation = subject.operation;
        let at = operation.method.as_str();
        for request in &subject.requests {
            let line = request.request.line;
            self.page_result.counts.requests += 1;
            match &request.request.method {
                Fact::Stated(method) if *method != operation.method => {
                    let says = method.as_str();
                    let message = format!("the method is `{says}` on the page, `{at}` in the spec");
                    self.differ_at(
                        Code::MethodDiffers,
                        message,
                        line,
                        operation.request_place,
                        subject.entry,
                        at,
                        says,
                    );
                }
                Fact::Stated(_) => self.page_result.mark_compared(subject.entry, at),
                Fact::NotStated | Fact::Unreadable => {
                    self.page_result.note_unclear(subject.entry, at, line, "the method cannot be read here");
                }
            }
            if !same_shape(&operation.template, &request.uri) {
                let path = request.uri.path();
                let message = format!("the path is `{path}` on the page, `{}` in the spec", operation.template);
                self.differ_at(Code::PathDiffers, message, line, operation.request_place, subject.entry, at, &path);
            }
        }
    }
}
