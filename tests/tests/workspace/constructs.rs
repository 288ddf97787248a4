//! One small spec per construct of the language, with its generated code.

use std::fs;
use std::path::PathBuf;

use workspace_tests::{LIBRARY, check_area, each_case, rendered};

#[test]
fn constructs_are_printed_as_a_careful_author_would_write_them() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/constructs");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let named = paths.into_iter().map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), path));
    each_case(named, |name, path| {
        let checked = check_area(fs::read(&path).unwrap());
        assert!(checked.diagnostics.is_empty(), "{name}:\n{}", rendered(&checked));
        let generated = docwright::internals::rust::generate(&checked.model, LIBRARY).unwrap();
        insta::assert_snapshot!(name.as_str(), generated.files["demo/things.rs"]);
    });
}
