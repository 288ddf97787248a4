//! Declared types.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{EnumCase, Erratum, OneOrMore, OrWord, Ordered};

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
    pub errata: Vec<Erratum>,
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
