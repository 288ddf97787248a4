//! Decimal numbers that keep all their digits.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use thiserror::Error;

use crate::{InputLocation, InputProblem, Scalar};

/// A decimal number that keeps its digits, from a JSON number or a JSON string; it is written back unchanged. Equality is
/// that of the numbers: `1.50` equals `1.5`.
#[derive(Clone)]
pub struct Decimal {
    text: Box<str>,
    quoted: bool,
}

impl Decimal {
    /// The digits, unchanged.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The nearest float. Money is better read from [`Decimal::as_str`] by a decimal type.
    pub fn to_f64(&self) -> f64 {
        self.text.parse().unwrap_or(f64::NAN)
    }

    /// Writes the number as a JSON string from now on.
    #[must_use]
    pub fn quoted(mut self) -> Self {
        self.quoted = true;
        self
    }

    /// Sign, digits without zeros at either end, and the power of ten of a leading point.
    fn normal(&self) -> (bool, String, i64) {
        let (mantissa, exponent) = self.text.split_once(['e', 'E']).unwrap_or((&self.text, "0"));
        let exponent: i64 =
            exponent.parse().unwrap_or(if exponent.starts_with('-') { -EXPONENT_LIMIT } else { EXPONENT_LIMIT });
        let negative = mantissa.starts_with('-');
        let mantissa = mantissa.trim_start_matches(['-', '+']);
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        let significant = digits.trim_start_matches('0');
        let point = whole.len() as i64 - (digits.len() - significant.len()) as i64;
        let significant = significant.trim_end_matches('0').to_owned();
        if significant.is_empty() {
            (false, significant, 0)
        } else {
            (negative, significant, point.saturating_add(exponent))
        }
    }
}

/// Represents exponents that do not fit in an integer.
const EXPONENT_LIMIT: i64 = i64::MAX / 2;

/// The grammar of a JSON number, and also `+`, leading zeros and a bare point, as services write them in strings.
fn is_decimal(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = |text: &'_ str| text.strip_prefix(['-', '+']).unwrap_or(text).to_owned();
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (unsigned(mantissa), Some(unsigned(exponent))),
        None => (unsigned(text), None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((&mantissa, ""));
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(&exponent))
}

impl FromStr for Decimal {
    type Err = DecimalError;

    /// Makes a value from decimal digits; it is written as a JSON number where JSON allows that spelling, as a string
    /// otherwise.
    fn from_str(text: &str) -> Result<Self, DecimalError> {
        if !is_decimal(text) {
            return Err(DecimalError);
        }
        let quoted = serde_json::from_str::<&RawValue>(text).is_err();
        Ok(Self { text: text.into(), quoted })
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self { text: number.to_string().into(), quoted: false }
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text || self.normal() == other.normal()
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.text)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Decimal({})", self.text)
    }
}

impl Scalar for Decimal {
    fn text(&self, _: InputLocation) -> Result<Cow<'_, str>, InputProblem> {
        Ok(Cow::Borrowed(&self.text))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.quoted {
            return serializer.serialize_str(&self.text);
        }
        match serde_json::from_str::<&RawValue>(&self.text) {
            Ok(number) => number.serialize(serializer),
            Err(_) => serializer.serialize_str(&self.text),
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let quoted = raw.get().starts_with('"');
        let text: Box<str> = if quoted {
            serde_json::from_str::<String>(raw.get()).unwrap_or_default().trim().into()
        } else {
            raw.get().into()
        };
        if is_decimal(&text) {
            Ok(Self { text, quoted })
        } else {
            let found = match raw.get().as_bytes().first() {
                Some(b'"') => "this text",
                Some(b'n') => "this null",
                _ => "this value",
            };
            Err(D::Error::invalid_type(Unexpected::Other(found), &"a decimal number"))
        }
    }
}

/// The text is not a decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the text is not a decimal number")]
pub struct DecimalError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_comes_back_as_it_came() {
        for json in ["0.123456789012345678", "1.50", "-7", "1E+3", r#""12.340""#, r#""007""#, r#"".5""#] {
            let decimal: Decimal = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&decimal).unwrap(), json);
        }
    }

    #[test]
    fn equality_is_that_of_numbers() {
        let decimal = |text: &str| text.parse::<Decimal>().unwrap();
        for (one, other) in
            [("1.50", "1.5"), ("0", "-0.00"), ("1e3", "1000"), ("007", "7"), (".5", "0.5"), ("12e-2", "0.12")]
        {
            assert_eq!(decimal(one), decimal(other));
        }
        for (one, other) in [("1.5", "-1.5"), ("1", "10"), ("0.1", "0.01"), ("1e99999999999999999999", "1")] {
            assert_ne!(decimal(one), decimal(other));
        }
    }

    #[test]
    fn other_text_is_rejected() {
        for text in ["", "-", ".", "1.2.3", "1e", "NaN", "1,5", "0x1", "1 "] {
            assert_eq!(text.parse::<Decimal>(), Err(DecimalError), "{text}");
        }
        assert!(serde_json::from_str::<Option<Decimal>>("null").unwrap().is_none());
        assert!(serde_json::from_str::<Decimal>("true").is_err());
    }
}
