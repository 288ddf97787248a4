//! Seeing what a client does, without seeing its secrets.

mod events;
#[cfg(feature = "tracing")]
mod trace;

use std::sync::Arc;

pub(crate) use self::events::without_query;
pub use self::events::{Attempt, AttemptFailed, RequestSent, ResponseReceived, RetryScheduled};
#[cfg(feature = "tracing")]
pub(crate) use self::trace::{Tracing, recorded, span};

/// Is told what a client sends and receives. All methods are called on the way of a call, so they should be quick.
///
/// What is shown holds neither credential nor cookies nor bodies. It does hold the URL of a request, and with it the inputs of
/// the operation, which may name customers.
#[allow(unused_variables)] // The names are part of the documentation.
pub trait Observer: Send + Sync {
    /// A request is about to be sent: that of an attempt, or of a redirect that it follows.
    fn on_request(&self, request: &RequestSent<'_>) {}

    /// An answer arrived, of whatever status.
    fn on_response(&self, response: &ResponseReceived<'_>) {}

    /// No answer arrived.
    fn on_failure(&self, failure: &AttemptFailed<'_>) {}

    /// An attempt failed and will be repeated.
    fn on_retry(&self, retry: &RetryScheduled<'_>) {}
}

impl<T: Observer + ?Sized> Observer for Arc<T> {
    fn on_request(&self, request: &RequestSent<'_>) {
        (**self).on_request(request);
    }

    fn on_response(&self, response: &ResponseReceived<'_>) {
        (**self).on_response(response);
    }

    fn on_failure(&self, failure: &AttemptFailed<'_>) {
        (**self).on_failure(failure);
    }

    fn on_retry(&self, retry: &RetryScheduled<'_>) {
        (**self).on_retry(retry);
    }
}

/// Tells several observers as one.
#[derive(Clone, Default)]
pub(crate) struct Observers(Vec<Arc<dyn Observer>>);

impl Observers {
    pub(crate) fn add(&mut self, observer: impl Observer + 'static) {
        self.0.push(Arc::new(observer));
    }
}

impl Observer for Observers {
    fn on_request(&self, request: &RequestSent<'_>) {
        self.0.iter().for_each(|observer| observer.on_request(request));
    }

    fn on_response(&self, response: &ResponseReceived<'_>) {
        self.0.iter().for_each(|observer| observer.on_response(response));
    }

    fn on_failure(&self, failure: &AttemptFailed<'_>) {
        self.0.iter().for_each(|observer| observer.on_failure(failure));
    }

    fn on_retry(&self, retry: &RetryScheduled<'_>) {
        self.0.iter().for_each(|observer| observer.on_retry(retry));
    }
}
