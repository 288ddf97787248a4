//! Places and types as messages show them.

use super::{EnvelopeScope, InterpretStep, Path};
use crate::model::{Api, TypeRef};
use crate::traffic::secrets::{HIDDEN, name_for_messages};

/// The JSON pointer of a value. Names that might be secret are hidden.
pub(super) fn pointer(path: Option<&Path<'_>>) -> String {
    let Some(path) = path else { return String::new() };
    let outer = pointer(path.outer);
    match path.step {
        InterpretStep::Item(index) => format!("{outer}/{index}"),
        InterpretStep::Key(_) => format!("{outer}/{HIDDEN}"),
        InterpretStep::Member { name, .. } => format!("{outer}{}", pointer_step(name)),
    }
}

/// The step of a JSON pointer to a member.
pub(in crate::traffic) fn pointer_step(name: &str) -> String {
    format!("/{}", name_for_messages(name).replace('~', "~0").replace('/', "~1"))
}

/// A type as the spec writes it.
pub(in crate::traffic) fn written(api: &Api, value: &TypeRef) -> String {
    type_name(api, value, None)
}

pub(super) fn type_name(api: &Api, value: &TypeRef, scope: Option<&EnvelopeScope<'_>>) -> String {
    value.written(api, &|| scope.map_or_else(|| "T".to_owned(), |scope| type_name(api, scope.argument, scope.outer)))
}
