//! HTTP/2, in cleartext and over TLS.

use tokio::runtime::Builder;

use super::{Comparison, Line, Times, Trial, assert_complete, in_words};
use crate::transport::reqwest_transport::ReqwestTransport;
use crate::transport::reqwest_transport::http2_tests::service::{
    ENHANCE_YOUR_CALM, INTERNAL_ERROR, NO_ERROR, REFUSED_STREAM, Reaction, Service,
};
use crate::transport::reqwest_transport::http2_tests::{
    Act, BY_REQUEST_ID, IDEMPOTENT, NON_IDEMPOTENT, SAFE, client, in_cleartext,
};
use crate::transport::reqwest_transport::virtual_time::{ATTEMPT, passing};
use crate::{Client, Error, Idempotency, Json, Operation};

/// As in the table of HTTP/1.1. The HTTP stack itself sends what was not processed again, up to two times for each attempt.
const MATRIX: &str = "
fault               | safe                       | idempotent, by request id  | non-idempotent
stream refused      | ok 2, ok 3, Interrupted 9  | ok 2, ok 3, Interrupted 9  | ok 2, ok 3, Interrupted 3
stream reset        | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
reset after head    | ok 2, ok 3, Interrupted+ 3 | ok 2, ok 3, Interrupted+ 3 | Interrupted+ 1
refused after head  | ok 2, ok 3, Interrupted+ 3 | ok 2, ok 3, Interrupted+ 3 | Interrupted+ 1
reset in body       | ok 2, ok 3, Interrupted+ 3 | ok 2, ok 3, Interrupted+ 3 | Interrupted+ 1
GOAWAY, unprocessed | ok 2, ok 3, Interrupted 9  | ok 2, ok 3, Interrupted 9  | ok 2, ok 3, Interrupted 3
GOAWAY, too busy    | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
GOAWAY, processed   | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
GOAWAY after head   | ok 2, ok 3, Interrupted+ 3 | ok 2, ok 3, Interrupted+ 3 | Interrupted+ 1
closed, no response | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
closed in body      | ok 2, ok 3, Interrupted+ 3 | ok 2, ok 3, Interrupted+ 3 | Interrupted+ 1
length too long     | ok 2, ok 3, Interrupted+ 3 | ok 2, ok 3, Interrupted+ 3 | Interrupted+ 1
length too short    | ok 2, ok 3, Interrupted+ 3 | ok 2, ok 3, Interrupted+ 3 | Interrupted+ 1
no HTTP/2           | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
endless header      | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
many headers        | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
large body          | ResponseTooLarge+ 1        | ResponseTooLarge+ 1        | ResponseTooLarge+ 1
invalid UTF-8       | Decode+ 1                  | Decode+ 1                  | Decode+ 1
garbage JSON        | Decode+ 1                  | Decode+ 1                  | Decode+ 1
empty body          | Decode+ 1                  | Decode+ 1                  | Decode+ 1
last response       | ok 1                       | ok 1                       | ok 1
response and reset  | ok 1                       | ok 1                       | ok 1
1xx first           | ok 1                       | ok 1                       | ok 1
redirect to itself  | ok 2, ok 3, 302 6          | 302 1                      | 302 1
307 to itself       | ok 2, ok 3, 307 6          | 307 1                      | 307 1
401                 | 401 1                      | 401 1                      | 401 1
429                 | ok 2, ok 3, 429 3          | ok 2, ok 3, 429 3          | ok 2, ok 3, 429 3
part not asked for  | 206 1                      | 206 1                      | 206 1
503                 | ok 2, ok 3, 503 3          | ok 2, ok 3, 503 3          | 503 1
connection silent   | ok 2, ok 3, Timeout 3      | ok 2, ok 3, Timeout 3      | Timeout 1
silent in body      | ok 2, ok 3, Timeout 3      | ok 2, ok 3, Timeout 3      | Timeout 1
stream stalls       | ok 2, ok 3, Timeout 3      | ok 2, ok 3, Timeout 3      | Timeout 1
drip                | ok 2, ok 3, Timeout 3      | ok 2, ok 3, Timeout 3      | Timeout 1
1xx without end     | ok 2, ok 3, Timeout 3      | ok 2, ok 3, Timeout 3      | Timeout 1
";

