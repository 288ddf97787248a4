//! Recognising documented errors by a function of one type for all operations.

use std::any::Any;

use crate::{Documented, RawAnswer};

/// A documented error, of whatever type.
pub(crate) struct Recognised {
    pub(crate) error: Box<dyn Any + Send + Sync>,
    /// What the documentation advises.
    pub(crate) retry: Option<bool>,
}

/// Recognises the documented error that an answer states.
pub(crate) type Recognise = fn(&RawAnswer) -> Option<Recognised>;

pub(crate) fn recognise<D: Documented>(answer: &RawAnswer) -> Option<Recognised> {
    let error = D::recognise(answer)?;
    let retry = error.retry();
    Some(Recognised { error: Box::new(error), retry })
}
