//! Kinds of JSON values, compared with types of the spec.

use super::follow::FoundValue;
use crate::model::{Api, LiteralType, Presence, TypeKind, TypeRef};
use crate::pages::facts::ExampleKind;

/// Whether a value of the kind can be one of the spec.
pub(super) fn is_of_kind(kind: ExampleKind, found: &FoundValue<'_>, api: &Api) -> bool {
    let is_lenient = found.member.is_some_and(|member| member.lenient);
    match (kind, &found.value) {
        (ExampleKind::Null, _) => found.member.is_none_or(|member| member.presence != Presence::Required),
        (_, TypeRef::Json | TypeRef::Argument) => true,
        (ExampleKind::Boolean, TypeRef::Bool) => true,
        (ExampleKind::Integer, TypeRef::Int32 | TypeRef::Int64 | TypeRef::Float | TypeRef::Decimal) => true,
        (ExampleKind::Number, TypeRef::Float | TypeRef::Decimal) => true,
        (ExampleKind::String, TypeRef::String | TypeRef::Formatted(_) | TypeRef::Base64 | TypeRef::Decimal) => true,
        (ExampleKind::Array, TypeRef::List(_)) | (ExampleKind::Object, TypeRef::Map(_)) => true,
        (kind, TypeRef::Declared(id, _)) => match &api.type_of(*id).kind {
            TypeKind::Object { .. } | TypeKind::Union { .. } => kind == ExampleKind::Object,
            // Identifiers of texts accept numbers as well, and enums keep unknown values.
            TypeKind::Identifier(TypeRef::String) => matches!(kind, ExampleKind::String | ExampleKind::Integer),
            TypeKind::Identifier(_) | TypeKind::Enum { literal: LiteralType::Integer, .. } => {
                kind == ExampleKind::Integer
            }
            TypeKind::Enum { .. } | TypeKind::Errors { .. } => kind == ExampleKind::String,
        },
        (ExampleKind::String | ExampleKind::Integer | ExampleKind::Number | ExampleKind::Boolean, value) => {
            is_lenient && !matches!(value, TypeRef::List(_) | TypeRef::Map(_))
        }
        _ => false,
    }
}

/// The names of kinds, as an erratum quotes them.
pub(super) fn names_of(kinds: &[ExampleKind]) -> String {
    let name = |kind: &ExampleKind| match kind {
        ExampleKind::Null => "null",
        ExampleKind::Boolean => "boolean",
        ExampleKind::Integer => "integer",
        ExampleKind::Number => "number",
        ExampleKind::String => "string",
        ExampleKind::Array => "array",
        ExampleKind::Object => "object",
    };
    kinds.iter().map(name).collect::<Vec<_>>().join(", ")
}
