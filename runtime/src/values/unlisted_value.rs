//! Values of an enum that its specification does not list.

use std::fmt;

/// A value that a specification does not list, unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnlistedValue {
    text: Box<str>,
    /// Whether JSON had a string; otherwise the text is a number or a boolean.
    quoted: bool,
}

impl UnlistedValue {
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.into(), quoted: true }
    }

    /// A number or a boolean, by its JSON text.
    pub(crate) fn plain(json: String) -> Self {
        Self { text: json.into(), quoted: false }
    }

    pub(crate) fn is_plain(&self) -> bool {
        !self.quoted
    }

    /// The text; the digits of a number, `true` or `false` for a boolean.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for UnlistedValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}
