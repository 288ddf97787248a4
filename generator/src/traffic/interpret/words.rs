//! Places and types in the words of messages.

use super::{Path, Scope, Step};
use crate::model::{Api, TypeRef};
use crate::traffic::secrets::shown_name;

/// The JSON pointer of a value. Names that might be secret are not in it.
pub(super) fn pointer(path: Option<&Path<'_>>) -> String {
    let Some(path) = path else { return String::new() };
    let outer = pointer(path.outer);
    match path.step {
        Step::Item(index) => format!("{outer}/{index}"),
        Step::Member(name) => format!("{outer}/{}", shown_name(name).replace('~', "~0").replace('/', "~1")),
    }
}

/// A type as the spec writes it.
pub(in crate::traffic) fn written(api: &Api, value: &TypeRef) -> String {
    type_name(api, value, None)
}

pub(super) fn type_name(api: &Api, value: &TypeRef, scope: Option<&Scope<'_>>) -> String {
    match value {
        TypeRef::String => "string".to_owned(),
        TypeRef::Bool => "bool".to_owned(),
        TypeRef::Int32 => "int32".to_owned(),
        TypeRef::Int64 => "int64".to_owned(),
        TypeRef::Float => "float".to_owned(),
        TypeRef::Decimal => "decimal".to_owned(),
        TypeRef::DateTime => "date-time".to_owned(),
        TypeRef::Base64 => "base64".to_owned(),
        TypeRef::Json => "json".to_owned(),
        TypeRef::List(item) => format!("List<{}>", type_name(api, item, scope)),
        TypeRef::Map(item) => format!("Map<{}>", type_name(api, item, scope)),
        TypeRef::Declared(id, None) => api.type_of(*id).name.clone(),
        TypeRef::Declared(id, Some(argument)) => {
            format!("{}<{}>", api.type_of(*id).name, type_name(api, argument, scope))
        }
        TypeRef::Argument => scope.map_or_else(|| "T".to_owned(), |scope| type_name(api, scope.argument, scope.outer)),
    }
}
