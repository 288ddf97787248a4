//! End-to-end tests of `docwright regen`.

use std::fs;

use crate::project::{Project, SPEC, THING};

#[test]
fn the_first_run_writes_everything_and_the_second_nothing() {
    let project = Project::new();
    let first = project.run(&["regen"]);
    assert_eq!(first.code, 0, "{}", first.text);
    assert!(first.text.contains("8 files written, 0 removed"), "{}", first.text);
    let before = project.modified();
    let second = project.run(&["regen"]);
    assert!(second.text.contains("8 files up to date"), "{}", second.text);
    assert_eq!(project.modified(), before, "unchanged files are not rewritten");
    assert_eq!(project.run(&["regen", "--check"]).code, 0);
}

#[test]
fn check_reports_a_changed_byte_with_a_help_and_writes_nothing() {
    let project = Project::generated();
    let text = project.read("client/src/demo/things.rs").replace("pub struct Thing", "pub struct Thong");
    project.write("client/src/demo/things.rs", &text);
    let run = project.run(&["regen", "--check"]);
    assert_eq!(run.code, 1);
    for part in ["stale", "src/demo/things.rs", "-pub struct Thong", "+pub struct Thing", "docwright regen"] {
        assert!(run.text.contains(part), "no {part} in {}", run.text);
    }
    assert_eq!(project.read("client/src/demo/things.rs"), text);
}

#[test]
fn files_with_the_line_ends_of_windows_are_up_to_date() {
    let project = Project::generated();
    assert_eq!(project.run(&["schema"]).code, 0);
    let schemas = ["api", "area", "errors"].map(|name| project.path(&format!("spec/{name}.schema.json")));
    let files = project.client_files().into_keys().map(|path| project.path("client").join(path));
    for path in files.chain(schemas) {
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace('\n', "\r\n")).unwrap();
    }
    let before = project.modified();
    for arguments in [["regen", "--check"].as_slice(), &["schema", "--check"], &["regen"]] {
        let run = project.run(arguments);
        assert_eq!(run.code, 0, "{}", run.text);
    }
    assert_eq!(project.modified(), before);

    project.write("spec/demo/parts.yaml", &crate::project::THING.replace("hing", "art"));
    assert_eq!(project.run(&["regen"]).code, 0);
    let library = project.read("client/src/lib.rs");
    assert_eq!(library.matches('\n').count(), library.matches("\r\n").count(), "{library}");
}

#[test]
fn check_names_a_deleted_file_and_an_extra_one() {
    let project = Project::generated();
    fs::rename(project.path("client/src/demo/things.rs"), project.path("client/src/demo/others.rs")).unwrap();
    let run = project.run(&["regen", "--check"]);
    assert_eq!(run.code, 1);
    assert!(run.text.contains("missing: client/src/demo/things.rs"), "{}", run.text);
    assert!(run.text.contains("extra: client/src/demo/others.rs"), "{}", run.text);
    assert_eq!(project.run(&["regen"]).code, 0);
    assert!(!project.path("client/src/demo/others.rs").exists());
    assert_eq!(project.run(&["regen", "--check"]).code, 0);
}

#[test]
fn tests_of_examples_belong_to_the_generator_as_well() {
    let project = Project::generated();
    let path = "client/tests/examples/demo/things.rs";
    assert!(project.read(path).contains("mod get_thing {"));
    project.write("client/tests/by_hand.rs", "// mine, where it belongs\n");
    assert_eq!(project.run(&["regen", "--check"]).code, 0);

    fs::rename(project.path(path), project.path("client/tests/examples/demo/others.rs")).unwrap();
    project.write("client/tests/examples/mine.rs", "// mine\n");
    let run = project.run(&["regen", "--check"]);
    assert_eq!(run.code, 1);
    for difference in ["missing: client/tests/examples/demo/things.rs", "extra: client/tests/examples/demo/others.rs"] {
        assert!(run.text.contains(difference), "no {difference} in {}", run.text);
    }
    assert!(run.text.contains("client/tests/examples/mine.rs (not generated"), "{}", run.text);

    project.write("spec/demo/things.yaml", "operations: {}\n");
    fs::remove_file(project.path("client/tests/examples/mine.rs")).unwrap();
    assert_eq!(project.run(&["regen"]).code, 0);
    assert!(!project.path("client/tests/examples").exists());
}

