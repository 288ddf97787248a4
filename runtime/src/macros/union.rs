//! Unions whose variants are distinguished by a member.

mod tag;
mod tagged;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

pub use tag::Tag;
pub use tagged::write;

use crate::{JsonValue, decode};

/// A union whose variants are distinguished by a member. Implemented by [`tagged_union!`](crate::tagged_union).
pub trait TaggedUnion: Sized {
    /// The wire names on the way to the member.
    const TAG: &'static [&'static str];
    /// Reads the variant with the given tag; `None` when there is none. The type of the error makes it generic, so that it
    /// is compiled by the crates that read the union, and not by each crate that declares one.
    fn variant<E: serde::de::Error>(tag: &Tag<'_>, text: &str) -> Option<Result<Self, E>>;
    fn unlisted(value: JsonValue) -> Self;
}

pub fn read<'de, T: TaggedUnion, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let tag = tag::find(raw.get(), T::TAG).filter(|_| !nests_deeply(raw.get()));
    match tag.and_then(|tag| T::variant(&tag, raw.get())) {
        Some(variant) => variant,
        None => Ok(T::unlisted(JsonValue::from_raw(raw))),
    }
}

pub fn variant<T: DeserializeOwned, E: serde::de::Error>(text: &str) -> Result<T, E> {
    decode::json(text.as_bytes()).map_err(|error| error.nested())
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

/// Implements the JSON form of an enum whose variants hold one type each, and `Unlisted(JsonValue)` for all else.
///
/// ```text
/// tagged_union! { received Item by ["attributes", "objectType"] { Daily = "DailyItem", Once = "OnceItem" } }
/// ```
/// The kinds `received`, `sent` and `both` are those of [`members!`](crate::members). Tags are texts, integers or booleans.
/// A variant is written with its tag; one whose type has another tag there cannot be written.
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
    (@decode $name:ident by [$($path:literal),+] { $($variant:ident = $tag:literal),* $(,)? }) => {
        impl $crate::macros::union::TaggedUnion for $name {
            const TAG: &'static [&'static str] = &[$($path),+];
            fn variant<E: $crate::macros::serde::de::Error>(
                tag: &$crate::macros::union::Tag<'_>,
                text: &str,
            ) -> ::core::option::Option<::core::result::Result<Self, E>> {
                $(if *tag == $tag {
                    return ::core::option::Option::Some($crate::macros::union::variant(text).map(Self::$variant));
                })*
                ::core::option::Option::None
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
    (@encode $name:ident by [$($path:literal),+] { $($variant:ident = $tag:literal),* $(,)? }) => {
        impl $crate::macros::serde::Serialize for $name {
            fn serialize<S: $crate::macros::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                const PATH: &[&str] = &[$($path),+];
                match self {
                    $(Self::$variant(value) => $crate::macros::union::write(value, PATH, $tag, serializer),)*
                    Self::Unlisted(value) => $crate::macros::serde::Serialize::serialize(value, serializer),
                }
            }
        }
    };
    (@compare $name:ident by [$($path:literal),+] { $($variant:ident = $tag:literal),* $(,)? }) => {
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
    tagged_union! { both Item by ["attributes", "objectType"] { Daily = "DailyItem" } }

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
            r#"{"attributes":{"objectType":1.0}}"#,
            r#"{"attributes":{"objectType":["DailyItem"]}}"#,
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

    #[test]
    fn a_variant_is_written_with_its_tag() {
        let unlisted = |json: &str| serde_json::from_str::<Daily>(json).unwrap();
        for (json, written) in [
            (r#"{"quantity":2}"#, r#"{"attributes":{"objectType":"DailyItem"},"quantity":2}"#),
            (r#"{"attributes":{"e":[1.10]}}"#, r#"{"attributes":{"objectType":"DailyItem","e":[1.10]}}"#),
            (r#"{"attributes":{"objectType":null}}"#, r#"{"attributes":{"objectType":"DailyItem"}}"#),
            (
                r#"{"attributes":{"objectType":"DailyItem","e":1}}"#,
                r#"{"attributes":{"objectType":"DailyItem","e":1}}"#,
            ),
            (r#"{"attributes":null}"#, r#"{"attributes":{"objectType":"DailyItem"}}"#),
        ] {
            let item = Item::Daily(Box::new(unlisted(json)));
            assert_eq!(serde_json::to_string(&item).unwrap(), written);
            assert_eq!(
                serde_json::to_value(&item).unwrap(),
                serde_json::from_str::<serde_json::Value>(written).unwrap()
            );
        }
    }

    #[test]
    fn a_variant_with_the_tag_of_another_is_not_written() {
        for tag in [r#""Weekly""#, r#""""#, "7", "{}"] {
            let json = format!(r#"{{"attributes":{{"objectType":{tag}}}}}"#);
            let item = Item::Daily(Box::new(serde_json::from_str(&json).unwrap()));
            let error = serde_json::to_string(&item).unwrap_err();
            assert_eq!(error.to_string(), "a variant has the tag of another one", "{json}");
        }
    }

    #[derive(Clone, Debug)]
    enum Numbered {
        One(Box<Daily>),
        Below(Box<Daily>),
        Unlisted(JsonValue),
    }
    tagged_union! { both Numbered by ["kind"] { One = 1, Below = -2 } }

    #[derive(Clone, Debug)]
    enum Switched {
        On(Box<Daily>),
        Off(Box<Daily>),
        Unlisted(JsonValue),
    }
    tagged_union! { both Switched by ["is_on"] { On = true, Off = false } }

    #[test]
    fn tags_may_be_integers_and_booleans() {
        let numbered = |json: &str| serde_json::from_str::<Numbered>(json).unwrap();
        let switched = |json: &str| serde_json::from_str::<Switched>(json).unwrap();
        for json in [r#"{"quantity":2,"kind":1}"#, r#"{"kind":"1"}"#, r#"{"kind":-2}"#, r#"{"kind":true}"#] {
            assert_eq!(serde_json::to_string(&numbered(json)).unwrap(), json);
        }
        assert!(matches!(numbered(r#"{"kind":1,"quantity":2}"#), Numbered::One(daily) if daily.quantity == Some(2)));
        assert!(matches!(numbered(r#"{"kind":-2}"#), Numbered::Below(_)));
        assert!(matches!(numbered(r#"{"kind":"1"}"#), Numbered::Unlisted(_)));
        assert!(matches!(switched(r#"{"is_on":true}"#), Switched::On(_)));
        assert!(matches!(switched(r#"{"is_on":false}"#), Switched::Off(_)));
        assert!(matches!(switched(r#"{"is_on":"true"}"#), Switched::Unlisted(_)));
        let off = Switched::Off(Box::new(serde_json::from_str("{}").unwrap()));
        assert_eq!(serde_json::to_string(&off).unwrap(), r#"{"is_on":false}"#);
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
    tagged_union! { both Grouped by ["type"] { Group = "group" } }

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
