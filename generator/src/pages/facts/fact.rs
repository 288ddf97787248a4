//! Whether a page states a fact.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Whether a page states a fact, and what it states.
///
/// Serialized, a stated fact is the fact itself, an unreadable one is `?`, and one that is not stated is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Fact<T> {
    /// The page states it.
    Stated(T),
    /// The page does not state it.
    #[default]
    NotStated,
    /// The page may state it, but this rendering or translation lost it.
    Unreadable,
}

impl<T> Fact<T> {
    /// The fact, if the page states it.
    pub fn stated(&self) -> Option<&T> {
        match self {
            Self::Stated(fact) => Some(fact),
            Self::NotStated | Self::Unreadable => None,
        }
    }

    /// Whether the page does not state it.
    pub fn is_not_stated(&self) -> bool {
        matches!(self, Self::NotStated)
    }
}

/// Serialized form of a fact that cannot be read.
const UNREADABLE: &str = "?";

impl<T: Serialize> Serialize for Fact<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Stated(fact) => fact.serialize(serializer),
            Self::Unreadable => serializer.serialize_str(UNREADABLE),
            Self::NotStated => serializer.serialize_unit(),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Fact<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        enum Mark {
            #[serde(rename = "?")]
            Unreadable,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written<T> {
            Mark(Mark),
            Fact(T),
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Mark(Mark::Unreadable) => Self::Unreadable,
            Written::Fact(fact) => Self::Stated(fact),
        })
    }
}
