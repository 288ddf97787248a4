//! Kinds of failures.

/// What kind of failure an [`Error`](crate::Error) is; after several attempts, that of the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An input cannot be sent; nothing was sent.
    Input,
    /// There is no usable credential; nothing was sent.
    Credential,
    /// There was no connection; nothing was sent, but in earlier attempts, see [`Error::may_have_taken_effect`](crate::Error::may_have_acted).
    Connect,
    /// Time ran out; the service may have acted, unless there was no time to begin with, see
    /// [`Error::may_have_taken_effect`](crate::Error::may_have_acted).
    Timeout,
    /// The connection broke; the service may have acted.
    Interrupted,
    /// The transport failed in another way.
    Transport,
    /// The answer is larger than the client takes.
    ResponseTooLarge,
    /// The service answered with a status that is no result.
    Status,
    /// The service answered with a result that does not have the documented form.
    Decode,
    /// What an answer leads to, such as a further page, cannot be followed; nothing was sent.
    Continuation,
    /// The service had not finished when patience ran out.
    Unfinished,
}
