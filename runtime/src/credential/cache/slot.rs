//! The token for one server: what is cached, and when it is renewed. Nothing here waits.

use std::time::{Duration, SystemTime};

use futures_util::future::{Shared, WeakShared};

use crate::{AccessToken, BoxFuture, CredentialError, RejectedToken};

/// How long a token is kept whose expiry is unknown, or is before its arrival.
const UNSTATED_LIFETIME: Duration = Duration::from_secs(5 * 60);
/// The part of its lifetime after which a token is renewed: this, and up to `SPREAD` more.
const FRESH: f64 = 0.75;
const SPREAD: f64 = 0.1;
/// How long before its expiry a token is no longer used, because of latency and clock skew; at most a tenth of its lifetime.
const LONGEST_MARGIN: Duration = Duration::from_secs(30);
/// How long after a rejection a further one does not make the source be asked again.
const REJECTION_PAUSE: Duration = Duration::from_secs(15);
/// The pause after a renewal that failed: this, and up to as much again. An abandoned renewal counts as failed.
const PAUSE: Duration = Duration::from_secs(15);

pub(super) type TokenResult = Result<AccessToken, CredentialError>;

/// A request to the source, shared by all callers that wait for it. It is dropped with the last of them.
pub(super) type Flight = Shared<BoxFuture<'static, TokenResult>>;

#[derive(Default)]
pub(super) struct Slot {
    cached: Option<CachedToken>,
    /// The last token that the service rejected.
    rejected: Option<RejectedToken>,
    /// When the source was last asked because of a rejection.
    replaced_at: Option<SystemTime>,
    /// The rejected token that was last reported to the source.
    reported: Option<RejectedToken>,
    flight: Option<WeakShared<BoxFuture<'static, TokenResult>>>,
    /// Since when, and for how long, a token that is still valid is not renewed.
    pause: Option<(SystemTime, Duration)>,
}

struct CachedToken {
    token: AccessToken,
    since: SystemTime,
    fresh_for: Duration,
    usable_for: Duration,
}

pub(super) enum SlotStep {
    Use(AccessToken),
    Await(Flight),
    /// The token was rejected soon after the one before it: another one would be rejected as well.
    Refuse,
    /// The token is still valid, and used if the flight takes too long.
    Renew(Flight, AccessToken),
}

impl Slot {
    /// What a caller does. `start` begins a request to the source, with the token that was rejected.
    pub(super) fn step(
        &mut self,
        now: SystemTime,
        rejected: Option<&RejectedToken>,
        start: impl FnOnce(Option<RejectedToken>) -> Flight,
    ) -> SlotStep {
        if let Some(rejected) = rejected
            && self.cached.as_ref().is_none_or(|cached| cached.token.secret == rejected.secret)
        {
            if self.cached.is_some() {
                if self.is_refused_at_once(now, rejected) {
                    return SlotStep::Refuse;
                }
                self.replaced_at = Some(now);
            }
            self.cached = None;
            self.rejected = Some(rejected.clone());
        }
        let flight = self.flight.as_ref().and_then(WeakShared::upgrade);
        let paused = self.pause.is_some_and(|(since, pause)| now.duration_since(since).is_ok_and(|past| past < pause));
        match (self.cached.as_ref().filter(|cached| cached.is_usable(now)), flight) {
            (Some(cached), flight) if flight.is_some() || paused || cached.is_fresh(now) => {
                SlotStep::Use(cached.token.clone())
            }
            (None, Some(flight)) => SlotStep::Await(flight),
            (usable, _) => {
                let usable = usable.map(|cached| cached.token.clone());
                self.reported = self.rejected.clone();
                let flight = start(self.reported.clone());
                self.flight = flight.downgrade();
                match usable {
                    Some(token) => {
                        self.pause = Some((now, PAUSE));
                        SlotStep::Renew(flight, token)
                    }
                    None => SlotStep::Await(flight),
                }
            }
        }
    }

    /// Whether a token is rejected soon after another one, for no reason that a new token could satisfy.
    fn is_refused_at_once(&self, now: SystemTime, rejected: &RejectedToken) -> bool {
        let is_soon =
            self.replaced_at.is_some_and(|at| now.duration_since(at).is_ok_and(|past| past < REJECTION_PAUSE));
        let claims = rejected.claims();
        is_soon && (claims.is_none() || claims == self.rejected.as_ref().and_then(RejectedToken::claims))
    }

    /// Stores the result of the source.
    pub(super) fn settle(&mut self, response: TokenResult, now: SystemTime, chance: f64) -> TokenResult {
        self.flight = None;
        let response = match response {
            Ok(token) if self.rejected.as_ref().is_some_and(|rejected| rejected.secret == token.secret) => {
                Err(CredentialError::rejected())
            }
            response => response,
        };
        match &response {
            Ok(token) => {
                self.cached = Some(CachedToken::new(token.clone(), now, chance));
                self.pause = None;
            }
            Err(error) => {
                let pause = PAUSE.mul_f64(1.0 + chance).max(error.retry_after().unwrap_or_default());
                self.pause = Some((now, pause));
            }
        }
        response
    }

