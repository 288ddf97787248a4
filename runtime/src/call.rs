//! One call: an operation that is sent through a client.

mod attempt;
mod authorization;
mod exchange;
mod options;
mod redirect;

use std::fmt;
use std::future::IntoFuture;
use std::io::Write;
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::header::RANGE;
use uuid::Uuid;

use self::exchange::exchange;
pub(crate) use self::exchange::{Exchanged, Plan, ReadResponse, Unread};
pub(crate) use self::options::Options;
use crate::error::{ERROR_BODY_LIMIT, decode_service_error};
use crate::redact::SentSecrets;
use crate::response::Accepted;
use crate::written::is_written_whole;
use crate::{
    BodySink, BoxFuture, Client, Error, FromResponse, Operation, OperationInfo, RawResponse, Response, RetryBudget,
    RetryPolicy, Setting, WrittenResponse,
};

/// What a caller of `O` gets.
pub type Value<O> = <<O as Operation>::Response as FromResponse>::Value;

/// One call of an operation, ready to be sent. Its request id and correlation id are fresh unless set.
///
/// `.await` sends it and gives a `Result<Response<Value<O>>, Error>`: the [`Response`] with the value that the docs of the
/// operation name, or the [`Error`] of the last attempt. A call of [`Pending`](crate::Pending) work gives a
/// [`Progress`](crate::Progress). Dropping the future stops the call.
///
/// # Examples
#[doc = include_str!("example_api.md")]
/// use std::time::Duration;
/// use ms_commerce::partner_center::{LOCALE, licenses::get_user_licenses};
/// use ms_commerce::{Client, Error};
///
/// async fn count_licenses(client: &Client) -> Result<usize, Error> {
///     let call = get_user_licenses("customer-tenant-id", "ada@contoso.example").send(client);
///     let response = call.setting(LOCALE, "de-DE").timeout(Duration::from_secs(20)).await?;
///     println!("{}, request id {:?}", response.status, response.request_id);
///     Ok(response.items.len())
/// }
/// ```
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<'c, O> {
    client: &'c Client,
    operation: O,
    options: Options,
}

impl<'c, O> Call<'c, O> {
    pub(crate) fn new(client: &'c Client, operation: O) -> Self {
        let options = Options::default();
        Self { client, operation, options }
    }

    pub(crate) fn client(&self) -> &'c Client {
        self.client
    }

    pub(crate) fn into_parts(self) -> (&'c Client, O, Options) {
        (self.client, self.operation, self.options)
    }

    /// The same call once more, with a request id of its own.
    pub(crate) fn again(&self) -> Self
    where
        O: Clone,
    {
        Self { client: self.client, operation: self.operation.clone(), options: self.options.again() }
    }

    /// The same call once more, with the same request id.
    pub(crate) fn same(&self) -> Self
    where
        O: Clone,
    {
        Self { client: self.client, operation: self.operation.clone(), options: self.options.same() }
    }

    /// Sends this request id. To repeat a call whose outcome is unknown, send its request id again.
    pub fn request_id(mut self, id: Uuid) -> Self {
        self.options.request_id = OnceLock::from(id);
        self
    }

    /// Sends this correlation id.
    pub fn correlation_id(mut self, id: Uuid) -> Self {
        self.options.correlation_id = OnceLock::from(id);
        self
    }

    /// Calls this version of the API in place of the client's. An API without versions makes the call fail.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.options.version = Some(version.into());
        self
    }

    /// Sets one of the API's settings in place of the client's. A setting of another API makes the call fail.
    pub fn setting(mut self, setting: Setting, value: impl Into<String>) -> Self {
        let (server, value) = (self.client.server(), value.into());
        self.options.settings =
            self.options.settings.and_then(|mut settings| settings.set(server, setting, value).map(|()| settings));
        self
    }

    /// Sends a header that the operation does not declare, or replaces one that it sends; several calls with one name send
    /// several values. The client's own headers make the call fail: those of the credential and of the connection, the request
    /// id and the correlation id.
    pub fn header(mut self, name: impl Into<String>, value: impl AsRef<str>) -> Self {
        let api = self.client.server().api;
        self.options.additions =
            self.options.additions.and_then(|additions| additions.header(api, name.into(), value.as_ref()));
        self
    }

    /// Sends a query parameter that the operation does not declare, or replaces one that it sends; several calls with one name
    /// send several values. Links of responses, to further pages or to the state of work, are followed as the service states
    /// them.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let api = self.client.server().api;
        self.options.additions =
            self.options.additions.and_then(|additions| additions.query(api, name.into(), value.into()));
        self
    }

    /// The longest wait for a result, over all attempts and the waits between them, in place of the client's.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// The longest wait for the complete response to one attempt, in place of the client's.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options.attempt_timeout = Some(timeout);
        self
    }

    /// How often this call is repeated, and after which waits, in place of the client's policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// The budget for the call's repetitions, in place of the client's.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.options.retry_budget = Some(budget);
        self
    }

    /// The largest body that the response may have, in place of the client's.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.options.response_bytes = Some(bytes);
        self
    }

    /// How much of the response's body an [`Error`] keeps, in place of the client's limit. `usize::MAX` keeps it whole.
    pub fn error_body_limit(mut self, bytes: usize) -> Self {
        self.options.error_bytes = Some(bytes);
        self
    }

    /// The operation with its inputs.
    pub fn operation(&self) -> &O {
        &self.operation
    }
}

