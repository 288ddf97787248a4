//! The facts that a page states: names, places, types, values and paths, each with its line.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::Method;
use crate::uri;

/// Whether a page states a fact, and what it states.
///
/// Serialized, a stated fact is the fact itself, an unreadable one is `?`, and one that is not stated is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Fact<T> {
    /// The page states it.
    Stated(T),
    /// The page does not state it.
    #[default]
    NotStated,
    /// The page may state it, but this rendering or translation lost it.
    Unreadable,
}

impl<T> Fact<T> {
    /// The fact, if the page states it.
    pub fn stated(&self) -> Option<&T> {
        match self {
            Self::Stated(fact) => Some(fact),
            Self::NotStated | Self::Unreadable => None,
        }
    }

    /// Whether the page does not state it.
    pub fn is_not_stated(&self) -> bool {
        matches!(self, Self::NotStated)
    }
}

/// Serialized form of a fact that cannot be read.
const UNREADABLE: &str = "?";

impl<T: Serialize> Serialize for Fact<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Stated(fact) => fact.serialize(serializer),
            Self::Unreadable => serializer.serialize_str(UNREADABLE),
            Self::NotStated => serializer.serialize_unit(),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Fact<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        enum Mark {
            #[serde(rename = "?")]
            Unreadable,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written<T> {
            Mark(Mark),
            Fact(T),
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Mark(Mark::Unreadable) => Self::Unreadable,
            Written::Fact(fact) => Self::Stated(fact),
        })
    }
}

/// How a page was rendered, which determines what can be read in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rendering {
    /// Markdown, with tables in HTML or with pipes.
    Markdown,
    /// Text of a generated reference with complete names, linked types and the members of enums.
    TypedReference,
    /// Text of a generated reference that lost types that were links, the members of enums, and the part of each name after
    /// its first possible line break.
    FlattenedReference,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PageFacts {
    /// What identifies the page.
    #[serde(flatten)]
    pub identity: Identity,
    /// Its title.
    #[serde(skip)]
    pub title: String,
    /// The date of the page (`ms.date`), as written there, or a hash of its facts.
    pub version: String,
    /// How it was rendered.
    pub rendering: Rendering,
    /// Whether it is a translation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_translation: bool,
    /// Whether the text ends before the page does: the rest is unreadable, and the last list may lack items.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_excerpt: bool,
    /// The requests it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<Request>,
    /// Parameters of path and query.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub parameters: Fact<Vec<ParameterFacts>>,
    /// Headers of the request.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub headers: Fact<Vec<ParameterFacts>>,
    /// The request body; `None` is stated where the page says that there is none.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub body: Fact<Option<BodyFacts>>,
    /// Responses that are results.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub responses: Fact<Vec<ResponseFacts>>,
    /// Responses that are errors.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub errors: Fact<Vec<ErrorRow>>,
    /// Types that the page defines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub definitions: Vec<Definition>,
    /// Requests and responses that it shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<ExampleFacts>,
}

/// What identifies a page, independent of its title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Identity {
    /// `ms.assetid`, which all versions and translations share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset_id: Option<String>,
    /// Its name in its folder, without extension: that of the file up to the first dot, or, for a generated reference, the
    /// end of its address (`manage-orders/get-offer-by-id`).
    pub name: String,
    /// Where it was published, if it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A line that says what to request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Request {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// HTTP method; unreadable where it was translated.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub method: Fact<Method>,
    /// URI template as written, without marks, stray spaces, `HTTP/1.1` and escapes; starts with a scheme, with a
    /// placeholder for the host (`{baseURL}`), or with `/`.
    pub uri: String,
}

/// The part of the request in which the page says a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the body.
    Body,
}

/// A parameter of path or query, or a header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ParameterFacts {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// Its name; completed from the request lines if the rendering cut it.
    pub name: String,
    /// The part of the request in which it is sent, if a column says so.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub place: Fact<ParameterPlace>,
    /// Its type, as written, without marks and link targets.
    #[serde(rename = "type", default, skip_serializing_if = "Fact::is_not_stated")]
    pub type_text: Fact<String>,
    /// Whether a request must include it.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub required: Fact<bool>,
    /// Values that it can take, where they are listed as an enum.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub values: Fact<Vec<String>>,
    /// Its description, for people to read while they capture it.
    #[serde(skip)]
    pub description: String,
}

/// A request body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BodyFacts {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// Its type, as written.
    #[serde(rename = "type", default, skip_serializing_if = "Fact::is_not_stated")]
    pub type_text: Fact<String>,
    /// Its members, if the page lists them in place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldFacts>,
}

/// A response that is a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ResponseFacts {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// HTTP status; not stated if the page describes only the body of a success.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub status: Fact<u16>,
    /// Type of the body, as written.
    #[serde(rename = "type", default, skip_serializing_if = "Fact::is_not_stated")]
    pub type_text: Fact<String>,
}

