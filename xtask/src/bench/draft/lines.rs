//! The lines of specs, and which of a finished one a draft has.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_yaml::{Mapping, Value};

/// How many lines a draft has of those that are finished.
#[derive(Default)]
pub(super) struct Share {
    all: usize,
    standing: usize,
    pub(super) missing: Vec<String>,
    pub(super) wrong: Vec<String>,
}

impl Share {
    pub(super) fn shown(&self) -> String {
        let percent = self.standing.saturating_mul(100).checked_div(self.all).unwrap_or(100);
        format!(
            "{percent} % ({} of {} lines), {} wrong claims without a mark",
            self.standing,
            self.all,
            self.wrong.len()
        )
    }

    pub(super) fn add(&mut self, mut other: Self) {
        self.all += other.all;
        self.standing += other.standing;
        self.missing.append(&mut other.missing);
        self.wrong.append(&mut other.wrong);
    }
}

/// Counts the lines of a finished part of a spec that stand in a draft.
pub(super) fn compare(finished: &Value, draft: &str) -> Result<Share> {
    let marked = marked(draft);
    let drafted: Value = serde_yaml::from_str(draft).context("the draft is no YAML")?;
    let renamed = Renames::of(finished, &drafted);
    let mut share = Share::default();
    for section in ["pages", "operations", "types"] {
        let empty = Mapping::new();
        let of = |spec: &'_ Value| spec.get(section).and_then(Value::as_mapping).cloned().unwrap_or_default();
        let (finished, drafted) = (of(finished), of(&drafted));
        let pairs = pairs(section, &finished, &drafted);
        for (name, entry) in &finished {
            let name = name.as_str().unwrap_or_default();
            let counterpart = pairs.get(name);
            let lines = lines(entry);
            let drafted_lines = counterpart.map(|other| {
                let lines = self::lines(drafted.get(*other).unwrap_or(&Value::Mapping(empty.clone())));
                renamed.in_lines(other, lines)
            });
            share.all += 1;
            if counterpart.is_some_and(|other| *other == name) {
                share.standing += 1;
            } else {
                share.missing.push(format!("{section}.{name}"));
            }
            let unknown = not_of_pages(entry);
            for (path, value) in lines {
                let is_of = |at: &String| {
                    path == *at || path.strip_prefix(at.as_str()).is_some_and(|rest| rest.starts_with('.'))
                };
                if unknown.iter().any(is_of) {
                    continue;
                }
                share.all += 1;
                let found = drafted_lines.as_ref().and_then(|lines| lines.get(&path));
                if found == Some(&value) {
                    share.standing += 1;
                    continue;
                }
                share.missing.push(format!(
                    "{section}.{name}.{path}: {value}{}",
                    found.map(|found| format!(" (draft: {found})")).unwrap_or_default()
                ));
                // All of an example has a mark.
                if let (Some(found), Some(other)) = (found, counterpart)
                    && !path.starts_with("examples")
                    && !is_own_type(found, &value)
                    && !(path.chars().all(|c| c.is_ascii_uppercase()) && without_names(found) == without_names(&value))
                {
                    let place = format!("{section}.{other}.{path}");
                    if !has_mark(&marked, &place) {
                        share.wrong.push(format!("{place}: {found}, finished as {value}"));
                    }
                }
            }
        }
    }
    Ok(share)
}

/// The names in a draft that a person changed. A changed name counts once, not wherever it is used.
#[derive(Default)]
struct Renames {
    types: BTreeMap<String, String>,
    /// Parameters of paths, by operation.
    parameters: BTreeMap<(String, String), String>,
}

impl Renames {
    fn of(finished: &Value, drafted: &Value) -> Self {
        let mut renames = Self::default();
        let section = |spec: &Value, name| spec.get(name).and_then(Value::as_mapping).cloned().unwrap_or_default();
        let (types, drafted_types) = (section(finished, "types"), section(drafted, "types"));
        for (name, other) in pairs("types", &types, &drafted_types) {
            renames.types.insert(other.split('<').next().unwrap_or(other).to_owned(), name.to_owned());
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
        }
        renames
    }

    fn in_lines(&self, operation: &str, lines: BTreeMap<String, String>) -> BTreeMap<String, String> {
        let place = |path: String| {
            let mut parts: Vec<String> = path.split('.').map(str::to_owned).collect();
            for part in parts.iter_mut().skip(1) {
                if let Some(name) = self.parameters.get(&(operation.to_owned(), part.clone())) {
                    part.clone_from(name);
                }
            }
            parts.join(".")
        };
        lines.into_iter().map(|(path, value)| (place(path), self.in_value(&value))).collect()
    }

    fn in_value(&self, value: &str) -> String {
        let mut renamed = String::with_capacity(value.len());
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
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

/// The parameters of an operation's path, in order.
fn parameters(operation: &Value) -> Vec<String> {
    let template = operation.as_mapping().into_iter().flatten().find_map(|(key, value)| {
        key.as_str().filter(|key| key.chars().all(|c| c.is_ascii_uppercase())).and(value.as_str())
    });
    let parts = template.unwrap_or_default().split('{').skip(1);
    parts.filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect()
}

/// A path template without the names of its parameters, which are not on the wire.
fn without_names(template: &str) -> String {
    template.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after)).collect::<Vec<_>>().join("{}")
}

