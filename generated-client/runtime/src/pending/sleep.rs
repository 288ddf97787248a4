//! Waiting, without a timer of the program: a thread that sleeps and wakes.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use crate::Client;

/// Is over after `duration`.
pub(super) async fn sleep(_: &Client, duration: Duration) {
    let until = Instant::now().checked_add(duration);
    let waker: Arc<Mutex<Option<Waker>>> = Arc::default();
    let mut thread = None;
    poll_fn(|context| {
        let Some(until) = until else { return Poll::Pending };
        if until <= Instant::now() {
            return Poll::Ready(());
        }
        *waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.waker().clone());
        thread.get_or_insert_with(|| {
            let waker = Arc::downgrade(&waker);
            thread::spawn(move || {
                thread::sleep(until.saturating_duration_since(Instant::now()));
                // Whoever gave up waiting needs no call.
                let Some(waker) = waker.upgrade() else { return };
                let waker = waker.lock().unwrap_or_else(PoisonError::into_inner).take();
                waker.into_iter().for_each(Waker::wake);
            })
        });
        Poll::Pending
    })
    .await;
}
