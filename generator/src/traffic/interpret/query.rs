//! Values in a query or a header, which are text for every type.

use super::scalars::{decimal, is_same};
use super::{FormMismatch, MismatchKind};
use crate::model::{Api, TypeKind, TypeRef};
use crate::traffic::secrets::text_for_messages;

/// Why a text is not a value of a query parameter or a header.
pub(in crate::traffic) fn query_mismatch(
    api: &Api,
    expected: &TypeRef,
    text: &str,
    hidden: bool,
) -> Option<MismatchKind> {
    let form = |is_right: bool, mismatch: FormMismatch| (!is_right).then_some(MismatchKind::Form(mismatch));
    match expected {
        TypeRef::List(item) => query_mismatch(api, item, text, hidden),
        TypeRef::Bool => form(matches!(text, "true" | "false"), FormMismatch::NoTruthValue),
        TypeRef::Int32 => form(text.parse::<i32>().is_ok(), FormMismatch::NoNumber),
        TypeRef::Int64 => form(text.parse::<i64>().is_ok(), FormMismatch::NoNumber),
        TypeRef::Float => form(text.parse::<f64>().is_ok_and(f64::is_finite), FormMismatch::NoNumber),
        TypeRef::Decimal => decimal(text).map(MismatchKind::Form),
        TypeRef::Formatted(format) => FormMismatch::of_text(*format, text).map(MismatchKind::Form),
        TypeRef::Declared(id, None) => match &api.type_of(*id).kind {
            TypeKind::Enum { case, values, .. } => {
                let is_listed =
                    values.iter().any(|value| is_same(*case, value.in_url.as_deref().unwrap_or(&value.wire), text));
                (!is_listed)
                    .then(|| MismatchKind::UnknownValue(text_for_messages(text).filter(|_| !hidden).map(str::to_owned)))
            }
            TypeKind::Identifier(value) => query_mismatch(api, value, text, hidden),
            _ => None,
        },
        _ => None,
    }
}
