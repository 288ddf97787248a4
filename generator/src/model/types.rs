//! Declared types, and references to them.

use super::{Api, Doc, EnumCase, Provenance};
use crate::diagnostics::Place;

/// Position of a type in [`Api::types`](super::Api::types).
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

impl Home {
    /// The position of the area, if the type is not shared.
    pub fn area(self) -> Option<usize> {
        match self {
            Self::Shared => None,
            Self::Area(area) => Some(area),
        }
    }
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
    /// Where it stands in the spec, and what backs it.
    pub provenance: Provenance,
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

impl Member {
    /// Whether whoever builds the type has to state the member.
    pub fn must_be_stated(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::RequiredNullable)
    }
}

impl Type {
    /// The types that the type refers to.
    pub fn type_refs(&self) -> Vec<TypeRef> {
        match &self.kind {
            TypeKind::Object { members, .. } => members.iter().map(|member| member.value.clone()).collect(),
            TypeKind::Union { variants, .. } => variants.iter().map(|variant| variant.value.clone()).collect(),
            TypeKind::Errors { statuses } => {
                statuses.iter().filter_map(|error| error.reason).map(|id| TypeRef::Declared(id, None)).collect()
            }
            TypeKind::Enum { .. } | TypeKind::Identifier => Vec::new(),
        }
    }
}

impl TypeRef {
    /// The type as specs write it; what an envelope holds is `T`.
    pub fn expression(&self, api: &Api) -> String {
        self.written(api, &|| "T".to_owned())
    }

    /// The type as specs write it. What an envelope holds is `T` there; `argument` says what stands in its place.
    pub(crate) fn written(&self, api: &Api, argument: &dyn Fn() -> String) -> String {
        match self {
            Self::String => "string".to_owned(),
            Self::Bool => "bool".to_owned(),
            Self::Int32 => "int32".to_owned(),
            Self::Int64 => "int64".to_owned(),
            Self::Float => "float".to_owned(),
            Self::Decimal => "decimal".to_owned(),
            Self::DateTime => "date-time".to_owned(),
            Self::Base64 => "base64".to_owned(),
            Self::Json => "json".to_owned(),
            Self::List(item) => format!("List<{}>", item.written(api, argument)),
            Self::Map(item) => format!("Map<{}>", item.written(api, argument)),
            Self::Declared(id, None) => api.type_of(*id).name.clone(),
            Self::Declared(id, Some(held)) => format!("{}<{}>", api.type_of(*id).name, held.written(api, argument)),
            Self::Argument => argument(),
        }
    }
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
    /// Where the spec says so.
    pub place: Place,
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
    /// Where the spec says so.
    pub place: Place,
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
    /// Where the spec says so.
    pub place: Place,
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
    /// Where the spec says so.
    pub place: Place,
}
