//! Whether a type of the spec and a type of a page can describe the same values.

use crate::model::{Api, LiteralType, TypeId, TypeKind, TypeRef};
use crate::pages::type_text::PageType;
use crate::text_formats::TextFormat;

/// The result of comparing two types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// They agree.
    Agrees,
    /// They contradict each other.
    Differs,
}

/// Compares a type of the spec with one of a page.
///
/// Pages call enums, identifiers, dates and bytes `string`. That is no contradiction, since they are strings in JSON.
pub(super) fn fit(page: &PageType, value: &TypeRef, api: &Api) -> Fit {
    let agrees = match (page, value) {
        (_, TypeRef::Json | TypeRef::Argument) => true,
        (PageType::Text, TypeRef::String | TypeRef::Formatted(_) | TypeRef::Base64 | TypeRef::Decimal) => true,
        (
            PageType::DateTime | PageType::Date | PageType::AnyDate,
            TypeRef::Formatted(TextFormat::DateTime | TextFormat::Date),
        ) => true,
        (PageType::Duration, TypeRef::Formatted(TextFormat::Duration)) => true,
        (PageType::Uuid, TypeRef::String | TypeRef::Formatted(TextFormat::Uuid)) => true,
        (PageType::Boolean, TypeRef::Bool) => true,
        (PageType::Integer(None), TypeRef::Int32 | TypeRef::Int64) => true,
        (PageType::Integer(Some(32)), TypeRef::Int32) | (PageType::Integer(Some(64)), TypeRef::Int64) => true,
        (PageType::Number, TypeRef::Decimal | TypeRef::Float) => true,
        (PageType::Map | PageType::Object, TypeRef::Map(_)) => true,
        (PageType::List(None), TypeRef::List(_)) => true,
        (PageType::List(Some(item)), TypeRef::List(value)) => return fit(item, value, api),
        (page, TypeRef::Declared(id, argument)) => return fit_declared(page, *id, argument.as_deref(), api),
        _ => false,
    };
    if agrees { Fit::Agrees } else { Fit::Differs }
}

fn fit_declared(page: &PageType, id: TypeId, argument: Option<&TypeRef>, api: &Api) -> Fit {
    let declared = api.type_of(id);
    let agrees = match (page, &declared.kind) {
        (page, TypeKind::Identifier(value)) if !matches!(page, PageType::Named(..)) => return fit(page, value, api),
        (PageType::Integer(_), TypeKind::Enum { literal, .. }) => *literal == LiteralType::Integer,
        (PageType::Text, TypeKind::Enum { literal, .. }) => *literal == LiteralType::Text,
        (PageType::Enum, TypeKind::Enum { .. }) => true,
        (PageType::Object, TypeKind::Object { .. } | TypeKind::Union { .. }) => true,
        (PageType::Named(name, of), TypeKind::Object { is_envelope: true, .. }) => {
            let of = of.as_deref();
            let is_same = name.eq_ignore_ascii_case(&declared.name) || is_collection(name);
            return match (of, argument) {
                (Some(of), Some(argument)) if is_same => fit(of, argument, api),
                _ if is_same => Fit::Agrees,
                _ => Fit::Differs,
            };
        }
        // `collection of License` names the items of an envelope.
        (PageType::List(item), TypeKind::Object { is_envelope: true, .. }) => {
            return match (item, argument) {
                (Some(item), Some(argument)) => fit(item, argument, api),
                _ => Fit::Agrees,
            };
        }
        (PageType::Named(name, _), _) => is_name_of(name, &declared.name),
        _ => false,
    };
    if agrees { Fit::Agrees } else { Fit::Differs }
}

/// Pages write `array of Links` for a list of `Link`.
fn is_name_of(page: &str, spec: &str) -> bool {
    page.eq_ignore_ascii_case(spec) || page.strip_suffix('s').is_some_and(|single| single.eq_ignore_ascii_case(spec))
}

/// Whether pages use this name for an envelope around a list.
pub(in crate::pages) fn is_collection(name: &str) -> bool {
    ["ResourceCollection", "Collection", "SeekBasedResourceCollection", "PagedResourceCollection"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}
