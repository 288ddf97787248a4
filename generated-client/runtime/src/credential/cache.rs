//! Keeping tokens, and renewing them once for all who wait.

mod slot;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use futures_util::FutureExt;

use self::slot::{Answer, Slot, Step};
use crate::{AccessToken, BoxFuture, Credential, CredentialError, CredentialErrorKind, Server, TokenRequest, random};

const PANICKED: &str = "the source of access tokens panicked";

/// Keeps the tokens of a source, one for each server, and renews them before they expire.
///
/// - However many callers need a token, its source is asked once; they share the token, or the error. A source that panics is
///   an error. An error is not kept: the next caller asks again. When callers go away, those who still wait go on; when all are gone, the request is dropped.
/// - A token is renewed in the last quarter of its lifetime, at a moment that differs from process to process. One caller
///   waits for that, the others get the token that still serves. So does that one, when the renewal fails; the next attempt
///   is made a while later.
/// - A token that a service has refused is dropped, and not accepted from the source again.
/// - A token that does not say when it expires is kept for five minutes.
///
/// Clones share everything.
pub struct TokenCache<C>(Arc<Shared<C>>);

struct Shared<C> {
    source: C,
    /// Never locked while something is awaited.
    slots: Mutex<HashMap<Key, Slot>>,
    surroundings: Surroundings,
}

/// What tells tokens apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    api: &'static str,
    server: &'static str,
    authority: Option<&'static str>,
    audience: Option<&'static str>,
}

/// What is not the same each time.
struct Surroundings {
    now: fn() -> SystemTime,
    /// A number from 0 to 1.
    chance: fn() -> f64,
}

impl<C: Credential + 'static> TokenCache<C> {
    /// Keeps the tokens of `source`.
    pub fn new(source: C) -> Self {
        Self::within(source, Surroundings { now: SystemTime::now, chance: random::fraction })
    }

    fn within(source: C, surroundings: Surroundings) -> Self {
        Self(Arc::new(Shared { source, slots: Mutex::default(), surroundings }))
    }

    async fn obtain(&self, request: &TokenRequest) -> Answer {
        let key = Key::of(&request.server);
        let mut answer = match self.step(key, request) {
            Step::Use(token) => return Ok(token),
            Step::Await(flight) => flight.await,
        };
        let is_rejected = |error: &CredentialError| error.kind() == CredentialErrorKind::Rejected;
        if answer.as_ref().is_err_and(is_rejected) && self.0.slots().entry(key).or_default().can_learn_more() {
            answer = match self.step(key, request) {
                Step::Use(token) => return Ok(token),
                Step::Await(flight) => flight.await,
            };
        }
        match answer {
            Ok(token) => request.unless_rejected(token),
            Err(error) => {
                let now = (self.0.surroundings.now)();
                self.0.slots().entry(key).or_default().usable(now).ok_or(error)
            }
        }
    }

    fn step(&self, key: Key, request: &TokenRequest) -> Step {
        let now = (self.0.surroundings.now)();
        let mut slots = self.0.slots();
        slots.entry(key).or_default().step(now, request.rejected.as_ref(), |rejected| {
            let shared = self.0.clone();
            let request = TokenRequest { server: request.server, rejected };
            let renewal: BoxFuture<'static, Answer> = Box::pin(async move {
                // A panic would pass to all who wait.
                let asked = AssertUnwindSafe(async { shared.source.token(&request).await }).catch_unwind();
                let answer = asked.await.unwrap_or_else(|_| Err(CredentialError::new(PANICKED)));
                let (now, chance) = ((shared.surroundings.now)(), (shared.surroundings.chance)());
                shared.slots().entry(key).or_default().settle(answer, now, chance)
            });
            renewal.shared()
        })
    }
}

impl<C> Shared<C> {
    fn slots(&self) -> MutexGuard<'_, HashMap<Key, Slot>> {
        // Nothing that could unwind leaves a slot half changed.
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Key {
    fn of(server: &Server) -> Self {
        Self { api: server.api.name, server: server.name, authority: server.authority, audience: server.audience }
    }
}

impl<C: Credential + 'static> Credential for TokenCache<C> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(self.obtain(request))
    }
}

impl<C> Clone for TokenCache<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C: fmt::Debug> fmt::Debug for TokenCache<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TokenCache").field("source", &self.0.source).finish_non_exhaustive()
    }
}
