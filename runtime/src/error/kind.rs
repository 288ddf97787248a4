//! Kinds of errors.

/// What kind of failure an [`Error`](crate::Error) is; after several attempts, that of the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An input cannot be sent; nothing was sent.
    Input,
    /// There is no usable credential; nothing was sent.
    Credential,
    /// The client has no clock: it was given none, and the call was awaited outside of a Tokio runtime. Nothing was sent.
    Clock,
    /// There was no connection; nothing was sent, except in earlier attempts, see
    /// [`Error::may_have_taken_effect`](crate::Error::may_have_taken_effect).
    Connect,
    /// Time ran out; the service may have acted, unless there was no time to begin with, see
    /// [`Error::may_have_taken_effect`](crate::Error::may_have_taken_effect).
    Timeout,
    /// The connection broke; the service may have acted.
    Interrupted,
    /// The transport failed in another way.
    Transport,
    /// The response is larger than the client takes.
    ResponseTooLarge,
    /// The service responded with a status that is not a result.
    Status,
    /// The service responded with a result that does not have the documented form.
    Decode,
    /// A link of a response, such as that to the next page, cannot be followed; nothing was sent.
    Continuation,
    /// The service had not finished: within the limit of the [`PollPolicy`](crate::PollPolicy), or when a page was requested.
    Unfinished,
}
