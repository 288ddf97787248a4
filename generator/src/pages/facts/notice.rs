//! What a page says in prose about all that it requests.

use serde::{Deserialize, Serialize};

use crate::model::TokenAccess;

/// The credentials that requests accept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccessFacts {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// In whose name their tokens can give access, sorted and without repetitions.
    pub accepted: Vec<TokenAccess>,
}

/// That requests should not be used any more, or that they can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WrittenDeprecation", into = "WrittenDeprecation")]
pub struct DeprecationFacts {
    /// Line of the page, from 1.
    pub line: u32,
    /// Whether they should not be used.
    pub is_deprecated: bool,
    /// The day on which they end or ended, `YYYY-MM-DD`, if the page states it.
    pub since: Option<String>,
}

/// The serialized form of [`DeprecationFacts`].
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenDeprecation {
    IsDeprecated(bool),
    Since(String),
}

impl From<WrittenDeprecation> for DeprecationFacts {
    fn from(written: WrittenDeprecation) -> Self {
        match written {
            WrittenDeprecation::IsDeprecated(is_deprecated) => Self { line: 0, is_deprecated, since: None },
            WrittenDeprecation::Since(day) => Self { line: 0, is_deprecated: true, since: Some(day) },
        }
    }
}

impl From<DeprecationFacts> for WrittenDeprecation {
    fn from(facts: DeprecationFacts) -> Self {
        match facts.since.filter(|_| facts.is_deprecated) {
            Some(day) => Self::Since(day),
            None => Self::IsDeprecated(facts.is_deprecated),
        }
    }
}
