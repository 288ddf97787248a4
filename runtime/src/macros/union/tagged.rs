//! Variants of unions, written with their tags.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::ser::{Error, SerializeMap};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::tag::Tag;
use crate::macros::name::Name;

/// Writes a variant with the tag at `path`, where its type has that tag or none. Another one is an error: the service would
/// read the variant as one of another type.
pub fn write<S: Serializer>(
    value: &impl Serialize,
    path: &[&str],
    tag: impl Serialize,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let object = serde_json::value::to_raw_value(value).map_err(S::Error::custom)?;
    let tag = serde_json::value::to_raw_value(&tag).map_err(S::Error::custom)?;
    Tagged { object: Some(&object), path, tag: &tag }.serialize(serializer)
}

/// An object in which the member at `path` is `tag`.
struct Tagged<'a> {
    object: Option<&'a RawValue>,
    path: &'a [&'a str],
    tag: &'a RawValue,
}

impl Serialize for Tagged<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some((wanted, path)) = self.path.split_first() else {
            let stated = self.object.filter(|stated| stated.get() != "null");
            if stated.is_some_and(|stated| Tag::of(stated) != Tag::of(self.tag)) {
                return Err(S::Error::custom("a variant has the tag of another one"));
            }
            return self.tag.serialize(serializer);
        };
        let entries: Entries<'_> = match self.object {
            Some(object) if object.get().starts_with('{') => {
                serde_json::from_str(object.get()).map_err(S::Error::custom)?
            }
            _ => Entries(Vec::new()),
        };
        let mut map = serializer.serialize_map(None)?;
        if entries.0.iter().all(|(name, _)| name.0 != *wanted) {
            map.serialize_entry(wanted, &Self { object: None, path, ..*self })?;
        }
        for (name, value) in entries.0 {
            if name.0 == *wanted {
                map.serialize_entry(wanted, &Self { object: Some(value), path, ..*self })?;
            } else {
                map.serialize_entry(&*name.0, value)?;
            }
        }
        map.end()
    }
}

/// The members of an object as JSON texts.
struct Entries<'a>(Vec<(Name<'a>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;
        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries<'de>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(EntriesVisitor)
    }
}
