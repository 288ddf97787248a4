//! The version of the generated crate, and the one that a release needs.

use std::fmt;

use super::change::Verdict;

/// A version of a crate with three numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrateVersion {
    major: u64,
    minor: u64,
    patch: u64,
}

impl CrateVersion {
    /// Reads `0.1.0`; a version of a pre-release has no next version that follows from a verdict.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(|number| number.parse().ok());
        let (major, minor, patch) = (numbers.next()??, numbers.next()??, numbers.next()??);
        numbers.next().is_none().then_some(Self { major, minor, patch })
    }

    /// The version of the next release, as Cargo compares versions.
    pub fn after(self, verdict: Verdict) -> Self {
        let Self { major, minor, patch } = self;
        let numbers = match (verdict, major) {
            (Verdict::Unchanged, _) => Some((major, minor, patch)),
            (Verdict::Breaking, 0) | (Verdict::Additive, 1..) => minor.checked_add(1).map(|minor| (major, minor, 0)),
            (Verdict::Breaking, _) => major.checked_add(1).map(|major| (major, 0, 0)),
            (Verdict::Documentation, _) | (Verdict::Additive, 0) => {
                patch.checked_add(1).map(|patch| (major, minor, patch))
            }
        };
        numbers.map_or(self, |(major, minor, patch)| Self { major, minor, patch })
    }
}

impl fmt::Display for CrateVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::{CrateVersion, Verdict};

    #[test]
    fn below_one_the_second_number_marks_breaking_changes() {
        let after = |version: &str, verdict| CrateVersion::parse(version).unwrap().after(verdict).to_string();
        let all = [Verdict::Unchanged, Verdict::Documentation, Verdict::Additive, Verdict::Breaking];
        assert_eq!(all.map(|verdict| after("0.1.2", verdict)), ["0.1.2", "0.1.3", "0.1.3", "0.2.0"]);
        assert_eq!(all.map(|verdict| after("1.4.2", verdict)), ["1.4.2", "1.4.3", "1.5.0", "2.0.0"]);
        assert_eq!(["0.1", "1.0.0-alpha", "1.2.3.4", ""].map(CrateVersion::parse), [None; 4]);
    }
}
