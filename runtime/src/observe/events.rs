//! Events for observers. They borrow whole messages; only what is not secret is accessible.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use super::shown_headers::shown_headers;
use crate::error::id;
use crate::redact::SentSecrets;
use crate::{ErrorKind, OperationInfo, TransportErrorKind};

/// One attempt of a call.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    pub(crate) operation: &'static OperationInfo,
    pub(crate) number: u32,
    pub(crate) sent: &'a HeaderMap,
}

impl<'a> Attempt<'a> {
    /// The operation that is called.
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// Its number within the call, from one; zero when there was none yet, for lack of a token.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The request id that is sent; it is that of the call.
    pub fn request_id(&self) -> Option<&'a str> {
        id(self.sent, self.operation.api.sent_request_id())
    }

    /// The correlation id that is sent; it is that of the call.
    pub fn correlation_id(&self) -> Option<&'a str> {
        id(self.sent, self.operation.api.sent_correlation_id())
    }
}

impl fmt::Debug for Attempt<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Attempt")
            .field("api", &self.operation.api.name)
            .field("operation", &self.operation.name)
            .field("number", &self.number)
            .field("request_id", &self.request_id())
            .field("correlation_id", &self.correlation_id())
            .finish()
    }
}

/// A request that is about to be sent.
pub struct RequestSent<'a> {
    pub(crate) attempt: Attempt<'a>,
    pub(crate) request: &'a http::Request<Bytes>,
    pub(crate) redirects: usize,
    pub(crate) secrets: &'a SentSecrets,
}

impl<'a> RequestSent<'a> {
    /// The attempt that it belongs to.
    pub fn attempt(&self) -> &Attempt<'a> {
        &self.attempt
    }

    /// Method.
    pub fn method(&self) -> &'a Method {
        self.request.method()
    }

    /// URL without secret inputs, and without its query, which may hold other secrets: what a service put into a link or a
    /// redirect.
    pub fn url(&self) -> String {
        let url = self.request.uri().to_string();
        let shown = without_query(&url);
        self.secrets.removed_from_string(shown.to_owned())
    }

    /// Headers, with `[secret]` in place of the credential and of secret inputs, and `[hidden]` in place of the values of headers
    /// that neither HTTP nor the API declares. The transport adds some of its own.
    pub fn headers(&self) -> HeaderMap {
        shown_headers(self.request.headers(), self.attempt.operation.api, self.secrets)
    }

    /// Length of the body.
    pub fn body_length(&self) -> usize {
        self.request.body().len()
    }

    /// How many redirects led to it.
    pub fn redirects(&self) -> usize {
        self.redirects
    }
}

/// A response that arrived.
pub struct ResponseReceived<'a> {
    pub(crate) attempt: Attempt<'a>,
    pub(crate) response: &'a http::Response<Bytes>,
    pub(crate) elapsed: Duration,
    pub(crate) secrets: &'a SentSecrets,
}

impl<'a> ResponseReceived<'a> {
    /// The attempt that it belongs to.
    pub fn attempt(&self) -> &Attempt<'a> {
        &self.attempt
    }

    /// Status.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// Headers, with `[secret]` in place of cookies, and `[hidden]` in place of the values of headers that neither HTTP nor the
    /// API declares. `Location` is without its query, which may be an access key.
    pub fn headers(&self) -> HeaderMap {
        shown_headers(self.response.headers(), self.attempt.operation.api, self.secrets)
    }

    /// Length of the body, as far as it arrived.
    pub fn body_length(&self) -> usize {
        self.response.body().len()
    }

    /// The request id that the service returned, unless it is a secret that was sent.
    pub fn request_id(&self) -> Option<&'a str> {
        self.without_secrets(id(self.response.headers(), self.attempt.operation.api.request_id_header))
    }

    /// The correlation id that the service returned, unless it is a secret that was sent.
    pub fn correlation_id(&self) -> Option<&'a str> {
        self.without_secrets(id(self.response.headers(), self.attempt.operation.api.correlation_id_header))
    }

    fn without_secrets<'t>(&self, id: Option<&'t str>) -> Option<&'t str> {
        id.filter(|id| !self.secrets.are_in(id))
    }

    /// The time since the request was sent.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

/// A request without a complete response.
pub struct AttemptFailed<'a> {
    pub(crate) attempt: Attempt<'a>,
    pub(crate) kind: TransportErrorKind,
    pub(crate) elapsed: Duration,
}

impl<'a> AttemptFailed<'a> {
    /// The attempt that it belongs to.
    pub fn attempt(&self) -> &Attempt<'a> {
        &self.attempt
    }

    /// The kind of failure.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The time since the request was sent.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

/// A failed attempt that will be repeated.
pub struct RetryScheduled<'a> {
    pub(crate) attempt: Attempt<'a>,
    pub(crate) kind: ErrorKind,
    pub(crate) status: Option<StatusCode>,
    pub(crate) wait: Duration,
}

impl<'a> RetryScheduled<'a> {
    /// The attempt that failed.
    pub fn attempt(&self) -> &Attempt<'a> {
        &self.attempt
    }

    /// The kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Status of the response, when there is one. After 401 the token was renewed.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The time until the next attempt.
    pub fn wait(&self) -> Duration {
        self.wait
    }
}

macro_rules! debug_as_methods_show {
    ($($event:ident { $($method:ident),+ })+) => { $(
        impl fmt::Debug for $event<'_> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.debug_struct(stringify!($event))$(.field(stringify!($method), &self.$method()))+.finish()
            }
        }
    )+ };
}
debug_as_methods_show! {
    RequestSent { attempt, method, url, headers, body_length, redirects }
    ResponseReceived { attempt, status, headers, body_length, elapsed }
    AttemptFailed { attempt, kind, elapsed }
    RetryScheduled { attempt, kind, status, wait }
}

/// The URL without its query, which may be an access key.
pub(crate) fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}
