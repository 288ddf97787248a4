//! Why what an answer leads to cannot be followed.

use thiserror::Error;

/// Why what an answer leads to (a further page, the state of an operation that takes time) cannot be followed. It shows no link:
/// links may hold tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ContinuationProblem {
    /// The link cannot be read, or has segments that climb.
    #[error("the link cannot be read")]
    Malformed,
    /// The link leads away from the client's server.
    #[error("the link leads to another origin than the client's")]
    ForeignOrigin,
    /// The link is to be followed by another method than GET.
    #[error("the link is not for a GET")]
    OtherMethod,
    /// The link leads to something else than the operation that it was meant for.
    #[error("the link does not lead to the operation that was expected")]
    OtherOperation,
    /// A page leads to one that was there before, or is the same as the one before.
    #[error("the pages go round in a circle")]
    Repeated,
    /// The answer is a success, but no page.
    #[error("the answer is no page")]
    NotAPage,
    /// The cursor was made for another operation, or for other inputs.
    #[error("the cursor belongs to another call")]
    OtherCall,
    /// The answer does not say where to ask.
    #[error("the answer names no location")]
    NoLocation,
    /// The service had not finished when patience ran out.
    #[error("the service has not finished in time")]
    Unfinished,
}
