//! Errors that a page shows, and the shapes in which the client reads them.

use crate::diagnostics::Code;
use crate::model::{MemberCase, PageStatement};
use crate::pages::compare::PageComparer;
use crate::pages::compare::parameters::OperationOnPage;
use crate::pages::facts::{ExampleFacts, ExampleKind};

impl PageComparer<'_> {
    /// A shown error whose body is an object must have the code or the message of a shape.
    pub(super) fn compare_shown_error(&mut self, example: &ExampleFacts, status: u16, subject: &OperationOnPage<'_>) {
        let (api, members) = (self.api, example.body.stated().map(Vec::as_slice).unwrap_or_default());
        let is_object = members.iter().any(|member| member.path.is_empty() && member.kinds == [ExampleKind::Object]);
        if api.error_shapes.is_empty() || !is_object {
            return;
        }
        let at = format!("errors.{status}");
        let is_at = |path: &String| {
            // A shape names one item of a list, an example all.
            let path = path.replace("[0]", "[]");
            members.iter().any(|member| match api.member_case {
                MemberCase::Exact => member.path == path,
                MemberCase::Ignored => member.path.eq_ignore_ascii_case(&path),
            })
        };
        if api.error_shapes.iter().any(|shape| [&shape.code, &shape.message].into_iter().flatten().any(is_at)) {
            return self.page_result.mark_compared(subject.entry, at);
        }
        let message =
            format!("the example shows an error {status} without the code and the message of any error shape");
        let (place, says) = (subject.operation.request_place, PageStatement::Shows);
        self.differ_at(Code::ShownErrorUnread, message, example.line, place, subject.entry, &at, says);
    }
}
