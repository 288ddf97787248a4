//! Operations: inputs, responses and paging.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::PlainValue;
use super::{DeprecationSpec, ErratumSpec, ExampleSpec, OneOrMore, OrWord, Ordered, Typed};

/// One operation. Exactly one of the method keys (`GET` … `HEAD`) has the path template as its value, with a fixed query after
/// `?` if the operation has one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct OperationSpec {
    /// What the operation does, in your own words; the first line is a complete sentence.
    pub doc: Option<String>,
    /// That the operation is retired, or about to be.
    pub deprecated: Option<DeprecationSpec>,
    /// The page, or pages, that the operation was captured from.
    pub page: Option<OneOrMore>,
    /// Path template of a GET.
    #[serde(rename = "GET")]
    pub get: Option<String>,
    /// Path template of a HEAD.
    #[serde(rename = "HEAD")]
    pub head: Option<String>,
    /// Path template of a POST.
    #[serde(rename = "POST")]
    pub post: Option<String>,
    /// Path template of a PUT.
    #[serde(rename = "PUT")]
    pub put: Option<String>,
    /// Path template of a PATCH.
    #[serde(rename = "PATCH")]
    pub patch: Option<String>,
    /// Path template of a DELETE.
    #[serde(rename = "DELETE")]
    pub delete: Option<String>,
    /// Whether a call may be repeated; the default is safe for GET and HEAD, and idempotent for PUT and DELETE.
    pub idempotency: Option<Idempotency>,
    /// Name of the credential that the operation accepts, a list of names, or `none`; without it, all of `api.yaml`.
    pub credentials: Option<OneOrMore>,
    /// The parameters of the path template, by their names there.
    #[serde(default)]
    pub path: Ordered<OrWord<ParameterSpec>>,
    /// Query parameters, by their wire names.
    #[serde(default)]
    pub query: Ordered<OrWord<ParameterSpec>>,
    /// Headers that this operation takes in addition to those of the API.
    #[serde(default)]
    pub headers: Ordered<OrWord<ParameterSpec>>,
    /// Headers of every call of this operation that the caller cannot change, with their values.
    #[serde(default)]
    pub fixed_headers: Ordered<String>,
    /// The parts of a body of `multipart/form-data`, by their wire names; files are `bytes`.
    #[serde(default)]
    pub parts: Ordered<OrWord<ParameterSpec>>,
    /// The request body. Without one, a POST is sent with `Content-Length: 0`.
    pub body: Option<OrWord<BodySpec>>,
    /// Path of the body member (`attributes.etag`) that is sent as a quoted `If-Match` header.
    pub if_match: Option<String>,
    /// Success responses, by status.
    #[serde(default)]
    pub responses: Ordered<OrWord<ResponseSpec>>,
    /// Name of the type (with `statuses`) that lists the documented errors.
    pub errors: Option<String>,
    /// How the operation pages long lists.
    pub paging: Option<OneOrMorePagings>,
    /// Calls and their responses, by a name in snake_case; each becomes a test, the first one an example in the docs.
    #[serde(default)]
    pub examples: Ordered<ExampleSpec>,
    /// Mistakes of pages that concern this operation.
    #[serde(default)]
    pub errata: Vec<ErratumSpec>,
}

/// What repeating a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Idempotency {
    /// Nothing: the call only reads.
    Safe,
    /// Nothing beyond the effect of the first call.
    Idempotent,
    /// Nothing, if it has the same request id.
    ByRequestId,
    /// It may take effect again.
    NonIdempotent,
}

