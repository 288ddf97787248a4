//! Headers and query parameters that are sent beside those that the API and the operation declare.

use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::redact::names_a_secret;
use crate::{Api, InputError, InputProblem, RequestParts};

/// Headers that belong to the credential or to the connection, in lower case.
const OWNED: &[&str] = &[
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The most headers of a client or of a call. Services accept far fewer, and a [`HeaderMap`] panics beyond its size.
const MOST_HEADERS: usize = 1000;

/// Headers and query parameters of a client or of a call. A name that is added again has several values.
#[derive(Clone, Default)]
pub(crate) struct Additions {
    headers: HeaderMap,
    query: Vec<(String, String)>,
}

impl Additions {
    pub(crate) fn header(mut self, api: &Api, name: String, value: &str) -> Result<Self, InputError> {
        let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
            return Err(InputError::new(name, InputProblem::NotAHeaderName));
        };
        let ids = [api.sent_request_id(), api.sent_correlation_id()];
        let is_id = ids.into_iter().flatten().any(|id| id.eq_ignore_ascii_case(header.as_str()));
        let is_owned = OWNED.contains(&header.as_str()) || api.has_credential_in_header(header.as_str());
        if is_id || is_owned {
            return Err(InputError::new(name, InputProblem::OwnedByClient));
        }
        let Ok(mut value) = HeaderValue::from_str(value) else {
            return Err(InputError::new(name, InputProblem::NotAHeaderValue));
        };
        if self.headers.len() == MOST_HEADERS {
            return Err(InputError::new(name, InputProblem::TooMany { max: MOST_HEADERS }));
        }
        value.set_sensitive(names_a_secret(header.as_str()));
        self.headers.append(header, value);
        Ok(self)
    }

    pub(crate) fn query(mut self, api: &Api, name: String, value: String) -> Result<Self, InputError> {
        if name.is_empty() {
            return Err(InputError::new(name, InputProblem::NotAQueryName));
        }
        if api.has_credential_in_query(&name) {
            return Err(InputError::new(name, InputProblem::OwnedByClient));
        }
        self.query.push((name, value));
        Ok(self)
    }

    /// Replaces what the operation sends under the same names.
    pub(crate) fn replace_in(&self, parts: &mut RequestParts) {
        parts.replace_headers(&self.headers);
        for (name, _) in &self.query {
            parts.remove_from_query(name);
        }
        for (name, value) in &self.query {
            parts.append_to_query(name, value);
        }
    }

    /// Adds what the operation and the call do not send.
    pub(crate) fn complete(&self, parts: &mut RequestParts) {
        parts.complete_headers(self.headers.clone());
        let absent: Vec<_> = self.query.iter().filter(|(name, _)| parts.query_value(name).is_none()).collect();
        for (name, value) in absent {
            parts.append_to_query(name, value);
        }
    }
}
