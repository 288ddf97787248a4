//! The content of a reply, independent of its operation.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, RETRY_AFTER};
use http::{Response, StatusCode};
use serde::Serialize;
use thiserror::Error;

use crate::{ErrorShape, PendingWork, RawResponse, TransportError, TransportErrorKind};

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// A response to a client, or the reason why there is none.
#[derive(Clone)]
#[must_use]
pub struct Content(Result<Response<Bytes>, ResponseFailure>);

/// Why there is no response.
#[derive(Clone, Copy, Debug, Error)]
pub(super) enum ResponseFailure {
    /// The test asked for it.
    #[error("the fake service fails because the test asked for it")]
    Requested(TransportErrorKind),
    #[error("{0} is not a status")]
    NoStatus(u16),
    #[error("the value cannot be written as JSON")]
    NotSerializable,
    #[error("a service states a wait in whole seconds")]
    PartOfSecond,
    #[error("the reply has a header that no header can carry")]
    NoHeader,
}

impl Content {
    /// A response of this status, without headers and body.
    pub fn status(status: u16) -> Self {
        Self(Ok(Response::new(Bytes::new()))).with_status(status)
    }

    /// A response as it arrived.
    pub fn repeated(response: &RawResponse) -> Self {
        let mut repeated = Response::new(response.body().clone());
        *repeated.status_mut() = response.status();
        *repeated.headers_mut() = response.headers().clone();
        Self(Ok(repeated))
    }

    pub(super) fn raw(response: Response<Bytes>) -> Self {
        Self(Ok(response))
    }

    pub(super) fn failure(kind: TransportErrorKind) -> Self {
        Self(Err(ResponseFailure::Requested(kind)))
    }

    pub(super) fn with_status(self, status: u16) -> Self {
        self.and_then(|response| {
            *response.status_mut() = StatusCode::from_u16(status).map_err(|_| ResponseFailure::NoStatus(status))?;
            Ok(())
        })
    }

    /// Sets the media type that is stated for the status.
    pub(super) fn with_media_of(self, stated: &[(u16, &str)]) -> Self {
        self.and_then(|response| {
            let status = response.status().as_u16();
            if let Some((_, media)) = stated.iter().find(|(stated, _)| *stated == status) {
                let media = HeaderValue::from_str(media).map_err(|_| ResponseFailure::NoHeader)?;
                response.headers_mut().insert(CONTENT_TYPE, media);
            }
            Ok(())
        })
    }

    /// Sets the body to JSON.
    pub fn json<T: Serialize + ?Sized>(self, value: &T) -> Self {
        let body = serde_json::to_vec(value).map_err(|_| ResponseFailure::NotSerializable);
        self.and_then(|response| {
            response.headers_mut().insert(CONTENT_TYPE, JSON);
            *response.body_mut() = body?.into();
            Ok(())
        })
    }

    /// Sets the body to JSON, if there is a value.
    pub fn optional_json<T: Serialize>(self, value: &Option<T>) -> Self {
        match value {
            Some(value) => self.json(value),
            None => self,
        }
    }

    /// Sets the body to these bytes.
    pub fn bytes(self, body: &Bytes) -> Self {
        self.and_then(|response| {
            *response.body_mut() = body.clone();
            Ok(())
        })
    }

    /// Sets the `Location`.
    pub fn location(self, location: &Option<String>) -> Self {
        match location {
            Some(location) => self.header(LOCATION.as_str(), location),
            None => self,
        }
    }

    /// Sets how long to wait, in whole seconds, as `Retry-After` has them.
    pub fn retry_after(self, wait: &Option<Duration>) -> Self {
        match wait {
            Some(wait) if wait.subsec_nanos() > 0 => Self(self.0.and(Err(ResponseFailure::PartOfSecond))),
            Some(wait) => self.header(RETRY_AFTER.as_str(), &wait.as_secs().to_string()),
            None => self,
        }
    }

    /// Sets where to poll pending work, and how long to wait before.
    pub fn pending<W: PendingWork>(self, pending: &W) -> Self {
        self.location(&pending.location().map(ToOwned::to_owned)).retry_after(&pending.retry_after())
    }

