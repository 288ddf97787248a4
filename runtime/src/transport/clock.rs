//! The interface to time: a clock to read, and a timer to wait for.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

use super::timer_thread;
use crate::BoxFuture;

/// The time of a client: it waits between attempts, and limits how long they take. A
/// [`TokenCache`](crate::TokenCache) uses it to decide when tokens expire. Implement it to test without waiting.
pub trait Clock: Send + Sync {
    /// The current time.
    fn now(&self) -> Instant;

    /// A future that is ready after `duration`. Dropping it earlier must be harmless.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;

    /// The wall-clock time, by which tokens expire; that of the system, unless implemented.
    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }
}

impl<T: Clock + ?Sized> Clock for Arc<T> {
    fn now(&self) -> Instant {
        (**self).now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        (**self).sleep(duration)
    }

    fn system_time(&self) -> SystemTime {
        (**self).system_time()
    }
}

/// Waits with Tokio's timer in a Tokio runtime, and otherwise with a thread that all clients share.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        #[cfg(feature = "reqwest")]
        if tokio::runtime::Handle::try_current().is_ok() {
            return Box::pin(tokio::time::sleep(duration));
        }
        Box::pin(timer_thread::sleep(duration))
    }
}

/// When a call must be over.
#[derive(Clone, Copy)]
pub(crate) struct Deadline<'a> {
    clock: &'a dyn Clock,
    /// `None` when it is too far to represent.
    at: Option<Instant>,
}

impl<'a> Deadline<'a> {
    pub(crate) fn after(clock: &'a dyn Clock, duration: Duration) -> Self {
        Self { clock, at: clock.now().checked_add(duration) }
    }

    pub(crate) fn remaining(&self) -> Duration {
        self.at.map_or(Duration::MAX, |at| at.saturating_duration_since(self.clock.now()))
    }

    /// This deadline, or one `duration` from now if that is earlier.
    pub(crate) fn or_after(self, duration: Duration) -> Self {
        let sooner = Self::after(self.clock, duration);
        match (self.at, sooner.at) {
            (Some(late), Some(soon)) if soon < late => sooner,
            (None, Some(_)) => sooner,
            _ => self,
        }
    }

    /// Waits for `future` until the deadline and `grace` longer. A future that is ready needs no timer.
    pub(crate) async fn limit<F: Future>(&self, grace: Duration, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        let mut sleep = None;
        poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Some(output));
            }
            let sleep = sleep.get_or_insert_with(|| self.clock.sleep(self.remaining().saturating_add(grace)));
            sleep.as_mut().poll(context).map(|()| None)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn what_is_there_when_time_is_over_counts() {
        let over = Deadline::after(&SystemClock, Duration::ZERO);
        assert_eq!(over.limit(Duration::ZERO, std::future::ready(7)).now_or_never(), Some(Some(7)));
    }

    #[test]
    fn the_earlier_of_two_deadlines_applies() {
        let (second, hour) = (Duration::from_secs(1), Duration::from_secs(3600));
        for (one, other) in [(second, hour), (hour, second), (Duration::MAX, second), (second, Duration::MAX)] {
            assert!(Deadline::after(&SystemClock, one).or_after(other).remaining() <= second, "{one:?} {other:?}");
        }
        let never = Deadline::after(&SystemClock, Duration::MAX).or_after(Duration::MAX);
        assert_eq!(never.remaining(), Duration::MAX);
    }
}
