//! Arbitrary JSON, kept unchanged.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// Any JSON, kept as its exact text. Equality is that of the values, not of the texts. `Debug` does not show the text, which
/// may hold secrets; `Display` writes it.
#[derive(Clone)]
pub struct JsonValue(Box<RawValue>);

impl JsonValue {
    /// The JSON text.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Reads the value as `T`.
    ///
    /// # Errors
    /// When the JSON does not have the form of `T`.
    pub fn get_as<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.0.get())
    }

    /// Writes `value` as JSON.
    ///
    /// # Errors
    /// When `value` cannot be written as JSON.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::value::to_raw_value(value).map(Self)
    }

    pub(crate) fn from_raw(raw: Box<RawValue>) -> Self {
        Self(raw)
    }
}

impl From<serde_json::Value> for JsonValue {
    #[inline]
    fn from(value: serde_json::Value) -> Self {
        // The text of a `Value` is valid JSON by construction.
        RawValue::from_string(value.to_string()).map_or_else(|_| Self(RawValue::NULL.to_owned()), Self)
    }
}

impl PartialEq for JsonValue {
    #[inline] // Compiled where it is used: comparing JSON by value takes a tree of it.
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
            || match (self.get_as::<serde_json::Value>(), other.get_as::<serde_json::Value>()) {
                (Ok(one), Ok(other)) => is_same(&one, &other),
                _ => false,
            }
    }
}

/// With the feature `arbitrary_precision`, serde_json compares numbers as texts; here they are compared by value with it, too.
fn is_same(one: &serde_json::Value, other: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match (one, other) {
        (Number(one), Number(other)) => {
            let is_float = |number: &serde_json::Number| !number.is_i64() && !number.is_u64();
            one == other || is_float(one) && is_float(other) && one.as_f64() == other.as_f64()
        }
        (Array(one), Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Object(one), Object(other)) => {
            let is_in_other = |(name, value): (&String, _)| other.get(name).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(is_in_other)
        }
        (one, other) => one == other,
    }
}

impl fmt::Debug for JsonValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.as_str().as_bytes().first() {
            Some(b'{') => "object",
            Some(b'[') => "array",
            Some(b'"') => "string",
            Some(b't' | b'f') => "boolean",
            Some(b'n') => "null",
            _ => "number",
        };
        write!(formatter, "JsonValue({kind}, {} bytes)", self.as_str().len())
    }
}

impl fmt::Display for JsonValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Serialize for JsonValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for JsonValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_value() {
        let value = JsonValue::from(serde_json::json!({"password": "hunter2"}));
        assert_eq!(format!("{value:?}"), "JsonValue(object, 22 bytes)");
    }

    #[test]
    fn keeps_text_and_compares_values() {
        let value: JsonValue = serde_json::from_str(r#"{"a": 1.10, "b":[ ]}"#).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), r#"{"a": 1.10, "b":[ ]}"#);
        assert_eq!(value, JsonValue::from(serde_json::json!({"b": [], "a": 1.1})));
        assert_ne!(value, JsonValue::from(serde_json::json!({"a": 1.1})));
    }
}
