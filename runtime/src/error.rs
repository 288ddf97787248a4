//! Errors of calls.

mod api_error;
mod body;
mod from_response;
mod ids;
mod kind;
mod making;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use uuid::Uuid;

pub use self::api_error::ApiError;
pub(crate) use self::body::ErrorBody;
pub(crate) use self::from_response::{DecodeServiceError, DecodedError, decode_service_error};
pub(crate) use self::ids::{id, returned_ids};
pub use self::kind::ErrorKind;
pub(crate) use self::making::ERROR_BODY_LIMIT;
use crate::retry::{effect_of, is_repeatable};
use crate::transport::NoClock;
use crate::{
    ContinuationProblem, CredentialError, DecodeError, InputError, JsonValue, Operation, OperationInfo, TransportError,
};

/// Why a call has no result.
///
/// `Display` shows the operation, what went wrong, the error that the service stated, the host that sent no complete response,
/// and the [request id](Error::request_id), for which the service's support asks. Neither `Display` nor `Debug` shows a
/// credential, a query or a body.
///
/// # Examples
#[doc = include_str!("example_api.md")]
/// use ms_commerce::partner_center::licenses::{GetUserLicenses, get_user_licenses};
/// use ms_commerce::{Client, ErrorKind};
///
/// async fn show_licenses(client: &Client) {
///     let error = match get_user_licenses("customer-tenant-id", "ada@contoso.example").send(client).await {
///         Ok(licenses) => return println!("{} licenses", licenses.items.len()),
///         Err(error) => error,
///     };
///     match error.kind() {
///         ErrorKind::Status => println!("the service responded with {:?}", error.status()),
///         ErrorKind::Input => println!("cannot be sent: {:?}", error.input()),
///         _ => println!("{error}"),
///     }
///     if let Some(documented) = error.service_error::<GetUserLicenses>() {
///         println!("an error that the documentation lists: {documented:?}");
///     }
/// }
/// ```
pub struct Error(Box<Details>);

struct Details {
    kind: ErrorKind,
    operation: OperationInfo,
    status: Option<StatusCode>,
    request_id: Option<String>,
    correlation_id: Option<String>,
    sent_id: Option<HeaderValue>,
    headers: HeaderMap,
    retry_after: Option<Duration>,
    attempts: u32,
    may_have_taken_effect: bool,
    body: Bytes,
    body_length: usize,
    api_error: Option<ApiError>,
    service_error: Option<DecodedError>,
    source: Option<ErrorSource>,
    item: Option<JsonValue>,
    /// Why the call was not repeated.
    no_token: Option<CredentialError>,
    is_budget_exhausted: bool,
}

enum ErrorSource {
    Input(InputError),
    Credential(CredentialError),
    Transport(TransportError),
    Decode(DecodeError),
    Continuation(ContinuationProblem),
    Clock(NoClock),
}

impl Error {
    /// The kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that was called: names of its API, its area and its function, such as
    /// `partner-center/licenses/get_user_licenses`.
    pub fn operation(&self) -> String {
        format!("{}/{}", self.0.operation.api.name, self.0.operation.name)
    }

    /// Status of the response, when there is one.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The request id: as the service returned it, or as it was sent when no complete response arrived.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The request id that was sent with each attempt. To repeat a call whose effect is unknown, send it again with
    /// [`Call::request_id`](crate::Call::request_id).
    pub fn sent_request_id(&self) -> Option<Uuid> {
        Uuid::try_parse_ascii(self.0.sent_id.as_ref()?.as_bytes()).ok()
    }

    /// The correlation id: as the service returned it, or as it was sent when no complete response arrived.
    pub fn correlation_id(&self) -> Option<&str> {
        self.0.correlation_id.as_deref()
    }

