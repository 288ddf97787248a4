//! Names that collide with names in generated tests and doc examples, and names of modules: together they are specs without
//! errors. The tests of generated code show that their code compiles and its tests pass.

use workspace_tests::specs::{module_names, names_in_examples};
use workspace_tests::{check_spec, rendered};

#[test]
fn what_examples_are_made_of_meets_no_name_of_a_spec() {
    let checked = check_spec(names_in_examples());
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
}

#[test]
fn apis_and_areas_have_any_name_that_is_not_rejected() {
    let checked = check_spec(module_names());
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
}
