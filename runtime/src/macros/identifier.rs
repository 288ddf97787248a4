//! Identifiers: newtypes over text, so that one cannot be passed for another.

use std::fmt;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// Implements what an identifier needs for newtypes over `String`, declared as `pub struct Name(String);`.
///
/// ```text
/// identifier! { CustomerId, UserId }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! identifier {
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
            fn text(&self, _: $crate::InputLocation) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Borrowed(&self.0)
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

impl Visitor<'_> for IdentifierVisitor {
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
}

#[cfg(test)]
#[allow(unreachable_pub)]
mod tests {
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct AccountId(String);
    identifier! { AccountId }

    #[test]
    fn is_read_from_text_or_number_and_written_as_text() {
        assert_eq!(serde_json::from_str::<AccountId>("42").unwrap(), AccountId::from("42"));
        let id: AccountId = serde_json::from_str(r#""a/b""#).unwrap();
        assert_eq!((id.as_str(), serde_json::to_string(&id).unwrap().as_str()), ("a/b", r#""a/b""#));
    }
}
