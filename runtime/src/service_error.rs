//! Errors that an operation's documentation lists.

use crate::RawResponse;

/// The errors that documentation lists for an operation, or for several with the same list.
pub trait ServiceError: Sized + Send + Sync + 'static {
    /// The error that is listed for exactly this code of a status. It takes precedence over the one of the status.
    fn from_code(status: u16, code: &str) -> Option<Self>;

    /// The error that is listed for the status of a response, with any code or none.
    fn from_status(response: &RawResponse) -> Option<Self>;

    /// Whether the documentation advises to try again; `None` when it does not say.
    fn retry(&self) -> Option<bool>;
}

/// For operations whose documentation lists no errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoServiceError {}

impl ServiceError for NoServiceError {
    fn from_code(_: u16, _: &str) -> Option<Self> {
        None
    }

    fn from_status(_: &RawResponse) -> Option<Self> {
        None
    }

    fn retry(&self) -> Option<bool> {
        match *self {}
    }
}
