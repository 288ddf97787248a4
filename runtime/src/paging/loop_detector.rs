//! Remembers the positions of a list, so that pages that repeat in a loop are detected.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::position::Position;

/// The positions that a list has visited.
#[derive(Default)]
pub(super) struct LoopDetector {
    /// Positions since the list was begun or resumed.
    seen: HashSet<u64>,
    kept: Kept,
}

/// What a cursor keeps of the visited positions: only one, however long the list. It is the last whose number is a power
/// of two, so every loop is detected after some rounds, even by programs that each read one page (Brent's algorithm).
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Kept {
    steps: u64,
    loop_checkpoint: u64,
    /// Fingerprint of the items before, where pages have no marks.
    page: Option<u64>,
    /// The cursor's position was visited before.
    pub(super) is_loop: bool,
}

impl LoopDetector {
    pub(super) fn resumed(kept: Kept, position: &Position) -> Self {
        Self { seen: HashSet::from([position.fingerprint()]), kept }
    }

    pub(super) fn kept(&self) -> Kept {
        self.kept
    }

    /// Moves from a page to a position. Counts never repeat; a service that ignores them repeats
    /// its items, whose fingerprint `page` is.
    pub(super) fn go(&mut self, page: Option<u64>, to: &Position) {
        let position = to.fingerprint();
        let is_same_page = page.is_some() && page == self.kept.page;
        let is_known = !self.seen.insert(position) || (self.kept.steps > 0 && self.kept.loop_checkpoint == position);
        self.kept.is_loop = is_same_page || is_known;
        self.kept.page = page;
        self.kept.steps = self.kept.steps.saturating_add(1);
        if self.kept.steps.is_power_of_two() {
            self.kept.loop_checkpoint = position;
        }
    }
}

impl Kept {
    pub(super) fn is_empty(&self) -> bool {
        self.steps == 0
    }

    pub(super) fn to_value(self) -> Value {
        let hexadecimal = |number: u64| format!("{number:x}");
        json!({
            "loop": self.is_loop,
            "landmark": hexadecimal(self.loop_checkpoint),
            "page": self.page.map(hexadecimal),
            "steps": self.steps,
        })
    }

    pub(super) fn from_value(value: &Value) -> Option<Self> {
        let number = |value: &Value| u64::from_str_radix(value.as_str()?, 16).ok();
        let page = match value.get("page")? {
            Value::Null => None,
            page => Some(number(page)?),
        };
        Some(Self {
            steps: value.get("steps")?.as_u64()?,
            loop_checkpoint: number(value.get("landmark")?)?,
            page,
            is_loop: value.get("loop")?.as_bool()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The step at which the loop is detected in a list that is resumed from what was kept after each page.
    fn steps_until_detected(lead_in: u64, cycle: u64) -> u64 {
        let mut kept = Kept::default();
        for step in 1..10_000 {
            let at = |step| Position::Offset(if step < lead_in { step } else { lead_in + (step - lead_in) % cycle });
            let mut loop_detector = LoopDetector::resumed(Kept::from_value(&kept.to_value()).unwrap(), &at(step - 1));
            loop_detector.go(None, &at(step));
            kept = loop_detector.kept();
            if kept.is_loop {
                return step;
            }
        }
        unreachable!("no loop was detected")
    }

    #[test]
    fn loops_are_detected_when_each_program_reads_one_page() {
        for (lead_in, cycle) in [(0, 1), (0, 2), (1, 1), (5, 1), (5, 7), (100, 3), (3, 100)] {
            let step = steps_until_detected(lead_in, cycle);
            assert!(step <= 4 * (lead_in + cycle) + 2, "{lead_in} {cycle}: {step}");
        }
    }

    #[test]
    fn a_list_without_repetition_is_no_loop() {
        let mut loop_detector = LoopDetector::default();
        for step in 1..1000 {
            loop_detector.go(Some(step), &Position::Offset(step));
            assert!(!loop_detector.kept().is_loop);
        }
    }
}
