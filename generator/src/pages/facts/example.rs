//! The requests, responses and JSON that a page shows.

use serde::{Deserialize, Serialize};

use super::fact::Fact;
use crate::model::Method;
use crate::uri;

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
    /// The media type in its `Content-Type`, without parameters. Not stated if it is `application/json`, as in nearly all
    /// examples; `headers` then has the name.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub media: Fact<String>,
    /// The media types in the `Accept` of a request. None if that is `application/json`, as in nearly all examples, or if it
    /// has a range such as `*/*`, which says nothing of the response.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<String>,
    /// The headers with their values that may be the same in all requests; only drafts use them.
    #[serde(skip)]
    pub constants: Vec<(String, String)>,
    /// Whether it says that it has no body (`Content-Length: 0`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub empty: bool,
    /// The members of its JSON body.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated", with = "members")]
    pub body: Fact<Vec<ExampleMember>>,
    /// Names that its body shows as the keys of pairs: `[{"key": "name", "value": …}]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// The parts of its body of `multipart/form-data`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartFacts>,
}

/// A part of a body of `multipart/form-data`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PartFacts {
    /// Its name.
    pub name: String,
    /// Its media type, without parameters, if it states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<String>,
}

/// What an example shows. Serialized as `GET /path` with `{}` for each value, `response 200`, `json`, `json of request` or
/// `json of response`.
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
    Json {
        /// What it is the body of, according to the headings and the paragraph above it.
        body_of: Option<MessageKind>,
    },
}

/// Whether a message is a request or a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// A request.
    Request,
    /// A response of success.
    Response,
}

impl From<ExampleOf> for String {
    fn from(of: ExampleOf) -> Self {
        match of {
            ExampleOf::Request { method, uri } => format!("{} {}", method.as_str(), uri::without_values(&uri)),
            ExampleOf::Response { status } => format!("response {status}"),
            ExampleOf::Json { body_of: None } => "json".to_owned(),
            ExampleOf::Json { body_of: Some(MessageKind::Request) } => JSON_OF_REQUEST.to_owned(),
            ExampleOf::Json { body_of: Some(MessageKind::Response) } => JSON_OF_RESPONSE.to_owned(),
        }
    }
}

const JSON_OF_REQUEST: &str = "json of request";
const JSON_OF_RESPONSE: &str = "json of response";

/// A text that is not the serialized form of [`ExampleOf`].
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a kind of example")]
pub struct UnknownExample(String);

impl TryFrom<String> for ExampleOf {
    type Error = UnknownExample;

    fn try_from(text: String) -> Result<Self, UnknownExample> {
        match text.split_once(' ') {
            None if text == "json" => Ok(Self::Json { body_of: None }),
            _ if text == JSON_OF_REQUEST => Ok(Self::Json { body_of: Some(MessageKind::Request) }),
            _ if text == JSON_OF_RESPONSE => Ok(Self::Json { body_of: Some(MessageKind::Response) }),
            Some(("response", status)) => match status.parse() {
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
    /// Whether all its texts are dates with times; only drafts use it.
    pub are_times: bool,
    /// The first value of a member named `code`; only drafts use it.
    pub code: Option<String>,
    /// The values of a member named `key` or `name` in a list, which may be the keys of pairs.
    pub keys: Vec<String>,
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
        let member =
            |(path, kinds)| ExampleMember { line: 0, path, kinds, are_times: false, code: None, keys: Vec::new() };
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
