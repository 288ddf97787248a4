//! Tables of statuses.

use super::cells;
use super::columns::{Column, TableColumns, leading_status};
use super::document::{Cell, Table};
use crate::pages::facts::{ErrorRow, Fact, ResponseFacts};

/// Limits of the number of columns that are kept of a row, and of the length of their headings.
const MOST_COLUMNS: usize = 16;
const LONGEST_HEADING: usize = 60;

/// The rows of a table of statuses, results apart from errors.
pub(super) fn read(table: &Table, columns: &TableColumns, is_translation: bool) -> (Vec<ResponseFacts>, Vec<ErrorRow>) {
    let mut responses = Vec::new();
    let mut errors = Vec::new();
    for row in &table.rows {
        let Some(cell) = columns.cell(row, Column::Status) else { continue };
        let Some(status) = leading_status(&cell.content.text) else { continue };
        if status < 400 {
            responses.push(ResponseFacts {
                line: cell.line,
                status: Fact::Stated(status),
                type_text: Fact::NotStated,
                fields: Vec::new(),
            });
        } else {
            errors.push(ErrorRow {
                line: cell.line,
                status,
                code: code(table, row, columns),
                retry: retry(row, columns, is_translation),
                reasons: reasons(row, is_translation),
                columns: texts(&table.header, row),
            });
        }
    }
    (responses, errors)
}

/// An error of which only the status is known.
pub(super) fn of_status(status: u16, line: u32) -> ErrorRow {
    let (code, retry, reasons) = (Fact::NotStated, Fact::NotStated, Fact::NotStated);
    ErrorRow { line, status, code, retry, reasons, columns: Vec::new() }
}

/// The code of the service, in a column whose heading says so. A column of HTTP statuses can have the same heading.
fn code(table: &Table, row: &[Cell], columns: &TableColumns) -> Fact<String> {
    let is_heading = |cell: &Cell| matches!(cell.content.text.to_lowercase().as_str(), "error code" | "code");
    let status = columns.cell(row, Column::Status);
    let mut cells = table.header.iter().zip(row).filter(|(heading, _)| is_heading(heading)).map(|(_, cell)| cell);
    let cell = cells.find(|cell| status.is_none_or(|status| !std::ptr::eq(*cell, status)));
    let code = cell
        .map(|cell| cell.content.text.trim())
        .filter(|text| !text.is_empty() && !text.contains(char::is_whitespace));
    code.map_or(Fact::NotStated, |code| Fact::Stated(code.to_owned()))
}

/// Whether to retry; in translations, whose headings cannot be read, from the column after status and description.
fn retry(row: &[Cell], columns: &TableColumns, is_translation: bool) -> Fact<bool> {
    let by_place = || row.get(2).filter(|_| is_translation);
    cells::yes_or_no(columns.cell(row, Column::Retry).or_else(by_place), is_translation)
}

/// The reasons that a cell lists. A cell with more than reasons describes the form of the error's data, in which the reason is
/// not a value (`Parameter name`, `Reason: …`, `Details: String`).
fn reasons(row: &[Cell], is_translation: bool) -> Fact<Vec<String>> {
    let texts = || row.iter().skip(2).map(|cell| cell.content.text.as_str());
    let listed = texts().filter(|text| !text.contains('\n')).find_map(|text| text.strip_prefix("Reason:"));
    if let Some(listed) = listed {
        let reasons = listed.split(',').map(str::trim).filter(|reason| !reason.is_empty());
        return Fact::Stated(reasons.map(str::to_owned).collect());
    }
    let may_list = |text: &str| text.contains([':', '︰', '：']);
    if is_translation && texts().any(may_list) { Fact::Unreadable } else { Fact::NotStated }
}

fn texts(header: &[Cell], row: &[Cell]) -> Vec<(String, String)> {
    let width = header.len().max(row.len()).min(MOST_COLUMNS);
    let text =
        |cells: &[Cell], index: usize| cells.get(index).map(|cell| cell.content.text.clone()).unwrap_or_default();
    (0..width).map(|index| (text(header, index).chars().take(LONGEST_HEADING).collect(), text(row, index))).collect()
}
