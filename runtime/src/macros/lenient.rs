//! Plain values that some services write as strings, some as numbers.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::number;
use crate::{Decimal, Secret};

/// A type that can be read from more than one kind of JSON value.
pub trait Lenient: Sized {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Reads the next value leniently into a field, as [`members::read`](super::members::read) does.
#[inline(never)]
pub fn read<'de, T: Lenient, A: MapAccess<'de>>(field: &mut T, map: &mut A) -> Result<bool, A::Error> {
    let Read(value) = map.next_value()?;
    *field = value;
    Ok(true)
}

/// Reads the next value leniently, whose absence has a meaning of its own.
#[inline(never)]
pub fn read_some<'de, T: Lenient, A: MapAccess<'de>>(field: &mut Option<T>, map: &mut A) -> Result<bool, A::Error> {
    let Read(value) = map.next_value()?;
    *field = Some(value);
    Ok(true)
}

/// Reads the next value leniently; null is the default.
#[inline(never)]
pub fn read_or_default<'de, T: Lenient + Default, A: MapAccess<'de>>(
    field: &mut T,
    map: &mut A,
) -> Result<bool, A::Error> {
    let Read(value) = map.next_value::<Read<Option<T>>>()?;
    *field = value.unwrap_or_default();
    Ok(true)
}

struct Read<T>(T);

impl<'de, T: Lenient> Deserialize<'de> for Read<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

impl<T: Lenient> Lenient for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OptionVisitor<T>(PhantomData<T>);
        impl<'de, T: Lenient> Visitor<'de> for OptionVisitor<T> {
            type Value = Option<T>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a plain value or null")
            }
            fn visit_unit<E>(self) -> Result<Option<T>, E> {
                Ok(None)
            }
            fn visit_none<E>(self) -> Result<Option<T>, E> {
                Ok(None)
            }
            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
                T::read(deserializer).map(Some)
            }
        }
        deserializer.deserialize_option(OptionVisitor(PhantomData))
    }
}

impl<T: Lenient> Lenient for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Read<T>>::deserialize(deserializer).map(|items| items.into_iter().map(|Read(item)| item).collect())
    }
}

impl<T: Lenient> Lenient for Secret<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Secret::new)
    }
}

/// Decimals accept numbers and strings anyway.
impl Lenient for Decimal {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

/// A string, a number or a boolean becomes its text; the digits of a number are kept.
impl Lenient for String {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        match raw.get().as_bytes().first() {
            Some(b'"') => serde_json::from_str(raw.get()).map_err(|_| not_text()),
            Some(b'{' | b'[' | b'n') | None => Err(not_text()),
            Some(_) => Ok(raw.get().to_owned()),
        }
    }
}

fn not_text<E: Error>() -> E {
    E::invalid_type(Unexpected::Other("this value"), &"text, a number or a boolean")
}

fn invalid<E: Error>(expected: &&'static str) -> E {
    E::invalid_value(Unexpected::Other("value"), expected)
}

/// A value that JSON or text can spell.
enum Plain<'a> {
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(&'a str),
}

trait FromPlain: Sized {
    const EXPECTED: &'static str;
    fn from_plain(plain: &Plain<'_>) -> Option<Self>;
}

impl FromPlain for bool {
    const EXPECTED: &'static str = "a boolean, or text that spells one";

