//! Tokens that are obtained elsewhere.

use std::sync::Arc;

use crate::{AccessToken, BoxFuture, Credential, CredentialError, Secret, SecretString, TokenAccess, TokenRequest};

/// A token that was obtained elsewhere.
#[derive(Clone, Debug)]
pub struct BearerToken {
    text: SecretString,
    access: Option<TokenAccess>,
}

impl BearerToken {
    /// Wraps the token.
    pub fn new(token: impl Into<SecretString>) -> Self {
        Self { text: token.into(), access: None }
    }

    /// States in whose name the token gives access.
    #[must_use]
    pub fn with_access(mut self, access: TokenAccess) -> Self {
        self.access = Some(access);
        self
    }
}

impl Credential for BearerToken {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(std::future::ready(request.unless_rejected(AccessToken::new(self.text.clone()))))
    }

    fn access(&self) -> Option<TokenAccess> {
        self.access
    }
}

/// What can serve as a [`Credential`]: one, or the text of a token.
pub trait IntoCredential {
    /// The credential.
    fn into_credential(self) -> Arc<dyn Credential>;
}

impl<C: Credential + 'static> IntoCredential for C {
    fn into_credential(self) -> Arc<dyn Credential> {
        Arc::new(self)
    }
}

macro_rules! tokens {
    ($($token:ty),*) => { $(
        impl IntoCredential for $token {
            fn into_credential(self) -> Arc<dyn Credential> {
                BearerToken::new(Secret::from(self)).into_credential()
            }
        }
    )* };
}
tokens!(&str, String);

impl IntoCredential for SecretString {
    fn into_credential(self) -> Arc<dyn Credential> {
        BearerToken::new(self).into_credential()
    }
}
