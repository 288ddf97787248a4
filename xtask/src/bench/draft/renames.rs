//! Which drafted entry a person made into which finished one, and which names changed on the way.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::{Mapping, Value};

use super::lines::{inline, scalar};

/// The names in a draft that a person changed. A changed name counts once, not wherever it is used.
#[derive(Default)]
pub(super) struct Renames {
    types: BTreeMap<String, String>,
    /// Parameters of paths, by operation.
    parameters: BTreeMap<(String, String), String>,
}

impl Renames {
    pub(super) fn of(finished: &Value, drafted: &Value) -> Self {
        let mut renames = Self::default();
        let section = |spec: &Value, name| spec.get(name).and_then(Value::as_mapping).cloned().unwrap_or_default();
        let (types, drafted_types) = (section(finished, "types"), section(drafted, "types"));
        let mut votes: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (name, other) in pairs("types", &types, &drafted_types) {
            renames.types.insert(other.split('<').next().unwrap_or(other).to_owned(), name.to_owned());
            for pair in identifiers(types.get(name), drafted_types.get(other), "fields", &drafted_types) {
                *votes.entry(pair).or_default() += 1;
            }
        }
        let (operations, drafted_operations) = (section(finished, "operations"), section(drafted, "operations"));
        for (name, other) in pairs("operations", &operations, &drafted_operations) {
            let (Some(entry), Some(drafted)) = (operations.get(name), drafted_operations.get(other)) else { continue };
            for (parameter, drafted_parameter) in parameters(entry).into_iter().zip(parameters(drafted)) {
                let type_of = |entry: &Value, parameter: &str| {
                    let value = entry.get("path")?.get(parameter)?;
                    Some(value.as_mapping().map_or_else(|| scalar(value), inline))
                };
                if let (Some(identifier), Some(drafted)) =
                    (type_of(entry, &parameter), type_of(drafted, &drafted_parameter))
                    && drafted_types.get(drafted.as_str()).is_some_and(|declared| declared.get("id").is_some())
                {
                    renames.types.insert(drafted, identifier);
                }
                renames.parameters.insert((other.to_owned(), drafted_parameter), parameter);
            }
            for pair in identifiers(Some(entry), Some(drafted), "query", &drafted_types) {
                *votes.entry(pair).or_default() += 1;
            }
        }
        let mut votes: Vec<_> = votes.into_iter().collect();
        votes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for ((drafted, identifier), _) in votes {
            renames.types.entry(drafted).or_insert(identifier);
        }
        renames
    }

    /// The renamed types that the finished part only uses, as all of the API do.
    pub(super) fn of_others(&self, finished: &Value) -> BTreeSet<String> {
        let is_declared = |name: &str| finished.get("types").is_some_and(|types| types.get(name).is_some());
        let renamed = self.types.iter().filter(|(drafted, name)| drafted != name && !is_declared(name));
        renamed.map(|(drafted, _)| drafted.clone()).collect()
    }

    /// The words of a value that were renamed.
    pub(super) fn renamed<'v>(&self, value: &'v str) -> impl Iterator<Item = &'v str> {
        let words = value.split(|c: char| !is_of_name(c));
        words.filter(|word| self.types.get(*word).is_some_and(|name| name != word))
    }

    pub(super) fn in_lines(&self, operation: &str, lines: BTreeMap<String, String>) -> BTreeMap<String, Drafted> {
        let place = |path: String| {
            let mut parts: Vec<String> = path.split('.').map(str::to_owned).collect();
            for part in parts.iter_mut().skip(1) {
                if let Some(name) = self.parameters.get(&(operation.to_owned(), part.clone())) {
                    part.clone_from(name);
                }
            }
            parts.join(".")
        };
        let line = |value: String| Drafted { renamed: self.in_value(&value), value };
        lines.into_iter().map(|(path, value)| (place(path), line(value))).collect()
    }

    fn in_value(&self, value: &str) -> String {
        let mut renamed = String::with_capacity(value.len());
        let mut rest = value;
        while !rest.is_empty() {
            let (word, after) = rest.split_at(rest.find(|c| !is_of_name(c)).unwrap_or(rest.len()));
            renamed.push_str(self.types.get(word).map_or(word, String::as_str));
            let (other, after) = after.split_at(after.find(is_of_name).unwrap_or(after.len()));
            renamed.push_str(other);
            rest = after;
        }
        renamed
    }
}

