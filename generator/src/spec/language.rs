//! The spec language: the types that load the YAML and from which its JSON Schema is derived.
//!
//! Keys are the field names in kebab case. Where a mapping usually has one key only, the value of that key can replace the
//! mapping ([`OrWord`]).

mod api;
mod errors;
mod example;
mod left_out;
mod operation;
mod types;
mod webhook;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

pub(crate) use api::{
    ApiFile, ApiHeader, AreaFile, CredentialKind, CredentialSpec, ErrorShapeSpec, NO_CREDENTIAL, PageSpec,
    ResponseHeaderSpec, ServerSpec,
};
pub use api::{EnumCase, EnumUrlSpelling, HeaderSource, MemberCase, TokenAccess};
pub(crate) use errors::{ErrorStatusSpec, ErrorsFile};
pub(crate) use example::{ExampleSpec, WireCode};
pub(crate) use left_out::{LeftOutSpec, method_and_template};
pub(crate) use operation::{
    BodySpec, OneOrMorePagings, OperationSpec, PagingSpec, ParameterEncoding, ParameterSpec, ResponseSpec, StatedValue,
    is_deferred, is_file, is_retried,
};
pub use operation::{Idempotency, Method, PagingStyle, PatchStyle};
pub(crate) use types::{DefaultValue, EnumValueSpec, FieldSpec, TypeDefinition, VariantSpec};
pub(crate) use webhook::{WebhookExampleSpec, WebhookSpec};

/// A map that keeps the order in which the file lists its entries.
pub(crate) type Ordered<T> = IndexMap<String, T>;

/// A mistake of a page, and the evidence for the spec.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ErratumSpec {
    /// The page with the mistake; omitted if the erratum concerns the documentation as a whole.
    pub page: Option<String>,
    /// The version of the page with the mistake, if versions disagree.
    pub version: Option<String>,
    /// The node of this operation or type, as a path of keys (`responses.200`).
    pub at: String,
    /// What the page states there, in its words. An erratum has exactly one of `says`, `lacks`, `lists` and `shows`.
    pub says: Option<String>,
    /// The page has no such node.
    #[serde(default)]
    pub lacks: bool,
    /// The page lists the node in a table, but the spec does not have it.
    #[serde(default)]
    pub lists: bool,
    /// An example of the page shows the node, but the spec does not have it.
    #[serde(default)]
    pub shows: bool,
    /// The evidence for the spec.
    pub because: String,
}

impl ErratumSpec {
    /// What the page has there, if the erratum states exactly one thing.
    pub fn statement(&self) -> Option<PageStatement> {
        match (&self.says, self.lacks, self.lists, self.shows) {
            (Some(says), false, false, false) => Some(PageStatement::Says(says.clone())),
            (None, true, false, false) => Some(PageStatement::Lacks),
            (None, false, true, false) => Some(PageStatement::Lists),
            (None, false, false, true) => Some(PageStatement::Shows),
            _ => None,
        }
    }
}

/// That an operation or an API should not be used any more. Code that uses it compiles with a warning.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DeprecationSpec {
    /// The day on which it ends or ended, `YYYY-MM-DD`, if it is known.
    pub since: Option<String>,
    /// Why, in your own words.
    pub because: String,
    /// Name of the operation to use instead; `area/name` for an operation of another area.
    pub successor: Option<String>,
}

/// What a page has at a node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PageStatement {
    /// These words.
    Says(String),
    /// Nothing.
    Lacks,
    /// A row in a table only.
    Lists,
    /// A part of an example only.
    Shows,
}

impl From<&str> for PageStatement {
    fn from(words: &str) -> Self {
        Self::Says(words.to_owned())
    }
}

impl From<&String> for PageStatement {
    fn from(words: &String) -> Self {
        Self::Says(words.clone())
    }
}

impl From<String> for PageStatement {
    fn from(words: String) -> Self {
        Self::Says(words)
    }
}

impl PageStatement {
    /// Whether both are the same, ignoring differences in white space.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Says(one), Self::Says(other)) => one.split_whitespace().eq(other.split_whitespace()),
            (one, other) => one == other,
        }
    }

    /// The key with its value, as it is written in an erratum.
    pub fn entry(&self) -> String {
        match self {
            Self::Says(words) => format!("says: {words:?}"),
            Self::Lacks => "lacks: true".to_owned(),
            Self::Lists => "lists: true".to_owned(),
            Self::Shows => "shows: true".to_owned(),
        }
    }
}

/// A mapping, or the value of its main key.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OrWord<T> {
    /// The value of the main key: a type expression.
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

/// A mapping whose short form is its type expression.
pub trait Typed {
    /// The type expression, if there is one.
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

typed!(ParameterSpec, BodySpec, FieldSpec, VariantSpec, ResponseHeaderSpec);

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
