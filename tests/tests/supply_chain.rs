//! What a program takes on that depends on a client.
#![allow(clippy::unwrap_used)] // A test fails by panicking, its helpers as well.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use workspace_tests::workspace_root;

/// What the runtime brings on its own: dates, ids, error types, and what these need.
const HANDFUL: usize = 8;

struct Graph {
    names: BTreeMap<String, String>,
    dependencies: BTreeMap<String, Vec<String>>,
}

impl Graph {
    fn read() -> Self {
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--locked", "--offline"])
            .current_dir(workspace_root())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let names = metadata["packages"].as_array().unwrap();
        let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
        let is_normal =
            |dependency: &&Value| dependency["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null());
        let of_node = |node: &Value| {
            let dependencies = node["deps"].as_array().unwrap().iter().filter(is_normal);
            dependencies.map(|dependency| text(&dependency["pkg"])).collect()
        };
        Self {
            names: names.iter().map(|package| (text(&package["id"]), text(&package["name"]))).collect(),
            dependencies: nodes.iter().map(|node| (text(&node["id"]), of_node(node))).collect(),
        }
    }

    fn named(&self, name: &str) -> String {
        self.names.iter().find(|(_, found)| *found == name).unwrap().0.clone()
    }

    /// Everything that the packages need to run, themselves included.
    fn closure(&self, roots: &[&str]) -> BTreeSet<&str> {
        let mut pending: Vec<String> = roots.iter().map(|name| self.named(name)).collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = pending.pop() {
            if seen.insert(id.clone()) {
                pending.extend(self.dependencies[&id].iter().cloned());
            }
        }
        seen.iter().map(|id| self.names[id].as_str()).collect()
    }
}

#[test]
fn the_runtime_brings_little_of_its_own() {
    let graph = Graph::read();
    let others = graph.closure(&["reqwest", "serde", "serde_json"]);
    let own: Vec<&str> = graph.closure(&["docwright-runtime"]).difference(&others).copied().collect();
    assert!(own.len() <= HANDFUL + 1, "{own:?}");
    println!("beyond reqwest, serde and serde_json: {own:?}");
}

#[test]
fn generated_code_needs_nothing_but_the_runtime() {
    let graph = Graph::read();
    let runtime = graph.closure(&["docwright-runtime"]);
    let own: Vec<&str> = graph.closure(&["ms-commerce"]).difference(&runtime).copied().collect();
    assert_eq!(own, ["ms-commerce"]);
}
