//! Recognizes documented errors by a function of one type for all operations.

use std::any::Any;

use crate::{RawResponse, ServiceError};

/// A documented error of any type.
pub(crate) struct Recognized {
    pub(crate) error: Box<dyn Any + Send + Sync>,
    /// What the documentation advises.
    pub(crate) retry: Option<bool>,
}

/// Recognizes the documented error that a response states.
pub(crate) type Recognize = fn(&RawResponse) -> Option<Recognized>;

pub(crate) fn from_response<D: ServiceError>(response: &RawResponse) -> Option<Recognized> {
    let error = D::from_response(response)?;
    let retry = error.retry();
    Some(Recognized { error: Box::new(error), retry })
}
