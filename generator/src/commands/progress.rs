//! The progress of a long run.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use super::report;

/// A line on the terminal that shows the progress of a long run; nothing if standard error is not a terminal.
pub(crate) struct Progress {
    what: &'static str,
    started: Instant,
    is_watched: bool,
    is_shown: bool,
}

impl Progress {
    /// Runs shorter than this show nothing.
    const QUIET_TIME: Duration = Duration::from_millis(500);

    pub(crate) fn new(what: &'static str) -> Self {
        Self { what, started: Instant::now(), is_watched: io::stderr().is_terminal(), is_shown: false }
    }

    pub(crate) fn update(&mut self, done: usize, of: usize) {
        let is_over = done == of;
        if self.is_watched && (self.is_shown || self.started.elapsed() > Self::QUIET_TIME) {
            report::progress(&format!("{} {done}/{of}", self.what), is_over);
            self.is_shown = !is_over;
        }
    }
}
