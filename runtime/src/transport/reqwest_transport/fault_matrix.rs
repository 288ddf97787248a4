//! Every kind of operation with every kind of fault, over real connections: the outcome of the call, how many requests the
//! service sees, and that no call takes effect twice. Each protocol has a table and a service; the loop is the same. The tests
//! are here because a transport that trusts their certificate, or uses HTTP/2 in cleartext, cannot be built from outside.
//! Faults that only a timeout ends are tried in virtual time; for the others, every timeout is far away.

#[path = "../../../tests/runtime/fault_server/mod.rs"]
pub(super) mod fault_server;
mod http1;
mod http2;
#[path = "../../../tests/runtime/scripted/mod.rs"]
mod scripted;

use std::fmt::Debug;

use futures_util::future::join_all;

use super::virtual_time;
use crate::{Error, ErrorKind, Idempotency};

/// How often a fault happens.
#[derive(Clone, Copy)]
enum Times {
    First,
    FirstTwo,
    All,
}

/// The calls of a line: each kind of operation, with each number of faults.
const CALLS: [(Idempotency, Times); 12] = [
    (Idempotency::Safe, Times::First),
    (Idempotency::Safe, Times::FirstTwo),
    (Idempotency::Safe, Times::All),
    (Idempotency::Idempotent, Times::First),
    (Idempotency::Idempotent, Times::FirstTwo),
    (Idempotency::Idempotent, Times::All),
    (Idempotency::ByRequestId, Times::First),
    (Idempotency::ByRequestId, Times::FirstTwo),
    (Idempotency::ByRequestId, Times::All),
    (Idempotency::NonIdempotent, Times::First),
    (Idempotency::NonIdempotent, Times::FirstTwo),
    (Idempotency::NonIdempotent, Times::All),
];

/// What happens to calls on one kind of connection.
trait Trial: Sync {
    /// The outcome of a call, and how many requests the service sees.
    async fn outcome(&self, idempotency: Idempotency, times: Times) -> String;
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
    /// Tries these lines at once.
    async fn try_lines<T: Trial>(&mut self, table: &str, lines: &[Line<T>]) {
        let found = join_all(lines.iter().map(|line| async {
            let calls = CALLS.map(|(idempotency, times)| line.trial.outcome(idempotency, times));
            line.in_words(&join_all(calls).await)
        }));
        for (line, found) in lines.iter().zip(found.await) {
            self.compare(table, line, &found);
        }
    }

    /// Tries these lines one after the other, each call in a virtual time of its own.
    fn try_lines_in_virtual_time<T: Trial>(&mut self, table: &str, lines: &[Line<T>]) {
        for line in lines {
            let outcomes = std::thread::scope(|scope| {
                let calls = CALLS.map(|(idempotency, times)| {
                    scope.spawn(move || virtual_time::run(line.trial.outcome(idempotency, times)))
                });
                calls.map(|call| call.join().unwrap())
            });
            self.compare(table, line, &line.in_words(&outcomes));
        }
    }

    /// All connections must have the same outcomes.
    fn compare<T>(&mut self, table: &str, line: &Line<T>, found: &str) {
        let expected = table.lines().find(|row| row.split('|').next().unwrap_or_default().trim() == line.fault);
        self.tried += CALLS.len();
        if expected != Some(found) {
            self.wrong.push(format!("{}: {found}", line.connection));
        }
    }

    fn finish(self, protocol: &str) {
        let survived = self.tried - self.wrong.len() * CALLS.len();
        println!("calls with a fault of {protocol}: {} tried, {survived} survived", self.tried);
        assert!(self.wrong.is_empty(), "{:#?}", self.wrong);
    }
}

impl<T> Line<T> {
    /// The line as it is in a table, with the outcomes of all [`CALLS`].
    fn in_words(&self, outcomes: &[String]) -> String {
        let mut kinds = outcomes.chunks(3).map(|outcomes| {
            let is_one = outcomes.iter().all(|outcome| *outcome == outcomes[0]);
            if is_one { outcomes[0].clone() } else { outcomes.join(", ") }
        });
        let [safe, idempotent, by_request_id, non_idempotent] = std::array::from_fn(|_| kinds.next().unwrap());
        assert_eq!(idempotent, by_request_id, "{}", self.fault);
        format!("{:19} | {safe:26} | {by_request_id:26} | {non_idempotent}", self.fault)
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
