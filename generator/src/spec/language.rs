//! What a spec file may say: the types that load the YAML and, through them, its JSON Schema.
//!
//! Keys are the field names in kebab case. Wherever a fact is usually one word, the word alone is accepted in place of the
//! mapping ([`OrWord`]).

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// A map that keeps the order in which the file lists its entries.
pub type Ordered<T> = IndexMap<String, T>;

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
    pub enum_in_url: EnumInUrl,
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
    pub departs: Vec<Departure>,
}

/// `spec/<api>/<area>.yaml`: the operations and types of one area.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AreaFile {
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
pub enum EnumInUrl {
    /// It does; a value that is an exception states `in-url`.
    #[default]
    AsInBody,
    /// It does not: every value of an enum that stands in a URL states `in-url`.
    Stated,
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
    /// Where the spec parts from a page.
    #[serde(default)]
    pub departs: Vec<Departure>,
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
    Keyed,
    /// It may take effect again.
    Never,
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
    pub outcome: Option<String>,
    /// Media type, where it is not JSON.
    pub media: Option<String>,
    /// Whether the answer names in a `Location` header where to ask again.
    #[serde(default)]
    pub location: bool,
    /// Whether the answer states in a `Retry-After` header how long to wait.
    #[serde(default)]
    pub retry_after: bool,
    /// Paths of members that report failures inside a success (`lineItems[].error`).
    #[serde(default)]
    pub failures: Vec<String>,
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
    /// Query parameter, or header, that takes the continuation token (`token` style).
    pub token: Option<String>,
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

/// A type: exactly one of `fields`, `values`, `id`, `union` and `statuses` says of which kind.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TypeDefinition {
    /// What the type stands for, in own words.
    pub doc: Option<String>,
    /// The page that the type was captured from, where it is not its operations'.
    pub page: Option<OneOrMore>,
    /// An object: its members by wire name.
    pub fields: Option<Ordered<OrWord<Field>>>,
    /// An open enum: its values by wire spelling.
    pub values: Option<Ordered<Option<EnumValue>>>,
    /// Whether the service tells the enum's values apart by case; the API's `enum-case` when left out.
    pub case: Option<EnumCase>,
    /// A name for a plain value, such as an identifier: the underlying type, `string`.
    pub id: Option<String>,
    /// A union: path of the member that tells the variants apart.
    pub union: Option<String>,
    /// The variants of a union: type names by value of the telling member.
    pub variants: Option<Ordered<OrWord<Variant>>>,
    /// The errors that operations document, by status.
    pub statuses: Option<Ordered<ErrorStatus>>,
    /// Where the type parts from its page.
    #[serde(default)]
    pub departs: Vec<Departure>,
}

/// A member of an object.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Field {
    /// Type expression, such as `string`, `List<ServicePlan>`, `Map<decimal>`.
    #[serde(rename = "type")]
    pub type_expression: String,
    /// What the member means, in own words.
    pub doc: Option<String>,
    /// Whether the member is always there (received) or must be stated (sent).
    #[serde(default)]
    pub required: bool,
    /// What shows that a received member is always there.
    pub evidence: Option<String>,
    /// Whether null means something else than absence.
    #[serde(default)]
    pub nullable: bool,
    /// What absence stands for; the Rust member is then no `Option`.
    pub default: Option<DefaultValue>,
    /// Whether the value must never show in logs.
    #[serde(default)]
    pub secret: bool,
    /// Whether numbers may arrive as strings, and strings as numbers.
    #[serde(default)]
    pub lenient: bool,
    /// Whether the member is kept behind a pointer, so that a type can contain itself.
    #[serde(default)]
    pub boxed: bool,
    /// The most items that a list may hold.
    pub max_items: Option<u32>,
    /// The Rust name, where the one made from the wire name will not do.
    pub rust: Option<String>,
}

/// What the absence of a member stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DefaultValue {
    /// An empty list, map or string; `false`; zero.
    Empty,
}

/// A value of an open enum.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EnumValue {
    /// What the value means, in own words.
    pub doc: Option<String>,
    /// The Rust name, where the one made from the wire spelling will not do.
    pub rust: Option<String>,
    /// The spelling in a path or a query, where it differs from the one in a body.
    pub in_url: Option<String>,
}

/// A variant of a union.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Variant {
    /// The type of the variant.
    #[serde(rename = "type")]
    pub type_expression: String,
    /// What the variant means, in own words.
    pub doc: Option<String>,
    /// The Rust name, where the one made from the tag will not do.
    pub rust: Option<String>,
}

/// A documented error of one status.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ErrorStatus {
    /// Rust name of the error.
    pub name: String,
    /// What went wrong, in own words.
    pub doc: Option<String>,
    /// Whether the documentation advises to try again.
    pub retry: Option<bool>,
    /// An enum whose values are the reasons that the documentation lists.
    pub reason: Option<String>,
}

/// A place where the spec parts from a page, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Departure {
    /// The page that says otherwise; left out for a departure from the documentation as a whole.
    pub page: Option<String>,
    /// The version of the page that says so, where versions disagree.
    pub version: Option<String>,
    /// The node of this operation or type, as a path of keys (`responses.200`).
    pub at: String,
    /// What the page says there.
    pub says: String,
    /// The evidence for the spec.
    pub because: String,
}

/// A mapping, or the one word that it is mostly about.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OrWord<T> {
    /// The word alone: a type expression.
    Word(String),
    /// The whole mapping.
    Full(T),
}

/// One name, or a list of names.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMore {
    /// One name.
    One(String),
    /// Several names.
    More(Vec<String>),
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

/// A mapping whose short form is its type expression.
pub trait Typed {
    /// The type expression, where there is one.
    fn type_expression(&self) -> Option<&str>;
}

macro_rules! typed {
    ($($name:ident),*) => {
        $(impl Typed for $name {
            fn type_expression(&self) -> Option<&str> {
                Some(&self.type_expression)
            }
        })*
    };
}

typed!(Parameter, Body, Field, Variant);

impl Typed for Response {
    fn type_expression(&self) -> Option<&str> {
        self.type_expression.as_deref()
    }
}

impl<T: Typed> OrWord<T> {
    /// The type expression, in the short or the long form.
    pub fn type_expression(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Full(full) => full.type_expression(),
        }
    }

    /// The mapping, when it is written out.
    pub fn full(&self) -> Option<&T> {
        match self {
            Self::Word(_) => None,
            Self::Full(full) => Some(full),
        }
    }
}

impl OneOrMore {
    /// The names.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::More(names) => names,
        }
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