/// A parameter in path, query or header, or a part of the body.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ParameterSpec {
    /// Type expression, such as `string`, `int32`, `CustomerId`, `List<LicenseType>`.
    #[serde(rename = "type")]
    pub type_expression: String,
    /// What the parameter means, in your own words.
    pub doc: Option<String>,
    /// Whether the parameter is required; path parameters always are.
    #[serde(default)]
    pub required: bool,
    /// The value that the service uses when the parameter is left out.
    pub default_value: Option<PlainValue>,
    /// How the value is encoded in the query, if it is neither a scalar nor a list that repeats the key.
    #[serde(rename = "as")]
    pub encoding: Option<ParameterEncoding>,
    /// Media type of a file, if it is not `application/octet-stream`.
    pub media: Option<String>,
    /// The most values that a list may contain.
    #[schemars(range(min = 1))]
    pub max_items: Option<u32>,
    /// The Rust name, if the name derived from the wire name is unsuitable.
    pub rust: Option<String>,
}

impl ParameterSpec {
    /// Whether a part with this type is a file, or several ones of the same name.
    pub fn is_file(&self) -> bool {
        is_file(&self.type_expression)
    }
}

/// Whether a part of a body is a file, or several ones of the same name.
pub(crate) fn is_file(type_expression: &str) -> bool {
    matches!(type_expression, "bytes" | "List<bytes>")
}

/// How a value that is not a scalar is encoded in a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ParameterEncoding {
    /// As JSON text in one value.
    Json,
    /// A list in one value, with commas between its items.
    Commas,
}

/// A request body.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct BodySpec {
    /// Type expression; `bytes` for a body that is not JSON.
    #[serde(rename = "type")]
    pub type_expression: String,
    /// What the body contains, in your own words.
    pub doc: Option<String>,
    /// Whether a PATCH takes the whole resource or only the members to change.
    pub patch: Option<PatchStyle>,
    /// Media type, if it is not `application/json`; another JSON media type, such as `application/merge-patch+json`, unless the
    /// type is `bytes`.
    pub media: Option<String>,
    /// The most items that a list body may contain.
    #[schemars(range(min = 1))]
    pub max_items: Option<u32>,
}

/// What the body of a PATCH contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PatchStyle {
    /// The whole resource; omitted members are cleared.
    FullResource,
    /// The members to change; the others keep their values.
    Merge,
}

/// One success response.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ResponseSpec {
    /// Type expression of the body; `none` for an empty one, `bytes` for one that is not JSON.
    #[serde(rename = "type")]
    pub type_expression: Option<String>,
    /// What the response means, in your own words.
    pub doc: Option<String>,
    /// Rust name of the variant, required if an operation has several responses.
    pub variant: Option<String>,
    /// Media type, if it is not `application/json`; another JSON media type, such as `application/hal+json`, unless the type is
    /// `bytes`. The client sends the media types of all responses as `Accept`.
    pub media: Option<String>,
    /// Whether the body may be empty in place of JSON.
    #[serde(default)]
    pub may_be_empty: bool,
    /// Whether the response has a `Location` header with the URL to poll.
    #[serde(default)]
    pub location: bool,
    /// Whether the response has a `Retry-After` header with the time to wait.
    #[serde(default)]
    pub retry_after: bool,
    /// Name of the operation at the `Location`, which returns the state of the work; `area/name` for an operation of another
    /// area.
    pub poll: Option<String>,
    /// Which responses of a polled operation mean that the work is not done.
    pub running: Option<RunningSpec>,
    /// Paths of members that report failures in a success response (`lineItems[].error`).
    #[serde(default)]
    pub failures: Vec<String>,
}

/// The states that a response has while the work is not done.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RunningSpec {
    /// Path of the member with the state.
    pub member: String,
    /// The states that mean that the work is not done; numbers without quotes if the enum lists numbers.
    pub values: Vec<StatedValue>,
}

/// A listed value of an enum.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum StatedValue {
    /// A number.
    Integer(i64),
    /// A text.
    Text(String),
}

