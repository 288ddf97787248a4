//! Headers that a page lists, for operations or for the API as a whole.

use super::PageComparer;
use super::cut_names::is_cut_of;
use super::page_result::{EntryId, Mismatch, Statement};
use super::parameters::{OperationOnPage, node_of, requirement};
use crate::diagnostics::{Code, Place};
use crate::media_types;
use crate::model::{HeaderValue, Input, InputPlace, PageStatement};
use crate::pages::facts::ParameterFacts;

/// Headers of every HTTP request, which the client sends without being listed in a spec.
pub(in crate::pages) const ALWAYS_SENT: &[&str] =
    &["Accept", "Authorization", "Content-Type", "Content-Length", "Host", "Connection", "Expect"];

fn is_accept(name: &str) -> bool {
    name.eq_ignore_ascii_case("Accept")
}

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
        for row in rows.iter().filter(|row| is_accept(&row.name)) {
            let media = row.values.stated().map_or(&[][..], Vec::as_slice);
            subjects.iter().for_each(|subject| self.compare_accept(media, row.line, subject));
        }
        for subject in subjects {
            self.mark_list_compared(subject.entry, "headers");
            for input in subject.operation.inputs.iter().filter(|input| input.place == InputPlace::Header) {
                self.compare_header(rows, input, subject);
            }
            for (name, value) in &subject.operation.fixed_headers {
                self.compare_fixed_header(rows, (name, value), subject);
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

    /// Compares the media types that a request states with those that the operation accepts.
    pub(super) fn compare_accept(&mut self, stated: &[String], line: u32, subject: &OperationOnPage<'_>) {
        const AT: &str = "headers.Accept";
        let operation = subject.operation;
        let is_input = |input: &Input| input.place == InputPlace::Header && is_accept(&input.wire);
        if operation.inputs.iter().any(is_input) {
            return self.page_result.state(subject.entry, AT);
        }
        let of_api = || self.api.headers.iter().find(|header| is_accept(&header.name));
        let of_api = || match of_api().map(|header| &header.value) {
            Some(HeaderValue::Constant(value)) => value.as_str(),
            _ => media_types::JSON,
        };
        let sent = operation.accept.as_deref().unwrap_or_else(of_api).to_owned();
        for media in stated {
            let is_accepted = |range: &str| {
                let range = media_types::essence(range);
                let kind = range.strip_suffix("/*").filter(|kind| *kind != "*");
                range == "*/*"
                    || media_types::is_same(&range, media)
                    || kind.is_some_and(|kind| media.split('/').next() == Some(kind))
            };
            if sent.split(',').any(is_accepted) {
                self.page_result.mark_compared(subject.entry, AT);
                continue;
            }
            let message = format!("`Accept` is `{media}` on the page, `{sent}` in the spec");
            let place = operation.request_place;
            self.differ_at(Code::ParameterMissing, message, line, place, subject.entry, AT, media.as_str());
        }
    }

    fn compare_fixed_header(
        &mut self,
        rows: &[ParameterFacts],
        (name, value): (&str, &str),
        subject: &OperationOnPage<'_>,
    ) {
        let at = format!("headers.{name}");
        if let Some(row) = rows.iter().find(|row| row.name.eq_ignore_ascii_case(name)) {
            self.page_result.state(subject.entry, at.as_str());
            if let Some(values) = row.values.stated()
                && !values.iter().any(|listed| listed.eq_ignore_ascii_case(value))
            {
                let values = values.join(", ");
                let message = format!("`{name}` is `{values}` on the page, always `{value}` in the spec");
                let (code, place) = (Code::ParameterTypeDiffers, subject.operation.request_place);
                self.differ_at(code, message, row.line, place, subject.entry, &at, values.as_str());
            }
            return;
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
