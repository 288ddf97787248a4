//! Sets the replies of a fake service.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{FakeError, FakeResponse, FakeService, RecordedRequest, Reply};
use crate::{Operation, TransportErrorKind, Value};

/// What a [`FakeService`] replies to requests for `O`: each reply once, in the order in which they are set, and the last one
/// from then on. A reply that is set later comes next.
pub struct On<'s, O> {
    service: &'s FakeService,
    operation: PhantomData<fn() -> O>,
}

impl<'s, O: Operation> On<'s, O> {
    pub(super) fn new(service: &'s FakeService) -> Self {
        Self { service, operation: PhantomData }
    }

    /// Removes the replies that were set before, such as those which several tests share. Without new ones, the operation has
    /// no reply.
    pub fn clear(self) -> Self {
        self.service.remove(&O::INFO);
        self
    }

    /// Responds with a value; where the operation has several responses, with one of them.
    pub fn responds(self, value: Value<O>) -> Self
    where
        O::Response: FakeResponse,
    {
        self.replies(Reply::response(&value))
    }

    /// Responds with a value made from the request.
    pub fn responds_with(self, value: impl Fn(&RecordedRequest) -> Value<O> + Send + Sync + 'static) -> Self
    where
        O::Response: FakeResponse,
    {
        self.replies_with(move |request| Reply::response(&value(request)))
    }

    /// Responds with a documented error.
    pub fn fails(self, error: O::ServiceError) -> Self
    where
        O::ServiceError: FakeError,
    {
        self.replies(Reply::error(&error))
    }

    /// Responds with a status, without headers and body.
    pub fn status(self, status: u16) -> Self {
        self.replies(Reply::status(status))
    }

    /// Fails without a complete response.
    pub fn breaks(self, kind: TransportErrorKind) -> Self {
        self.replies(Reply::broken(kind))
    }

    /// Replies.
    pub fn replies(self, reply: Reply<O>) -> Self {
        self.replies_with(move |_| reply.clone())
    }

    /// Replies depending on the request.
    pub fn replies_with(self, reply: impl Fn(&RecordedRequest) -> Reply<O> + Send + Sync + 'static) -> Self {
        self.service.add(&O::INFO, Arc::new(move |request| reply(request).plain));
        self
    }
}

impl<O: Operation> fmt::Debug for On<'_, O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("On").field("operation", &O::INFO.name).finish_non_exhaustive()
    }
}
