//! Observes what a client does, without showing secrets.

mod credential_notice;
mod events;
mod shown_headers;
#[cfg(feature = "tracing")]
mod trace;

use std::sync::Arc;

pub use self::credential_notice::CredentialNotice;
pub(crate) use self::events::without_query;
pub use self::events::{Attempt, AttemptFailed, RequestSent, ResponseReceived, RetryScheduled};
#[cfg(feature = "tracing")]
pub(crate) use self::trace::{Tracing, recorded, span};

/// Observes what a client sends and receives. The methods are called while a call runs, so they should be quick.
///
/// Events show no credentials, cookies, bodies or queries, and the values of only those headers that HTTP or the API is known
/// to use for other things than secrets. They do show the path of a request, and with it inputs of the operation, which may
/// name customers.
#[allow(unused_variables)] // The names are part of the documentation.
pub trait Observer: Send + Sync {
    /// A request is about to be sent: the first of an attempt, or one that follows a redirect.
    fn on_request(&self, request: &RequestSent<'_>) {}

    /// A response arrived, of any status.
    fn on_response(&self, response: &ResponseReceived<'_>) {}

    /// No response arrived.
    fn on_failure(&self, failure: &AttemptFailed<'_>) {}

    /// An attempt failed and will be repeated.
    fn on_retry(&self, retry: &RetryScheduled<'_>) {}

    /// The credential works, but not as it should.
    fn on_credential(&self, notice: &CredentialNotice) {}
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

    fn on_credential(&self, notice: &CredentialNotice) {
        (**self).on_credential(notice);
    }
}

/// Several observers as one.
#[derive(Clone, Default)]
pub(crate) struct Observers(Vec<Arc<dyn Observer>>);

impl Observers {
    pub(crate) const NONE: Self = Self(Vec::new());

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

    fn on_credential(&self, notice: &CredentialNotice) {
        self.0.iter().for_each(|observer| observer.on_credential(notice));
    }
}
