//! An application that Azure AD knows, and the grants by which it gets tokens.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenIntrospectionResponse};
use oauth2::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, RedirectUrl, RefreshToken, StandardRevocableToken, TokenUrl,
};

use super::refresh_token::RefreshTokenStore;
use super::token_endpoint::TokenEndpoint;
use super::wire::{TokenBody, TokenRefusalBody};
use super::{AadAppBuilder, ClientCredentialsGrant, RefreshTokenGrant};
use crate::client::parse_base_url;
use crate::credential::error::Problem;
use crate::{AccessToken, CredentialError, Limits, SecretString, Server, TokenCache, Transport};

/// An application as Azure AD knows it, in one tenant. It gets tokens for the server of each client from the authority that
/// the server states, for the audience that the server states. Clones share everything.
#[derive(Clone)]
pub struct AadApp(pub(super) Arc<App>);

pub(super) struct App {
    pub(super) tenant: String,
    pub(super) client_id: String,
    pub(super) client_secret: Option<SecretString>,
    pub(super) authority: Option<String>,
    pub(super) audience: Option<String>,
    pub(super) transport: Arc<dyn Transport>,
    /// The transport is the crate's own and may go through a proxy.
    pub(super) proxied: bool,
    pub(super) limits: Limits,
}

/// What the application shows in exchange for a token.
pub(super) enum Grant<'g> {
    ClientCredentials,
    RefreshToken(&'g SecretString),
    AuthorizationCode { code: &'g SecretString, redirect_uri: Option<&'g str> },
}

/// What the application gets.
pub(super) struct Granted {
    pub(super) access_token: AccessToken,
    pub(super) refresh_token: Option<SecretString>,
}

type OAuthClient = oauth2::Client<
    TokenRefusalBody,
    TokenBody,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
>;

impl AadApp {
    /// Starts to describe the application `client_id`. `tenant` is the id or a domain name of the directory that it works
    /// on: for calls on behalf of a customer, the customer's.
    pub fn builder(tenant: impl Into<String>, client_id: impl Into<String>) -> AadAppBuilder {
        AadAppBuilder::new(tenant.into(), client_id.into())
    }

    /// The application acts as itself, by the client credentials grant. Needs a client secret.
    pub fn client_credentials(&self) -> TokenCache<ClientCredentialsGrant> {
        TokenCache::new(ClientCredentialsGrant::new(self.clone()))
    }

    /// The application acts for the user whose refresh token is in `store` (app + user, the secure application model). Azure
    /// AD gives a new refresh token with each access token; it is saved before the access token is handed out.
    pub fn refresh_token(&self, store: impl RefreshTokenStore + 'static) -> TokenCache<RefreshTokenGrant> {
        TokenCache::new(RefreshTokenGrant::new(self.clone(), Arc::new(store)))
    }

    /// Exchanges the code that a user's sign-in has sent to `redirect_uri` for the user's first refresh token, which is the
    /// caller's to store. A code serves once.
    ///
    /// # Errors
    /// When the authority does not take the code, or cannot be asked.
    pub async fn redeem_code(
        &self,
        server: &Server,
        code: impl Into<SecretString>,
        redirect_uri: Option<&str>,
    ) -> Result<SecretString, CredentialError> {
        let grant = Grant::AuthorizationCode { code: &code.into(), redirect_uri };
        let granted = self.0.ask(server, grant).await?;
        granted.refresh_token.ok_or_else(|| CredentialError::of(Problem::NoRefreshToken))
    }
}

impl App {
    pub(super) async fn ask(&self, server: &Server, grant: Grant<'_>) -> Result<Granted, CredentialError> {
        let unstated = |what| CredentialError::of(Problem::Unstated { server: server.name, what });
        let audience = self.audience.as_deref().or(server.audience).ok_or_else(|| unstated("audience"))?;
        let authority = self.authority.as_deref().or(server.authority).ok_or_else(|| unstated("authority"))?;
        let unusable = |problem| CredentialError::of(Problem::Authority(problem));
        let authority = parse_base_url(authority).map_err(unusable)?;
        let url = TokenUrl::new(format!("{authority}/{}/oauth2/token", self.tenant))
            .map_err(|_| unusable("is no absolute URL"))?;

        let mut client = OAuthClient::new(ClientId::new(self.client_id.clone()))
            .set_auth_type(AuthType::RequestBody)
            .set_token_uri(url);
        let mut secrets: Vec<&SecretString> = self.client_secret.iter().collect();
        if let Some(secret) = &self.client_secret {
            client = client.set_client_secret(ClientSecret::new(secret.expose().clone()));
        }
        let endpoint = TokenEndpoint::new(self, authority.starts_with("http:"))?;
        let asked_at = SystemTime::now();
        let response = match grant {
            Grant::ClientCredentials => {
                client
                    .exchange_client_credentials()
                    .add_extra_param("resource", audience)
                    .request_async(&endpoint)
                    .await
            }
            Grant::RefreshToken(token) => {
                secrets.push(token);
                let token = RefreshToken::new(token.expose().clone());
                client
                    .exchange_refresh_token(&token)
                    .add_extra_param("resource", audience)
                    .request_async(&endpoint)
                    .await
            }
            Grant::AuthorizationCode { code, redirect_uri } => {
                secrets.push(code);
                let mut request = client
                    .exchange_code(AuthorizationCode::new(code.expose().clone()))
                    .add_extra_param("resource", audience);
                if let Some(uri) = redirect_uri {
                    // The authority compares texts, so the text must not be normalised.
                    RedirectUrl::new(uri.to_owned()).map_err(|_| CredentialError::of(Problem::RedirectUri))?;
                    request = request.add_extra_param("redirect_uri", uri);
                }
                request.request_async(&endpoint).await
            }
        };
        match response {
            Ok(response) => Ok(response.granted(asked_at)),
            Err(error) => Err(endpoint.explain(error, &secrets)),
        }
    }
}

impl fmt::Debug for AadApp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AadApp")
            .field("tenant", &self.0.tenant)
            .field("client_id", &self.0.client_id)
            .finish_non_exhaustive()
    }
}
