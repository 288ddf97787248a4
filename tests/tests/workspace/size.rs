//! Generated files can be opened and read: no file is too long, and an operation costs few lines.

use docwright::internals::rust::{Generated, generate};
use workspace_tests::{LIBRARY, check_by_all_rules, check_directory, rendered, spec_file, workspace_root};

use crate::synthetic;

const LONGEST_FILE: usize = 2_700;
const LINES_PER_OPERATION: usize = 104;

/// Lines of code in all files, and lines in the longest one, docs included.
fn lines(generated: &Generated) -> (usize, usize) {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code = generated.files.values().map(|text| text.lines().filter(is_code).count()).sum();
    let longest = generated.files.values().map(|text| text.lines().count()).max().unwrap_or_default();
    (code, longest)
}

#[test]
fn an_api_of_usual_proportions_costs_few_lines() {
    let operations = 210;
    let checked = check_by_all_rules(
        synthetic::files(operations).into_iter().map(|(path, text)| spec_file(&path, text)).collect(),
    );
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    let (total, longest) = lines(&generate(&checked.model, LIBRARY).unwrap());
    println!(
        "{operations} operations: {} lines of code an operation, {longest} lines in the longest file",
        total / operations
    );
    assert!(longest <= LONGEST_FILE, "{longest}");
    assert!(total <= LINES_PER_OPERATION * operations, "{} lines of code an operation", total / operations);
}

#[test]
fn no_file_is_too_long_and_the_real_apis_cost_few_lines() {
    for (folder, is_real) in [("spec", true), ("tests/fixtures/language/spec", false)] {
        let checked = check_directory(&workspace_root().join(folder));
        assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
        let operations: usize =
            checked.model.apis.iter().flat_map(|api| &api.areas).map(|area| area.operations.len()).sum();
        let (total, longest) = lines(&generate(&checked.model, LIBRARY).unwrap());
        println!("{folder}: {operations} operations, {total} lines of code, {longest} lines in the longest file");
        assert!(longest <= LONGEST_FILE, "{folder}: {longest}");
        assert!(
            !is_real || total <= LINES_PER_OPERATION * operations,
            "{} lines of code an operation",
            total / operations
        );
    }
}
