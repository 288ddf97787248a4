//! Whether memory grows: compares its peak in the last third of the calls with that in the first.

use std::fmt;
use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};

/// Calls between two measurements.
const INTERVAL: u32 = 20;

/// In KiB; less than half a KiB a call. Single faults take memory briefly.
const ALLOWED_GROWTH: u64 = 4 << 10;

/// The peak in each third, in KiB; zero where it is not known.
#[derive(Default)]
pub(crate) struct Memory([AtomicU64; 3]);

impl Memory {
    pub(crate) fn look(&self, ended: u32, calls: u32) {
        if ended.is_multiple_of(INTERVAL) {
            let third = u64::from(ended) * 3 / u64::from(calls);
            self.0[third as usize].fetch_max(resident().unwrap_or_default(), Ordering::Relaxed);
        }
    }

    fn peaks(&self) -> [u64; 3] {
        self.0.each_ref().map(|peak| peak.load(Ordering::Relaxed))
    }

    /// Unknown memory does not count as constant.
    pub(crate) fn is_flat(&self) -> bool {
        let [first, _, last] = self.peaks();
        first > 0 && last > 0 && last <= first + ALLOWED_GROWTH
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second, last] = self.peaks();
        let growth = last as i64 - first as i64;
        write!(formatter, "peak memory by thirds: {first}, {second}, {last} KiB; growth: {growth} KiB")
    }
}

/// Of this process, in KiB.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse().ok())
}
