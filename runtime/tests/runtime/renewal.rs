//! A token that the service rejects is renewed once, and the call repeated once.

use std::error::Error as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use docwright_runtime::{
    BoxFuture, Bytes, Client, CredentialError, ErrorKind, Idempotency, InputError, Json, Limits, Method,
    NoServiceError, Operation, OperationInfo, RequestParts, RetryBudget, RetryPolicy, TokenCache, TokenRequest,
    Transport, TransportError, credential_fn, http,
};
use tokio::task::{JoinSet, yield_now};

use crate::scripted::tokens::{Tokens, no_token};
use crate::scripted::{self, Act, NON_IDEMPOTENT, Read, SAFE, SERVER, Script, Step, response, run, status};

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
    let tokens = Tokens::of([Ok("old"), Ok("new")]);
    call(Act::<NON_IDEMPOTENT>, &script, &tokens).unwrap();
    assert_eq!(sent_tokens(&script), [Some("Bearer old".to_owned()), Some("Bearer new".to_owned())]);
    assert_eq!(tokens.rejected(), [None, Some("old".to_owned())]);
    let ids: Vec<_> = script.seen().iter().map(|seen| seen.header("X-Request-Id").map(ToOwned::to_owned)).collect();
    assert_eq!(ids[0], ids[1]);
}

#[test]
fn a_new_token_that_is_rejected_as_well_is_not_renewed_again() {
    let script = Script::of([status(401)]);
    let tokens = Tokens::of([Ok("old"), Ok("new"), Ok("newer")]);
    let error = call(Act::<SAFE>, &script, &tokens).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (401, 2));
    assert!(!error.may_have_taken_effect());
    assert_eq!(tokens.rejected().len(), 2);
}

#[test]
fn a_call_renews_once_even_if_it_is_repeated_in_between() {
    let script = Script::of([status(401), status(503), status(401), status(200)]);
    let tokens = Tokens::of([Ok("old"), Ok("new"), Ok("new"), Ok("newer")]);
    let client = script.builder().credential(tokens.clone()).build().unwrap();
    let error = run(client.call(Act::<SAFE>)).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts(), tokens.rejected().len()), (401, 3, 3));
}

#[test]
fn the_same_token_is_not_sent_again() {
    let script = Script::of([status(401)]);
    let error = call(Act::<SAFE>, &script, &Tokens::of([Ok("only")])).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), script.attempts()), (401, 1));
}

#[test]
fn a_renewal_that_fails_explains_the_401_and_does_not_hide_it() {
    let script = Script::of([status(401)]);
    let error = call(Act::<SAFE>, &script, &Tokens::of([Ok("old"), Err(no_token())])).unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 401));
    assert_eq!(error.source().unwrap().to_string(), "no token available");
    assert!(error.to_string().contains("401"), "{error}");
}

#[test]
fn a_client_without_credential_renews_nothing() {
    let script = Script::of([status(401)]);
    assert_eq!(run(script.client().call(Act::<SAFE>)).unwrap_err().attempts(), 1);
}

#[test]
fn another_host_that_never_saw_the_token_does_not_cause_a_renewal() {
    let script = Script::of([response(302, "Location", "https://blobs.example.net/card?sig=s"), status(401)]);
    let tokens = Tokens::of([Ok("old"), Ok("new")]);
    let error = call(Read, &script, &tokens).unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(sent_tokens(&script), [Some("Bearer old".to_owned()), None]);
    assert_eq!(tokens.rejected(), [None]);
}

#[test]
fn other_rejections_are_not_about_the_token() {
    for code in [400, 403, 407] {
        let script = Script::of([status(code)]);
        let tokens = Tokens::of([Ok("old"), Ok("new")]);
        assert!(call(Act::<SAFE>, &script, &tokens).is_err());
        assert_eq!(tokens.rejected(), [None], "{code}");
    }
}

#[test]
fn a_renewal_is_paid_from_the_budget() {
    let budget = RetryBudget::new(3, 5);
    let script = Script::of([status(503), status(401), status(503), status(200)]);
    let client = script
        .builder()
        .credential(Tokens::of([Ok("old"), Ok("old"), Ok("new")]))
        .retry_budget(budget.clone())
        .build()
        .unwrap();
    run(client.call(Act::<SAFE>)).unwrap();
    assert_eq!((script.attempts(), budget.remaining()), (4, Some(0)));
}

