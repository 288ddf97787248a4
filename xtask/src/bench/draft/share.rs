//! How much of a finished spec a draft saves.

use std::collections::BTreeMap;

/// What a person does with a line of a finished spec, given the draft.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// Nothing: the draft has it.
    None,
    /// Replaces a value of the draft by one of their own.
    FillIn,
    /// Types it, or corrects what the draft has.
    Type,
}

/// How many lines of those that are finished a draft has.
#[derive(Clone, Default)]
pub(super) struct Share {
    exact: usize,
    to_fill_in: usize,
    /// The missing lines, by kind.
    missing: BTreeMap<String, Vec<String>>,
    /// Lines of the draft without a finished counterpart.
    surplus: usize,
    pub(super) wrong: Vec<String>,
}

impl Share {
    pub(super) fn count(&mut self, work: Work, kind: &str, line: impl FnOnce() -> String) {
        match work {
            Work::None => self.exact += 1,
            Work::FillIn => self.to_fill_in += 1,
            Work::Type => self.missing.entry(kind.to_owned()).or_default().push(line()),
        }
    }

    pub(super) fn count_surplus(&mut self, lines: usize) {
        self.surplus += lines;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.exact + self.to_fill_in == 0 && self.missing.is_empty()
    }

    pub(super) fn shown(&self) -> String {
        let missing: usize = self.missing.values().map(Vec::len).sum();
        let standing = self.exact + self.to_fill_in;
        let all = standing + missing;
        let percent = standing.saturating_mul(100).checked_div(all).unwrap_or(100);
        format!(
            "{percent} % of {all} lines ({} exact, {} to be filled in, {missing} missing); {} lines more in the draft; {} wrong claims without a mark",
            self.exact,
            self.to_fill_in,
            self.surplus,
            self.wrong.len()
        )
    }

    /// The kinds of missing lines, the most frequent first.
    pub(super) fn missing(&self) -> Vec<(&str, &[String])> {
        let mut kinds: Vec<_> = self.missing.iter().map(|(kind, lines)| (kind.as_str(), lines.as_slice())).collect();
        kinds.sort_by_key(|(_, lines)| std::cmp::Reverse(lines.len()));
        kinds
    }

    pub(super) fn add(&mut self, other: Self) {
        self.exact += other.exact;
        self.to_fill_in += other.to_fill_in;
        self.surplus += other.surplus;
        for (kind, mut lines) in other.missing {
            self.missing.entry(kind).or_default().append(&mut lines);
        }
        self.wrong.extend(other.wrong);
    }
}
