//! What the spec says about responses with a status.

use crate::model::{Api, EnumValue, ErrorVariant, Operation, OutcomeContent, Output, TypeId, TypeKind, TypeRef};

/// The type that the client decodes the body of a response as.
pub(super) fn decoded_as(operation: &Operation, status: u16) -> Option<&TypeRef> {
    match &operation.output {
        Output::Json(value) | Output::OptionalJson(value) => (200..300).contains(&status).then_some(value),
        Output::Outcomes { outcomes, .. } => {
            outcomes.iter().find(|outcome| outcome.status == status).and_then(|outcome| outcome.content.json())
        }
        Output::Empty | Output::Bytes => None,
    }
}

/// Whether the body of a response may be empty in place of JSON.
pub(super) fn may_be_empty(operation: &Operation, status: u16) -> bool {
    match &operation.output {
        Output::OptionalJson(_) => true,
        Output::Outcomes { outcomes, .. } => outcomes
            .iter()
            .any(|outcome| outcome.status == status && matches!(outcome.content, OutcomeContent::OptionalJson(_))),
        Output::Json(_) | Output::Empty | Output::Bytes => false,
    }
}

/// The statuses whose responses have JSON that the client decodes.
pub(super) fn decoded_statuses(operation: &Operation) -> Vec<u16> {
    let has_json = |content: &OutcomeContent| content.json().is_some();
    operation.responses.iter().filter(|response| has_json(&response.content)).map(|response| response.status).collect()
}

fn has_response(operation: &Operation, status: u16) -> bool {
    operation.responses.iter().any(|response| response.status == status)
}

pub(super) fn has_status(api: &Api, operation: &Operation, status: u16) -> bool {
    has_response(operation, status) || error_of(api, operation, status).is_some()
}

/// Whether the client treats the response as an error.
pub(super) fn is_error(operation: &Operation, status: u16) -> bool {
    status >= 400 && !has_response(operation, status)
}

/// The errors that an operation documents for a status.
fn errors_of<'m>(
    api: &'m Api,
    operation: &Operation,
    status: u16,
) -> impl Iterator<Item = (TypeId, &'m ErrorVariant)> + Clone {
    let lists = api.errors_of(operation);
    let listed = lists.flat_map(|errors| api.error_variants(errors).iter().map(move |error| (errors, error)));
    listed.filter(move |(_, error)| error.status == status)
}

/// An error that an operation documents for a status, if possible the one with any code.
pub(super) fn error_of<'m>(api: &'m Api, operation: &Operation, status: u16) -> Option<&'m ErrorVariant> {
    let mut errors = errors_of(api, operation, status).map(|(_, error)| error);
    errors.clone().find(|error| error.code.is_none()).or_else(|| errors.next())
}

/// The codes that are listed for a status, and the first type that lists some.
pub(super) fn codes<'m>(api: &'m Api, operation: &Operation, status: u16) -> Option<(TypeId, Vec<&'m str>)> {
    let listed = errors_of(api, operation, status).filter_map(|(errors, error)| Some((errors, error.code.as_deref()?)));
    let (types, codes): (Vec<TypeId>, Vec<&str>) = listed.unzip();
    types.first().map(|first| (*first, codes))
}

/// The enum of an error's reasons.
pub(super) fn reasons<'m>(api: &'m Api, operation: &Operation, status: u16) -> Option<(TypeId, &'m [EnumValue])> {
    let reason = error_of(api, operation, status)?.reason?;
    match &api.type_of(reason).kind {
        TypeKind::Enum { values, .. } => Some((reason, values)),
        _ => None,
    }
}