/// Faults that a client notices without a timeout.
fn prompt_faults() -> Vec<(&'static str, Reaction)> {
    vec![
        ("stream refused", Reaction::reset(REFUSED_STREAM)),
        ("stream reset", Reaction::reset(INTERNAL_ERROR)),
        ("reset after head", Reaction::head_and_reset(INTERNAL_ERROR)),
        ("refused after head", Reaction::head_and_reset(REFUSED_STREAM)),
        ("reset in body", Reaction::reset_in_body()),
        ("GOAWAY, unprocessed", Reaction::unprocessed(NO_ERROR)),
        ("GOAWAY, too busy", Reaction::unprocessed(ENHANCE_YOUR_CALM)),
        ("GOAWAY, processed", Reaction::processed(NO_ERROR)),
        ("GOAWAY after head", Reaction::head_and_go_away()),
        ("closed, no response", Reaction::close()),
        ("closed in body", Reaction::close_in_body()),
        ("length too long", Reaction::truncated()),
        ("length too short", Reaction::length_too_short()),
        ("no HTTP/2", Reaction::no_frame()),
        ("endless header", Reaction::endless_head()),
        ("many headers", Reaction::many_headers()),
        ("large body", Reaction::large_body()),
        ("invalid UTF-8", Reaction::saying(200, b"\"\xff\xfe\"")),
        ("garbage JSON", Reaction::saying(200, b"<html>")),
        ("empty body", Reaction::saying(200, b"")),
        ("last response", Reaction::last_response()),
        ("response and reset", Reaction::response_and_reset()),
        ("1xx first", Reaction::interim_first()),
        ("redirect to itself", Reaction::redirect(302)),
        ("307 to itself", Reaction::redirect(307)),
        ("401", Reaction::saying(401, b"")),
        ("429", Reaction::too_many_requests()),
        ("part not asked for", Reaction::saying(206, b"7")),
        ("503", Reaction::saying(503, b"<html>")),
    ]
}

/// Faults that only a timeout ends.
fn silent_faults() -> Vec<(&'static str, Reaction)> {
    vec![
        ("connection silent", Reaction::silence()),
        ("silent in body", Reaction::silence_in_body()),
        ("stream stalls", Reaction::stall()),
        ("drip", Reaction::drip()),
        ("1xx without end", Reaction::endless_interim()),
    ]
}

#[derive(Clone, Copy)]
enum Http2Connection {
    /// In cleartext, after an earlier call.
    Reused,
    /// Over TLS, for the first call.
    #[cfg(feature = "rustls")]
    Fresh,
}

impl Http2Connection {
    const ALL: &[Self] = &[
        Self::Reused,
        #[cfg(feature = "rustls")]
        Self::Fresh,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Reused => "reused, in cleartext",
            #[cfg(feature = "rustls")]
            Self::Fresh => "fresh, over TLS",
        }
    }

    async fn service(self, reactions: Vec<Reaction>) -> (Service, ReqwestTransport) {
        match self {
            Self::Reused => (Service::reacting(reactions).await, in_cleartext()),
            #[cfg(feature = "rustls")]
            Self::Fresh => {
                use crate::transport::reqwest_transport::tls_tests;
                (tls_tests::http2_service(reactions).await, tls_tests::trusting())
            }
        }
    }
}

/// How many faults are tried at once.
const AT_ONCE: usize = 6;

struct Http2Cell {
    fault: Reaction,
    connection: Http2Connection,
    /// Whether only a timeout ends it; the time is virtual then.
    is_silent: bool,
}

