//! Examples with values of every kind: the tests that come of them compile and hold, and so do those in the docs.

#![allow(clippy::unwrap_used)] // A test fails by panicking.

use docwright::rust::generate;
use workspace_tests::{CrateCopy, LIBRARY, check_directory, rendered, workspace_root};

#[test]
fn values_of_every_kind_are_sent_and_read() {
    let checked = check_directory(&workspace_root().join("tests/fixtures/examples"));
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    let generated = generate(&checked.model, LIBRARY).unwrap();
    insta::assert_snapshot!(generated.tests["examples/demo/things.rs"]);
    let copy = CrateCopy::new("values");
    copy.regenerate(&generated);
    copy.cargo(&["clippy", "--quiet", "--test", "examples", "--", "-D", "warnings"]);
    copy.cargo(&["test", "--quiet", "--test", "examples"]);
    copy.cargo(&["test", "--quiet", "--doc", "demo::"]);
}
