//! The access token of a call.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::client::ClientState;
use crate::credential::TokenContext;
use crate::transport::Deadline;
use crate::{Clock, CredentialError, OperationInfo, RejectedToken, SecretString, TokenRequest};

const BEARER: &str = "Bearer ";

/// An access token in the form in which it is sent.
pub(crate) struct BearerHeader {
    pub(crate) text: SecretString,
    /// The value of the header `Authorization`.
    pub(crate) header: HeaderValue,
}

/// A token for the client's server, if the client has a credential, which `operation` must accept. `rejected` is one that the service has just rejected.
pub(crate) async fn token(
    shared: &ClientState,
    operation: &OperationInfo,
    clock: &Arc<dyn Clock>,
    deadline: &Deadline<'_>,
    rejected: Option<RejectedToken>,
) -> Result<Option<BearerHeader>, CredentialError> {
    let Some(credential) = &shared.credential else { return Ok(None) };
    if let Some(error) = credential.access().and_then(|access| CredentialError::if_not_accepted(operation, access)) {
        return Err(error);
    }
    let mut request = TokenRequest::new(shared.server.clone()).with_operation(operation);
    request.rejected = rejected;
    request.context = TokenContext { clock: Some(clock.clone()), observers: shared.observers.clone() };
    let late = || CredentialError::new("there was no access token before the call's time ran out").transient();
    let token = deadline.limit(Duration::ZERO, credential.token(&request)).await.ok_or_else(late)??;
    let token = request.unless_rejected(token)?;
    if deadline.remaining().is_zero() {
        return Err(late());
    }
    BearerHeader::new(token.secret).map(Some)
}

impl BearerHeader {
    fn new(text: SecretString) -> Result<Self, CredentialError> {
        if text.expose().is_empty() {
            return Err(CredentialError::new("the access token is empty"));
        }
        let mut header = HeaderValue::from_str(&format!("{BEARER}{}", text.expose()))
            .map_err(|_| CredentialError::new("the access token holds characters that a header cannot carry"))?;
        header.set_sensitive(true);
        Ok(Self { text, header })
    }
}