#[test]
fn a_manifest_without_a_name_gets_an_error_that_says_so() {
    let project = Project::generated();
    let manifest = project.read("client/Cargo.toml").replace("name = ", "# name = ");
    project.write("client/Cargo.toml", &manifest);
    let run = project.run(&["regen"]);
    assert_eq!(run.code, 2);
    assert!(run.text.contains("has no `name` under `[package]`"), "{}", run.text);
}

/// A project whose manifest asks for the table of operations.
fn with_coverage(path: &str) -> Project {
    let project = Project::new();
    let manifest = project.read("client/Cargo.toml");
    let section = format!("\n[package.metadata.docwright]\ncoverage = \"{path}\"\n");
    project.write("client/Cargo.toml", &format!("{manifest}{section}"));
    project.write("spec/demo/api.yaml", &format!("{SPEC}left-out: [{{ request: PUT /pots, because: a|b }}]\n"));
    project
}

#[test]
fn the_table_of_operations_is_where_the_manifest_asks_for_it() {
    let project = with_coverage("../docs/coverage.md");
    assert_eq!(project.run(&["regen"]).code, 0);
    let table = project.read("docs/coverage.md");
    for row in [
        "| Demo | 1 | 1 |",
        "| `GET /things/{id}` | | things | captured: `get_thing` |",
        "| `PUT /pots` | | | left out: a\\|b |",
    ] {
        assert!(table.contains(&format!("{row}\n")), "no {row} in {table}");
    }
    assert_eq!(project.run(&["regen", "--check"]).code, 0);

    project.write("spec/demo/api.yaml", SPEC);
    let run = project.run(&["regen", "--check"]);
    assert_eq!(run.code, 1);
    assert!(run.text.contains("stale: docs/coverage.md\n"), "{}", run.text);
    assert_eq!(project.run(&["regen"]).code, 0);
    assert!(!project.read("docs/coverage.md").contains("pots"));

    project.write("docs/coverage.md", "# Mine\n");
    let run = project.run(&["regen"]);
    assert_eq!(run.code, 2);
    assert!(run.text.contains("coverage.md was not generated"), "{}", run.text);
    assert_eq!(project.read("docs/coverage.md"), "# Mine\n");
}

#[test]
fn the_table_of_operations_is_no_other_file() {
    for path in ["../docs", "src/lib.rs", "/docs/coverage.md", "a/../coverage.md"] {
        let run = with_coverage(path).run(&["regen"]);
        assert_eq!(run.code, 2, "{path}");
        assert!(run.text.contains(&format!("has `coverage = \"{path}\"`")), "{}", run.text);
    }
}

