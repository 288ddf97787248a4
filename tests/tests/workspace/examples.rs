//! Examples with values of every kind, and the tests generated from them. They are compiled and run with other generated code.

use docwright::internals::rust::generate;
use workspace_tests::{LIBRARY, check_directory, rendered, workspace_root};

#[test]
fn values_of_every_kind_are_sent_and_read() {
    let checked = check_directory(&workspace_root().join("tests/fixtures/examples/spec"));
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    let generated = generate(&checked.model, LIBRARY).unwrap();
    insta::assert_snapshot!(generated.tests["examples/demo/things.rs"]);
}
