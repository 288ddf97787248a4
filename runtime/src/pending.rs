//! Work that continues after a response: polling its state, and waiting for its end.

mod asking;
mod body;
mod poll_policy;
mod ready;

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;
use std::time::Duration;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use serde_json::{Value as Json, json};
use thiserror::Error;

use self::body::PollBody;
pub use self::body::{PendingWithBody, PendingWork, PolledWithBody};
pub use self::poll_policy::PollPolicy;
pub(crate) use self::poll_policy::Waits;
use crate::continuation::handle;
use crate::continuation::member_path::{MemberPath, find};
use crate::{Call, Client, ContinuationProblem, Error, Operation, OperationInfo, RawResponse, Response, Value};

/// Work that the service continues after its response. `O` is the operation that reports its state.
///
/// It can be kept as text, or with serde, and be polled by another program. When read back, its location is trusted no more
/// than that of a response: it leads to `O` on the client's server. It is not checked which work that is; see
/// [`Cursor`](crate::Cursor).
pub struct Pending<O> {
    location: Option<String>,
    retry_after: Option<Duration>,
    /// What each poll sends, where a location alone does not ask for the state.
    body: Option<PollBody>,
    operation: PhantomData<fn() -> O>,
}

/// The state of work that the service continues. `O` is the operation that reports it.
#[non_exhaustive]
pub enum Progress<O: Operation> {
    /// It is not finished. This holds where to poll next, which the service may have changed, and how long to wait.
    Running(Pending<O>),
    /// It is finished, with success or not: the response says which.
    Finished(Response<Value<O>>),
}

/// Which responses of an operation mean that the work is still running.
#[derive(Clone, Copy, Debug)]
pub struct Running {
    member: MemberPath,
    states: States,
}

#[derive(Clone, Copy, Debug)]
enum States {
    Texts(&'static [&'static str]),
    Integers(&'static [i64]),
}

impl Running {
    /// The work is still running while the text at the path `member` is one of `texts`, ignoring case.
    pub const fn new(member: &'static [&'static str], texts: &'static [&'static str]) -> Self {
        Self { member, states: States::Texts(texts) }
    }

    /// The work is still running while the number at the path `member` is one of `integers`.
    pub const fn of_integers(member: &'static [&'static str], integers: &'static [i64]) -> Self {
        Self { member, states: States::Integers(integers) }
    }

    fn is_stated(&self, body: &[u8]) -> bool {
        let Some(json) = find(body, self.member) else { return false };
        match self.states {
            States::Texts(texts) => serde_json::from_str::<String>(json)
                .is_ok_and(|stated| texts.iter().any(|text| text.eq_ignore_ascii_case(&stated))),
            States::Integers(integers) => {
                serde_json::from_str::<i64>(json).is_ok_and(|stated| integers.contains(&stated))
            }
        }
    }
}

impl<O: Operation> Pending<O> {
    /// Pending work as a service would state it, for fake services.
    #[cfg(feature = "test-kit")]
    pub fn at(location: impl Into<String>, retry_after: Option<Duration>) -> Self {
        Self::stated(Some(location.into()), retry_after)
    }

    /// Where to poll, as the service states it.
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// How long the service asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Polls once, when it is awaited; it is a call, whose options can be set before.
    ///
    /// It fails when there is no location, when that leads out of the client's base URL or to another operation than `O`, and
    /// for every response that is an error of `O`.
    pub fn poll<'c>(&self, client: &'c Client) -> Call<'c, Self> {
        Call::new(client, self.clone())
    }

    /// Polls until the work is finished. Dropping the future ends the waiting, not the work. For settings of the calls, see
    /// [`Call::wait`].
    ///
    /// # Errors
    /// Those of [`Pending::poll`], and [`ErrorKind::Unfinished`](crate::ErrorKind::Unfinished) when the limit is reached. This
    /// value can still be polled then.
    pub async fn wait(&self, client: &Client, poll_policy: PollPolicy) -> Result<Response<Value<O>>, Error> {
        self.poll(client).wait(poll_policy).await
    }

    fn name() -> String {
        format!("{}/{}", O::INFO.api.name, O::INFO.name)
    }
}

