//! Examples: one call of an operation each, as code, as a request and as a response.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::Ordered;

/// One call of an operation and its response, with made-up values. It becomes a test of the generated code.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ExampleSpec {
    /// What the example shows, in your own words.
    pub doc: Option<String>,
    /// The inputs of the call by wire name, and the body under `body`.
    #[serde(default)]
    pub with: Ordered<AnyJson>,
    /// The request line: method, path and query as they are sent (`GET /v1/books/a%20b?count=2`).
    pub request: String,
    /// Headers that must be sent in addition to those of the API and those that describe the body.
    #[serde(default)]
    pub headers: Ordered<String>,
    /// The JSON body as it is sent, if it differs from the `body` under `with`.
    pub sends: Option<AnyJson>,
    /// Status of the response; omitted if the operation has only one.
    pub status: Option<u16>,
    /// The code of an error, as the client finds it in the body.
    pub code: Option<WireCode>,
    /// The reason of a documented error, in its wire spelling.
    pub reason: Option<String>,
    /// Headers of the response that the client reads.
    #[serde(default)]
    pub response_headers: Ordered<String>,
    /// Body of the response: JSON written as YAML, or a text for `bytes`; omitted if it is empty.
    pub response: Option<AnyJson>,
}

/// A code of an error: its text, or its digits.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum WireCode {
    /// Digits, without quotes.
    Number(i64),
    /// Any text.
    Text(String),
}

impl WireCode {
    /// The code as text.
    pub fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// JSON written as YAML. It is read from the tree of the file, which keeps the order of members, all digits, and places.
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
