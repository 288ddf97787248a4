//! Time that passes only while a service holds a response back. How fast the machine is then decides nothing: an attempt with
//! a response cannot run out of time, and one without cannot take longer than its timeout.

use std::pin::pin;
use std::sync::mpsc;
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::runtime::Builder;
use tokio::sync::Semaphore;

/// How long an attempt may take in tests whose services hold responses back: less than the pings of HTTP/2 wait.
pub(super) const ATTEMPT: Duration = Duration::from_secs(2);

/// Passes in one step, so that what a service sends with pauses keeps arriving.
const STEP: Duration = Duration::from_millis(20);

/// A test that takes longer is at fault: its time goes on by itself, and its timeouts end it.
const LONGEST: Duration = Duration::from_secs(300);

/// Runs `test` while the time of Tokio is paused.
pub(super) fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let (running, ended) = mpsc::channel::<()>();
        // Tokio advances a paused time when nothing is left to do, which includes waiting for the network; not beside such a task.
        tokio::task::spawn_blocking(move || ended.recv_timeout(LONGEST));
        let result = test.await;
        drop(running);
        result
    })
}

/// Waits for `call`. The time of an attempt passes for each response that is held back.
pub(super) async fn passing<T>(call: impl Future<Output = T>, held_back: &Semaphore) -> T {
    let time = async {
        loop {
            held_back.acquire().await.unwrap().forget();
            let mut passed = Duration::ZERO;
            // One step more, for the call's own timer.
            while passed <= ATTEMPT {
                tokio::time::advance(STEP).await;
                passed += STEP;
            }
        }
    };
    match select(pin!(call), pin!(time)).await {
        Either::Left((result, _)) => result,
        Either::Right((never, _)) => never,
    }
}
