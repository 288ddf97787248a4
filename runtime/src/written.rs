//! Responses whose bytes can be written as they arrive.

use http::StatusCode;

use crate::{Binary, DecodeError, FromResponse, RawResponse};

/// A response that can be bytes, which [`Call::write_to`](crate::Call::write_to) writes as they arrive.
pub trait WrittenResponse: FromResponse {
    /// The value that a caller gets in place of the bytes.
    type Written;

    /// Whether the body of a response of this status is written.
    fn is_written(status: StatusCode) -> bool;

    /// The value of a response, after this number of bytes was written.
    ///
    /// # Errors
    /// When a body that is not written does not have the documented form.
    fn written(response: &RawResponse, bytes: u64) -> Result<Self::Written, DecodeError>;
}

impl WrittenResponse for Binary {
    type Written = u64;

    fn is_written(status: StatusCode) -> bool {
        Self::accepts(status)
    }

    fn written(_: &RawResponse, bytes: u64) -> Result<u64, DecodeError> {
        Ok(bytes)
    }
}

/// The result of [`Call::write_to`](crate::Call::write_to) of an operation with several responses.
#[derive(Clone, Debug)]
pub enum Written<T> {
    /// The response is bytes, of which this number was written.
    Bytes(u64),
    /// Another response; nothing was written.
    Other(T),
}

/// Whether a response to a request for the whole is written: a part is not.
pub(crate) fn is_written_whole<R: WrittenResponse>(status: StatusCode) -> bool {
    R::is_written(status) && status != StatusCode::PARTIAL_CONTENT
}
