//! How much a client may repeat altogether.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

const DEFAULT_REPETITIONS: u32 = 100;
const DEFAULT_SUCCESSES: u32 = 5;

/// How much a client may repeat altogether, so that many calls to a service in trouble do not multiply its load.
///
/// It is a bucket that begins full. Each repetition takes from it; each call that succeeds puts some back. While it is empty,
/// calls fail with their first error. Clones share the bucket, as do the clones of a client. Give several clients the same
/// budget if they call the same service.
#[derive(Clone)]
pub struct RetryBudget(Arc<Bucket>);

/// Counted in successes.
struct Bucket {
    level: AtomicU32,
    capacity: u32,
    price: u32,
}

impl Default for RetryBudget {
    /// 100 repetitions, and one more for each five successful calls.
    fn default() -> Self {
        Self::new(DEFAULT_REPETITIONS, DEFAULT_SUCCESSES)
    }
}

impl RetryBudget {
    /// A budget for at most `repetitions` in a row; each of them is earned back by `successes` successful calls. With zero
    /// successes, repetitions cost nothing.
    pub fn new(repetitions: u32, successes: u32) -> Self {
        let capacity = repetitions.saturating_mul(successes);
        Self(Arc::new(Bucket { level: AtomicU32::new(capacity), capacity, price: successes }))
    }

    /// A budget that is never used up.
    pub fn unlimited() -> Self {
        Self::new(0, 0)
    }

    /// How many repetitions it allows at present; `None` without a limit.
    pub fn remaining(&self) -> Option<u32> {
        self.0.level.load(Ordering::Relaxed).checked_div(self.0.price)
    }

    pub(crate) fn earn(&self) {
        self.0.put(1);
    }

    /// Takes the cost of a repetition, if enough is left.
    pub(crate) fn permit(&self) -> Option<RetryPermit<'_>> {
        let taken = |level: u32| level.checked_sub(self.0.price);
        self.0.level.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken).ok()?;
        Some(RetryPermit(Some(&self.0)))
    }
}

impl Bucket {
    fn put(&self, amount: u32) {
        let filled = |level: u32| Some(level.saturating_add(amount).min(self.capacity));
        // The closure always returns a value.
        let _ = self.level.fetch_update(Ordering::Relaxed, Ordering::Relaxed, filled);
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RetryBudget").field("remaining", &self.remaining()).finish_non_exhaustive()
    }
}

/// The cost of a repetition. It is returned to the budget when the call is dropped before the repetition is sent.
pub(crate) struct RetryPermit<'a>(Option<&'a Bucket>);

impl RetryPermit<'_> {
    pub(crate) fn spend(mut self) {
        self.0 = None;
    }
}

impl Drop for RetryPermit<'_> {
    fn drop(&mut self) {
        if let Some(bucket) = self.0 {
            bucket.put(bucket.price);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_cost_what_successes_earn() {
        let budget = RetryBudget::new(2, 3);
        for _ in 0..2 {
            budget.permit().unwrap().spend();
        }
        assert!(budget.permit().is_none());
        budget.earn();
        budget.earn();
        assert!(budget.permit().is_none());
        budget.earn();
        assert_eq!(budget.remaining(), Some(1));
        assert_eq!(format!("{budget:?}"), "RetryBudget { remaining: Some(1), .. }");
    }

    #[test]
    fn it_never_exceeds_its_initial_amount() {
        let budget = RetryBudget::new(2, 1);
        (0..10).for_each(|_| budget.earn());
        assert_eq!(budget.remaining(), Some(2));
    }

    #[test]
    fn what_is_not_spent_goes_back_to_all_that_share_it() {
        let budget = RetryBudget::new(1, 5);
        let retry_permit = budget.permit();
        assert!(retry_permit.is_some() && budget.clone().permit().is_none());
        drop(retry_permit);
        assert_eq!(budget.remaining(), Some(1));
    }

    #[test]
    fn without_a_price_there_is_no_limit() {
        let budget = RetryBudget::unlimited();
        (0..1000).for_each(|_| budget.permit().unwrap().spend());
        assert_eq!(budget.remaining(), None);
        assert!(RetryBudget::new(0, 5).permit().is_none());
    }
}
