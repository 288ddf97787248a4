//! Requests in tables, and addresses.

use super::columns::{Column, TableColumns, is_address};
use super::document::Table;
use crate::model::Method;
use crate::pages::facts::{Fact, Request};
use crate::pages::text;

/// The requests of a table that has an address in each row, after its method. If `any_word_is_method`, any other word is taken
/// for a translated method.
pub(super) fn of_table(table: &Table, columns: &TableColumns, any_word_is_method: bool) -> Vec<Request> {
    let mut requests = Vec::new();
    for row in &table.rows {
        let cell =
            columns.cell(row, Column::Uri).or_else(|| row.iter().skip(1).find(|cell| is_address(&cell.content.text)));
        let (Some(cell), Some(before)) = (cell, columns.cell(row, Column::Method).or_else(|| row.first())) else {
            continue;
        };
        let word = before.content.text.trim_end_matches(':');
        let method = match Method::parse(word) {
            Some(method) => Fact::Stated(method),
            None if any_word_is_method => Fact::Unreadable,
            None => continue,
        };
        let mut addresses: Vec<String> = Vec::new();
        for line in cell.content.text.lines() {
            match addresses.last_mut() {
                Some(address) if !is_address(line) => address.push_str(line),
                _ => addresses.push(line.to_owned()),
            }
        }
        let addresses = addresses.iter().map(|address| uri(address)).filter(|uri| is_address(uri));
        requests.extend(addresses.map(|uri| Request { line: cell.line, method: method.clone(), uri }));
    }
    requests
}

/// An address as pages write it, without text that is not part of it.
pub(super) fn uri(written: &str) -> String {
    let whole = text::without_spaces(written);
    let address = match whole.rfind("HTTP/") {
        Some(protocol) if is_version(whole.get(protocol..).unwrap_or_default()) => {
            whole.get(..protocol).unwrap_or_default()
        }
        _ => &whole,
    };
    text::with_ampersands_restored(without_stray_bracket(address)).into_owned()
}

/// The address without brackets at its end that close nothing.
fn without_stray_bracket(address: &str) -> &str {
    let count = |bracket: char| address.matches(bracket).count();
    if count('>') > count('<') { address.trim_end_matches('>') } else { address }
}

fn is_version(protocol: &str) -> bool {
    let version = protocol.trim_start_matches("HTTP/");
    !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}
