//! How often a call is repeated, and after which waits.

use std::time::Duration;

use crate::random;

const DEFAULT_ATTEMPTS: u32 = 3;
const DEFAULT_BASE_DELAY: Duration = Duration::from_millis(500);
const DEFAULT_MAX_DELAY: Duration = Duration::from_secs(30);

/// How often a call is repeated, and after which waits.
///
/// The wait before a repetition is random, between zero and `base_delay` doubled with each repetition, but at most
/// `max_delay` ("full jitter"). A longer wait that the service asks for with `Retry-After` is used; `max_delay` does
/// not shorten it. What may be repeated does not depend on the policy, see [`Error::is_retryable`](crate::Error::is_retryable).
///
/// # Examples
#[doc = include_str!("../example_api.md")]
/// use std::time::Duration;
/// use ms_commerce::partner_center::{self, licenses::get_user_licenses};
/// use ms_commerce::{Client, RetryPolicy};
///
/// async fn count_licenses(token: String) -> Result<usize, Box<dyn std::error::Error>> {
///     let policy = RetryPolicy::new().with_max_attempts(5).with_max_delay(Duration::from_secs(10));
///     let client = Client::builder(partner_center::GLOBAL).credential(token).retry(policy).build()?;
///     let call = get_user_licenses("customer-tenant-id", "ada@contoso.example").send(&client);
///     // This call is not repeated.
///     Ok(call.retry(RetryPolicy::none()).await?.items.len())
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
}

impl Default for RetryPolicy {
    /// Three attempts; waits begin below 500 milliseconds and stay below 30 seconds.
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy {
    /// The default.
    pub const fn new() -> Self {
        Self { max_attempts: DEFAULT_ATTEMPTS, base_delay: DEFAULT_BASE_DELAY, max_delay: DEFAULT_MAX_DELAY }
    }

    /// One attempt. A call with a rejected token is still repeated once with a new one if the budget allows it, because the
    /// service did nothing before.
    pub const fn none() -> Self {
        Self { max_attempts: 1, ..Self::new() }
    }

    /// The most attempts of a call, the first one included. Zero is taken as one.
    #[must_use]
    pub const fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The upper bound of the wait before the first repetition; it doubles with each further one.
    #[must_use]
    pub const fn with_base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The upper bound of each wait that the service did not ask for.
    #[must_use]
    pub const fn with_max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    pub(crate) const fn allows(&self, repetition: u32) -> bool {
        repetition < self.max_attempts
    }

    /// A random wait before a repetition; repetitions are counted from one.
    pub(crate) fn delay(&self, repetition: u32) -> Duration {
        let longest = u64::try_from(self.longest_delay(repetition).as_nanos()).unwrap_or(u64::MAX);
        Duration::from_nanos(random::up_to(longest))
    }

    fn longest_delay(&self, repetition: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(repetition.saturating_sub(1));
        self.base_delay.saturating_mul(doubled).min(self.max_delay)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn delays_double_up_to_their_bound() {
        let policy = RetryPolicy::new().with_base_delay(Duration::from_secs(1)).with_max_delay(Duration::from_secs(10));
        let longest = [1, 2, 3, 4, 5, 6, 1000, u32::MAX].map(|repetition| policy.longest_delay(repetition).as_secs());
        assert_eq!(longest, [1, 2, 4, 8, 10, 10, 10, 10]);
    }

    #[test]
    fn attempts_count_the_first_one() {
        assert!(RetryPolicy::new().allows(2) && !RetryPolicy::new().allows(3));
        assert!(!RetryPolicy::none().allows(1));
        assert!(!RetryPolicy::new().with_max_attempts(0).allows(1));
    }

    #[test]
    fn delays_are_spread_over_the_whole_range() {
        let policy = RetryPolicy::new().with_base_delay(Duration::from_secs(8)).with_max_delay(Duration::from_secs(8));
        let mut eighths = [0; 8];
        (0..800).for_each(|_| eighths[policy.delay(1).as_secs() as usize] += 1);
        assert!(eighths.iter().all(|count| (30..250).contains(count)), "{eighths:?}");
    }

    proptest! {
        #[test]
        fn a_delay_lies_between_zero_and_its_bound(base: Duration, max: Duration, repetition: u32) {
            let policy = RetryPolicy::new().with_base_delay(base).with_max_delay(max);
            let delay = policy.delay(repetition);
            prop_assert!(delay <= max);
            prop_assert!(repetition > 1 || delay <= base);
        }
    }
}
