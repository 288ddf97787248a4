//! Work that takes the service longer than an answer: asking for its state, and waiting for its end.

mod patience;
mod ready;

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use serde_json::{Value as Json, json};
use thiserror::Error;

pub use self::patience::Patience;
use crate::answer::retry_after;
use crate::call::{Options, exchange_of, plan, read_exchanged};
use crate::paging::{Link, Root, find, follow, leads_to, read_handle, write_handle};
use crate::{
    Answer, Client, ContinuationProblem, Error, Operation, OperationInfo, RawAnswer, RequestParts, Response, Value,
};

/// Work that the service goes on with after it answered. `O` is the operation that tells its state.
///
/// It can be kept as text, or with serde, and be asked again by another program.
pub struct Pending<O> {
    location: Option<String>,
    retry_after: Option<Duration>,
    operation: PhantomData<fn() -> O>,
}

/// What the service says of work that it goes on with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Progress<T> {
    /// It is not finished.
    Running {
        /// How long the service asks to wait.
        retry_after: Option<Duration>,
    },
    /// It is finished, well or not: the answer says which.
    Finished(Response<T>),
}

/// Which answers of an operation say that the work goes on.
#[derive(Clone, Copy, Debug)]
pub struct Running {
    member: &'static str,
    values: &'static [&'static str],
}

impl Running {
    /// The work goes on as long as the text at the path `member` is one of `values`, case aside.
    pub const fn new(member: &'static str, values: &'static [&'static str]) -> Self {
        Self { member, values }
    }

    fn is_stated(&self, body: &[u8]) -> bool {
        let stated = find(body, self.member).and_then(|text| serde_json::from_str::<String>(text).ok());
        stated.is_some_and(|stated| self.values.iter().any(|value| value.eq_ignore_ascii_case(&stated)))
    }
}

impl<O: Operation> Pending<O> {
    /// Work as a service would state it, for a fake of it.
    #[cfg(feature = "test-kit")]
    pub fn at(location: impl Into<String>, retry_after: Option<Duration>) -> Self {
        Self { location: Some(location.into()), retry_after, operation: PhantomData }
    }

    /// Where to ask, as the service states it.
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// How long the service asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Asks once.
    ///
    /// # Errors
    /// When there is no location, when it leads away from the client's server or to another operation than `O`, and for every
    /// answer that is an error of `O`.
    pub async fn poll(&self, client: &Client) -> Result<Progress<Value<O>>, Error> {
        let options = Options::default();
        let request = self.request(client, &options)?;
        let answer = exchange_of(client, plan::<O>(client, &options), request).await?;
        let body = answer.answer.body().clone();
        let answer = read_exchanged::<O>(answer)?;
        let is_running = answer.status == StatusCode::ACCEPTED
            || O::Answer::is_not_ready(answer.status)
            || O::RUNNING.is_some_and(|running| running.is_stated(&body));
        Ok(if is_running {
            Progress::Running { retry_after: retry_after(&answer.headers) }
        } else {
            Progress::Finished(answer)
        })
    }

    /// Asks until the work is finished. To drop the future ends the waiting, not the work.
    ///
    /// # Errors
    /// Those of [`Pending::poll`], and [`ErrorKind::Unfinished`](crate::ErrorKind::Unfinished) when patience runs out. This
    /// value still serves to ask again.
    pub async fn wait(&self, client: &Client, patience: Patience) -> Result<Response<Value<O>>, Error> {
        let mut waits = patience.waits(&*client.0.clock);
        let mut retry_after = self.retry_after;
        loop {
            let Some(wait) = waits.next(retry_after) else {
                return Err(unfinished(&O::INFO, retry_after));
            };
            client.0.clock.sleep(wait).await;
            retry_after = match self.poll(client).await? {
                Progress::Finished(answer) => return Ok(answer),
                Progress::Running { retry_after } => retry_after,
            };
        }
    }

    fn request(&self, client: &Client, options: &Options) -> Result<http::Request<Bytes>, Error> {
        let fault = |problem| Error::from_continuation(&O::INFO, problem, &HeaderMap::new());
        let location = self.location.as_deref().ok_or_else(|| fault(ContinuationProblem::NoLocation))?;
        // The location stands in place of template and inputs.
        let operation = OperationInfo { path: "", ..O::INFO };
        let mut request = options
            .request(&operation, client, RequestParts::default())
            .map_err(|error| Error::from_input(&O::INFO, error))?;
        let root = Root { base: client.base_url(), operation: &O::INFO, version: options.version(client) };
        follow(&mut request, &Link::to(location), root).map_err(fault)?;
        if request.method() != http::Method::GET || !leads_to(request.uri(), root) {
            return Err(fault(ContinuationProblem::OtherOperation));
        }
        Ok(request)
    }

    fn name() -> String {
        format!("{}/{}", O::INFO.api.name, O::INFO.name)
    }
}

fn unfinished(operation: &OperationInfo, retry_after: Option<Duration>) -> Error {
    let mut error = Error::from_continuation(operation, ContinuationProblem::Unfinished, &HeaderMap::new());
    retry_after.into_iter().for_each(|wait| error.state_wait(wait));
    error
}

impl RawAnswer {
    /// The work that the answer says goes on; `O` tells its state.
    pub fn pending<O>(&self) -> Pending<O> {
        Pending { location: self.location(), retry_after: self.retry_after(), operation: PhantomData }
    }
}

/// A text is no [`Pending`] of the operation that was asked for, or one of a format that this version does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not pending work of this operation that this version can read")]
pub struct PendingError;

/// The text holds operation and location, but not how long to wait: who reads it has waited already.
impl<O: Operation> fmt::Display for Pending<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&write_handle(&json!({"location": self.location, "operation": Self::name()})))
    }
}

impl<O: Operation> FromStr for Pending<O> {
    type Err = PendingError;

    fn from_str(text: &str) -> Result<Self, PendingError> {
        let value = read_handle(text).ok_or(PendingError)?;
        if value.get("operation").and_then(Json::as_str) != Some(Self::name().as_str()) {
            return Err(PendingError);
        }
        let location = value.get("location").and_then(Json::as_str).map(ToOwned::to_owned);
        Ok(Self { location, retry_after: None, operation: PhantomData })
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
        Self { location: self.location.clone(), retry_after: self.retry_after, operation: PhantomData }
    }
}

impl<O> PartialEq for Pending<O> {
    fn eq(&self, other: &Self) -> bool {
        (&self.location, self.retry_after) == (&other.location, other.retry_after)
    }
}

impl<O> fmt::Debug for Pending<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pending")
            .field("location", &self.location)
            .field("retry_after", &self.retry_after)
            .finish()
    }
}
