//! What generated code is made of, and what its users meet: the client, calls, answers, errors and scalar types.
//!
//! Nothing here knows a particular API: what is particular arrives in the constants of generated code.

mod answer;
mod api;
mod api_error;
mod base64;
mod base_url;
mod builder;
mod call;
mod client;
mod credential;
mod date_time;
mod decimal;
mod error;
mod exchange;
mod input;
mod json;
#[allow(unused_macros, unused_imports)]
mod operation;
mod request;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod secret;
mod transport;

// Which of these are used depends on the generated code and its features.
#[allow(dead_code, unused_macros, unused_imports)]
pub(crate) mod answers;
#[allow(dead_code, unused_macros, unused_imports)]
pub(crate) mod decode;
#[allow(dead_code, unused_macros, unused_imports)]
pub(crate) mod documented;
#[allow(dead_code, unused_macros, unused_imports)]
pub(crate) mod identifier;
#[allow(dead_code, unused_macros, unused_imports)]
pub(crate) mod lenient;
#[allow(dead_code, unused_macros, unused_imports)]
pub(crate) mod members;
#[allow(dead_code, unused_macros, unused_imports)]
pub(crate) mod open_enum;
#[allow(dead_code, unused_macros, unused_imports)]
pub(crate) mod union;
#[allow(dead_code, unused_macros, unused_imports)]
pub(crate) mod unlisted;

pub use self::answer::{Answer, Binary, Empty, Json, RawAnswer, Response};
pub use self::api::{Api, ErrorShape, Header, HeaderValue, Server, Version};
pub use self::api_error::ApiError;
pub use self::base64::Base64Bytes;
pub use self::builder::{BuildError, ClientBuilder};
pub use self::call::{Call, Value, decode_response};
pub use self::client::Client;
pub use self::credential::{BearerToken, Credential, CredentialError, IntoCredential, TokenRequest};
pub use self::date_time::{DateTime, DateTimeError};
pub use self::decimal::{Decimal, DecimalError};
pub use self::decode::DecodeError;
pub use self::documented::{Documented, Undocumented};
pub use self::error::{Error, ErrorKind};
pub use self::input::{InputError, InputProblem, Place, Scalar, Values};
pub use self::json::JsonValue;
pub use self::open_enum::UnlistedValue;
pub use self::operation::{Idempotency, Method, Operation, OperationInfo};
pub use self::request::RequestParts;
pub use self::secret::{Secret, SecretString};
pub use self::transport::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};
pub use self::unlisted::Unlisted;
pub use bytes::Bytes;
pub use http::{self, HeaderMap, StatusCode};
pub use uuid::Uuid;

#[allow(unused_imports)]
pub(crate) use self::{
    answers::answers, documented::documented_errors, identifier::identifier, members::members, open_enum::open_enum,
    operation::sendable, union::tagged_union,
};
