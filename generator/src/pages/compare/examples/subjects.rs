//! The operation that each example of a page is about.

use crate::model::OperationId;
use crate::pages::compare::parameters::OperationOnPage;
use crate::pages::compare::{PageComparer, matching};
use crate::pages::facts::ExampleOf;
use crate::uri::PageUri;

impl PageComparer<'_> {
    /// The operation that each example is about. Examples are in the order of the page: if requests are followed by as many
    /// responses, these belong to them one by one; otherwise all belong to the last request.
    pub(super) fn subjects_of_examples<'s>(
        &self,
        subjects: &'s [OperationOnPage<'s>],
        operations: &[OperationId],
    ) -> Vec<Option<&'s OperationOnPage<'s>>> {
        let only = if subjects.len() == 1 { subjects.first() } else { None };
        let mut found = vec![only; self.page.examples.len()];
        let (mut requests, mut responses): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut last = only;
        for (index, example) in self.page.examples.iter().enumerate() {
            match &example.of {
                ExampleOf::Request { method, uri } => {
                    if !responses.is_empty() {
                        requests.clear();
                        responses.clear();
                    }
                    let called = matching::operation_called(
                        *method,
                        &PageUri::parse(uri),
                        &example.headers,
                        operations,
                        self.api,
                    );
                    let position = called.and_then(|called| operations.iter().position(|id| *id == called));
                    last = position.and_then(|position| subjects.get(position)).or(last);
                    found[index] = last;
                    requests.push(index);
                }
                ExampleOf::Response { .. } => {
                    found[index] = last;
                    responses.push(index);
                    if responses.len() == requests.len() {
                        for (response, request) in responses.iter().zip(&requests) {
                            found[*response] = found[*request];
                        }
                    }
                }
                ExampleOf::Json { .. } => {}
            }
        }
        found
    }
}
