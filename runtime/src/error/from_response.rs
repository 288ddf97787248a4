//! Recognizes documented errors by a function of one type for all operations.

use std::any::Any;

use crate::{RawResponse, ServiceError};

/// A documented error of any type.
pub(crate) struct Recognised {
    pub(crate) error: Box<dyn Any + Send + Sync>,
    /// What the documentation advises.
    pub(crate) retry: Option<bool>,
}

/// Recognizes the documented error that a response states.
pub(crate) type Recognise = fn(&RawResponse) -> Option<Recognised>;

pub(crate) fn from_response<D: ServiceError>(response: &RawResponse) -> Option<Recognised> {
    let error = D::from_response(response)?;
    let retry = error.retry();
    Some(Recognised { error: Box::new(error), retry })
}