    /// Sets a header.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.and_then(|response| {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| ResponseFailure::NoHeader)?;
            let value = HeaderValue::from_str(value).map_err(|_| ResponseFailure::NoHeader)?;
            response.headers_mut().insert(name, value);
            Ok(())
        })
    }

    /// Sets the body to an error in the first of the API's shapes with a place for the code, and for the message if there is
    /// such a shape; without a place for either, to the message alone.
    pub(super) fn error(self, shapes: &[ErrorShape], code: Option<&str>, message: Option<&str>) -> Self {
        let placed = |shape: &ErrorShape| {
            [(shape.code, code), (shape.message, message)].map(|(path, text)| Some((path?, text?)))
        };
        let fit = |placed: &[Option<_>; 2]| placed.each_ref().map(Option::is_some);
        // Of several that fit equally well, `max_by_key` returns the last one.
        let best = shapes.iter().map(placed).rev().max_by_key(fit);
        match best.filter(|placed| fit(placed) != [false; 2]) {
            Some(placed) => {
                let mut body = serde_json::Value::Null;
                for (path, text) in placed.into_iter().flatten() {
                    set(&mut body, path, text);
                }
                self.json(&body)
            }
            None if code.is_some() || message.is_some() => self.json(&message),
            None => self,
        }
    }

    pub(super) fn and_then(self, change: impl FnOnce(&mut Response<Bytes>) -> Result<(), ResponseFailure>) -> Self {
        Self(self.0.and_then(|mut response| change(&mut response).map(|()| response)))
    }

    pub(crate) fn into_result(self) -> Result<Response<Bytes>, TransportError> {
        self.0.map_err(|failure| match failure {
            ResponseFailure::Requested(kind) => TransportError::new(kind).with_source(failure),
            _ => TransportError::new(TransportErrorKind::Other).with_source(failure),
        })
    }
}

/// Sets the text at a path of an error shape, with the objects and lists on the way.
fn set(value: &mut serde_json::Value, path: &str, text: &str) {
    if let Some(path) = path.strip_prefix("[0]") {
        if !value.is_array() {
            *value = serde_json::json!([null]);
        }
        return set(&mut value[0], path, text);
    }
    if path.is_empty() {
        *value = text.into();
        return;
    }
    let path = path.strip_prefix('.').unwrap_or(path);
    let (name, rest) = path.split_at(path.find(['.', '[']).unwrap_or(path.len()));
    if !value.is_object() {
        *value = serde_json::json!({});
    }
    set(&mut value[name], rest, text);
}

/// Shows neither headers nor body: they may hold secrets.
impl fmt::Debug for Content {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.as_ref().map(|response| RawResponse::from(response.clone()));
        formatter.debug_tuple("Content").field(&shown).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_has_the_media_type_that_is_stated_for_its_status() {
        let media = |status| {
            let content = Content::status(status).json(&1).with_media_of(&[(200, "application/hal+json")]);
            content.into_result().unwrap().headers().get(CONTENT_TYPE).cloned()
        };
        assert_eq!(media(200).unwrap(), "application/hal+json");
        assert_eq!(media(202), Some(JSON));
    }

    #[test]
    fn errors_have_the_form_of_their_shape() {
        let body_of = |shapes: &[ErrorShape], message| {
            let content = Content::status(409).error(shapes, Some("7"), message);
            String::from_utf8(content.into_result().unwrap().into_body().to_vec()).unwrap()
        };
        let body = |code, message| body_of(&[ErrorShape::new(code, message)], Some("No."));
        assert_eq!(body("code", "message"), r#"{"code":"7","message":"No."}"#);
        assert_eq!(body("error.code", "error.message"), r#"{"error":{"code":"7","message":"No."}}"#);
        assert_eq!(body("errors[0].id", "errors[0].text"), r#"{"errors":[{"id":"7","text":"No."}]}"#);

        let shapes = [ErrorShape::of_message("detail"), ErrorShape::of_code("a"), ErrorShape::new("b", "text")];
        assert_eq!(body_of(&shapes, Some("No.")), r#"{"b":"7","text":"No."}"#);
        assert_eq!(body_of(&shapes, None), r#"{"a":"7"}"#);
        assert_eq!(body_of(&shapes[..1], Some("No.")), r#"{"detail":"No."}"#);
        assert_eq!(body_of(&[], Some("No.")), r#""No.""#);
    }
}
