//! What changed on pages since they were locked.

use serde_yaml::Value;

use super::{is_same_document, without_repetitions};
use crate::diagnostics::{Code, Diagnostic, Place, Sources, sort};
use crate::pages::compare::{PageSource, line_place};
use crate::pages::facts::{Fact, PageFacts};
use crate::pages::versions::{is_newer, is_same_page};
use crate::program;

/// The differences between locked pages and the pages as they are read now.
#[derive(Debug, Default)]
pub struct LockChanges {
    /// What the vendor changed.
    pub mismatches: Vec<Diagnostic>,
    /// The number of locked pages in which an earlier version of the reader found other facts.
    pub read_otherwise: usize,
}

/// Reports pages whose facts differ from the locked ones, and pages in a version that is not locked.
pub fn changes(locked: &[PageSource], read: &[PageSource], sources: &Sources) -> LockChanges {
    let mut changes = LockChanges::default();
    for source in read {
        let page = &source.page;
        let is_same = |other: &&PageSource| is_same_page(&other.page, page);
        let same_version = locked
            .iter()
            .filter(is_same)
            .filter(|other| other.page.version == page.version)
            .min_by_key(|other| changed_parts(&other.page, page).len());
        // The lock does not keep what a newer version has replaced.
        if same_version.is_none() && locked.iter().any(|other| is_newer(&other.page, page)) {
            continue;
        }
        let Some(other) = same_version.or_else(|| locked.iter().rfind(is_same)) else { continue };
        let changed = changed_parts(&other.page, page);
        let has_earlier_reader = other.page.reader != page.reader;
        if same_version.is_some() && (changed.is_empty() || has_earlier_reader) {
            changes.read_otherwise += usize::from(!changed.is_empty());
            continue;
        }
        let line = changed.first().map_or(1, |part| part.line);
        let place = line_place(source.file, line, sources);
        let names = changed.iter().map(|part| part.name).collect::<Vec<_>>().join(", ");
        let (name, version) = (&page.identity.name, &page.version);
        let message = if same_version.is_some() {
            format!("`{name}` states other {names} than when it was locked")
        } else {
            let earlier = &other.page.version;
            let what = match changed.is_empty() {
                true => "the same facts as".to_owned(),
                // The differences can be those of the reader.
                false if has_earlier_reader => "possibly other facts than".to_owned(),
                false => format!("other {names} than"),
            };
            format!("`{name}` has a new version {version}, with {what} {earlier}")
        };
        let locked_line = changed.first().map_or(1, |part| part.locked_line);
        let locked_at = line_place(other.file, locked_line, sources);
        changes.mismatches.push(mismatch(place, message, locked_at));
    }
    for gone in locked {
        let document = read.iter().find(|source| is_same_document(&source.page, &gone.page));
        let is_read = read.iter().any(|source| is_same_page(&source.page, &gone.page));
        if let Some(document) = document.filter(|_| !is_read) {
            let message = format!("`{}` is no longer in the document", gone.page.identity.name);
            let line = gone.page.requests.first().map_or(1, |request| request.line);
            let locked_at = line_place(gone.file, line, sources);
            changes.mismatches.push(mismatch(line_place(document.file, 1, sources), message, locked_at));
        }
    }
    sort(&mut changes.mismatches);
    changes
}

fn mismatch(place: Place, message: String, locked_at: Place) -> Diagnostic {
    let help = format!("compare the spec with it, then lock it: `{} verify docs --update PATH…`", program::name());
    Diagnostic::new(Code::PageChanged, place, message).related(locked_at, "locked here").help(help)
}

/// A part of a page that differs from its earlier version.
struct DifferingPart {
    name: &'static str,
    /// The line of the first fact that differs, in the page.
    line: u32,
    /// That line in the lock.
    locked_line: u32,
}

/// Whether two copies of a page have the same facts.
pub(super) fn states_the_same(one: &PageFacts, other: &PageFacts) -> bool {
    changed_parts(one, other).is_empty()
}

/// The parts in which two versions of a page differ.
fn changed_parts(old: &PageFacts, new: &PageFacts) -> Vec<DifferingPart> {
    let text = |page: &PageFacts| serde_yaml::to_value(without_repetitions(page)).unwrap_or_default();
    let (old_text, new_text) = (text(old), text(new));
    let parts = [
        "requests",
        "access",
        "carriers",
        "deprecated",
        "parameters",
        "headers",
        "body",
        "responses",
        "errors",
        "definitions",
        "examples",
        "sections",
    ];
    let differs = |name: &&'static str| old_text.get(name) != new_text.get(name);
    let changed = parts.into_iter().filter(differs).map(|name| {
        let (old_facts, new_facts) = (old_text.get(name), new_text.get(name));
        let index = first_difference(old_facts, new_facts);
        DifferingPart { name, line: line_of(new, name, index), locked_line: line_of(old, name, index) }
    });
    changed.collect()
}

/// The position of the first item in which two lists differ.
fn first_difference(old: Option<&Value>, new: Option<&Value>) -> usize {
    let items = |facts: Option<&Value>| facts.and_then(Value::as_sequence).cloned().unwrap_or_default();
    let (old, new) = (items(old), items(new));
    old.iter().zip(&new).position(|(old, new)| old != new).unwrap_or(old.len().min(new.len()))
}

/// The line of an item of a part, of its last item if it has fewer, or of the page if it has none.
fn line_of(page: &PageFacts, part: &str, index: usize) -> u32 {
    fn lines<T>(rows: &[T], line: impl Fn(&T) -> u32) -> Vec<u32> {
        rows.iter().map(line).collect()
    }
    fn stated<T>(rows: &Fact<Vec<T>>) -> &[T] {
        rows.stated().map(Vec::as_slice).unwrap_or_default()
    }
    let requests = lines(&page.requests, |row| row.line);
    let found = match part {
        "access" => page.access.stated().map(|access| access.line).into_iter().collect(),
        "carriers" => lines(&page.carriers, |row| row.line),
        "deprecated" => page.deprecated.stated().map(|deprecation| deprecation.line).into_iter().collect(),
        "parameters" => lines(stated(&page.parameters), |row| row.line),
        "headers" => lines(stated(&page.headers), |row| row.line),
        "body" => page.body.stated().into_iter().flatten().map(|body| body.line).collect(),
        "responses" => lines(stated(&page.responses), |row| row.line),
        "errors" => lines(stated(&page.errors), |row| row.line),
        "definitions" => lines(&page.definitions, |row| row.line),
        "examples" => lines(&page.examples, |row| row.line),
        "sections" => lines(&page.sections, |section| section.requests.first().map_or(1, |request| request.line)),
        _ => requests.clone(),
    };
    let line = found.get(index).or(found.last()).or(requests.first());
    line.copied().unwrap_or(1)
}
