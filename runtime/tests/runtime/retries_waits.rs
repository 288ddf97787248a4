//! How long a call waits before it is repeated, and what stops it.

use std::time::{Duration, Instant};

use docwright_runtime::{
    AccessToken, BoxFuture, Clock, Credential, CredentialError, ErrorKind, RetryBudget, RetryPolicy,
};
use docwright_runtime::{TokenRequest, TransportErrorKind};
use proptest::prelude::*;

use crate::scripted::{Act, FakeClock, NON_IDEMPOTENT, SAFE, SECOND, Script, Step, poll_once, response, run, status};

/// The wait after a response that is repeated once.
fn wait_after(step: Step, policy: RetryPolicy) -> Duration {
    let script = Script::of([step, status(200)]);
    run(script.client().call(Act::<SAFE>).retry(policy)).unwrap();
    script.seen()[1].at
}

const AT_ONCE: RetryPolicy = RetryPolicy::new().with_base_delay(Duration::ZERO);

#[test]
fn the_service_says_how_long_in_seconds_or_by_date() {
    assert_eq!(wait_after(response(429, "Retry-After", "57"), AT_ONCE), 57 * SECOND);
    assert_eq!(wait_after(response(503, "Retry-After", " 7 "), AT_ONCE), 7 * SECOND);
    let dates = vec![
        ("Date", "Tue, 21 Jul 2020 04:10:58 GMT".to_owned()),
        ("Retry-After", "Tue, 21 Jul 2020 04:12:00 GMT".to_owned()),
    ];
    assert_eq!(wait_after(Step::Response(429, dates, ""), AT_ONCE), 62 * SECOND);
}

#[test]
fn an_invalid_or_past_wait_is_ignored() {
    for text in ["", "soon", "-5", "1.5", "Tue, 21 Jul", "0", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        assert_eq!(wait_after(response(429, "Retry-After", text), AT_ONCE), Duration::ZERO, "{text}");
    }
}

#[test]
fn the_larger_of_what_the_service_asks_and_of_the_backoff_is_waited() {
    let slow = RetryPolicy::new().with_base_delay(100 * SECOND).with_max_delay(100 * SECOND);
    let waits: Vec<Duration> = (0..40).map(|_| wait_after(response(429, "Retry-After", "50"), slow)).collect();
    assert!(waits.iter().all(|wait| (50 * SECOND..=100 * SECOND).contains(wait)), "{waits:?}");
    // There is one chance in 10^12 that no backoff is the larger one.
    assert!(waits.iter().any(|wait| *wait > 50 * SECOND), "{waits:?}");
    let patient = RetryPolicy::new().with_max_delay(SECOND);
    assert_eq!(wait_after(response(429, "Retry-After", "50"), patient), 50 * SECOND, "a bound of the backoff alone");
}

proptest! {
    #[test]
    fn backoff_stays_within_bounds_that_double(base in 0..10_000_u64, max in 0..10_000_u64) {
        let (base, max) = (Duration::from_millis(base), Duration::from_millis(max));
        let script = Script::of([status(503)]);
        let policy = RetryPolicy::new().with_max_attempts(6).with_base_delay(base).with_max_delay(max);
        prop_assert!(run(script.client().call(Act::<SAFE>).retry(policy)).is_err());
        let seen = script.seen();
        prop_assert_eq!(seen.len(), 6);
        for (repetition, pair) in seen.windows(2).enumerate() {
            let wait = pair[1].at - pair[0].at;
            prop_assert!(wait <= (base * (1 << repetition)).min(max), "{:?}", wait);
        }
    }
}

#[test]
fn a_wait_beyond_the_deadline_is_an_error_at_once() {
    for text in ["10", "57", "99999999999999999999"] {
        let script = Script::of([response(429, "Retry-After", text)]);
        let error = run(script.client().call(Act::<NON_IDEMPOTENT>).timeout(10 * SECOND)).unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (429, 1));
        assert_eq!(error.retry_after().unwrap().as_secs(), text.parse().unwrap_or(u64::MAX));
        assert_eq!(script.clock.elapsed(), Duration::ZERO);
    }
}

