//! `api.yaml`, and the frame of an area file.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Erratum, OneOrMore, Operation, Ordered, TypeDefinition};

/// `spec/<api>/api.yaml`: what holds for every operation of one API.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ApiFile {
    /// The API's name as its vendor writes it.
    pub title: String,
    /// What the API is for, in own words.
    pub doc: Option<String>,
    /// The hosts that serve the API, keyed by the name of the Rust constant (`GLOBAL`).
    #[serde(default)]
    pub servers: Ordered<Server>,
    /// The API version, when operations carry it in their path.
    pub version: Option<Version>,
    /// How a call proves who makes it.
    pub credential: Option<Credential>,
    /// Headers that every operation takes, and how their values arise.
    #[serde(default)]
    pub headers: Ordered<ApiHeader>,
    /// Shapes of an error body, in the order in which they are tried.
    #[serde(default)]
    pub error_shapes: Vec<ErrorShape>,
    /// Whether the service tells enum values apart by case; a type may say otherwise.
    #[serde(default)]
    pub enum_case: EnumCase,
    /// Whether the service spells enum values in URLs as it does in bodies.
    #[serde(default)]
    pub enum_url_spelling: EnumUrlSpelling,
    /// The page, or pages, that the facts of `api.yaml` were captured from.
    pub page: Option<OneOrMore>,
    /// Pages that `api.yaml` declares for itself and all areas.
    #[serde(default)]
    pub pages: Ordered<Page>,
    /// Types that several areas share.
    #[serde(default)]
    pub types: Ordered<TypeDefinition>,
    /// Where the whole API parts from its documentation.
    #[serde(default)]
    pub errata: Vec<Erratum>,
}

/// `spec/<api>/<area>.yaml`: the operations and types of one area.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(dead_code, reason = "the schema is derived from it; loading goes entry by entry")]
pub(crate) struct AreaFile {
    /// What the area covers, in own words.
    pub doc: Option<String>,
    /// Pages that the area was captured from, keyed by a short name.
    #[serde(default)]
    pub pages: Ordered<Page>,
    /// Operations, keyed by their Rust name in snake case.
    #[serde(default)]
    pub operations: Ordered<Operation>,
    /// Types, keyed by their Rust name; `Name<T>` declares an envelope around any type.
    #[serde(default)]
    pub types: Ordered<TypeDefinition>,
}

/// One host that serves an API.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Server {
    /// Base URL, https, without a trailing slash.
    pub url: String,
    /// Who the server is for, in own words.
    pub doc: Option<String>,
    /// URL of the identity provider that issues tokens for it.
    pub authority: Option<String>,
    /// The audience (resource) that tokens must name.
    pub audience: Option<String>,
}

/// The API version as a path parameter.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Version {
    /// Name of the parameter in path templates.
    pub parameter: String,
    /// The version that is called unless the caller says otherwise.
    pub default: String,
}

/// How a call proves who makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Credential {
    /// A bearer token in the `Authorization` header.
    Bearer,
}

/// A header that every operation takes. Exactly one of `value`, `from` and `setting` says how its value arises.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ApiHeader {
    /// Always this value.
    pub value: Option<String>,
    /// A fresh identifier per call.
    pub from: Option<HeaderSource>,
    /// Name of a setting that the user of the client chooses, in snake case.
    pub setting: Option<String>,
    /// The setting's value when the user chooses none; the header is left out without it.
    pub default: Option<String>,
    /// What the header is for, in own words.
    pub doc: Option<String>,
}

/// Where the value of a header comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HeaderSource {
    /// A UUID made for each call and kept over its retries.
    RequestId,
    /// A UUID that ties a call to the logs of the service.
    CorrelationId,
}

/// Names of the members in which an error body states its code and its message.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ErrorShape {
    /// Member with the error code, a string or a number.
    pub code: String,
    /// Member with the text for people.
    pub message: String,
}

/// Whether a service tells enum values apart by case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EnumCase {
    /// `Active` and `active` are different values.
    #[default]
    Exact,
    /// `Active` and `active` are the same value.
    Ignored,
}

/// Whether a service spells enum values in URLs as it does in bodies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EnumUrlSpelling {
    /// It does; a value that is an exception states `in-url`.
    #[default]
    Same,
    /// It does not: every value of an enum that stands in a URL states `in-url`.
    Explicit,
}

/// A documentation page that the spec claims to agree with.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Page {
    /// The page's title.
    pub title: String,
    /// Where the page is, or was, published.
    pub url: String,
    /// The day on which somebody held the spec against the page, `YYYY-MM-DD`.
    pub captured: String,
    /// The page's stable identity (`ms.assetid`), where it states one.
    pub asset_id: Option<String>,
    /// The version that the page states of itself (`ms.date`), where it does.
    pub version: Option<String>,
}
