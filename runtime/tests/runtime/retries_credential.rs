//! A token that is not available now may be available later: nothing was sent without it.

use docwright_runtime::{CredentialError, ErrorKind, RetryBudget, RetryPolicy};

use crate::scripted::tokens::{Tokens, no_token};
use crate::scripted::{Act, BY_REQUEST_ID, NON_IDEMPOTENT, SAFE, SECOND, Script, response, run, status};

fn busy() -> CredentialError {
    CredentialError::new("the authority is busy").transient()
}

#[test]
fn any_operation_waits_for_a_token_that_may_be_had_later() {
    let script = Script::of([status(200)]);
    let tokens = Tokens::of([Err(busy()), Err(busy()), Ok("token")]);
    let client = script.builder().credential(tokens).build().unwrap();
    run(client.call(Act::<NON_IDEMPOTENT>)).unwrap();
    assert_eq!(script.attempts(), 1);
}

#[test]
fn an_unavailable_token_is_requested_once() {
    let script = Script::of([status(200)]);
    let tokens = Tokens::of([Err(no_token()), Ok("token")]);
    let client = script.builder().credential(tokens.clone()).build().unwrap();
    let error = run(client.call(Act::<SAFE>)).unwrap_err();
    assert_eq!((error.kind(), error.attempts(), script.attempts()), (ErrorKind::Credential, 0, 0));
    assert_eq!(tokens.rejected().len(), 1);
    assert!(!error.is_retryable() && !error.may_have_taken_effect());
    assert_eq!(error.credential().unwrap().to_string(), "no token available");
}

#[test]
fn the_last_reason_decides_whether_a_retry_makes_sense() {
    let script = Script::of([status(200)]);
    let tokens = Tokens::of([Err(busy().retrying_after(SECOND)), Err(no_token())]);
    let client = script.builder().credential(tokens.clone()).build().unwrap();
    let error = run(client.call(Act::<NON_IDEMPOTENT>)).unwrap_err();
    assert_eq!((error.kind(), error.attempts(), tokens.rejected().len()), (ErrorKind::Credential, 0, 2));
    assert_eq!(error.credential().unwrap().to_string(), "no token available");
    assert!(!error.is_retryable() && error.retry_after().is_none());
    assert!(!format!("{error} {error:?}").contains("busy"));
}

#[test]
fn the_policy_limits_how_often_a_token_is_requested() {
    let script = Script::of([status(200)]);
    let tokens = Tokens::of([Err(busy())]);
    let client = script.builder().credential(tokens.clone()).build().unwrap();
    let error = run(client.call(Act::<NON_IDEMPOTENT>).retry(RetryPolicy::new().with_max_attempts(5))).unwrap_err();
    assert_eq!((error.kind(), error.attempts(), tokens.rejected().len()), (ErrorKind::Credential, 0, 5));
    assert!(error.is_retryable() && !error.may_have_taken_effect());
    assert!(run(client.call(Act::<NON_IDEMPOTENT>).retry(RetryPolicy::none())).is_err());
    assert_eq!(tokens.rejected().len(), 6);
}

#[test]
fn the_authority_says_how_long_to_wait() {
    let throttled = CredentialError::new("throttled").retrying_after(17 * SECOND);
    let script = Script::of([status(200)]);
    let tokens = Tokens::of([Err(throttled.clone()), Ok("token")]);
    run(script.builder().credential(tokens).build().unwrap().call(Act::<NON_IDEMPOTENT>)).unwrap();
    assert_eq!(script.seen()[0].at, 17 * SECOND);

    let script = Script::of([status(200)]);
    let client = script.builder().credential(Tokens::of([Err(throttled)])).timeout(10 * SECOND).build().unwrap();
    let error = run(client.call(Act::<NON_IDEMPOTENT>)).unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::Credential, Some(17 * SECOND)));
    assert!(script.clock.elapsed().is_zero());
}

#[test]
fn between_attempts_it_is_waited_for_too() {
    let budget = RetryBudget::new(1, 1);
    let script = Script::of([response(503, "Retry-After", "3"), status(200)]);
    let tokens = Tokens::of([Ok("token"), Err(busy()), Ok("token")]);
    let client = script.builder().credential(tokens.clone()).retry_budget(budget.clone()).build().unwrap();
    run(client.call(Act::<BY_REQUEST_ID>)).unwrap();
    assert_eq!((script.attempts(), script.seen()[1].at), (2, 3 * SECOND), "the service's wait is waited once");
    assert_eq!(budget.remaining(), Some(1), "a repetition is paid for once, and one was earned");
}

#[test]
fn an_error_has_the_response_and_the_reason_for_no_other_attempt() {
    let script = Script::of([status(503)]);
    let tokens = Tokens::of([Ok("token"), Err(busy())]);
    let client = script.builder().credential(tokens).build().unwrap();
    let error = run(client.call(Act::<BY_REQUEST_ID>)).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (503, 1));
    assert_eq!(error.credential().unwrap().to_string(), "the authority is busy");
    assert!(error.may_have_taken_effect() && error.is_retryable());
}

#[test]
fn what_must_not_be_repeated_is_not_for_a_token_either() {
    let script = Script::of([status(503)]);
    let tokens = Tokens::of([Err(busy()), Ok("token"), Err(busy())]);
    let client = script.builder().credential(tokens.clone()).build().unwrap();
    let error = run(client.call(Act::<NON_IDEMPOTENT>)).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts(), tokens.rejected().len()), (503, 1, 2));
}
