//! Compares the media types of bodies.

use super::har::Message;
use super::secrets::{HIDDEN, media_type_for_messages};
use super::tally::ObservedMismatch;
use crate::media_types;
use crate::model::Operation;

/// The media type that the spec states for a response. The client reads other responses whatever their media types.
pub(super) fn received_media_type(operation: &Operation, status: u16) -> Option<&str> {
    operation.responses.iter().find(|response| response.status == status)?.media.as_deref()
}

/// The mismatch between the stated media type of a body and the recorded one, without their parameters.
pub(super) fn media_type_mismatch(stated: Option<&str>, message: &Message<'_>) -> Option<ObservedMismatch> {
    media_mismatch(stated?, message.header("content-type")?)
}

/// The mismatch between two media types, without their parameters.
pub(super) fn media_mismatch(stated: &str, recorded: &str) -> Option<ObservedMismatch> {
    // A range such as `image/*` covers more than it names.
    if stated.contains('*') || recorded.trim().is_empty() || media_types::is_same(stated, recorded) {
        return None;
    }
    Some(ObservedMismatch::MediaType {
        recorded: media_type_for_messages(recorded).unwrap_or_else(|| HIDDEN.to_owned()),
        stated: media_types::essence(stated),
    })
}
