//! The secrets of a request, to be removed from what the service repeats of them: errors show bodies, and observers headers.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;

use super::names::names_a_secret;
use super::without_secret;
use crate::SecretString;

/// Shorter values of a header or a parameter with the name of a secret could be in a body for another reason.
const SHORTEST_BY_NAME: usize = 8;

/// The secret inputs of an operation, which travel with its request.
#[derive(Clone, Debug)]
pub(crate) struct SecretInputs(pub(crate) Arc<[SecretString]>);

/// The secrets that a request sends: the credential, secret inputs, and the values of headers and query parameters that are sensitive
/// or have the name of a secret.
#[derive(Clone, Default)]
pub(crate) struct SentSecrets {
    credential: Arc<[SecretString]>,
    /// Longer ones first: one may be a part of another.
    others: Arc<[SecretString]>,
}

impl SentSecrets {
    /// Takes the secret inputs out of the request, which transports see.
    pub(crate) fn of(request: &mut http::Request<Bytes>) -> Self {
        let mut found: Vec<String> = Vec::new();
        for (name, value) in request.headers() {
            if let Some(text) = value.to_str().ok().filter(|_| value.is_sensitive() || names_a_secret(name.as_str())) {
                found.push(text.to_owned());
                // Cookies, and a scheme before a key.
                found.extend(
                    text.split([';', ' ']).filter_map(|part| part.split_once('=')).map(|pair| pair.1.to_owned()),
                );
                found.extend(text.split(' ').skip(1).map(ToOwned::to_owned));
            }
        }
        for (name, value) in
            request.uri().query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='))
        {
            if names_a_secret(&percent_decode_str(name).decode_utf8_lossy()) {
                found.push(percent_decode_str(value).decode_utf8_lossy().into_owned());
            }
        }
        found.retain(|text| text.len() >= SHORTEST_BY_NAME);
        let inputs = request.extensions_mut().remove::<SecretInputs>();
        if found.is_empty() && inputs.is_none() {
            return Self::default();
        }
        let mut others: Vec<SecretString> = found.into_iter().map(SecretString::new).collect();
        others.extend(inputs.into_iter().flat_map(|SecretInputs(inputs)| inputs.to_vec()));
        others.sort_by_key(|secret| std::cmp::Reverse(secret.expose().len()));
        Self { credential: Arc::default(), others: others.into() }
    }

    /// With those of this credential in place of an earlier one.
    pub(crate) fn with_credential(&self, secrets: &[SecretString]) -> Self {
        Self { credential: secrets.into(), others: self.others.clone() }
    }

    /// A response without the secrets.
    pub(crate) fn removed_from(&self, mut response: http::Response<Bytes>) -> http::Response<Bytes> {
        self.remove_from_headers(response.headers_mut());
        if let Some(body) = self.removed_from_text(response.body()) {
            *response.body_mut() = body.into();
        }
        response
    }

    pub(crate) fn remove_from_headers(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            if let Some(kept) = self.removed_from_text(value.as_bytes()) {
                *value = HeaderValue::from_bytes(&kept).unwrap_or_else(|_| HeaderValue::from_static("[secret]"));
            }
        }
    }

    /// `None` if the text contains none of them.
    pub(crate) fn removed_from_text(&self, text: &[u8]) -> Option<Vec<u8>> {
        self.credential.iter().chain(&*self.others).fold(None, |kept, secret| {
            let changed = without_secret(kept.as_deref().unwrap_or(text), secret.expose());
            changed.or(kept)
        })
    }

    pub(crate) fn removed_from_string(&self, text: String) -> String {
        match self.removed_from_text(text.as_bytes()) {
            // Whole characters are removed: a part of one is no letter of a secret.
            Some(kept) => String::from_utf8_lossy(&kept).into_owned(),
            None => text,
        }
    }

    pub(crate) fn are_in(&self, text: &str) -> bool {
        self.removed_from_text(text.as_bytes()).is_some()
    }
}
