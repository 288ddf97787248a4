//! Types and variants as they are in generated code.

use crate::model::{Api, ErrorVariant, Outcome, OutcomeContent, TypeRef, Variant};

/// A type of a spec in generated code.
pub(super) fn value(of: &TypeRef, api: &Api) -> String {
    let name = match of {
        TypeRef::String => "String",
        TypeRef::Bool => "bool",
        TypeRef::Int32 => "i32",
        TypeRef::Int64 => "i64",
        TypeRef::Float => "f64",
        TypeRef::Decimal => "Decimal",
        TypeRef::Formatted(format) => format.rust_name(),
        TypeRef::Base64 => "Base64Bytes",
        TypeRef::Json => "JsonValue",
        TypeRef::Argument => "T",
        TypeRef::List(item) => return format!("Vec<{}>", value(item, api)),
        TypeRef::Map(item) => return format!("BTreeMap<String, {}>", value(item, api)),
        TypeRef::Declared(id, None) => &api.type_of(*id).name,
        TypeRef::Declared(id, Some(argument)) => {
            return format!("{}<{}>", api.type_of(*id).name, value(argument, api));
        }
    };
    name.to_owned()
}

/// A variant of a union.
pub(super) fn variant(of: &Variant, api: &Api) -> String {
    format!("{}(Box<{}>)", of.name, value(&of.value, api))
}

/// A variant of an enum of errors.
pub(super) fn error(of: &ErrorVariant, api: &Api) -> String {
    of.reason.map_or_else(|| of.name.clone(), |reason| format!("{}(Option<{}>)", of.name, api.type_of(reason).name))
}

/// A variant of an enum of responses.
pub(super) fn outcome(of: &Outcome, api: &Api) -> String {
    let name = &of.name;
    match &of.content {
        OutcomeContent::Json(json) => format!("{name}({})", value(json, api)),
        OutcomeContent::OptionalJson(json) => format!("{name}(Option<{}>)", value(json, api)),
        OutcomeContent::Empty => name.clone(),
        OutcomeContent::Bytes => format!("{name}(Bytes)"),
        OutcomeContent::Pending { value: json, location, retry_after, poll } => {
            let pending = poll.as_ref().map(|polled| {
                let kind = if polled.takes_body { "PendingWithBody" } else { "Pending" };
                format!("pending: {kind}<{}>", polled.struct_name)
            });
            let is_stated = poll.is_none();
            let fields = [
                json.as_ref().map(|json| format!("value: {}", value(json, api))),
                (*location && is_stated).then(|| "location: Option<String>".to_owned()),
                (*retry_after && is_stated).then(|| "retry_after: Option<Duration>".to_owned()),
                pending,
            ];
            let fields: Vec<String> = fields.into_iter().flatten().collect();
            format!("{name} {{ {} }}", fields.join(", "))
        }
    }
}
