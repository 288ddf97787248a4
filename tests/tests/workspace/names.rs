//! Names that break generators: each becomes code, or an error that asks for another name. The tests of generated code
//! show that the code compiles under clippy with warnings denied.

use std::collections::BTreeSet;
use std::fs;

use docwright::internals::names::{NameError, NameKind, validate};
use docwright::internals::rust::generate;
use workspace_tests::specs::{accepted_names, names_of_examples};
use workspace_tests::{LIBRARY, check_area, check_directory, check_spec, codes, rendered, workspace_root};

#[test]
fn every_name_is_accepted_or_rejected_with_a_help() {
    accepted_names();
}

#[test]
fn a_rust_name_given_in_the_spec_is_mentioned_in_the_doc() {
    let spec = "operations:
  call_it: { doc: Calls., GET: /it, query: { self: { type: string, rust: itself } }, responses: { 200: Kind } }
types:
  Kind: { doc: A kind., values: { +1: { rust: PlusOne } } }
";
    let checked = check_area(spec);
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    let code = &generate(&checked.model, LIBRARY).unwrap().files["demo/things.rs"];
    assert!(
        code.contains("/// On the wire: `self`.\n    #[doc(alias = \"self\")]\n    #[inline]\n    pub fn itself"),
        "{code}"
    );
    assert!(code.contains("/// `+1`\n    #[doc(alias = \"+1\")]\n    PlusOne,"), "{code}");
}

#[test]
fn what_examples_are_made_of_meets_no_name_of_a_spec() {
    let checked = check_spec(names_of_examples());
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
}

#[test]
fn an_example_is_not_named_as_its_operation() {
    let checked = check_area(
        "operations:
  get_it:
    doc: Gets.
    GET: /it
    responses: { 204: none }
    examples: { get_it: { request: GET /it } }
",
    );
    assert_eq!(codes(&checked.diagnostics), ["DW401"]);
}

/// Every name that generated files import from the runtime: those of the specs of this repository, and of all constructs.
#[test]
fn no_type_is_called_as_what_generated_code_imports() {
    let mut texts = Vec::new();
    let specs = check_directory(&workspace_root().join("spec"));
    texts.extend(generate(&specs.model, LIBRARY).unwrap().files.into_values());
    for entry in fs::read_dir(workspace_root().join("tests/fixtures/constructs")).unwrap() {
        let checked = check_area(fs::read(entry.unwrap().path()).unwrap());
        texts.extend(generate(&checked.model, LIBRARY).unwrap().files.into_values());
    }
    let mut imported = BTreeSet::new();
    for text in &texts {
        let (_, names) = text.split_once("use crate::runtime::").unwrap();
        let (names, _) = names.split_once(';').unwrap();
        imported
            .extend(names.split(|c: char| !c.is_alphanumeric()).filter(|name| name.starts_with(char::is_uppercase)));
    }
    assert!(imported.len() > 25, "{imported:?}");
    for name in imported {
        assert_eq!(validate(name, NameKind::Type), Err(NameError::Reserved), "{name}");
    }
}