impl<O: Operation> Call<'_, O> {
    /// The request as it will be sent, but for the credential. Does no I/O. Its `Debug` shows inputs, secret ones too.
    ///
    /// # Errors
    /// When an input cannot be sent.
    pub fn to_http(&self) -> Result<http::Request<Bytes>, Error> {
        self.options.encoded(&O::INFO, self.client, &|parts| self.operation.encode(parts))
    }

    /// Reads a response as this call would. Does no I/O.
    ///
    /// # Errors
    /// When the response is not a result, or does not have the documented form.
    pub fn decode(&self, response: http::Response<Bytes>) -> Result<Response<Value<O>>, Error> {
        let asks_for_part = self.to_http().is_ok_and(|request| request.headers().contains_key(RANGE));
        decode_within::<O>(response, asks_for_part, self.options.error_bytes(self.client))
    }
}

impl<O: Operation<Response: WrittenResponse>> Call<'_, O> {
    /// Sends the call, and writes the bytes of its result into `writer` as they arrive, so that memory holds only a part of
    /// them. The value is their number; of an operation with several responses, it is a [`Written`](crate::Written), since a
    /// response without bytes is returned as it is.
    ///
    /// Limits, errors and retries are those of calls, so a large result may need a higher [`response_limit`](Self::response_limit)
    /// and longer timeouts. Once a part of the result is written, the call is not repeated: after an error the writer may hold
    /// a part. It is called from the task that awaits, so it should not wait for long.
    ///
    /// # Errors
    /// Those of the call, and [`ErrorKind::Transport`](crate::ErrorKind) when the writer fails.
    pub async fn write_to(
        self,
        writer: &mut (impl Write + Send),
    ) -> Result<Response<<O::Response as WrittenResponse>::Written>, Error> {
        let request = self.to_http();
        let plan = plan::<O>(self.client, &self.options);
        let asks_for_part = request.as_ref().is_ok_and(|request| request.headers().contains_key(RANGE));
        let is_written = if asks_for_part { O::Response::is_written } else { is_written_whole::<O::Response> };
        let sink = BodySink::new(writer, is_written, plan.response_bytes);
        let exchanged = exchange(&self.client.0, plan, request, Some(&sink)).await?;
        let Exchanged { response, attempts, sent_id, error_bytes, .. } = &exchanged;
        sink.flush()
            .map_err(|error| Error::from_transport(&O::INFO, error, *error_bytes).after(*attempts, sent_id.clone()))?;
        let value = O::Response::written(response, sink.begun()).map_err(|error| exchanged.error(&O::INFO, error))?;
        Ok(exchanged.into_head(&O::INFO).with_value(value))
    }
}

/// Reads a response of an operation. Does no I/O.
///
/// # Errors
/// When the response is not a result, or does not have the documented form.
pub fn decode_response<O: Operation>(response: http::Response<Bytes>) -> Result<Response<Value<O>>, Error> {
    let asks_for_part = O::INFO.fixed_headers.iter().any(|(name, _)| RANGE == *name);
    decode_within::<O>(response, asks_for_part, ERROR_BODY_LIMIT)
}

fn decode_within<O: Operation>(
    response: http::Response<Bytes>,
    asks_for_part: bool,
    error_bytes: usize,
) -> Result<Response<Value<O>>, Error> {
    let response = RawResponse::from(response);
    let accepted = Accepted { of_operation: O::Response::accepts, parts: asks_for_part };
    if !accepted.contains(response.status()) {
        return Err(Error::from_status(&O::INFO, &response, decode_service_error::<O::ServiceError>, error_bytes));
    }
    read_exchanged::<O>(Exchanged {
        response,
        attempts: 0,
        sent_id: None,
        secrets: SentSecrets::default(),
        error_bytes,
    })
}

/// Reads the outcome of sending a request.
pub(crate) fn read_exchanged<O: Operation>(exchanged: Exchanged) -> Result<Response<Value<O>>, Error> {
    exchanged.read(&O::INFO, O::Response::read).map_err(error_of)
}

fn error_of(unread: Box<Unread>) -> Error {
    unread.0
}

/// Reads the outcome of sending a request; the response is not lost when that fails.
pub(crate) fn read_or_return<O: Operation>(exchanged: Exchanged) -> Result<Response<Value<O>>, Box<Unread>> {
    exchanged.read(&O::INFO, O::Response::read)
}

/// Sends a request according to `plan`. It is not generic and borrows nothing.
pub(crate) fn exchange_of(
    client: &Client,
    plan: Plan,
    request: http::Request<Bytes>,
) -> BoxFuture<'static, Result<Exchanged, Error>> {
    let client = client.clone();
    Box::pin(async move { exchange(&client.0, plan, Ok(request), None).await })
}

/// How `O` is called with `options`.
pub(crate) fn plan<O: Operation>(client: &Client, options: &Options) -> Plan {
    options.plan(client, &O::INFO, O::Response::accepts, decode_service_error::<O::ServiceError>)
}

impl<'c, O: Operation> IntoFuture for Call<'c, O> {
    type Output = Result<Response<Value<O>>, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let request = self.to_http();
        let plan = plan::<O>(self.client, &self.options);
        let exchange = exchange(&self.client.0, plan, request, None);
        Box::pin(Reading { exchange, operation: &O::INFO, read: O::Response::read })
    }
}

/// A call that is sent. It depends on the type of the value alone, so that operations with one type share its code.
struct Reading<'c, T> {
    exchange: BoxFuture<'c, Result<Exchanged, Error>>,
    operation: &'static OperationInfo,
    read: ReadResponse<T>,
}

impl<T> Future for Reading<'_, T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let exchanged = ready!(self.exchange.as_mut().poll(context));
        Poll::Ready(exchanged.and_then(|exchanged| exchanged.read(self.operation, self.read).map_err(error_of)))
    }
}

impl<O: fmt::Debug> fmt::Debug for Call<'_, O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Call")
            .field("operation", &self.operation)
            .field("request_id", &self.options.request_id())
            .field("correlation_id", &self.options.correlation_id())
            .finish_non_exhaustive()
    }
}
