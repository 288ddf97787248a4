//! A scripted service, and a clock that advances only while something waits: no test sleeps, and none needs a runtime.

#![allow(clippy::unwrap_used, dead_code, missing_docs, unreachable_pub)]

pub mod tokens;

use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use docwright_runtime::{
    Api, BoxFuture, Bytes, Client, ClientBuilder, Clock, Empty, Header, HeaderValue, Idempotency, InputError, Limits,
    Method, Operation, OperationInfo, RawResponse, RequestParts, RetryPolicy, Server, ServiceError, Transport,
    TransportError, TransportErrorKind, http,
};

pub const SECOND: Duration = Duration::from_secs(1);
pub const TOKEN: &str = "token-that-must-not-show";
pub const URL: &str = "https://api.example.com";

pub const API: Api = Api::new("api", "API", "test/1")
    .with_headers(&[
        Header::new("X-Request-Id", HeaderValue::RequestId),
        Header::new("X-Correlation-Id", HeaderValue::CorrelationId),
    ])
    .with_request_id_header("X-Request-Id")
    .with_correlation_id_header("X-Correlation-Id");
pub const SERVER: Server = Server::new(&API, "test", URL);

pub const SAFE: u8 = 0;
pub const IDEMPOTENT: u8 = 1;
pub const BY_REQUEST_ID: u8 = 2;
pub const NON_IDEMPOTENT: u8 = 3;

/// An operation that sends a body, of each kind of idempotency.
#[derive(Clone, Debug)]
pub struct Act<const IDEMPOTENCY: u8>;

impl<const IDEMPOTENCY: u8> Operation for Act<IDEMPOTENCY> {
    type Response = Empty;
    type ServiceError = Advised;
    const INFO: OperationInfo = OperationInfo::new(
        &API,
        "act",
        Method::Post,
        "/act",
        match IDEMPOTENCY {
            SAFE => Idempotency::Safe,
            IDEMPOTENT => Idempotency::Idempotent,
            BY_REQUEST_ID => Idempotency::ByRequestId,
            _ => Idempotency::NonIdempotent,
        },
    );

    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
        request.json("body-that-must-not-show")
    }
}

/// An operation that follows redirects.
#[derive(Clone, Debug)]
pub struct Read;

impl Operation for Read {
    type Response = Empty;
    type ServiceError = Advised;
    const INFO: OperationInfo = OperationInfo::new(&API, "read", Method::Get, "/read", Idempotency::Safe);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

/// A documented error, which the script states with the header `X-Advice`.
#[derive(Debug)]
pub struct Advised(bool);

impl ServiceError for Advised {
    fn from_code(_: u16, _: &str) -> Option<Self> {
        None
    }

    fn from_status(response: &RawResponse) -> Option<Self> {
        response.headers().get("X-Advice").map(|advice| Self(advice == "yes"))
    }

    fn retry(&self) -> Option<bool> {
        Some(self.0)
    }
}

/// What happens to a request.
#[derive(Clone, Debug)]
pub enum Step {
    Response(u16, Vec<(&'static str, String)>, &'static str),
    /// A result of these bytes.
    Bytes(&'static [u8]),
    Fail(TransportErrorKind),
    /// There is no response until the client gives up.
    Hang,
}

pub fn status(status: u16) -> Step {
    Step::Response(status, Vec::new(), "")
}

pub fn response(status: u16, name: &'static str, value: &str) -> Step {
    Step::Response(status, vec![(name, value.to_owned())], "")
}

#[derive(Clone, Debug)]
pub struct Seen {
    pub url: String,
    pub headers: http::HeaderMap,
    pub body: Bytes,
    pub timeout: Duration,
    /// Since the clock was made.
    pub at: Duration,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// Gives one response to each request, in order; the last one again and again.
#[derive(Clone)]
pub struct Script {
    steps: Arc<Mutex<VecDeque<Step>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    pub clock: FakeClock,
}

impl Script {
    pub fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        let steps = Arc::new(Mutex::new(steps.into_iter().collect()));
        Self { steps, seen: Arc::default(), clock: FakeClock::default() }
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub fn attempts(&self) -> usize {
        self.seen().len()
    }

    /// Repeats without waits of its own, so that all waits are the service's.
    pub fn builder(&self) -> ClientBuilder {
        let policy = RetryPolicy::new().with_base_delay(Duration::ZERO);
        Client::builder(SERVER).transport(self.clone()).clock(self.clock.clone()).retry(policy)
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }
}

impl Transport for Script {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            self.seen.lock().unwrap().push(Seen {
                url: request.uri().to_string(),
                headers: request.headers().clone(),
                body: request.body().clone(),
                timeout: limits.timeout,
                at: self.clock.elapsed(),
            });
            let step = {
                let mut steps = self.steps.lock().unwrap();
                if steps.len() > 1 { steps.pop_front().unwrap() } else { steps[0].clone() }
            };
            match step {
                Step::Response(status, headers, body) => {
                    let head = http::Response::builder().status(status);
                    let head = headers.into_iter().fold(head, |head, (name, value)| head.header(name, value));
                    Ok(head.body(Bytes::from_static(body.as_bytes())).unwrap())
                }
                Step::Bytes(body) => Ok(http::Response::new(Bytes::from_static(body))),
                Step::Fail(kind) => Err(TransportError::new(kind)),
                Step::Hang => std::future::pending().await,
            }
        })
    }
}

/// A clock that advances only while something waits, and then at once.
#[derive(Clone)]
pub struct FakeClock {
    start: Instant,
    system_start: SystemTime,
    state: Arc<Mutex<ClockState>>,
}

#[derive(Default)]
struct ClockState {
    elapsed: Duration,
    is_stopped: bool,
}

impl Default for FakeClock {
    fn default() -> Self {
        Self { start: Instant::now(), system_start: SystemTime::now(), state: Arc::default() }
    }
}

impl FakeClock {
    pub fn elapsed(&self) -> Duration {
        self.state.lock().unwrap().elapsed
    }

    pub fn advance(&self, duration: Duration) {
        self.state.lock().unwrap().elapsed += duration;
    }

    /// From now on, no wait ends.
    pub fn stop(&self) {
        self.state.lock().unwrap().is_stopped = true;
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Instant {
        self.start + self.elapsed()
    }

    fn system_time(&self) -> SystemTime {
        self.system_start + self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if self.state.lock().unwrap().is_stopped {
                std::future::pending::<()>().await;
            }
            self.advance(duration);
        })
    }
}

/// Runs a future that waits for nothing outside of the test.
pub fn run<F: IntoFuture>(future: F) -> F::Output {
    match poll_once(future) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("waits for something that never happens"),
    }
}

/// Polls the future until it is pending, and drops it.
pub fn poll_once<F: IntoFuture>(future: F) -> Poll<F::Output> {
    pin!(future.into_future()).poll(&mut Context::from_waker(Waker::noop()))
}
