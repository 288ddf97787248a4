//! One call: an operation on its way through a client.

mod exchange;

use std::fmt;
use std::future::IntoFuture;
use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{HeaderMap, StatusCode};
use uuid::Uuid;

use self::exchange::exchange;
use crate::client::{Settings, set_header};
use crate::error::ids;
use crate::{
    Answer, BoxFuture, Client, Error, HeaderValue, InputError, InputProblem, Limits, Operation, OperationInfo,
    RawAnswer, RequestParts, Response,
};

/// What a caller of `O` gets.
pub type Value<O> = <<O as Operation>::Answer as Answer>::Value;

/// One call of an operation, ready to be sent: await it. Its request id and correlation id are fresh unless set.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<'c, O> {
    client: &'c Client,
    operation: O,
    options: Options,
}

/// What a caller may say about one call.
pub(crate) struct Options {
    /// Made when first needed: nothing that could unwind stands in the code of each operation.
    request_id: OnceLock<Uuid>,
    correlation_id: OnceLock<Uuid>,
    version: Option<String>,
    settings: Result<Settings, InputError>,
    timeout: Option<Duration>,
}

impl<'c, O: Operation> Call<'c, O> {
    pub(crate) fn new(client: &'c Client, operation: O) -> Self {
        Self { client, operation, options: Options::default() }
    }

    pub(crate) fn client(&self) -> &'c Client {
        self.client
    }

    pub(crate) fn into_parts(self) -> (&'c Client, O, Options) {
        (self.client, self.operation, self.options)
    }

    /// The same call once more, with a request id of its own.
    pub(crate) fn again(&self) -> Self {
        Self { client: self.client, operation: self.operation.clone(), options: self.options.again() }
    }

    /// Sends this request id. To repeat a call whose fate is unknown, send the id that it had.
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

    /// Sets one of the API's settings in place of the client's. A setting that the API does not have makes the call fail.
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        let server = self.client.server();
        self.options.settings =
            self.options.settings.and_then(|mut settings| settings.set(server, name, value).map(|()| settings));
        self
    }

    /// The longest wait for a whole answer, in place of the client's.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// The operation with its inputs.
    pub fn operation(&self) -> &O {
        &self.operation
    }

    /// The request as it will be sent, but for the credential. Does no I/O. Its `Debug` shows inputs, secret ones too.
    ///
    /// # Errors
    /// When an input cannot be sent.
    pub fn to_http(&self) -> Result<http::Request<Bytes>, Error> {
        let mut parts = RequestParts::default();
        self.operation
            .encode(&mut parts)
            .and_then(|()| self.options.request(&O::INFO, self.client, parts))
            .map_err(|error| Error::from_input(&O::INFO, error))
    }

    /// Reads an answer as this call would. Does no I/O.
    ///
    /// # Errors
    /// When the answer is no result, or does not have the documented form.
    pub fn decode(&self, response: http::Response<Bytes>) -> Result<Response<Value<O>>, Error> {
        decode_response::<O>(response)
    }
}

/// Reads an answer of an operation. Does no I/O.
///
/// # Errors
/// When the answer is no result, or does not have the documented form.
pub fn decode_response<O: Operation>(response: http::Response<Bytes>) -> Result<Response<Value<O>>, Error> {
    let answer = RawAnswer::from(response);
    if !O::Answer::accepts(answer.status()) {
        return Err(Error::from_status::<O::Documented>(&O::INFO, &answer));
    }
    let value = O::Answer::read(&answer).map_err(|error| Error::from_decode(&O::INFO, &answer, error))?;
    let (request_id, correlation_id) = ids(&O::INFO, answer.headers());
    let (status, headers) = answer.into_head();
    Ok(Response { value, status, request_id, correlation_id, headers })
}

fn fresh(id: &OnceLock<Uuid>) -> &Uuid {
    id.get_or_init(Uuid::new_v4)
}

impl Default for Options {
    fn default() -> Self {
        Self {
            request_id: OnceLock::new(),
            correlation_id: OnceLock::new(),
            version: None,
            settings: Ok(Settings::NONE),
            timeout: None,
        }
    }
}

impl Options {
    /// Those of a further call for the same purpose, which has a request id of its own.
    pub(crate) fn again(&self) -> Self {
        Self {
            request_id: OnceLock::new(),
            correlation_id: self.correlation_id.clone(),
            version: self.version.clone(),
            settings: self.settings.clone(),
            timeout: self.timeout,
        }
    }

    /// The API version in place of the API's default.
    pub(crate) fn version<'a>(&'a self, client: &'a Client) -> Option<&'a str> {
        self.version.as_deref().or(client.0.version.as_deref())
    }

    fn limits(&self, client: &Client) -> Limits {
        Limits::new(self.timeout.unwrap_or(client.0.timeout), client.0.response_limit)
    }

    pub(crate) fn request(
        &self,
        operation: &OperationInfo,
        client: &Client,
        parts: RequestParts,
    ) -> Result<http::Request<Bytes>, InputError> {
        let shared = &client.0;
        if operation.api.name != shared.server.api.name {
            return Err(InputError::new(operation.name, InputProblem::OtherApi));
        }
        if self.version.is_some() && operation.api.version.is_none() {
            return Err(InputError::new("version", InputProblem::UnknownSetting));
        }
        let own_settings = self.settings.as_ref().map_err(Clone::clone)?;
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, shared.user_agent.clone());
        for header in operation.api.headers {
            match header.value {
                HeaderValue::Constant(value) => set_header(&mut headers, header.name, value)?,
                HeaderValue::RequestId => set_header(&mut headers, header.name, &fresh(&self.request_id).to_string())?,
                HeaderValue::CorrelationId => {
                    set_header(&mut headers, header.name, &fresh(&self.correlation_id).to_string())?
                }
                HeaderValue::Setting { name, default } => {
                    let set = own_settings.get(name).or_else(|| shared.settings.get(name));
                    if let Some(value) = set.map(String::as_str).or(default) {
                        set_header(&mut headers, header.name, value)?;
                    }
                }
            }
        }
        parts.into_http(operation, &shared.base_url, self.version(client), headers)
    }
}

/// Sends a request of a call, and returns the answer, of whatever status.
pub(crate) fn exchange_of(
    client: &Client,
    options: &Options,
    operation: &'static OperationInfo,
    request: http::Request<Bytes>,
    accepts: fn(StatusCode) -> bool,
) -> BoxFuture<'static, Result<http::Response<Bytes>, Error>> {
    let (client, limits) = (client.clone(), options.limits(client));
    Box::pin(async move { exchange(&client.0, operation, Ok(request), limits, accepts).await })
}

impl<'c, O: Operation> IntoFuture for Call<'c, O> {
    type Output = Result<Response<Value<O>>, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let request = self.to_http();
        let limits = self.options.limits(self.client);
        let exchange = exchange(&self.client.0, &O::INFO, request, limits, O::Answer::accepts);
        Box::pin(async move { decode_response::<O>(exchange.await?) })
    }
}

impl<O: fmt::Debug> fmt::Debug for Call<'_, O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Call")
            .field("operation", &self.operation)
            .field("request_id", &fresh(&self.options.request_id))
            .field("correlation_id", &fresh(&self.options.correlation_id))
            .finish_non_exhaustive()
    }
}