/// The places of an entry that a page lacks according to an erratum: a person found them elsewhere.
fn not_of_pages(entry: &Value) -> Vec<String> {
    let errata = entry.get("errata").and_then(Value::as_sequence).into_iter().flatten();
    let lacking = errata.filter(|erratum| erratum.get("lacks").and_then(Value::as_bool) == Some(true));
    lacking.filter_map(|erratum| erratum.get("at").and_then(Value::as_str)).map(str::to_owned).collect()
}

/// Whether a person only gave a text of the page a type of its own.
fn is_own_type(found: &str, finished: &str) -> bool {
    finished.ends_with("Id") && matches!(found, "string" | "uuid")
}

/// The drafted entry for each finished one: of the same request, of the same name, or else with the most members in common.
fn pairs<'v>(section: &str, finished: &'v Mapping, drafted: &'v Mapping) -> BTreeMap<&'v str, &'v str> {
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

/// The lines of an entry by their places.
fn lines(entry: &Value) -> BTreeMap<String, String> {
    let mut lines = BTreeMap::new();
    for (key, value) in entry.as_mapping().into_iter().flatten() {
        match key.as_str() {
            // What a person judges and says is not counted, nor is the day of the capture.
            Some("doc" | "errata" | "captured" | "version") => {}
            Some("examples") => examples(value, &mut lines),
            Some(key) => add(key, value, &mut lines),
            None => {}
        }
    }
    lines
}

fn add(path: &str, value: &Value, lines: &mut BTreeMap<String, String>) {
    match value {
        Value::Mapping(entries) => {
            let depth = path.split('.').count();
            let is_list = depth == 1 && path != "body" || path.ends_with(".codes");
            let is_one_line = !is_list && !entries.contains_key("codes");
            if is_one_line {
                lines.insert(path.to_owned(), inline(entries));
                return;
            }
            lines.insert(path.to_owned(), String::new());
            for (key, value) in entries {
                add(&format!("{path}.{}", scalar(key)), value, lines);
            }
        }
        Value::Sequence(items) if items.iter().any(Value::is_mapping) => {
            for (index, item) in items.iter().enumerate() {
                for (key, value) in item.as_mapping().into_iter().flatten() {
                    lines.insert(format!("{path}[{index}].{}", scalar(key)), shown(value));
                }
            }
        }
        _ => {
            lines.insert(path.to_owned(), shown(value));
        }
    }
}

/// What a mapping on one line states, without its doc.
fn inline(entries: &Mapping) -> String {
    let mut stated: BTreeMap<String, String> = entries.iter().map(|(key, value)| (scalar(key), shown(value))).collect();
    stated.remove("doc");
    if stated.len() == 1
        && let Some(only) = stated.remove("type")
    {
        return only;
    }
    let stated: Vec<String> = stated.into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
    if stated.is_empty() { String::new() } else { format!("{{ {} }}", stated.join(", ")) }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Mapping(entries) => inline(entries),
        Value::Sequence(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        _ => scalar(value),
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        _ => String::new(),
    }
}

/// The places of examples by their kind and number; their values are a person's.
fn examples(examples: &Value, lines: &mut BTreeMap<String, String>) {
    lines.insert("examples".to_owned(), String::new());
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for (name, example) in examples.as_mapping().into_iter().flatten() {
        let status = example.get("status").map(scalar).filter(|status| status.starts_with(['4', '5']));
        let kind = status.clone().unwrap_or_else(|| "success".to_owned());
        let number = numbers.entry(kind.clone()).or_default();
        let path = format!("examples.{kind}-{number}");
        *number += 1;
        lines.insert(path.clone(), scalar(name));
        for (key, value) in example.as_mapping().into_iter().flatten() {
            match key.as_str() {
                Some("doc") => {}
                Some("status" | "code") => drop(lines.insert(format!("{path}.{}", scalar(key)), scalar(value))),
                _ => places(&format!("{path}.{}", scalar(key)), value, lines),
            }
        }
    }
}

fn places(path: &str, value: &Value, lines: &mut BTreeMap<String, String>) {
    match value {
        Value::Mapping(entries) => {
            entries.iter().for_each(|(key, value)| places(&format!("{path}.{}", scalar(key)), value, lines));
        }
        Value::Sequence(items) => items.iter().for_each(|item| places(&format!("{path}[]"), item, lines)),
        _ => drop(lines.insert(path.to_owned(), String::new())),
    }
}

/// The places of a draft that have a mark, beside them or above.
fn marked(draft: &str) -> BTreeSet<String> {
    let mut marked = BTreeSet::new();
    let mut path: Vec<(usize, String)> = Vec::new();
    let mut is_pending = false;
    for line in draft.lines() {
        let indent = line.len() - line.trim_start().len();
        if line.trim_start().starts_with('#') {
            is_pending |= line.contains("# GAP:");
            continue;
        }
        let Some((key, _)) = line.trim_start().split_once(':') else { continue };
        path.retain(|(depth, _)| *depth < indent);
        path.push((indent, key.trim_matches('"').to_owned()));
        if is_pending || line.contains("# GAP:") {
            let names: Vec<&str> = path.iter().map(|(_, name)| name.as_str()).collect();
            marked.insert(names.join("."));
        }
        is_pending = false;
    }
    marked
}

/// Whether a place or one that contains it has a mark. The mark of an operation is about its name.
fn has_mark(marked: &BTreeSet<String>, place: &str) -> bool {
    let parts: Vec<&str> = place.split('.').collect();
    let first = if place.starts_with("operations.") { 3 } else { 2 };
    (first..=parts.len()).any(|end| parts.get(..end).is_some_and(|parts| marked.contains(&parts.join("."))))
}
