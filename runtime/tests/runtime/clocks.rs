//! Where the time of a call comes from, inside and outside of a Tokio runtime.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use docwright_runtime::{
    AccessToken, BearerToken, Client, Credential, CredentialError, ErrorKind, PollPolicy, Repeatable, RetryPolicy,
    TokenCache, TokenRequest, TransportErrorKind, credential_fn,
};

use crate::scripted::{Act, FakeClock, Read, SAFE, SERVER, Script, Step, poll_once, response, run, status};

impl Repeatable for Read {}

/// A client that was given no clock.
fn without_clock(script: &Script) -> Client {
    Client::builder(SERVER).transport(script.clone()).build().unwrap()
}

#[test]
fn outside_of_tokio_a_call_without_a_clock_is_an_error_before_anything_is_sent() {
    let script = Script::of([status(200)]);
    let client = without_clock(&script);
    let error = run(client.call(Act::<SAFE>)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Clock);
    assert!(!error.is_retryable() && !error.may_have_taken_effect());
    let text = error.to_string();
    assert!(text.contains("there is no clock") && text.contains("ClientBuilder::clock"), "{text}");
    let error = run(client.call(Read).until_ready(PollPolicy::default())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Clock);
    assert_eq!(script.attempts(), 0);
}

#[test]
fn outside_of_tokio_a_clock_that_is_set_is_used() {
    let script = Script::of([status(503), status(200)]);
    let client = Client::builder(SERVER).transport(script.clone()).clock(script.clock.clone()).build().unwrap();
    run(client.call(Read)).unwrap();
    assert_eq!(script.attempts(), 2);
}

#[test]
fn a_token_cache_needs_a_clock_too() {
    let request = TokenRequest::new(SERVER);
    let cache = TokenCache::new(BearerToken::new("a token"));
    let error = run(cache.token(&request)).unwrap_err();
    assert!(error.to_string().contains("TokenCache::clock"), "{error}");
    run(cache.clock(FakeClock::default()).token(&request)).unwrap();
}

#[test]
fn a_token_cache_uses_the_clock_of_the_client() {
    let script = Script::of([status(200)]);
    let cache = TokenCache::new(BearerToken::new("a token"));
    let client = script.builder().credential(cache).build().unwrap();
    run(client.call(Act::<SAFE>)).unwrap();
    assert_eq!(script.attempts(), 1);
}

/// A paused clock of Tokio moves as fast as the program waits.
#[cfg(feature = "tokio")]
#[tokio::test(start_paused = true)]
async fn a_paused_clock_of_tokio_governs_calls_and_tokens() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let cache = TokenCache::new(credential_fn(move |request: TokenRequest| {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        let token = AccessToken::from(format!("token-{number}"));
        let token = token.expiring_at(request.system_time() + Duration::from_secs(3600));
        std::future::ready(Ok::<_, CredentialError>(token))
    }));
    let script = Script::of([response(429, "Retry-After", "7200"), status(200), Step::Hang]);
    let client = Client::builder(SERVER).transport(script.clone()).credential(cache).build().unwrap();
    let started = std::time::Instant::now();
    client.call(Act::<SAFE>).timeout(Duration::from_secs(10_000)).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2, "the first token expired during the wait");
    let waited = tokio::time::Instant::now();
    let hanging = client.call(Act::<SAFE>).retry(RetryPolicy::none()).timeout(Duration::from_secs(300));
    assert_eq!(hanging.await.unwrap_err().kind(), ErrorKind::Timeout);
    assert!(waited.elapsed() >= Duration::from_secs(100), "the timeout of an attempt");
    assert!(started.elapsed() < Duration::from_secs(60), "without real waits");
}

#[cfg(feature = "tokio")]
#[tokio::test]
async fn in_tokio_its_timer_is_the_clock() {
    let script = Script::of([Step::Fail(TransportErrorKind::Connect), status(200)]);
    let policy = RetryPolicy::new().with_base_delay(Duration::from_millis(1));
    let client = Client::builder(SERVER).transport(script.clone()).retry(policy).build().unwrap();
    client.call(Read).await.unwrap();
    assert_eq!(script.attempts(), 2);

    let hanging = without_clock(&Script::of([Step::Hang]));
    let error =
        hanging.call(Act::<SAFE>).retry(RetryPolicy::none()).timeout(Duration::from_millis(5)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[cfg(feature = "tokio")]
#[test]
fn in_a_tokio_runtime_without_timers_there_is_no_clock() {
    let script = Script::of([status(200)]);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let error = runtime.block_on(async { without_clock(&script).call(Read).await.unwrap_err() });
    assert_eq!((error.kind(), script.attempts()), (ErrorKind::Clock, 0));
}

/// The clock is that of another runtime, but the built-in transport needs Tokio.
#[cfg(feature = "reqwest")]
#[test]
fn without_a_reactor_of_tokio_the_built_in_transport_is_an_error_and_does_not_panic() {
    let client = || {
        let builder = Client::builder(SERVER).base_url("http://127.0.0.1:9").clock(FakeClock::default());
        builder.retry(RetryPolicy::none()).build().unwrap()
    };
    let error = run(client().call(Act::<SAFE>)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(!error.may_have_taken_effect());
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("needs a Tokio runtime"), "{error:?}");
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let error = runtime.block_on(async { client().call(Act::<SAFE>).await.unwrap_err() });
    assert_eq!(error.kind(), ErrorKind::Transport, "without I/O");
}

/// A future can be moved to another executor while it waits; Tokio's timers can only be made within a runtime.
#[cfg(feature = "tokio")]
#[test]
fn a_call_that_leaves_its_tokio_runtime_does_not_panic() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let client = without_clock(&Script::of([Step::Hang]));
    let mut call = Box::pin(std::future::IntoFuture::into_future(client.call(Act::<SAFE>)));
    runtime.block_on(async { assert!(poll_once(call.as_mut()).is_pending()) });
    assert!(poll_once(call.as_mut()).is_pending());
}
