//! Timers on a thread of their own. A worker thread of Tokio that is busy with one task may be the one that watches the timers,
//! and an HTTP stack is busy for many seconds while a service floods it: the deadline of a call would pass unnoticed.

use std::sync::OnceLock;
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::time::Sleep;

/// A timer that Tokio's own runtime does not need to be free for; `None` if there can be no further thread.
pub(super) fn sleep(duration: Duration) -> Option<Sleep> {
    static TIMERS: OnceLock<Option<Handle>> = OnceLock::new();
    let _entered = TIMERS.get_or_init(start).as_ref()?.enter();
    Some(tokio::time::sleep(duration))
}

fn start() -> Option<Handle> {
    let runtime = Builder::new_current_thread().enable_time().build().ok()?;
    let handle = runtime.handle().clone();
    let thread = std::thread::Builder::new().name("docwright-deadlines".to_owned());
    thread.spawn(move || runtime.block_on(std::future::pending::<()>())).ok()?;
    Some(handle)
}
