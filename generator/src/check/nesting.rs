//! Rules about how deeply types are nested.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::language::TypeDefinition;
use crate::spec::tree::TreeValue;
use crate::spec::{LoadedApi, LoadedEntry};

use super::types::types;

/// rustc gives up at 128 levels when it computes how a type is dropped. Chains of 60 members compiled in tests and chains of
/// 120 did not; with two collections around each member, the numbers were 30 and 60.
const LEVEL_LIMIT: usize = 100;

/// The levels of one member: its type, and the `Option` around it.
const LEVELS_OF_MEMBER: usize = 2;

pub(super) fn types_nest_as_deep_as_rustc_follows(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let names: HashMap<&str, usize> =
        types(api).enumerate().map(|(index, (entry, _))| (entry.type_name(), index)).collect();
    let parts = types(api).map(|(entry, _)| parts(entry, &names)).collect();
    let mut depths = Depths { parts, known: HashMap::new() };
    for (index, (entry, _)) in types(api).enumerate() {
        let levels = depths.of(index);
        // Report only the type that exceeds the limit, not every type that contains it.
        let mut within = depths.parts[index].iter().flat_map(|part| &part.types);
        let is_first = within.all(|part| depths.known(*part) <= LEVEL_LIMIT);
        if levels > LEVEL_LIMIT && is_first {
            let message = format!("the type `{}` has {levels} levels of nesting, more than {LEVEL_LIMIT}", entry.name);
            let diagnostic = Diagnostic::new(Code::NestsTooDeep, entry.key_place, message);
            diagnostics.push(diagnostic.help("declare a part of the value as `json`"));
        }
    }
}

/// The declared types that a member consists of: an envelope, and the types that it wraps.
struct MemberPart {
    types: Vec<usize>,
    /// The levels of the member and its collections.
    levels: usize,
}

fn parts(entry: &LoadedEntry<TypeDefinition>, names: &HashMap<&str, usize>) -> Vec<MemberPart> {
    let mut parts = Vec::new();
    let index = |word: &&str| names.get(word).copied().filter(|_| !entry.is_argument(word));
    for section in ["fields", "variants"] {
        for pair in entry.node.pair(section).map_or(&[][..], |pair| pair.value.pairs()) {
            let expression = pair.value.pair("type").map_or(&pair.value, |pair| &pair.value);
            if let TreeValue::Text { text, .. } = &expression.value {
                let words: Vec<&str> = text.split('<').map(|word| word.trim_end_matches('>')).collect();
                let types: Vec<usize> = words.iter().filter_map(index).collect();
                if !types.is_empty() {
                    parts.push(MemberPart { types, levels: LEVELS_OF_MEMBER + words.len() - 1 });
                }
            }
        }
    }
    parts
}

struct Depths {
    parts: Vec<Vec<MemberPart>>,
    /// `None` while a type is being measured; a cycle adds no levels.
    known: HashMap<usize, Option<usize>>,
}

impl Depths {
    fn known(&self, index: usize) -> usize {
        self.known.get(&index).copied().flatten().unwrap_or_default()
    }

    /// Levels below a type.
    fn of(&mut self, start: usize) -> usize {
        let mut pending = vec![start];
        while let Some(index) = pending.last().copied() {
            if self.known.get(&index).is_some_and(Option::is_some) {
                pending.pop();
                continue;
            }
            let parts = &self.parts[index];
            let unmeasured: Vec<usize> = parts
                .iter()
                .flat_map(|part| &part.types)
                .copied()
                .filter(|part| !self.known.contains_key(part))
                .collect();
            if unmeasured.is_empty() || self.known.contains_key(&index) {
                let of_part = |part: &MemberPart| {
                    part.types.iter().fold(part.levels, |sum, part| sum.saturating_add(self.known(*part)))
                };
                let deepest = parts.iter().map(of_part).max();
                self.known.insert(index, Some(deepest.unwrap_or_default()));
                pending.pop();
            } else {
                self.known.insert(index, None);
                pending.extend(unmeasured);
            }
        }
        self.known(start)
    }
}
