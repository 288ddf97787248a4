//! `new`: skeletons load without errors, and never replace a file.

use std::fs;

use crate::project::Project;

#[test]
fn a_new_api_and_a_new_area_have_no_errors() {
    let project = Project::generated();
    let api = project.run(&["new", "book-shop"]);
    assert_eq!(
        (api.code, api.out.as_str()),
        (0, "new: wrote spec/book-shop/api.yaml; fill in the places marked `# GAP:`\n")
    );
    assert_eq!(project.run(&["new", "book-shop/orders"]).code, 0);
    assert_eq!(project.run(&["new", "book-shop/errors"]).code, 0);
    let check = project.run(&["check"]);
    assert_eq!(check.code, 0, "{}", check.text);
    assert!(check.text.contains(" to fill in, marked `# GAP:`"), "{}", check.text);
    for file in ["spec/book-shop/api.yaml", "spec/book-shop/orders.yaml", "spec/book-shop/errors.yaml"] {
        assert!(fs::read_to_string(project.path(file)).unwrap().contains("# GAP:"), "{file}");
    }
}

#[test]
fn what_is_there_stays() {
    let project = Project::new();
    let before = fs::read_to_string(project.path("spec/demo/things.yaml")).unwrap();
    for name in ["demo", "demo/things"] {
        let run = project.run(&["new", name]);
        assert_eq!(run.code, 2);
        assert!(run.text.contains("exists already"), "{}", run.text);
    }
    assert_eq!(fs::read_to_string(project.path("spec/demo/things.yaml")).unwrap(), before);
}

#[test]
fn names_that_cannot_be_folders_and_modules_are_rejected() {
    let project = Project::new();
    for (name, expected) in [
        ("Book Shop", "not a valid name of an API or area"),
        ("../evil", "not a valid name of an API or area"),
        ("demo/a/b", "not a valid name of an API or area"),
        ("", "not a valid name of an API or area"),
        ("api", "an API cannot be named `api`: the folder of every API has a file of this name"),
        ("errors", "choose another name, or name the API of these errors: `API/errors`"),
        ("errors/orders", "an API cannot be named `errors`"),
        ("demo/api", "an area cannot be named `api`: the folder of every API has a file of this name"),
        ("demo/shared", "every API has a module of this name"),
        ("demo/mod", "every API has a module of this name"),
        ("demo/self", "it is a keyword of Rust"),
        ("crate", "it is a keyword of Rust"),
        ("std", "a part of Rust"),
        ("core", "a part of Rust"),
        ("runtime", "every client has a module"),
        ("tracing", "every client has a cargo feature of this name"),
        ("default", "every client has a module"),
        ("test/kit", "the feature of this area, `test-kit`, is also a feature of every client"),
        ("nul", "a device on Windows"),
        ("demo/com1", "a device on Windows"),
        ("strange/area", "docwright new strange"),
    ] {
        let run = project.run(&["new", name]);
        assert_eq!(run.code, 2, "{name}");
        assert!(run.text.contains(expected), "{name}: {}", run.text);
    }
    let written = fs::read_dir(project.path("spec")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(written.filter(|name| name != "demo").count(), 0, "a folder was written");
}

/// The names of what the workspace has beside specs, and keywords that a module can have, are names like others.
#[test]
fn names_that_mean_nothing_within_a_spec_are_those_of_apis_and_areas() {
    let project = Project::generated();
    for name in ["async", "coverage", "schema", "type", "mod", "demo/async", "demo/coverage", "demo/errors", "demo/std"]
    {
        let run = project.run(&["new", name]);
        assert_eq!(run.code, 0, "{name}: {}", run.text);
    }
    assert_eq!(project.run(&["check"]).code, 0);
}
