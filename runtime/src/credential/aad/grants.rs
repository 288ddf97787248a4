//! The grants by which an application gets tokens.

use std::sync::Arc;
use std::time::SystemTime;

use super::app::{AadApp, Grant};
use super::builder::AadAppBuilder;
use super::client_credentials::ClientCredentialsGrant;
use super::refresh_token::{RefreshTokenGrant, RefreshTokenStore};
use crate::credential::error::Problem;
use crate::{CredentialError, SecretString, Server, TokenCache};

impl AadApp {
    /// Returns a builder of the application `client_id`. `tenant` is the id or a domain name of the directory that it works
    /// on: for calls on behalf of a customer, the customer's.
    pub fn builder(tenant: impl Into<String>, client_id: impl Into<String>) -> AadAppBuilder {
        AadAppBuilder::new(tenant.into(), client_id.into())
    }

    /// The application acts as itself, with the client credentials grant. Needs a client secret.
    pub fn client_credentials(&self) -> TokenCache<ClientCredentialsGrant> {
        TokenCache::new(ClientCredentialsGrant::new(self.clone()))
    }

    /// The application acts for the user whose refresh token is in `store` (app + user, the secure application model). Azure
    /// AD gives a new refresh token with each access token; it is saved before the access token is returned.
    pub fn refresh_token(&self, store: impl RefreshTokenStore + 'static) -> TokenCache<RefreshTokenGrant> {
        TokenCache::new(RefreshTokenGrant::new(self.clone(), Arc::new(store)))
    }

    /// Exchanges the code that a user's sign-in has sent to `redirect_uri` for the user's first refresh token, which is the
    /// caller's to store. A code can be used once.
    ///
    /// # Errors
    /// When the authority does not accept the code, or cannot be reached.
    pub async fn redeem_code(
        &self,
        server: &Server,
        code: impl Into<SecretString>,
        redirect_uri: Option<&str>,
    ) -> Result<SecretString, CredentialError> {
        let grant = Grant::AuthorizationCode { code: &code.into(), redirect_uri };
        let granted = self.0.ask(server, None, SystemTime::now(), grant).await?;
        granted.refresh_token.ok_or_else(|| CredentialError::of(Problem::NoRefreshToken))
    }
}
