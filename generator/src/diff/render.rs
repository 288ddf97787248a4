//! A report as Markdown, for a comment on a pull request.

use std::fmt::Write as _;

use super::change::{Change, Effect, Kind, Notice, NoticeKind, Verdict, code};
use super::locks::PageChange;
use super::markdown::{block, details, line, page};
use super::report::Report;
use crate::diagnostics::{Style, render};

/// Pages that are named beside a change; a type can be behind many.
const PAGES: usize = 3;

/// Facts that are shown of one page.
const FACTS: usize = 40;

/// Lines of the listing that are shown.
const LISTING_LINES: usize = 400;

/// What changes do to code, the gravest first.
const TITLES: [(Effect, &str); 5] = [
    (Effect::Compile, "Will not compile"),
    (Effect::Request, "Asks the service for something else"),
    (Effect::Behaviour, "Behaves differently"),
    (Effect::Addition, "Additions"),
    (Effect::Nothing, "Nothing for code"),
];

pub(super) fn markdown(report: &Report) -> String {
    let commit = report.commit.as_ref().filter(|commit| !report.base.starts_with(commit.as_str()));
    let commit = commit.map_or_else(String::new, |commit| format!(" ({})", code(commit)));
    let mut text = format!("## Review of the specs since {}{commit}\n\n", code(&report.base));
    text.push_str(&verdict(report));
    notices(&report.review.notices, &mut text);
    for (effect, title) in TITLES.into_iter().filter(|(effect, _)| *effect > Effect::Addition) {
        let changes: Vec<&Change> = of_effect(report, effect).collect();
        if !changes.is_empty() {
            let _ = write!(text, "\n### {title} ({})\n\n", changes.len());
            changes.iter().for_each(|change| full(change, &mut text));
        }
    }
    let additions: Vec<&Change> = of_effect(report, Effect::Addition).collect();
    if !additions.is_empty() {
        let _ = write!(text, "\n### Additions ({})\n\n", additions.len());
        additions.iter().for_each(|change| short(change, &mut text));
    }
    let rest: Vec<&Change> = of_effect(report, Effect::Nothing).collect();
    if !rest.is_empty() {
        let mut list = String::new();
        rest.iter().for_each(|change| short(change, &mut list));
        let title = format!("Nothing for code: docs, pages, departures, examples ({})", rest.len());
        let _ = write!(text, "\n{}", details(&title, &list));
    }
    vendor(report, &mut text);
    listing(report, &mut text);
    faults(report, &mut text);
    text
}

fn of_effect(report: &Report, effect: Effect) -> impl Iterator<Item = &Change> {
    report.review.changes.iter().filter(move |change| change.effect == effect)
}

fn verdict(report: &Report) -> String {
    let (verdict, step) = match report.review.verdict() {
        Verdict::Unchanged => ("No change.", "none."),
        Verdict::Documentation => ("Documentation only.", "the last number of the version rises."),
        Verdict::Additive => (
            "Additive.",
            "programs compile as before; the last number of the version rises below 1.0, the second from then on.",
        ),
        Verdict::Breaking => {
            ("Breaking for Rust users.", "the second number of the version rises below 1.0, the first from then on.")
        }
    };
    let mut text = format!("**{verdict}** Version step: {step}\n");
    for (effect, title) in TITLES {
        let count = of_effect(report, effect).count();
        if count > 0 {
            let _ = write!(text, "\n- {title}: {count}");
        }
    }
    if !report.review.changes.is_empty() {
        text.push('\n');
    }
    let faults = report.after.diagnostics.len();
    if faults > 0 {
        let _ = write!(text, "\n**Faults in the specs: {faults}**, shown at the end.\n");
    }
    if report.review.is_partial {
        text.push_str("\n**Provisional:** faults keep parts of the specs from being compared; what they hide shows as removed or added.\n");
    }
    if report.before.model.apis.is_empty() && report.before.diagnostics.is_empty() {
        text.push_str("\nThere was no spec at that revision: everything is new.\n");
    }
    text
}

fn notices(notices: &[Notice], text: &mut String) {
    if notices.is_empty() {
        return;
    }
    let _ = write!(text, "\n### A second look ({})\n\n", notices.len());
    let mut sorted: Vec<&Notice> = notices.iter().collect();
    sorted.sort_by_key(|notice| notice.kind);
    for notice in sorted {
        let kind = match notice.kind {
            NoticeKind::CapturedBeforeChange => "Page captured before the change",
            NoticeKind::CapturedMovedBack => "Capture date moved back",
            NoticeKind::DepartureAdded => "Departure added",
            NoticeKind::DepartureRemoved => "Departure removed",
            NoticeKind::ValueLost => "Enum lost a value",
            NoticeKind::BecameRequired => "Became required",
            NoticeKind::IdempotencyRaised => "Idempotency raised",
            NoticeKind::PageCitedNoMore => "Page cited no more",
        };
        let _ = writeln!(text, "- **{kind}:** {} ({})", notice.text, line(&notice.line));
    }
}

fn full(change: &Change, text: &mut String) {
    let _ = writeln!(text, "- **{}** {}", title(change), node(change));
    let _ = writeln!(text, "  - wire: {}", change.wire);
    let _ = writeln!(text, "  - code: {}", change.code);
    let _ = writeln!(text, "  - spec: {}{}", line(&change.line), pages(change));
}

fn short(change: &Change, text: &mut String) {
    let _ = writeln!(
        text,
        "- **{}** {}: wire: {}; code: {} ({}{})",
        title(change),
        node(change),
        change.wire,
        change.code,
        line(&change.line),
        pages(change)
    );
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

fn vendor(report: &Report, text: &mut String) {
    if report.pages.is_empty() && report.lock_faults.is_empty() {
        return;
    }
    let _ = write!(text, "\n### What the vendor changed ({})\n\n", report.pages.len());
    for change in &report.pages {
        let PageChange { api, page, kind, version, facts } = change;
        let what = match kind {
            Kind::Added => "is locked now",
            Kind::Removed => "is locked no more",
            Kind::Renamed | Kind::Moved | Kind::Changed => "states other facts",
        };
        let _ = writeln!(text, "- {} in version {} {what}", code(&format!("{api}/{page}")), code(version));
        for fact in facts.iter().take(FACTS) {
            let _ = writeln!(text, "  - {fact}");
        }
        if facts.len() > FACTS {
            let _ = writeln!(text, "  - {} more", facts.len() - FACTS);
        }
    }
    for fault in &report.lock_faults {
        let _ = writeln!(text, "- not compared: {}", code(fault));
    }
}

fn listing(report: &Report, text: &mut String) {
    let Some(listing) = &report.listing else { return };
    let lines = listing.diff();
    if lines.is_empty() {
        return;
    }
    let mut shown: Vec<&str> = lines.iter().take(LISTING_LINES).map(String::as_str).collect();
    let more = format!("… {} lines more", lines.len().saturating_sub(LISTING_LINES));
    if lines.len() > LISTING_LINES {
        shown.push(&more);
    }
    let _ = write!(text, "\n{}", details("The public API of generated code", &block("diff", &shown.join("\n"))));
}

fn faults(report: &Report, text: &mut String) {
    for (side, when) in [(&report.after, "now"), (&report.before, "at that revision, under today's rules")] {
        let faults = &side.diagnostics;
        if faults.is_empty() {
            continue;
        }
        let shown = block("text", &render(faults, &side.sources, Style::Plain));
        let _ = write!(text, "\n{}", details(&format!("Faults of the specs {when} ({})", faults.len()), &shown));
    }
}
