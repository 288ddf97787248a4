//! Operations as plain values: described by constants, encoded without I/O.

use std::fmt;

use crate::{AcceptedCredentials, Api, ApiCredential, FromResponse, InputError, RequestParts, Running, ServiceError};

/// One call of an operation as a plain value: it can be built, inspected and encoded without any I/O.
pub trait Operation: Clone + fmt::Debug + Send + Sync + 'static {
    /// How the operation's responses are read.
    type Response: FromResponse;
    /// The errors that the operation's documentation lists; [`NoServiceError`](crate::NoServiceError) when it lists none.
    type ServiceError: ServiceError;
    /// The constants of the operation.
    const INFO: OperationInfo;
    /// Which responses mean that work is still running, for an operation that reports the state of long work.
    const RUNNING: Option<Running> = None;

    /// Writes the call's inputs into `request`.
    ///
    /// # Errors
    /// When an input cannot be sent; the error names it.
    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError>;
}

/// An operation that is repeated until its result is ready: a response can say that it is not, and a repetition takes no
/// further effect. See [`Call::until_ready`](crate::Call::until_ready).
pub trait Repeatable: Operation {}

/// The constants of an operation.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The API that the operation belongs to.
    pub api: &'static Api,
    /// The operation's name within its API.
    pub name: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path template below the base URL, with a fixed query after `?` where the operation has one.
    pub path: &'static str,
    /// Headers of every call, as pairs of name and value: those by which the service distinguishes operations on one path.
    pub fixed_headers: &'static [(&'static str, &'static str)],
    /// What a repetition of the call does.
    pub idempotency: Idempotency,
    /// The credentials that the operation accepts.
    pub credentials: AcceptedCredentials,
    /// Status of the response, where there is only one and it is not 200, or 204 without a body. Responses with other
    /// successful statuses are read as well.
    pub status: Option<u16>,
    /// The media types of the responses, as `Accept` lists them, where they are not those of most operations of the API.
    pub accept: Option<&'static str>,
    /// The media types of responses by status, where they are stated and are not `application/json`. The client reads
    /// responses by their types; a fake service sends these.
    pub response_media: &'static [(u16, &'static str)],
}

impl OperationInfo {
    /// Describes an operation.
    pub const fn new(
        api: &'static Api,
        name: &'static str,
        method: Method,
        path: &'static str,
        idempotency: Idempotency,
    ) -> Self {
        Self {
            api,
            name,
            method,
            path,
            fixed_headers: &[],
            idempotency,
            credentials: AcceptedCredentials::All,
            status: None,
            accept: None,
            response_media: &[],
        }
    }

    /// Sets the headers of every call.
    #[must_use]
    pub const fn with_fixed_headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.fixed_headers = headers;
        self
    }

    /// Sets the names of the credentials that the operation accepts.
    #[must_use]
    pub const fn with_credentials(mut self, names: &'static [&'static str]) -> Self {
        self.credentials = AcceptedCredentials::Named(names);
        self
    }

    /// States that the operation accepts no credential: calls are sent without that of the client.
    #[must_use]
    pub const fn without_credentials(mut self) -> Self {
        self.credentials = AcceptedCredentials::None;
        self
    }

    /// The credentials that the operation accepts; none when it accepts none, or the API does not say.
    pub fn accepted_credentials(&self) -> impl Iterator<Item = &'static ApiCredential> + use<> {
        self.api.accepted(self.credentials)
    }

    /// Sets the status of the only response.
    #[must_use]
    pub const fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets the media types of the responses, as `Accept` lists them.
    #[must_use]
    pub const fn with_accept(mut self, media: &'static str) -> Self {
        self.accept = Some(media);
        self
    }

    /// Sets the media types of responses by status.
    #[must_use]
    pub const fn with_response_media(mut self, media: &'static [(u16, &'static str)]) -> Self {
        self.response_media = media;
        self
    }
}

/// HTTP method of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Reads.
    Get,
    /// Reads the headers of a response only.
    Head,
    /// Creates, or acts.
    Post,
    /// Creates or replaces.
    Put,
    /// Changes.
    Patch,
    /// Removes.
    Delete,
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Head => Self::HEAD,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
        }
    }
}

/// What a repetition of a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Idempotency {
    /// Nothing: the call only reads.
    Safe,
    /// Nothing more than the first call did.
    Idempotent,
    /// Nothing, as long as it carries the same request id.
    ByRequestId,
    /// It may take effect again.
    NonIdempotent,
}
