//! `api.yaml`, and the outline of an area file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    DeprecationSpec, ErratumSpec, LeftOutSpec, OneOrMore, OperationSpec, OrWord, Ordered, TypeDefinition, WebhookSpec,
};

/// `spec/<api>/api.yaml`: what applies to every operation of one API.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ApiFile {
    /// The API's name as its vendor writes it.
    pub title: String,
    /// What the API is for, in your own words.
    pub doc: Option<String>,
    /// That the API is retired, or about to be.
    pub deprecated: Option<DeprecationSpec>,
    /// The hosts of the API, by the names of their Rust constants (`GLOBAL`), or functions if their URLs have variables.
    #[serde(default)]
    pub servers: Ordered<ServerSpec>,
    /// The API version, if operations have it in their paths.
    pub version: Option<VersionSpec>,
    /// The credentials that operations accept, by name.
    #[serde(default)]
    pub credentials: Ordered<CredentialSpec>,
    /// Headers that every operation takes, and where their values come from.
    #[serde(default)]
    pub headers: Ordered<ApiHeader>,
    /// Headers that responses can have, with their types. Each becomes a constant by which users of the client read it.
    #[serde(default)]
    pub response_headers: Ordered<OrWord<ResponseHeaderSpec>>,
    /// Shapes of an error body, in the order in which they are tried.
    #[serde(default)]
    pub error_shapes: Vec<ErrorShapeSpec>,
    /// Whether the service distinguishes member names by case in requests, and spells those of error bodies in one case only.
    pub member_case: Option<MemberCase>,
    /// Whether the service distinguishes enum values by case; a type can override this.
    #[serde(default)]
    pub enum_case: EnumCase,
    /// Whether the service spells enum values in URLs as in bodies.
    #[serde(default)]
    pub enum_url_spelling: EnumUrlSpelling,
    /// The page, or pages, that the contents of `api.yaml` were captured from.
    pub page: Option<OneOrMore>,
    /// Pages that `api.yaml` declares for itself and all areas.
    #[serde(default)]
    pub pages: Ordered<PageSpec>,
    /// Types that several areas share.
    #[serde(default)]
    pub types: Ordered<TypeDefinition>,
    /// Operations that are known, but not captured. No operation of an area is among them.
    #[serde(default)]
    pub left_out: Vec<LeftOutSpec>,
    /// Mistakes of the documentation that concern the whole API.
    #[serde(default)]
    pub errata: Vec<ErratumSpec>,
}

/// `spec/<api>/<area>.yaml`: the operations and types of one area.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(dead_code, reason = "the schema is derived from it; loading goes entry by entry")]
pub(crate) struct AreaFile {
    /// What the area covers, in your own words.
    pub doc: Option<String>,
    /// Pages that the area was captured from, by a short name.
    #[serde(default)]
    pub pages: Ordered<PageSpec>,
    /// Operations, by their Rust name in snake case.
    #[serde(default)]
    pub operations: Ordered<OperationSpec>,
    /// Webhooks, by a name in snake case.
    #[serde(default)]
    pub webhooks: Ordered<WebhookSpec>,
    /// Types, by their Rust name; `Name<T>` declares an envelope around any type.
    #[serde(default)]
    pub types: Ordered<TypeDefinition>,
}

/// One host of an API.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ServerSpec {
    /// Base URL: https, without a trailing slash. Labels of its host can be variables: `https://{tenant}.example.com`.
    pub url: String,
    /// The variables of the URL, by name. Users of the client choose their values.
    #[serde(default)]
    pub variables: Ordered<ServerVariableSpec>,
    /// Who the server is for, in your own words.
    pub doc: Option<String>,
    /// URL of the identity provider that issues tokens for it.
    pub authority: Option<String>,
    /// The audience (resource) that tokens must name.
    pub audience: Option<String>,
}

/// A label of a host that users of the client choose.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ServerVariableSpec {
    /// What the label is, in your own words.
    pub doc: Option<String>,
    /// The values that exist, if they are known. Without them, every label of a host is accepted.
    #[serde(default)]
    pub values: Vec<String>,
}

/// The API version as a path parameter.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct VersionSpec {
    /// Name of the parameter in path templates.
    pub parameter: String,
    /// The default version; callers can choose another.
    pub default: String,
}

impl VersionSpec {
    /// Whether the version can be a segment of a path.
    pub fn can_be_sent(&self) -> bool {
        !matches!(self.default.as_str(), "" | "." | "..") && !self.default.contains(char::is_control)
    }
}

