//! One operation: inputs and responses.

use super::{
    AcceptedCredentials, Deprecation, Doc, Example, Idempotency, LiteralType, Method, PagingStyle, Presence,
    Provenance, TypeId, TypeRef,
};
use crate::diagnostics::Place;
use crate::{media_types, uri};

/// An operation by its place in an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId {
    /// Position of the area.
    pub area: usize,
    /// Position in the area.
    pub index: usize,
}

/// One operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Name of the Rust function.
    pub name: String,
    /// Name of the Rust struct that holds its inputs.
    pub struct_name: String,
    /// Doc lines of the function.
    pub doc: Doc,
    /// Whether the operation is deprecated.
    pub deprecation: Option<Deprecation>,
    /// Doc lines that follow from the rest: arguments, responses, errors.
    pub details: Doc,
    /// Doc lines behind the example: where the operation is documented, and what the pages get wrong.
    pub source_doc: Doc,
    /// HTTP method.
    pub method: Method,
    /// Path template, with the fixed query.
    pub template: String,
    /// Names and values of the headers that every call sends.
    pub fixed_headers: Vec<(String, String)>,
    /// Whether a call may be repeated.
    pub idempotency: Idempotency,
    /// The credentials that it accepts.
    pub credentials: AcceptedCredentials,
    /// Inputs in the order of path, query, headers, body or its parts.
    pub inputs: Vec<Input>,
    /// Media type of a JSON body, where it is not `application/json`.
    pub body_media: Option<String>,
    /// The media types of the responses, where they are not those of most operations of the API.
    pub accept: Option<String>,
    /// Whether a request without a body sends `Content-Length: 0`.
    pub states_empty_body: bool,
    /// The operation that gets the resource, if the body is the whole of it.
    pub resource: Option<OperationId>,
    /// Rust field names on the way from the body to its etag, and whether each is optional.
    pub if_match: Option<Vec<AccessStep>>,
    /// The value of a success response.
    pub output: Output,
    /// The success responses, as the spec lists them.
    pub responses: Vec<Response>,
    /// The type that lists the documented errors beyond those of all operations.
    pub errors: Option<TypeId>,
    /// The paging entries.
    pub paging: Vec<Paging>,
    /// Where the items of a page are, if the operation is paged.
    pub items: Option<Items>,
    /// The states of unfinished work, if the operation returns the state of long-running work.
    pub running: Option<Running>,
    /// Whether the state of some work is requested with its body.
    pub is_polled_with_body: bool,
    /// The place of method and path in the spec.
    pub request_place: Place,
    /// Place and sources of the operation in the spec.
    pub provenance: Provenance,
    /// Calls and their responses.
    pub examples: Vec<Example>,
}

impl Operation {
    /// The input that is the body of the request.
    pub fn body(&self) -> Option<&Input> {
        self.inputs.iter().find(|input| input.place.is_body())
    }

    /// The input that is a JSON body.
    pub fn json_body(&self) -> Option<&Input> {
        self.body().filter(|body| !body.is_bytes())
    }

    /// Whether the body consists of parts.
    pub fn is_multipart(&self) -> bool {
        self.inputs.iter().any(|input| input.place.is_part())
    }

    /// The media type that the client sends with the body.
    pub fn sent_media(&self) -> Option<&str> {
        if self.is_multipart() {
            return Some(media_types::MULTIPART);
        }
        self.body().map(|input| match &input.place {
            InputPlace::BodyBytes(media) => media.as_str(),
            _ => self.body_media.as_deref().unwrap_or(media_types::JSON),
        })
    }

    /// Whether the path template has the input between quotes, so that quotes within its value are doubled.
    pub fn is_quoted(&self, input: &Input) -> bool {
        input.place == InputPlace::Path && uri::is_quoted(&self.template, &input.wire)
    }

    /// Names and values of the query that the template fixes.
    pub fn fixed_query(&self) -> impl Iterator<Item = (&str, &str)> {
        let query = self.template.split_once('?').map(|(_, query)| query).unwrap_or_default();
        query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")))
    }
}

/// A field on the way to a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessStep {
    /// Name of the Rust field.
    pub field: String,
    /// How the field is wrapped.
    pub presence: Presence,
}

/// Where the items of a page are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Items {
    /// Type of an item.
    pub item: TypeRef,
    /// Name of the variant that is a page, if the operation has several responses.
    pub variant: Option<String>,
    /// Rust fields on the way from the page to its items.
    pub access: Vec<AccessStep>,
}

/// The states that a response has while the work is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// Wire names on the way to the member with the state.
    pub member: Vec<String>,
    /// The JSON type of the states.
    pub literal: LiteralType,
    /// The states that mean that the work is not done.
    pub values: Vec<String>,
}

/// Another operation of the same API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationRef {
    /// Position of its area.
    pub area: usize,
    /// Name of the struct that holds its inputs.
    pub struct_name: String,
    /// Whether it takes a body, which a location does not state.
    pub takes_body: bool,
}

