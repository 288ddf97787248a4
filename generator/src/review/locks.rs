//! What vendors changed on their pages, according to `pages.lock`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::change::{ChangeKind, code};
use super::pairing::PositionPairs;
use crate::diagnostics::Sources;
use crate::pages::facts::PageFacts;
use crate::pages::lock::{self, LockError};

/// A page whose facts changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PageChange {
    /// The API with the lock.
    pub api: String,
    /// The name of the page in its folder.
    pub page: String,
    /// How it changed.
    pub kind: ChangeKind,
    /// The version that the page states now, or stated before it was removed.
    pub version: String,
    /// The facts that differ; none for a page that is new or gone.
    pub facts: Vec<String>,
}

/// The changes of the pages of one API.
#[derive(Default)]
pub(super) struct PageChanges {
    pub(super) changes: Vec<PageChange>,
    /// The number of pages that did not change, but in which another version of the reader found other facts.
    pub(super) read_otherwise: usize,
}

/// Reads the text of a lock, shown as `path`.
///
/// # Errors
///
/// If it is malformed.
pub(super) fn read(path: &str, text: String) -> Result<Vec<PageFacts>, LockError> {
    let mut sources = Sources::default();
    let file = sources.add(path, text);
    Ok(lock::read(file, &sources)?.into_iter().map(|source| source.page).collect())
}

/// Compares the pages of one API. Pages are paired by name, rendering and whether they are translations; if there are several
/// versions, equal ones are paired, or the only ones that remain. A further version of a page is compared with its newest
/// earlier one.
pub(super) fn between(api: &str, before: &[PageFacts], after: &[PageFacts]) -> PageChanges {
    let identity = |page: &PageFacts| (page.identity.name.clone(), page.rendering, page.is_translation);
    let mut pairs = PositionPairs::new(before, after, |one, other| {
        identity(one) == identity(other) && one.version == other.version
    });
    pairs.rename(|one, other| identity(&before[one]) == identity(&after[other]));
    let change = |page: &PageFacts, kind, facts| PageChange {
        api: api.to_owned(),
        page: page.identity.name.clone(),
        kind,
        version: page.version.clone(),
        facts,
    };
    let mut changes: Vec<PageChange> = Vec::new();
    let mut read_otherwise = 0;
    changes.extend(pairs.removed.iter().map(|index| change(&before[*index], ChangeKind::Removed, Vec::new())));
    let mut both: Vec<(&PageFacts, &PageFacts)> =
        pairs.both.iter().map(|(one, other)| (&before[*one], &after[*other])).collect();
    for page in pairs.added.iter().map(|index| &after[*index]) {
        let is_earlier = |other: &&PageFacts| {
            identity(other) == identity(page) && lock::date_of(&other.version) < lock::date_of(&page.version)
        };
        match before.iter().filter(is_earlier).max_by_key(|other| lock::date_of(&other.version)) {
            Some(earlier) => both.push((earlier, page)),
            None => changes.push(change(page, ChangeKind::Added, Vec::new())),
        }
    }
    for (one, other) in both {
        let facts = differences(one, other);
        // A newer reader finds more in the same page, which the vendor did not change.
        if one.reader != other.reader && one.version == other.version {
            read_otherwise += usize::from(!facts.is_empty());
            continue;
        }
        if !facts.is_empty() || one.version != other.version {
            changes.push(change(other, ChangeKind::Changed, facts));
        }
    }
    changes.sort_by(|one, other| (&one.page, &one.version).cmp(&(&other.page, &other.version)));
    PageChanges { changes, read_otherwise }
}

fn differences(before: &PageFacts, after: &PageFacts) -> Vec<String> {
    let (before, after) = (Facts::of(before), Facts::of(after));
    let mut differences = Vec::new();
    let is_outermost =
        |row: &str, rows: &Facts, other: &Facts| rows.row_of(row).is_none_or(|outer| other.rows.contains(outer));
    let gone = before.rows.difference(&after.rows).filter(|row| is_outermost(row, &before, &after));
    differences.extend(gone.map(|row| format!("{} is no longer stated", code(row))));
    let new = after.rows.difference(&before.rows).filter(|row| is_outermost(row, &after, &before));
    differences.extend(new.map(|row| format!("{} is stated now", code(row))));
    for (at, fact) in &before.values {
        if before.row_of(at).is_some_and(|row| !after.rows.contains(row)) {
            continue;
        }
        match after.values.get(at) {
            None => differences.push(format!("{} is no longer stated; it was {}", code(at), code(fact))),
            Some(now) if now != fact => {
                differences.push(format!("{} is {} instead of {}", code(at), code(now), code(fact)));
            }
            Some(_) => {}
        }
    }
    let is_of_old_row = |at: &str| after.row_of(at).is_none_or(|row| before.rows.contains(row));
    let added = after.values.iter().filter(|(at, _)| is_of_old_row(at) && !before.values.contains_key(*at));
    differences.extend(added.map(|(at, fact)| format!("{} is {} now; it was not stated", code(at), code(fact))));
    differences
}

/// The facts of a page by their paths of names.
#[derive(Default)]
struct Facts {
    values: BTreeMap<String, String>,
    /// Rows of lists, such as parameters.
    rows: BTreeSet<String>,
}

impl Facts {
    fn of(page: &PageFacts) -> Self {
        let mut facts = Self::default();
        if let Ok(value) = serde_json::to_value(page) {
            facts.flatten("", &value);
            facts.values.remove("reader");
        }
        facts
    }

    /// The innermost row that contains a fact or another row.
    fn row_of(&self, at: &str) -> Option<&str> {
        let ends = at.rmatch_indices('.').map(|(end, _)| end);
        ends.filter_map(|end| at.get(..end)).find_map(|part| self.rows.get(part)).map(String::as_str)
    }

    fn flatten(&mut self, at: &str, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    self.flatten(&below(at, name), value);
                }
            }
            Value::Array(items) if items.iter().any(Value::is_object) => {
                for (index, item) in items.iter().enumerate() {
                    let name = name_of(item).unwrap_or_else(|| index.to_string());
                    let taken =
                        items[..index].iter().filter(|earlier| name_of(earlier).as_ref() == Some(&name)).count();
                    let name = if taken == 0 { name } else { format!("{name} ({})", taken + 1) };
                    let row = below(at, &name);
                    self.flatten(&row, item);
                    self.rows.insert(row);
                }
            }
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(plain).collect();
                self.values.insert(at.to_owned(), items.join(", "));
            }
            scalar => {
                self.values.insert(at.to_owned(), plain(scalar));
            }
        }
    }
}

fn below(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}

/// What identifies a row of a list.
fn name_of(item: &Value) -> Option<String> {
    ["name", "path", "uri", "status"].iter().find_map(|key| item.get(key)).map(plain)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
