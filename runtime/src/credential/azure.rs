//! Credentials of azure_identity.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use azure_core::credentials::TokenCredential;
use azure_core::error::ErrorKind;

use super::error::Problem;
use crate::{AccessToken, BoxFuture, Credential, CredentialError, TokenAccess, TokenRequest};

/// A credential of the crate `azure_identity`, or another that implements its trait. It asks for a token for the audience of
/// the server; choosing the authority and caching tokens is left to the credential.
///
/// `azure_core` has no place for [claims](TokenRequest::claims) in a request for a token, so a step-up that a service asks for
/// cannot be passed on: the call fails, and the claims are those of its error's response headers.
#[derive(Clone)]
pub struct AzureCredential {
    credential: Arc<dyn TokenCredential>,
    audience: Option<String>,
    access: Option<TokenAccess>,
}

impl AzureCredential {
    /// Wraps a credential.
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self { credential, audience: None, access: None }
    }

    /// Asks for tokens for this audience in place of the server's.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// States in whose name the tokens give access.
    #[must_use]
    pub fn with_access(mut self, access: TokenAccess) -> Self {
        self.access = Some(access);
        self
    }
}

impl Credential for AzureCredential {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            let server = &request.server;
            let audience = self.audience.as_deref().or(server.audience);
            let unstated = Problem::Unstated { server: server.name, what: "audience" };
            let audience = audience.ok_or_else(|| CredentialError::of(unstated))?;
            let token = self.credential.get_token(&[&format!("{audience}/.default")], None).await;
            let token = token.map_err(explained)?;
            let expires_at = SystemTime::from(token.expires_on);
            request.unless_rejected(AccessToken::from(token.token.secret()).expiring_at(expires_at))
        })
    }

    fn access(&self) -> Option<TokenAccess> {
        self.access
    }
}

/// Shows no part of the credential: not all of them keep their secrets out of `Debug`.
impl fmt::Debug for AzureCredential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AzureCredential").field("audience", &self.audience).finish_non_exhaustive()
    }
}

fn explained(error: azure_core::Error) -> CredentialError {
    let may_pass = match error.kind() {
        ErrorKind::Connection | ErrorKind::Io => true,
        ErrorKind::HttpResponse { status, .. } => matches!(u16::from(*status), 408 | 429 | 500..),
        _ => false,
    };
    let explained = CredentialError::of_source(error.into());
    if may_pass { explained.transient() } else { explained }
}
