//! The resolved API: every decision about names, types, directions, presence, outcomes and docs is made here.
//!
//! Backends and comparisons read this model and nothing else.

mod claims;
mod containment;
mod direction;
mod doc;
mod expression;
mod member_path;
pub mod names;
pub(crate) mod operations;
mod resolve;
pub(crate) mod scope;
pub(crate) mod template;
mod types;

pub use crate::spec::language::{EnumCase, HeaderSource, Idempotency, PagingStyle, PatchStyle};
pub use resolve::resolve;

/// All APIs of a spec directory, by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// The APIs.
    pub apis: Vec<Api>,
}

/// One API.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// Name in kebab case, also that of its cargo feature.
    pub name: String,
    /// Name of its Rust module.
    pub module: String,
    /// The name its vendor gives it.
    pub title: String,
    /// Doc lines.
    pub doc: Doc,
    /// Where the spec stands, relative to the spec directory.
    pub source: String,
    /// Path parameter and default of the API version.
    pub version: Option<Version>,
    /// The hosts.
    pub servers: Vec<Server>,
    /// Headers of every call.
    pub headers: Vec<Header>,
    /// Shapes of an error body.
    pub error_shapes: Vec<ErrorShape>,
    /// The areas, by name.
    pub areas: Vec<Area>,
    /// All types of the API; [`TypeId`] is a position in here.
    pub types: Vec<Type>,
}

impl Api {
    /// The type of an id.
    pub fn type_of(&self, id: TypeId) -> &Type {
        &self.types[id.0]
    }

    /// Types that stand in one place of the crate, in the order of the spec.
    pub fn types_at(&self, home: Home) -> impl Iterator<Item = &Type> {
        self.types.iter().filter(move |declared| declared.home == home)
    }
}

/// Doc comment lines, escaped for rustdoc.
pub type Doc = Vec<String>;

/// The API version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Name of the path parameter.
    pub parameter: String,
    /// The version called unless the caller says otherwise.
    pub default: String,
}

/// One host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Name of the Rust constant.
    pub constant: String,
    /// Name in kebab case, for messages.
    pub name: String,
    /// Doc lines.
    pub doc: Doc,
    /// Base URL.
    pub url: String,
    /// Identity provider.
    pub authority: Option<String>,
    /// Audience of tokens.
    pub audience: Option<String>,
}

/// A header of every call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Wire name.
    pub name: String,
    /// How its value arises.
    pub value: HeaderValue,
}

/// How the value of a header arises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderValue {
    /// Always the same.
    Constant(String),
    /// A fresh identifier per call.
    Fresh(HeaderSource),
    /// A setting of the client, with its default.
    Setting {
        /// The setting's name.
        name: String,
        /// The value when the user chooses none.
        default: Option<String>,
    },
}

/// Members that hold code and message of an error body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorShape {
    /// Member with the code.
    pub code: String,
    /// Member with the text.
    pub message: String,
}

/// A group of operations: one file of the spec, one module, one cargo feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Name in kebab case.
    pub name: String,
    /// Name of the Rust module.
    pub module: String,
    /// Name of the cargo feature.
    pub feature: String,
    /// Where the spec stands, relative to the spec directory.
    pub source: String,
    /// Doc lines.
    pub doc: Doc,
    /// Positions of other areas whose types this one uses.
    pub needs: Vec<usize>,
    /// Operations in the order of the spec.
    pub operations: Vec<Operation>,
}

/// Position of a type in [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// Where a type stands in the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// In the API's module of shared types.
    Shared,
    /// In the module of the area at this position.
    Area(usize),
}

/// A declared type.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// Its Rust name.
    pub name: String,
    /// Where it stands.
    pub home: Home,
    /// Doc lines.
    pub doc: Doc,
    /// Which way values of it travel.
    pub direction: Direction,
    /// What it is.
    pub kind: TypeKind,
}

