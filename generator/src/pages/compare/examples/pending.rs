//! Headers of responses that say where and when to ask for more: of an accepted request, its result.

use crate::diagnostics::Code;
use crate::model::{OutcomeContent, PageStatement, Response};
use crate::pages::compare::PageComparer;
use crate::pages::compare::page_result::{Mismatch, Statement};
use crate::pages::compare::parameters::OperationOnPage;
use crate::pages::facts::ExampleFacts;

/// The status of a request whose work goes on.
const ACCEPTED: u16 = 202;

impl PageComparer<'_> {
    /// A header that an example shows and the spec lacks is never read. One that an example lacks says nothing: vendors shorten
    /// the headers of their examples.
    pub(super) fn compare_pending(
        &mut self,
        example: &ExampleFacts,
        subject: &OperationOnPage<'_>,
        response: &Response,
    ) {
        if response.status != ACCEPTED {
            return self.note_headers(example, subject, response);
        }
        let (has_location, has_retry_after) = match response.content {
            OutcomeContent::Pending { location, retry_after, .. } => (location, retry_after),
            _ => (false, false),
        };
        for (name, key, is_known) in
            [("Location", "location", has_location), ("Retry-After", "retry-after", has_retry_after)]
        {
            if !example.headers.iter().any(|shown| shown.eq_ignore_ascii_case(name)) {
                continue;
            }
            let at = format!("responses.{}.{key}", response.status);
            if is_known {
                self.page_result.mark_compared(subject.entry, at);
                continue;
            }
            let message = format!("the response {} has a `{name}` in the example, none in the spec", response.status);
            let says = PageStatement::Shows;
            self.differ_at(Code::ResponseDiffers, message, example.line, response.place, subject.entry, &at, says);
        }
    }

    /// Headers that a spec can state of a 202 only: the client does not read them elsewhere.
    fn note_headers(&mut self, example: &ExampleFacts, subject: &OperationOnPage<'_>, response: &Response) {
        for name in ["Location", "Retry-After"] {
            let is_read = self.api.response_headers.iter().any(|header| header.name.eq_ignore_ascii_case(name));
            if is_read || !example.headers.iter().any(|shown| shown.eq_ignore_ascii_case(name)) {
                continue;
            }
            let status = response.status;
            let mismatch = Mismatch {
                code: Code::ResponseDiffers,
                message: format!("the response {status} has a `{name}` in the example"),
                line: example.line,
                spec: response.place,
                statements: vec![Statement::new(subject.entry, format!("responses.{status}"), PageStatement::Shows)],
            };
            self.page_result.note_mismatch(&mismatch, "a spec states it of a 202 only");
        }
    }
}
