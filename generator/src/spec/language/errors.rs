//! Documented errors, and `errors.yaml`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{ErratumSpec, OneOrMore, OrWord, Ordered};

/// `spec/<api>/errors.yaml`: the errors that every operation of one API can have.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(dead_code, reason = "the schema is derived from it; it is loaded as a type")]
pub(crate) struct ErrorsFile {
    /// What the errors have in common, in your own words.
    pub doc: Option<String>,
    /// The page, or pages, that the errors were captured from.
    pub page: Option<OneOrMore>,
    /// The errors by status.
    pub statuses: Ordered<ErrorStatusSpec>,
    /// Mistakes of the pages about these errors.
    #[serde(default)]
    pub errata: Vec<ErratumSpec>,
}

/// The documented errors of one status: one error whatever the body states, errors by the code that the body states, or both.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ErrorStatusSpec {
    /// Rust name of the error with this status; with `codes`, of those with any other code.
    pub name: Option<String>,
    /// What went wrong, in your own words.
    pub doc: Option<String>,
    /// Whether the documentation advises a retry.
    pub retry: Option<bool>,
    /// An enum whose values are the reasons that the documentation lists, for services that state them in words.
    pub reason: Option<String>,
    /// Errors by the code that the body states at the place of the API's error shape.
    pub codes: Option<Ordered<OrWord<ErrorCodeSpec>>>,
}

/// A documented error of one code.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ErrorCodeSpec {
    /// Rust name of the error.
    pub name: String,
    /// What went wrong, in your own words.
    pub doc: Option<String>,
    /// Whether the documentation advises a retry; without it, the advice of the status.
    pub retry: Option<bool>,
}

impl OrWord<ErrorCodeSpec> {
    /// The Rust name of the error.
    pub fn name(&self) -> &str {
        match self {
            Self::Word(name) => name,
            Self::Full(full) => &full.name,
        }
    }

    /// The whole mapping, if it is written out.
    pub fn details(&self) -> Option<&ErrorCodeSpec> {
        match self {
            Self::Word(_) => None,
            Self::Full(full) => Some(full),
        }
    }
}
