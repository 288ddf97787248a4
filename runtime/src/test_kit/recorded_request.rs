//! Requests that a fake service received.

use std::fmt;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap};
use http::{Method, Request};
use serde::de::DeserializeOwned;

use super::recorded_part::RecordedPart;
use super::template::{Parameters, pairs};
use crate::response::text_of;
use crate::url_query::without_parameters;
use crate::{DecodeError, OperationInfo, decode};

/// A request as it was sent, without the credential.
#[derive(Clone)]
pub struct RecordedRequest {
    operation: Option<&'static OperationInfo>,
    request: Request<Bytes>,
    had_credential: bool,
    path_parameters: Parameters,
    query: Vec<(String, String)>,
}

impl RecordedRequest {
    pub(super) fn new(mut request: Request<Bytes>) -> Self {
        let count = request.headers().len();
        let mut kept = HeaderMap::with_capacity(count);
        for (name, value) in request.headers() {
            if name != AUTHORIZATION && !value.is_sensitive() {
                kept.append(name, value.clone());
            }
        }
        let had_credential = kept.len() < count;
        *request.headers_mut() = kept;
        let query = pairs(request.uri().query().unwrap_or_default());
        Self { operation: None, request, had_credential, path_parameters: Parameters::new(), query }
    }

    pub(super) fn belonging_to(mut self, operation: &'static OperationInfo, path_parameters: Parameters) -> Self {
        self.operation = Some(operation);
        let is_key = |name: &str| operation.api.has_credential_in_query(name);
        if let Some(target) =
            without_parameters(&self.request.uri().to_string(), is_key).and_then(|url| url.parse().ok())
        {
            *self.request.uri_mut() = target;
            self.query.retain(|(name, _)| !is_key(name));
            self.had_credential = true;
        }
        self.path_parameters = path_parameters;
        self
    }

    /// The operation that the request belongs to, of those that have replies.
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        self.operation
    }

    /// HTTP method.
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// The path as it was sent.
    pub fn path(&self) -> &str {
        self.request.uri().path()
    }

    /// Path and query as they were sent.
    pub fn target(&self) -> &str {
        self.request.uri().path_and_query().map_or_else(|| self.path(), |target| target.as_str())
    }

    /// The value of a parameter in the path template of the operation, decoded.
    pub fn path_parameter(&self, name: &str) -> Option<&str> {
        self.path_parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a parameter in the query, decoded; the first one of several.
    pub fn query_parameter(&self, name: &str) -> Option<&str> {
        self.query().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Names and values in the query, decoded.
    pub fn query(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(super) fn query_pairs(&self) -> &[(String, String)] {
        &self.query
    }

    /// A header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        text_of(self.headers(), name)
    }

    /// Headers, without those that carry a credential.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Whether the request carried a credential.
    pub fn had_credential(&self) -> bool {
        self.had_credential
    }

    /// Body.
    pub fn body(&self) -> &Bytes {
        self.request.body()
    }

    /// The body read as JSON: as the type that was sent, or any other.
    ///
    /// # Errors
    /// When the body does not have the form of `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode::json(self.body())
    }

    /// The parts of a body of `multipart/form-data`, in their order; `None` if the body is none.
    pub fn parts(&self) -> Option<Vec<RecordedPart>> {
        RecordedPart::read(self.header("Content-Type")?, self.body())
    }

    /// The first part of this name, if the body is `multipart/form-data`.
    pub fn part(&self, name: &str) -> Option<RecordedPart> {
        self.parts()?.into_iter().find(|part| part.name() == name)
    }
}

/// Shows no values of query and headers, and not the body: they may hold secrets.
impl fmt::Debug for RecordedRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RecordedRequest")
            .field("operation", &self.operation.map(|operation| operation.name))
            .field("method", self.method())
            .field("path", &self.path())
            .field("query", &self.query().map(|(name, _)| name).collect::<Vec<_>>())
            .field("headers", &self.headers().keys().map(http::HeaderName::as_str).collect::<Vec<_>>())
            .field("had_credential", &self.had_credential)
            .field("body_length", &self.body().len())
            .finish()
    }
}
