//! Headers that a page lists, for operations or for the API as a whole.

use super::PageComparer;
use super::cut_names::is_cut_of;
use super::page_result::{EntryId, Mismatch, Statement};
use super::parameters::{OperationOnPage, node_of, requirement};
use crate::diagnostics::{Code, Place};
use crate::model::{Input, InputPlace, PageStatement};
use crate::pages::facts::ParameterFacts;

/// Headers of every HTTP request, which the client sends without being listed in a spec.
pub(in crate::pages) const ALWAYS_SENT: &[&str] =
    &["Accept", "Authorization", "Content-Type", "Content-Length", "Host", "Connection", "Expect"];

impl PageComparer<'_> {
    pub(super) fn compare_headers(&mut self, subjects: &[OperationOnPage<'_>]) {
        let Some(rows) = self.page.headers.stated() else { return };
        self.mark_list_compared(EntryId::Api, "headers");
        for row in rows {
            if self.cuts_names() {
                for entry in subjects.iter().map(|subject| subject.entry).chain([EntryId::Api]) {
                    self.page_result.list_cut(entry, format!("headers.{}", row.name));
                }
            }
            if !self.is_known_header(row, subjects) {
                self.report_unknown_header(row, subjects);
            }
        }
        for subject in subjects {
            self.mark_list_compared(subject.entry, "headers");
            for input in subject.operation.inputs.iter().filter(|input| input.place == InputPlace::Header) {
                self.compare_header(rows, input, subject);
            }
            for (name, _) in &subject.operation.fixed_headers {
                self.compare_fixed_header(rows, name, subject);
            }
        }
    }

    fn is_known_header(&self, row: &ParameterFacts, subjects: &[OperationOnPage<'_>]) -> bool {
        let of_api = self.api.headers.iter().map(|header| header.name.as_str());
        let of_operations = subjects.iter().flat_map(|subject| {
            let inputs = subject.operation.inputs.iter().filter(|input| input.place == InputPlace::Header);
            let etag = subject.operation.if_match.as_ref().map(|_| "If-Match");
            // The client sends these as a page states them.
            let of_links = subject.operation.paging.iter().flat_map(|paging| &paging.headers).map(String::as_str);
            let fixed = subject.operation.fixed_headers.iter().map(|(name, _)| name.as_str());
            inputs.map(|input| input.wire.as_str()).chain(fixed).chain(etag).chain(of_links)
        });
        let of_credentials = self.api.credentials.iter().filter_map(|credential| credential.carrier.header());
        let mut known = of_api.chain(of_operations).chain(of_credentials).chain(ALWAYS_SENT.iter().copied());
        known.any(|name| row.name.eq_ignore_ascii_case(name) || self.cuts_names() && is_cut_of(&row.name, name))
    }

    fn report_unknown_header(&mut self, row: &ParameterFacts, subjects: &[OperationOnPage<'_>]) {
        let at = format!("headers.{}", row.name);
        let says = [
            row.type_text.stated().map(PageStatement::from),
            row.required.stated().map(|required| PageStatement::from(requirement(*required))),
            Some(PageStatement::Lists),
        ];
        let entries = subjects.iter().map(|subject| subject.entry).chain([EntryId::Api]);
        let statements = entries.flat_map(|entry| {
            let at = at.clone();
            says.clone().into_iter().flatten().map(move |says| Statement::new(entry, at.clone(), says))
        });
        let spec = subjects.first().map_or(self.api.provenance.place, |subject| subject.operation.request_place);
        self.report_unknown(Mismatch {
            code: Code::ParameterMissing,
            message: format!("the page has a header `{}` that the spec lacks", row.name),
            line: row.line,
            spec,
            statements: statements.collect(),
        });
    }

    fn compare_header(&mut self, rows: &[ParameterFacts], input: &Input, subject: &OperationOnPage<'_>) {
        if let Some(row) = rows.iter().find(|row| row.name.eq_ignore_ascii_case(&input.wire)) {
            return self.compare_row(subject, row, input);
        }
        let statement = Statement::new(subject.entry, node_of(input), PageStatement::Lacks);
        self.report_absent_header(rows, &input.wire, input.source, statement);
    }

    /// A page states no more of a fixed header than its name.
    fn compare_fixed_header(&mut self, rows: &[ParameterFacts], name: &str, subject: &OperationOnPage<'_>) {
        let at = format!("headers.{name}");
        if rows.iter().any(|row| row.name.eq_ignore_ascii_case(name)) {
            return self.page_result.state(subject.entry, at);
        }
        let statement = Statement::new(subject.entry, at, PageStatement::Lacks);
        self.report_absent_header(rows, name, subject.operation.request_place, statement);
    }

    fn report_absent_header(&mut self, rows: &[ParameterFacts], name: &str, spec: Place, statement: Statement) {
        let mismatch = Mismatch {
            code: Code::ParameterSurplus,
            message: format!("the spec has a header `{name}` that the page lacks"),
            line: rows.first().map_or(1, |row| row.line),
            spec,
            statements: vec![statement],
        };
        if self.cuts_names() && rows.iter().any(|row| is_cut_of(&row.name, name)) {
            self.page_result.note_unclear_mismatch(mismatch, "it may be here with a cut name");
        } else {
            self.report_absence(mismatch);
        }
    }
}
