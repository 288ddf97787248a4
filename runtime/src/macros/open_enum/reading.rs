//! Reads values of enums. Nothing here depends on the type of the enum: the code exists once for all that a program reads.

use std::fmt;

use serde::Deserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde_json::Number;

use super::spelling::Spellings;
use crate::UnlistedValue;
use crate::macros::number;

/// A value of an enum.
pub(super) enum Found {
    /// The position among the listed values.
    Listed(usize),
    Unlisted(UnlistedValue),
}

impl Found {
    /// A value given as text.
    pub(super) fn by_text(spellings: Spellings, text: &str) -> Self {
        spellings.find(text).map_or_else(|| Self::Unlisted(UnlistedValue::new(text)), Self::Listed)
    }

    /// A value given as the text of a number, of an enum of integers.
    pub(super) fn by_text_of_plain(spellings: Spellings, json: String) -> Self {
        spellings.find(&json).map_or_else(|| Self::Unlisted(UnlistedValue::plain(json)), Self::Listed)
    }
}

pub(super) fn read<'de, D: Deserializer<'de>>(spellings: Spellings, deserializer: D) -> Result<Found, D::Error> {
    deserializer.deserialize_any(ValueVisitor(spellings))
}

struct ValueVisitor(Spellings);

impl ValueVisitor {
    /// A number or a boolean.
    fn plain(&self, json: String) -> Found {
        if self.0.is_integer {
            Found::by_text_of_plain(self.0, json)
        } else {
            Found::Unlisted(UnlistedValue::plain(json))
        }
    }
}

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Found;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("text, a number or a boolean")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Found, E> {
        // A string is not an integer, even if it spells one: it is written back as it came.
        Ok(if self.0.is_integer { Found::Unlisted(UnlistedValue::new(text)) } else { Found::by_text(self.0, text) })
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Found, E> {
        Ok(self.plain(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Found, E> {
        Ok(self.plain(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Found, E> {
        // Text that is not valid JSON cannot have come from a number.
        Ok(self.plain(Number::from_f64(number).map_or_else(|| "null".to_owned(), |number| number.to_string())))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Found, E> {
        Ok(self.plain(value.to_string()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Found, A::Error> {
        number::from_map(map, &self).map(|number| self.plain(number.to_string()))
    }
}
