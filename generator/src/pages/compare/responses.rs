//! Bodies, results and documented errors.

use super::definitions::Owner;
use super::page_result::{EntryId, Mismatch, Statement};
use super::parameters::OperationOnPage;
use super::{PageComparer, SpecNode};
use crate::diagnostics::Code;
use crate::error_bodies::can_be_found;
use crate::model::{ErrorVariant, OutcomeContent, PageStatement, Response, TypeId, TypeKind, TypeRef};
use crate::pages::facts::{self, ErrorRow, ExampleFacts, ExampleOf, Fact, FieldFacts};

impl<'a> PageComparer<'a> {
    pub(super) fn compare_body(&mut self, subject: &OperationOnPage<'_>) {
        if subject.operation.is_multipart() {
            return self.compare_parts(subject);
        }
        let body = subject.operation.body();
        let line = subject.requests.first().map_or(1, |request| request.request.line);
        match (&self.page.body, body) {
            (Fact::Stated(None), Some(input)) => {
                let message = "the page says that there is no body, the spec has one".to_owned();
                self.differ_at(Code::BodyDiffers, message, line, input.source, subject.entry, "body", "none");
            }
            (Fact::Stated(Some(stated)), None) => {
                let message = "the page has a body, the spec has none".to_owned();
                let says = stated.type_text.stated().map_or("fields", String::as_str);
                let place = subject.operation.request_place;
                self.differ_at(Code::BodyDiffers, message, stated.line, place, subject.entry, "body", says);
            }
            (Fact::Stated(Some(stated)), Some(input)) => {
                self.page_result.state(subject.entry, "body");
                let node = SpecNode {
                    entry: subject.entry,
                    at: "body".to_owned(),
                    place: input.source,
                    name: "body",
                    line: stated.line,
                };
                self.compare_type(Code::BodyDiffers, &stated.type_text, &input.value, &node);
                self.compare_members_in_place(&stated.fields, &input.value, stated.line);
            }
            (Fact::Stated(None), None) => self.page_result.mark_compared(subject.entry, "body"),
            (Fact::Unreadable, _) => {
                self.page_result.note_unclear(subject.entry, "body", line, "the body cannot be read here")
            }
            (Fact::NotStated, _) => {}
        }
    }

    /// Compares members that a page lists where it describes a body with those of the body's type. Of a list, and of an
    /// envelope with other members, they are those of an item.
    fn compare_members_in_place(&mut self, fields: &[FieldFacts], value: &TypeRef, line: u32) {
        let api = self.api;
        let (id, argument) = match value {
            _ if fields.is_empty() => return,
            TypeRef::List(item) => return self.compare_members_in_place(fields, item, line),
            TypeRef::Declared(id, argument) => (*id, argument),
            _ => return,
        };
        let declared = api.type_of(id);
        let TypeKind::Object { members, .. } = &declared.kind else { return };
        let is_member = |field: &FieldFacts| members.iter().any(|member| member.wire.eq_ignore_ascii_case(&field.name));
        if let Some(argument) = argument
            && !fields.iter().any(is_member)
        {
            return self.compare_members_in_place(fields, argument, line);
        }
        let (entry, place) = (EntryId::Type(id), declared.provenance.place);
        let owner = Owner { entry, name: &declared.name, place, prefix: "fields" };
        self.compare_fields(fields, members, line, &owner);
    }