#[test]
fn check_names_files_for_machines() {
    let project = Project::new();
    let run = project.run(&["regen", "--check", "--format", "json"]);
    assert_eq!(run.code, 1);
    assert!(run.text.contains(r#"{"file":"client/src/demo/things.rs","kind":"missing"}"#), "{}", run.text);
}

#[test]
fn files_without_a_spec_are_removed_with_their_folder() {
    let project = Project::generated();
    project.write("spec/other/api.yaml", SPEC);
    project.write("spec/other/things.yaml", THING);
    assert_eq!(project.run(&["regen"]).code, 0);
    assert!(project.read("client/src/lib.rs").contains("pub mod other;"));
    fs::remove_dir_all(project.path("spec/other")).unwrap();
    assert_eq!(project.run(&["regen"]).code, 0);
    assert!(!project.path("client/src/other").exists());
    assert!(!project.path("client/src/other.rs").exists());
    assert!(!project.read("client/src/lib.rs").contains("other"));
    assert!(!project.read("client/Cargo.toml").contains("other"));
}

#[test]
fn hand_written_files_are_reported_and_never_touched() {
    let project = Project::generated();
    project.write("client/src/demo/mine.rs", "// mine\n");
    project.write("client/src/runtime/mine.rs", "// mine as well, where it belongs\n");
    let check = project.run(&["regen", "--check"]);
    assert_eq!(check.code, 1);
    assert!(check.text.contains("src/demo/mine.rs"), "{}", check.text);
    assert!(!check.text.contains("runtime"), "{}", check.text);
    assert!(!check.text.contains("to fix this"), "regen leaves the file: {}", check.text);
    let run = project.run(&["regen"]);
    assert_eq!(run.code, 1);
    assert!(run.text.contains("src/demo/mine.rs"), "{}", run.text);
    assert_eq!(project.read("client/src/demo/mine.rs"), "// mine\n");
}

#[test]
fn a_hand_written_file_in_the_place_of_a_generated_one_stops_the_run() {
    let project = Project::new();
    project.write("client/src/demo/things.rs", "// mine\n");
    let run = project.run(&["regen"]);
    assert_eq!(run.code, 2);
    assert!(run.text.contains("things.rs was not generated"), "{}", run.text);
    assert_eq!(project.read("client/src/demo/things.rs"), "// mine\n");
    assert!(!project.path("client/src/demo.rs").exists());
}

#[test]
fn an_interrupted_run_is_reported_and_completed() {
    let project = Project::generated();
    fs::remove_file(project.path("client/src/demo.rs")).unwrap();
    project.write("client/src/demo/.docwright-x1y2z3", "half a fi");
    project.write("client/.docwright-a1b2c3", "half a manifest");
    let check = project.run(&["regen", "--check"]);
    assert_eq!(check.code, 1);
    assert!(check.text.contains("left by an interrupted run"), "{}", check.text);
    assert_eq!(project.run(&["regen"]).code, 0);
    assert_eq!(project.run(&["regen", "--check"]).code, 0);
    assert!(!project.path("client/src/demo/.docwright-x1y2z3").exists());
    assert!(!project.path("client/.docwright-a1b2c3").exists());
}

#[test]
fn nothing_is_written_if_a_spec_has_an_error() {
    let project = Project::new();
    project.write("spec/demo/others.yaml", "types: { Other: { doc: Another., fields: { name: strin } } }\n");
    let before = project.modified();
    let run = project.run(&["regen"]);
    assert_eq!(run.code, 1);
    assert!(run.text.contains("error[DW101]"), "{}", run.text);
    assert!(run.text.contains("--explain DW101"), "{}", run.text);
    assert_eq!(project.modified(), before);
    assert!(!project.path("client/src/demo.rs").exists());
}

#[test]
fn every_directory_and_locale_gives_the_same_bytes() {
    let (one, other) = (Project::generated(), Project::new());
    let run = other.run_with(&["regen"], &[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "de_DE"), ("TZ", "Asia/Kathmandu")]);
    assert_eq!(run.code, 0, "{}", run.text);
    assert_eq!(one.client_files(), other.client_files());
}

#[test]
fn a_file_without_the_block_gets_an_error_that_names_it() {
    let project = Project::new();
    project.write("client/src/lib.rs", "//! Empty.\n");
    let run = project.run(&["regen"]);
    assert_eq!(run.code, 2);
    assert!(run.text.contains("docwright:begin modules"), "{}", run.text);
}

#[test]
fn files_with_the_mark_of_earlier_versions_count_as_generated() {
    let project = Project::generated();
    let code = project.read("client/src/demo/things.rs");
    let (_, rest) = code.split_once('\n').unwrap();
    let former = "// @generated by `cargo xtask regen` from `demo/things.yaml`: change the spec, not this file.";
    project.write("client/src/demo/things.rs", &format!("{former}\n{rest}"));
    project.write("client/src/demo/gone.rs", &format!("{former}\n"));
    let run = project.run(&["regen"]);
    assert_eq!(run.code, 0, "{}", run.text);
    assert_eq!(project.read("client/src/demo/things.rs"), code);
    assert!(!project.path("client/src/demo/gone.rs").exists());
}

#[test]
fn a_generated_file_that_is_empty_or_in_conflict_is_written_again() {
    let project = Project::generated();
    let path = "client/src/demo/things.rs";
    let code = project.read(path);
    let header = code.lines().next().unwrap();
    for broken in [
        String::new(),
        "\n \n".to_owned(),
        format!("<<<<<<< HEAD\n{code}=======\n{code}>>>>>>> theirs\n"),
        format!("<<<<<<< HEAD\n||||||| base\n{header}\n=======\n{code}>>>>>>> theirs\n"),
    ] {
        project.write(path, &broken);
        assert_eq!(project.run(&["regen", "--check"]).code, 1, "{broken}");
        let run = project.run(&["regen"]);
        assert_eq!((run.code, project.read(path) == code), (0, true), "{broken}: {}", run.text);
    }
    project.write(path, "<<<<<<< HEAD\n// mine\n=======\n>>>>>>> theirs\n");
    assert_eq!(project.run(&["regen"]).code, 2, "a file by hand is in conflict");
}
