//! The README shows a spec in pieces; together they are one without a fault.
#![allow(clippy::unwrap_used)] // A test fails by panicking, its helpers as well.

use std::fs;

use workspace_tests::{check_spec, rendered, spec_file, workspace_root};

#[test]
fn the_spec_in_the_readme_has_no_fault() {
    let readme = fs::read_to_string(workspace_root().join("README.md")).unwrap();
    let mut files = Vec::new();
    for block in readme.split("```yaml\n").skip(1) {
        let yaml = block.split("```").next().unwrap();
        let Some(schema) = yaml.lines().next().unwrap().strip_prefix("# yaml-language-server: $schema=") else {
            continue;
        };
        let path = if schema.ends_with("api.schema.json") {
            "library/api.yaml".to_owned()
        } else {
            format!("library/area{}.yaml", files.len())
        };
        files.push(spec_file(&path, yaml));
    }
    assert!(files.len() > 5, "only {} pieces were found", files.len());
    let checked = check_spec(files);
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
}