    /// Whether a source that repeated a rejected token may have another: it was asked before the rejection was known.
    pub(super) fn can_learn_more(&self) -> bool {
        self.reported != self.rejected || self.flight.as_ref().is_some_and(|flight| flight.upgrade().is_some())
    }

    /// The token, if it is still valid.
    pub(super) fn usable(&self, now: SystemTime) -> Option<AccessToken> {
        self.cached.as_ref().filter(|cached| cached.is_usable(now)).map(|cached| cached.token.clone())
    }
}

impl CachedToken {
    fn new(token: AccessToken, now: SystemTime, chance: f64) -> Self {
        let lifetime = match token.expires_at {
            Some(expires_at) => expires_at.duration_since(now).ok().filter(|lifetime| !lifetime.is_zero()),
            None => None,
        };
        // The clocks disagree if the token has expired already.
        let lifetime = lifetime.unwrap_or(UNSTATED_LIFETIME);
        Self {
            token,
            since: now,
            fresh_for: lifetime.mul_f64(FRESH + SPREAD * chance),
            usable_for: lifetime - LONGEST_MARGIN.min(lifetime / 10),
        }
    }

    /// When the clock was set back, the token's age is unknown: the token is used, and renewed.
    fn is_usable(&self, now: SystemTime) -> bool {
        now.duration_since(self.since).map_or(true, |age| age < self.usable_for)
    }

    fn is_fresh(&self, now: SystemTime) -> bool {
        now.duration_since(self.since).is_ok_and(|age| age < self.fresh_for)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn moments_of_renewal_are_spread() {
        let (now, lifetime) = (SystemTime::UNIX_EPOCH, Duration::from_secs(1000));
        let cached = |chance| CachedToken::new(AccessToken::from("token").expiring_at(now + lifetime), now, chance);
        let fresh_at = |cached: &CachedToken, part| cached.is_fresh(now + lifetime.mul_f64(part));
        let (soonest, latest) = (cached(0.0), cached(1.0));
        assert!(fresh_at(&soonest, 0.74) && !fresh_at(&soonest, 0.76));
        assert!(fresh_at(&latest, 0.84) && !fresh_at(&latest, 0.86));
    }

    #[test]
    fn a_token_is_renewed_from_the_moment_on_that_was_drawn() {
        let now = SystemTime::UNIX_EPOCH;
        let cached = CachedToken::new(AccessToken::from("t").expiring_at(now + Duration::from_secs(1000)), now, 0.0);
        let fresh_until = now + cached.fresh_for;
        assert!(cached.is_fresh(fresh_until - Duration::from_millis(1)) && !cached.is_fresh(fresh_until));
        let usable_until = now + cached.usable_for;
        assert!(cached.is_usable(usable_until - Duration::from_millis(1)) && !cached.is_usable(usable_until));
    }

    #[test]
    fn after_a_failure_a_valid_token_is_used_until_the_pause_is_over() {
        let start = |_| -> Flight { (Box::pin(std::future::pending()) as BoxFuture<'static, TokenResult>).shared() };
        for (chance, pause) in [(0.0, PAUSE), (0.5, PAUSE + PAUSE / 2), (1.0, 2 * PAUSE)] {
            let mut slot = Slot::default();
            let begin = SystemTime::UNIX_EPOCH;
            let token = AccessToken::from("token").expiring_at(begin + Duration::from_secs(1000));
            assert!(slot.settle(Ok(token), begin, 0.0).is_ok());
            let failed = begin + Duration::from_secs(800);
            assert!(slot.settle(Err(CredentialError::new("busy")), failed, chance).is_err());
            let almost = failed + pause - Duration::from_millis(1);
            assert!(matches!(slot.step(almost, None, start), SlotStep::Use(_)), "{pause:?}");
            assert!(matches!(slot.step(failed + pause, None, start), SlotStep::Renew(..)), "{pause:?}");
        }
    }

    #[test]
    fn a_failure_that_asks_for_a_wait_gets_it() {
        let mut slot = Slot::default();
        let failure = CredentialError::new("busy").retrying_after(Duration::from_secs(600));
        assert!(slot.settle(Err(failure), SystemTime::UNIX_EPOCH, 0.0).is_err());
        assert_eq!(slot.pause, Some((SystemTime::UNIX_EPOCH, Duration::from_secs(600))));
        // The pause belonged to the failure, and ends with a success.
        assert!(slot.settle(Ok(AccessToken::from("token")), SystemTime::UNIX_EPOCH, 0.0).is_ok());
        assert!(slot.pause.is_none());
    }
}
