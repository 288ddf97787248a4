//! The kinds of JSON values, as far as the client itself reads or writes members of them.

use crate::model::{LiteralType, Type, TypeKind, TypeRef};

/// What a value of a type is in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueKind {
    Text,
    Integer,
    Number,
    Boolean,
    Object,
    List,
    /// Of no type, or one of several objects.
    Open,
}

impl ValueKind {
    pub(super) fn of(value: &TypeRef, types: &[Type]) -> Self {
        match value {
            TypeRef::String | TypeRef::Formatted(_) | TypeRef::Base64 => Self::Text,
            TypeRef::Int32 | TypeRef::Int64 => Self::Integer,
            TypeRef::Float | TypeRef::Decimal => Self::Number,
            TypeRef::Bool => Self::Boolean,
            TypeRef::List(_) => Self::List,
            TypeRef::Map(_) => Self::Object,
            TypeRef::Json | TypeRef::Argument => Self::Open,
            TypeRef::Declared(id, _) => match &types[id.0].kind {
                TypeKind::Identifier(value) => Self::of(value, types),
                TypeKind::Enum { literal: LiteralType::Text, .. } => Self::Text,
                TypeKind::Enum { literal: LiteralType::Integer, .. } => Self::Integer,
                TypeKind::Enum { literal: LiteralType::Boolean, .. } => Self::Boolean,
                TypeKind::Object { .. } | TypeKind::Union { .. } | TypeKind::Errors { .. } => Self::Object,
            },
        }
    }

    /// With its article.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::Boolean => "a Boolean",
            Self::Object => "an object",
            Self::List => "a list",
            Self::Open => "any JSON",
        }
    }
}
