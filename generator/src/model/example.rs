//! Examples of operations, held against the types of what they send and receive.

use super::{Doc, Json, TypeId};

/// One call of an operation and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its name, in snake case.
    pub name: String,
    /// Doc lines.
    pub doc: Doc,
    /// What the call states, in the order of the operation's inputs.
    pub inputs: Vec<StatedInput>,
    /// Method, path and query as they stand on the wire.
    pub request: String,
    /// Headers that are sent beyond those of the API and those that describe the body.
    pub headers: Vec<(String, String)>,
    /// The body on the wire.
    pub sends: Option<Payload>,
    /// Status of the answer.
    pub status: u16,
    /// Headers of the answer.
    pub response_headers: Vec<(String, String)>,
    /// Body of the answer.
    pub responses: Option<Payload>,
    /// What the client makes of the answer.
    pub result: ExampleResult,
}

/// An input of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedInput {
    /// Position of the input in [`Operation::inputs`](super::Operation::inputs).
    pub input: usize,
    /// Its value.
    pub value: Value,
}

/// A body as it stands on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// JSON.
    Json(Json),
    /// Bytes, which an example has as text.
    Bytes(String),
}

/// What the client makes of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleResult {
    /// A success without a value.
    Empty,
    /// A success with a value.
    Json(Value),
    /// A success with bytes.
    Bytes(String),
    /// One of several outcomes.
    Outcome {
        /// Position of the outcome in the spec.
        position: usize,
        /// The value that the outcome holds.
        value: Option<Value>,
        /// The bytes that the outcome holds.
        bytes: Option<String>,
        /// Where the answer says to ask again.
        location: Option<String>,
        /// After how many seconds the answer says to ask again.
        retry_after: Option<u64>,
    },
    /// A documented error.
    Error {
        /// Position of the error among those of its type.
        position: usize,
        /// Name of the variant that is the reason.
        reason: Option<String>,
    },
}

/// A value of a known type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Truth value.
    Bool(bool),
    /// The digits of an `int32`, `int64` or `float`.
    Number(String),
    /// A number that keeps its digits.
    Decimal {
        /// The digits.
        digits: String,
        /// Whether it is written as a string.
        quoted: bool,
    },
    /// Text, or an identifier.
    Text(String),
    /// Time, with or without a zone.
    DateTime(String),
    /// Bytes that travel as base64 text.
    Base64(Vec<u8>),
    /// Any JSON.
    Json(Json),
    /// Several values of one type.
    List(Vec<Value>),
    /// Values by text key.
    Map(Vec<(String, Value)>),
    /// A listed value of an enum.
    Enum {
        /// The enum.
        declared: TypeId,
        /// Position among its values.
        position: usize,
    },
    /// An object.
    Object {
        /// Its type.
        declared: TypeId,
        /// The members that are stated.
        members: Vec<StatedMember>,
    },
    /// A variant of a union.
    Variant {
        /// The union.
        declared: TypeId,
        /// Position among its variants.
        position: usize,
        /// What the variant holds.
        value: Box<Value>,
    },
}

/// A member of an object in an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedMember {
    /// Position of the member in its type.
    pub member: usize,
    /// Its value; `None` for null.
    pub value: Option<Value>,
}
