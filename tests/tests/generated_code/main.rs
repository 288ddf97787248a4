//! Code that is generated from the specs and all fixtures, as one crate: it compiles without warnings, its docs build, its
//! tests pass.
//!
//! Minutes of work for rustc, which is why `cargo test --workspace` leaves it out; `cargo xtask ci generated-code` does it.

#![allow(clippy::unwrap_used)] // A test fails by panicking, its helpers as well.

mod agreement;

use std::sync::LazyLock;

use docwright::internals::model::Model;
use docwright::internals::rust::{Generated, generate};
use docwright::internals::spec::{SpecFile, read_directory};
use workspace_tests::specs::{
    HOSTILE, accepted_names, deepest_nesting, module_names, names_in_examples, names_of_examples, spec_saying,
};
use workspace_tests::{CrateCopy, LIBRARY, check_spec, rendered, spec_file, workspace_root};

/// What the hand-written tests of the fixtures need.
const FEATURES: &str = "serialize-received,deserialize-sent,partial-eq,test-kit";

/// What rustc takes and rustdoc does not, which asks of each type whether it is `Send`, down to the end of the chain.
const TOO_DEEP_FOR_DOCS: &str = "nested-collections";

/// Operations that are named as macros, crates and primitive types, which makes their links ambiguous.
const AMBIGUOUS_IN_DOCS: &str = "names-in-examples";

/// Hundreds of names, which rustc accepts or not: they have neither tests nor examples.
const NAMES: &str = "names";

/// The APIs of the checked-in client, whose docs and lints other gates check in its own crate.
const CHECKED_IN: [&str; 3] = ["partner", "partner-center", "store-for-business"];

/// The one crate of all specs, and the names of its APIs.
static ALL: LazyLock<(CrateCopy, Vec<String>)> = LazyLock::new(|| {
    let checked = check_spec(specs());
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    let mut generated = generate(&checked.model, LIBRARY).unwrap();
    add_names(&mut generated);
    let copy = CrateCopy::new("generated-code");
    copy.regenerate(&generated);
    for fixture in ["examples", "language"] {
        copy.add_tests(&workspace_root().join("tests/fixtures").join(fixture).join("tests"));
    }
    let apis = checked.model.apis.iter().map(|api| api.name.clone()).collect();
    agreement::write_test(&of_vendors(checked.model), &copy.client().join("tests"));
    (copy, apis)
});

/// Specs of APIs with a name of their own each.
fn specs() -> Vec<SpecFile> {
    let folders = ["spec", "tests/fixtures/language/spec", "tests/fixtures/examples/spec"];
    let on_disk = folders.iter().flat_map(|folder| read_directory(&workspace_root().join(folder)).unwrap());
    // The area is filled with one module for each name.
    let names =
        [spec_file("names/api.yaml", workspace_tests::PLAIN_API), spec_file("names/things.yaml", "types: {}\n")];
    on_disk
        .chain(names)
        .chain(names_of_examples())
        .chain(names_in_examples())
        .chain(module_names())
        .chain(spec_saying(HOSTILE))
        .chain(deepest_nesting())
        .collect()
}

/// Adds the code of each name: within one API, many of them would collide.
fn add_names(generated: &mut Generated) {
    let mut modules = Vec::new();
    for (module, model) in accepted_names() {
        let code = &generate(&model, LIBRARY).unwrap().files["names/things.rs"];
        modules.push(format!("pub mod {module};"));
        generated.files.insert(format!("names/things/{module}.rs"), code.replace("super::API", "super::super::API"));
    }
    generated.files.get_mut("names/things.rs").unwrap().push_str(&modules.join("\n"));
}

/// The APIs whose types are like those of vendors.
fn of_vendors(mut model: Model) -> Model {
    model.apis.retain(|api| ["partner-center", "store-for-business", "hard-pages"].contains(&api.name.as_str()));
    assert_eq!(model.apis.len(), 3);
    model
}

/// Runs cargo without some of the APIs.
fn cargo_without(apis: &[&str], arguments: &[&str], features: &[&str], more: &[&str]) {
    let (copy, all) = &*ALL;
    let rest: Vec<&str> = all.iter().map(String::as_str).filter(|api| !apis.contains(api)).collect();
    assert_eq!(rest.len() + apis.len(), all.len(), "{apis:?} are among {all:?}");
    let features = [&["reqwest", "rustls"], features, &rest].concat().join(",");
    copy.cargo(&[arguments, &["--no-default-features", "--features", features.as_str()], more].concat());
}

#[test]
fn it_compiles_without_warnings() {
    ALL.0.cargo(&["clippy", "--quiet", "--lib", "--tests", "--features", FEATURES, "--", "-D", "warnings"]);
}

#[test]
fn it_compiles_without_warnings_as_users_get_it() {
    let apis = [&CHECKED_IN[..], &[NAMES]].concat();
    cargo_without(&apis, &["clippy", "--quiet", "--lib"], &[], &["--", "-D", "warnings"]);
}

#[test]
fn its_tests_pass() {
    cargo_without(&[NAMES], &["test", "--quiet", "--no-fail-fast", "--lib", "--tests"], &[FEATURES], &[]);
}

#[test]
fn its_examples_in_docs_compile() {
    let apis = [&CHECKED_IN[..], &[NAMES, TOO_DEEP_FOR_DOCS]].concat();
    cargo_without(&apis, &["test", "--quiet", "--doc"], &[FEATURES], &[]);
}

#[test]
fn its_docs_build_without_warnings() {
    let apis = [&CHECKED_IN[..], &[NAMES, AMBIGUOUS_IN_DOCS, TOO_DEEP_FOR_DOCS]].concat();
    cargo_without(&apis, &["rustdoc", "--quiet", "--lib"], &[FEATURES], &["--", "-D", "warnings"]);
}