    pub(super) fn compare_responses(&mut self, subjects: &[&OperationOnPage<'_>]) {
        let Some(rows) = self.page.responses.stated() else { return };
        let states_statuses = rows.iter().any(|row| row.status.stated().is_some());
        if let ([subject], true) = (subjects, states_statuses) {
            self.mark_list_compared(subject.entry, "responses");
        }
        for row in rows {
            self.compare_with_any(subjects, |compared_page, subject| compared_page.compare_response_row(subject, row));
        }
        if states_statuses {
            for subject in subjects {
                self.report_unlisted_responses(subject, rows);
            }
        }
    }

    fn compare_response_row(&mut self, subject: &OperationOnPage<'_>, row: &facts::ResponseFacts) {
        let responses = &subject.operation.responses;
        let response = match row.status {
            Fact::Stated(status) => responses.iter().find(|response| response.status == status),
            _ => responses.iter().find(|response| response.content.json().is_some()).or(responses.first()),
        };
        let says = row.type_text.stated().map_or(PageStatement::Lists, PageStatement::from);
        match (response, row.status.stated()) {
            (Some(response), _) => {
                self.page_result.state(subject.entry, format!("responses.{}", response.status));
                self.compare_response(subject, &row.type_text, row.line, response);
                if let Some(value) = response.content.json() {
                    self.compare_members_in_place(&row.fields, value, row.line);
                }
            }
            (None, Some(status)) => {
                let message = format!("the page has a response {status} that the spec lacks");
                let (place, at) = (subject.operation.request_place, format!("responses.{status}"));
                self.differ_at(Code::ResponseDiffers, message, row.line, place, subject.entry, &at, says);
            }
            (None, None) => {}
        }
    }

    /// Responses of the spec that the page, which lists responses by status, lacks.
    fn report_unlisted_responses(&mut self, subject: &OperationOnPage<'_>, rows: &[facts::ResponseFacts]) {
        let page = self.page;
        let line = rows.first().map_or(1, |row| row.line);
        for response in &subject.operation.responses {
            let is_listed = rows.iter().any(|row| row.status.stated() == Some(&response.status));
            let is_error_row = |row: &ErrorRow| row.status == response.status;
            let is_shown = |example: &ExampleFacts| example.of == ExampleOf::Response { status: response.status };
            let is_error = page.errors.stated().is_some_and(|rows| rows.iter().any(is_error_row));
            if is_listed || is_error || page.has_default || page.examples.iter().any(is_shown) {
                continue;
            }
            self.report_absence(Mismatch {
                code: Code::ResponseDiffers,
                message: format!("the spec has a response {} that the page lacks", response.status),
                line,
                spec: response.place,
                statements: vec![Statement::new(
                    subject.entry,
                    format!("responses.{}", response.status),
                    PageStatement::Lacks,
                )],
            });
        }
    }

    fn compare_response(&mut self, subject: &OperationOnPage<'_>, text: &Fact<String>, line: u32, response: &Response) {
        let name = response.status.to_string();
        let node = SpecNode {
            entry: subject.entry,
            at: format!("responses.{name}"),
            place: response.place,
            name: &name,
            line,
        };
        match (&response.content, text) {
            (OutcomeContent::Bytes, _) => {}
            (content, _) if content.json().is_some() => {
                let value = content.json().cloned().unwrap_or(TypeRef::Json);
                self.compare_type(Code::ResponseDiffers, text, &value, &node);
            }
            (_, Fact::Stated(text)) => {
                let message = format!("the response {} has `{text}` on the page, no body in the spec", response.status);
                self.differ_at(Code::ResponseDiffers, message, line, response.place, subject.entry, &node.at, text);
            }
            _ => {}
        }
    }

    pub(super) fn compare_errors(&mut self, subjects: &[&OperationOnPage<'_>]) {
        let Some(rows) = self.page.errors.stated() else { return };
        if let [subject] = subjects {
            self.mark_list_compared(subject.entry, "errors");
            if let Some(id) = subject.operation.errors {
                self.mark_list_compared(EntryId::Type(id), "statuses");
            }
        }
        let mut listed: Vec<u16> = Vec::new();
        for row in rows {
            // A code above the range of HTTP is a code of the service.
            if !(400..600).contains(&row.status) || listed.contains(&row.status) {
                continue;
            }
            listed.push(row.status);
            self.compare_with_any(subjects, |compared_page, subject| compared_page.compare_error_row(subject, row));
        }
        let line = rows.first().map_or(1, |row| row.line);
        for subject in subjects {
            let own = subject.operation.errors.map_or(&[][..], |errors| self.api.error_variants(errors));
            // One row of a page covers all codes of a status.
            let firsts = own.chunk_by(|one, other| one.status == other.status).filter_map(|errors| errors.first());
            for known in firsts.filter(|known| !listed.contains(&known.status) && !self.page.has_default) {
                let statements = self.error_statements(
                    subject,
                    subject.operation.errors,
                    &known.status.to_string(),
                    PageStatement::Lacks,
                );
                self.report_absence(Mismatch {
                    code: Code::ErrorStatusDiffers,
                    message: format!("the spec has an error {} that the page lacks", known.status),
                    line,
                    spec: known.place,
                    statements,
                });
            }
        }
    }

    fn compare_error_row(&mut self, subject: &OperationOnPage<'_>, row: &ErrorRow) {
        let errors = subject.operation.errors;
        let is_result = subject.operation.responses.iter().any(|response| response.status == row.status);
        match self.documented_error(subject, row.status) {
            Some((errors, known)) => {
                let errors = Some(errors);
                self.page_result.state(subject.entry, format!("errors.{}", row.status));
                self.compare_error(subject, errors, row, known);
            }
            None if is_result => {}
            None => {
                let statements = self.error_statements(subject, errors, &row.status.to_string(), PageStatement::Lists);
                self.page_result.differ(Mismatch {
                    code: Code::ErrorStatusDiffers,
                    message: format!("the page has an error {} that the spec lacks", row.status),
                    line: row.line,
                    spec: subject.operation.request_place,
                    statements,
                });
            }
        }
    }

    fn compare_error(
        &mut self,
        subject: &OperationOnPage<'_>,
        errors: Option<TypeId>,
        row: &ErrorRow,
        known: &ErrorVariant,
    ) {
        if let Fact::Stated(retry) = row.retry {
            let says = if retry { "true" } else { "false" };
            let statements = self.error_statements(subject, errors, &format!("{}.retry", row.status), says);
            let advice = |retry: bool| if retry { "to try again" } else { "not to try again" };
            let spec = known.retry.map_or("says nothing about it", advice);
            let message = format!("after {} the page advises {}; the spec: {spec}", row.status, advice(retry));
            self.compare_detail(known.retry == Some(retry), message, row, known, statements);
        }
        let known_reasons: Vec<&str> = match known.reason.map(|id| &self.api.type_of(id).kind) {
            Some(TypeKind::Enum { values, .. }) => values.iter().map(|value| value.wire.as_str()).collect(),
            _ => Vec::new(),
        };
        match &row.reasons {
            Fact::Stated(reasons) => {
                // What has no letter is a code, which a spec cannot list as a reason.
                let reasons: Vec<String> = reasons.iter().filter(|reason| can_be_found(reason)).cloned().collect();
                let is_listed = |known: &&str| reasons.iter().any(|reason| reason.eq_ignore_ascii_case(known));
                let is_known = |reason: &String| known_reasons.iter().any(|known| known.eq_ignore_ascii_case(reason));
                let agrees = reasons.iter().all(is_known) && known_reasons.iter().all(is_listed);
                let (says, known_reasons) = (reasons.join(", "), known_reasons.join(", "));
                let statements = self.error_statements(subject, errors, &format!("{}.reason", row.status), &says);
                let message = format!("reasons of {}: the page has `{says}`, the spec `{known_reasons}`", row.status);
                self.compare_detail(agrees, message, row, known, statements);
            }
            Fact::Unreadable => {
                let at = format!("errors.{}.reason", row.status);
                self.page_result.note_unclear(
                    subject.entry,
                    at,
                    row.line,
                    format!("the reasons of {} cannot be read here", row.status),
                );
            }
            Fact::NotStated => {}
        }
    }

    fn compare_detail(
        &mut self,
        agrees: bool,
        message: String,
        row: &ErrorRow,
        known: &ErrorVariant,
        statements: Vec<Statement>,
    ) {
        if agrees {
            for statement in statements {
                self.page_result.mark_compared(statement.entry, statement.at);
            }
        } else {
            let code = Code::ErrorDetailDiffers;
            self.page_result.differ(Mismatch { code, message, line: row.line, spec: known.place, statements });
        }
    }

    /// The error of a status, also one that all operations have; if possible the one with any code.
    fn documented_error(&self, subject: &OperationOnPage<'_>, status: u16) -> Option<(TypeId, &'a ErrorVariant)> {
        let api = self.api;
        let lists = api.errors_of(subject.operation);
        let listed = lists.flat_map(|errors| api.error_variants(errors).iter().map(move |error| (errors, error)));
        let mut errors = listed.filter(|(_, error)| error.status == status);
        errors.clone().find(|(_, error)| error.code.is_none()).or_else(|| errors.next())
    }

    /// An error may be noted at the operation (`errors.404`) or at the type that lists it (`statuses.404`).
    fn error_statements(
        &self,
        subject: &OperationOnPage<'_>,
        errors: Option<TypeId>,
        at: &str,
        says: impl Into<PageStatement>,
    ) -> Vec<Statement> {
        let says = says.into();
        let mut statements = vec![Statement::new(subject.entry, format!("errors.{at}"), says.clone())];
        statements.extend(errors.map(|id| Statement::new(EntryId::Type(id), format!("statuses.{at}"), says)));
        statements
    }
}