/// Which way values of a type travel, as reached from the operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Direction {
    /// From the caller to the service.
    pub sent: bool,
    /// From the service to the caller.
    pub received: bool,
}

/// What a type is.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// An object.
    Object {
        /// Whether it is an envelope around any type.
        is_envelope: bool,
        /// Its members in the order of the spec.
        members: Vec<Member>,
    },
    /// An open enum.
    Enum {
        /// Whether case tells values apart.
        case: EnumCase,
        /// Its values in the order of the spec.
        values: Vec<EnumValue>,
    },
    /// A name for a string.
    Identifier,
    /// Objects told apart by a member.
    Union {
        /// Wire names on the way to the telling member.
        tag: Vec<String>,
        /// The variants.
        variants: Vec<Variant>,
    },
    /// Errors that operations document.
    Errors {
        /// By rising status.
        statuses: Vec<ErrorStatus>,
    },
}

/// A reference to a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeRef {
    /// Text.
    String,
    /// Truth value.
    Bool,
    /// 32-bit integer.
    Int32,
    /// 64-bit integer.
    Int64,
    /// Binary floating point.
    Float,
    /// Number that keeps its digits.
    Decimal,
    /// Time, with or without a zone.
    DateTime,
    /// Bytes as base64 text.
    Base64,
    /// Any JSON.
    Json,
    /// Several of one type.
    List(Box<TypeRef>),
    /// Values by text key.
    Map(Box<TypeRef>),
    /// A declared type, with the argument of an envelope.
    Declared(TypeId, Option<Box<TypeRef>>),
    /// The argument, inside an envelope.
    Argument,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Name on the wire.
    pub wire: String,
    /// Name of the Rust field.
    pub name: String,
    /// Doc lines.
    pub doc: Doc,
    /// Type of the value.
    pub value: TypeRef,
    /// What absence and null mean.
    pub presence: Presence,
    /// Whether the value must never show.
    pub secret: bool,
    /// Whether numbers and strings stand for each other.
    pub lenient: bool,
    /// Whether the value is kept behind a pointer.
    pub boxed: bool,
    /// The most items that a list may hold.
    pub max_items: Option<u32>,
}

/// What the absence of a member, and null, mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The member may be absent; null says the same.
    Optional,
    /// The member is always there.
    Required,
    /// Absence and null stand for an empty value.
    Defaulted,
    /// The member may be absent; null says something else.
    OptionalNullable,
    /// The member is always there, and may be null.
    RequiredNullable,
}

/// A value of an open enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// Spelling in a body.
    pub wire: String,
    /// Spelling in a path or a query, where it differs.
    pub in_url: Option<String>,
    /// Name of the Rust variant.
    pub name: String,
    /// Doc lines.
    pub doc: Doc,
}

/// A variant of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Value of the telling member.
    pub tag: String,
    /// Name of the Rust variant.
    pub name: String,
    /// Type of the variant.
    pub value: TypeRef,
    /// Doc lines.
    pub doc: Doc,
}

/// A documented error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorStatus {
    /// HTTP status.
    pub status: u16,
    /// Name of the Rust variant.
    pub name: String,
    /// Doc lines.
    pub doc: Doc,
    /// Whether the documentation advises to try again.
    pub retry: Option<bool>,
    /// The enum of its reasons.
    pub reason: Option<TypeId>,
}

/// HTTP methods that operations use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `HEAD`
    Head,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// The method's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
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
    pub answer: Answer,
    /// The type that lists the documented errors.
    pub errors: Option<TypeId>,
    /// Ways of paging.
    pub paging: Vec<Paging>,
}

/// A field on the way to a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessStep {
    /// Name of the Rust field.
    pub field: String,
    /// Whether the field is an `Option`.
    pub optional: bool,
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

/// What a success holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
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
    /// Query parameter, or header, that takes the continuation token.
    pub token: Option<String>,
    /// The largest page.
    pub max_size: Option<u32>,
}
