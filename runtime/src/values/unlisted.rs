//! What a specification does not list, kept unchanged.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::ser::SerializeMap;
use serde_json::value::RawValue;

/// Members of a JSON object that the specification does not list: their exact text, in their order.
///
/// Each type has them in its field `unlisted`. So a service can add members before a new version of the crate lists them; a type
/// that is sent writes them unchanged.
///
/// # Examples
///
/// ```
/// # mod ms_commerce { pub use docwright_runtime::Unlisted; }
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use ms_commerce::Unlisted;
///
/// let mut unlisted = Unlisted::default(); // in a program, the field of a received value
/// unlisted.insert("availableUntil", "2030-05-01")?;
///
/// let until: Option<String> = unlisted.get_as("availableUntil")?;
/// assert_eq!(until.as_deref(), Some("2030-05-01"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Unlisted(Vec<(Box<str>, Box<RawValue>)>);

impl Unlisted {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Names of the members.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| &**name)
    }

    /// Names and JSON texts of the members.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, value.get()))
    }

    /// JSON text of a member; the last one where the name occurs more than once.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(known, _)| **known == *name).map(|(_, value)| value.get())
    }

    /// A member read as `T`; `None` when it is not there.
    ///
    /// # Errors
    /// When the member does not have the form of `T`.
    pub fn get_as<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, serde_json::Error> {
        self.get(name).map(serde_json::from_str).transpose()
    }

    /// Adds a member, in place of those of the same name. A name that the type has a field for would be written twice.
    ///
    /// # Errors
    /// When `value` cannot be written as JSON.
    pub fn insert<T: Serialize + ?Sized>(
        &mut self,
        name: impl Into<String>,
        value: &T,
    ) -> Result<(), serde_json::Error> {
        let name = name.into();
        let value = serde_json::value::to_raw_value(value)?;
        self.0.retain(|(known, _)| **known != *name);
        self.0.push((name.into_boxed_str(), value));
        Ok(())
    }

    /// Adds a member unchanged.
    pub(crate) fn push(&mut self, name: Cow<'_, str>, value: Box<RawValue>) {
        self.0.push((name.into(), value));
    }

    pub(crate) fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.0.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))
    }
}

/// Shows names only: values may be secret.
impl fmt::Debug for Unlisted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.names()).finish()
    }
}

/// Equal when both hold the same members with equal values, in any order.
impl PartialEq for Unlisted {
    #[inline] // Compiled where it is used: comparing JSON by value takes a tree of it.
    fn eq(&self, other: &Self) -> bool {
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        let holds = |one: &Self, other: &Self| {
            one.names().all(|name| match (one.get(name), other.get(name)) {
                (Some(one), Some(other)) => one == other || value(one) == value(other),
                _ => false,
            })
        };
        holds(self, other) && holds(other, self)
    }
}
