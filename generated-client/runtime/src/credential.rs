//! Proof of who makes a call.

use std::error::Error as StdError;

use thiserror::Error;

use crate::{BoxFuture, Secret, SecretString, Server};

/// A source of access tokens. A client asks it before each attempt of a call, so that it may keep and renew them. The time of
/// the call includes that: the future is dropped when it takes too long.
pub trait Credential: Send + Sync {
    /// A token for `request`.
    ///
    /// # Errors
    /// When there is none to be had.
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<SecretString, CredentialError>>;
}

/// What a token is for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The server that the token goes to; it states authority and audience.
    pub server: Server,
    /// A token that the service has just refused with 401: no source should hand it out again.
    pub rejected: Option<SecretString>,
}

impl TokenRequest {
    /// A request as a client makes it; with it a [`Credential`] can be tested on its own.
    pub const fn new(server: Server) -> Self {
        Self { server, rejected: None }
    }
}

/// A token that somebody else obtained.
#[derive(Clone, Debug)]
pub struct BearerToken(SecretString);

impl BearerToken {
    /// Takes the token.
    pub fn new(token: impl Into<SecretString>) -> Self {
        Self(token.into())
    }
}

impl Credential for BearerToken {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<SecretString, CredentialError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

/// What can serve as a [`Credential`]: one, or the text of a token.
pub trait IntoCredential {
    /// The credential.
    fn into_credential(self) -> std::sync::Arc<dyn Credential>;
}

impl<C: Credential + 'static> IntoCredential for C {
    fn into_credential(self) -> std::sync::Arc<dyn Credential> {
        std::sync::Arc::new(self)
    }
}

impl<C: Credential + ?Sized> Credential for std::sync::Arc<C> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<SecretString, CredentialError>> {
        (**self).token(request)
    }
}

macro_rules! tokens {
    ($($token:ty),*) => { $(
        impl IntoCredential for $token {
            fn into_credential(self) -> std::sync::Arc<dyn Credential> {
                BearerToken::new(Secret::from(self)).into_credential()
            }
        }
    )* };
}
tokens!(&str, String);

impl IntoCredential for SecretString {
    fn into_credential(self) -> std::sync::Arc<dyn Credential> {
        BearerToken(self).into_credential()
    }
}

/// Why there is no token.
#[derive(Debug, Error)]
#[error("{message}")]
pub struct CredentialError {
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl CredentialError {
    /// States why, in words that hold no secret.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}
