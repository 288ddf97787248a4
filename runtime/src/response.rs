//! Responses of operations: which statuses are results, and how their bodies are read.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::{DATE, HeaderMap, LOCATION, RETRY_AFTER};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::Offset;
use serde::de::DeserializeOwned;

use crate::{DecodeError, decode};

/// Formats of HTTP dates: the present one, for the last hours that [`Timestamp`] does not hold, and the obsolete ones.
const HTTP_DATES: [&str; 3] = ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

/// How the responses of an operation are read.
pub trait FromResponse {
    /// The type of the value that a caller gets.
    type Value;

    /// Whether a response of this status is a result; others are errors. 206 is a result only of a request with the header
    /// `Range`.
    fn accepts(status: StatusCode) -> bool {
        status.is_success()
    }

    /// Whether a response of this status means that the result is not ready, and the call is to be repeated later.
    fn is_not_ready(_status: StatusCode) -> bool {
        false
    }

    /// Reads a response of an accepted status.
    ///
    /// # Errors
    /// When the body does not have the documented form.
    fn read(response: &RawResponse) -> Result<Self::Value, DecodeError>;
}

/// Which statuses of a request are results.
#[derive(Clone, Copy)]
pub(crate) struct Accepted {
    /// Those of the operation.
    pub(crate) of_operation: fn(StatusCode) -> bool,
    /// Whether the request asks for a part: of one for the whole, a part is no result.
    pub(crate) parts: bool,
}

impl Accepted {
    pub(crate) fn contains(self, status: StatusCode) -> bool {
        (self.of_operation)(status) && (self.parts || status != StatusCode::PARTIAL_CONTENT)
    }
}

/// One response: JSON of the form `T`.
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned> FromResponse for Json<T> {
    type Value = T;

    fn read(response: &RawResponse) -> Result<T, DecodeError> {
        response.json()
    }
}

/// One response: JSON of the form `T`, or nothing.
#[derive(Debug)]
pub struct OptionalJson<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned> FromResponse for OptionalJson<T> {
    type Value = Option<T>;

    fn read(response: &RawResponse) -> Result<Option<T>, DecodeError> {
        response.optional_json()
    }
}

/// One response: nothing; a body is ignored.
#[derive(Debug)]
pub struct Empty;

impl FromResponse for Empty {
    type Value = ();

    fn read(_: &RawResponse) -> Result<(), DecodeError> {
        Ok(())
    }
}

/// One response: bytes that are not JSON.
#[derive(Debug)]
pub struct Binary;

impl FromResponse for Binary {
    type Value = Bytes;

    fn read(response: &RawResponse) -> Result<Bytes, DecodeError> {
        Ok(response.body.clone())
    }
}

/// A response as it arrived.
#[derive(Clone)]
pub struct RawResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl RawResponse {
    /// Status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The same response with another body.
    pub(crate) fn with_body(&self, body: Bytes) -> Self {
        Self { status: self.status, headers: self.headers.clone(), body }
    }

    pub(crate) fn into_head(self) -> (StatusCode, HeaderMap) {
        (self.status, self.headers)
    }

    /// The body read as JSON; a byte-order mark in front is skipped.
    ///
    /// # Errors
    /// When the body does not have the form of `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode::json(&self.body)
    }

    /// The body read as JSON; `None` if it is empty, or has nothing but white space or a byte-order mark.
    ///
    /// # Errors
    /// When the body is neither empty nor of the form of `T`.
    pub fn optional_json<T: DeserializeOwned>(&self) -> Result<Option<T>, DecodeError> {
        if decode::is_empty(&self.body) { Ok(None) } else { self.json().map(Some) }
    }

    /// The `Location` of the response, unchanged.
    pub fn location(&self) -> Option<String> {
        text_of(&self.headers, LOCATION.as_str()).map(ToOwned::to_owned)
    }

    /// How long the response asks to wait: the longest of its `Retry-After`, in seconds or until a date, and of `retry-after-ms` and
    /// `x-ms-retry-after-ms`.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }
}

impl From<http::Response<Bytes>> for RawResponse {
    fn from(response: http::Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        Self { status: head.status, headers: head.headers, body }
    }
}

impl From<RawResponse> for http::Response<Bytes> {
    fn from(response: RawResponse) -> Self {
        let mut this = Self::new(response.body);
        (*this.status_mut(), *this.headers_mut()) = (response.status, response.headers);
        this
    }
}

/// Shows neither headers nor body: they may hold secrets.
impl fmt::Debug for RawResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawResponse")
            .field("status", &self.status.as_u16())
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

pub(crate) fn text_of<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Headers in which Azure services state a wait in milliseconds.
pub(crate) const WAITS_IN_MILLISECONDS: [&str; 2] = ["retry-after-ms", "x-ms-retry-after-ms"];

