//! Forms of dates, numbers and bytes that the spec language does not have.

use std::fmt;

use super::Effect;

/// The most characters of a pattern.
const LONGEST_PATTERN: usize = 40;

/// How a value of the right kind departs from the documented forms of its type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormFault {
    /// A date in a form of its own, as a pattern without its digits and letters.
    DateTime(String),
    /// An identifier that is a number.
    NumericIdentifier,
    /// A decimal with blanks around it.
    PaddedDecimal,
    /// More digits than a binary float holds.
    LongFloat,
    /// A number that is not whole, or written with a point or an exponent.
    NotWhole,
    /// A number that its type does not hold.
    OutOfRange,
    /// Text that spells no number.
    NoNumber,
    /// Text that spells no truth value.
    NoTruthValue,
    /// Text that is no base64.
    NoBase64,
    /// Base64 without padding, or with line breaks.
    LooseBase64,
    /// An enum value as URLs spell it, in a body.
    UrlSpelling,
    /// Text with an escape for half a character.
    HalfCharacter,
}

impl FormFault {
    /// What the fault does to the client.
    pub fn effect(&self) -> Effect {
        match self {
            Self::DateTime(_) => Effect::Kept,
            Self::NumericIdentifier | Self::PaddedDecimal | Self::LongFloat | Self::LooseBase64 | Self::UrlSpelling => {
                Effect::Changed
            }
            Self::NotWhole
            | Self::OutOfRange
            | Self::NoNumber
            | Self::NoTruthValue
            | Self::NoBase64
            | Self::HalfCharacter => Effect::Fatal,
        }
    }

    /// A date in an undocumented form.
    pub(super) fn date_time(text: &str) -> Self {
        let digit_or_letter = |c: char| match c {
            '0'..='9' => '9',
            'T' | 'Z' => c,
            c if c.is_alphabetic() => 'a',
            c if c.is_control() => '?',
            c => c,
        };
        Self::DateTime(text.chars().take(LONGEST_PATTERN).map(digit_or_letter).collect())
    }
}

impl fmt::Display for FormFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DateTime(pattern) if pattern.is_empty() => f.write_str("an empty text"),
            Self::DateTime(pattern) => write!(f, "a date of the form `{pattern}`"),
            Self::NumericIdentifier => f.write_str("a number"),
            Self::PaddedDecimal => f.write_str("a number with blanks around it"),
            Self::LongFloat => f.write_str("a number with more digits than a float keeps"),
            Self::NotWhole => f.write_str("a number with a point or an exponent"),
            Self::OutOfRange => f.write_str("a number out of range"),
            Self::NoNumber => f.write_str("text that spells no such number"),
            Self::NoTruthValue => f.write_str("a value that spells no truth value"),
            Self::NoBase64 => f.write_str("text that is no base64"),
            Self::LooseBase64 => f.write_str("base64 without padding or with line breaks"),
            Self::UrlSpelling => f.write_str("a value as URLs spell it"),
            Self::HalfCharacter => f.write_str("text with half a character"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FormFault;

    #[test]
    fn a_date_is_told_by_its_pattern_and_not_by_its_digits() {
        assert_eq!(
            FormFault::date_time("6/1/2017 12:00:00 AM").to_string(),
            "a date of the form `9/9/9999 99:99:99 aa`"
        );
    }
}
