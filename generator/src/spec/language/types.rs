//! Declared types.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{EnumCase, ErratumSpec, ErrorStatusSpec, OneOrMore, OrWord, Ordered};

/// A type: exactly one of `fields`, `values`, `id`, `union` and `statuses` states its kind.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TypeDefinition {
    /// What the type represents, in your own words.
    pub doc: Option<String>,
    /// The page that the type was captured from, if it is not the page of its operations.
    pub page: Option<OneOrMore>,
    /// An object: its members by wire name.
    pub fields: Option<Ordered<OrWord<FieldSpec>>>,
    /// Types whose members this object has as well, before its own.
    pub includes: Option<OneOrMore>,
    /// An open enum: its values by wire spelling; without quotes, a number is an integer in JSON.
    pub values: Option<Ordered<Option<EnumValueSpec>>>,
    /// Whether the service distinguishes the enum's values by case; the default is the API's `enum-case`.
    pub case: Option<EnumCase>,
    /// A name for a plain value, such as an identifier, with its underlying type: `string`, `int32` or `int64`.
    pub id: Option<String>,
    /// A union: path of the member that distinguishes the variants.
    pub union: Option<String>,
    /// The variants of a union: type names by value of that member; without quotes, a number is an integer in JSON, and `true`
    /// a Boolean.
    pub variants: Option<Ordered<OrWord<VariantSpec>>>,
    /// The errors that operations document, by status.
    pub statuses: Option<Ordered<ErrorStatusSpec>>,
    /// Mistakes of the page that concern this type.
    #[serde(default)]
    pub errata: Vec<ErratumSpec>,
}

/// A member of an object.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FieldSpec {
    /// Type expression, such as `string`, `List<ServicePlan>`, `Map<decimal>`.
    #[serde(rename = "type")]
    pub type_expression: String,
    /// What the member means, in your own words.
    pub doc: Option<String>,
    /// Whether the member is always present (received) or must be set (sent).
    #[serde(default)]
    pub required: bool,
    /// Why a received member is known to be always present.
    pub evidence: Option<String>,
    /// Whether null means something different from absence.
    #[serde(default)]
    pub nullable: bool,
    /// The value of an absent member; the Rust member is then not an `Option`. In types that are only received, absent lists
    /// and maps are empty unless this is `none`.
    pub default: Option<DefaultValue>,
    /// The value that absence means for the service. The client does not fill it in.
    pub default_value: Option<PlainValue>,
    /// Whether the value must never appear in logs.
    #[serde(default)]
    pub secret: bool,
    /// Whether numbers may arrive as strings, and strings as numbers.
    #[serde(default)]
    pub lenient: bool,
    /// The most items that a list may contain.
    #[schemars(range(min = 1))]
    pub max_items: Option<u32>,
    /// The Rust name, if the name derived from the wire name is unsuitable.
    pub rust: Option<String>,
}

/// The value of an absent member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DefaultValue {
    /// An empty list, map or string; `false`; zero.
    Empty,
    /// No value: an absent list or map differs from an empty one.
    #[serde(rename = "none")]
    NoValue,
}

/// A value that is a scalar. It is compared with the type of its parameter or member.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PlainValue {
    /// `true` or `false`.
    Truth(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// A text.
    Text(String),
}

/// A value of an open enum.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EnumValueSpec {
    /// What the value means, in your own words.
    pub doc: Option<String>,
    /// The Rust name, if the name derived from the wire spelling is unsuitable.
    pub rust: Option<String>,
    /// The spelling in a path or query, if it differs from the spelling in a body.
    pub in_url: Option<String>,
}

/// A variant of a union.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct VariantSpec {
    /// The type of the variant.
    #[serde(rename = "type")]
    pub type_expression: String,
    /// What the variant means, in your own words.
    pub doc: Option<String>,
    /// The Rust name, if the name derived from the tag is unsuitable.
    pub rust: Option<String>,
}
