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
        ("demo/shared", "is reserved"),
        ("demo/self", "is reserved"),
        ("runtime", "is reserved"),
        ("nul", "is reserved"),
        ("demo/com1", "is reserved"),
        ("strange/area", "docwright new strange"),
    ] {
        let run = project.run(&["new", name]);
        assert_eq!(run.code, 2, "{name}");
        assert!(run.text.contains(expected), "{name}: {}", run.text);
    }
}
