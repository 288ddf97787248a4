//! How much a property test tries.

use proptest::test_runner::Config;

/// As many cases as stated, or as `PROPTEST_CASES` states, for a longer search.
///
/// Nothing is kept of a failure: what is found becomes a plain test.
pub fn properties(cases: u32) -> Config {
    let cases = number_of_cases(cases);
    Config { cases, max_global_rejects: cases.max(1024), failure_persistence: None, ..Config::default() }
}

/// As many cases as stated, or as `PROPTEST_CASES` states.
pub fn number_of_cases(cases: u32) -> u32 {
    let stated = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    stated.unwrap_or(cases)
}
