//! Custom credentials: texts and closures.

use std::io;

use docwright_runtime::{
    AccessToken, Api, BearerToken, Credential, CredentialError, CredentialErrorKind, IntoCredential, RejectedToken,
    SecretString, Server, TokenCache, TokenRequest, credential_fn,
};

const API: Api = Api::new("api", "API", "test/1");
const SERVER: Server = Server::new(&API, "global", "https://api.example.com");

async fn token(credential: impl IntoCredential) -> Result<String, CredentialError> {
    let token = credential.into_credential().token(&TokenRequest::new(SERVER)).await;
    token.map(|token| token.secret.into_exposed())
}

#[tokio::test]
async fn a_text_is_a_credential() {
    assert_eq!(token("text").await.unwrap(), "text");
    assert_eq!(token(String::from("text")).await.unwrap(), "text");
    assert_eq!(token(SecretString::from("text")).await.unwrap(), "text");
    assert_eq!(token(BearerToken::new("text")).await.unwrap(), "text");
}

#[tokio::test]
async fn a_fixed_token_that_was_rejected_is_not_given_again() {
    let request = TokenRequest::new(SERVER).with_rejected(RejectedToken::new("text"));
    let error = BearerToken::new("text").token(&request).await.unwrap_err();
    assert_eq!(error.kind(), CredentialErrorKind::Rejected);
    assert!(!error.is_transient());
}

#[tokio::test]
async fn a_closure_learns_what_the_token_is_for() {
    let credential = credential_fn(|request: TokenRequest| async move {
        let rejected = request.rejected.is_some();
        Ok::<_, CredentialError>(format!("{} {} {rejected}", request.server.api.name, request.server.name))
    });
    assert_eq!(token(credential).await.unwrap(), "api global false");
}

#[tokio::test]
async fn a_closure_may_response_with_what_it_has() {
    assert_eq!(token(credential_fn(|_| async { Ok::<_, io::Error>("text") })).await.unwrap(), "text");
    assert_eq!(token(credential_fn(|_| async { Ok::<_, io::Error>(AccessToken::new("text")) })).await.unwrap(), "text");
}

#[tokio::test]
async fn an_error_of_a_closure_is_the_source_of_the_credential_error() {
    let error = token(credential_fn(|_| async { Err::<String, _>(io::Error::other("no vault")) })).await.unwrap_err();
    assert_eq!(error.kind(), CredentialErrorKind::Other);
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "no vault");
}

#[tokio::test]
async fn a_credential_error_of_a_closure_stays_what_it_is() {
    let busy = credential_fn(|_| async { Err::<String, _>(CredentialError::new("the vault is busy").transient()) });
    let error = token(busy).await.unwrap_err();
    assert!(error.is_transient());
    assert_eq!(error.to_string(), "the vault is busy");
}

#[tokio::test]
async fn a_closure_can_be_cached() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let cache = TokenCache::new(credential_fn(move |_| {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        async move { Ok::<_, CredentialError>(format!("token-{number}")) }
    }));
    assert_eq!(token(cache.clone()).await.unwrap(), "token-0");
    assert_eq!(token(cache).await.unwrap(), "token-0");
}
