//! Caches tokens, and renews them once for all waiting callers.

mod slot;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;

use self::slot::{Slot, SlotStep, TokenResult};
use crate::observe::Observer;
use crate::transport::{Deadline, set_or_tokio};
use crate::{
    AccessToken, BoxFuture, Clock, Credential, CredentialError, CredentialErrorKind, CredentialForm, CredentialNotice,
    Server, TokenAccess, TokenRequest, random,
};

/// How long a caller waits for a new token while the previous one is still valid.
const RENEWAL_WAIT: Duration = Duration::from_secs(5);

const PANICKED: &str = "the source of access tokens panicked";

/// Caches the tokens of a source, one for each server, and renews them before they expire. If the source does not state its
/// [`access`](Credential::access), a token is used for operations that accept the same kinds only.
///
/// - The source is asked once for all callers that need a token; they share the token, or the error. A source that panics is
///   an error. An error is not kept: the next caller asks again. A caller that is dropped does not affect the others; when all
///   are gone, the request is dropped.
/// - A token is renewed in the last quarter of its lifetime, at a moment that differs from process to process. One caller
///   waits for that, but no longer than five seconds; the others get the token that is still valid. So does that one, when the
///   renewal fails or takes longer; the next attempt is made a while later.
/// - A token that a service has rejected is dropped, and not accepted from the source again. When the service rejects its
///   replacement too, within 15 seconds and without asking for other claims, the source is not asked again for that time.
/// - A token with an unknown expiry is kept for five minutes; so is one that had expired when it arrived, which
///   [`Observer::on_credential`](crate::Observer::on_credential) reports.
///
/// Clones share everything.
///
/// # Examples
#[doc = include_str!("../example_api.md")]
/// use ms_commerce::{BuildError, Client, TokenCache, credential_fn, partner_center};
///
/// fn client() -> Result<Client, BuildError> {
///     let source = credential_fn(|_request| async { std::fs::read_to_string("/run/secrets/token") });
///     Client::builder(partner_center::GLOBAL).credential(TokenCache::new(source)).build()
/// }
/// ```
pub struct TokenCache<C> {
    shared: Arc<CacheState<C>>,
    clock: Option<Arc<dyn Clock>>,
}

struct CacheState<C> {
    source: C,
    /// Never locked while something is awaited.
    slots: Mutex<HashMap<Key, Slot>>,
    /// Returns a random number from 0 to 1.
    chance: fn() -> f64,
}

/// What a cached token belongs to.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    api: &'static str,
    server: &'static str,
    /// Servers whose URLs have variables differ by these values alone.
    url: Cow<'static, str>,
    authority: Option<&'static str>,
    audience: Option<&'static str>,
    /// Whether the operation accepts tokens of an application alone, and for a user; `None` if the source has one kind only.
    accepted: Option<[bool; 2]>,
}

impl<C: Credential + 'static> TokenCache<C> {
    /// Caches the tokens of `source`.
    pub fn new(source: C) -> Self {
        Self::with_chance(source, random::fraction)
    }

    fn with_chance(source: C, chance: fn() -> f64) -> Self {
        Self { shared: Arc::new(CacheState { source, slots: Mutex::default(), chance }), clock: None }
    }

    /// Uses `clock` to decide when tokens expire, in place of that of the client whose call needs a token.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    async fn obtain(&self, request: &TokenRequest) -> TokenResult {
        let key = Key::of(request, self.shared.source.access());
        let clock = set_or_tokio(self.clock.as_ref().or(request.context.clock.as_ref()));
        let clock = clock.map_err(|error| CredentialError::new(error.to_string()))?;
        let mut response = self.attempt(&key, request, &clock).await;
        let is_rejected = |error: &CredentialError| error.kind() == CredentialErrorKind::Rejected;
        if response.as_ref().is_err_and(is_rejected)
            && self.shared.slots().entry(key.clone()).or_default().can_learn_more()
        {
            response = self.attempt(&key, request, &clock).await;
        }
        match response {
            Ok(token) => request.unless_rejected(token),
            Err(error) => {
                let now = clock.system_time();
                let usable = self.shared.slots().entry(key).or_default().usable(now);
                usable.and_then(|token| request.unless_rejected(token).ok()).ok_or(error)
            }
        }
    }

    async fn attempt(&self, key: &Key, request: &TokenRequest, clock: &Arc<dyn Clock>) -> TokenResult {
        match self.step(key, request, clock) {
            SlotStep::Use(token) => Ok(token),
            SlotStep::Refuse => Err(CredentialError::rejected()),
            SlotStep::Await(flight) => flight.await,
            SlotStep::Renew(flight, token) => {
                let response = Deadline::after(&**clock, RENEWAL_WAIT).limit(Duration::ZERO, flight).await;
                response.unwrap_or(Ok(token))
            }
        }
    }

    fn step(&self, key: &Key, request: &TokenRequest, clock: &Arc<dyn Clock>) -> SlotStep {
        let now = clock.system_time();
        let mut slots = self.shared.slots();
        slots.entry(key.clone()).or_default().step(now, request.rejected.as_ref(), |rejected| {
            let (shared, clock, key) = (self.shared.clone(), clock.clone(), key.clone());
            let mut request = TokenRequest { rejected, ..request.clone() };
            request.context.clock = Some(clock.clone());
            let renewal: BoxFuture<'static, TokenResult> = Box::pin(async move {
                // A panic would reach all waiting callers.
                let token = AssertUnwindSafe(async { shared.source.token(&request).await }).catch_unwind();
                let response = token.await.unwrap_or_else(|_| Err(CredentialError::new(PANICKED)));
                let (now, chance) = (clock.system_time(), (shared.chance)());
                let expired = response.as_ref().ok().and_then(|token| now.duration_since(token.expires_at?).ok());
                if let Some(ago) = expired {
                    request.context.observers.on_credential(&CredentialNotice::ExpiredOnArrival { ago });
                }
                shared.slots().entry(key).or_default().settle(response, now, chance)
            });
            renewal.shared()
        })
    }
}

impl<C> CacheState<C> {
    fn slots(&self) -> MutexGuard<'_, HashMap<Key, Slot>> {
        // No panic can leave a slot half changed.
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Key {
    /// `access` is that of the source.
    fn of(request: &TokenRequest, access: Option<TokenAccess>) -> Self {
        let Server { api, name, url, authority, audience } = request.server.clone();
        let kinds = [TokenAccess::AppOnly, TokenAccess::Delegated];
        let accepted = access.is_none().then(|| kinds.map(|kind| request.accepts(kind)));
        Self { api: api.name, server: name, url, authority, audience, accepted }
    }
}

impl<C: Credential + 'static> Credential for TokenCache<C> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(self.obtain(request))
    }

    fn access(&self) -> Option<TokenAccess> {
        self.shared.source.access()
    }

    fn form(&self) -> CredentialForm {
        self.shared.source.form()
    }

    fn name(&self) -> Option<&str> {
        self.shared.source.name()
    }
}

impl<C> Clone for TokenCache<C> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone(), clock: self.clock.clone() }
    }
}

impl<C: fmt::Debug> fmt::Debug for TokenCache<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TokenCache").field("source", &self.shared.source).finish_non_exhaustive()
    }
}
