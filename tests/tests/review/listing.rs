//! The verdict against the listing of what users can name, which knows nothing of it.

use docwright::diff::{Effect, Report, Verdict};

use crate::cases::reports;

/// Names of arguments show in the listing, and nothing in code can name them.
const NAMES_OF_ARGUMENTS: [&str; 1] = ["path-parameter-renamed"];

/// Types that a trait names are not in the listing.
const ASSOCIATED_TYPES: [&str; 4] = [
    "answer-became-several",
    "answer-type-changed",
    "errors-removed-from-an-operation",
    "operation-paging-of-other-items",
];

/// The lines that differ, but for calls of macros: their arguments tell how values are read and written.
fn lines(report: &Report) -> Vec<String> {
    let lines = report.listing.as_ref().map(docwright::diff::Listing::diff).unwrap_or_default();
    lines.into_iter().filter(|line| !(line.contains("impl ") && line.contains("!("))).collect()
}

/// Cases for which a rule does not hold.
fn exceptions(rule: impl Fn(&Report, &[String]) -> bool) -> Vec<&'static str> {
    let broken = reports().iter().filter(|(_, report)| !rule(report, &lines(report)));
    broken.map(|(name, _)| name.as_str()).collect()
}

#[test]
fn what_is_gone_from_the_listing_is_breaking() {
    let found = exceptions(|report, lines| {
        report.review.verdict() == Verdict::Breaking || !lines.iter().any(|line| line.starts_with('-'))
    });
    assert_eq!(found, NAMES_OF_ARGUMENTS);
}

#[test]
fn what_will_not_compile_is_gone_from_the_listing() {
    let found = exceptions(|report, lines| {
        let breaks = report.review.changes.iter().any(|change| change.effect == Effect::Compile);
        !breaks || lines.iter().any(|line| line.starts_with('-'))
    });
    assert_eq!(found, ASSOCIATED_TYPES);
}

#[test]
fn what_is_new_in_the_listing_is_at_least_additive() {
    let found = exceptions(|report, lines| {
        report.review.verdict() >= Verdict::Additive || !lines.iter().any(|line| line.starts_with('+'))
    });
    assert!(found.is_empty(), "{found:?}");
}
