//! Examples with values of every kind: the tests that come of them compile and hold, and so do those in the docs;
//! the fake service of the test kit gives each of them.

#![allow(clippy::unwrap_used)] // A test fails by panicking.

use docwright::internals::rust::generate;
use workspace_tests::{CrateCopy, LIBRARY, check_directory, rendered, workspace_root};

#[test]
fn values_of_every_kind_are_sent_and_read() {
    let checked = check_directory(&workspace_root().join("tests/fixtures/examples/spec"));
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    let generated = generate(&checked.model, LIBRARY).unwrap();
    insta::assert_snapshot!(generated.tests["examples/demo/things.rs"]);
    let copy = CrateCopy::new("values");
    copy.regenerate(&generated);
    copy.add_tests(&workspace_root().join("tests/fixtures/examples/tests"));
    copy.cargo(&["clippy", "--quiet", "--test", "examples", "--", "-D", "warnings"]);
    let features = ["--features", "test-kit,partial-eq"];
    copy.cargo(&[&["test", "--quiet", "--test", "examples", "--test", "test_kit"][..], &features].concat());
    copy.cargo(&["test", "--quiet", "--doc", "demo::"]);
}
