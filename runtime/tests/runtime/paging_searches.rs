//! The search for the next item of a list, over empty pages.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::Duration;

use docwright_runtime::{
    BoxFuture, Bytes, Client, ContinuationProblem, ErrorKind, Limits, Paging, PollPolicy, Transport, TransportError,
    http,
};

use crate::paging::{Way, list, ways};
use crate::scripted::{FakeClock, SECOND, poll_once};

ways! {
    Linked = Paging::link(&["links", "next"]);
}

/// Responds with pages that lead on and on, and of which the one with the number `full` alone has an item. Each takes a while.
#[derive(Clone)]
struct Empty {
    requests: Arc<AtomicU64>,
    full: u64,
    clock: FakeClock,
    time: Duration,
}

impl Empty {
    fn taking(time: Duration, full: u64) -> Self {
        Self { requests: Arc::default(), full, clock: FakeClock::default(), time }
    }

    fn client(&self) -> Client {
        let server = docwright_runtime::Server::new(&crate::paging::API, "test", crate::scripted::URL);
        Client::builder(server).transport(self.clone()).clock(self.clock.clone()).build().unwrap()
    }

    fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }
}

impl Transport for Empty {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let number = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
        self.clock.advance(self.time);
        let items = if number == self.full { "7" } else { "" };
        let page = format!(r#"{{"items":[{items}],"links":{{"next":{{"uri":"/things?page={number}"}}}}}}"#);
        Box::pin(std::future::ready(Ok(http::Response::new(page.into()))))
    }
}

/// Polls until there is a result, and says after how many polls.
fn finished<F: Future>(future: F) -> (F::Output, u32) {
    let mut future = std::pin::pin!(future);
    for polls in 1..10_000 {
        if let Poll::Ready(output) = poll_once(future.as_mut()) {
            return (output, polls);
        }
    }
    panic!("waits for something that never happens");
}

#[test]
fn one_poll_requests_a_limited_number_of_empty_pages() {
    let service = Empty::taking(Duration::ZERO, 20_002);
    let client = service.client();
    let mut items = client.call(list(Linked)).items();
    assert!(poll_once(items.next()).is_pending());
    assert_eq!(service.requests(), 32);
    let (item, polls) = finished(items.next());
    assert_eq!((item.unwrap().unwrap(), service.requests()), (7, 20_002));
    assert!(polls > 600, "{polls}");
}

#[test]
fn empty_pages_are_passed_over_for_as_long_as_a_call_may_take() {
    let service = Empty::taking(SECOND, 400);
    let client = service.client();
    let mut items = client.call(list(Linked)).timeout(300 * SECOND).items();
    let error = finished(items.next()).0.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.continuation()), (ErrorKind::Unfinished, Some(ContinuationProblem::NoItemInTime)));
    assert_eq!(service.requests(), 300);
    assert!(error.is_retryable() && !error.may_have_taken_effect());
    assert_eq!(finished(items.next()).0.unwrap().unwrap(), 7, "the search continues where it ended");
    assert_eq!(service.requests(), 400);
}

#[test]
fn waits_for_pages_that_are_not_ready_extend_the_search() {
    let service = Empty::taking(SECOND, 400);
    let client = service.client();
    let mut items = client.call(list(Linked)).timeout(300 * SECOND).items().until_ready(PollPolicy::of(50 * SECOND));
    assert!(finished(items.next()).0.unwrap().is_err());
    assert_eq!(service.requests(), 350);
}

#[test]
fn a_program_that_pauses_between_two_items_loses_no_time() {
    let service = Empty::taking(SECOND, 100);
    let client = service.client();
    let mut items = client.call(list(Linked)).timeout(300 * SECOND).items();
    assert!(poll_once(items.next()).is_pending());
    service.clock.advance(10_000 * SECOND);
    assert_eq!(finished(items.next()).0.unwrap().unwrap(), 7);
}
