//! Compares the verdict with the listing of the public API, which is made independently.

use docwright::internals::model::Model;
use docwright::internals::review::{ChangeEffect, ReviewReport, Verdict};

use super::cases::reports;

/// Names of arguments are in the listing, but code cannot refer to them.
const NAMES_OF_ARGUMENTS: [&str; 2] = ["path-parameter-renamed", "server-variable-renamed"];

/// Types that a trait names are not in the listing, and what values are made from is in calls of macros.
const NOT_LISTED: [&str; 7] = [
    "enum-of-numbers",
    "errors-removed-from-an-operation",
    "identifier-became-a-number",
    "operation-paging-of-other-items",
    "response-became-several",
    "response-may-be-empty",
    "response-type-changed",
];

/// The lines that differ, but for calls of macros: their arguments show how values are read and written.
fn lines(report: &ReviewReport) -> Vec<String> {
    let lines = report.listing.as_ref().map(docwright::internals::review::PublicApiChange::diff).unwrap_or_default();
    lines.into_iter().filter(|line| !(line.contains("impl ") && line.contains("!("))).collect()
}

/// Cases for which a rule does not hold.
fn exceptions(rule: impl Fn(&ReviewReport, &[String]) -> bool) -> Vec<&'static str> {
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
        let breaks = report.review.changes.iter().any(|change| change.effect == ChangeEffect::Compile);
        !breaks || lines.iter().any(|line| line.starts_with('-'))
    });
    assert_eq!(found, NOT_LISTED);
}

#[test]
fn what_is_new_in_the_listing_is_at_least_additive() {
    let found = exceptions(|report, lines| {
        report.review.verdict() >= Verdict::Additive || !lines.iter().any(|line| line.starts_with('+'))
    });
    assert!(found.is_empty(), "{found:?}");
}

/// Other code that means the same: a spelling that is stated twice, and kinds of idempotency that are repeated alike.
const SAME_MEANING: [&str; 3] = [
    "enum-value-spelled-in-urls-as-everywhere",
    "operation-idempotency-argued-otherwise",
    "operation-idempotency-lowered",
];

/// The code generated from a model, without its docs and the tests of its examples.
fn code(model: &Model) -> Vec<String> {
    let files = docwright::internals::rust::generate(model, "client").unwrap().files;
    let lines = files.iter().flat_map(|(path, text)| text.lines().map(move |line| (path, line.trim())));
    lines
        .filter(|(_, line)| !line.starts_with("//") && !line.starts_with("#[doc"))
        .map(|(path, line)| format!("{path}: {line}"))
        .collect()
}

#[test]
fn changes_without_effect_on_code_are_those_that_keep_the_code() {
    let is_same = |report: &ReviewReport| code(&report.before.model) == code(&report.after.model);
    let is_nothing =
        |report: &ReviewReport| report.review.changes.iter().all(|change| change.effect == ChangeEffect::Nothing);
    let found: Vec<&str> = reports()
        .iter()
        .filter(|(_, report)| is_same(report) != is_nothing(report))
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(found, SAME_MEANING);
}