#[test]
fn calls_with_each_fault_of_http_2_that_was_tried_end_as_expected() {
    let mut comparison = Comparison::default();
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for faults in prompt_faults().chunks(AT_ONCE) {
        runtime.block_on(comparison.try_lines(MATRIX, &lines(faults, false)));
    }
    comparison.try_lines_in_virtual_time(MATRIX, &lines(&silent_faults(), true));
    comparison.finish("HTTP/2");
}

#[test]
fn the_matrix_has_a_line_for_each_fault() {
    assert_complete(MATRIX, prompt_faults().len() + silent_faults().len());
}

fn lines(faults: &[(&'static str, Reaction)], is_silent: bool) -> Vec<Line<Http2Cell>> {
    let pairs = Http2Connection::ALL.iter().flat_map(|connection| faults.iter().map(move |fault| (*connection, fault)));
    pairs
        .map(|(connection, (name, fault))| {
            let trial = Http2Cell { fault: fault.clone(), connection, is_silent };
            Line { fault: name, connection: connection.name(), trial }
        })
        .collect()
}

impl Trial for Http2Cell {
    async fn outcome(&self, idempotency: Idempotency, times: Times) -> String {
        match idempotency {
            Idempotency::Safe => self.outcome_of(Act::<SAFE>, times).await,
            Idempotency::Idempotent => self.outcome_of(Act::<IDEMPOTENT>, times).await,
            Idempotency::ByRequestId => self.outcome_of(Act::<BY_REQUEST_ID>, times).await,
            Idempotency::NonIdempotent => self.outcome_of(Act::<NON_IDEMPOTENT>, times).await,
        }
    }
}

impl Http2Cell {
    async fn outcome_of<O>(&self, operation: O, times: Times) -> String
    where
        O: Operation<Response = Json<u32>> + Copy,
    {
        let (service, transport) = self.connection.service(vec![Reaction::response()]).await;
        let client = client(&service.url, transport);
        if matches!(self.connection, Http2Connection::Reused) {
            client.call(operation).await.unwrap();
        }
        let before = service.account();
        let faults = match times {
            Times::First => vec![self.fault.clone(), Reaction::response()],
            Times::FirstTwo => vec![self.fault.clone(), self.fault.clone(), Reaction::response()],
            Times::All => vec![self.fault.clone()],
        };
        service.react(faults);
        let call = client.call(operation);
        let result = match self.is_silent {
            true => passing(call.attempt_timeout(ATTEMPT).into_future(), service.held_back()).await,
            false => call.await,
        };
        let result = result.map(|response| response.value);
        let after = service.account();
        if let Some(number) = before.connections.last() {
            assert_eq!(after.connections.get(before.connections.len()), Some(number), "the connection is used again");
        }
        assert_sound(&result, O::INFO.idempotency, after.acts - before.acts);

        service.react([Reaction::response()]);
        assert_next_succeeds(&client, operation).await;
        in_words(&result, after.requests - before.requests)
    }
}

/// What must be true of every call, whatever happens. The service acts on an idempotent request again without a further effect.
fn assert_sound(result: &Result<u32, Error>, idempotency: Idempotency, acts: u32) {
    let effects = match idempotency {
        Idempotency::Safe => 0,
        Idempotency::Idempotent | Idempotency::ByRequestId => acts.min(1),
        Idempotency::NonIdempotent => acts,
    };
    assert!(effects <= 1, "took effect {effects} times");
    match result {
        Ok(value) => {
            assert_eq!(*value, 7);
            assert_eq!(effects, u32::from(idempotency != Idempotency::Safe), "a success has one effect");
        }
        Err(error) => {
            let denies = error.status().is_some_and(|status| matches!(status.as_u16(), 401 | 429));
            assert!(effects == 0 || error.may_have_taken_effect() || denies, "an effect that is ruled out: {error:?}");
        }
    }
}

async fn assert_next_succeeds<O: Operation<Response = Json<u32>>>(client: &Client, operation: O) {
    let next = client.call(operation).await;
    assert!(next.is_ok(), "the next call fails: {next:?}");
}
