//! The guide to the language shows a spec in pieces; together they are one spec without errors.

use std::fs;

use docwright::internals::spec::SpecFile;
use workspace_tests::{check_spec, rendered, spec_file, workspace_root};

/// The spec of the guide, as files.
pub(crate) fn files_of_the_guide() -> Vec<SpecFile> {
    let guide = fs::read_to_string(workspace_root().join("docs/language.md")).unwrap();
    let mut files = Vec::new();
    for block in guide.split("```yaml\n").skip(1) {
        let yaml = block.split("```").next().unwrap();
        let Some(schema) = yaml.lines().next().unwrap().strip_prefix("# yaml-language-server: $schema=") else {
            continue;
        };
        let path = if schema.ends_with("api.schema.json") {
            "library/api.yaml".to_owned()
        } else if schema.ends_with("errors.schema.json") {
            "library/errors.yaml".to_owned()
        } else {
            format!("library/area{}.yaml", files.len())
        };
        files.push(spec_file(&path, yaml));
    }
    files
}

#[test]
fn the_spec_in_the_guide_has_no_error() {
    let files = files_of_the_guide();
    assert!(files.len() > 5, "only {} pieces were found", files.len());
    let checked = check_spec(files);
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
}

#[test]
fn no_document_has_rust_that_nobody_compiles() {
    for entry in fs::read_dir(workspace_root().join("docs")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("```rust"), "{}: include it in tests/src/lib.rs, as README.md", path.display());
    }
}
