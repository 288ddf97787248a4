//! Documents lead to what exists, and their examples work.

use std::fs;
use std::path::{Path, PathBuf};

use workspace_tests::{check_spec, rendered, spec_file, workspace_root};

fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    assert!(!files.is_empty(), "{}", folder.display());
    files
}

/// The targets of links that are paths, without fragments.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://")).filter_map(|target| target.split('#').next())
}

#[test]
fn links_lead_to_files() {
    let root = workspace_root();
    let folders = ["", "docs", "generator", "generated-client", "generated-client/guide", "runtime"];
    for file in folders.iter().flat_map(|folder| files_of(&root.join(folder))) {
        let text = fs::read_to_string(&file).unwrap();
        for link in links(&text).filter(|link| link.ends_with(".md") || link.ends_with(".rs")) {
            assert!(file.parent().unwrap().join(link).exists(), "{} leads to {link}", file.display());
        }
    }
}

#[test]
fn documents_and_chapters_are_listed() {
    let root = workspace_root();
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let readme = read("README.md");
    for file in files_of(&root.join("docs")) {
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(readme.contains(&format!("(docs/{name})")), "README.md does not list docs/{name}");
    }
    let (readme, library) = (read("generated-client/README.md"), read("generated-client/src/lib.rs"));
    for file in files_of(&root.join("generated-client/guide")) {
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(readme.contains(&format!("(guide/{name})")), "the README of the client does not list {name}");
        // Only what the library includes is compiled, and part of its documentation.
        assert!(library.contains(&format!("include_str!(\"../guide/{name}\")")), "lib.rs does not include {name}");
        assert!(library.contains(&format!("[`{}`]", name.trim_end_matches(".md"))), "lib.rs does not list {name}");
    }
}

#[test]
fn the_first_spec_of_a_new_vendor_is_valid() {
    let text = fs::read_to_string(workspace_root().join("docs/your-own-vendor.md")).unwrap();
    let area = text.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let api = "title: Acme\ndoc: Machines.\nservers: { GLOBAL: { url: \"https://api.acme.example\" } }\n";
    let checked = check_spec(vec![spec_file("acme/api.yaml", api), spec_file("acme/widgets.yaml", area)]);
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
}
