//! What subscribers of `tracing` see of a call. A test program of its own: interest in an event is cached for the whole
//! process, and calls in other tests would change it.

#![allow(clippy::unwrap_used)]
#![cfg(feature = "tracing")]

#[path = "runtime/scripted/mod.rs"]
mod scripted;

use std::io::Write;
use std::sync::{Arc, Mutex};

use docwright_runtime::{
    AccessToken, BoxFuture, Call, Credential, CredentialError, Operation, TokenRequest, TransportErrorKind, Uuid,
};
use scripted::{Act, NON_IDEMPOTENT, Read, SAFE, Script, Step, TOKEN, response, run, status};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::util::SubscriberInitExt;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// All that is recorded while a call runs.
fn log<'c, O: Operation>(call: impl FnOnce() -> Call<'c, O>) -> String {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_span_events(FmtSpan::NEW | FmtSpan::CLOSE)
        .with_ansi(false)
        .without_time()
        .with_writer(move || writer.clone());
    let guard = subscriber.set_default();
    let _ = run(call());
    drop(guard);
    String::from_utf8(log.0.lock().unwrap().clone()).unwrap()
}

#[test]
fn a_call_is_a_span_with_an_event_for_each_attempt_and_wait() {
    let script = Script::of([
        response(429, "Retry-After", "57"),
        Step::Fail(TransportErrorKind::Timeout),
        response(200, "X-Request-Id", "theirs"),
    ]);
    let client = script.client();
    let id = Uuid::from_u128(7);
    let log = log(|| client.call(Act::<SAFE>).request_id(id));
    for (text, times) in [
        (" request attempt=", 3),
        (": response attempt=1 status=429 ", 1),
        (": response attempt=3 status=200 request_id=\"theirs\"", 1),
        (": no response attempt=2 kind=Timeout", 1),
        ("retry attempt=1 kind=Status status=429 wait=57s", 1),
        ("retry attempt=2 kind=Timeout wait=0ns", 1),
        (": new\n", 1),
        (": close\n", 1),
    ] {
        assert_eq!(log.matches(text).count(), times, "{text}\n{log}");
    }
    let span = format!("call{{api=\"api\" operation=\"act\" request_id=\"{id}\" correlation_id=\"");
    assert!(log.lines().all(|line| line.contains(&span)), "{log}");
    let close = log.lines().last().unwrap();
    assert!(close.contains("attempts=3 status=200") && !close.contains("error="), "{close}");
}

#[test]
fn the_span_says_how_a_call_failed() {
    let script = Script::of([status(503)]);
    let client = script.client();
    let log = log(|| client.call(Act::<NON_IDEMPOTENT>));
    assert!(log.lines().last().unwrap().contains("attempts=1 status=503 error=Status"), "{log}");
}

#[test]
fn a_call_that_is_not_sent_is_a_span_without_events() {
    struct Nobody;
    impl Credential for Nobody {
        fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
            Box::pin(std::future::ready(Err(CredentialError::new("must-not-show"))))
        }
    }
    let script = Script::of([status(200)]);
    let client = script.builder().credential(Nobody).build().unwrap();
    let log = log(|| client.call(Act::<SAFE>));
    assert_eq!(log.lines().count(), 2, "{log}");
    assert!(log.lines().last().unwrap().contains("attempts=0  error=Credential"), "{log}");
    assert!(!log.contains("must-not-show"), "{log}");
}

#[test]
fn neither_tokens_nor_bodies_nor_urls_show() {
    let body = "body-that-must-not-show";
    let link = "https://blobs.example.net/card?sig=must-not-show";
    let script = Script::of([
        Step::Response(302, vec![("Location", link.into())], body),
        Step::Response(503, vec![("Set-Cookie", "must-not-show".into())], body),
        Step::Response(401, vec![], body),
    ]);
    let client = script.builder().credential(TOKEN).build().unwrap();
    let log = log(|| client.call(Read)) + &log(|| client.call(Act::<SAFE>));
    assert!(log.contains("status=503") && log.contains("status=401"), "{log}");
    assert!(!log.contains("must-not-show") && !log.contains("example"), "{log}");
}
