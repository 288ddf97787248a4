//! What came of the calls.

use std::collections::BTreeMap;
use std::fmt;

use docwright_runtime::{Error, Idempotency, OperationInfo, Response, Uuid};

use crate::service::Account;

#[derive(Default)]
pub(crate) struct Tally {
    ended: Vec<Ended>,
    outcomes: BTreeMap<String, u32>,
}

struct Ended {
    id: Uuid,
    claim: Claim,
}

/// What a call says of its effect.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    Had,
    MayHaveHad,
    HadNone,
}

/// Whether the service agrees with the calls.
pub(crate) struct Verdict {
    most_effects: u32,
    wrong_claims: usize,
}

impl Tally {
    pub(crate) fn note<T>(&mut self, operation: &OperationInfo, id: Uuid, result: &Result<Response<T>, Error>) {
        let (outcome, claim) = match result {
            Ok(_) if operation.idempotency == Idempotency::Safe => ("ok".to_owned(), Claim::HadNone),
            Ok(_) => ("ok".to_owned(), Claim::Had),
            Err(error) => (outcome(error), if error.may_have_acted() { Claim::MayHaveHad } else { Claim::HadNone }),
        };
        *self.outcomes.entry(outcome).or_default() += 1;
        self.ended.push(Ended { id, claim });
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.ended.extend(other.ended);
        for (outcome, calls) in other.outcomes {
            *self.outcomes.entry(outcome).or_default() += calls;
        }
    }

    pub(crate) fn calls(&self) -> u32 {
        self.outcomes.values().sum()
    }

    pub(crate) fn judge(&self, account: &Account) -> Verdict {
        let is_wrong = |ended: &&Ended| {
            let had = account.effects.get(&ended.id).is_some_and(|effects| *effects > 0);
            ended.claim == if had { Claim::HadNone } else { Claim::Had }
        };
        Verdict {
            most_effects: account.effects.values().copied().max().unwrap_or_default(),
            wrong_claims: self.ended.iter().filter(is_wrong).count(),
        }
    }
}

impl Verdict {
    pub(crate) fn is_sound(&self) -> bool {
        self.most_effects <= 1 && self.wrong_claims == 0
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
        writeln!(formatter, "most effects of a call: {}", self.most_effects)?;
        write!(formatter, "calls that are wrong about their effect: {}", self.wrong_claims)
    }
}
