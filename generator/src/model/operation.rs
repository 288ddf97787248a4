//! One operation: what goes in, what comes back.

use super::{Doc, Example, Idempotency, Method, PagingStyle, Presence, Provenance, TypeId, TypeRef};
use crate::diagnostics::Place;

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
    /// Doc lines that follow from the rest: arguments, responses, errors.
    pub details: Doc,
    /// Doc lines behind the example: where the operation is documented, and what the pages get wrong.
    pub source_doc: Doc,
    /// HTTP method.
    pub method: Method,
    /// Path template, with the fixed query.
    pub template: String,
    /// What a repetition does.
    pub idempotency: Idempotency,
    /// Inputs in the order of path, query, headers, body.
    pub inputs: Vec<Input>,
    /// Whether a request without a body says so.
    pub states_empty_body: bool,
    /// Rust field names on the way from the body to its etag, with whether each is optional.
    pub if_match: Option<Vec<AccessStep>>,
    /// What a success holds.
    pub output: Output,
    /// The answers that are results, as the spec lists them.
    pub responses: Vec<Response>,
    /// The type that lists the documented errors.
    pub errors: Option<TypeId>,
    /// Ways of paging.
    pub paging: Vec<Paging>,
    /// Where the items of a page are; there when there is a way of paging.
    pub items: Option<Items>,
    /// What an answer says as long as work goes on, where the operation tells the state of work.
    pub running: Option<Running>,
    /// Where the spec states method and path.
    pub request_place: Place,
    /// Where it stands in the spec, and what backs it.
    pub provenance: Provenance,
    /// Calls and their answers.
    pub examples: Vec<Example>,
}

impl Operation {
    /// The input that is the body of the request.
    pub fn body(&self) -> Option<&Input> {
        self.inputs.iter().find(|input| input.place.is_body())
    }

    /// The input that is a body of JSON.
    pub fn json_body(&self) -> Option<&Input> {
        self.body().filter(|body| !body.is_bytes())
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
    /// Name of the variant that is a page, where the operation has several answers.
    pub variant: Option<String>,
    /// Rust fields on the way from the page to its items.
    pub access: Vec<AccessStep>,
}

/// What an answer says as long as work goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// Wire names on the way to the member that tells the state.
    pub member: Vec<String>,
    /// The states in which the work goes on.
    pub values: Vec<String>,
}

/// Another operation of the same API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationRef {
    /// Position of its area.
    pub area: usize,
    /// Name of the struct that holds its inputs.
    pub struct_name: String,
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
    /// Type of the value.
    pub value: TypeRef,
    /// Whether a call must state it.
    pub required: bool,
    /// Where it travels.
    pub place: InputPlace,
    /// The most items that a list may hold.
    pub max_items: Option<u32>,
    /// Where the spec says so.
    pub source: Place,
}

/// Where an input travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputPlace {
    /// As a segment of the path.
    Path,
    /// In the query.
    Query,
    /// In the query, as JSON text.
    QueryJson,
    /// As a header.
    Header,
    /// As a JSON body.
    Body,
    /// As a body of bytes with this media type.
    BodyBytes(String),
}

impl InputPlace {
    /// Whether the input is the body, whatever it holds.
    pub fn is_body(&self) -> bool {
        matches!(self, Self::Body | Self::BodyBytes(_))
    }
}

impl Input {
    /// Whether the input is a body of bytes, which are sent as they are.
    pub fn is_bytes(&self) -> bool {
        matches!(self.place, InputPlace::BodyBytes(_))
    }
}

/// An answer that is a result, as the spec lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// What it holds.
    pub content: OutcomeContent,
    /// Where the spec says so.
    pub place: Place,
}

/// What a success holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// JSON of one type.
    Json(TypeRef),
    /// Nothing.
    Empty,
    /// Bytes.
    Bytes,
    /// One of several outcomes.
    Outcomes {
        /// Name of the Rust enum.
        name: String,
        /// The outcomes in the order of the spec.
        outcomes: Vec<Outcome>,
    },
}

/// One of several answers of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// HTTP status.
    pub status: u16,
    /// Name of the Rust variant.
    pub name: String,
    /// Doc lines.
    pub doc: Doc,
    /// What the answer holds.
    pub content: OutcomeContent,
}

/// What one of several answers holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutcomeContent {
    /// JSON of one type.
    Json(TypeRef),
    /// Nothing.
    Empty,
    /// Bytes.
    Bytes,
    /// Where and when to ask again, with what is known so far.
    Pending {
        /// JSON of one type in the body.
        value: Option<TypeRef>,
        /// Whether a `Location` header says where.
        location: bool,
        /// Whether a `Retry-After` header says when.
        retry_after: bool,
        /// The operation that the location leads to.
        poll: Option<OperationRef>,
    },
}

impl OutcomeContent {
    /// The type of the JSON in the body.
    pub fn json(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(value) => Some(value),
            Self::Pending { value, .. } => value.as_ref(),
            Self::Empty | Self::Bytes => None,
        }
    }
}

/// A way of paging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// What a page says of the next one.
    pub style: PagingStyle,
    /// Wire names on the way to a page's items.
    pub items: Vec<String>,
    /// Query parameter with the number of items per page.
    pub size: Option<String>,
    /// Query parameter with the number of items to pass over.
    pub offset: Option<String>,
    /// Wire names on the way to the next link or the continuation token.
    pub next: Option<Vec<String>>,
    /// Header of the answer with the continuation token.
    pub next_header: Option<String>,
    /// What takes the continuation token, and whether that is a header.
    pub token: Option<(String, bool)>,
    /// Query parameters, with their values, of every request but the first.
    pub with: Vec<(String, String)>,
    /// The largest page.
    pub max_size: Option<u32>,
}
