//! Tokens of the application itself.

use super::app::{AadApp, Grant};
use crate::{AccessToken, BoxFuture, Credential, CredentialError, TokenAccess, TokenRequest};

/// The client credentials grant: a token of the application itself. It asks each time; [`AadApp::client_credentials`] wraps it
/// in a [`TokenCache`](crate::TokenCache).
#[derive(Clone, Debug)]
pub struct ClientCredentialsGrant(AadApp);

impl ClientCredentialsGrant {
    pub(super) fn new(app: AadApp) -> Self {
        Self(app)
    }
}

impl Credential for ClientCredentialsGrant {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            let (claims, now) = (request.claims(), request.system_time());
            let granted = self.0.0.ask(&request.server, claims, now, Grant::ClientCredentials).await?;
            request.unless_rejected(granted.access_token)
        })
    }

    fn access(&self) -> Option<TokenAccess> {
        Some(TokenAccess::AppOnly)
    }
}