pub(crate) fn unfinished(operation: &OperationInfo, retry_after: Option<Duration>) -> Error {
    let mut error = Error::from_continuation(operation, ContinuationProblem::Unfinished);
    retry_after.into_iter().for_each(|wait| error.state_wait(wait));
    error
}

impl RawResponse {
    /// The work that the response describes as pending.
    pub fn pending<W: PendingWork>(&self) -> W {
        W::stated(self.location(), self.retry_after())
    }
}

/// A text is not a [`Pending`] of the requested operation, or one of an unknown format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not pending work of this operation that this version can read")]
pub struct PendingError;

/// The text holds operation and location, and the body that is sent with each poll, if there is one; but not how long to wait:
/// when it is read, that time has mostly passed.
impl<O: Operation> fmt::Display for Pending<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut handle = json!({"location": self.location, "operation": Self::name()});
        if let Some(body) = &self.body {
            handle["body"] = body.to_json();
        }
        formatter.write_str(&handle::write(&handle))
    }
}

impl<O: Operation> FromStr for Pending<O> {
    type Err = PendingError;

    fn from_str(text: &str) -> Result<Self, PendingError> {
        let value = handle::read(text).ok_or(PendingError)?;
        if value.get("operation").and_then(Json::as_str) != Some(Self::name().as_str()) {
            return Err(PendingError);
        }
        let location = value.get("location").and_then(Json::as_str).map(ToOwned::to_owned);
        let body = value.get("body").map(PollBody::of_json).transpose()?;
        Ok(Self { body, ..Self::stated(location, None) })
    }
}

impl<O: Operation> Serialize for Pending<O> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, O: Operation> Deserialize<'de> for Pending<O> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl<O> Clone for Pending<O> {
    fn clone(&self) -> Self {
        let (location, body) = (self.location.clone(), self.body.clone());
        Self { location, body, retry_after: self.retry_after, operation: PhantomData }
    }
}

impl<O> PartialEq for Pending<O> {
    fn eq(&self, other: &Self) -> bool {
        (&self.location, self.retry_after, &self.body) == (&other.location, other.retry_after, &other.body)
    }
}

impl<O: Operation> Clone for Progress<O>
where
    Value<O>: Clone,
{
    fn clone(&self) -> Self {
        match self {
            Self::Running(pending) => Self::Running(pending.clone()),
            Self::Finished(response) => Self::Finished(response.clone()),
        }
    }
}

impl<O: Operation> fmt::Debug for Progress<O>
where
    Value<O>: fmt::Debug,
{
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Running(pending) => formatter.debug_tuple("Running").field(pending).finish(),
            Self::Finished(response) => formatter.debug_tuple("Finished").field(response).finish(),
        }
    }
}

/// Shows the operation only: locations may hold more than a log should.
impl<O: Operation> fmt::Debug for Pending<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pending")
            .field("operation", &Self::name())
            .field("retry_after", &self.retry_after)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Running;

    #[test]
    fn a_number_and_a_text_of_its_digits_are_different_states() {
        let (texts, integers) =
            (Running::new(&["job", "state"], &["1", "queued"]), Running::of_integers(&["job", "state"], &[1, -2]));
        for (state, is_text, is_integer) in [
            (r#""1""#, true, false),
            (r#""QUEUED""#, true, false),
            ("1", false, true),
            ("-2", false, true),
            ("1.0", false, false),
            ("2", false, false),
            ("true", false, false),
            ("null", false, false),
        ] {
            let body = format!(r#"{{"job":{{"state":{state}}}}}"#);
            let found = (texts.is_stated(body.as_bytes()), integers.is_stated(body.as_bytes()));
            assert_eq!(found, (is_text, is_integer), "{state}");
        }
    }
}