/// What an operation states in place of the names of credentials if it accepts none.
pub(crate) const NO_CREDENTIAL: &str = "none";

/// A credential that operations accept.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CredentialSpec {
    /// How requests carry it.
    pub kind: CredentialKind,
    /// Of the kinds `header` and `query`: the name of the header or of the query parameter.
    pub name: Option<String>,
    /// Of the kind `header`: the word that precedes the key and a space, such as `Bot` in `Authorization: Bot …`.
    pub scheme: Option<String>,
    /// Of the kind `bearer`: in whose name its tokens give access, if the API makes a difference.
    pub access: Option<TokenAccess>,
    /// What the credential is, in your own words.
    pub doc: Option<String>,
}

/// How requests carry a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CredentialKind {
    /// As an access token in the header `Authorization`, after `Bearer`.
    Bearer,
    /// As a key in a header.
    Header,
    /// As a key in a query parameter.
    Query,
    /// As a user and a password in the header `Authorization`, in the form of HTTP basic authentication.
    Basic,
}

impl CredentialKind {
    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bearer => "bearer",
            Self::Header => "header",
            Self::Query => "query",
            Self::Basic => "basic",
        }
    }
}

/// In whose name an access token gives access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TokenAccess {
    /// An application acts by itself.
    AppOnly,
    /// An application acts for a user who signed in.
    Delegated,
}

impl TokenAccess {
    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Self::AppOnly => "app-only",
            Self::Delegated => "delegated",
        }
    }
}

/// A header that every operation takes. Exactly one of `value`, `from` and `setting` states where its value comes from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ApiHeader {
    /// Always this value.
    pub value: Option<String>,
    /// An identifier made for each call.
    pub from: Option<HeaderSource>,
    /// Name of a setting that the user of the client chooses, in snake case. It becomes a constant.
    pub setting: Option<String>,
    /// The default of the setting; without one, the header is omitted unless the user sets it.
    pub default: Option<String>,
    /// What the header is for, in your own words.
    pub doc: Option<String>,
}

/// A header that responses can have.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ResponseHeaderSpec {
    /// Type expression: `string`, `bool`, a number or a text of a form.
    #[serde(rename = "type")]
    pub type_expression: String,
    /// What the header means, in your own words.
    pub doc: Option<String>,
    /// Name of the Rust constant, if the one derived from the name of the header is unsuitable.
    pub rust: Option<String>,
}

/// Where the value of a header comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HeaderSource {
    /// A UUID made for each call and kept over its retries.
    RequestId,
    /// A UUID that identifies a call in the logs of the service.
    CorrelationId,
}

/// Where an error body has its code, its message or both: paths of member names. `[0]` is the first item of a list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ErrorShapeSpec {
    /// Path of the error code, a string or a number: `error.code`.
    pub code: Option<String>,
    /// Path of the message for people: `errors[0].message`.
    pub message: Option<String>,
}

/// Whether a service distinguishes member names by case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MemberCase {
    /// `code` and `Code` are different members.
    #[default]
    Exact,
    /// `code` and `Code` are the same member.
    Ignored,
}

impl MemberCase {
    /// Whether two names are those of one member.
    pub fn is_same(self, one: &str, other: &str) -> bool {
        match self {
            Self::Exact => one == other,
            Self::Ignored => one.eq_ignore_ascii_case(other),
        }
    }

    /// The position of a name among those of declared members.
    pub fn position<'a>(self, declared: impl Iterator<Item = &'a str> + Clone, name: &str) -> Option<usize> {
        declared
            .clone()
            .position(|known| known == name)
            .or_else(|| declared.clone().position(|known| self.is_same(known, name)))
    }
}

/// Whether a service distinguishes enum values by case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EnumCase {
    /// `Active` and `active` are different values.
    #[default]
    Exact,
    /// `Active` and `active` are the same value.
    Ignored,
}

/// Whether a service spells enum values in URLs as in bodies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EnumUrlSpelling {
    /// The spellings are the same; a value that is an exception states `in-url`.
    #[default]
    Same,
    /// The spellings differ: every value of an enum that is used in a URL states `in-url`.
    Explicit,
}

/// A documentation page that the spec describes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PageSpec {
    /// The page's title.
    pub title: String,
    /// Where the page is, or was, published.
    pub url: String,
    /// The day on which the spec was last compared with the page, `YYYY-MM-DD`.
    pub captured: String,
    /// The page's stable identity (`ms.assetid`), if it states one.
    pub asset_id: Option<String>,
    /// The version that the page states (`ms.date`), if it states one.
    pub version: Option<String>,
}
