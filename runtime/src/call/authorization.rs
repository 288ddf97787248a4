//! The credential of a call.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, Request, Uri};

use crate::accepted::kind_for;
use crate::client::ClientState;
use crate::credential::TokenContext;
use crate::encoding::percent_encoded;
use crate::transport::Deadline;
use crate::url_query::{has_parameter, without_parameters};
use crate::{
    AcceptedCredentials, Clock, CredentialError, CredentialForm, CredentialKind, OperationInfo, RejectedToken,
    SecretString, TokenRequest,
};

/// A credential in the form in which it is sent.
pub(crate) struct SentCredential {
    /// As its source returned it.
    pub(crate) text: SecretString,
    /// All that must not be shown, the longer ones first.
    pub(crate) secrets: Vec<SecretString>,
    carrier: Carrier,
}

/// Where a request has it.
enum Carrier {
    Header(HeaderName, HeaderValue),
    /// Name and value; the value is a secret.
    Query(&'static str, SecretString),
}

/// The credential for the client's server, if the client has one and `operation` needs it, which must accept it. `rejected` is
/// one that the service has just rejected.
pub(crate) async fn credential(
    shared: &ClientState,
    operation: &OperationInfo,
    clock: &Arc<dyn Clock>,
    deadline: &Deadline<'_>,
    rejected: Option<RejectedToken>,
) -> Result<Option<SentCredential>, CredentialError> {
    let Some(credential) = &shared.credential else { return Ok(None) };
    if operation.credentials == AcceptedCredentials::None {
        return Ok(None);
    }
    let kind = kind_for(operation, &**credential)?;
    let mut request = TokenRequest::new(shared.server.clone()).with_operation(operation);
    request.rejected = rejected;
    request.context = TokenContext { clock: Some(clock.clone()), observers: shared.observers.clone() };
    let late = || CredentialError::new("there was no access token before the call's time ran out").transient();
    let token = deadline.limit(Duration::ZERO, credential.token(&request)).await.ok_or_else(late)??;
    let token = request.unless_rejected(token)?;
    if deadline.remaining().is_zero() {
        return Err(late());
    }
    SentCredential::new(kind, token.secret).map(Some)
}

impl SentCredential {
    fn new(kind: CredentialKind, text: SecretString) -> Result<Self, CredentialError> {
        let form = kind.form();
        form.check(text.expose())?;
        let mut secrets = vec![text.clone()];
        let carrier = match kind {
            CredentialKind::Bearer => header(form, AUTHORIZATION, Some("Bearer"), text.expose())?,
            CredentialKind::Basic => {
                let encoded = SecretString::new(STANDARD.encode(text.expose()));
                let carrier = header(form, AUTHORIZATION, Some("Basic"), encoded.expose())?;
                secrets.insert(0, encoded);
                secrets.extend(text.expose().split_once(':').map(|(_, password)| SecretString::from(password)));
                carrier
            }
            CredentialKind::Header { name, scheme } => {
                let name = HeaderName::from_bytes(name.as_bytes())
                    .map_err(|_| CredentialError::unsendable(form, "has no valid header"))?;
                header(form, name, scheme, text.expose())?
            }
            CredentialKind::Query { name } => Carrier::Query(name, text.clone()),
        };
        Ok(Self { text, secrets, carrier })
    }

    /// Adds the credential to a request, in place of one that it has. `None` if the URL would be too long.
    pub(crate) fn attach(&self, request: &mut Request<Bytes>) -> Option<()> {
        match &self.carrier {
            Carrier::Header(name, value) => {
                request.headers_mut().insert(name, value.clone());
            }
            Carrier::Query(name, value) => {
                let url = request.uri().to_string();
                let mut url = without_parameters(&url, |known| known == *name).unwrap_or(url);
                url.push(if url.contains('?') { '&' } else { '?' });
                write!(url, "{}={}", percent_encoded(name), percent_encoded(value.expose())).ok()?;
                *request.uri_mut() = url.parse::<Uri>().ok()?;
            }
        }
        Some(())
    }

    /// Whether a request carries it.
    pub(crate) fn is_in(&self, request: &Request<Bytes>) -> bool {
        match &self.carrier {
            Carrier::Header(name, _) => request.headers().contains_key(name),
            Carrier::Query(name, _) => has_parameter(request.uri().query().unwrap_or_default(), |known| known == *name),
        }
    }

    /// Whether requests carry it in their URLs.
    pub(crate) fn is_in_urls(&self) -> bool {
        matches!(self.carrier, Carrier::Query(..))
    }
}

fn header(
    form: CredentialForm,
    name: HeaderName,
    scheme: Option<&str>,
    text: &str,
) -> Result<Carrier, CredentialError> {
    let text = scheme.map_or_else(|| text.to_owned(), |scheme| format!("{scheme} {text}"));
    let mut value = HeaderValue::from_str(&text)
        .map_err(|_| CredentialError::unsendable(form, "holds characters that a header cannot carry"))?;
    value.set_sensitive(true);
    Ok(Carrier::Header(name, value))
}