#[test]
fn a_backoff_beyond_the_deadline_is_reported() {
    let script = Script::of([Step::Fail(TransportErrorKind::Connect)]);
    let policy = RetryPolicy::new().with_base_delay(3600 * SECOND).with_max_delay(3600 * SECOND);
    // Fails with a chance of one in 36 million.
    let error = run(script.client().call(Act::<SAFE>).retry(policy).timeout(Duration::from_micros(100))).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1));
    assert!(error.retry_after().is_some());
}

#[test]
fn waits_add_up_to_the_deadline() {
    let script = Script::of([response(503, "Retry-After", "4")]);
    let policy = AT_ONCE.with_max_attempts(10);
    let error = run(script.client().call(Act::<SAFE>).retry(policy).timeout(10 * SECOND)).unwrap_err();
    assert_eq!(error.attempts(), 3, "at 0, 4 and 8 seconds");
    assert_eq!(error.retry_after(), Some(4 * SECOND));
}

/// Sleeps a second longer than it is asked to.
struct Sleepy(FakeClock);

impl Clock for Sleepy {
    fn now(&self) -> Instant {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.0.sleep(duration + SECOND)
    }
}

#[test]
fn nothing_is_sent_when_a_wait_has_outlasted_the_deadline() {
    let script = Script::of([response(503, "Retry-After", "5"), status(200)]);
    let budget = RetryBudget::new(1, 5);
    let client = script.builder().clock(Sleepy(script.clock.clone())).retry_budget(budget.clone()).build().unwrap();
    let error = run(client.call(Act::<SAFE>).timeout(Duration::from_millis(5500))).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts(), script.attempts()), (503, 1, 1));
    assert_eq!(budget.remaining(), Some(1), "a repetition that was not sent costs nothing");
}

#[test]
fn an_attempt_that_takes_too_long_is_given_up_and_repeated() {
    let script = Script::of([Step::Hang, status(200)]);
    let client = script.builder().attempt_timeout(5 * SECOND).build().unwrap();
    run(client.call(Act::<SAFE>)).unwrap();
    let [first, second] = &script.seen()[..] else { panic!("two attempts") };
    assert_eq!(first.timeout, 5 * SECOND);
    assert!((5 * SECOND..6 * SECOND).contains(&second.at), "{:?}", second.at);

    let script = Script::of([Step::Hang]);
    let error = run(script.client().call(Act::<NON_IDEMPOTENT>).attempt_timeout(SECOND)).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert_eq!(script.seen()[0].timeout, SECOND);
}

#[test]
fn an_attempt_gets_no_more_time_than_the_call_has_left() {
    let script = Script::of([response(503, "Retry-After", "7"), Step::Hang]);
    let client = script.builder().attempt_timeout(5 * SECOND).timeout(10 * SECOND).build().unwrap();
    let error = run(client.call(Act::<SAFE>)).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 2));
    assert_eq!(script.seen().iter().map(|seen| seen.timeout.as_secs()).collect::<Vec<_>>(), [5, 3]);
}

#[test]
fn without_time_left_nothing_is_sent_and_no_effect_is_possible() {
    let script = Script::of([status(200)]);
    for call in [
        script.client().call(Act::<NON_IDEMPOTENT>).timeout(Duration::ZERO),
        script.client().call(Act::<NON_IDEMPOTENT>).attempt_timeout(Duration::ZERO),
    ] {
        let error = run(call).unwrap_err();
        assert_eq!((error.kind(), error.attempts(), script.attempts()), (ErrorKind::Timeout, 0, 0));
        assert!(!error.may_have_taken_effect());
        assert!(error.request_id().is_some() && error.sent_request_id().is_some());
    }
    let script = Script::of([response(401, "Retry-After", "9"), status(200)]);
    run(script.client().call(Act::<SAFE>).timeout(Duration::ZERO)).unwrap_err();
    assert_eq!(script.attempts(), 0);
}

#[test]
fn no_limit_is_too_large() {
    let script = Script::of([response(503, "Retry-After", "100000"), status(200)]);
    let client = script.builder().attempt_timeout(Duration::MAX).timeout(Duration::MAX).build().unwrap();
    run(client.call(Act::<SAFE>)).unwrap();
}

