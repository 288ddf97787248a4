//! Many cases in one test.

use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Tests each case, also after one has failed, and fails at the end with the names of all that did.
///
/// # Panics
///
/// When one of them fails, or when there is none.
pub fn each_case<N: Display, C>(cases: impl IntoIterator<Item = (N, C)>, test: impl Fn(&N, C)) {
    let (mut failed, mut count) = (Vec::new(), 0);
    for (name, case) in cases {
        count += 1;
        // What is wrong is printed where it panics.
        if catch_unwind(AssertUnwindSafe(|| test(&name, case))).is_err() {
            failed.push(format!("  {name}"));
        }
    }
    assert!(count > 0, "there are no cases");
    assert!(failed.is_empty(), "{} of {count} cases failed:\n{}", failed.len(), failed.join("\n"));
}
