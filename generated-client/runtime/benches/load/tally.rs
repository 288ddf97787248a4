//! What came of the calls.

use std::collections::BTreeMap;
use std::fmt;

use docwright_runtime::{Error, Response};
use serde_json::Value;

#[derive(Default)]
pub(crate) struct Tally {
    /// By outcome.
    calls: BTreeMap<String, u32>,
    most_effects: u32,
    /// How often there was an effect that the error rules out.
    denied_effects: u32,
}

impl Tally {
    pub(crate) fn note(&mut self, result: &Result<Response<Value>, Error>, effects: u32) {
        let outcome = match result {
            Ok(_) => "ok".to_owned(),
            Err(error) => match error.status().filter(|status| !status.is_success()) {
                Some(status) => format!("{:?} {}", error.kind(), status.as_u16()),
                None => format!("{:?}", error.kind()),
            },
        };
        *self.calls.entry(outcome).or_default() += 1;
        self.most_effects = self.most_effects.max(effects);
        let is_denied = result.as_ref().is_err_and(|error| effects > 0 && !error.may_have_acted());
        self.denied_effects += u32::from(is_denied);
    }

    pub(crate) fn add(&mut self, other: Self) {
        for (outcome, calls) in other.calls {
            *self.calls.entry(outcome).or_default() += calls;
        }
        self.most_effects = self.most_effects.max(other.most_effects);
        self.denied_effects += other.denied_effects;
    }

    pub(crate) fn calls(&self) -> u32 {
        self.calls.values().sum()
    }

    pub(crate) fn is_sound(&self) -> bool {
        self.most_effects <= 1 && self.denied_effects == 0
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (outcome, calls) in &self.calls {
            writeln!(formatter, "{calls:>8} {outcome}")?;
        }
        writeln!(formatter, "most effects of a call: {}", self.most_effects)?;
        writeln!(formatter, "effects that an error rules out: {}", self.denied_effects)
    }
}
