//! Tokens of a user who has signed in before.

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::app::{AadApp, Grant};
use crate::credential::error::Problem;
use crate::{AccessToken, BoxFuture, Credential, CredentialError, SecretString, TokenAccess, TokenRequest};

/// Where a refresh token is kept, such as a vault. Several processes may share one. Neither they nor the tokens for several
/// servers wait for each other: the refresh token that is saved last is kept, and Azure AD takes the earlier ones as well.
pub trait RefreshTokenStore: Send + Sync {
    /// The token that was saved last.
    ///
    /// # Errors
    /// When there is none, or the store fails.
    fn load(&self) -> BoxFuture<'_, Result<SecretString, Box<dyn StdError + Send + Sync>>>;

    /// Stores `token` in place of the previous one.
    ///
    /// # Errors
    /// When it is not stored. It is saved again before the next token is requested.
    fn save(&self, token: SecretString) -> BoxFuture<'_, Result<(), Box<dyn StdError + Send + Sync>>>;
}

/// The refresh token grant: a token of the application for a user. It asks each time; [`AadApp::refresh_token`] wraps it in a
/// [`TokenCache`](crate::TokenCache).
#[derive(Clone)]
pub struct RefreshTokenGrant {
    app: AadApp,
    store: Arc<dyn RefreshTokenStore>,
    /// A refresh token that the store does not have yet.
    unsaved: Arc<Mutex<Option<SecretString>>>,
}

impl RefreshTokenGrant {
    pub(super) fn new(app: AadApp, store: Arc<dyn RefreshTokenStore>) -> Self {
        Self { app, store, unsaved: Arc::default() }
    }

    fn unsaved(&self) -> MutexGuard<'_, Option<SecretString>> {
        self.unsaved.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn obtain(&self, request: &TokenRequest) -> Result<AccessToken, CredentialError> {
        let pending = self.unsaved().clone();
        let current = match pending {
            Some(token) => {
                self.save(&token).await?;
                token
            }
            None => {
                let loaded = self.store.load().await;
                loaded.map_err(|error| CredentialError::of(Problem::Store("loaded")).with_source(error))?
            }
        };
        let granted = self.app.0.ask(&request.server, request.claims(), Grant::RefreshToken(&current)).await?;
        if let Some(rotated) = granted.refresh_token.filter(|rotated| *rotated != current) {
            // Nothing is awaited between the response and here, so the token is not lost when a caller is dropped.
            *self.unsaved() = Some(rotated.clone());
            self.save(&rotated).await?;
        }
        request.unless_rejected(granted.access_token)
    }

    async fn save(&self, token: &SecretString) -> Result<(), CredentialError> {
        let saved = self.store.save(token.clone()).await;
        saved.map_err(|error| CredentialError::of(Problem::Store("saved")).with_source(error))?;
        self.unsaved().take_if(|unsaved| unsaved == token);
        Ok(())
    }
}

impl Credential for RefreshTokenGrant {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(self.obtain(request))
    }

    fn access(&self) -> Option<TokenAccess> {
        Some(TokenAccess::Delegated)
    }
}

impl fmt::Debug for RefreshTokenGrant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RefreshTokenGrant").field("app", &self.app).finish_non_exhaustive()
    }
}
