//! Operations that are known, but not captured.

use super::Method;
use crate::diagnostics::Place;

/// An operation that is known, but not captured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub template: String,
    /// Why it is not captured.
    pub because: String,
    /// The place of its request in the spec.
    pub place: Place,
}
