//! The dependencies that a client adds to a program.
//!
//! Read from `Cargo.lock` and two manifests: cargo itself would have to download what only other systems need.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use workspace_tests::workspace_root;

/// The runtime's own dependencies: dates, ids, error types, and what these need.
const HANDFUL: usize = 8;

/// Dependencies of features that are off by default. The feature `tracing` counts as enabled.
const ASKED_FOR: [&str; 2] = ["azure_core", "oauth2"];

/// Packages by name, with a version where the lock file needs one, and what each depends on, on whatever system.
struct Graph(BTreeMap<String, Vec<String>>);

impl Graph {
    fn read() -> Self {
        let lock = fs::read_to_string(workspace_root().join("Cargo.lock")).unwrap();
        let mut packages = BTreeMap::new();
        for block in lock.split("[[package]]\n").skip(1) {
            let field = |key: &str| {
                let value = block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
                value.unwrap().trim_end_matches('"').to_owned()
            };
            let listed = block.lines().filter_map(|line| line.strip_prefix(" \"")?.strip_suffix("\","));
            let dependencies: Vec<String> = listed.map(str::to_owned).collect();
            let (name, version) = (field("name"), field("version"));
            packages.insert(format!("{name} {version}"), dependencies.clone());
            // Where there is only one version, the lock file states none.
            packages.insert(name, dependencies);
        }
        // Of packages of the workspace, it lists what only their tests need as well.
        for (package, folder) in [("docwright-runtime", "runtime"), ("ms-commerce", "generated-client")] {
            let locked = packages.remove(package).unwrap();
            let stated = dependencies_of_manifest(folder);
            let is_stated = |locked: &&String| stated.iter().any(|name| locked.split(' ').next() == Some(name));
            let dependencies: Vec<String> = locked.iter().filter(is_stated).cloned().collect();
            assert_eq!(dependencies.len(), stated.len(), "{package}: {stated:?} in {locked:?}");
            packages.insert(package.to_owned(), dependencies);
        }
        Self(packages)
    }

    /// Names of everything that the packages need, themselves included.
    fn closure(&self, roots: &[&str]) -> BTreeSet<&str> {
        let mut pending: Vec<&str> = roots.to_vec();
        let mut seen = BTreeSet::new();
        while let Some(package) = pending.pop() {
            let (known, dependencies) = self.0.get_key_value(package).unwrap();
            if seen.insert(known.as_str()) {
                pending.extend(dependencies.iter().map(String::as_str));
            }
        }
        seen.iter().map(|package| package.split(' ').next().unwrap()).collect()
    }
}

/// What a package of the workspace needs to run.
fn dependencies_of_manifest(folder: &str) -> Vec<String> {
    let manifest = fs::read_to_string(workspace_root().join(folder).join("Cargo.toml")).unwrap();
    let section = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    let entries = section.take_while(|line| !line.starts_with('[')).filter(|line| !line.starts_with('#'));
    let names = entries.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.to_owned());
    names.filter(|name| !ASKED_FOR.contains(&name.as_str())).collect()
}

#[test]
fn the_runtime_brings_little_of_its_own() {
    let graph = Graph::read();
    let others = graph.closure(&["reqwest", "serde", "serde_json"]);
    let own: Vec<&str> = graph.closure(&["docwright-runtime"]).difference(&others).copied().collect();
    assert!(own.contains(&"docwright-runtime") && own.len() <= HANDFUL + 1, "{own:?}");
}

#[test]
fn generated_code_needs_nothing_but_the_runtime() {
    let graph = Graph::read();
    let runtime = graph.closure(&["docwright-runtime"]);
    let own: Vec<&str> = graph.closure(&["ms-commerce"]).difference(&runtime).copied().collect();
    assert_eq!(own, ["ms-commerce"]);
}

#[test]
fn nothing_in_the_manifests_is_passed_over() {
    for folder in ["runtime", "generated-client"] {
        let manifest = fs::read_to_string(workspace_root().join(folder).join("Cargo.toml")).unwrap();
        // Users do not compile what only tests need.
        let is_taken_on = |line: &&str| {
            line.starts_with('[') && line.contains("dependencies") && !line.ends_with("dev-dependencies]")
        };
        let sections: Vec<&str> = manifest.lines().filter(is_taken_on).collect();
        assert_eq!(sections, ["[dependencies]"], "{folder}");
    }
}
