//! Declared types, and references to them.

use super::{Api, Doc, EnumCase, Provenance};
use crate::diagnostics::Place;
use crate::text_formats::TextFormat;

/// Position of a type in [`Api::types`](super::Api::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// Where a type is defined in the crate.
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
    /// Where it is defined.
    pub home: Home,
    /// Doc lines.
    pub doc: Doc,
    /// Doc lines that follow from the rest: what uses the type, and its errata.
    pub details: Doc,
    /// The directions of its values.
    pub direction: Direction,
    /// Its kind.
    pub kind: TypeKind,
    /// Place and sources of the type in the spec.
    pub provenance: Provenance,
}

/// The directions of a type's values, as used by operations. In neither direction is a type of which there are no values: other
/// types only take over its members, and generated code does not have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Direction {
    /// From the caller to the service.
    pub sent: bool,
    /// From the service to the caller.
    pub received: bool,
}

impl Direction {
    /// Whether there are values.
    pub fn is_any(self) -> bool {
        self.sent || self.received
    }
}

/// The kind of a type.
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
        /// The type of its values in JSON.
        literal: LiteralType,
        /// Whether values are distinguished by case.
        case: EnumCase,
        /// Its values in the order of the spec.
        values: Vec<EnumValue>,
    },
    /// A name for a plain value: a string, an `int32` or an `int64`.
    Identifier(TypeRef),
    /// Objects distinguished by the value of a member.
    Union {
        /// Wire names on the way to that member.
        tag: Vec<String>,
        /// The type of that member in JSON.
        literal: LiteralType,
        /// The variants.
        variants: Vec<Variant>,
    },
    /// Errors that operations document.
    Errors {
        /// In ascending order of status; the codes of a status before the status itself.
        variants: Vec<ErrorVariant>,
    },
}

/// The JSON type of the values of an enum, or of the tags of a union.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LiteralType {
    /// Text.
    #[default]
    Text,
    /// A whole number.
    Integer,
    /// `true` or `false`; only tags.
    Boolean,
}

/// A reference to a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeRef {
    /// Text.
    String,
    /// Boolean.
    Bool,
    /// 32-bit integer.
    Int32,
    /// 64-bit integer.
    Int64,
    /// Binary floating point.
    Float,
    /// Number that keeps its digits.
    Decimal,
    /// Text of a form.
    Formatted(TextFormat),
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
    /// Whether the member must be set when the type is built.
    pub fn must_be_stated(&self) -> bool {
        !self.is_tag && matches!(self.presence, Presence::Required | Presence::RequiredNullable)
    }
}

impl Type {
    /// The types that the type refers to.
    pub fn type_refs(&self) -> Vec<TypeRef> {
        match &self.kind {
            TypeKind::Object { members, .. } => members.iter().map(|member| member.value.clone()).collect(),
            TypeKind::Union { variants, .. } => variants.iter().map(|variant| variant.value.clone()).collect(),
            TypeKind::Errors { variants } => {
                variants.iter().filter_map(|error| error.reason).map(|id| TypeRef::Declared(id, None)).collect()
            }
            TypeKind::Enum { .. } | TypeKind::Identifier(_) => Vec::new(),
        }
    }
}

impl TypeRef {
    /// The type as specs write it; the argument of an envelope is `T`.
    pub fn expression(&self, api: &Api) -> String {
        self.written(api, &|| "T".to_owned())
    }

    /// The type as specs write it. The argument of an envelope is `argument`, or else `T`.
    pub(crate) fn written(&self, api: &Api, argument: &dyn Fn() -> String) -> String {
        match self {
            Self::String => "string".to_owned(),
            Self::Bool => "bool".to_owned(),
            Self::Int32 => "int32".to_owned(),
            Self::Int64 => "int64".to_owned(),
            Self::Float => "float".to_owned(),
            Self::Decimal => "decimal".to_owned(),
            Self::Formatted(format) => format.name().to_owned(),
            Self::Base64 => "base64".to_owned(),
            Self::Json => "json".to_owned(),
            Self::List(item) => format!("List<{}>", item.written(api, argument)),
            Self::Map(item) => format!("Map<{}>", item.written(api, argument)),
            Self::Declared(id, None) => api.type_of(*id).name.clone(),
            Self::Declared(id, Some(inner)) => format!("{}<{}>", api.type_of(*id).name, inner.written(api, argument)),
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
    /// Doc lines of the errata about it.
    pub errata_doc: Doc,
    /// Type of the value.
    pub value: TypeRef,
    /// The meaning of absence and null.
    pub presence: Presence,
    /// Whether the value must never be shown.
    pub secret: bool,
    /// Whether numbers may arrive as strings, and strings as numbers.
    pub lenient: bool,
    /// Whether the value is in a box, because its type contains itself.
    pub boxed: bool,
    /// The most items that a list may contain.
    pub max_items: Option<u32>,
    /// Whether it is the tag of the union that the type is a variant of. The union reads and writes it; the type has no
    /// field for it.
    pub is_tag: bool,
    /// The place in the spec.
    pub place: Place,
}

/// The meaning of a member's absence and of null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The member may be absent; null means the same.
    Optional,
    /// The member is always present.
    Required,
    /// Absence and null mean an empty value.
    Defaulted,
    /// The member may be absent; null has another meaning.
    OptionalNullable,
    /// The member is always present, and may be null.
    RequiredNullable,
}

/// A value of an open enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// Spelling in a body; the digits of a number.
    pub wire: String,
    /// Spelling in a path or query, if it differs.
    pub in_url: Option<String>,
    /// Name of the Rust variant.
    pub name: String,
    /// Doc lines.
    pub doc: Doc,
    /// Doc lines of the errata about it.
    pub errata_doc: Doc,
    /// The place in the spec.
    pub place: Place,
}

/// A variant of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Value of the member that distinguishes the variants.
    pub tag: String,
    /// Name of the Rust variant.
    pub name: String,
    /// Type of the variant.
    pub value: TypeRef,
    /// Doc lines.
    pub doc: Doc,
    /// Doc lines of the errata about it.
    pub errata_doc: Doc,
    /// The place in the spec.
    pub place: Place,
}

/// A documented error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorVariant {
    /// HTTP status.
    pub status: u16,
    /// The code that the body states; `None` for any code or none.
    pub code: Option<String>,
    /// Name of the Rust variant.
    pub name: String,
    /// Doc lines.
    pub doc: Doc,
    /// Doc lines of the errata about it.
    pub errata_doc: Doc,
    /// Whether the documentation advises a retry.
    pub retry: Option<bool>,
    /// The enum of its reasons.
    pub reason: Option<TypeId>,
    /// The place in the spec.
    pub place: Place,
}