#[test]
fn without_budget_a_rejected_token_is_replaced_for_the_next_call() {
    let script = Script::of([status(401), status(200)]);
    let tokens = Tokens::of([Ok("old"), Ok("new")]);
    let builder = script.builder().credential(tokens.clone()).retry_budget(RetryBudget::new(0, 1));
    let client = builder.build().unwrap();
    let error = run(client.call(Act::<NON_IDEMPOTENT>)).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (401, 1));
    assert!(error.is_budget_exhausted() && !error.is_retryable());
    assert_eq!(tokens.rejected(), [None, Some("old".to_owned())]);
    run(client.call(Act::<NON_IDEMPOTENT>)).unwrap();
}

#[test]
fn a_service_that_rejects_every_token_multiplies_no_requests() {
    let script = Script::of([status(401)]);
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let source = credential_fn(move |_| {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        std::future::ready(Ok::<_, CredentialError>(format!("token-{number}")))
    });
    let client = script.builder().credential(TokenCache::new(source)).build().unwrap();
    for _ in 0..100 {
        assert_eq!(run(client.call(Act::<NON_IDEMPOTENT>)).unwrap_err().status().unwrap(), 401);
    }
    assert_eq!((script.attempts(), asked.load(Ordering::SeqCst)), (101, 2));
}

#[test]
fn a_token_that_ran_out_while_waiting_is_not_sent() {
    let script = Script::of([response(429, "Retry-After", "57"), status(200)]);
    let client = script.builder().credential(Tokens::of([Ok("old"), Ok("new")])).build().unwrap();
    run(client.call(Act::<SAFE>)).unwrap();
    assert_eq!(sent_tokens(&script)[1].as_deref(), Some("Bearer new"));
}

#[test]
fn a_credential_that_fails_between_attempts_does_not_hide_the_failure_before() {
    let script = Script::of([status(503)]);
    let client = script.builder().credential(Tokens::of([Ok("old"), Err(no_token())])).build().unwrap();
    let error = run(client.call(Act::<SAFE>)).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (503, 1));
    assert_eq!(error.source().unwrap().to_string(), "no token available");
}

#[test]
fn a_token_that_no_header_can_carry_is_never_sent() {
    for token in ["", "a\r\nX-Injected: b", "a\0"] {
        let script = Script::of([status(200)]);
        let error = call(Act::<SAFE>, &script, &Tokens::of([Ok(token)])).unwrap_err();
        assert_eq!((error.kind(), script.attempts()), (ErrorKind::Credential, 0), "{token:?}");
        assert!(token.is_empty() || !format!("{error} {error:?}").contains(token));
    }
}

#[test]
fn a_fixed_token_that_is_rejected_is_sent_once() {
    let script = Script::of([status(401)]);
    let client = script.builder().credential(scripted::TOKEN).build().unwrap();
    let error = run(client.call(Act::<SAFE>)).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), script.attempts()), (401, 1));
    assert!(!error.is_retryable() && !format!("{error} {error:?}").contains(scripted::TOKEN));
}

#[test]
fn a_token_that_a_failure_repeats_does_not_show() {
    let body = "no token-that-must-not-show, token-that-must-not-show!";
    let script = Script::of([Step::Response(403, vec![("Content-Type", "text/plain".to_owned())], body)]);
    let client = script.builder().credential(scripted::TOKEN).build().unwrap();
    let error = run(client.call(Act::<SAFE>)).unwrap_err();
    assert_eq!(error.body().unwrap(), "no [secret], [secret]!");
    assert!(!format!("{error} {error:?} {:?}", error.api_error()).contains(scripted::TOKEN));
}

