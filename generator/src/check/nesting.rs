//! Rules about types that contain types that contain types.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::Api;
use crate::spec::tree::{Node, Value};

use super::types::types;

/// rustc follows 128 levels when it decides whether a type can be sent between threads, and each of ours costs it about three.
const LEVEL_LIMIT: usize = 32;

pub(super) fn types_nest_as_deep_as_rustc_follows(api: &Api, diagnostics: &mut Vec<Diagnostic>) {
    let names: HashMap<&str, usize> =
        types(api).enumerate().map(|(index, (entry, _))| (entry.name.trim_end_matches("<T>"), index)).collect();
    let nodes: Vec<&Node> = types(api).map(|(entry, _)| &entry.node).collect();
    let mut depths = Depths { names, nodes, known: HashMap::new() };
    for (index, (entry, _)) in types(api).enumerate() {
        // Only the type at which the limit is passed is to blame, not everything above it.
        if depths.of(index) == LEVEL_LIMIT + 1 {
            let message = format!("the type `{}` nests {} levels deep", entry.name, LEVEL_LIMIT + 1);
            let finding = Diagnostic::new(Code::NestsTooDeep, entry.key_place, message);
            diagnostics.push(finding.help("remove levels, or keep a part of the value as `json`"));
        }
    }
}

struct Depths<'a> {
    names: HashMap<&'a str, usize>,
    nodes: Vec<&'a Node>,
    /// `None` while a type is being measured: a cycle adds no levels that rustc would follow.
    known: HashMap<usize, Option<usize>>,
}

impl Depths<'_> {
    /// Levels below a type, itself included.
    fn of(&mut self, start: usize) -> usize {
        let mut pending = vec![start];
        while let Some(index) = pending.last().copied() {
            if self.known.get(&index).is_some_and(Option::is_some) {
                pending.pop();
                continue;
            }
            let parts = self.parts(index);
            let unmeasured: Vec<usize> = parts.iter().copied().filter(|part| !self.known.contains_key(part)).collect();
            if unmeasured.is_empty() || self.known.contains_key(&index) {
                let deepest = parts.iter().filter_map(|part| self.known.get(part).copied().flatten()).max();
                self.known.insert(index, Some(1 + deepest.unwrap_or_default()));
                pending.pop();
            } else {
                self.known.insert(index, None);
                pending.extend(unmeasured);
            }
        }
        self.known.get(&start).copied().flatten().unwrap_or_default()
    }

    fn parts(&self, index: usize) -> Vec<usize> {
        let mut parts = Vec::new();
        for section in ["fields", "variants"] {
            for pair in self.nodes[index].pair(section).map_or(&[][..], |pair| pair.value.pairs()) {
                let expression = pair.value.pair("type").map_or(&pair.value, |pair| &pair.value);
                if let Value::Text { text, .. } = &expression.value {
                    parts.extend(text.split(['<', '>']).filter_map(|word| self.names.get(word).copied()));
                }
            }
        }
        parts
    }
}