    fn from_plain(plain: &Plain<'_>) -> Option<Self> {
        match plain {
            Plain::Bool(value) => Some(*value),
            Plain::Integer(0) => Some(false),
            Plain::Integer(1) => Some(true),
            Plain::Text(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
            Plain::Text(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }
}

impl FromPlain for i64 {
    const EXPECTED: &'static str = "a whole number, or text that spells one";

    fn from_plain(plain: &Plain<'_>) -> Option<Self> {
        /// From this magnitude on, a float cannot represent every integer.
        const INEXACT: f64 = 9_007_199_254_740_992.0;
        let whole = |value: f64| (value.fract() == 0.0 && value.abs() < INEXACT).then_some(value as i64);
        match plain {
            Plain::Integer(value) => Some(*value),
            Plain::Float(value) => whole(*value),
            Plain::Text(text) => {
                let text = text.trim();
                text.parse().ok().or_else(|| text.parse().ok().and_then(whole))
            }
            Plain::Bool(_) => None,
        }
    }
}

impl FromPlain for i32 {
    const EXPECTED: &'static str = i64::EXPECTED;

    fn from_plain(plain: &Plain<'_>) -> Option<Self> {
        i64::from_plain(plain).and_then(|value| value.try_into().ok())
    }
}

impl FromPlain for f64 {
    const EXPECTED: &'static str = "a number, or text that spells one";

    fn from_plain(plain: &Plain<'_>) -> Option<Self> {
        match plain {
            Plain::Integer(value) => Some(*value as Self),
            Plain::Float(value) => Some(*value),
            Plain::Text(text) => text.trim().parse().ok().filter(|value: &Self| value.is_finite()),
            Plain::Bool(_) => None,
        }
    }
}

struct PlainVisitor<T>(PhantomData<T>);

impl<T: FromPlain> PlainVisitor<T> {
    fn convert<E: Error>(plain: &Plain<'_>) -> Result<T, E> {
        T::from_plain(plain).ok_or_else(|| invalid(&T::EXPECTED))
    }
}

impl<'de, T: FromPlain> Visitor<'de> for PlainVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(T::EXPECTED)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        Self::convert(&Plain::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        Self::convert(&Plain::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        Self::convert(&i64::try_from(value).map_or(Plain::Float(value as f64), Plain::Integer))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        Self::convert(&Plain::Float(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Self::convert(&Plain::Text(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let number = number::from_map(map, &self)?;
        let plain = match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Plain::Integer(integer),
            (None, Some(float)) => Plain::Float(float),
            (None, None) => return Err(invalid(&T::EXPECTED)),
        };
        Self::convert(&plain)
    }
}

macro_rules! lenient {
    ($($plain:ty),*) => { $(
        impl Lenient for $plain {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(PlainVisitor(PhantomData))
            }
        }
    )* };
}
lenient!(bool, i32, i64, f64);

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: Lenient>(json: &str) -> Option<T> {
        T::read(&mut serde_json::Deserializer::from_str(json)).ok()
    }

    #[test]
    fn integers_may_be_text_or_whole_floats() {
        for json in ["5", r#""5""#, r#"" 5 ""#, "5.0", r#""5.0""#] {
            assert_eq!(read::<i64>(json), Some(5), "{json}");
        }
        for json in ["5.5", r#""five""#, "true", r#""""#, "1e300"] {
            assert_eq!(read::<i64>(json), None, "{json}");
        }
        assert_eq!(read::<i32>("3000000000"), None);
        assert_eq!(read::<i64>("9007199254740991.0"), Some(9_007_199_254_740_991));
        for next_to_it in ["9007199254740993.0", r#""-9007199254740993.0""#] {
            assert_eq!(read::<i64>(next_to_it), None, "a float has not got its digits");
        }
    }

    #[test]
    fn text_keeps_the_digits_of_a_number() {
        assert_eq!(read::<String>("1.10").as_deref(), Some("1.10"));
        assert_eq!(read::<String>(r#""a\"b""#).as_deref(), Some("a\"b"));
        assert_eq!(read::<String>("null"), None);
        assert_eq!(read::<Option<String>>("null"), Some(None));
    }

    #[test]
    fn booleans_and_floats_may_be_text() {
        assert_eq!(read::<bool>(r#""True""#), Some(true));
        assert_eq!(read::<f64>(r#""0.5""#), Some(0.5));
        assert_eq!(read::<f64>(r#""NaN""#), None);
        assert_eq!(read::<Option<f64>>("1"), Some(Some(1.0)));
        assert_eq!(read::<Vec<i64>>(r#"["1",2]"#), Some(vec![1, 2]));
    }
}
