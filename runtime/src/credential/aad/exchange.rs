//! The exchange of a grant for tokens.

use std::time::SystemTime;

use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenIntrospectionResponse};
use oauth2::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, RedirectUrl, RefreshToken, StandardRevocableToken, TokenUrl,
};

use super::app::{App, Grant, Granted};
use super::token_endpoint::TokenEndpoint;
use super::wire::{TokenBody, TokenRefusalBody};
use crate::client::parse_base_url;
use crate::credential::error::Problem;
use crate::{CredentialError, SecretString, Server};

type OAuthClient = oauth2::Client<
    TokenRefusalBody,
    TokenBody,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
>;

impl App {
    pub(super) async fn ask(
        &self,
        server: &Server,
        claims: Option<String>,
        requested_at: SystemTime,
        grant: Grant<'_>,
    ) -> Result<Granted, CredentialError> {
        let unstated = |what| CredentialError::of(Problem::Unstated { server: server.name, what });
        let audience = self.audience.as_deref().or(server.audience).ok_or_else(|| unstated("audience"))?;
        let authority = self.authority.as_deref().or(server.authority).ok_or_else(|| unstated("authority"))?;
        let unusable = |problem| CredentialError::of(Problem::Authority(problem));
        let authority = parse_base_url(authority).map_err(unusable)?;
        let url = TokenUrl::new(format!("{authority}/{}/oauth2/token", self.tenant))
            .map_err(|_| unusable("is not an absolute URL"))?;

        let mut client = OAuthClient::new(ClientId::new(self.client_id.clone()))
            .set_auth_type(AuthType::RequestBody)
            .set_token_uri(url);
        let mut secrets: Vec<&SecretString> = self.client_secret.iter().collect();
        if let Some(secret) = &self.client_secret {
            client = client.set_client_secret(ClientSecret::new(secret.expose().clone()));
        }
        let endpoint = TokenEndpoint::new(self, authority.starts_with("http:"))?;
        let parameters = [("resource", Some(audience)), ("claims", claims.as_deref())];
        let parameters = parameters.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let response = match grant {
            Grant::ClientCredentials => {
                let request = client.exchange_client_credentials();
                let request = parameters.fold(request, |request, (name, value)| request.add_extra_param(name, value));
                request.request_async(&endpoint).await
            }
            Grant::RefreshToken(token) => {
                secrets.push(token);
                let token = RefreshToken::new(token.expose().clone());
                let request = client.exchange_refresh_token(&token);
                let request = parameters.fold(request, |request, (name, value)| request.add_extra_param(name, value));
                request.request_async(&endpoint).await
            }
            Grant::AuthorizationCode { code, redirect_uri } => {
                secrets.push(code);
                let request = client.exchange_code(AuthorizationCode::new(code.expose().clone()));
                let mut request =
                    parameters.fold(request, |request, (name, value)| request.add_extra_param(name, value));
                if let Some(uri) = redirect_uri {
                    // The authority compares texts, so the text must not be normalized.
                    RedirectUrl::new(uri.to_owned()).map_err(|_| CredentialError::of(Problem::RedirectUri))?;
                    request = request.add_extra_param("redirect_uri", uri);
                }
                request.request_async(&endpoint).await
            }
        };
        match response {
            Ok(response) => Ok(response.granted(requested_at)),
            Err(error) => Err(endpoint.explain(error, &secrets)),
        }
    }
}
