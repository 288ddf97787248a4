//! Credentials of azure_identity, through their trait.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use azure_core::credentials::{self, TokenCredential, TokenRequestOptions};
use azure_core::error::ErrorKind;
use docwright_runtime::{
    Api, AzureCredential, BoxFuture, Credential, CredentialError, CredentialErrorKind, RejectedToken, SecretString,
    Server, TokenRequest,
};

const API: Api = Api::new("api", "API", "test/1");
const SERVER: Server = Server::new(&API, "global", "https://api.example.com").with_audience("https://api.example.com");

/// Issues tokens that are the requested scopes.
#[derive(Debug)]
struct Echo;

/// Fails in a given way.
#[derive(Debug)]
struct Failing(fn() -> ErrorKind);

const LIFETIME: Duration = Duration::from_secs(600);

// Written as `async_trait` expands, so that the test needs no macro.
impl TokenCredential for Echo {
    fn get_token<'s: 'f, 'a: 'f, 'b: 'f, 'c: 'f, 'f>(
        &'s self,
        scopes: &'a [&'b str],
        _: Option<TokenRequestOptions<'c>>,
    ) -> BoxFuture<'f, azure_core::Result<credentials::AccessToken>> {
        let expires_on = (SystemTime::now() + LIFETIME).into();
        Box::pin(async move { Ok(credentials::AccessToken::new(scopes.join(" "), expires_on)) })
    }
}

impl TokenCredential for Failing {
    fn get_token<'s: 'f, 'a: 'f, 'b: 'f, 'c: 'f, 'f>(
        &'s self,
        _: &'a [&'b str],
        _: Option<TokenRequestOptions<'c>>,
    ) -> BoxFuture<'f, azure_core::Result<credentials::AccessToken>> {
        Box::pin(async { Err(azure_core::Error::with_message((self.0)(), "the vault is shut")) })
    }
}

async fn token(credential: &AzureCredential, server: Server) -> Result<SecretString, CredentialError> {
    credential.token(&TokenRequest::new(server)).await.map(|token| token.secret)
}

#[tokio::test]
async fn the_scope_is_that_of_the_audience() {
    let credential = AzureCredential::new(Arc::new(Echo));
    assert_eq!(token(&credential, SERVER).await.unwrap().expose(), "https://api.example.com/.default");
    let credential = credential.audience("urn:other");
    assert_eq!(token(&credential, SERVER).await.unwrap().expose(), "urn:other/.default");
}

#[tokio::test]
async fn the_token_says_when_it_expires() {
    let token = AzureCredential::new(Arc::new(Echo)).token(&TokenRequest::new(SERVER)).await.unwrap();
    let left = token.expires_at.unwrap().duration_since(SystemTime::now()).unwrap();
    assert!(left <= LIFETIME && left > LIFETIME / 2);
}

#[tokio::test]
async fn a_server_without_audience_is_an_error() {
    let server = Server::new(&API, "bare", "https://x.example");
    let error = token(&AzureCredential::new(Arc::new(Echo)), server).await.unwrap_err();
    assert_eq!(error.kind(), CredentialErrorKind::Unstated);
}

#[tokio::test]
async fn a_token_that_was_rejected_is_not_given_again() {
    let request = TokenRequest::new(SERVER).with_rejected(RejectedToken::new("https://api.example.com/.default"));
    let error = AzureCredential::new(Arc::new(Echo)).token(&request).await.unwrap_err();
    assert_eq!(error.kind(), CredentialErrorKind::Rejected);
}

#[tokio::test]
async fn temporary_and_permanent_failures_differ() {
    for (kind, transient) in [((|| ErrorKind::Io) as fn() -> _, true), (|| ErrorKind::Credential, false)] {
        let error = token(&AzureCredential::new(Arc::new(Failing(kind))), SERVER).await.unwrap_err();
        assert_eq!(error.is_transient(), transient);
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the vault is shut");
    }
}

#[test]
fn debug_shows_nothing_of_the_credential() {
    let shown = format!("{:?}", AzureCredential::new(Arc::new(Echo)).audience("urn:other"));
    assert!(shown.contains("urn:other") && !shown.contains("Echo"), "{shown}");
}
