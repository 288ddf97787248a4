//! `init`: a project in an empty folder, which the other commands continue.

use std::fs;

use crate::project::{Project, THING};

#[test]
fn a_project_begins_in_an_empty_folder() {
    let project = Project::empty();
    let run = project.run(&["init", "acme-client", "--out", "client"]);
    assert_eq!(run.code, 0, "{}", run.text);
    assert!(run.out.ends_with("begin the spec of an API with `docwright new API`\n"), "{}", run.out);
    assert!(project.read("client/Cargo.toml").contains("\ndocwright-runtime = \"0."));
    assert_eq!(project.read("client/.gitignore"), "/target\n");
    assert_eq!(project.run(&["schema", "--check"]).code, 0);
    let check = project.run(&["check"]);
    assert_eq!((check.code, check.text.contains("docwright new API")), (2, true), "{}", check.text);

    assert_eq!(project.run(&["new", "acme"]).code, 0);
    project.write("spec/acme/things.yaml", &format!("doc: Things.\n{THING}"));
    let regen = project.run(&["regen"]);
    assert_eq!(regen.code, 0, "{}", regen.text);
    assert!(project.read("client/Cargo.toml").contains("\nacme-things = [\"_acme\"]\n"));
    assert!(project.read("client/src/lib.rs").contains("\npub mod acme;\n"));
    assert!(project.read("client/tests/examples/exchange.rs").contains("\nuse acme_client::{Client, Secret};\n"));
    assert_eq!(project.run(&["regen", "--check"]).code, 0);
}

#[test]
fn the_runtime_can_be_a_folder_to_which_the_path_is_relative() {
    let project = Project::empty();
    project.write("ours/my runtime/Cargo.toml", "[package]\nname = \"docwright-runtime\"\n");
    let arguments = ["init", "acme", "--out", "a/client", "--runtime", "ours/my runtime"];
    let run = project.run(&arguments);
    assert_eq!(run.code, 0, "{}", run.text);
    let manifest = project.read("a/client/Cargo.toml");
    assert!(manifest.contains("docwright-runtime = { path = \"../../ours/my runtime\" }"), "{manifest}");

    project.write("other/Cargo.toml", "[package]\nname = \"other\"\n");
    let run = project.run(&["init", "acme", "--out", "b", "--runtime", "other"]);
    assert_eq!(run.code, 2);
    assert!(run.text.contains("other is not the folder of the package `docwright-runtime`"), "{}", run.text);
}

#[test]
fn what_is_there_stays() {
    let project = Project::new();
    let before = project.client_files();
    let run = project.run(&["init", "acme", "--out", "client"]);
    assert_eq!((run.code, run.text.contains("client/Cargo.toml exists already")), (2, true), "{}", run.text);
    assert_eq!(project.client_files(), before);
    let run = project.run(&["init", "Acme Client", "--out", "b"]);
    assert_eq!((run.code, run.text.contains("not a valid name of a crate")), (2, true), "{}", run.text);
    assert!(!project.path("b").exists());
}

#[test]
fn without_a_project_messages_say_how_to_begin_one() {
    let project = Project::empty();
    for arguments in [["new", "acme"].as_slice(), &["schema"]] {
        let run = project.run(arguments);
        assert_eq!((run.code, run.text.contains("docwright init NAME")), (2, true), "{}", run.text);
    }
    project.write("spec/demo/api.yaml", crate::project::SPEC);
    let run = project.run(&["regen"]);
    assert_eq!((run.code, run.text.contains("docwright init NAME")), (2, true), "{}", run.text);
    fs::create_dir(project.path("client")).unwrap();
    let run = project.run(&["regen"]);
    assert_eq!((run.code, run.text.contains("docwright init NAME")), (2, true), "{}", run.text);
}
