//! Examples of operations, checked against the types of what they send and receive.

use super::{Doc, Json, TypeId};
use crate::text_formats::TextFormat;

/// One call of an operation and its response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its name, in snake case.
    pub name: String,
    /// Doc lines.
    pub doc: Doc,
    /// The inputs that the call states, in the order of the operation's inputs.
    pub inputs: Vec<StatedInput>,
    /// Method, path and query as they are sent.
    pub request: String,
    /// Headers that are sent in addition to those of the API and those that describe the body.
    pub headers: Vec<(String, String)>,
    /// The body as it is sent.
    pub sends: Option<Payload>,
    /// Status of the response.
    pub status: u16,
    /// Headers of the response.
    pub response_headers: Vec<(String, String)>,
    /// Body of the response.
    pub responses: Option<Payload>,
    /// The result that the client returns for the response.
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

/// A body as it is sent or received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// JSON.
    Json(Json),
    /// Bytes, which are text in an example.
    Bytes(String),
    /// The parts of a body.
    Parts(Vec<SentPart>),
}

/// A part of a body in an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentPart {
    /// Position of the input in [`Operation::inputs`](super::Operation::inputs).
    pub input: usize,
    /// The content; a file has the name of its part.
    pub text: String,
}

/// The result that the client returns for a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleResult {
    /// A success without a value.
    Empty,
    /// A success with a value.
    Json(Value),
    /// A success with bytes.
    Bytes(String),
    /// One of several responses.
    Outcome {
        /// Position of the response in the spec.
        position: usize,
        /// The value of the response.
        value: Option<Value>,
        /// The bytes of the response.
        bytes: Option<String>,
        /// The URL to poll.
        location: Option<String>,
        /// The number of seconds to wait before polling.
        retry_after: Option<u64>,
    },
    /// An error.
    Error {
        /// The error that is documented: the type that lists it, and its position there.
        variant: Option<(TypeId, usize)>,
        /// The code that the body states, if the example states it.
        code: Option<String>,
        /// Name of the variant that is the reason.
        reason: Option<String>,
    },
}

/// A value of a known type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Boolean.
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
    /// An identifier that is a number.
    NumericIdentifier {
        /// The identifier's type.
        declared: TypeId,
        /// Its digits.
        digits: String,
    },
    /// Text of a form.
    Formatted(TextFormat, String),
    /// Bytes that are sent as base64 text.
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
        /// The value of the variant.
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
