//! A timer for programs without Tokio: one thread that wakes all sleepers.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

/// The sleepers by deadline; the number distinguishes those with the same deadline.
type Sleepers = BTreeMap<(Instant, u64), Waker>;

#[derive(Default)]
struct Timer {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    sleepers: Sleepers,
    last_number: u64,
    is_running: bool,
}

static TIMER: LazyLock<Timer> = LazyLock::new(Timer::default);

/// Is ready after `duration`; never, if that is too long to represent.
pub(crate) fn sleep(duration: Duration) -> Sleep {
    Sleep { until: Instant::now().checked_add(duration), key: None }
}

pub(crate) struct Sleep {
    until: Option<Instant>,
    key: Option<(Instant, u64)>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(until) = self.until else { return Poll::Pending };
        if until <= Instant::now() {
            return Poll::Ready(());
        }
        let mut state = TIMER.lock();
        let number = match self.key {
            Some((_, number)) => number,
            None => {
                state.last_number += 1;
                state.last_number
            }
        };
        self.key = Some((until, number));
        let former = state.sleepers.insert((until, number), context.waker().clone());
        state.start();
        // Dropping a waker may drop another sleeper, which takes the lock.
        drop(state);
        drop(former);
        TIMER.changed.notify_one();
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            let waker = TIMER.lock().sleepers.remove(&key);
            drop(waker);
        }
    }
}

impl State {
    fn start(&mut self) {
        if !self.is_running {
            let thread = std::thread::Builder::new().name("docwright-timer".to_owned());
            // If the thread cannot start, the next sleeper tries again; until then, timeouts do not fire.
            self.is_running = thread.spawn(run).is_ok();
        }
    }

    fn take_due(&mut self) -> Vec<Waker> {
        let now = Instant::now();
        let later = self.sleepers.split_off(&(now, u64::MAX));
        std::mem::replace(&mut self.sleepers, later).into_values().collect()
    }
}

impl Timer {
    fn lock(&self) -> MutexGuard<'_, State> {
        // No panic under the lock can leave the state half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn run() {
    let mut state = TIMER.lock();
    loop {
        let due = state.take_due();
        if !due.is_empty() {
            drop(state);
            due.into_iter().for_each(Waker::wake);
            state = TIMER.lock();
            continue;
        }
        let next = state.sleepers.keys().next().map(|(until, _)| until.saturating_duration_since(Instant::now()));
        state = match next {
            Some(wait) => TIMER
                .changed
                .wait_timeout(state, wait)
                .map_or_else(|poisoned| poisoned.into_inner().0, |(state, _)| state),
            None => TIMER.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
        };
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::task::Wake;
    use std::thread::{self, Thread};

    use super::*;

    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    fn block_on(future: impl Future<Output = ()>) {
        let mut future = std::pin::pin!(future);
        let waker = Arc::new(Unpark(thread::current())).into();
        while future.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
            thread::park();
        }
    }

    #[test]
    fn a_sleeper_is_woken_when_its_time_has_come_though_others_wait_longer() {
        let mut long = std::pin::pin!(sleep(Duration::from_secs(3600)));
        assert!(long.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        let started = Instant::now();
        block_on(sleep(Duration::from_millis(20)));
        let slept = started.elapsed();
        assert!((Duration::from_millis(20)..Duration::from_secs(60)).contains(&slept), "{slept:?}");
    }

    #[test]
    fn one_that_gives_up_leaves_nothing_behind() {
        let mut sleeper = Box::pin(sleep(Duration::from_secs(7200)));
        assert!(sleeper.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        let key = sleeper.key.unwrap();
        assert!(TIMER.lock().sleepers.contains_key(&key));
        drop(sleeper);
        assert!(!TIMER.lock().sleepers.contains_key(&key));
    }
}
