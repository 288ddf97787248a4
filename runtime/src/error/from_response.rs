//! Recognizes documented errors by a function of one type for all operations.

use std::any::Any;

use crate::{RawResponse, ServiceError};

/// A documented error of any type.
pub(crate) struct DecodedError {
    pub(crate) error: Box<dyn Any + Send + Sync>,
    /// What the documentation advises.
    pub(crate) retry: Option<bool>,
}

/// Recognizes the documented error that a response states, if its body states this code.
pub(crate) type DecodeServiceError = fn(&RawResponse, Option<&str>) -> Option<DecodedError>;

pub(crate) fn decode_service_error<D: ServiceError>(
    response: &RawResponse,
    code: Option<&str>,
) -> Option<DecodedError> {
    let by_code = code.and_then(|code| D::from_code(response.status().as_u16(), code));
    let error = by_code.or_else(|| D::from_status(response))?;
    let retry = error.retry();
    Some(DecodedError { error: Box::new(error), retry })
}
