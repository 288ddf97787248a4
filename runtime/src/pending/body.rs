//! Work whose state is requested with a body.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use serde_json::{Value as Json, json};

use super::{Pending, PendingError};
use crate::continuation::handle;
use crate::continuation::link::location_without_credentials;
use crate::{Error, InputError, InputProblem, Operation, RequestParts};

/// An operation that reports the state of long work to requests with a body, which no location states.
pub trait PolledWithBody: Operation {
    /// The body.
    type Body;

    /// Writes the body into `request`, as a call of the operation does.
    ///
    /// # Errors
    /// When the body cannot be sent.
    fn encode_body(body: &Self::Body, request: &mut RequestParts) -> Result<(), InputError>;
}

/// What a response says about pending work.
pub trait PendingWork {
    /// Work of which a response states this.
    fn stated(location: Option<String>, retry_after: Option<Duration>) -> Self;

    /// Where to poll.
    fn location(&self) -> Option<&str>;

    /// How long to wait before.
    fn retry_after(&self) -> Option<Duration>;
}

impl<O: Operation> PendingWork for Pending<O> {
    fn stated(location: Option<String>, retry_after: Option<Duration>) -> Self {
        let location = location.map(|location| location_without_credentials(location, O::INFO.api));
        Self { location, retry_after, body: None, operation: PhantomData }
    }

    fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

impl<O: Operation> PendingWork for PendingWithBody<O> {
    fn stated(location: Option<String>, retry_after: Option<Duration>) -> Self {
        Self(Pending::stated(location, retry_after))
    }

    fn location(&self) -> Option<&str> {
        self.0.location.as_deref()
    }

    fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }
}

/// Work that the service continues after its response. `O` is the operation that reports its state, and takes a body:
/// [`with_body`](Self::with_body) gives the [`Pending`] work that can be polled.
///
/// It can be kept as text, or with serde, as a [`Pending`] can.
pub struct PendingWithBody<O>(Pending<O>);

impl<O: PolledWithBody> PendingWithBody<O> {
    /// The work as one that is polled with this body, every time. As text, it contains the body.
    ///
    /// # Errors
    /// When the body cannot be sent.
    pub fn with_body(&self, body: impl Into<O::Body>) -> Result<Pending<O>, Error> {
        let mut request = RequestParts::default();
        let body = O::encode_body(&body.into(), &mut request).and_then(|()| PollBody::of(request));
        let body = body.map_err(|error| Error::from_input(&O::INFO, error))?;
        Ok(Pending { body: Some(body), ..self.0.clone() })
    }
}

impl<O: Operation> PendingWithBody<O> {
    /// Pending work as a service would state it, for fake services.
    #[cfg(feature = "test-kit")]
    pub fn at(location: impl Into<String>, retry_after: Option<Duration>) -> Self {
        Self(Pending::at(location, retry_after))
    }

    /// Where to poll, as the service states it.
    pub fn location(&self) -> Option<&str> {
        self.0.location()
    }

    /// How long the service asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after()
    }
}

/// The text holds operation and location, and is not one of [`Pending`] work.
impl<O: Operation> fmt::Display for PendingWithBody<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let handle = json!({"location": self.location(), "operation": Pending::<O>::name(), "body": null});
        formatter.write_str(&handle::write(&handle))
    }
}

impl<O: Operation> FromStr for PendingWithBody<O> {
    type Err = PendingError;

    fn from_str(text: &str) -> Result<Self, PendingError> {
        let value = handle::read(text).ok_or(PendingError)?;
        let is_of_operation = value.get("operation").and_then(Json::as_str) == Some(Pending::<O>::name().as_str());
        if !is_of_operation || value.get("body") != Some(&Json::Null) {
            return Err(PendingError);
        }
        Ok(Self::stated(value.get("location").and_then(Json::as_str).map(ToOwned::to_owned), None))
    }
}

impl<O: Operation> Serialize for PendingWithBody<O> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, O: Operation> Deserialize<'de> for PendingWithBody<O> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl<O> Clone for PendingWithBody<O> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<O> PartialEq for PendingWithBody<O> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// Shows the operation only: locations may hold more than a log should.
impl<O: Operation> fmt::Debug for PendingWithBody<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("PendingWithBody").field(&self.0).finish()
    }
}

/// A body of JSON with its media type, as it is sent.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct PollBody {
    media: HeaderValue,
    text: String,
}

impl PollBody {
    fn of(request: RequestParts) -> Result<Self, InputError> {
        let (headers, body) = request.into_content();
        let media = headers.get(CONTENT_TYPE).cloned();
        match (media, String::from_utf8(body.to_vec())) {
            (Some(media), Ok(text)) => Ok(Self { media, text }),
            _ => Err(InputError::new("body", InputProblem::NotSerializable)),
        }
    }

    /// Adds the body to a request.
    pub(super) fn send(&self, request: &mut http::Request<Bytes>) {
        request.headers_mut().insert(CONTENT_TYPE, self.media.clone());
        *request.body_mut() = Bytes::from(self.text.clone());
    }

    pub(super) fn to_json(&self) -> Json {
        json!({"media": self.media.to_str().unwrap_or_default(), "text": self.text})
    }

    pub(super) fn of_json(json: &Json) -> Result<Self, PendingError> {
        let text = |name| json.get(name).and_then(Json::as_str).ok_or(PendingError);
        let media = HeaderValue::from_str(text("media")?).map_err(|_| PendingError)?;
        Ok(Self { media, text: text("text")?.to_owned() })
    }
}