/// An input of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Name on the wire.
    pub wire: String,
    /// Name of the Rust argument, field and setter.
    pub name: String,
    /// Doc lines.
    pub doc: Doc,
    /// Doc lines of the errata about it.
    pub errata_doc: Doc,
    /// Type of the value.
    pub value: TypeRef,
    /// Whether it is required.
    pub required: bool,
    /// Where it is sent.
    pub place: InputPlace,
    /// The most items that a list may contain.
    pub max_items: Option<u32>,
    /// The place in the spec.
    pub source: Place,
}

/// Where an input is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputPlace {
    /// As a segment of the path.
    Path,
    /// In the query.
    Query,
    /// In the query, as a list in one value, with commas between its items.
    QueryCommas,
    /// In the query, as JSON text.
    QueryJson,
    /// As a header.
    Header,
    /// As a JSON body.
    Body,
    /// As a body of bytes with this media type.
    BodyBytes(String),
    /// As a part of the body, once for each value.
    Part,
    /// As a part of the body that is a file of this media type, once for each file.
    FilePart(String),
}

impl InputPlace {
    /// Whether the input is in the query, in any form.
    pub fn is_query(&self) -> bool {
        matches!(self, Self::Query | Self::QueryCommas | Self::QueryJson)
    }

    /// Whether the input is the body, of any kind.
    pub fn is_body(&self) -> bool {
        matches!(self, Self::Body | Self::BodyBytes(_))
    }

    /// Whether the input is one of several parts of the body.
    pub fn is_part(&self) -> bool {
        matches!(self, Self::Part | Self::FilePart(_))
    }
}

impl Input {
    /// Whether the input is a body of bytes, which are sent as they are.
    pub fn is_bytes(&self) -> bool {
        matches!(self.place, InputPlace::BodyBytes(_))
    }

    /// Whether the input is a file, or several ones.
    pub fn is_file(&self) -> bool {
        matches!(self.place, InputPlace::FilePart(_))
    }
}

/// A success response, as the spec lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Its content.
    pub content: OutcomeContent,
    /// Media type of its body, where the spec states it.
    pub media: Option<String>,
    /// The place in the spec.
    pub place: Place,
}

/// The value of a success response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// JSON of one type.
    Json(TypeRef),
    /// JSON of one type, or nothing.
    OptionalJson(TypeRef),
    /// Nothing.
    Empty,
    /// Bytes.
    Bytes,
    /// One of several responses.
    Outcomes {
        /// Name of the Rust enum.
        name: String,
        /// The responses in the order of the spec.
        outcomes: Vec<Outcome>,
    },
}

/// One of several responses of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// HTTP status.
    pub status: u16,
    /// Name of the Rust variant.
    pub name: String,
    /// Doc lines.
    pub doc: Doc,
    /// Doc lines of the errata about it.
    pub errata_doc: Doc,
    /// Its content.
    pub content: OutcomeContent,
}

/// The content of one of several responses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutcomeContent {
    /// JSON of one type.
    Json(TypeRef),
    /// JSON of one type, or nothing.
    OptionalJson(TypeRef),
    /// Nothing.
    Empty,
    /// Bytes.
    Bytes,
    /// Where and when to poll, with a value if the body has one.
    Pending {
        /// JSON of one type in the body.
        value: Option<TypeRef>,
        /// Whether a `Location` header has the URL to poll.
        location: bool,
        /// Whether a `Retry-After` header has the time to wait.
        retry_after: bool,
        /// The operation at the location.
        poll: Option<OperationRef>,
    },
}

impl OutcomeContent {
    /// The type of the JSON in the body.
    pub fn json(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(value) | Self::OptionalJson(value) => Some(value),
            Self::Pending { value, .. } => value.as_ref(),
            Self::Empty | Self::Bytes => None,
        }
    }
}

/// A paging entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// How a page refers to the next one.
    pub style: PagingStyle,
    /// Wire names on the way to a page's items; none if a page is the list of its items.
    pub items: Vec<String>,
    /// Query parameter with the number of items per page.
    pub size: Option<String>,
    /// Query parameter with the number of items to skip.
    pub offset: Option<String>,
    /// Query parameter with the number of the page.
    pub page: Option<String>,
    /// Number of the first page.
    pub first: Option<u32>,
    /// Wire names on the way to the number of all items.
    pub total: Option<Vec<String>>,
    /// Wire names on the way to the number of pages.
    pub page_count: Option<Vec<String>>,
    /// Wire names on the way to the next link or the continuation token.
    pub next: Option<Vec<String>>,
    /// Response header with the continuation token.
    pub next_header: Option<String>,
    /// Headers that are copied from a link.
    pub headers: Vec<String>,
    /// The input that sends the continuation token, and whether it is a header.
    pub token: Option<(String, bool)>,
    /// Query parameters, with their values, of all requests except the first.
    pub with: Vec<(String, String)>,
    /// The largest page size.
    pub max_size: Option<u32>,
}