#[test]
fn a_budget_that_is_used_up_ends_repetitions_for_all_clones_of_a_client() {
    let script = Script::of([status(503)]);
    let client = script.builder().retry_budget(RetryBudget::new(3, 5)).build().unwrap();
    let attempts = || run(client.clone().call(Act::<SAFE>)).unwrap_err().attempts();
    assert_eq!([attempts(), attempts(), attempts()], [3, 2, 1]);
}

#[test]
fn an_error_says_that_the_budget_stopped_the_call() {
    let script = Script::of([response(503, "Retry-After", "7")]);
    let client = script.builder().retry_budget(RetryBudget::new(0, 5)).build().unwrap();
    let error = run(client.call(Act::<SAFE>)).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (503, 1));
    assert!(error.is_budget_exhausted() && format!("{error:?}").contains("is_budget_exhausted: true"));
    assert_eq!(error.retry_after(), Some(7 * SECOND));
    assert!(
        !run(client.call(Act::<NON_IDEMPOTENT>)).unwrap_err().is_budget_exhausted(),
        "it would not have been repeated"
    );
}

#[test]
fn a_call_may_have_a_budget_of_its_own() {
    let own = RetryBudget::new(2, 1);
    let script = Script::of([status(503), status(503), status(200)]);
    let client = script.builder().retry_budget(RetryBudget::new(0, 5)).build().unwrap();
    run(client.call(Act::<SAFE>).retry_budget(own.clone())).unwrap();
    assert_eq!(own.remaining(), Some(1), "two taken, one earned");
}

#[test]
fn successes_fill_the_budget_up() {
    let budget = RetryBudget::new(1, 2);
    let script = Script::of([status(503), status(200), status(200), status(503), status(200)]);
    let client = script.builder().retry_budget(budget.clone()).build().unwrap();
    run(client.call(Act::<SAFE>)).unwrap();
    assert_eq!(budget.remaining(), Some(0));
    run(client.call(Act::<SAFE>)).unwrap();
    assert_eq!(budget.remaining(), Some(1));
    run(client.call(Act::<SAFE>)).unwrap();
}

#[test]
fn a_call_that_is_dropped_while_it_waits_costs_nothing() {
    let budget = RetryBudget::new(1, 5);
    let script = Script::of([response(503, "Retry-After", "5"), Step::Hang]);
    let client = script.builder().retry_budget(budget.clone()).build().unwrap();
    script.clock.stop();
    assert!(poll_once(client.call(Act::<SAFE>)).is_pending());
    assert_eq!((budget.remaining(), script.attempts()), (Some(1), 1));
}

/// Gives tokens slowly, or never.
struct Slow(FakeClock, Option<Duration>);

impl Credential for Slow {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async {
            match self.1 {
                Some(wait) => self.0.advance(wait),
                None => std::future::pending().await,
            }
            Ok(AccessToken::new("token"))
        })
    }
}

#[test]
fn the_deadline_covers_the_wait_for_the_credential() {
    let script = Script::of([status(503), status(200)]);
    let client = script.builder().credential(Slow(script.clock.clone(), None)).build().unwrap();
    let error = run(client.call(Act::<SAFE>)).unwrap_err();
    assert_eq!((error.kind(), error.attempts(), script.attempts()), (ErrorKind::Credential, 0, 0));
    assert_eq!(script.clock.elapsed(), 300 * SECOND);

    let error = run(client.call(Act::<NON_IDEMPOTENT>).timeout(SECOND)).unwrap_err();
    assert_eq!((error.kind(), script.attempts()), (ErrorKind::Credential, 0));
    let client = script.builder().credential(Slow(script.clock.clone(), Some(6 * SECOND))).build().unwrap();
    let error = run(client.call(Act::<NON_IDEMPOTENT>).timeout(6 * SECOND)).unwrap_err();
    assert_eq!((error.kind(), error.attempts(), script.attempts()), (ErrorKind::Credential, 0, 0));
    assert!(!error.may_have_taken_effect(), "a token that comes too late is not sent");
    let error = run(client.call(Act::<SAFE>).timeout(10 * SECOND)).unwrap_err();
    assert_eq!(error.status().unwrap(), 503, "no time is left after the second token");
    assert_eq!(script.attempts(), 1);
}
