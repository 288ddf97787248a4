//! Proof that the language holds what the two vendors' APIs do: specs that are not part of the client, from the hardest pages,
//! load without a fault, and the code that comes of them is compiled and run.

#![allow(clippy::unwrap_used)] // A test fails by panicking, its helpers as well.

use std::path::PathBuf;

use docwright::internals::rust::{Generated, generate};
use workspace_tests::{CrateCopy, LIBRARY, check_directory, rendered};

fn fixture() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/language")
}

fn generated() -> Generated {
    let checked = check_directory(&fixture().join("spec"));
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    generate(&checked.model, LIBRARY).unwrap()
}

#[test]
fn hard_pages_can_be_said_and_are_printed() {
    let generated = generated();
    for (path, text) in generated.files.iter().chain(&generated.tests) {
        insta::assert_snapshot!(path.trim_end_matches(".rs").replace('/', "__"), text);
    }
}

#[test]
fn code_from_hard_pages_is_compiled_and_does_what_the_pages_say() {
    let copy = CrateCopy::new("language");
    copy.regenerate(&generated());
    copy.add_tests(&fixture().join("tests"));
    copy.cargo(&["clippy", "--quiet", "--lib", "--test", "examples", "--", "-D", "warnings"]);
    let features = ["--features", "serialize-received,deserialize-sent,partial-eq,test-kit"];
    copy.cargo(&[&["test", "--quiet", "--test", "language", "--test", "examples"][..], &features].concat());
    copy.cargo(&[&["test", "--quiet", "--doc", "partner_center::"][..], &features].concat());
}
