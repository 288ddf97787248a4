//! What types that keep a text have in common.

use thiserror::Error;

/// Implements a type around `Box<str>` that keeps any text that a service sends. `parse` makes a value from a text that
/// `$check` accepts.
macro_rules! kept_text {
    ($name:ident, $check:expr, $error:ty) => {
        impl $name {
            /// Makes a value from a text that can be understood.
            ///
            /// # Errors
            /// When it cannot.
            pub fn parse(text: &str) -> Result<Self, $error> {
                $check(text).map(|_| Self(text.into()))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $error;

            fn try_from(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl $crate::Scalar for $name {
            fn text(&self, _: $crate::InputLocation) -> Result<std::borrow::Cow<'_, str>, $crate::InputProblem> {
                Ok(std::borrow::Cow::Borrowed(&self.0))
            }
        }

        /// Any text, as in a body.
        impl $crate::FromHeaderText for $name {
            fn from_header_text(text: &str) -> Option<Self> {
                Some(Self(text.into()))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Box::<str>::deserialize(deserializer).map(Self)
            }
        }
    };
}
pub(super) use kept_text;

/// A kept text has another form than those that its type can convert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the text is not {expected}")]
pub struct TextFormatError {
    expected: &'static str,
}

impl TextFormatError {
    pub(super) fn new(expected: &'static str) -> Self {
        Self { expected }
    }
}
