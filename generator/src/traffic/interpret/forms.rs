//! Forms of dates, numbers and bytes that the spec language does not have.

use std::fmt;

use super::MismatchEffect;

/// The maximum length of a pattern, in characters.
const LONGEST_PATTERN: usize = 40;

/// How a value of the right type differs from the documented forms of that type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormMismatch {
    /// A date in another form, as a pattern without its digits and letters.
    DateTime(String),
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
            Self::DateTime(_) => MismatchEffect::Kept,
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

    /// A date in an undocumented form.
    pub(super) fn date_time(text: &str) -> Self {
        Self::DateTime(date_pattern(text))
    }
}

/// The form of a date, without its digits and letters. The form of a pattern is the pattern.
pub(in crate::traffic) fn date_pattern(text: &str) -> String {
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
            Self::DateTime(pattern) if pattern.is_empty() => f.write_str("an empty text"),
            Self::DateTime(pattern) => write!(f, "a date of the form `{pattern}`"),
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
    use super::FormMismatch;

    #[test]
    fn a_date_is_recognized_by_its_pattern() {
        assert_eq!(
            FormMismatch::date_time("6/1/2017 12:00:00 AM").to_string(),
            "a date of the form `9/9/9999 99:99:99 aa`"
        );
    }
}
