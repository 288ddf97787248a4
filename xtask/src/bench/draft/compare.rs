//! Which lines of a finished spec stand in a draft.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_yaml::{Mapping, Value};

use super::finished::cited;
use super::lines::{lines, scalar};
use super::renames::{Drafted, Renames, pairs, without_names};
use super::share::{Share, Work};

/// What a draft has of a finished part of a spec.
#[derive(Default)]
pub(super) struct Shares {
    /// Of the entries that a person made of the given version of their page.
    pub(super) same_version: Share,
    /// Of the entries that were made of another version of their page.
    pub(super) other_version: Share,
}

impl Shares {
    pub(super) fn all(&self) -> Share {
        let mut all = self.same_version.clone();
        all.add(self.other_version.clone());
        all
    }

    pub(super) fn add(&mut self, other: Self) {
        self.same_version.add(other.same_version);
        self.other_version.add(other.other_version);
    }
}

/// A draft with what is needed to compare entries with it.
struct MarkedDraft {
    sections: Value,
    marked: BTreeSet<String>,
    renamed: Renames,
    /// Names of shared identifiers that a person still has to change.
    unchanged: BTreeSet<String>,
}

/// Counts the lines of a finished part of a spec that stand in a draft.
pub(super) fn compare(finished: &Value, draft: &str) -> Result<Shares> {
    let sections: Value = serde_yaml::from_str(draft).context("the draft is no YAML")?;
    let renamed = Renames::of(finished, &sections);
    let mut draft = MarkedDraft { marked: marked(draft), unchanged: renamed.of_others(finished), renamed, sections };
    let mut comparison = Shares::default();
    let of = |spec: &Value, section| spec.get(section).and_then(Value::as_mapping).cloned().unwrap_or_default();
    let (pages, drafted_pages) = (of(finished, "pages"), of(&draft.sections, "pages"));
    let version = |pages: &Mapping, name: &str| pages.get(name).and_then(|page| page.get("version")).map(scalar);
    let is_of_other =
        |name: &str| drafted_pages.contains_key(name) && version(&pages, name) != version(&drafted_pages, name);
    for section in ["pages", "operations", "types"] {
        let (finished, drafted) = (of(finished, section), of(&draft.sections, section));
        let pairs = pairs(section, &finished, &drafted);
        for (name, entry) in &finished {
            let name = name.as_str().unwrap_or_default();
            let is_of_other =
                if section == "pages" { is_of_other(name) } else { cited(entry).iter().any(|page| is_of_other(page)) };
            let share = if is_of_other { &mut comparison.other_version } else { &mut comparison.same_version };
            let other = pairs.get(name).copied();
            compare_entry(section, (name, entry), other, &mut draft, share);
        }
        let kept: BTreeSet<&str> = pairs.values().copied().collect();
        let unpaired = drafted.iter().filter(|(name, _)| name.as_str().is_some_and(|name| !kept.contains(name)));
        comparison.same_version.count_surplus(unpaired.map(|(_, entry)| lines(entry).len() + 1).sum());
    }
    Ok(comparison)
}

/// Counts the lines of an entry that stand in its counterpart.
fn compare_entry(
    section: &str,
    (name, entry): (&str, &Value),
    other: Option<&str>,
    draft: &mut MarkedDraft,
    share: &mut Share,
) {
    let counterpart = other.and_then(|other| draft.sections.get(section)?.get(other));
    let mut drafted = counterpart.map(|found| draft.renamed.in_lines(other.unwrap_or_default(), lines(found)));
    let kind = section.trim_end_matches('s');
    let work = if other == Some(name) { Work::None } else { Work::Type };
    share.count(work, &format!("{kind}: name"), || format!("{section}.{name}"));
    let unknown = not_of_pages(entry);
    for (path, value) in lines(entry) {
        let found = drafted.as_mut().and_then(|lines| lines.remove(&path));
        let is_of =
            |at: &String| path == *at || path.strip_prefix(at.as_str()).is_some_and(|rest| rest.starts_with('.'));
        if unknown.iter().any(is_of) {
            continue;
        }
        let place = format!("{section}.{}.{path}", other.unwrap_or_default());
        let work = match &found {
            Some(found) => draft.work(found, &path, &value, &place),
            None => Work::Type,
        };
        let is_absent =
            |example: &str| drafted.as_ref().is_none_or(|lines| !has_example(lines, example)) && found.is_none();
        let kind = kind_of(kind, &path, is_absent);
        share.count(work, &kind, || {
            let drafted = found.as_ref().map(|found| format!(" (draft: {})", found.renamed)).unwrap_or_default();
            format!("{section}.{name}.{path}: {value}{drafted}")
        });
        // All of an example has a mark.
        if let Some(found) = found
            && work == Work::Type
            && found.renamed != value
            && !path.starts_with("examples")
            && !is_own_type(&found.renamed, &value)
            && !is_request_renamed(&path, &found.renamed, &value)
            && !draft.is_marked(&place, &found.value)
        {
            share.wrong.push(format!("{place}: {}, finished as {value}", found.value));
        }
    }
    share.count_surplus(drafted.map_or(0, |lines| lines.len()));
}

