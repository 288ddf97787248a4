//! Inputs of operations: their text forms, and their errors.

use std::borrow::Cow;

use thiserror::Error;
use uuid::Uuid;

use crate::Secret;

/// The part of a request that an input is in: some values are spelled differently by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InputLocation {
    /// In a path.
    Path,
    /// In a query.
    Query,
    /// In a header.
    Header,
    /// As a part of a body with several parts.
    Part,
}

/// An input with one plain text form.
pub trait Scalar {
    /// The text, before any encoding.
    ///
    /// # Errors
    /// When the value has no text that a service can read.
    fn text(&self, place: InputLocation) -> Result<Cow<'_, str>, InputProblem>;

    /// Whether the value is not to be shown.
    fn is_secret(&self) -> bool {
        false
    }
}

/// What is done with each text of an input.
pub type Visit<'v> = dyn FnMut(&str) -> Result<(), InputProblem> + 'v;

/// An input that is zero, one or several plain texts: a [`Scalar`], an `Option` or a `Vec` of it.
pub trait Values {
    /// Calls `visit` with each text, before any encoding.
    ///
    /// # Errors
    /// When a value has no text that a service can read, or `visit` returns an error.
    fn each(&self, place: InputLocation, visit: &mut Visit<'_>) -> Result<(), InputProblem>;

    /// Whether the texts are not to be shown.
    fn is_secret(&self) -> bool;
}

impl<T: Scalar> Values for T {
    fn each(&self, place: InputLocation, visit: &mut Visit<'_>) -> Result<(), InputProblem> {
        hand(self, place, visit)
    }

    fn is_secret(&self) -> bool {
        Scalar::is_secret(self)
    }
}

impl<T: Scalar> Values for Option<T> {
    fn each(&self, place: InputLocation, visit: &mut Visit<'_>) -> Result<(), InputProblem> {
        self.as_ref().map_or(Ok(()), |value| hand(value, place, visit))
    }

    fn is_secret(&self) -> bool {
        self.as_ref().is_some_and(Scalar::is_secret)
    }
}

impl<T: Scalar> Values for Vec<T> {
    fn each(&self, place: InputLocation, visit: &mut Visit<'_>) -> Result<(), InputProblem> {
        self.iter().try_for_each(|value| hand(value, place, visit))
    }

    fn is_secret(&self) -> bool {
        self.iter().any(Scalar::is_secret)
    }
}

fn hand(value: &dyn Scalar, place: InputLocation, visit: &mut Visit<'_>) -> Result<(), InputProblem> {
    visit(&value.text(place)?)
}

impl Scalar for String {
    fn text(&self, _: InputLocation) -> Result<Cow<'_, str>, InputProblem> {
        Ok(Cow::Borrowed(self))
    }
}

impl Scalar for &str {
    fn text(&self, _: InputLocation) -> Result<Cow<'_, str>, InputProblem> {
        Ok(Cow::Borrowed(self))
    }
}

impl Scalar for bool {
    fn text(&self, _: InputLocation) -> Result<Cow<'_, str>, InputProblem> {
        Ok(Cow::Borrowed(if *self { "true" } else { "false" }))
    }
}

impl<T: Scalar> Scalar for Secret<T> {
    fn text(&self, place: InputLocation) -> Result<Cow<'_, str>, InputProblem> {
        self.expose().text(place)
    }

    fn is_secret(&self) -> bool {
        true
    }
}

macro_rules! displayed_scalars {
    ($($scalar:ty),*) => { $(
        impl Scalar for $scalar {
            fn text(&self, _: InputLocation) -> Result<Cow<'_, str>, InputProblem> {
                Ok(Cow::Owned(self.to_string()))
            }
        }
    )* };
}
displayed_scalars!(i32, i64, u32, u64, Uuid);

impl Scalar for f64 {
    fn text(&self, _: InputLocation) -> Result<Cow<'_, str>, InputProblem> {
        if self.is_finite() { Ok(Cow::Owned(self.to_string())) } else { Err(InputProblem::NotFinite) }
    }
}

/// An input that cannot be sent. It names the parameter and never shows the value.
// The box makes each of the many `?` of generated code a test of one pointer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("input `{}` {}", .0.parameter, .0.problem)]
pub struct InputError(Box<Stated>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Stated {
    parameter: Cow<'static, str>,
    problem: InputProblem,
}

impl InputError {
    #[cold]
    pub(crate) fn new(parameter: impl Into<Cow<'static, str>>, problem: InputProblem) -> Self {
        Self(Box::new(Stated { parameter: parameter.into(), problem }))
    }

    /// Name of the parameter, header, setting or variable of a server; `client`, if that is of another API than the operation.
    pub fn parameter(&self) -> &str {
        &self.0.parameter
    }

    /// What is wrong with it.
    pub fn problem(&self) -> InputProblem {
        self.0.problem
    }
}

/// What is wrong with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InputProblem {
    /// Empty text would remove a segment from the path.
    #[error("is empty, which would name another resource")]
    Empty,
    /// `.` and `..` would name a parent resource, also between slashes, and however they are spelled. So would a NUL, which
    /// ends the path for some servers.
    #[error("contains `.` or `..` as a segment, or a NUL, which would name another resource")]
    DotSegment,
    /// Infinity and NaN have no spelling that services agree on.
    #[error("is not a finite number")]
    NotFinite,
    /// In a list whose values are separated by commas, a value cannot contain one.
    #[error("holds a value with a comma, which would be read as two values")]
    HoldsSeparator,
    /// A header holds visible characters only.
    #[error("holds characters that a header cannot carry")]
    NotAHeaderValue,
    /// The name of a header is an HTTP token.
    #[error("is not the name of a header")]
    NotAHeaderName,
    /// A query parameter has a name.
    #[error("is empty, which is not the name of a query parameter")]
    NotAQueryName,
    /// The header or query parameter belongs to a credential of the API or to the connection, or has the request id or the
    /// correlation id.
    #[error("is a header or query parameter that the client sets itself")]
    OwnedByClient,
    /// The body, or a JSON text in the query, could not be written: a variant of a union in it has the tag of another one.
    #[error("cannot be written as JSON, such as a variant with the tag of another one")]
    NotSerializable,
    /// More items than the operation accepts, or more headers than a request can have.
    #[error("holds more than {max} items")]
    TooMany {
        /// The most items that are accepted.
        max: usize,
    },
    /// The path template has a parameter without a value.
    #[error("has no value, but the path needs one")]
    MissingFromPath,
    /// A value has no parameter in the path template.
    #[error("has a value, but no place in the path")]
    NotInPath,
    /// A variable of a server's URL is one label of the host.
    #[error("is not one label of a host: up to 63 ASCII letters, digits and hyphens, without a hyphen at either end")]
    NotAHostLabel,
    /// The API lists the values of the variable.
    #[error("is none of the values that the API lists")]
    NotListed,
    /// No header of the API carries this setting.
    #[error("is not a setting of this API")]
    UnknownSetting,
    /// The API has no versions, so none can be set.
    #[error("cannot be set, because the API has no versions")]
    NoVersions,
    /// A client is called with an operation of another API than its server's, or a setting is of another API.
    #[error("is of the API `{actual}`, not of `{expected}`")]
    OtherApi {
        /// Name of the API to which the client or the setting belongs.
        actual: &'static str,
        /// Name of the API that the operation or the client requires.
        expected: &'static str,
    },
    /// The request as a whole is no valid HTTP request, for example too long.
    #[error("does not make a valid HTTP request")]
    NotARequest,
}
