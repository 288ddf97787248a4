//! Parts of a body of `multipart/form-data`, which pages list as the members of the body.

use super::page_result::{Mismatch, Statement};
use super::parameters::{OperationOnPage, node_of};
use super::{PageComparer, SpecNode};
use crate::diagnostics::Code;
use crate::media_types;
use crate::model::{Input, InputPlace, PageStatement};
use crate::pages::facts::{ExampleFacts, Fact, FieldFacts};
use crate::uri::folded_name;

impl PageComparer<'_> {
    pub(super) fn compare_parts(&mut self, subject: &OperationOnPage<'_>) {
        let line = subject.requests.first().map_or(1, |request| request.request.line);
        let body = match &self.page.body {
            Fact::Stated(Some(body)) => body,
            Fact::Stated(None) => {
                let message = "the page says that there is no body, the spec has parts".to_owned();
                let place = subject.operation.request_place;
                return self.differ_at(Code::BodyDiffers, message, line, place, subject.entry, "body", "none");
            }
            Fact::Unreadable => {
                return self.page_result.note_unclear(subject.entry, "parts", line, "the body cannot be read here");
            }
            Fact::NotStated => return,
        };
        if body.fields.is_empty() {
            return;
        }
        self.mark_list_compared(subject.entry, "parts");
        let parts = subject.operation.inputs.iter().filter(|input| input.place.is_part());
        let mut seen: Vec<&str> = Vec::new();
        for field in &body.fields {
            match parts.clone().find(|part| folded_name(&part.wire) == folded_name(&field.name)) {
                Some(part) => {
                    seen.push(&part.wire);
                    self.compare_part(subject, field, part);
                }
                None => self.report_unknown_part(subject, field),
            }
        }
        for part in parts.filter(|part| !seen.contains(&part.wire.as_str())) {
            self.report_absence(Mismatch {
                code: Code::FieldSurplus,
                message: format!("the spec has a part `{}` of the body that the page lacks", part.wire),
                line: body.line,
                spec: part.source,
                statements: vec![Statement::new(subject.entry, node_of(part), PageStatement::Lacks)],
            });
        }
    }

    fn compare_part(&mut self, subject: &OperationOnPage<'_>, field: &FieldFacts, part: &Input) {
        let at = node_of(part);
        self.page_result.mark_compared(subject.entry, at.clone());
        self.page_result.state(subject.entry, at.clone());
        let node = SpecNode { entry: subject.entry, at, place: part.source, name: &part.wire, line: field.line };
        // Pages have no common word for a file.
        if !part.is_file() {
            self.compare_type(Code::FieldTypeDiffers, &field.type_text, &part.value, &node);
            self.compare_values(&field.values, &part.value, &node.at, field.line, subject.entry);
        }
        self.compare_requirement(&field.required, part.required, &field.name, &node);
    }

    /// Compares the parts that an example shows; one that it lacks says nothing.
    pub(super) fn compare_shown_parts(&mut self, example: &ExampleFacts, subject: &OperationOnPage<'_>) {
        for shown in &example.parts {
            let mut parts = subject.operation.inputs.iter().filter(|input| input.place.is_part());
            let Some(part) = parts.find(|part| part.wire == shown.name) else {
                self.report_unknown(Mismatch {
                    code: Code::FieldMissing,
                    message: format!("the example has a part `{}` of the body that the spec lacks", shown.name),
                    line: example.line,
                    spec: subject.operation.request_place,
                    statements: vec![Statement::new(
                        subject.entry,
                        format!("parts.{}", shown.name),
                        PageStatement::Shows,
                    )],
                });
                continue;
            };
            self.page_result.state(subject.entry, node_of(part));
            let (InputPlace::FilePart(media), Some(says)) = (&part.place, &shown.media) else { continue };
            let at = format!("{}.media", node_of(part));
            if media_types::is_same(says, media) {
                self.page_result.mark_compared(subject.entry, at);
                continue;
            }
            let message = format!("the part `{}` is `{says}` in the example, `{media}` in the spec", part.wire);
            let place = part.source;
            self.differ_at(Code::FieldTypeDiffers, message, example.line, place, subject.entry, &at, says.as_str());
        }
    }

    fn report_unknown_part(&mut self, subject: &OperationOnPage<'_>, field: &FieldFacts) {
        let says = field.type_text.stated().map_or(PageStatement::Lists, PageStatement::from);
        self.report_unknown(Mismatch {
            code: Code::FieldMissing,
            message: format!("the page has a part `{}` of the body that the spec lacks", field.name),
            line: field.line,
            spec: subject.operation.request_place,
            statements: vec![Statement::new(subject.entry, format!("parts.{}", field.name), says)],
        });
    }
}