impl MarkedDraft {
    /// What is left to do with a line of the draft to make it the finished one.
    fn work(&mut self, found: &Drafted, path: &str, value: &str, place: &str) -> Work {
        let is_own = is_example_value(path) || path.contains(".codes.") && is_name(value) && is_name(&found.renamed);
        if is_own && (path.starts_with("examples") || self.is_marked(place, &found.value)) {
            return Work::FillIn;
        }
        // Names that a person changes are changed once.
        let changed: Vec<String> = self
            .renamed
            .renamed(&found.value)
            .filter(|name| self.unchanged.contains(*name))
            .map(str::to_owned)
            .collect();
        if found.renamed != value {
            return Work::Type;
        }
        self.unchanged.retain(|name| !changed.contains(name));
        if changed.is_empty() { Work::None } else { Work::Type }
    }

    /// Whether a place has a mark, or the drafted type that is named there.
    fn is_marked(&self, place: &str, value: &str) -> bool {
        let mut names = value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|name| !name.is_empty());
        has_mark(&self.marked, place) || names.any(|name| self.marked.contains(&format!("types.{name}")))
    }
}

/// Whether a line of an example has something of a person's own: its name or a value.
fn is_example_value(path: &str) -> bool {
    path.starts_with("examples.") && !path.ends_with(".status") && !path.ends_with(".code")
        || path.ends_with(".response.code")
}

/// Whether a value only names something.
fn is_name(value: &str) -> bool {
    !value.contains(',')
}

fn is_request_renamed(path: &str, found: &str, finished: &str) -> bool {
    path.chars().all(|c| c.is_ascii_uppercase()) && without_names(found) == without_names(finished)
}

/// Whether a person only gave a text of the page a type of its own.
fn is_own_type(found: &str, finished: &str) -> bool {
    finished.ends_with("Id") && matches!(found, "string" | "uuid")
}

fn has_example(lines: &BTreeMap<String, Drafted>, example: &str) -> bool {
    let begin = format!("{example}.");
    lines.keys().any(|path| path == example || path.starts_with(&begin))
}

/// The kind of a line, by which missing ones are grouped.
fn kind_of(section: &str, path: &str, is_absent: impl Fn(&str) -> bool) -> String {
    let mut parts = path.split('.');
    let first = parts.next().unwrap_or_default();
    if first != "examples" {
        let is_method = first.chars().all(|c| c.is_ascii_uppercase());
        return format!("{section}: {}", if is_method { "request line" } else { first });
    }
    let example = format!("examples.{}", parts.next().unwrap_or_default());
    match parts.next() {
        Some("request") => "example: request line".to_owned(),
        _ if is_absent(&example) => "example: a further one".to_owned(),
        Some(key) => format!("example: {key}"),
        None => "example: name".to_owned(),
    }
}

/// The places of an entry that a page lacks according to an erratum: a person found them elsewhere.
fn not_of_pages(entry: &Value) -> Vec<String> {
    let errata = entry.get("errata").and_then(Value::as_sequence).into_iter().flatten();
    let lacking = errata.filter(|erratum| erratum.get("lacks").and_then(Value::as_bool) == Some(true));
    lacking.filter_map(|erratum| erratum.get("at").and_then(Value::as_str)).map(str::to_owned).collect()
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
