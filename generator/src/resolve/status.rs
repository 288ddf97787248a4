//! The status codes under `responses` and `statuses`.

use crate::diagnostics::{Code, Diagnostic, Place};

/// The status that a key states; `None` after an error. Rejecting other spellings of a number prevents duplicate responses.
pub(super) fn resolve(key: &str, place: Place, diagnostics: &mut Vec<Diagnostic>) -> Option<u16> {
    reported(key, place, "use a number from 200 to 599", diagnostics)
}

/// Whether a key is the status of a response.
pub(super) fn is_of_response(key: &str) -> bool {
    parse(key).is_some_and(|number| number >= 200)
}

fn parse(key: &str) -> Option<u16> {
    key.parse().ok().filter(|number: &u16| (100..600).contains(number) && number.to_string() == key)
}

fn reported(key: &str, place: Place, help: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<u16> {
    let number = parse(key);
    let message = match number {
        None => format!("`{key}` is not an HTTP status"),
        Some(100..200) => format!("a response of status {key} is followed by another one, which the client returns"),
        Some(_) => return number,
    };
    diagnostics.push(Diagnostic::new(Code::InvalidStatus, place, message).help(help));
    None
}

/// The status of an error; `None` after an error.
pub(super) fn of_error(key: &str, place: Place, diagnostics: &mut Vec<Diagnostic>) -> Option<u16> {
    let number = reported(key, place, "use a number from 300 to 599", diagnostics)?;
    if number < 300 {
        let diagnostic = Diagnostic::new(Code::InvalidStatus, place, format!("{number} is not the status of an error"));
        diagnostics.push(diagnostic.help("list it under `responses` of the operations that return it"));
        return None;
    }
    Some(number)
}
