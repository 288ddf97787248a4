//! Enums that keep values which their specification does not list.

mod reading;
mod spelling;

use serde::Deserializer;

use reading::Found;
pub use spelling::{Spelling, encode, hash};
use spelling::{Spellings, is_same_position, spell};

use crate::{InputLocation, UnlistedValue};

/// What [`open_enum!`](crate::open_enum) implements for an enum.
pub trait OpenEnum: Clone + Sized + 'static {
    /// Whether values that differ only in the case of ASCII letters are the same.
    const IGNORES_CASE: bool;
    /// Whether listed values are integers in JSON, and not strings.
    const IS_INTEGER: bool;
    /// Spellings, in the order of [`OpenEnum::LISTED`].
    const SPELLINGS: &'static [Spelling];
    const LISTED: &'static [Self];
    fn unlisted(value: UnlistedValue) -> Self;
    /// The position among the listed values, or the unlisted one.
    fn position(&self) -> Result<usize, &UnlistedValue>;
}

/// How the values of an enum are spelled.
fn spellings<T: OpenEnum>() -> Spellings {
    Spellings { texts: T::SPELLINGS, ignores_case: T::IGNORES_CASE, is_integer: T::IS_INTEGER }
}

fn value<T: OpenEnum>(found: Found) -> T {
    match found {
        Found::Listed(position) => T::LISTED[position].clone(),
        Found::Unlisted(value) => T::unlisted(value),
    }
}

pub fn from_text<T: OpenEnum>(text: &str) -> T {
    value(Found::by_text(spellings::<T>(), text))
}

/// An enum of integers from one.
pub fn from_integer<T: OpenEnum>(number: i64) -> T {
    value(Found::by_text_of_plain(spellings::<T>(), number.to_string()))
}

pub fn is_same<T: OpenEnum>(one: &T, other: &T) -> bool {
    is_same_position(T::IGNORES_CASE, one.position(), other.position())
}

pub fn text<T: OpenEnum>(value: &T) -> &str {
    spell(T::SPELLINGS, value.position(), false)
}

pub fn text_at<T: OpenEnum>(value: &T, place: InputLocation) -> &str {
    spell(T::SPELLINGS, value.position(), matches!(place, InputLocation::Path | InputLocation::Query))
}

pub fn decode<'de, T: OpenEnum, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    reading::read(spellings::<T>(), deserializer).map(value)
}

/// Implements the text forms of an enum with a variant `Unlisted(UnlistedValue)`. Such an enum is read from any JSON string,
/// and from numbers and booleans, which are kept as unlisted; what is unlisted is written back as the same value. Objects and
/// lists are not values of an enum, and fail.
///
/// ```text
/// open_enum! { ignoring case Color { Red = "red", Dark = "dark_blue" (in url "DarkBlue") } }
/// open_enum! { exact Color { Red = "red" } }
/// open_enum! { integer Color { Red = 1 } }
/// ```
/// `ignoring case`: values that differ only in the case of ASCII letters are equal, and read as the listed one.
/// `integer`: listed values are integers in JSON; strings are kept as unlisted.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    (ignoring case $($rest:tt)+) => {
        $crate::open_enum! { @ true false $($rest)+ }
        $crate::open_enum! { @texts $($rest)+ }
    };
    (exact $($rest:tt)+) => {
        $crate::open_enum! { @ false false $($rest)+ }
        $crate::open_enum! { @texts $($rest)+ }
    };
    (integer $name:ident { $($rest:tt)* }) => {
        $crate::open_enum! { @ false true $name { $($rest)* } }
        impl $name {
            /// The number; `None` if the service sent something else than an integer.
            pub fn as_i64(&self) -> ::core::option::Option<i64> {
                self.as_str().parse().ok()
            }
        }
        impl ::core::convert::From<i64> for $name {
            #[inline]
            fn from(number: i64) -> Self {
                $crate::macros::open_enum::from_integer(number)
            }
        }
    };
    (@texts $name:ident { $($rest:tt)* }) => {
        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::macros::open_enum::from_text(text)
            }
        }
        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                $crate::macros::open_enum::from_text(&text)
            }
        }
    };
    (@ $ignores_case:literal $is_integer:literal $name:ident {
        $($variant:ident = $value:literal $((in url $in_url:literal))?),* $(,)?
    }) => {
        impl $crate::macros::open_enum::OpenEnum for $name {
            const IGNORES_CASE: bool = $ignores_case;
            const IS_INTEGER: bool = $is_integer;
            const SPELLINGS: &'static [$crate::macros::open_enum::Spelling] = &[$(
                $crate::macros::open_enum::Spelling {
                    text: ::core::concat!($value),
                    in_url: $crate::open_enum!(@url $($in_url)?),
                },
            )*];
            const LISTED: &'static [Self] = &[$(Self::$variant),*];
            #[inline]
            fn unlisted(value: $crate::UnlistedValue) -> Self {
                Self::Unlisted(value)
            }
            #[inline]
            fn position(&self) -> ::core::result::Result<usize, &$crate::UnlistedValue> {
                // The prefix or suffix that values share is the service's choice.
                #[allow(clippy::enum_variant_names)]
                enum Position { $($variant),* }
                match self {
                    $(Self::$variant => ::core::result::Result::Ok(Position::$variant as usize),)*
                    Self::Unlisted(value) => ::core::result::Result::Err(value),
                }
            }
        }
        impl $name {
            /// All listed values.
            pub const fn listed() -> &'static [Self] {
                <Self as $crate::macros::open_enum::OpenEnum>::LISTED
            }

            /// The text as JSON has it.
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::macros::open_enum::text(self)
            }
        }
        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::macros::open_enum::is_same(self, other)
            }
        }
        impl ::core::cmp::Eq for $name {}
        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                $crate::macros::open_enum::hash($ignores_case, self.as_str(), state);
            }
        }
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(self.as_str())
            }
        }
        impl $crate::Scalar for $name {
            #[inline]
            fn text(
                &self,
                place: $crate::InputLocation,
            ) -> ::core::result::Result<::std::borrow::Cow<'_, str>, $crate::InputProblem> {
                ::core::result::Result::Ok(::std::borrow::Cow::Borrowed($crate::macros::open_enum::text_at(self, place)))
            }
        }
        impl $crate::macros::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::macros::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                let position = $crate::macros::open_enum::OpenEnum::position(self);
                $crate::macros::open_enum::encode(self.as_str(), position, $is_integer, serializer)
            }
        }
        impl<'de> $crate::macros::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::macros::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::macros::open_enum::decode(deserializer)
            }
        }
    };
    (@url) => { ::core::option::Option::None };
    (@url $in_url:literal) => { ::core::option::Option::Some($in_url) };
}

