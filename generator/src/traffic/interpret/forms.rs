//! Forms of texts, numbers and bytes that the spec language does not have.

use std::fmt;

use super::MismatchEffect;
use crate::text_formats::TextFormat;

/// The maximum length of a pattern, in characters.
const LONGEST_PATTERN: usize = 40;

/// How a value of the right type differs from the documented forms of that type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormMismatch {
    /// A text in another form, as a pattern without its digits and letters.
    Text(TextFormat, String),
    /// An identifier that is a number.
    NumericIdentifier,
    /// A decimal with spaces around it.
    PaddedDecimal,
    /// A number with more digits than a binary float holds.
    LongFloat,
    /// A number with a fraction, or written with a point or an exponent.
    NotWhole,
    /// A number out of the range of its type.
    OutOfRange,
    /// Text that is not a number.
    NoNumber,
    /// Text that is not a Boolean.
    NoTruthValue,
    /// Text that is not base64.
    NoBase64,
    /// Base64 without padding, or with line breaks.
    LooseBase64,
    /// An enum value in its URL spelling, in a body.
    UrlSpelling,
    /// Text with an unpaired surrogate.
    HalfCharacter,
}

impl FormMismatch {
    /// The effect on the client.
    pub fn effect(&self) -> MismatchEffect {
        match self {
            Self::Text(..) => MismatchEffect::Kept,
            Self::NumericIdentifier | Self::PaddedDecimal | Self::LongFloat | Self::LooseBase64 | Self::UrlSpelling => {
                MismatchEffect::Changed
            }
            Self::NotWhole
            | Self::OutOfRange
            | Self::NoNumber
            | Self::NoTruthValue
            | Self::NoBase64
            | Self::HalfCharacter => MismatchEffect::Fatal,
        }
    }

    /// Whether a text has another form than its type, and which.
    pub(super) fn of_text(format: TextFormat, text: &str) -> Option<Self> {
        (!format.fits(text)).then(|| Self::Text(format, text_pattern(text)))
    }
}

/// The form of a text, without its digits and letters. The form of a pattern is the pattern.
pub(in crate::traffic) fn text_pattern(text: &str) -> String {
    let pattern = |c: char| match c {
        '0'..='9' => '9',
        'T' | 'Z' | ' ' => c,
        '-' | '/' | '.' | ':' | ',' | '+' | '(' | ')' => c,
        c if c.is_alphabetic() => 'a',
        _ => '?',
    };
    text.chars().take(LONGEST_PATTERN).map(pattern).collect()
}

impl fmt::Display for FormMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_, pattern) if pattern.is_empty() => f.write_str("an empty text"),
            Self::Text(TextFormat::DateTime | TextFormat::Date, pattern) => {
                write!(f, "a date of the form `{pattern}`")
            }
            Self::Text(_, pattern) => write!(f, "a text of the form `{pattern}`"),
            Self::NumericIdentifier => f.write_str("a number"),
            Self::PaddedDecimal => f.write_str("a number with spaces around it"),
            Self::LongFloat => f.write_str("a number with more digits than a float keeps"),
            Self::NotWhole => f.write_str("a number with a point or an exponent"),
            Self::OutOfRange => f.write_str("a number out of range"),
            Self::NoNumber => f.write_str("text that is not such a number"),
            Self::NoTruthValue => f.write_str("a value that is not a Boolean"),
            Self::NoBase64 => f.write_str("text that is not base64"),
            Self::LooseBase64 => f.write_str("base64 without padding or with line breaks"),
            Self::UrlSpelling => f.write_str("a value in its URL spelling"),
            Self::HalfCharacter => f.write_str("text with an unpaired surrogate"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FormMismatch, TextFormat};

    #[test]
    fn a_date_is_recognized_by_its_pattern() {
        let shown = |format, text| FormMismatch::of_text(format, text).map(|mismatch| mismatch.to_string());
        let date = shown(TextFormat::DateTime, "6/1/2017 12:00:00 AM");
        assert_eq!(date.as_deref(), Some("a date of the form `9/9/9999 99:99:99 aa`"));
        assert_eq!(shown(TextFormat::Duration, "1.02:03").as_deref(), Some("a text of the form `9.99:99`"));
        assert_eq!(shown(TextFormat::Uuid, "").as_deref(), Some("an empty text"));
        assert_eq!(shown(TextFormat::Duration, "P1Y"), None);
    }
}
