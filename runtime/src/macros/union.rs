//! Unions whose variants are distinguished by a member.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::macros::name::Name;
use crate::{JsonValue, decode};

/// A union whose variants are distinguished by a member. Implemented by [`tagged_union!`](crate::tagged_union).
pub trait TaggedUnion: Sized {
    /// Path of the member, its names joined by dots.
    const TAG: &'static str;
    /// Reads the variant with the given tag; `None` when there is none.
    fn variant(tag: &str, text: &str) -> Option<Result<Self, decode::DecodeError>>;
    fn unlisted(value: JsonValue) -> Self;
}

pub fn read<'de, T: TaggedUnion, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let tag = tag(raw.get(), T::TAG).filter(|_| !nests_deeply(raw.get()));
    match tag.and_then(|tag| T::variant(&tag, raw.get())) {
        Some(variant) => variant.map_err(|error| error.nested()),
        None => Ok(T::unlisted(JsonValue::from_raw(raw))),
    }
}

/// Whether lists and objects are nested more deeply than serde_json reads them. Each variant is read by a reader of
/// its own, so nothing else limits the depth of recursive unions, and the stack would overflow.
fn nests_deeply(text: &str) -> bool {
    const LIMIT: usize = 128;
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    text.bytes().any(|byte| {
        match byte {
            b'"' if !is_escaped => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_escaped = in_string && byte == b'\\' && !is_escaped;
        depth > LIMIT
    })
}

/// The text of the member at `path`, when it is there and a string.
fn tag<'a>(text: &'a str, path: &str) -> Option<Cow<'a, str>> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    TagAt(path).deserialize(&mut deserializer).ok()?
}

/// Looks for a string at a path; anything else is skipped.
struct TagAt<'p>(&'p str);

impl<'de> DeserializeSeed<'de> for TagAt<'_> {
    type Value = Option<Cow<'de, str>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if self.0.is_empty() {
            Name::deserialize(deserializer).map(|Name(text)| Some(text))
        } else {
            deserializer.deserialize_map(self)
        }
    }
}

impl<'de> Visitor<'de> for TagAt<'_> {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (wanted, rest) = self.0.split_once('.').unwrap_or((self.0, ""));
        let mut tag = None;
        while let Some(Name(name)) = map.next_key()? {
            if name == wanted {
                tag = map.next_value_seed(TagAt(rest))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(tag)
    }
}

