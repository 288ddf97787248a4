//! How long to wait, and how often to poll.

use std::time::Duration;

use crate::Clock;
use crate::transport::Deadline;

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

    pub(super) fn waits(self, clock: &dyn Clock) -> Waits<'_> {
        Waits { poll_policy: self, deadline: Deadline::after(clock, self.limit), next: self.shortest }
    }
}

/// Ten minutes.
impl Default for PollPolicy {
    fn default() -> Self {
        Self::of(Duration::from_secs(600))
    }
}

pub(super) struct Waits<'c> {
    poll_policy: PollPolicy,
    deadline: Deadline<'c>,
    next: Duration,
}

impl Waits<'_> {
    /// The next wait; `None` when it would end after the limit.
    pub(super) fn next(&mut self, retry_after: Option<Duration>) -> Option<Duration> {
        let PollPolicy { shortest, longest, .. } = self.poll_policy;
        let wait = match retry_after {
            Some(asked) => asked.max(shortest),
            None => {
                let wait = self.next.min(longest.max(shortest));
                self.next = wait.saturating_mul(2);
                wait
            }
        };
        (wait <= self.deadline.remaining()).then_some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::SleeplessClock;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn waits_grow_up_to_the_longest() {
        let mut waits = PollPolicy::default().longest_wait(5 * SECOND).waits(&SleeplessClock);
        let grown: Vec<_> = (0..5).filter_map(|_| waits.next(None)).map(|wait| wait.as_secs()).collect();
        assert_eq!(grown, [1, 2, 4, 5, 5]);
    }

    #[test]
    fn the_service_says_how_long_to_wait_within_bounds() {
        let mut waits = PollPolicy::of(100 * SECOND).waits(&SleeplessClock);
        assert_eq!(waits.next(Some(70 * SECOND)), Some(70 * SECOND));
        assert_eq!(waits.next(Some(Duration::ZERO)), Some(SECOND));
        assert_eq!(waits.next(Some(Duration::MAX)), None);
    }

    #[test]
    fn without_poll_policy_there_is_no_wait() {
        assert_eq!(PollPolicy::of(Duration::ZERO).waits(&SleeplessClock).next(None), None);
    }
}