/// The longest of the waits that the headers ask for.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let texts = |name| headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok()).map(str::trim);
    let now = || {
        // The date is of the service's clock, which need not agree with the local one.
        text_of(headers, DATE.as_str()).and_then(http_date).unwrap_or_else(|| in_utc(Timestamp::now()))
    };
    let in_seconds = texts(RETRY_AFTER.as_str()).filter_map(|text| match whole_number(text) {
        Some(seconds) => Some(Duration::from_secs(seconds)),
        // A date in the past asks for no wait.
        None => Some(http_date(text)?.duration_since(now()).try_into().unwrap_or(Duration::ZERO)),
    });
    let in_milliseconds =
        WAITS_IN_MILLISECONDS.into_iter().flat_map(texts).filter_map(whole_number).map(Duration::from_millis);
    in_seconds.chain(in_milliseconds).max()
}

/// A number of any length; one that is too large counts as the largest.
fn whole_number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

/// A date in UTC.
fn http_date(text: &str) -> Option<DateTime> {
    let date = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).map(in_utc);
    date.ok().or_else(|| HTTP_DATES.iter().find_map(|form| DateTime::strptime(form, text).ok()))
}

fn in_utc(instant: Timestamp) -> DateTime {
    Offset::UTC.to_datetime(instant)
}

/// What a call returns: the value, and what came with it.
///
/// It dereferences to its value: `response.items` is the member `items` of the value. Members with the name of a field below
/// need `response.value`. [`into_value`](Response::into_value) gives the value away.
///
/// To compare a received value with another one, for example by `assert_eq!`, its type needs `PartialEq`, which structs and
/// unions have with the crate's feature `partial-eq`.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The value.
    pub value: T,
    /// Status.
    pub status: StatusCode,
    /// The request id that the service returned.
    pub request_id: Option<String>,
    /// The correlation id that the service returned.
    pub correlation_id: Option<String>,
    /// Headers.
    pub headers: HeaderMap,
}

impl<T> Response<T> {
    /// The value alone.
    pub fn into_value(self) -> T {
        self.value
    }
}

impl Response<()> {
    /// The same response with a value.
    pub(crate) fn with_value<T>(self, value: T) -> Response<T> {
        let Self { value: (), status, request_id, correlation_id, headers } = self;
        Response { value, status, request_id, correlation_id, headers }
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Shows no headers: they may hold secrets.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status.as_u16())
            .field("request_id", &self.request_id)
            .field("correlation_id", &self.correlation_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(text: &str) -> Option<Duration> {
        let response = http::Response::builder().header(RETRY_AFTER, text).body(Bytes::new()).unwrap();
        RawResponse::from(response).retry_after()
    }

    #[test]
    fn an_empty_body_is_no_value_where_it_is_allowed() {
        let read = |body: &'static [u8]| {
            let response = RawResponse::from(http::Response::new(Bytes::from_static(body)));
            OptionalJson::<Vec<i64>>::read(&response)
        };
        for empty in ["", " \r\n", "\u{feff}"] {
            assert_eq!(read(empty.as_bytes()), Ok(None), "{empty:?}");
        }
        assert_eq!(read(b"\xef\xbb\xbf[1]"), Ok(Some(vec![1])));
        // What is there has to have the form.
        for other in ["null", "{}", "[1", "nothing"] {
            assert!(read(other.as_bytes()).is_err(), "{other}");
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        assert_eq!(wait("57"), Some(Duration::from_secs(57)));
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
        for never in ["Fri, 31 Dec 9990 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"] {
            assert!(wait(never).is_some_and(|wait| wait > Duration::from_secs(1_000_000)), "{never}");
        }
        assert_eq!(wait("soon"), None);
        for garbage in ["-1", "+1", "", "1.5", "1e3"] {
            assert_eq!(wait(garbage), None, "{garbage}");
        }
        assert_eq!(wait("99999999999999999999"), Some(Duration::from_secs(u64::MAX)), "more than can be counted");
    }

    #[test]
    fn of_several_waits_the_longest_counts() {
        let wait = |lines: &[(&str, &str)]| {
            let head = lines.iter().fold(http::Response::builder(), |head, (name, value)| head.header(*name, *value));
            RawResponse::from(head.body(Bytes::new()).unwrap()).retry_after()
        };
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(wait(&[("Retry-After", "2"), ("Retry-After", "60")]), seconds(60));
        assert_eq!(wait(&[("Retry-After", "60"), ("Retry-After", "soon")]), seconds(60));
        assert_eq!(wait(&[("Retry-After", "1"), ("retry-after-ms", "7000")]), seconds(7));
        assert_eq!(wait(&[("x-ms-retry-after-ms", "250")]), Some(Duration::from_millis(250)));
        assert_eq!(wait(&[("Retry-After-Ms", "-1"), ("X-Ms-Retry-After-Ms", "1.5")]), None);
    }

    #[test]
    fn a_date_to_wait_for_is_one_of_the_services_clock_in_any_form_that_http_has_had() {
        for date in ["Sun, 06 Nov 1994 08:50:07 GMT", "Sunday, 06-Nov-94 08:50:07 GMT", "Sun Nov  6 08:50:07 1994"] {
            let response = http::Response::builder()
                .header(DATE, "Sun, 06 Nov 1994 08:49:37 GMT")
                .header(RETRY_AFTER, date)
                .body(Bytes::new())
                .unwrap();
            assert_eq!(RawResponse::from(response).retry_after(), Some(Duration::from_secs(30)), "{date}");
        }
    }
}
