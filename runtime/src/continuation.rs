//! How a response leads to a further request: what pages of a list and work in progress share.

pub(crate) mod handle;
pub(crate) mod link;
pub(crate) mod member_path;

use thiserror::Error;

/// Why a link of a response (to a further page, or to the state of long work) cannot be followed. It shows no link:
/// links may hold tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ContinuationProblem {
    /// The link cannot be read, or has `..` segments in some spelling.
    #[error("the link cannot be read")]
    Malformed,
    /// The link leads away from the client's server.
    #[error("the link leads to another origin than the client's")]
    ForeignOrigin,
    /// The link leads to the client's server, but not below the client's base URL.
    #[error("the link leads out of the client's base URL")]
    OutsideBaseUrl,
    /// The link is to be followed by another method than GET.
    #[error("the link is not for a GET")]
    OtherMethod,
    /// The link does not lead to the expected operation.
    #[error("the link does not lead to the operation that was expected")]
    OtherOperation,
    /// A page leads to one that was there before, or is the same as the one before.
    #[error("the pages repeat in a loop")]
    Repeated,
    /// The response is a success, but not a page.
    #[error("the response is not a page")]
    NotAPage,
    /// The response says that the page is not ready yet.
    #[error("the page is not ready yet")]
    NotReady,
    /// There were only empty pages for as long as a call may take.
    #[error("the pages have held no items for as long as a call may take")]
    NoItemInTime,
    /// The cursor was made for another operation, or for other inputs.
    #[error("the cursor belongs to another call")]
    OtherCall,
    /// The response has no location to poll.
    #[error("the response has no location")]
    NoLocation,
    /// The service had not finished within the limit of the [`PollPolicy`](crate::PollPolicy).
    #[error("the service has not finished in time")]
    Unfinished,
}