impl StatedValue {
    /// The spelling of the value.
    pub fn text(&self) -> String {
        match self {
            Self::Integer(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// How an operation pages a long list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PagingSpec {
    /// How a page refers to the next one.
    pub style: PagingStyle,
    /// Path of the member with the items of a page; omitted if a page is the list of its items.
    pub items: Option<String>,
    /// Query parameter with the number of items per page.
    pub size: Option<String>,
    /// Query parameter with the number of items to skip (`offset` style).
    pub offset: Option<String>,
    /// Query parameter with the number of the page (`page` style).
    pub page: Option<String>,
    /// Number of the first page, 0 or 1 (`page` style).
    pub first: Option<u32>,
    /// Path of the member with the number of items on all pages together (`page` style).
    pub total: Option<String>,
    /// Path of the member with the number of pages (`page` style).
    pub page_count: Option<String>,
    /// Path of the member with the next link or the continuation token.
    pub next: Option<String>,
    /// Response header with the continuation token, if it is not in a member (`token` style).
    pub next_header: Option<String>,
    /// Headers that the client copies from a link to the request for the next page; it drops all others (`link` style).
    #[serde(default)]
    pub headers: Vec<String>,
    /// Query parameter or header that sends the continuation token (`token` style).
    pub token: Option<String>,
    /// Query parameters, with their values, of all requests except the first (not with links, which have their own).
    #[serde(default)]
    pub with: Ordered<String>,
    /// The largest page size that the service allows.
    #[schemars(range(min = 1))]
    pub max_size: Option<u32>,
    /// Why `offset` counts items, or `page` pages, although the name of the parameter suggests the other.
    pub evidence: Option<String>,
}

/// How a page refers to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PagingStyle {
    /// Not at all: the caller counts the items.
    Offset,
    /// Not at all: the caller counts the pages.
    Page,
    /// With a link that has its own method and headers.
    Link,
    /// With a URL.
    Url,
    /// With a continuation token.
    Token,
}

impl PagingStyle {
    /// Whether a key of a paging entry has an effect in this style.
    pub fn reads(self, key: &str) -> bool {
        match key {
            "offset" => self == Self::Offset,
            "page" | "first" | "total" | "page-count" => self == Self::Page,
            "next" => matches!(self, Self::Link | Self::Url | Self::Token),
            "next-header" | "token" => self == Self::Token,
            "headers" => self == Self::Link,
            "with" => matches!(self, Self::Offset | Self::Page | Self::Token),
            _ => true,
        }
    }
}

/// One paging entry, or several for the same path.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMorePagings {
    /// One entry.
    One(Box<PagingSpec>),
    /// Several entries.
    More(Vec<PagingSpec>),
}

impl Typed for ResponseSpec {
    fn type_expression(&self) -> Option<&str> {
        self.type_expression.as_deref()
    }
}

impl OneOrMorePagings {
    /// The paging entries.
    pub fn as_slice(&self) -> &[PagingSpec] {
        match self {
            Self::One(paging) => std::slice::from_ref(paging),
            Self::More(pagings) => pagings,
        }
    }
}

/// HTTP methods that operations use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// `GET`
    Get,
    /// `HEAD`
    Head,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// All methods.
    pub const ALL: [Self; 6] = [Self::Get, Self::Head, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// The method with this name, ignoring case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(name))
    }

    /// The method's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether HTTP allows a body in a response of this status.
    pub fn has_response_body(self, status: u16) -> bool {
        self != Self::Head && !matches!(status, 100..=199 | 204 | 205 | 304)
    }
}

/// Whether the client repeats a call after this status, so that it cannot be a result.
pub(crate) fn is_retried(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502..=504 | 506..=599)
}

/// Whether a call with this status had no effect, so that the client repeats any operation after it.
pub(crate) fn is_deferred(status: u16) -> bool {
    status == 429
}

impl OperationSpec {
    /// The method and the path template, when exactly one is stated.
    pub fn method_and_template(&self) -> Option<(Method, &str)> {
        let stated = [
            (Method::Get, &self.get),
            (Method::Head, &self.head),
            (Method::Post, &self.post),
            (Method::Put, &self.put),
            (Method::Patch, &self.patch),
            (Method::Delete, &self.delete),
        ];
        let mut stated = stated.into_iter().filter_map(|(method, template)| Some((method, template.as_deref()?)));
        match (stated.next(), stated.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }
}
