//! The checked-in files are up to date with the specs.

use std::fs;

use docwright::internals::rust::generate;
use docwright::internals::{spec, write};
use workspace_tests::{LIBRARY, check_directory, rendered, workspace_root};

#[test]
fn the_client_is_what_the_specs_say() {
    let root = workspace_root();
    let checked = check_directory(&root.join("spec"));
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    let client = root.join("generated-client");
    let plan = write::plan(&client, &generate(&checked.model, LIBRARY).unwrap()).unwrap();
    let changes: Vec<String> = plan.changes.iter().map(|change| change.describe(&client)).collect();
    assert!(changes.is_empty(), "run `cargo xtask regen`: {changes:#?}");
}

#[test]
fn the_schemas_are_what_the_language_says() {
    for (name, text) in spec::published_schemas() {
        let path = workspace_root().join("spec").join(name);
        assert_eq!(fs::read_to_string(&path).unwrap(), text, "run `cargo xtask schema`");
    }
}

#[test]
fn every_spec_names_its_schema_in_the_first_line() {
    for folder in ["spec", "tests/fixtures/language/spec"] {
        let directory = workspace_root().join(folder);
        let files = spec::read_directory(&directory).unwrap();
        assert!(!files.is_empty());
        for file in files {
            let text = String::from_utf8(file.content).unwrap();
            let schema = text.lines().next().and_then(|line| line.strip_prefix("# yaml-language-server: $schema="));
            let expected = match file.relative.rsplit('/').next() {
                Some("api.yaml") => "api.schema.json",
                Some("errors.yaml") => "errors.schema.json",
                _ => "area.schema.json",
            };
            let path = directory.join(&file.relative).parent().unwrap().join(schema.unwrap_or_default());
            assert!(path.ends_with(expected) && path.exists(), "{}: {schema:?}", file.relative);
        }
    }
}

/// The tool finds reasons in examples and recordings as the client finds them in responses. The code is there twice, because the
/// packages do not depend on each other.
#[test]
fn both_readers_of_reasons_are_the_same_code() {
    let reader = |file: &str| {
        let text = fs::read_to_string(workspace_root().join(file)).unwrap();
        let begin = text.find("/// The words of a reason:").unwrap();
        text[begin..text.find("#[cfg(test)]").unwrap()].to_owned()
    };
    let of_client = reader("runtime/src/macros/reasons.rs");
    assert!(of_client.contains("fn ranges_in") && of_client.contains("fn can_separate_words"));
    assert_eq!(reader("generator/src/error_bodies/found_reasons.rs"), of_client);
}
