//! Operations: what goes in, what comes back, how it is handed out in pages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Erratum, Example, OneOrMore, OrWord, Ordered, Typed};

/// One operation. Exactly one of the method keys (`GET` … `HEAD`) holds the path template, with a fixed query after `?` where
/// the operation has one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Operation {
    /// What the operation does, in own words; the first line is a sentence of its own.
    pub doc: Option<String>,
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
    /// What a repetition of the call does; GET and HEAD are safe, PUT and DELETE idempotent unless stated.
    pub idempotency: Option<Idempotency>,
    /// The parameters of the path template, by the names it uses.
    #[serde(default)]
    pub path: Ordered<OrWord<Parameter>>,
    /// Query parameters, by their wire names.
    #[serde(default)]
    pub query: Ordered<OrWord<Parameter>>,
    /// Headers that this operation takes beyond those of the API.
    #[serde(default)]
    pub headers: Ordered<OrWord<Parameter>>,
    /// The request body; left out: none, and a POST says `Content-Length: 0`.
    pub body: Option<OrWord<Body>>,
    /// Path of the body member (`attributes.etag`) that is sent as a quoted `If-Match` header.
    pub if_match: Option<String>,
    /// Answers that are results, by status.
    #[serde(default)]
    pub responses: Ordered<OrWord<Response>>,
    /// Name of the type (with `statuses`) that lists the documented errors.
    pub errors: Option<String>,
    /// How the operation hands out a long list in pages.
    pub paging: Option<OneOrMorePagings>,
    /// Calls and their answers, by a name in snake_case; each becomes a test, the first one an example in the docs.
    #[serde(default)]
    pub examples: Ordered<Example>,
    /// Where the spec parts from a page.
    #[serde(default)]
    pub errata: Vec<Erratum>,
}

/// What a repetition of a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Idempotency {
    /// Nothing: the call only reads.
    Safe,
    /// Nothing more than the first call did.
    Idempotent,
    /// Nothing, as long as it carries the same request id.
    ByRequestId,
    /// It may take effect again.
    NonIdempotent,
}

/// A parameter in path, query or header.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Parameter {
    /// Type expression, such as `string`, `int32`, `CustomerId`, `List<LicenseType>`.
    #[serde(rename = "type")]
    pub type_expression: String,
    /// What the parameter means, in own words.
    pub doc: Option<String>,
    /// Whether a call must state it; parameters of the path always must.
    #[serde(default)]
    pub required: bool,
    /// How the value is written into the query, where it is no scalar.
    #[serde(rename = "as")]
    pub encoding: Option<ParameterEncoding>,
    /// The most values that a list may hold.
    pub max_items: Option<u32>,
    /// The Rust name, where the one made from the wire name will not do.
    pub rust: Option<String>,
}

/// How a value that is no scalar is written into a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ParameterEncoding {
    /// As JSON text in one value.
    Json,
}

/// A request body.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Body {
    /// Type expression; `bytes` for a body that is no JSON.
    #[serde(rename = "type")]
    pub type_expression: String,
    /// What the body holds, in own words.
    pub doc: Option<String>,
    /// Whether a PATCH takes the whole resource or only the members to change.
    pub patch: Option<PatchStyle>,
    /// Media type, where it is not JSON.
    pub media: Option<String>,
    /// The most items that a list body may hold.
    pub max_items: Option<u32>,
}

/// What the body of a PATCH stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PatchStyle {
    /// The whole resource; members left out are cleared.
    FullResource,
    /// The members to change; the others stay.
    Merge,
}

/// One answer that is a result.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Response {
    /// Type expression of the body; `none` for an empty one, `bytes` for one that is no JSON.
    #[serde(rename = "type")]
    pub type_expression: Option<String>,
    /// What the answer means, in own words.
    pub doc: Option<String>,
    /// Rust name of the outcome, required where an operation has several answers.
    pub variant: Option<String>,
    /// Media type, where it is not JSON.
    pub media: Option<String>,
    /// Whether the answer names in a `Location` header where to ask again.
    #[serde(default)]
    pub location: bool,
    /// Whether the answer states in a `Retry-After` header how long to wait.
    #[serde(default)]
    pub retry_after: bool,
    /// Name of the operation that the `Location` leads to, which tells the state of the work; `area/name` for one of another
    /// area.
    pub poll: Option<String>,
    /// Which answers of an operation that is polled say that the work goes on.
    pub running: Option<Running>,
    /// Paths of members that report failures inside a success (`lineItems[].error`).
    #[serde(default)]
    pub failures: Vec<String>,
}

/// What an answer says as long as the work that it tells of goes on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Running {
    /// Path of the member that tells the state.
    pub member: String,
    /// The states in which the work goes on.
    pub values: Vec<String>,
}

/// How an operation hands out a long list in pages.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Paging {
    /// What a page says of the next one.
    pub style: PagingStyle,
    /// Path of the member that holds a page's items.
    pub items: String,
    /// Query parameter with the number of items per page.
    pub size: Option<String>,
    /// Query parameter with the number of items to pass over (`offset` style).
    pub offset: Option<String>,
    /// Path of the member that holds the next link or the continuation token.
    pub next: Option<String>,
    /// Header of the answer with the continuation token, where it is no member (`token` style).
    pub next_header: Option<String>,
    /// Query parameter, or header, that takes the continuation token (`token` style).
    pub token: Option<String>,
    /// Query parameters, with their values, of every request but the first (`offset` and `token` styles).
    #[serde(default)]
    pub with: Ordered<String>,
    /// The largest page that the service hands out.
    pub max_size: Option<u32>,
}

/// What a page says of the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PagingStyle {
    /// Nothing: the caller counts.
    Offset,
    /// A link with method and headers of its own.
    Link,
    /// A URL.
    Url,
    /// A continuation token.
    Token,
}

/// One way of paging, or several on the same path.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMorePagings {
    /// One way.
    One(Box<Paging>),
    /// Several ways.
    More(Vec<Paging>),
}

impl Typed for Response {
    fn type_expression(&self) -> Option<&str> {
        self.type_expression.as_deref()
    }
}

impl OneOrMorePagings {
    /// The ways of paging.
    pub fn as_slice(&self) -> &[Paging] {
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
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Get, Self::Head, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// The method with this name, whatever its case.
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

    /// Whether HTTP lets an answer of this status have a body.
    pub fn is_answered_by_body(self, status: u16) -> bool {
        self != Self::Head && !matches!(status, 100..=199 | 204 | 205 | 304)
    }
}

impl Operation {
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
