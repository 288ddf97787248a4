//! The calls of a list: what they carry, and responses that are not ready.

use std::task::Poll;

use docwright_runtime::http::{self, Request};
use docwright_runtime::{
    BoxFuture, Bytes, Client, ContinuationProblem, DecodeError, ErrorKind, FromResponse, Idempotency, InputError,
    Limits, Method, NoServiceError, Operation, OperationInfo, Paged, Paging, PollPolicy, RawResponse, RequestParts,
    StatusCode, Transport, TransportError, Uuid,
};
use futures_util::StreamExt as _;
use serde_json::Value;

use crate::scripted::{API, FakeClock, SECOND, SERVER, Script, Step, poll_once, response, run, status};

/// A page of numbers; 204 means not ready.
#[derive(Debug)]
pub(crate) struct Page;

impl FromResponse for Page {
    type Value = Option<Value>;

    fn is_not_ready(status: StatusCode) -> bool {
        status == StatusCode::NO_CONTENT
    }

    fn read(response: &RawResponse) -> Result<Option<Value>, DecodeError> {
        if Self::is_not_ready(response.status()) { Ok(None) } else { response.json().map(Some) }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct ListNumbers;

impl Operation for ListNumbers {
    type Response = Page;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&API, "list_numbers", Method::Get, "/numbers", Idempotency::Safe);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

impl Paged for ListNumbers {
    type Item = u64;
    const ITEMS: &'static [&'static str] = &["items"];
    const STATUS: Option<u16> = Some(200);
    const PAGING: &'static [Paging] = &[Paging::token(&["next"], "after")];

    fn items(page: Option<Value>) -> Option<Vec<u64>> {
        Some(page?["items"].as_array()?.iter().filter_map(Value::as_u64).collect())
    }
}

fn page(body: &'static str) -> Step {
    Step::Response(200, Vec::new(), body)
}

#[test]
fn each_page_has_a_request_id_of_its_own_and_all_have_one_correlation_id() {
    for given in [None, Some(Uuid::from_u128(7))] {
        let script = Script::of([page(r#"{"items":[1],"next":"b"}"#), status(503), page(r#"{"items":[2]}"#)]);
        let client = script.client();
        let call = client.call(ListNumbers);
        let mut pages = match given {
            Some(id) => call.request_id(id).correlation_id(id),
            None => call,
        }
        .pages();
        while let Some(page) = run(pages.next()) {
            page.unwrap();
        }
        let seen = script.seen();
        let id = |number: usize, name| seen[number].header(name).unwrap();
        assert_ne!(id(0, "X-Request-Id"), id(1, "X-Request-Id"));
        assert_eq!(id(1, "X-Request-Id"), id(2, "X-Request-Id"), "the same call, repeated");
        assert!((0..3).all(|number| id(number, "X-Correlation-Id") == id(0, "X-Correlation-Id")));
        assert!(given.is_none_or(|given| id(2, "X-Correlation-Id") == given.to_string()));
    }
}

/// Responds at the second poll.
#[derive(Debug)]
struct Late;

impl Transport for Late {
    fn send(&self, _: Request<Bytes>, _: Limits) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let mut is_late = true;
        Box::pin(std::future::poll_fn(move |_| match std::mem::take(&mut is_late) {
            true => Poll::Pending,
            false => Poll::Ready(Ok(http::Response::new(Bytes::from_static(br#"{"items":[1]}"#)))),
        }))
    }
}

#[test]
fn a_page_is_requested_once_however_often_it_is_polled() {
    let clock = FakeClock::default();
    clock.stop();
    let client = Client::builder(SERVER).transport(Late).clock(clock).build().unwrap();
    let mut items = client.call(ListNumbers).items();
    assert!(poll_once(items.next()).is_pending());
    // Another request would be late again.
    assert_eq!(run(items.next()).unwrap().unwrap(), 1);
}

#[test]
fn a_page_that_is_not_ready_is_requested_again() {
    let first = || page(r#"{"items":[1],"next":"b"}"#);
    let script = Script::of([first(), status(204), page(r#"{"items":[2]}"#)]);
    let mut pages = script.client().call(ListNumbers).pages();
    let found: Vec<_> = std::iter::from_fn(|| run(pages.next())).map(|page| page.unwrap().value.is_some()).collect();
    assert_eq!(found, [true, false, true]);
    let urls = |script: &Script| script.seen().into_iter().map(|seen| seen.url).collect::<Vec<_>>();
    assert_eq!(urls(&script)[1..], ["https://api.example.com/numbers?after=b"; 2]);

    let script = Script::of([first(), status(204), page(r#"{"items":[2]}"#)]);
    let mut items = script.client().call(ListNumbers).items();
    assert_eq!(run(items.next()).unwrap().unwrap(), 1);
    let error = run(items.next()).unwrap().unwrap_err();
    assert_eq!((error.kind(), error.continuation()), (ErrorKind::Unfinished, Some(ContinuationProblem::NotReady)));
    assert!(error.is_retryable());
    assert_eq!(run(items.next()).unwrap().unwrap(), 2);
    assert!(run(items.next()).is_none() && run(items.next()).is_none(), "the end stays the end");
}

#[test]
fn a_page_that_is_not_ready_is_requested_again_after_the_wait_that_the_service_asks_for() {
    let later = || response(204, "Retry-After", "40");
    let script = Script::of([page(r#"{"items":[1],"next":"b"}"#), later(), later(), page(r#"{"items":[2]}"#)]);
    let mut items = script.client().call(ListNumbers).items();
    assert_eq!(run(items.next()).unwrap().unwrap(), 1);
    for _ in 0..2 {
        assert_eq!(run(items.next()).unwrap().unwrap_err().retry_after(), Some(40 * SECOND));
    }
    assert_eq!(run(items.next()).unwrap().unwrap(), 2);
    let sent: Vec<_> = script.seen().iter().map(|seen| seen.at.as_secs()).collect();
    assert_eq!(sent, [0, 0, 40, 80]);
}

#[test]
fn streams_wait_for_pages_that_are_not_ready_when_they_are_told_to() {
    let later = || response(204, "Retry-After", "40");
    let steps = || [page(r#"{"items":[1],"next":"b"}"#), later(), later(), later(), page(r#"{"items":[2]}"#)];
    let script = Script::of(steps());
    let mut items = script.client().call(ListNumbers).items().until_ready(PollPolicy::default());
    let found: Vec<_> = std::iter::from_fn(|| run(items.next())).map(|item| item.unwrap()).collect();
    assert_eq!(found, [1, 2]);
    assert_eq!(script.clock.elapsed(), 120 * SECOND);

    let script = Script::of(steps());
    let mut pages = script.client().call(ListNumbers).pages().until_ready(PollPolicy::of(100 * SECOND));
    assert!(run(pages.next()).unwrap().is_ok());
    let error = run(pages.next()).unwrap().unwrap_err();
    assert_eq!((error.kind(), error.retry_after(), script.attempts()), (ErrorKind::Unfinished, Some(40 * SECOND), 4));
    assert!(run(pages.next()).unwrap().unwrap().value.is_some(), "the limit does not end the stream");
    assert!(run(pages.next()).is_none());
}

#[test]
fn each_page_has_the_whole_time_to_become_ready() {
    let later = || response(204, "Retry-After", "40");
    let script =
        Script::of([later(), later(), page(r#"{"items":[1],"next":"b"}"#), later(), later(), page(r#"{"items":[2]}"#)]);
    let mut items = script.client().call(ListNumbers).items().until_ready(PollPolicy::of(100 * SECOND));
    let found: Vec<_> = std::iter::from_fn(|| run(items.next())).map(|item| item.unwrap()).collect();
    assert_eq!(found, [1, 2]);
    assert_eq!(script.clock.elapsed(), 160 * SECOND);
}

#[test]
fn items_are_a_stream_that_names_its_operation() {
    let script = Script::of([page(r#"{"items":[1],"next":"b"}"#), page(r#"{"items":[2]}"#)]);
    let items = script.client().call(ListNumbers).items();
    let shown = format!("{items:?}");
    assert_eq!(shown, "Items { pages: Pages { operation: ListNumbers, .. }, .. }");
    let found: Vec<_> = run(items.map(Result::unwrap).collect());
    assert_eq!(found, [1, 2]);
}