/// Bodies of failures, of results that cannot be read, and of results that are too large.
#[test]
fn a_token_that_a_response_repeats_in_another_spelling_does_not_show() {
    const HALF: &str = "token-that-m";
    let escaped: String = scripted::TOKEN.bytes().map(|byte| format!("\\u{byte:04x}")).collect();
    let percent: String = scripted::TOKEN.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let entities: String = scripted::TOKEN.bytes().map(|byte| format!("&#{byte};")).collect();
    let in_base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, scripted::TOKEN);
    for spelling in [scripted::TOKEN, &escaped, &percent, &entities, &in_base64, HALF] {
        let body: &'static str = format!(r#"{{"id":"{spelling}","{spelling}":[7]}}"#).leak();
        let headers = vec![("X-Request-Id", spelling.to_owned()), ("Content-Type", "application/json".to_owned())];
        for (status, limit, kind) in
            [(403, 1000, ErrorKind::Status), (200, 1000, ErrorKind::Decode), (200, 10, ErrorKind::ResponseTooLarge)]
        {
            let script = Script::of([Step::Response(status, headers.clone(), body)]);
            let client = script.builder().credential(scripted::TOKEN).response_limit(limit).build().unwrap();
            let error = run(client.call(Numbers)).unwrap_err();
            assert_eq!(error.kind(), kind);
            let shown = format!(
                "{error} {error:?} {:?} {:?} {:?} {:?}",
                error.body(),
                error.headers(),
                error.path(),
                error.api_error().and_then(|error| error.message().map(ToOwned::to_owned))
            );
            // The escapes of `Debug` are no spelling of the service.
            let shown = shown.replace("\\\\", "\\");
            assert!(!shown.contains(spelling) && shown.contains("[secret]"), "{kind:?} {spelling}: {shown}");
        }
    }
}

/// An operation whose result is not what the script returns.
#[derive(Clone, Debug)]
struct Numbers;

impl Operation for Numbers {
    type Response = Json<std::collections::BTreeMap<String, Vec<Vec<u8>>>>;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&scripted::API, "numbers", Method::Get, "/n", Idempotency::Safe);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

#[test]
fn a_renewal_that_fails_for_now_is_tried_again_later() {
    let script = Script::of([status(401), status(200)]);
    let busy = CredentialError::new("busy").retrying_after(7 * scripted::SECOND);
    let tokens = Tokens::of([Ok("old"), Err(busy.clone()), Ok("new")]);
    let client = script.builder().credential(tokens.clone()).build().unwrap();
    run(client.call(Act::<NON_IDEMPOTENT>)).unwrap();
    assert_eq!(sent_tokens(&script), [Some("Bearer old".to_owned()), Some("Bearer new".to_owned())]);
    assert_eq!(tokens.rejected(), [None, Some("old".to_owned()), Some("old".to_owned())]);
    assert_eq!(script.clock.elapsed(), 7 * scripted::SECOND);

    let error =
        call(Act::<NON_IDEMPOTENT>, &Script::of([status(401)]), &Tokens::of([Ok("old"), Err(busy)])).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (401, 1));
    assert!(error.is_retryable() && !error.may_have_taken_effect(), "later");
}

/// Rejects the first token, and takes its time, so that many calls are on their way at once.
struct Wary;

impl Transport for Wary {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            yield_now().await;
            let is_rejected = request.headers()["Authorization"] == "Bearer token-1";
            let status = if is_rejected { 401 } else { 200 };
            Ok(http::Response::builder().status(status).body(Bytes::new()).unwrap())
        })
    }
}

#[tokio::test]
async fn many_calls_whose_token_is_rejected_at_once_cause_one_renewal() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let source = credential_fn(move |_| {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            yield_now().await;
            Ok::<_, CredentialError>(format!("token-{number}"))
        }
    });
    let client = Client::builder(SERVER).transport(Wary).credential(TokenCache::new(source)).build().unwrap();
    let mut calls = JoinSet::new();
    for _ in 0..100 {
        let client = client.clone();
        calls.spawn(async move { client.call(Act::<NON_IDEMPOTENT>).await.is_ok() });
    }
    assert!(calls.join_all().await.into_iter().all(|is_ok| is_ok));
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[test]
fn what_the_service_asks_for_reaches_the_credential() {
    let challenge = r#"Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ==""#;
    for is_cached in [false, true] {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let source = credential_fn({
            let asked = asked.clone();
            move |request: TokenRequest| {
                let claims = request.claims();
                asked.lock().unwrap().push(claims.clone());
                std::future::ready(Ok::<_, CredentialError>(claims.map_or("plain", |_| "with claims").to_owned()))
            }
        });
        let script = Script::of([response(401, "WWW-Authenticate", challenge), status(200)]);
        let builder = script.builder();
        let builder = if is_cached {
            builder.credential(TokenCache::new(source).clock(script.clock.clone()))
        } else {
            builder.credential(source)
        };
        run(builder.build().unwrap().call(Act::<SAFE>)).unwrap();
        assert_eq!(*asked.lock().unwrap(), [None, Some(r#"{"a":1}"#.to_owned())]);
        assert_eq!(sent_tokens(&script)[1].as_deref(), Some("Bearer with claims"));
    }
}
