//! Recognizes documented errors by a function of one type for all operations.

use std::any::Any;

use crate::{RawResponse, ServiceError};

/// A documented error of any type.
pub(crate) struct DecodedError {
    pub(crate) error: Box<dyn Any + Send + Sync>,
    /// What the documentation advises.
    pub(crate) retry: Option<bool>,
}

/// Recognizes the documented error that a response states.
pub(crate) type DecodeServiceError = fn(&RawResponse) -> Option<DecodedError>;

pub(crate) fn decode_service_error<D: ServiceError>(response: &RawResponse) -> Option<DecodedError> {
    let error = D::from_response(response)?;
    let retry = error.retry();
    Some(DecodedError { error: Box::new(error), retry })
}