/// A line of a draft.
pub(super) struct Drafted {
    pub(super) value: String,
    /// With the finished names.
    pub(super) renamed: String,
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The drafted identifiers of a section of two entries with those that a person gave the same places.
fn identifiers(
    finished: Option<&Value>,
    drafted: Option<&Value>,
    section: &str,
    types: &Mapping,
) -> Vec<(String, String)> {
    let section = |entry: Option<&Value>| entry?.get(section)?.as_mapping().cloned();
    let (finished, drafted) = (section(finished).unwrap_or_default(), section(drafted).unwrap_or_default());
    let type_of = |value: &Value| scalar(value.get("type").unwrap_or(value));
    let is_declared = |name: &str| types.get(name).is_some_and(|declared| declared.get("id").is_some());
    let pairs = drafted.iter().filter_map(|(name, value)| Some((type_of(value), type_of(finished.get(name)?))));
    pairs.filter(|(drafted, finished)| is_declared(drafted) && finished.ends_with("Id")).collect()
}

/// The parameters of an operation's path, in order.
fn parameters(operation: &Value) -> Vec<String> {
    let template = operation.as_mapping().into_iter().flatten().find_map(|(key, value)| {
        key.as_str().filter(|key| key.chars().all(|c| c.is_ascii_uppercase())).and(value.as_str())
    });
    let parts = template.unwrap_or_default().split('{').skip(1);
    parts.filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect()
}

/// A path template without the names of its parameters, which are not on the wire.
pub(super) fn without_names(template: &str) -> String {
    template.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after)).collect::<Vec<_>>().join("{}")
}

/// The drafted entry for each finished one: of the same request, of the same name, or else with the most members in common.
pub(super) fn pairs<'v>(section: &str, finished: &'v Mapping, drafted: &'v Mapping) -> BTreeMap<&'v str, &'v str> {
    let mut found: BTreeMap<&str, &str> = BTreeMap::new();
    let names = |entries: &'v Mapping| -> Vec<(&'v str, &'v Value)> {
        entries.iter().filter_map(|(name, entry)| Some((name.as_str()?, entry))).collect()
    };
    let (finished, drafted) = (names(finished), names(drafted));
    if section != "operations" {
        for (name, _) in &finished {
            let is_same = |(other, _): &&(&'v str, &Value)| other.split('<').next() == name.split('<').next();
            if let Some((other, _)) = drafted.iter().find(is_same) {
                found.insert(name, other);
            }
        }
    }
    for (name, entry) in &finished {
        if found.contains_key(name) {
            continue;
        }
        let taken: BTreeSet<&str> = found.values().copied().collect();
        let score = |(other, drafted): &(&'v str, &'v Value)| {
            if taken.contains(other) {
                return 0;
            }
            if section == "operations" {
                usize::from(request(entry) == request(drafted))
            } else {
                in_common(entry, drafted)
            }
        };
        if let Some((other, _)) = drafted.iter().filter(|other| score(other) > 0).max_by_key(|other| score(other)) {
            found.insert(name, other);
        }
    }
    found
}

/// The method and the path of an operation, without the names of parameters.
fn request(operation: &Value) -> Option<String> {
    let (method, template) = operation.as_mapping()?.iter().find_map(|(key, value)| {
        let key = key.as_str().filter(|key| key.chars().all(|c| c.is_ascii_uppercase()))?;
        Some((key, value.as_str()?))
    })?;
    let path = template.split('?').next()?;
    let segments: Vec<&str> = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect();
    Some(format!("{method} {}", segments.join("/").to_lowercase()))
}

/// The share of members or values that two types have in common.
fn in_common(one: &Value, other: &Value) -> usize {
    const KINDS: [&str; 4] = ["fields", "values", "statuses", "id"];
    let keys = |entry: &Value, kind| -> BTreeSet<String> {
        let parts = entry.get(kind).and_then(Value::as_mapping);
        parts.into_iter().flat_map(Mapping::keys).map(|key| scalar(key).to_lowercase()).collect()
    };
    let shares = KINDS.iter().map(|kind| {
        let (one, other) = (keys(one, kind), keys(other, kind));
        one.intersection(&other).count().saturating_mul(100).checked_div(one.union(&other).count()).unwrap_or_default()
    });
    shares.sum()
}
