//! Compares the verdicts with those of cargo-semver-checks, on crates that are generated before and after.
//!
//! Needs the command, and a nightly feature of rustdoc; see CONTRIBUTING.md. Not part of the usual tests.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use docwright::internals::review::{ChangeEffect, ReviewReport};
use workspace_tests::{CrateCopy, LIBRARY};

use super::cases::reports;

/// Breaking changes that cargo-semver-checks does not see, by the reason.
const UNSEEN: [(&str, &[&str]); 5] = [
    (
        "it does not compare the types of fields, arguments and variants",
        &[
            "body-type-changed",
            "field-became-nullable",
            "field-became-secret",
            "field-type-changed",
            "parameter-type-changed",
            "union-variant-type-changed",
        ],
    ),
    (
        "it does not compare the types that an implementation of a trait names: `Response`, `ServiceError`, `Item`",
        &[
            "response-became-several",
            "response-type-changed",
            "errors-removed-from-an-operation",
            "operation-paging-of-other-items",
        ],
    ),
    ("it counts arguments, and does not compare their order", &["arguments-reordered", "fields-reordered"]),
    ("of the traits that can be derived, it does not miss `Default`", &["first-required-field-added"]),
    ("it does not look for the fields of a struct that has become a tuple struct", &["type-kind-changed"]),
];

/// The crate generated from one side, described by rustdoc.
fn describe(copy: &CrateCopy, model: &docwright::internals::model::Model, name: &str) -> PathBuf {
    copy.regenerate(&docwright::internals::rust::generate(model, LIBRARY).unwrap());
    let target = copy.client().join("target");
    let output = Command::new(env!("CARGO"))
        .args(["rustdoc", "--lib", "--no-default-features", "--features", "demo,test-kit", "--"])
        .args(["-Zunstable-options", "--output-format", "json", "--document-hidden-items", "--cap-lints", "allow"])
        .current_dir(copy.client())
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_NET_OFFLINE", "true")
        .env("RUSTC_BOOTSTRAP", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    let described = copy.client().join(format!("{name}.json"));
    fs::copy(target.join("doc").join(format!("{LIBRARY}.json")), &described).unwrap();
    described
}

fn breaks_code(report: &ReviewReport) -> bool {
    report.review.changes.iter().any(|change| change.effect == ChangeEffect::Compile)
}

#[test]
#[ignore = "needs cargo-semver-checks"]
fn verdicts_agree_with_cargo_semver_checks() {
    let copy = CrateCopy::new("semver");
    let before = describe(&copy, &reports()[0].1.before.model, "before");
    let (mut unseen, mut unknown) = (Vec::new(), Vec::new());
    for (name, report) in reports() {
        let code = |model| docwright::internals::rust::generate(model, LIBRARY).unwrap().files;
        if code(&report.before.model) == code(&report.after.model) {
            assert!(!breaks_code(report), "{name}");
            continue;
        }
        let after = describe(&copy, &report.after.model, "after");
        let output = Command::new("cargo-semver-checks")
            .args(["semver-checks", "--release-type", "minor", "--baseline-rustdoc"])
            .arg(&before)
            .arg("--current-rustdoc")
            .arg(&after)
            .output()
            .unwrap();
        let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert!(printed.contains("Checked"), "{printed}");
        match (breaks_code(report), !output.status.success()) {
            (true, false) => unseen.push(name.as_str()),
            (false, true) => unknown.push((name, printed)),
            _ => {}
        }
    }
    println!("not seen by cargo-semver-checks: {unseen:#?}");
    assert!(unknown.is_empty(), "breaking for cargo-semver-checks alone: {unknown:#?}");
    let mut known: Vec<&str> = UNSEEN.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    known.sort_unstable();
    assert_eq!(unseen, known);
}