/// A response that is an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ErrorRow {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// HTTP status.
    pub status: u16,
    /// The service's own code, in a column beside that of the status.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub code: Fact<String>,
    /// Whether to retry.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub retry: Fact<bool>,
    /// Reasons that a column lists for it (`Reason: Not owned, Not offline`).
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub reasons: Fact<Vec<String>>,
    /// All columns, as heading and text.
    #[serde(skip)]
    pub columns: Vec<(String, String)>,
}

/// A type that the page defines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Definition {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// Its name, as written, namespaces included.
    pub name: String,
    /// Its members or values.
    #[serde(flatten)]
    pub content: DefinitionContent,
}

/// The members or values of a definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DefinitionContent {
    /// An object's members.
    Fields(Vec<FieldFacts>),
    /// An enum's values.
    Values(Vec<String>),
}

/// A member of a definition or body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FieldFacts {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// Its name.
    pub name: String,
    /// Its type, as written, without marks and link targets.
    #[serde(rename = "type", default, skip_serializing_if = "Fact::is_not_stated")]
    pub type_text: Fact<String>,
    /// Whether it is required.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub required: Fact<bool>,
    /// Values that it can take, where they are listed as an enum.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub values: Fact<Vec<String>>,
    /// Its description.
    #[serde(skip)]
    pub description: String,
}

/// A request or response that the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ExampleFacts {
    /// Line of the page on which it begins, from 1.
    #[serde(skip)]
    pub line: u32,
    /// What it shows, according to its content.
    pub of: ExampleOf,
    /// Names of its headers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<String>,
    /// The media type in its `Content-Type`, without parameters. Not stated if it is `application/json`, which pages also show
    /// for bodies of other media types.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub media: Fact<String>,
    /// The members of its JSON body.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated", with = "members")]
    pub body: Fact<Vec<ExampleMember>>,
}

/// What an example shows. Serialized as `GET /path` with `{}` for each value, `answer 200` or `json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum ExampleOf {
    /// A request.
    Request {
        /// HTTP method.
        method: Method,
        /// URI without the values of its query parameters; segments as written.
        uri: String,
    },
    /// A response.
    Response {
        /// HTTP status.
        status: u16,
    },
    /// JSON without a request or status line.
    Json,
}

impl From<ExampleOf> for String {
    fn from(of: ExampleOf) -> Self {
        match of {
            ExampleOf::Request { method, uri } => format!("{} {}", method.as_str(), uri::without_values(&uri)),
            ExampleOf::Response { status } => format!("answer {status}"),
            ExampleOf::Json => "json".to_owned(),
        }
    }
}

/// A text that is not the serialized form of [`ExampleOf`].
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a kind of example")]
pub struct UnknownExample(String);

impl TryFrom<String> for ExampleOf {
    type Error = UnknownExample;

    fn try_from(text: String) -> Result<Self, UnknownExample> {
        match text.split_once(' ') {
            None if text == "json" => Ok(Self::Json),
            Some(("answer", status)) => match status.parse() {
                Ok(status) => Ok(Self::Response { status }),
                Err(_) => Err(UnknownExample(text)),
            },
            Some((method, uri)) => match Method::parse(method) {
                Some(method) => Ok(Self::Request { method, uri: uri.to_owned() }),
                None => Err(UnknownExample(text)),
            },
            None => Err(UnknownExample(text)),
        }
    }
}

/// A member of an example's body, merged over all items of the arrays that contain it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleMember {
    /// Line of the page of its first occurrence, from 1.
    pub line: u32,
    /// Path of wire names, with `[]` after the name of an array: `items[].productSku.id`; empty for the body itself.
    pub path: String,
    /// The kinds of its values, sorted.
    pub kinds: Vec<ExampleKind>,
}

/// Serializes members as a mapping of paths to kinds: `items[].id: string`.
mod members {
    use indexmap::IndexMap;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{ExampleKind, ExampleMember, Fact};

    pub(super) fn serialize<S: Serializer>(body: &Fact<Vec<ExampleMember>>, serializer: S) -> Result<S::Ok, S::Error> {
        let written = match body {
            Fact::Stated(members) => {
                Fact::Stated(members.iter().map(|member| (&member.path, &member.kinds)).collect::<IndexMap<_, _>>())
            }
            Fact::NotStated => Fact::NotStated,
            Fact::Unreadable => Fact::Unreadable,
        };
        written.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Fact<Vec<ExampleMember>>, D::Error> {
        let written: Fact<IndexMap<String, Vec<ExampleKind>>> = Fact::deserialize(deserializer)?;
        let member = |(path, kinds)| ExampleMember { line: 0, path, kinds };
        Ok(match written {
            Fact::Stated(members) => Fact::Stated(members.into_iter().map(member).collect()),
            Fact::NotStated => Fact::NotStated,
            Fact::Unreadable => Fact::Unreadable,
        })
    }
}

/// A kind of JSON value in an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExampleKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// A number with a fraction or exponent.
    Number,
    /// Text.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl PageFacts {
    /// Whether the page is of a generated reference.
    pub fn is_reference(&self) -> bool {
        matches!(self.rendering, Rendering::TypedReference | Rendering::FlattenedReference)
    }
}
