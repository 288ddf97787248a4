//! Closures as credentials.

use std::error::Error as StdError;
use std::fmt;

use crate::{AccessToken, BoxFuture, Credential, CredentialError, CredentialForm, TokenAccess, TokenRequest};

/// Makes a credential of a closure, which runs before each attempt unless [`TokenCache`](crate::TokenCache) wraps it. It
/// returns an [`AccessToken`] or the text of one.
///
/// ```
/// # mod ms_commerce { pub use docwright_runtime::credential_fn; }
/// use ms_commerce::credential_fn;
///
/// let credential = credential_fn(|_request| async { std::fs::read_to_string("/run/secrets/token") });
/// ```
pub fn credential_fn<F, A, T, E>(source: F) -> CredentialFn<F>
where
    F: Fn(TokenRequest) -> A + Send + Sync,
    A: Future<Output = Result<T, E>> + Send,
    T: Into<AccessToken>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    CredentialFn { source, access: None, form: CredentialForm::AccessToken }
}

/// The credential that [`credential_fn`] returns.
#[derive(Clone)]
pub struct CredentialFn<F> {
    source: F,
    access: Option<TokenAccess>,
    form: CredentialForm,
}

impl<F> CredentialFn<F> {
    /// States in whose name the tokens give access.
    #[must_use]
    pub fn with_access(mut self, access: TokenAccess) -> Self {
        self.access = Some(access);
        self
    }

    /// States what the closure returns, if it is not an access token: an API key, or a user and a password with a colon between
    /// them.
    #[must_use]
    pub fn with_form(mut self, form: CredentialForm) -> Self {
        self.form = form;
        self
    }
}

impl<F, A, T, E> Credential for CredentialFn<F>
where
    F: Fn(TokenRequest) -> A + Send + Sync,
    A: Future<Output = Result<T, E>> + Send,
    T: Into<AccessToken>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            match (self.source)(request.clone()).await {
                Ok(token) => request.unless_rejected(token.into()),
                Err(error) => Err(CredentialError::of_source(error.into())),
            }
        })
    }

    fn access(&self) -> Option<TokenAccess> {
        self.access
    }

    fn form(&self) -> CredentialForm {
        self.form
    }
}

impl<F> fmt::Debug for CredentialFn<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CredentialFn")
    }
}
