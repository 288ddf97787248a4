//! Examples: one call of an operation each, as it looks in code, on the wire and in the answer.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::Ordered;

/// One call of an operation and its answer, made up by whoever wrote the spec. It becomes a test of the generated code.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Example {
    /// What the example shows, in own words.
    pub doc: Option<String>,
    /// The inputs of the call by wire name, and the body under `body`.
    #[serde(default)]
    pub with: Ordered<AnyJson>,
    /// The request line: method, path and query as they stand on the wire (`GET /v1/books/a%20b?count=2`).
    pub request: String,
    /// Headers that must be sent beyond those of the API and those that describe the body.
    #[serde(default)]
    pub headers: Ordered<String>,
    /// The JSON body on the wire, where it differs from the `body` under `with`.
    pub sends: Option<AnyJson>,
    /// Status of the answer; left out where the operation has one answer.
    pub status: Option<u16>,
    /// The reason that a documented error states, by its wire spelling.
    pub reason: Option<String>,
    /// Headers of the answer that the client reads.
    #[serde(default)]
    pub response_headers: Ordered<String>,
    /// Body of the answer: JSON written as YAML, a text for one of `bytes`; left out for an empty one.
    pub response: Option<AnyJson>,
}

/// JSON written as YAML. Only the tree of the file holds it, with the order of members, all digits of numbers, and places.
#[derive(Debug)]
pub struct AnyJson;

impl<'de> Deserialize<'de> for AnyJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

impl JsonSchema for AnyJson {
    fn schema_name() -> Cow<'static, str> {
        "AnyJson".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!(true)
    }
}
