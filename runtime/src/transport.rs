//! The interface to an HTTP stack.

mod body_sink;
mod clock;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest_transport;

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

pub use self::body_sink::BodySink;
pub use self::clock::Clock;
pub(crate) use self::clock::{Deadline, NoClock, set_or_tokio};

/// A future on the heap, as object-safe traits return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one request and reads one response. Implement it to use another HTTP stack, or to test without one.
///
/// A transport neither follows redirects nor retries nor turns statuses into errors.
pub trait Transport: Send + Sync {
    /// Sends `request`, whose URI is absolute, and reads the complete response, decompressed if it is compressed. The future
    /// may be dropped before it is ready.
    ///
    /// # Errors
    /// When there is no complete response. When its head arrived, [`TransportError::with_response`] carries that, with as much
    /// of the body as there is.
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;

    /// Does the same, but writes a body that `sink` takes there as it arrives, and leaves it out of the response. As long as a
    /// transport does not implement this, such a body is held as a whole.
    ///
    /// # Errors
    /// Those of [`Transport::send`], and that of the sink.
    fn send_to<'a>(
        &'a self,
        request: http::Request<Bytes>,
        limits: Limits,
        sink: &'a BodySink<'_>,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let mut response = self.send(request, limits).await?;
            if sink.takes(response.status()) {
                let body = std::mem::take(response.body_mut());
                if let Err(error) = sink.write(&body) {
                    return Err(error.with_response(response));
                }
            }
            Ok(response)
        })
    }
}

impl<T: Transport + ?Sized> Transport for std::sync::Arc<T> {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        (**self).send(request, limits)
    }

    fn send_to<'a>(
        &'a self,
        request: http::Request<Bytes>,
        limits: Limits,
        sink: &'a BodySink<'_>,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        (**self).send_to(request, limits, sink)
    }
}

/// Limits of one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The time for the complete response. A client gives up soon after it, if the transport does not.
    pub timeout: Duration,
    /// The most bytes that the response's body may have, when decompressed.
    pub response_bytes: usize,
}

impl Limits {
    /// Sets the limits.
    pub const fn new(timeout: Duration, response_bytes: usize) -> Self {
        Self { timeout, response_bytes }
    }
}

/// Why there is no complete response.
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
    response: Option<Box<http::Response<Bytes>>>,
    host: Option<Box<str>>,
}

/// Kinds of [`TransportError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There is no connection; nothing was sent.
    Connect,
    /// Time ran out; the service may have acted.
    Timeout,
    /// The body is larger than the limit.
    BodyTooLarge,
    /// The connection broke; the service may have acted.
    Interrupted,
    /// Anything else.
    Other,
}

impl TransportError {
    /// An error of some kind, without a cause.
    pub const fn new(kind: TransportErrorKind) -> Self {
        Self { kind, source: None, response: None, host: None }
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Adds the response as far as it arrived.
    #[must_use]
    pub fn with_response(mut self, response: http::Response<Bytes>) -> Self {
        self.response = Some(Box::new(response));
        self
    }

    /// The kind of failure.
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The response as far as it arrived.
    pub fn response(&self) -> Option<&http::Response<Bytes>> {
        self.response.as_deref()
    }

    /// Adds the host and the port to which the request was to go. Nothing else of its URI is kept: it may hold secrets.
    pub(crate) fn at(mut self, uri: &http::Uri) -> Self {
        self.host = uri.host().map(|host| match uri.port() {
            Some(port) => format!("{host}:{port}").into(),
            None => host.into(),
        });
        self
    }

    /// The host and the port, where they are known.
    #[cfg(feature = "oauth")]
    pub(crate) fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    pub(crate) fn map_response(mut self, change: impl FnOnce(http::Response<Bytes>) -> http::Response<Bytes>) -> Self {
        self.response = self.response.map(|response| Box::new(change(*response)));
        self
    }

    pub(crate) fn take_response(&mut self) -> Option<http::Response<Bytes>> {
        self.response.take().map(|response| *response)
    }
}

/// Of the response, only the status is shown: headers and body may hold secrets.
impl fmt::Debug for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TransportError")
            .field("kind", &self.kind)
            .field("host", &self.host)
            .field("source", &self.source)
            .field("status", &self.response.as_ref().map(|response| response.status().as_u16()))
            .finish()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection to the service",
            TransportErrorKind::Timeout => "no complete response in time",
            TransportErrorKind::BodyTooLarge => "the response is larger than the limit",
            TransportErrorKind::Interrupted => "the connection broke before the response was complete",
            TransportErrorKind::Other => "the request could not be sent",
        })?;
        self.host.iter().try_for_each(|host| write!(formatter, " (host {host})"))
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_that_is_not_whole_does_not_show() {
        let response = http::Response::builder().header("Set-Cookie", "hunter2").body(Bytes::from("hunter2")).unwrap();
        let error = TransportError::new(TransportErrorKind::Interrupted).with_response(response);
        assert!(!format!("{error:?} {error}").contains("hunter2"));
    }
}