/// Implements the JSON form of an enum whose variants hold one type each, and `Unlisted(JsonValue)` for all else.
///
/// ```text
/// tagged_union! { received Item by "attributes.objectType" { Daily = "DailyItem", Once = "OnceItem" } }
/// ```
/// The kinds `received`, `sent` and `both` are those of [`members!`](crate::members). A variant is written as the
/// type it holds, whose own member has the tag.
#[doc(hidden)]
#[macro_export]
macro_rules! tagged_union {
    (received $($rest:tt)+) => {
        $crate::tagged_union! { @decode $($rest)+ }
        #[cfg(feature = "serialize-received")]
        $crate::tagged_union! { @encode $($rest)+ }
        #[cfg(feature = "partial-eq")]
        $crate::tagged_union! { @compare $($rest)+ }
    };
    (sent $($rest:tt)+) => {
        $crate::tagged_union! { @encode $($rest)+ }
        #[cfg(feature = "deserialize-sent")]
        $crate::tagged_union! { @decode $($rest)+ }
        #[cfg(feature = "partial-eq")]
        $crate::tagged_union! { @compare $($rest)+ }
    };
    (both $($rest:tt)+) => {
        $crate::tagged_union! { @decode $($rest)+ }
        $crate::tagged_union! { @encode $($rest)+ }
        #[cfg(feature = "partial-eq")]
        $crate::tagged_union! { @compare $($rest)+ }
    };
    (@decode $name:ident by $path:literal { $($variant:ident = $tag:literal),* $(,)? }) => {
        impl $crate::macros::union::TaggedUnion for $name {
            const TAG: &'static str = $path;
            fn variant(
                tag: &str,
                text: &str,
            ) -> ::core::option::Option<::core::result::Result<Self, $crate::DecodeError>> {
                match tag {
                    $($tag => ::core::option::Option::Some(
                        $crate::macros::json(text.as_bytes()).map(Self::$variant),
                    ),)*
                    _ => ::core::option::Option::None,
                }
            }
            fn unlisted(value: $crate::JsonValue) -> Self {
                Self::Unlisted(value)
            }
        }
        impl<'de> $crate::macros::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::macros::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::macros::union::read(deserializer)
            }
        }
    };
    (@encode $name:ident by $path:literal { $($variant:ident = $tag:literal),* $(,)? }) => {
        impl $crate::macros::serde::Serialize for $name {
            fn serialize<S: $crate::macros::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::macros::serde::Serialize::serialize(value, serializer),)*
                    Self::Unlisted(value) => $crate::macros::serde::Serialize::serialize(value, serializer),
                }
            }
        }
    };
    (@compare $name:ident by $path:literal { $($variant:ident = $tag:literal),* $(,)? }) => {
        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                match (self, other) {
                    $((Self::$variant(one), Self::$variant(other)) => one == other,)*
                    (Self::Unlisted(one), Self::Unlisted(other)) => one == other,
                    _ => false,
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::{JsonValue, Unlisted, decode, members};

    #[derive(Clone, Debug)]
    struct Daily {
        quantity: Option<i64>,
        unlisted: Unlisted,
    }
    members! { both Daily { optional { quantity = "quantity" } } }

    #[derive(Clone, Debug)]
    enum Item {
        Daily(Box<Daily>),
        Unlisted(JsonValue),
    }
    tagged_union! { both Item by "attributes.objectType" { Daily = "DailyItem" } }

    #[test]
    fn the_tag_can_be_anywhere_in_the_object() {
        let json = r#"{"quantity":2,"attributes":{"etag":{},"objectType":"DailyItem"}}"#;
        let item: Item = serde_json::from_str(json).unwrap();
        assert!(matches!(&item, Item::Daily(daily) if daily.quantity == Some(2)));
        assert_eq!(serde_json::to_string(&item).unwrap(), json);
    }

    #[test]
    fn what_has_no_known_tag_is_kept() {
        for json in [
            r#"{"attributes":{"objectType":"Weekly"},"x":1.0}"#,
            r#"{"attributes":{"objectType":7}}"#,
            r#"{"attributes":[]}"#,
            r#"{"attributes":null}"#,
            "{}",
            "[1]",
            "null",
        ] {
            let item: Item = serde_json::from_str(json).unwrap();
            assert!(matches!(&item, Item::Unlisted(kept) if kept.as_str() == json), "{json}");
            assert_eq!(serde_json::to_string(&item).unwrap(), json);
        }
    }

    #[derive(Clone, Debug)]
    struct Group {
        items: Option<Vec<Grouped>>,
        unlisted: Unlisted,
    }
    members! { both Group { optional { items = "items" } } }

    #[derive(Clone, Debug)]
    enum Grouped {
        Group(Box<Group>),
        Unlisted(JsonValue),
    }
    tagged_union! { both Grouped by "type" { Group = "group" } }

    #[test]
    fn an_endlessly_nested_union_is_kept_as_unlisted() {
        let nested = |depth: usize| {
            let (start, end) = (r#"{"type":"group","items":["#, r#"],"x":"\"]}"}"#);
            start.repeat(depth) + &end.repeat(depth)
        };
        let read = |depth| serde_json::from_str::<Grouped>(&nested(depth)).unwrap();
        assert!(matches!(read(50), Grouped::Group(_)));
        assert!(matches!(read(5000), Grouped::Unlisted(kept) if kept.as_str() == nested(5000)));
    }

    #[test]
    fn an_error_names_the_whole_path() {
        let body = br#"[{}, {"attributes":{"objectType":"DailyItem"},"quantity":"secret"}]"#;
        let error = decode::json::<Vec<Item>>(body).unwrap_err();
        assert_eq!(error.to_string(), "`[1].quantity`: found string, expected i64");
        let error = serde_json::from_slice::<Vec<Item>>(body).unwrap_err();
        assert!(!error.to_string().contains("secret"));
    }
}
