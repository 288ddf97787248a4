//! The shared part of generated clients: the client, calls, responses, errors and scalar types.
//!
//! Nothing here is specific to an API: what is specific is in the constants of generated code. The macros of generated
//! code, and what they expand to, are hidden.

#![cfg_attr(docsrs, feature(doc_cfg))]

// For the parts that unit tests and integration tests share.
#[cfg(test)]
extern crate self as docwright_runtime;

mod accepted;
mod additions;
mod api;
mod call;
mod client;
mod continuation;
mod credential;
mod decode;
mod dot_segments;
mod encoding;
mod error;
mod input;
mod observe;
mod operation;
mod paging;
mod pending;
mod random;
mod redact;
mod request;
mod response;
mod response_header;
mod retry;
mod server;
mod service_error;
mod transport;
mod url_query;
mod values;
mod written;

#[cfg(feature = "test-kit")]
pub mod test_kit;

#[doc(hidden)]
pub mod macros;

pub use self::api::{
    AcceptedCredentials, Api, ApiCredential, CredentialKind, ErrorShape, Header, HeaderValue, Setting, TokenAccess,
    Version,
};
pub use self::call::{Call, Value, decode_response};
pub use self::client::{BuildError, Client, ClientBuilder};
pub use self::continuation::ContinuationProblem;
#[cfg(feature = "azure")]
pub use self::credential::AzureCredential;
#[cfg(feature = "oauth")]
pub use self::credential::{AadApp, AadAppBuilder, ClientCredentialsGrant, RefreshTokenGrant, RefreshTokenStore};
pub use self::credential::{
    AccessToken, ApiKey, BasicCredential, BearerToken, Credential, CredentialError, CredentialErrorKind, CredentialFn,
    CredentialForm, IntoCredential, Refusal, RejectedToken, TokenCache, TokenRequest, credential_fn,
};
pub use self::decode::{DecodeError, decode_webhook};
pub use self::error::{ApiError, Error, ErrorKind};
pub use self::input::{InputError, InputLocation, InputProblem, Scalar, Values, Visit};
pub use self::observe::{
    Attempt, AttemptFailed, CredentialNotice, Observer, RequestSent, ResponseReceived, RetryScheduled,
};
pub use self::operation::{Idempotency, Method, Operation, OperationInfo, Repeatable};
pub use self::paging::{Cursor, CursorError, Items, Paged, Pages, Paging};
pub use self::pending::{
    Pending, PendingError, PendingWithBody, PendingWork, PollPolicy, PolledWithBody, Progress, Running,
};
pub use self::request::{FilePart, RequestParts};
pub use self::response::{Binary, Empty, FromResponse, Json, OptionalJson, RawResponse, Response};
pub use self::response_header::{FromHeaderText, ResponseHeader, ResponseHeaderError};
pub use self::retry::{RetryBudget, RetryPolicy};
pub use self::server::Server;
pub use self::service_error::{NoServiceError, ServiceError};
pub use self::transport::{BodySink, BoxFuture, Clock, Limits, Transport, TransportError, TransportErrorKind};
pub use self::values::{
    Base64Bytes, Date, DateTime, DateTimeError, Decimal, DecimalError, IsoDuration, JsonValue, Secret, SecretString,
    TextFormatError, Unlisted, UnlistedValue, UuidText,
};
pub use self::written::{Written, WrittenResponse};
pub use bytes::Bytes;
pub use http::{self, HeaderMap, StatusCode};
pub use serde_json::Error as JsonError;
pub use uuid::Uuid;

/// The Rust examples of the README are compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
