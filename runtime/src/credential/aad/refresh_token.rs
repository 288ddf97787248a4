//! Tokens of a user who has signed in before.

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::app::{AadApp, Grant};
use crate::credential::error::Problem;
use crate::observe::Observer;
use crate::transport::Deadline;
use crate::{
    AccessToken, BoxFuture, Credential, CredentialError, CredentialNotice, SecretString, TokenAccess, TokenRequest,
};

/// Where a refresh token is kept, such as a vault. Several processes may share one. Neither they nor the tokens for several
/// servers wait for each other: a process saves a new refresh token only in place of the one that it had used, and Azure AD takes
/// the earlier ones as well.
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

    /// Stores `token` if the store still has `previous`. Otherwise another process has stored a newer one, which stays.
    ///
    /// As long as a store does not implement this, it loads, compares and saves, between which another process can save. A store
    /// that can compare and save in one step should do so.
    ///
    /// # Errors
    /// Those of [`load`](Self::load) and [`save`](Self::save).
    fn replace<'a>(
        &'a self,
        previous: &'a SecretString,
        token: SecretString,
    ) -> BoxFuture<'a, Result<(), Box<dyn StdError + Send + Sync>>> {
        Box::pin(async move { if self.load().await? == *previous { self.save(token).await } else { Ok(()) } })
    }
}

/// How long a token that was issued waits for the store to take the refresh token that came with it.
const SAVING_WAIT: Duration = Duration::from_secs(5);

/// The refresh token grant: a token of the application for a user. It asks each time; [`AadApp::refresh_token`] wraps it in a
/// [`TokenCache`](crate::TokenCache).
#[derive(Clone)]
pub struct RefreshTokenGrant {
    app: AadApp,
    store: Arc<dyn RefreshTokenStore>,
    unsaved: Arc<Mutex<Option<Unsaved>>>,
    /// Locked while the store saves: of two tokens, the one that came first must not be saved last.
    saving: Arc<futures_util::lock::Mutex<()>>,
}

/// A refresh token that the store does not have yet.
#[derive(Clone, PartialEq)]
struct Unsaved {
    token: SecretString,
    /// What the store had when the token was requested. If it has another one, that is newer.
    previous: SecretString,
}

impl RefreshTokenGrant {
    pub(super) fn new(app: AadApp, store: Arc<dyn RefreshTokenStore>) -> Self {
        Self { app, store, unsaved: Arc::default(), saving: Arc::default() }
    }

    fn unsaved(&self) -> MutexGuard<'_, Option<Unsaved>> {
        self.unsaved.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn obtain(&self, request: &TokenRequest) -> Result<AccessToken, CredentialError> {
        self.save_what_is_unsaved(request).await;
        let unsaved = self.unsaved().clone();
        let (current, in_store) = match unsaved {
            Some(Unsaved { token, previous }) => (token, previous),
            None => {
                let loaded = self.store.load().await;
                let loaded =
                    loaded.map_err(|error| CredentialError::of(Problem::Store("loaded")).with_source(error))?;
                (loaded.clone(), loaded)
            }
        };
        let (claims, now) = (request.claims(), request.system_time());
        let granted = self.app.0.ask(&request.server, claims, now, Grant::RefreshToken(&current)).await?;
        if let Some(rotated) = granted.refresh_token.filter(|rotated| *rotated != current) {
            // Nothing is awaited between the response and here, so the token is not lost when a caller is dropped.
            *self.unsaved() = Some(Unsaved { token: rotated, previous: in_store });
            self.save_what_is_unsaved(request).await;
        }
        request.unless_rejected(granted.access_token)
    }

    async fn save(&self) -> Result<(), Box<dyn StdError + Send + Sync>> {
        let _saving = self.saving.lock().await;
        let Some(unsaved) = self.unsaved().clone() else { return Ok(()) };
        self.store.replace(&unsaved.previous, unsaved.token.clone()).await?;
        self.unsaved().take_if(|current| *current == unsaved);
        Ok(())
    }

    /// Saves the refresh token that the store does not have. A store that fails does not cost the access token; observers hear of
    /// it, and the refresh token stays in memory.
    async fn save_what_is_unsaved(&self, request: &TokenRequest) {
        if self.unsaved().is_none() {
            return;
        }
        let saved = match &request.context.clock {
            Some(clock) => Deadline::after(&**clock, SAVING_WAIT).limit(Duration::ZERO, self.save()).await,
            None => Some(self.save().await),
        };
        let error = match saved {
            Some(Ok(())) => return,
            Some(Err(error)) => CredentialError::of(Problem::Store("saved")).with_source(error),
            None => CredentialError::of(Problem::Store("saved in time")),
        };
        request.context.observers.on_credential(&CredentialNotice::Unsaved { error });
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
