//! Lists of changes in a report. Equal changes at several places are one entry.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::change::{Change, ChangeEffect, code};
use super::markdown::{CLOSING, LineLinks, opening, page};
use super::sections::{Form, ReportSection};

/// The maximum number of pages named with a change; a type can have many.
const PAGES: usize = 3;

/// The maximum number of places shown of equal changes.
const PLACES: usize = 40;

/// What is shown for an effect that a change does not have.
const NOTHING: &str = "nothing";

/// Changes of one effect; additions and changes without an effect are shown on one line.
pub(super) fn section(effect: ChangeEffect, title: &str, changes: &[&Change], links: &LineLinks) -> ReportSection {
    let is_full = effect > ChangeEffect::Addition;
    let shown = |equal: &Vec<&Change>| match equal.as_slice() {
        [change] if is_full => full(change, links),
        [change] => short(change, links),
        equal => grouped(equal, links),
    };
    let items = equal_changes(changes).iter().map(shown).collect();
    let count = changes.len();
    let (head, tail) = if effect == ChangeEffect::Nothing {
        let title = format!("{title}: docs, pages, errata, examples ({count})");
        (opening(&title), CLOSING.to_owned())
    } else {
        (format!("\n### {title} ({count})\n\n"), String::new())
    };
    let weight = match effect {
        ChangeEffect::Compile => 11,
        ChangeEffect::Request => 10,
        ChangeEffect::Behavior => 9,
        ChangeEffect::Addition => 7,
        ChangeEffect::Nothing => 4,
    };
    ReportSection { head, items, tail, form: Form::List, weight }
}

/// Changes that differ only in their places, in the order of the first of each.
fn equal_changes<'c>(changes: &[&'c Change]) -> Vec<Vec<&'c Change>> {
    let mut groups: Vec<Vec<&Change>> = Vec::new();
    let mut positions = HashMap::new();
    for change in changes {
        let Change { subject, kind, wire, spec, effect, code, .. } = *change;
        let position =
            *positions.entry((subject.name(), kind.name(), wire, spec, effect, code)).or_insert(groups.len());
        match groups.get_mut(position) {
            Some(group) => group.push(change),
            None => groups.push(vec![change]),
        }
    }
    groups
}

fn grouped(equal: &[&Change], links: &LineLinks) -> String {
    let mut text = String::new();
    for change in equal.iter().take(1) {
        let _ = writeln!(text, "- **{}** at {} places: {}", title(change), equal.len(), said(change).join("; "));
    }
    for change in equal.iter().take(PLACES) {
        let _ = writeln!(text, "  - {} ({}{})", node(change), links.line(&change.line), pages(change));
    }
    if equal.len() > PLACES {
        let _ = writeln!(text, "  - {} more", equal.len() - PLACES);
    }
    text
}

fn full(change: &Change, links: &LineLinks) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "- **{}** {}", title(change), node(change));
    for statement in said(change) {
        let _ = writeln!(text, "  - {statement}");
    }
    let _ = writeln!(text, "  - place: {}{}", links.line(&change.line), pages(change));
    text
}

fn short(change: &Change, links: &LineLinks) -> String {
    let said = said(change).join("; ");
    format!("- **{}** {}: {said} ({}{})\n", title(change), node(change), links.line(&change.line), pages(change))
}

/// The effects of a change on the wire and on code, and what only the spec states.
fn said(change: &Change) -> Vec<String> {
    let mut said = vec![format!("wire: {}", change.wire.as_deref().unwrap_or(NOTHING))];
    said.extend(change.spec.as_ref().map(|stated| format!("spec: {stated}")));
    said.push(match change.effect {
        ChangeEffect::Nothing => format!("code: {NOTHING}; {}", change.code),
        _ => format!("code: {}", change.code),
    });
    said
}

fn title(change: &Change) -> String {
    let subject = change.subject.name();
    let mut letters = subject.chars();
    let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    format!("{capital} {}", change.kind.name())
}

fn node(change: &Change) -> String {
    if change.at.is_empty() { code(&change.entry) } else { format!("{} {}", code(&change.entry), code(&change.at)) }
}

fn pages(change: &Change) -> String {
    let mut shown: Vec<String> = change.pages.iter().take(PAGES).map(page).collect();
    if change.pages.len() > PAGES {
        shown.push(format!("{} more", change.pages.len() - PAGES));
    }
    if shown.is_empty() { String::new() } else { format!("; page: {}", shown.join("; ")) }
}
