//! Codes of errors that all operations can have.

use super::PageComparer;
use super::page_result::{EntryId, Mismatch, Statement};
use crate::diagnostics::Code;
use crate::model::{ErrorVariant, PageId, PageStatement, TypeId};
use crate::pages::facts::ErrorRow;

/// A code with its status on a page.
struct CodeRow<'a> {
    row: &'a ErrorRow,
    code: &'a str,
}

impl PageComparer<'_> {
    /// Compares the codes of `errors.yaml` with the table of a page that it cites.
    pub(super) fn compare_common_codes(&mut self, declared: &[PageId]) {
        let Some(errors) = self.api.errors else { return };
        let cited = &self.api.type_of(errors).provenance.pages;
        if !declared.iter().any(|page| cited.contains(page)) {
            return;
        }
        let rows = self.page.errors.stated().into_iter().flatten();
        let rows: Vec<CodeRow<'_>> =
            rows.filter_map(|row| row.code.stated().map(|code| CodeRow { row, code })).collect();
        let Some(first) = rows.first() else { return };
        let line = first.row.line;
        let variants = self.api.error_variants(errors);
        for row in &rows {
            self.compare_code_row(errors, variants, &rows, row);
        }
        for known in variants {
            let Some(code) = &known.code else { continue };
            if rows.iter().any(|row| row.code == code) {
                continue;
            }
            let message = format!("the spec has the error {} with code {code}, which the page lacks", known.status);
            self.report_absence(mismatch(errors, known.status, code, message, line, known, PageStatement::Lacks));
        }
    }

    fn compare_code_row(
        &mut self,
        errors: TypeId,
        variants: &[ErrorVariant],
        rows: &[CodeRow<'_>],
        CodeRow { row, code }: &CodeRow<'_>,
    ) {
        let known = |error: &&ErrorVariant| error.code.as_deref() == Some(*code);
        if let Some(same) = variants.iter().filter(known).find(|error| error.status == row.status) {
            self.page_result.state(EntryId::Type(errors), at(same.status, code));
            return self.page_result.mark_compared(EntryId::Type(errors), at(same.status, code));
        }
        let is_row = |error: &&ErrorVariant| rows.iter().any(|row| row.code == *code && row.row.status == error.status);
        if let Some(other) = variants.iter().find(known).filter(|error| !is_row(error)) {
            let message =
                format!("the page has the code {code} with the status {}, the spec with {}", row.status, other.status);
            let says = PageStatement::Says(row.status.to_string());
            return self.page_result.differ(mismatch(errors, other.status, code, message, row.line, other, says));
        }
        // A status without codes in the spec makes no statement about them.
        let of_status = variants.iter().find(|error| error.status == row.status && error.code.is_some());
        if let Some(of_status) = of_status {
            let message = format!("the page has the error {} with code {code}, which the spec lacks", row.status);
            let lists = PageStatement::Lists;
            self.page_result.differ(mismatch(errors, row.status, code, message, row.line, of_status, lists));
        }
    }
}

fn at(status: u16, code: &str) -> String {
    format!("statuses.{status}.codes.{code}")
}

fn mismatch(
    errors: TypeId,
    status: u16,
    code: &str,
    message: String,
    line: u32,
    spec: &ErrorVariant,
    says: PageStatement,
) -> Mismatch {
    let statements = vec![Statement::new(EntryId::Type(errors), at(status, code), says)];
    Mismatch { code: Code::ErrorStatusDiffers, message, line, spec: spec.place, statements }
}
