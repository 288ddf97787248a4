//! Finished specs, and the part of them that was made from a group of pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_yaml::{Mapping, Value};

/// The files of one API.
pub(super) struct Finished {
    api: Value,
    areas: Vec<Value>,
}

impl Finished {
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let mut api = Value::Null;
        let mut areas = Vec::new();
        let mut files: Vec<_> = fs::read_dir(folder)
            .with_context(|| format!("cannot read {}", folder.display()))?
            .collect::<Result<_, _>>()?;
        files.sort_by_key(fs::DirEntry::file_name);
        for file in files {
            let path = file.path();
            if path.extension().is_none_or(|ending| ending != "yaml") {
                continue;
            }
            let text = fs::read_to_string(&path)?;
            let value: Value =
                serde_yaml::from_str(&text).with_context(|| format!("cannot parse {}", path.display()))?;
            if file.file_name() == "api.yaml" { api = value } else { areas.push(value) }
        }
        Ok(Self { api, areas })
    }

    /// `api.yaml` with what decides how requests look, and nothing that an area can use.
    pub(super) fn empty_api(&self) -> Result<String> {
        const KEPT: [&str; 8] = [
            "title",
            "servers",
            "version",
            "credentials",
            "headers",
            "member-case",
            "enum-url-spelling",
            "error-shapes",
        ];
        let cited = cited(&self.api);
        let keep = |key: &&str| Some((Value::from(*key), self.api.get(*key)?.clone()));
        let mut kept: Mapping = KEPT.iter().filter_map(keep).collect();
        // The API's own pages show where pages are published.
        let pages = entries(&self.api, "pages").filter(|(name, _)| cited.contains(name));
        let pages: Mapping = pages.map(|(name, page)| (name.into(), page.clone())).collect();
        if !pages.is_empty() {
            kept.insert("page".into(), cited.into_iter().map(Value::from).collect::<Vec<_>>().into());
            kept.insert("pages".into(), Value::Mapping(pages));
        }
        if let Some(servers) = kept.get_mut("servers").and_then(Value::as_mapping_mut) {
            for (_, server) in servers.iter_mut() {
                if let Some(server) = server.as_mapping_mut() {
                    server.retain(|key, _| key == "url" || key == "doc");
                }
            }
        }
        Ok(serde_yaml::to_string(&kept)?)
    }

    /// The pages, operations and types that were made from pages with these names.
    pub(super) fn part(&self, names: &[&str]) -> Value {
        let (mut pages, mut operations, mut types) = (Mapping::new(), Mapping::new(), Mapping::new());
        let mut declared: BTreeMap<&str, &Value> = BTreeMap::new();
        let mut is_shared = BTreeSet::new();
        for (file, is_api) in self.areas.iter().map(|area| (area, false)).chain([(&self.api, true)]) {
            let is_of_group = |page: &str| {
                let url = file.get("pages").or(self.api.get("pages")).and_then(|pages| pages.get(page));
                let url = url.and_then(|page| page.get("url")).and_then(Value::as_str).unwrap_or(page);
                names.contains(&page) || names.iter().any(|name| url.rsplit('/').next() == Some(name))
            };
            for (name, page) in entries(file, "pages").filter(|(name, _)| is_of_group(name)) {
                pages.insert(name.into(), page.clone());
            }
            for (name, operation) in entries(file, "operations") {
                if cited(operation).iter().any(|page| is_of_group(page)) && !is_not_of_pages(operation) {
                    operations.insert(name.into(), operation.clone());
                }
            }
            for (name, of_type) in entries(file, "types") {
                let cites = cited(of_type);
                // What all areas share, or another page defines, is not the work of this group.
                if is_api && cites.is_empty() || !cites.is_empty() && !cites.iter().any(|page| is_of_group(page)) {
                    is_shared.insert(name);
                }
                declared.entry(name).or_insert(of_type);
            }
        }
        let mut pending: Vec<String> = operations.values().flat_map(words).collect();
        while let Some(word) = pending.pop() {
            let Some((name, of_type)) = declared.remove_entry(word.as_str()) else { continue };
            if !is_shared.contains(name) {
                pending.extend(words(of_type));
                types.insert(name.into(), of_type.clone());
            }
        }
        let sections = [("pages", pages), ("operations", operations), ("types", types)];
        Value::Mapping(sections.into_iter().map(|(key, entries)| (key.into(), Value::Mapping(entries))).collect())
    }
}

/// Whether a person found the whole operation elsewhere, according to an erratum.
fn is_not_of_pages(operation: &Value) -> bool {
    let errata = operation.get("errata").and_then(Value::as_sequence).into_iter().flatten();
    let mut requests = errata.filter(|erratum| {
        let at = erratum.get("at").and_then(Value::as_str).unwrap_or_default();
        at.chars().all(|c| c.is_ascii_uppercase())
    });
    requests.any(|erratum| erratum.get("lacks").and_then(Value::as_bool) == Some(true))
}

fn entries<'v>(file: &'v Value, section: &str) -> impl Iterator<Item = (&'v str, &'v Value)> {
    let entries = file.get(section).and_then(Value::as_mapping).into_iter().flatten();
    entries.filter_map(|(name, entry)| Some((name.as_str()?.split('<').next()?, entry)))
}

pub(super) fn cited(entry: &Value) -> Vec<&str> {
    match entry.get("page") {
        Some(Value::String(page)) => vec![page],
        Some(Value::Sequence(pages)) => pages.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The words in what an entry states, which may be names of types.
fn words(entry: &Value) -> Vec<String> {
    const OTHER: [&str; 4] = ["doc", "examples", "errata", "page"];
    match entry {
        Value::String(text) => text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_owned).collect(),
        Value::Sequence(items) => items.iter().flat_map(words).collect(),
        Value::Mapping(entries) => {
            let stated = entries.iter().filter(|(key, _)| !key.as_str().is_some_and(|key| OTHER.contains(&key)));
            stated.flat_map(|(_, value)| words(value)).collect()
        }
        _ => Vec::new(),
    }
}
