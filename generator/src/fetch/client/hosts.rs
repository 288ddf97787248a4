//! The hosts that were requested: when last, and whether it is worth to continue.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

/// After so many failed requests in a row, a host is not requested any more.
const MOST_FAILURES: u32 = 3;

/// The state of all hosts.
#[derive(Debug, Default)]
pub(super) struct Hosts(BTreeMap<String, HostState>);

#[derive(Debug, Default)]
struct HostState {
    last: Option<Instant>,
    failures: u32,
    given_up: Option<String>,
}

impl Hosts {
    /// Waits until the host may be requested again; fails if it was given up.
    pub(super) fn wait_for_turn(&mut self, host: &str, pause: Duration) -> Result<(), String> {
        let Some(state) = self.0.get(host) else { return Ok(()) };
        if let Some(reason) = &state.given_up {
            return Err(format!("not requested: {reason}"));
        }
        if let Some(rest) = state.last.and_then(|last| pause.checked_sub(last.elapsed())) {
            thread::sleep(rest);
        }
        Ok(())
    }

    pub(super) fn note_response(&mut self, host: &str) {
        self.state(host).last = Some(Instant::now());
    }

    pub(super) fn note_success(&mut self, host: &str) {
        self.state(host).failures = 0;
    }

    pub(super) fn note_failure(&mut self, host: &str, reason: &str) {
        let state = self.state(host);
        state.failures += 1;
        if state.failures >= MOST_FAILURES {
            state.given_up = Some(format!("{MOST_FAILURES} requests in a row failed, the last with: {reason}"));
        }
    }

    /// Requests the host no more.
    pub(super) fn give_up(&mut self, host: &str, reason: String) {
        self.state(host).given_up = Some(reason);
    }

    fn state(&mut self, host: &str) -> &mut HostState {
        self.0.entry(host.to_owned()).or_default()
    }
}
