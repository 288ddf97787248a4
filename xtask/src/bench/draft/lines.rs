//! The lines of specs by their places.

use std::collections::BTreeMap;

use serde_yaml::{Mapping, Value};

/// The lines of an entry by their places.
pub(super) fn lines(entry: &Value) -> BTreeMap<String, String> {
    let mut lines = BTreeMap::new();
    for (key, value) in entry.as_mapping().into_iter().flatten() {
        match key.as_str() {
            // What a person judges and says is not counted, nor is the day of the capture.
            Some("doc" | "errata" | "captured" | "version") => {}
            Some("examples") => examples(value, &mut lines),
            Some("paging") => paging(value, &mut lines),
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
        _ => {
            lines.insert(path.to_owned(), shown(value));
        }
    }
}

/// The ways of paging by their styles, of which an operation has each once.
fn paging(value: &Value, lines: &mut BTreeMap<String, String>) {
    let ways = match value {
        Value::Sequence(ways) => ways.as_slice(),
        way => std::slice::from_ref(way),
    };
    for way in ways {
        let style = way.get("style").map(scalar).unwrap_or_default();
        for (key, value) in way.as_mapping().into_iter().flatten() {
            lines.insert(format!("paging.{style}.{}", scalar(key)), shown(value));
        }
    }
}

/// What a mapping on one line states, without its doc.
pub(super) fn inline(entries: &Mapping) -> String {
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

pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Mapping(entries) => inline(entries),
        Value::Sequence(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        _ => scalar(value),
    }
}

pub(super) fn scalar(value: &Value) -> String {
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
