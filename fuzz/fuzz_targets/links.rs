//! Any page and any cursor lead to requests to the client's server, below its base URL, or to errors.
#![no_main]

use std::future::{Future, pending, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;
use ms_commerce::partner_center::{self, customers::list_customers};
use ms_commerce::runtime::{BoxFuture, Bytes, Clock, Cursor, Limits, Transport, TransportError, http};
use ms_commerce::{Client, RetryPolicy};

const BASE: &str = "https://gateway.example/tenant";

/// Responds with one page to every request, and records the URLs.
#[derive(Clone, Default)]
struct Service {
    page: Bytes,
    urls: Arc<Mutex<Vec<String>>>,
}

impl Transport for Service {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.urls.lock().expect("no other use panics").push(request.uri().to_string());
        let page = self.page.clone();
        Box::pin(async move { Ok(http::Response::new(page)) })
    }
}

struct Endless;

impl Clock for Endless {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(pending())
    }
}

/// The text with each part between two zero bytes repeated: the first byte of a part is the logarithm of how often. Faults that
/// need tens of thousands of headers or levels are found with short inputs.
fn expanded(content: &[u8]) -> Vec<u8> {
    const LONGEST: usize = 4 << 20;
    let mut text = Vec::new();
    for part in content.split(|byte| *byte == 0) {
        let Some((exponent, part)) = part.split_first() else { continue };
        for _ in 0..1_u32 << (exponent % 17) {
            if text.len() + part.len() > LONGEST {
                return text;
            }
            text.extend_from_slice(part);
        }
    }
    text
}

fn once<F: Future>(future: F) -> Option<F::Output> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

fuzz_target!(|content: &[u8]| {
    let text = expanded(content);
    let service = Service { page: text.clone().into(), ..Service::default() };
    let client = Client::builder(partner_center::GLOBAL)
        .base_url(BASE)
        .credential("token")
        .transport(service.clone())
        .clock(Endless)
        .retry(RetryPolicy::none())
        .build()
        .expect("the client can be built");
    let mut customers = list_customers().pages(&client);
    for _ in 0..3 {
        if !matches!(once(poll_fn(|context| pin!(customers.next()).poll(context))), Some(Some(Ok(_)))) {
            break;
        }
    }
    if let Ok(cursor) = String::from_utf8_lossy(&text).parse::<Cursor>()
        && let Ok(mut resumed) = list_customers().pages(&client).resume(cursor)
    {
        once(resumed.next());
    }
    for url in service.urls.lock().expect("no other use panics").iter() {
        let path = url.strip_prefix(BASE).expect("a request stays below the base URL");
        assert!(path.starts_with('/') && !path.split(['?', '#']).next().unwrap_or_default().contains("/../"));
    }
});
