//! The interface to time: a clock to read, and a timer to wait for.

#[cfg(feature = "tokio")]
mod watchdog;

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

use thiserror::Error;

use crate::BoxFuture;

/// The time of a client: it waits between attempts, and limits how long they take. A
/// [`TokenCache`](crate::TokenCache) of the client uses it to decide when tokens expire.
///
/// In a Tokio runtime with its timers enabled, nothing has to be set. Implement it to call from another runtime, or to test
/// without waiting; [`ClientBuilder::clock`](crate::ClientBuilder::clock) and
/// [`TokenCache::clock`](crate::TokenCache::clock) set it.
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

/// There is no clock. Only Tokio's timer is used without being set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "there is no clock: call from a Tokio runtime, with the feature `tokio`, or set a clock, with `ClientBuilder::clock` or \
     `TokenCache::clock`"
)]
pub(crate) struct NoClock;

/// The clock that was set, or else that of the Tokio runtime in which this is called.
pub(crate) fn set_or_tokio(set: Option<&Arc<dyn Clock>>) -> Result<Arc<dyn Clock>, NoClock> {
    if let Some(clock) = set {
        return Ok(clock.clone());
    }
    #[cfg(feature = "tokio")]
    if let Ok(runtime) = tokio::runtime::Handle::try_current()
        // Panics in a runtime without timers.
        && std::panic::catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).is_ok()
    {
        return Ok(Arc::new(TokioClock(runtime)));
    }
    Err(NoClock)
}

/// Keeps the runtime, because a call may be moved out of it between two polls.
#[cfg(feature = "tokio")]
struct TokioClock(tokio::runtime::Handle);

#[cfg(feature = "tokio")]
impl Clock for TokioClock {
    /// The time of Tokio, which tests can pause, as its timers do.
    fn now(&self) -> Instant {
        let _entered = self.0.enter();
        tokio::time::Instant::now().into_std()
    }

    /// Differs from the system's by as much as Tokio's time does.
    fn system_time(&self) -> SystemTime {
        let (own, real, system) = (self.now(), Instant::now(), SystemTime::now());
        let shifted = match own.checked_duration_since(real) {
            Some(ahead) => system.checked_add(ahead),
            None => system.checked_sub(real.saturating_duration_since(own)),
        };
        shifted.unwrap_or(system)
    }

    /// The watchdog only wakes: whether time is over is for the runtime's clock to say.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let end = self.now().checked_add(duration);
        let timer = {
            let _entered = self.0.enter();
            tokio::time::sleep(duration)
        };
        let watchdog = watchdog::sleep(duration);
        Box::pin(async move {
            let (mut timer, mut watchdog) = (pin!(timer), pin!(watchdog));
            poll_fn(|context| {
                if timer.as_mut().poll(context).is_ready() {
                    return Poll::Ready(());
                }
                let woken = watchdog.as_mut().as_pin_mut().is_some_and(|timer| timer.poll(context).is_ready());
                if woken {
                    watchdog.set(None);
                }
                if woken && end.is_some_and(|end| self.now() >= end) { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
        })
    }
}

/// The time of the system, in which every wait is endless.
#[cfg(test)]
struct SleeplessClock;

#[cfg(test)]
impl Clock for SleeplessClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }
}

/// When a call must be over.
#[derive(Clone, Copy)]
pub(crate) struct Deadline<'a> {
    pub(crate) clock: &'a dyn Clock,
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
        let over = Deadline::after(&SleeplessClock, Duration::ZERO);
        assert_eq!(over.limit(Duration::ZERO, std::future::ready(7)).now_or_never(), Some(Some(7)));
    }

    #[test]
    fn the_earlier_of_two_deadlines_applies() {
        let (second, hour) = (Duration::from_secs(1), Duration::from_secs(3600));
        for (one, other) in [(second, hour), (hour, second), (Duration::MAX, second), (second, Duration::MAX)] {
            assert!(Deadline::after(&SleeplessClock, one).or_after(other).remaining() <= second, "{one:?} {other:?}");
        }
        let never = Deadline::after(&SleeplessClock, Duration::MAX).or_after(Duration::MAX);
        assert_eq!(never.remaining(), Duration::MAX);
    }
}
