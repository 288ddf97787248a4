//! Specs that are written in an earlier version of the language, which are not compared.

use crate::checked::Checked;
use crate::diagnostics::Code;

/// Keys that the language had, and has under another name now.
const EARLIER_KEYS: [&str; 5] = ["answer-headers", "answers", "departs", "enum-in-url", "outcome"];

/// The first key of an earlier version of the language that a spec uses.
pub(super) fn earlier_key(checked: &Checked) -> Option<&'static str> {
    let unknown = checked.diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::UnknownKey);
    let mut keys = unknown.filter_map(|diagnostic| {
        let place = diagnostic.place;
        let key = checked.sources.file(place.file).text.get(place.start..place.end)?;
        EARLIER_KEYS.into_iter().find(|earlier| *earlier == key)
    });
    keys.next()
}
