//! The outcome of the calls.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use docwright_runtime::{Error, Idempotency, OperationInfo, Response, Uuid};
use serde_json::Value;

use super::faults::FAULTY;

/// What the service reports about the calls.
pub(crate) struct Account {
    pub(crate) requests: u32,
    /// Requests with a fault.
    pub(crate) faults: u32,
    /// How often each request id took effect.
    pub(crate) effects: HashMap<Uuid, u32>,
}

#[derive(Default)]
pub(crate) struct Tally {
    ended: HashMap<Uuid, Claim>,
    outcomes: BTreeMap<String, u32>,
    successes: u32,
    foreign_responses: u32,
}

/// What the result of a call says about its effect.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    Had,
    MayHaveHad,
    HadNone,
}

/// The comparison of the calls with the service's report.
pub(crate) struct Verdict {
    calls: u32,
    lost: u32,
    successes: u32,
    requests: u32,
    faults: u32,
    most_effects: u32,
    /// Effects of request ids that no call had.
    strange_effects: usize,
    wrong_claims: usize,
    foreign_responses: u32,
}

impl Tally {
    pub(crate) fn note(&mut self, operation: &OperationInfo, id: Uuid, result: &Result<Response<Value>, Error>) {
        let (outcome, claim) = match result {
            Ok(_) if operation.idempotency == Idempotency::Safe => ("ok".to_owned(), Claim::HadNone),
            Ok(_) => ("ok".to_owned(), Claim::Had),
            Err(error) => {
                (outcome(error), if error.may_have_taken_effect() { Claim::MayHaveHad } else { Claim::HadNone })
            }
        };
        if let Ok(response) = result {
            self.successes += 1;
            self.foreign_responses += u32::from(response.value["id"] != id.to_string());
        }
        *self.outcomes.entry(outcome).or_default() += 1;
        self.ended.insert(id, claim);
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.ended.extend(other.ended);
        for (outcome, calls) in other.outcomes {
            *self.outcomes.entry(outcome).or_default() += calls;
        }
        self.successes += other.successes;
        self.foreign_responses += other.foreign_responses;
    }

    /// Compares the results of the calls with the service's report; `calls` is the expected number.
    pub(crate) fn verdict(&self, calls: u32, account: &Account) -> Verdict {
        let is_wrong = |(id, claim): &(&Uuid, &Claim)| {
            let had = account.effects.get(*id).is_some_and(|effects| *effects > 0);
            **claim == if had { Claim::HadNone } else { Claim::Had }
        };
        let is_strange = |(id, effects): &(&Uuid, &u32)| **effects > 0 && !self.ended.contains_key(*id);
        Verdict {
            calls,
            lost: calls - self.outcomes.values().sum::<u32>(),
            successes: self.successes,
            requests: account.requests,
            faults: account.faults,
            most_effects: account.effects.values().copied().max().unwrap_or_default(),
            strange_effects: account.effects.iter().filter(is_strange).count(),
            wrong_claims: self.ended.iter().filter(is_wrong).count(),
            foreign_responses: self.foreign_responses,
        }
    }
}

impl Verdict {
    pub(crate) fn is_sound(&self) -> bool {
        let counts = [self.lost, self.foreign_responses, u32::from(self.most_effects != 1)];
        let effects = [self.strange_effects, self.wrong_claims];
        counts == [0; 3] && effects == [0; 2] && self.has_its_faults() && self.has_its_successes()
    }

    /// The expected share, within a fifth.
    fn has_its_faults(&self) -> bool {
        (FAULTY * 80..=FAULTY * 120).contains(&(self.faults * 10_000 / self.requests.max(1)))
    }

    /// Fewer calls fail than requests do: most are repeated.
    fn has_its_successes(&self) -> bool {
        (self.calls - self.successes) * 100 < self.calls * FAULTY
    }
}

fn outcome(error: &Error) -> String {
    match error.status().filter(|status| !status.is_success()) {
        Some(status) => format!("{:?} {}", error.kind(), status.as_u16()),
        None => format!("{:?}", error.kind()),
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.outcomes.iter().try_for_each(|(outcome, calls)| writeln!(formatter, "{calls:>8} {outcome}"))
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = 100.0 * f64::from(self.faults) / f64::from(self.requests.max(1));
        writeln!(
            formatter,
            "requests that the service saw: {}; with a fault: {} ({share:.1} %)",
            self.requests, self.faults
        )?;
        writeln!(formatter, "calls that succeeded: {} of {}", self.successes, self.calls)?;
        writeln!(formatter, "calls lost: {}", self.lost)?;
        writeln!(
            formatter,
            "most effects of a call: {}; effects of no call: {}",
            self.most_effects, self.strange_effects
        )?;
        writeln!(formatter, "calls that are wrong about their effect: {}", self.wrong_claims)?;
        write!(formatter, "responses to other calls: {}", self.foreign_responses)
    }
}
