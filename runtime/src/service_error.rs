//! Errors that an operation's documentation lists.

use crate::RawResponse;

/// The errors that documentation lists for an operation, or for several with the same list.
pub trait ServiceError: Sized + Send + Sync + 'static {
    /// The documented error that a response states, if any.
    fn from_response(response: &RawResponse) -> Option<Self>;

    /// Whether the documentation advises to try again; `None` when it does not say.
    fn retry(&self) -> Option<bool>;
}

/// For operations whose documentation lists no errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoServiceError {}

impl ServiceError for NoServiceError {
    fn from_response(_: &RawResponse) -> Option<Self> {
        None
    }

    fn retry(&self) -> Option<bool> {
        match *self {}
    }
}
