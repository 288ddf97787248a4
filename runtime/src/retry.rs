//! Repeats calls that failed: what may be repeated, when, and how much.

mod budget;
mod decision;
mod policy;

pub use self::budget::RetryBudget;
pub(crate) use self::budget::RetryPermit;
pub(crate) use self::decision::{Effect, effect_of, is_repeatable};
pub use self::policy::RetryPolicy;
