//! Every kind of operation with every kind of fault, over real connections: the outcome of the call, how many requests the
//! service sees, and that no call takes effect twice. Each protocol has a table and a service; the loop is the same. The tests
//! are here because a transport that trusts their certificate, or uses HTTP/2 in cleartext, cannot be built from outside.

#[path = "../../../tests/runtime/fault_server/mod.rs"]
pub(super) mod fault_server;
mod http1;
mod http2;
#[path = "../../../tests/runtime/scripted/mod.rs"]
mod scripted;

use std::fmt::Debug;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::Barrier;

use crate::{Error, ErrorKind, Idempotency};

/// How often a fault happens.
#[derive(Clone, Copy)]
enum Times {
    First,
    FirstTwo,
    All,
}

/// How long an attempt may take that only a timeout ends: long enough for a good response on a machine with other work.
const ATTEMPT: Duration = Duration::from_secs(2);

/// The calls of a line: four kinds of operations, and three numbers of faults.
const CALLS: usize = 12;

/// What happens to calls on one kind of connection.
trait Trial {
    /// The outcome of a call, and how many requests the service sees. The call begins when all calls are prepared, so that none
    /// spends its time on preparation.
    async fn outcome(&self, idempotency: Idempotency, times: Times, start: &Barrier) -> String;
}

/// A trial, with what it is called in the table and in messages.
struct Line<T> {
    fault: &'static str,
    connection: &'static str,
    trial: T,
}

/// The outcomes that were found, compared with those of a table.
#[derive(Default)]
struct Comparison {
    tried: usize,
    wrong: Vec<String>,
}

impl Times {
    const fn count(self) -> u32 {
        match self {
            Self::First => 1,
            Self::FirstTwo => 2,
            Self::All => u32::MAX,
        }
    }
}

impl Comparison {
    /// Tries these lines at once; all connections must have the same outcomes.
    async fn try_lines<T: Trial>(&mut self, table: &str, lines: &[Line<T>]) {
        let start = &Barrier::new(lines.len() * CALLS);
        for (line, found) in lines.iter().zip(join_all(lines.iter().map(|line| line.found(start))).await) {
            let expected = table.lines().find(|row| row.split('|').next().unwrap_or_default().trim() == line.fault);
            self.tried += CALLS;
            if expected != Some(&found) {
                self.wrong.push(format!("{}: {found}", line.connection));
            }
        }
    }

    fn finish(self, protocol: &str) {
        let survived = self.tried - self.wrong.len() * CALLS;
        println!("calls with a fault of {protocol}: {} tried, {survived} survived", self.tried);
        assert!(self.wrong.is_empty(), "{:#?}", self.wrong);
    }
}

impl<T: Trial> Line<T> {
    /// The line as it is in a table.
    async fn found(&self, start: &Barrier) -> String {
        let (safe, idempotent, by_request_id, non_idempotent) = tokio::join!(
            self.outcomes(Idempotency::Safe, start),
            self.outcomes(Idempotency::Idempotent, start),
            self.outcomes(Idempotency::ByRequestId, start),
            self.outcomes(Idempotency::NonIdempotent, start)
        );
        assert_eq!(idempotent, by_request_id, "{}", self.fault);
        format!("{:19} | {safe:26} | {by_request_id:26} | {non_idempotent}", self.fault)
    }

    async fn outcomes(&self, idempotency: Idempotency, start: &Barrier) -> String {
        let [first, first_two, all] =
            [Times::First, Times::FirstTwo, Times::All].map(|times| self.trial.outcome(idempotency, times, start));
        let (first, first_two, all) = tokio::join!(first, first_two, all);
        if first == first_two && first_two == all { first } else { [first, first_two, all].join(", ") }
    }
}

fn assert_complete(table: &str, faults: usize) {
    assert_eq!(table.trim().lines().skip(1).count(), faults, "the table has a line for each fault");
}

/// An outcome in the words of the tables. A plus means that the error has the status of the response, because the fault came
/// after its head; timeouts are not marked, because either of two timers may fire first, and only one has the status.
fn in_words<T: Debug>(result: &Result<T, Error>, requests: u32) -> String {
    let Err(error) = result else { return format!("ok {requests}") };
    let (kind, status) = (error.kind(), error.status().map(|status| status.as_u16()));
    match (kind, status) {
        (ErrorKind::Status, Some(status)) => format!("{status} {requests}"),
        (ErrorKind::Timeout, None | Some(200)) => format!("{kind:?} {requests}"),
        (_, Some(200)) => format!("{kind:?}+ {requests}"),
        (_, None) => format!("{kind:?} {requests}"),
        (_, Some(status)) => format!("{kind:?} in {status} {requests}"),
    }
}
