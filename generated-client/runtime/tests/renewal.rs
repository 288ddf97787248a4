//! A token that the service refuses is renewed once, and the call repeated once.

#![allow(clippy::unwrap_used)]

mod scripted;

use std::collections::VecDeque;
use std::error::Error as _;
use std::sync::{Arc, Mutex};

use docwright_runtime::{
    AccessToken, BoxFuture, Credential, CredentialError, ErrorKind, Operation, RetryBudget, RetryPolicy, TokenRequest,
};
use scripted::{Act, NEVER, Read, SAFE, Script, answer, run, status};

/// Hands out tokens in order, the last one again and again, and notes which one it was told was refused.
#[derive(Clone)]
struct Tokens {
    tokens: Arc<Mutex<VecDeque<Option<&'static str>>>>,
    rejected: Arc<Mutex<Vec<Option<String>>>>,
}

impl Tokens {
    /// `None` stands for a failure.
    fn of(tokens: impl IntoIterator<Item = Option<&'static str>>) -> Self {
        Self { tokens: Arc::new(Mutex::new(tokens.into_iter().collect())), rejected: Arc::default() }
    }

    fn rejected(&self) -> Vec<Option<String>> {
        self.rejected.lock().unwrap().clone()
    }
}

impl Credential for Tokens {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        self.rejected.lock().unwrap().push(request.rejected.as_ref().map(|token| token.expose().clone()));
        let mut tokens = self.tokens.lock().unwrap();
        let token = if tokens.len() > 1 { tokens.pop_front().unwrap() } else { tokens[0] };
        let result = token.map(AccessToken::new).ok_or_else(|| CredentialError::new("no token to be had"));
        Box::pin(std::future::ready(result))
    }
}

fn call<O: Operation>(operation: O, script: &Script, tokens: &Tokens) -> Result<(), docwright_runtime::Error> {
    let client = script.builder().credential(tokens.clone()).retry(RetryPolicy::none()).build().unwrap();
    run(client.call(operation)).map(|_| ())
}

fn sent_tokens(script: &Script) -> Vec<Option<String>> {
    script.seen().iter().map(|seen| seen.header("Authorization").map(ToOwned::to_owned)).collect()
}

#[test]
fn any_operation_is_repeated_once_with_a_new_token_whatever_the_policy() {
    let script = Script::of([status(401), status(200)]);
    let tokens = Tokens::of([Some("old"), Some("new")]);
    call(Act::<NEVER>, &script, &tokens).unwrap();
    assert_eq!(sent_tokens(&script), [Some("Bearer old".to_owned()), Some("Bearer new".to_owned())]);
    assert_eq!(tokens.rejected(), [None, Some("old".to_owned())]);
    let ids: Vec<_> = script.seen().iter().map(|seen| seen.header("X-Request-Id").map(ToOwned::to_owned)).collect();
    assert_eq!(ids[0], ids[1]);
}

#[test]
fn a_new_token_that_is_refused_as_well_is_not_renewed_again() {
    let script = Script::of([status(401)]);
    let tokens = Tokens::of([Some("old"), Some("new"), Some("newer")]);
    let error = call(Act::<SAFE>, &script, &tokens).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (401, 2));
    assert!(!error.may_have_acted());
    assert_eq!(tokens.rejected().len(), 2);
}

#[test]
fn the_same_token_is_not_sent_again() {
    let script = Script::of([status(401)]);
    let error = call(Act::<SAFE>, &script, &Tokens::of([Some("only")])).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), script.attempts()), (401, 1));
}

#[test]
fn a_renewal_that_fails_explains_the_401_and_does_not_hide_it() {
    let script = Script::of([status(401)]);
    let error = call(Act::<SAFE>, &script, &Tokens::of([Some("old"), None])).unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 401));
    assert_eq!(error.source().unwrap().to_string(), "no token to be had");
    assert!(error.to_string().contains("401"), "{error}");
}

#[test]
fn a_client_without_credential_renews_nothing() {
    let script = Script::of([status(401)]);
    assert_eq!(run(script.client().call(Act::<SAFE>)).unwrap_err().attempts(), 1);
}

#[test]
fn another_host_that_never_saw_the_token_does_not_cause_a_renewal() {
    let script = Script::of([answer(302, "Location", "https://blobs.example.net/card?sig=s"), status(401)]);
    let tokens = Tokens::of([Some("old"), Some("new")]);
    let error = call(Read, &script, &tokens).unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(sent_tokens(&script), [Some("Bearer old".to_owned()), None]);
    assert_eq!(tokens.rejected(), [None]);
}

#[test]
fn other_refusals_are_not_about_the_token() {
    for code in [400, 403, 407] {
        let script = Script::of([status(code)]);
        let tokens = Tokens::of([Some("old"), Some("new")]);
        assert!(call(Act::<SAFE>, &script, &tokens).is_err());
        assert_eq!(tokens.rejected(), [None], "{code}");
    }
}

#[test]
fn a_renewal_costs_no_repetition() {
    let budget = RetryBudget::new(2, 5);
    let script = Script::of([status(503), status(401), status(503), status(200)]);
    let client = script
        .builder()
        .credential(Tokens::of([Some("old"), Some("old"), Some("new")]))
        .retry_budget(budget.clone())
        .build()
        .unwrap();
    run(client.call(Act::<SAFE>)).unwrap();
    assert_eq!((script.attempts(), budget.remaining()), (4, Some(0)));
}

#[test]
fn a_token_that_ran_out_while_waiting_is_not_sent() {
    let script = Script::of([answer(429, "Retry-After", "57"), status(200)]);
    let client = script.builder().credential(Tokens::of([Some("old"), Some("new")])).build().unwrap();
    run(client.call(Act::<SAFE>)).unwrap();
    assert_eq!(sent_tokens(&script)[1].as_deref(), Some("Bearer new"));
}

#[test]
fn a_credential_that_fails_between_attempts_does_not_hide_the_failure_before() {
    let script = Script::of([status(503)]);
    let client = script.builder().credential(Tokens::of([Some("old"), None])).build().unwrap();
    let error = run(client.call(Act::<SAFE>)).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (503, 1));
    assert_eq!(error.source().unwrap().to_string(), "no token to be had");
}

#[test]
fn a_token_that_no_header_can_carry_is_never_sent() {
    for token in ["", "a\r\nX-Injected: b", "a\0"] {
        let script = Script::of([status(200)]);
        let error = call(Act::<SAFE>, &script, &Tokens::of([Some(token)])).unwrap_err();
        assert_eq!((error.kind(), script.attempts()), (ErrorKind::Credential, 0), "{token:?}");
        assert!(token.is_empty() || !format!("{error} {error:?}").contains(token));
    }
}
