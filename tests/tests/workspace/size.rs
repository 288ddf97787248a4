//! Generated files can be opened and read: no file is too long, and an operation costs few lines.

#[path = "../../../generator/examples/synthetic/mod.rs"]
mod synthetic;

use docwright::internals::rust::{Generated, generate};
use workspace_tests::{LIBRARY, check_by_all_rules, check_directory, rendered, spec_file, workspace_root};

const LONGEST_FILE: usize = 2_500;
const LINES_PER_OPERATION: usize = 85;

fn lines(generated: &Generated) -> (usize, usize) {
    let lengths: Vec<usize> = generated.files.values().map(|text| text.lines().count()).collect();
    (lengths.iter().sum(), lengths.iter().copied().max().unwrap_or_default())
}

#[test]
fn an_api_of_usual_proportions_costs_few_lines() {
    let operations = 193;
    let mut checked = check_by_all_rules(
        synthetic::files(operations).into_iter().map(|(path, text)| spec_file(&path, text)).collect(),
    );
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    let (with_examples, _) = lines(&generate(&checked.model, LIBRARY).unwrap());
    // How long an example is, its spec decides.
    let areas = checked.model.apis.iter_mut().flat_map(|api| &mut api.areas);
    areas.flat_map(|area| &mut area.operations).for_each(|operation| operation.examples.clear());
    let (total, longest) = lines(&generate(&checked.model, LIBRARY).unwrap());
    println!("{} lines an operation with its example in the docs", with_examples / operations);
    println!("{operations} operations: {} lines an operation, {longest} in the longest file", total / operations);
    assert!(longest <= LONGEST_FILE, "{longest}");
    assert!(total <= LINES_PER_OPERATION * operations, "{} lines an operation", total / operations);
}

#[test]
fn no_file_is_too_long() {
    for folder in ["spec", "tests/fixtures/language/spec"] {
        let checked = check_directory(&workspace_root().join(folder));
        assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
        let operations: usize =
            checked.model.apis.iter().flat_map(|api| &api.areas).map(|area| area.operations.len()).sum();
        let (total, longest) = lines(&generate(&checked.model, LIBRARY).unwrap());
        println!("{folder}: {operations} operations, {total} lines, {longest} in the longest file");
        assert!(longest <= LONGEST_FILE, "{folder}: {longest}");
    }
}