#[cfg(test)]
#[allow(dead_code, unreachable_pub)] // The macro gives a public enum more than a test needs.
mod tests {
    use std::collections::HashSet;

    use crate::{InputLocation, Scalar, UnlistedValue};

    #[derive(Clone, Debug)]
    enum Color {
        None,
        DarkBlue,
        Unlisted(UnlistedValue),
    }
    open_enum! { ignoring case Color { None = "none", DarkBlue = "dark_blue" (in url "DarkBlue") } }

    #[derive(Clone, Debug)]
    enum Exact {
        Größe,
        Unlisted(UnlistedValue),
    }
    open_enum! { exact Exact { Größe = "größe & co" } }

    #[derive(Clone, Debug)]
    enum Level {
        Low,
        Below,
        Unlisted(UnlistedValue),
    }
    open_enum! { integer Level { Low = 1, Below = -2 (in url "below") } }

    fn read(json: &str) -> Color {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn case_is_ignored_only_where_the_service_ignores_it() {
        assert!(matches!(read(r#""Dark_BLUE""#), Color::DarkBlue));
        assert!(matches!(read(r#""darkblue""#), Color::DarkBlue));
        assert_eq!(Color::from("MAUVE"), Color::from("mauve"));
        assert!(matches!(Exact::from("Größe & Co"), Exact::Unlisted(_)));
        assert!(matches!(Exact::from("größe & co"), Exact::Größe));
        assert_ne!(Exact::from("a"), Exact::from("A"));
    }

    #[test]
    fn equal_values_have_equal_hashes() {
        let colors: HashSet<Color> = ["mauve", "MAUVE", "none", "NONE"].into_iter().map(Color::from).collect();
        assert_eq!(colors.len(), 2);
    }

    #[test]
    fn what_is_unlisted_is_written_back_unchanged() {
        for json in [
            r#""Mauve""#,
            r#""""#,
            "7",
            "-7",
            "18446744073709551615",
            "1.5",
            "-0.0",
            "1e+300",
            "true",
            r#""7""#,
            r#""true""#,
            r#""none""#,
        ] {
            assert_eq!(serde_json::to_string(&read(json)).unwrap(), json);
        }
        assert_eq!(read("true").as_str(), "true");
        for json in ["{}", "[]", "null"] {
            assert!(serde_json::from_str::<Color>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_url_may_have_its_own_spelling() {
        assert_eq!(Color::DarkBlue.text(InputLocation::Query).unwrap(), "DarkBlue");
        assert_eq!(Color::DarkBlue.text(InputLocation::Path).unwrap(), "DarkBlue");
        assert_eq!(Color::DarkBlue.text(InputLocation::Header).unwrap(), "dark_blue");
        assert_eq!(Color::DarkBlue.as_str(), "dark_blue");
        assert_eq!(serde_json::to_string(&Color::DarkBlue).unwrap(), r#""dark_blue""#);
        assert_eq!(Color::from("mauve").text(InputLocation::Query).unwrap(), "mauve");
    }

    #[test]
    fn integers_are_read_and_written_as_integers() {
        let read = |json: &str| serde_json::from_str::<Level>(json).unwrap();
        assert!(matches!((read("1"), read("-2")), (Level::Low, Level::Below)));
        assert!(matches!((Level::from(1), Level::from(7)), (Level::Low, Level::Unlisted(_))));
        assert_eq!((read("7").as_i64(), Level::Below.as_i64(), read(r#""x""#).as_i64()), (Some(7), Some(-2), None));
        for json in ["1", "-2", "7", "1.5", "true", r#""1""#, r#""one""#, "18446744073709551615"] {
            assert_eq!(serde_json::to_string(&read(json)).unwrap(), json);
        }
        assert_eq!(Level::Below.text(InputLocation::Query).unwrap(), "below");
        assert_eq!(
            (Level::Below.text(InputLocation::Header).unwrap(), Level::Low.text(InputLocation::Path).unwrap()),
            ("-2".into(), "1".into())
        );
        assert_eq!((Level::from(7), read("1")), (read("7"), Level::Low));
        assert_eq!(serde_json::to_value(Level::from(7)).unwrap(), 7);
    }

    #[test]
    fn a_number_is_not_the_text_that_spells_it() {
        let read = |json: &str| serde_json::from_str::<Level>(json).unwrap();
        assert_ne!(read(r#""1""#), Level::Low);
        assert_ne!(read(r#""7""#), read("7"));
        assert_ne!(serde_json::from_str::<Color>("true").unwrap(), Color::from("true"));
    }

    #[test]
    fn listed_values_are_known() {
        assert_eq!(Color::listed().iter().map(Color::as_str).collect::<Vec<_>>(), ["none", "dark_blue"]);
    }
}