    /// The response's body, if there is one: at most the first 8 KiB, unless the call or the client sets
    /// [another limit](crate::Call::error_body_limit). It may hold secrets.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.status.map(|_| &self.0.body)
    }

    /// The error that the body states, when it has a known form.
    pub fn api_error(&self) -> Option<&ApiError> {
        self.0.api_error.as_ref()
    }

    /// Headers of the response, when there is one. They may hold secrets.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.status.map(|_| &self.0.headers)
    }

    /// How long to wait before the call is repeated: as the response or the source of tokens asks, or as long as the client
    /// would have waited if the call's time and the [`RetryBudget`](crate::RetryBudget) had allowed it.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The documented error of the response to a call of the operation `O`. `None` if the response has none, or the call was of
    /// another operation.
    pub fn service_error<O: Operation>(&self) -> Option<&O::ServiceError> {
        self.0.service_error.as_ref()?.error.downcast_ref()
    }

    /// The input that cannot be sent.
    pub fn input(&self) -> Option<&InputError> {
        match &self.0.source {
            Some(ErrorSource::Input(error)) => Some(error),
            _ => None,
        }
    }

    /// Why there was no access token for the call or for another attempt of it.
    pub fn credential(&self) -> Option<&CredentialError> {
        match &self.0.source {
            Some(ErrorSource::Credential(error)) => Some(error),
            _ => self.0.no_token.as_ref(),
        }
    }

    /// The place in the response's JSON that is not as documented, such as `items[3].status`.
    pub fn path(&self) -> Option<&str> {
        match &self.0.source {
            Some(ErrorSource::Decode(error)) => error.path(),
            _ => None,
        }
    }

    /// The JSON of an item of a list, if it alone is not as documented: the list goes on without it. Its place in the page is
    /// the [path](Error::path). It may hold secrets.
    pub fn item(&self) -> Option<&JsonValue> {
        self.0.item.as_ref()
    }

    /// Why a link of a response cannot be followed.
    pub fn continuation(&self) -> Option<ContinuationProblem> {
        match &self.0.source {
            Some(ErrorSource::Continuation(problem)) => Some(*problem),
            _ => None,
        }
    }

    /// How many attempts were made; none when nothing was sent, or when a response was read without sending a call.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether the service may have acted on the call, in any attempt. If so, and the operation is not known to do no harm
    /// when repeated, check before calling it again.
    pub fn may_have_taken_effect(&self) -> bool {
        self.0.may_have_taken_effect
    }

    /// Whether the client would have repeated the call, if its [`RetryBudget`](crate::RetryBudget) had not been used up.
    pub fn is_budget_exhausted(&self) -> bool {
        self.0.is_budget_exhausted
    }

    /// Whether the same call may succeed later and does no harm when repeated with its
    /// [request id](Error::sent_request_id). The client repeats such calls itself, see [`RetryPolicy`](crate::RetryPolicy);
    /// after its last attempt, wait before calling again.
    ///
    /// Failures before anything was sent, 429, and a result that is not ready yet are retryable for any operation; so is the
    /// lack of a token, when it is [transient](CredentialError::is_transient). Timeouts, broken connections, 408 and 5xx (except 501 and 505) are
    /// retryable only for operations that are safe or idempotent, also by request id. What the operation's documentation says
    /// about an error takes precedence over its status, but does not make a repetition harmless.
    pub fn is_retryable(&self) -> bool {
        // Nothing was sent since an attempt that was to be repeated.
        if let Some(cause) = self.credential() {
            return cause.is_transient();
        }
        let advice = self.0.service_error.as_ref().and_then(|service_error| service_error.retry);
        is_repeatable(&self.0.operation, effect_of(self.0.kind, self.0.status), advice)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &self.0;
        write!(formatter, "{}/{}: ", details.operation.api.name, details.operation.name)?;
        match (&details.source, details.status) {
            (Some(source), _) => fmt::Display::fmt(source.as_error(), formatter)?,
            (None, Some(status)) => write!(formatter, "the service responded with {status}")?,
            (None, None) => fmt::Debug::fmt(&details.kind, formatter)?,
        }
        if let Some(api_error) = &details.api_error {
            write!(formatter, ": {api_error}")?;
        }
        match &details.request_id {
            Some(id) => write!(formatter, "; request id {id}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &self.0;
        formatter
            .debug_struct("Error")
            .field("kind", &details.kind)
            .field("operation", &self.operation())
            .field("status", &details.status)
            .field("request_id", &details.request_id)
            .field("correlation_id", &details.correlation_id)
            .field("attempts", &details.attempts)
            .field("may_have_taken_effect", &details.may_have_taken_effect)
            .field("retry_after", &details.retry_after)
            .field("api_error", &details.api_error)
            .field("body_length", &details.body_length)
            .field("source", &details.source.as_ref().map(ErrorSource::as_error))
            .field("no_token", &details.no_token)
            .field("is_budget_exhausted", &details.is_budget_exhausted)
            .finish_non_exhaustive()
    }
}

impl ErrorSource {
    fn as_error(&self) -> &(dyn StdError + 'static) {
        match self {
            Self::Input(error) => error,
            Self::Credential(error) => error,
            Self::Transport(error) => error,
            Self::Decode(error) => error,
            Self::Continuation(problem) => problem,
            Self::Clock(error) => error,
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        if let Some(no_token) = &self.0.no_token {
            return Some(no_token);
        }
        // The error shows its source's text as its own, so the chain continues with the source's source.
        self.0.source.as_ref().and_then(|source| source.as_error().source())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Api, Header, HeaderValue, Idempotency, Method, NoServiceError, TransportErrorKind};

    const API: Api = Api::new("api", "API", "test/1").with_headers(&[Header::new("X-Id", HeaderValue::RequestId)]);

    fn operation(idempotency: Idempotency) -> OperationInfo {
        OperationInfo::new(&API, "act", Method::Post, "/", idempotency)
    }

    fn status(status: u16, idempotency: Idempotency) -> Error {
        let response = http::Response::builder().status(status).body(Bytes::new()).unwrap();
        Error::from_status(&operation(idempotency), &response.into(), decode_service_error::<NoServiceError>, 0)
    }

    fn transport(kind: TransportErrorKind, idempotency: Idempotency) -> Error {
        Error::from_transport(&operation(idempotency), TransportError::new(kind), 0)
    }

    #[test]
    fn what_may_have_taken_effect_is_not_to_be_repeated_unless_that_does_no_harm() {
        for idempotency in
            [Idempotency::Safe, Idempotency::Idempotent, Idempotency::ByRequestId, Idempotency::NonIdempotent]
        {
            let harmless = idempotency != Idempotency::NonIdempotent;
            for code in [408, 500, 502, 503, 504, 507, 599] {
                assert_eq!(status(code, idempotency).is_retryable(), harmless, "{code}");
            }
            for kind in [TransportErrorKind::Timeout, TransportErrorKind::Interrupted] {
                assert_eq!(transport(kind, idempotency).is_retryable(), harmless, "{kind:?}");
            }
            assert!(status(429, idempotency).is_retryable());
            assert!(transport(TransportErrorKind::Connect, idempotency).is_retryable());
            for code in [302, 400, 401, 403, 404, 409, 501, 505] {
                assert!(!status(code, idempotency).is_retryable(), "{code}");
            }
        }
    }

    #[test]
    fn an_error_says_whether_the_call_may_have_taken_effect() {
        for code in [307, 400, 401, 404, 429] {
            assert!(!status(code, Idempotency::NonIdempotent).may_have_taken_effect(), "{code}");
        }
        for code in [202, 302, 303, 408, 500, 501, 503] {
            assert!(status(code, Idempotency::NonIdempotent).may_have_taken_effect(), "{code}");
        }
        assert!(!transport(TransportErrorKind::Connect, Idempotency::NonIdempotent).may_have_taken_effect());
        for kind in [
            TransportErrorKind::Timeout,
            TransportErrorKind::Interrupted,
            TransportErrorKind::BodyTooLarge,
            TransportErrorKind::Other,
        ] {
            assert!(transport(kind, Idempotency::NonIdempotent).may_have_taken_effect(), "{kind:?}");
        }
    }

    #[test]
    fn errors_are_small_and_travel_between_threads() {
        fn travels<T: Send + Sync + 'static>() {}
        travels::<Error>();
        assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    }
}
