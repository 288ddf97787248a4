//! Writes the values that a client reads.

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Content;
use crate::macros::members::Members;
use crate::{Binary, Empty, FromResponse, Json, NoServiceError, OptionalJson, ServiceError};

/// A [`FromResponse`] that a fake service can return. Generated code implements it under its feature `test-kit`.
pub trait FakeResponse: FromResponse {
    /// The response that is read as `value`.
    fn content(value: &Self::Value) -> Content;
}

impl<T: DeserializeOwned + Serialize> FakeResponse for Json<T> {
    fn content(value: &T) -> Content {
        Content::status(200).json(value)
    }
}

impl<T: DeserializeOwned + Serialize> FakeResponse for OptionalJson<T> {
    fn content(value: &Option<T>) -> Content {
        Content::status(200).optional_json(value)
    }
}

impl FakeResponse for Empty {
    fn content((): &()) -> Content {
        Content::status(204)
    }
}

impl FakeResponse for Binary {
    fn content(value: &Bytes) -> Content {
        Content::status(200).bytes(value)
    }
}

/// A [`ServiceError`] that a fake service can return. Generated code implements it under its feature `test-kit`.
pub trait FakeError: ServiceError {
    /// The status of the error.
    fn status(&self) -> u16;

    /// The code, where the error is recognized by one.
    fn code(&self) -> Option<&'static str>;

    /// The reason, where the error has one.
    fn reason(&self) -> Option<&str>;
}

impl FakeError for NoServiceError {
    fn status(&self) -> u16 {
        match *self {}
    }

    fn code(&self) -> Option<&'static str> {
        match *self {}
    }

    fn reason(&self) -> Option<&str> {
        match *self {}
    }
}

/// Objects as one expression: received types are `#[non_exhaustive]`, so another crate cannot use struct literals.
/// `SeatDetails::default().with(|seat| seat.assigned_to = Some("ada@contoso.example".into()))` is a seat.
pub trait With: Sized {
    /// The value after `set` has set its fields.
    #[must_use]
    fn with(mut self, set: impl FnOnce(&mut Self)) -> Self {
        set(&mut self);
        self
    }
}

impl<T: for<'de> Members<'de>> With for T {}
