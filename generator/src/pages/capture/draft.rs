//! The content of a draft before it is printed. Everything that a page leaves open has a gap.

use serde_yaml::{Mapping, Value};

use crate::model::{LiteralType, Method};

/// What a page leaves open at one place.
pub(super) type Gap = Option<String>;

/// A type expression, and what is not known about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DraftExpression {
    pub(super) text: String,
    pub(super) gap: Gap,
}

impl DraftExpression {
    pub(super) fn known(text: impl Into<String>) -> Self {
        Self { text: text.into(), gap: None }
    }

    pub(super) fn open(text: impl Into<String>, gap: impl Into<String>) -> Self {
        Self { text: text.into(), gap: Some(gap.into()) }
    }
}

/// Joins two gaps; if both cite the same line, it is cited once.
pub(super) fn both(first: Gap, second: Gap) -> Gap {
    match (first, second) {
        (Some(first), Some(second)) => {
            let cited = second.rsplit_once(" (").map_or("", |(words, _)| second.get(words.len()..).unwrap_or_default());
            let first = first.strip_suffix(cited).filter(|_| cited.ends_with(')')).unwrap_or(&first);
            Some(format!("{first}; {second}"))
        }
        (first, second) => first.or(second),
    }
}

/// An operation.
#[derive(Debug)]
pub(super) struct DraftOperation {
    pub(super) name: String,
    pub(super) name_gap: Gap,
    /// Key of its page.
    pub(super) page: String,
    pub(super) method: Method,
    pub(super) template: String,
    /// What a repetition does, and whether the page leaves that open.
    pub(super) idempotency: Option<&'static str>,
    /// Gaps of the request line.
    pub(super) request_gap: Gap,
    /// Names of the credentials that it accepts; none if it accepts all of the API.
    pub(super) credentials: Vec<String>,
    pub(super) path: Vec<DraftInput>,
    pub(super) query: Vec<DraftInput>,
    pub(super) headers: Vec<DraftInput>,
    pub(super) fixed_headers: Vec<DraftHeader>,
    pub(super) body: Option<DraftExpression>,
    /// The media type of the body, if it is not that of all JSON.
    pub(super) body_media: Option<String>,
    /// The parts of a body of `multipart/form-data`.
    pub(super) parts: Vec<DraftField>,
    pub(super) responses: Vec<DraftResponse>,
    pub(super) paging: Option<Mapping>,
    pub(super) errors: Option<String>,
    pub(super) examples: Vec<DraftExample>,
    /// Gaps that belong to no entry.
    pub(super) gaps: Vec<String>,
}

/// A parameter of path or query, or a header.
#[derive(Debug, PartialEq)]
pub(super) struct DraftInput {
    pub(super) wire: String,
    pub(super) value: DraftExpression,
    pub(super) required: bool,
    pub(super) written: Written,
    pub(super) rust: Option<String>,
    /// What the service uses without it, according to its description.
    pub(super) default_value: Option<i64>,
    /// The greatest value, according to its description.
    pub(super) maximum: Option<i64>,
}

/// A header that is the same in every call of an operation.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DraftHeader {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) gap: Gap,
}

/// How a value is written in a query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Written {
    /// As the text that it is.
    #[default]
    Plain,
    /// As JSON.
    Json,
    /// With commas between the items of a list.
    Commas,
}

/// A request that the service sends to a server of its user.
#[derive(Debug)]
pub(super) struct DraftWebhook {
    pub(super) name: String,
    pub(super) name_gap: Gap,
    /// Key of its page.
    pub(super) page: String,
    pub(super) payload: DraftExpression,
    /// A body of the right type.
    pub(super) example: Option<Value>,
}

/// A response that is a result.
#[derive(Debug, Default, PartialEq)]
pub(super) struct DraftResponse {
    pub(super) status: u16,
    pub(super) value: DraftExpression,
    /// The media type of the body, if it is not that of all JSON.
    pub(super) media: Option<String>,
    pub(super) variant: Option<String>,
    pub(super) location: bool,
    pub(super) retry_after: bool,
    /// Paths of the members that say that something failed.
    pub(super) failures: Vec<String>,
}

/// A declared type.
#[derive(Debug)]
pub(super) struct DraftType {
    pub(super) name: String,
    /// Key of the page that has its parts.
    pub(super) page: Option<String>,
    pub(super) gap: Gap,
    pub(super) kind: DraftTypeKind,
    /// Whether it has an argument `T`.
    pub(super) is_envelope: bool,
}

/// The content of a declared type.
#[derive(Debug, PartialEq)]
pub(super) enum DraftTypeKind {
    Object(Vec<DraftField>),
    /// The values, and their type in JSON.
    Enum(Vec<DraftValue>, LiteralType),
    Errors(Vec<Error>),
    /// A text that identifies something.
    Identifier,
}

/// The skeleton of an example. The request line is left for a person.
#[derive(Debug)]
pub(super) struct DraftExample {
    pub(super) name: String,
    pub(super) with: Mapping,
    /// The status, where it does not follow from the operation.
    pub(super) status: Option<u16>,
    /// The code of an error.
    pub(super) code: Option<String>,
    pub(super) response_headers: Mapping,
    pub(super) response: Option<Value>,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DraftField {
    pub(super) wire: String,
    pub(super) value: DraftExpression,
    /// Whether the page says that it is required.
    pub(super) required: bool,
    /// Whether numbers and texts are both read.
    pub(super) lenient: bool,
    pub(super) rust: Option<String>,
}

/// A value of an enum.
#[derive(Debug, PartialEq)]
pub(super) struct DraftValue {
    pub(super) wire: String,
    /// Whether its spelling in URLs is stated.
    pub(super) in_url: bool,
    pub(super) rust: Option<String>,
}

/// A documented error.
#[derive(Debug, PartialEq)]
pub(super) struct Error {
    pub(super) status: u16,
    pub(super) name: String,
    pub(super) retry: Option<bool>,
    pub(super) reason: Option<String>,
    /// Codes that the page lists for the status.
    pub(super) codes: Vec<String>,
    pub(super) gap: Gap,
}

/// A page that the draft cites and declares.
#[derive(Debug)]
pub(super) struct PageEntry {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) url_gap: Gap,
    pub(super) asset_id: Option<String>,
    pub(super) version: Option<String>,
}

/// Everything captured from pages.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) pages: Vec<PageEntry>,
    pub(super) operations: Vec<DraftOperation>,
    pub(super) webhooks: Vec<DraftWebhook>,
    pub(super) types: Vec<DraftType>,
}
