//! The tags of unions: values that a member can have, and where it is in an object.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::macros::name::Name;

/// The value of the member that distinguishes the variants.
pub struct Tag<'a>(TagValue<'a>);

#[derive(PartialEq)]
enum TagValue<'a> {
    Text(Cow<'a, str>),
    Integer(i64),
    Bool(bool),
}

impl<'a> Tag<'a> {
    /// `None` if the value is none that a tag can have.
    pub(super) fn of(raw: &'a RawValue) -> Option<Self> {
        let text = raw.get();
        let value = match text.as_bytes().first()? {
            b'"' => TagValue::Text(serde_json::from_str::<Name<'a>>(text).ok()?.0),
            b't' | b'f' => TagValue::Bool(text.parse().ok()?),
            b'-' | b'0'..=b'9' => TagValue::Integer(text.parse().ok()?),
            _ => return None,
        };
        Some(Self(value))
    }
}

impl PartialEq for Tag<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl PartialEq<&str> for Tag<'_> {
    fn eq(&self, other: &&str) -> bool {
        matches!(&self.0, TagValue::Text(text) if text == other)
    }
}

impl PartialEq<i64> for Tag<'_> {
    fn eq(&self, other: &i64) -> bool {
        matches!(self.0, TagValue::Integer(number) if number == *other)
    }
}

impl PartialEq<bool> for Tag<'_> {
    fn eq(&self, other: &bool) -> bool {
        matches!(self.0, TagValue::Bool(value) if value == *other)
    }
}

/// The tag at `path`, when it is there.
pub(super) fn find<'a>(text: &'a str, path: &[&str]) -> Option<Tag<'a>> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    TagAt(path).deserialize(&mut deserializer).ok()?
}

/// Looks for a tag at a path; anything else is skipped.
struct TagAt<'p>(&'p [&'p str]);

impl<'de> DeserializeSeed<'de> for TagAt<'_> {
    type Value = Option<Tag<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if self.0.is_empty() {
            let tag = Tag::of(<&RawValue>::deserialize(deserializer)?);
            tag.map(Some).ok_or_else(|| D::Error::custom("not a tag"))
        } else {
            deserializer.deserialize_map(self)
        }
    }
}

impl<'de> Visitor<'de> for TagAt<'_> {
    type Value = Option<Tag<'de>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut tag = None;
        let Some((wanted, rest)) = self.0.split_first() else { return Ok(tag) };
        while let Some(Name(name)) = map.next_key()? {
            if name == *wanted {
                tag = map.next_value_seed(TagAt(rest))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(tag)
    }
}
