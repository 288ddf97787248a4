//! How long to wait, and how often to poll.

use std::time::{Duration, Instant};

/// How long to wait for a service, and how often to poll it. `Retry-After` takes precedence.
#[derive(Clone, Copy, Debug)]
#[must_use = "a poll policy does nothing on its own"]
pub struct PollPolicy {
    limit: Duration,
    shortest: Duration,
    longest: Duration,
}

impl PollPolicy {
    /// Begins no wait that would end after `limit`; the calls in between have the timeouts of calls. The first wait is a
    /// second; each that follows is twice as long, up to a minute.
    pub const fn of(limit: Duration) -> Self {
        Self { limit, shortest: Duration::from_secs(1), longest: Duration::from_secs(60) }
    }

    /// The first and shortest wait, whatever the service asks for.
    pub const fn shortest_wait(mut self, wait: Duration) -> Self {
        self.shortest = wait;
        self
    }

    /// The longest wait that the service did not ask for.
    pub const fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest = wait;
        self
    }

    pub(crate) const fn limit(self) -> Duration {
        self.limit
    }

    pub(crate) fn waits(self, now: Instant) -> Waits {
        Waits { poll_policy: self, end: now.checked_add(self.limit), next: self.shortest }
    }
}

/// Ten minutes.
impl Default for PollPolicy {
    fn default() -> Self {
        Self::of(Duration::from_secs(600))
    }
}

pub(crate) struct Waits {
    poll_policy: PollPolicy,
    /// `None` when it is too far to represent.
    end: Option<Instant>,
    next: Duration,
}

impl Waits {
    /// The next wait; `None` when it would end after the limit.
    pub(crate) fn next(&mut self, now: Instant, retry_after: Option<Duration>) -> Option<Duration> {
        let PollPolicy { shortest, longest, .. } = self.poll_policy;
        let wait = match retry_after {
            Some(asked) => asked.max(shortest),
            None => {
                let wait = self.next.min(longest.max(shortest));
                self.next = wait.saturating_mul(2);
                wait
            }
        };
        let remaining = self.end.map_or(Duration::MAX, |end| end.saturating_duration_since(now));
        (wait <= remaining).then_some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn waits_grow_up_to_the_longest() {
        let now = Instant::now();
        let mut waits = PollPolicy::default().longest_wait(5 * SECOND).waits(now);
        let grown: Vec<_> = (0..5).filter_map(|_| waits.next(now, None)).map(|wait| wait.as_secs()).collect();
        assert_eq!(grown, [1, 2, 4, 5, 5]);
    }

    #[test]
    fn the_service_says_how_long_to_wait_within_bounds() {
        let now = Instant::now();
        let mut waits = PollPolicy::of(100 * SECOND).waits(now);
        assert_eq!(waits.next(now, Some(70 * SECOND)), Some(70 * SECOND));
        assert_eq!(waits.next(now, Some(Duration::ZERO)), Some(SECOND));
        assert_eq!(waits.next(now, Some(Duration::MAX)), None);
    }

    #[test]
    fn without_poll_policy_there_is_no_wait() {
        let now = Instant::now();
        assert_eq!(PollPolicy::of(Duration::ZERO).waits(now).next(now, None), None);
    }
}
