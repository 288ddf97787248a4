//! Statuses by which answers are keyed.

use crate::diagnostics::{Code, Diagnostic, Place};

/// The status that a key states; `None` after a finding. Other ways to write the same number would make two answers of one.
pub(super) fn resolve(key: &str, place: Place, diagnostics: &mut Vec<Diagnostic>) -> Option<u16> {
    let number = key.parse().ok().filter(|number: &u16| (100..600).contains(number) && number.to_string() == key);
    if number.is_none() {
        let finding = Diagnostic::new(Code::InvalidStatus, place, format!("`{key}` is no HTTP status"));
        diagnostics.push(finding.help("use a number from 100 to 599"));
    }
    number
}
