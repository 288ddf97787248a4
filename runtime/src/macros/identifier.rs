//! Identifiers: newtypes over text or integers, so that one cannot be passed for another.

use std::fmt;

use serde::Deserializer;
use serde::de::{Error, MapAccess, Unexpected, Visitor};

use super::number;

/// Implements what an identifier needs for newtypes over `String`, declared as `pub struct Name(String);`, and over
/// integers, declared as `pub struct Name(i64);`.
///
/// ```text
/// identifier! { CustomerId, UserId }
/// identifier! { integer OrderId(i64), LineId(i32) }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! identifier {
    (integer $($name:ident($integer:ident)),+ $(,)?) => { $(
        impl $name {
            /// The number.
            #[inline]
            pub const fn get(self) -> $integer {
                self.0
            }
        }
        $crate::identifier! { @from $name $integer }
        impl ::core::convert::From<&$name> for $name {
            #[inline]
            fn from(identifier: &$name) -> Self {
                *identifier
            }
        }
        impl ::core::convert::From<$name> for $integer {
            #[inline]
            fn from(identifier: $name) -> Self {
                identifier.0
            }
        }
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, formatter)
            }
        }
        impl $crate::Scalar for $name {
            #[inline]
            fn text(
                &self,
                place: $crate::InputLocation,
            ) -> ::core::result::Result<::std::borrow::Cow<'_, str>, $crate::InputProblem> {
                $crate::Scalar::text(&self.0, place)
            }
        }
        impl $crate::macros::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::macros::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::macros::serde::Serialize::serialize(&self.0, serializer)
            }
        }
        impl<'de> $crate::macros::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::macros::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::macros::serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }
    )+ };
    (@from $name:ident i32) => {
        impl ::core::convert::From<i32> for $name {
            #[inline]
            fn from(number: i32) -> Self {
                Self(number)
            }
        }
    };
    // A literal without a suffix is an `i32` where several types are possible.
    (@from $name:ident i64) => {
        impl ::core::convert::From<i32> for $name {
            #[inline]
            fn from(number: i32) -> Self {
                Self(number.into())
            }
        }
        impl ::core::convert::From<i64> for $name {
            #[inline]
            fn from(number: i64) -> Self {
                Self(number)
            }
        }
    };
    ($($name:ident),+ $(,)?) => { $(
        impl $name {
            /// The text.
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                Self(::std::borrow::ToOwned::to_owned(text))
            }
        }
        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                Self(text)
            }
        }
        impl ::core::convert::From<&$name> for $name {
            #[inline]
            fn from(identifier: &$name) -> Self {
                ::core::clone::Clone::clone(identifier)
            }
        }
        impl ::core::convert::From<$name> for ::std::string::String {
            #[inline]
            fn from(identifier: $name) -> Self {
                identifier.0
            }
        }
        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, formatter)
            }
        }
        impl $crate::Scalar for $name {
            #[inline]
            fn text(
                &self,
                _: $crate::InputLocation,
            ) -> ::core::result::Result<::std::borrow::Cow<'_, str>, $crate::InputProblem> {
                ::core::result::Result::Ok(::std::borrow::Cow::Borrowed(&self.0))
            }
        }
        impl $crate::macros::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::macros::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        impl<'de> $crate::macros::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::macros::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::macros::identifier::decode(deserializer).map(Self)
            }
        }
    )+ };
}

/// Reads the text of an identifier; some services write numbers.
pub fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_any(IdentifierVisitor)
}

struct IdentifierVisitor;

impl<'de> Visitor<'de> for IdentifierVisitor {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an identifier")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<String, A::Error> {
        let number = number::from_map(map, &self)?;
        match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => self.visit_i64(number),
            (None, Some(number)) => self.visit_u64(number),
            (None, None) => Err(A::Error::invalid_type(Unexpected::Other("number"), &self)),
        }
    }
}

#[cfg(test)]
#[allow(unreachable_pub)]
mod tests {
    use crate::{InputLocation, Scalar};

    #[derive(Clone, Debug, PartialEq, Eq)]
    struct AccountId(String);
    identifier! { AccountId }

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct OrderId(i64);
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct LineId(i32);
    identifier! { integer OrderId(i64), LineId(i32) }

    #[test]
    fn is_read_from_text_or_number_and_written_as_text() {
        assert_eq!(serde_json::from_str::<AccountId>("42").unwrap(), AccountId::from("42"));
        let id: AccountId = serde_json::from_str(r#""a/b""#).unwrap();
        assert_eq!((id.as_str(), serde_json::to_string(&id).unwrap().as_str()), ("a/b", r#""a/b""#));
        for json in ["1.5", "1e2", "36893488147419103232", "true", "null", "[]", "{}"] {
            assert!(serde_json::from_str::<AccountId>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn an_integer_is_read_and_written_as_an_integer() {
        let id: OrderId = serde_json::from_str("9007199254740993").unwrap();
        assert_eq!(
            (id.get(), serde_json::to_string(&id).unwrap().as_str()),
            (9_007_199_254_740_993, "9007199254740993")
        );
        assert_eq!(id.text(InputLocation::Path).unwrap(), "9007199254740993");
        assert_eq!((OrderId::from(7), LineId::from(7).get()), (OrderId::from(7_i64), 7));
        assert!(serde_json::from_str::<OrderId>(r#""7""#).is_err());
        assert!(serde_json::from_str::<LineId>("2147483648").is_err());
    }
}
