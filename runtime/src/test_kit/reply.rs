//! Replies of a fake service to requests.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::{Content, FakeError, FakeResponse};
use crate::{BoxFuture, Operation, TransportErrorKind, Value};

type Wait = Arc<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

/// One reply to a request for `O`.
#[must_use = "a reply does nothing until a service has it"]
pub struct Reply<O> {
    pub(super) plain: PlainReply,
    operation: PhantomData<fn() -> O>,
}

/// A reply whose operation is known from the context.
#[derive(Clone)]
pub(super) struct PlainReply {
    pub(super) content: Content,
    pub(super) wait: Option<Wait>,
}

impl<O: Operation> Reply<O> {
    /// The response that a caller gets as `value`.
    pub fn response(value: &Value<O>) -> Self
    where
        O::Response: FakeResponse,
    {
        let content = O::Response::content(value);
        let content = match O::INFO.status {
            Some(status) => content.with_status(status),
            None => content,
        };
        Self::new(content.with_media_of(O::INFO.response_media))
    }

    /// The response that a caller gets as this documented error. The body states its code and
    /// its reason, where it has them, in the API's form.
    pub fn error(error: &O::ServiceError) -> Self
    where
        O::ServiceError: FakeError,
    {
        let shapes = O::INFO.api.error_shapes;
        Self::new(Content::status(error.status()).error(shapes, error.code(), error.reason()))
    }

    /// An error with code and message in the API's form; an API whose forms have no place for one of them leaves it out.
    pub fn api_error(status: u16, code: &str, message: &str) -> Self {
        let shapes = O::INFO.api.error_shapes;
        Self::new(Content::status(status).error(shapes, Some(code), Some(message)))
    }

    /// A response of this status, without headers and body.
    pub fn status(status: u16) -> Self {
        Self::new(Content::status(status))
    }

    /// A response with exactly this status, these headers and this body, such as one that is not as documented.
    pub fn raw(response: http::Response<impl Into<Bytes>>) -> Self {
        Self::new(Content::raw(response.map(Into::into)))
    }

    /// No complete response, for this reason.
    pub fn broken(kind: TransportErrorKind) -> Self {
        Self::new(Content::failure(kind))
    }

    /// Uses another status with the same meaning.
    pub fn with_status(self, status: u16) -> Self {
        self.map(|content| content.with_status(status))
    }

    /// Sets a header.
    pub fn with_header(self, name: &str, value: &str) -> Self {
        self.map(|content| content.header(name, value))
    }

    /// Sets how long to wait before the next call, in whole seconds.
    pub fn with_retry_after(self, wait: Duration) -> Self {
        self.map(|content| content.retry_after(&Some(wait)))
    }

    /// Is sent when the future of `wait` is done, such as a timer or a signal of the test. With one that never is, the call
    /// runs into its timeout; [`Reply::broken`] with [`TransportErrorKind::Timeout`] does not wait for that.
    pub fn after<F: Future<Output = ()> + Send + 'static>(
        mut self,
        wait: impl Fn() -> F + Send + Sync + 'static,
    ) -> Self {
        self.plain.wait = Some(Arc::new(move || Box::pin(wait())));
        self
    }

    fn new(content: Content) -> Self {
        Self { plain: PlainReply { content, wait: None }, operation: PhantomData }
    }

    fn map(mut self, change: impl FnOnce(Content) -> Content) -> Self {
        self.plain.content = change(self.plain.content);
        self
    }
}

impl<O> Clone for Reply<O> {
    fn clone(&self) -> Self {
        Self { plain: self.plain.clone(), operation: PhantomData }
    }
}

impl<O> fmt::Debug for Reply<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Reply")
            .field("content", &self.plain.content)
            .field("waits", &self.plain.wait.is_some())
            .finish()
    }
}
