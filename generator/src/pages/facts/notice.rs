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
#[serde(transparent)]
pub struct DeprecationFacts {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// Whether they should not be used.
    pub is_deprecated: bool,
}
