//! The status codes under `responses` and `statuses`.

use crate::diagnostics::{Code, Diagnostic, Place};

/// The status that a key states; `None` after an error. Rejecting other spellings of a number prevents duplicate responses.
pub(super) fn resolve(key: &str, place: Place, diagnostics: &mut Vec<Diagnostic>) -> Option<u16> {
    let number = key.parse().ok().filter(|number: &u16| (100..600).contains(number) && number.to_string() == key);
    if number.is_none() {
        let diagnostic = Diagnostic::new(Code::InvalidStatus, place, format!("`{key}` is not an HTTP status"));
        diagnostics.push(diagnostic.help("use a number from 100 to 599"));
    }
    number
}

/// The status of an error; `None` after an error.
pub(super) fn of_error(key: &str, place: Place, diagnostics: &mut Vec<Diagnostic>) -> Option<u16> {
    let number = resolve(key, place, diagnostics)?;
    if number < 300 {
        let diagnostic = Diagnostic::new(Code::InvalidStatus, place, format!("{number} is not the status of an error"));
        diagnostics.push(diagnostic.help("list it under `responses` of the operations that return it"));
        return None;
    }
    Some(number)
}
