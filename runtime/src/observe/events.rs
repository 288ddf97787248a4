//! Events for observers. They borrow whole messages; only what is not secret is accessible.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{
    AUTHORIZATION, CONTENT_LOCATION, COOKIE, HeaderName, LINK, LOCATION, PROXY_AUTHORIZATION, REFRESH, SET_COOKIE,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use crate::error::id;
use crate::{ErrorKind, OperationInfo, TransportErrorKind};

const CREDENTIALS: [HeaderName; 4] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE];

/// Headers with links, whose query may be an access key. Absolute URLs are found in any header.
const LINKS: [HeaderName; 4] = [LOCATION, CONTENT_LOCATION, LINK, REFRESH];

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

    /// URL; that of a redirect is without its query, which may be an access key.
    pub fn url(&self) -> String {
        let url = self.request.uri().to_string();
        if self.redirects > 0 { without_query(&url).to_owned() } else { url }
    }

    /// Headers, with `[secret]` in place of the credential. The transport adds some of its own.
    pub fn headers(&self) -> HeaderMap {
        without_secrets(self.request.headers())
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

    /// Headers, with `[secret]` in place of cookies; links are without their queries, which may be access keys.
    pub fn headers(&self) -> HeaderMap {
        without_secrets(self.response.headers())
    }

    /// Length of the body, as far as it arrived.
    pub fn body_length(&self) -> usize {
        self.response.body().len()
    }

    /// The request id that the service returned.
    pub fn request_id(&self) -> Option<&'a str> {
        id(self.response.headers(), self.attempt.operation.api.request_id_header)
    }

    /// The correlation id that the service returned.
    pub fn correlation_id(&self) -> Option<&'a str> {
        id(self.response.headers(), self.attempt.operation.api.correlation_id_header)
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

fn without_secrets(headers: &HeaderMap) -> HeaderMap {
    let mut cleaned = headers.clone();
    for (name, value) in &mut cleaned {
        if CREDENTIALS.contains(name) || value.is_sensitive() {
            *value = HeaderValue::from_static("[secret]");
        } else if LINKS.contains(name) || value.as_bytes().windows(3).any(|bytes| bytes == b"://") {
            let link = value.to_str().ok().and_then(|link| HeaderValue::from_str(without_query(link)).ok());
            *value = link.unwrap_or_else(|| HeaderValue::from_static(""));
        }
    }
    cleaned
}

/// The URL without its query, which may be an access key.
pub(crate) fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}
