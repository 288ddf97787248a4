//! A report as Markdown, for a comment on a pull request.

use std::fmt::Write as _;

use super::change::{Change, ChangeEffect, ChangeKind, ReviewNote, ReviewNoteKind, Verdict, code};
use super::change_list;
use super::locks::PageChange;
use super::markdown::{CLOSING, LineLinks, fence, few, opening};
use super::report::ReviewReport;
use super::sections::{self, Form, ReportSection};
use crate::checked::Checked;
use crate::diagnostics::{Style, render};
use crate::program;
use crate::wording::count;

/// The maximum number of pages named one by one that are new, or gone.
const PAGES: usize = 3;

/// The maximum number of facts shown of one page.
const FACTS: usize = 40;

/// The maximum number of lines shown of the listing.
const LISTING_LINES: usize = 400;

/// Effects of changes on code, the most severe first.
const TITLES: [(ChangeEffect, &str); 5] = [
    (ChangeEffect::Compile, "Will not compile"),
    (ChangeEffect::Request, "Sends a different request"),
    (ChangeEffect::Behavior, "Behaves differently"),
    (ChangeEffect::Addition, "Additions"),
    (ChangeEffect::Nothing, "No effect on code"),
];

impl ReviewReport {
    /// The report for a comment on a pull request.
    pub fn markdown(&self) -> String {
        markdown(self, None)
    }

    /// The same in at most `limit` bytes: what matters least is left out, and the report says so.
    pub fn markdown_within(&self, limit: usize) -> String {
        markdown(self, Some(limit))
    }
}

fn markdown(report: &ReviewReport, limit: Option<usize>) -> String {
    if let Some(key) = report.earlier_key {
        let key = code(key);
        return format!(
            "{}\n\n**Not compared.** The specs of that revision are written in an earlier version of the language, which has the \
             key {key}; compare with a later revision.\n",
            heading(report)
        );
    }
    let mut parts = vec![ReportSection::plain(head(report))];
    parts.extend(notes(&report.review.notes, &report.links));
    for (effect, title) in TITLES {
        let changes: Vec<&Change> = of_effect(report, effect).collect();
        if !changes.is_empty() {
            parts.push(change_list::section(effect, title, &changes, &report.links));
        }
    }
    parts.extend(vendor(report));
    parts.extend(listing(report));
    parts.extend([(&report.after, "now", 8), (&report.before, BEFORE, 2)].into_iter().filter_map(errors));
    let limit = limit.unwrap_or(usize::MAX);
    if sections::length(&parts) > limit {
        let command = code(&format!("{} review --base {}", program::name(), report.base));
        parts.insert(1, ReportSection::plain(format!("\n**Shortened:** {command} shows the complete report.\n")));
    }
    sections::print(&parts, limit)
}

/// The heading for errors in the specs before.
const BEFORE: &str = "at that revision, under today's rules";

fn head(report: &ReviewReport) -> String {
    format!("{}\n\n{}", heading(report), verdict(report))
}

fn heading(report: &ReviewReport) -> String {
    let commit = report.commit.as_ref().filter(|commit| !report.base.starts_with(commit.as_str()));
    let commit = commit.map_or_else(String::new, |commit| format!(" ({})", code(commit)));
    format!("## Review of the specs since {}{commit}", code(&report.base))
}

fn of_effect(report: &ReviewReport, effect: ChangeEffect) -> impl Iterator<Item = &Change> {
    report.review.changes.iter().filter(move |change| change.effect == effect)
}

fn verdict(report: &ReviewReport) -> String {
    let verdict = report.review.verdict();
    let name = match verdict {
        Verdict::Unchanged if report.pages.is_empty() => "No change.",
        Verdict::Unchanged => "No change of the specs; the vendor changed pages.",
        Verdict::Documentation => "Documentation only.",
        Verdict::Additive => "Additive.",
        Verdict::Breaking => "Breaking for Rust users.",
    };
    let mut text = format!("**{name}** Version step: {}\n", step(report));
    for (effect, title) in TITLES {
        let count = of_effect(report, effect).count();
        if count > 0 {
            let _ = write!(text, "\n- {title}: {count}");
        }
    }
    if !report.review.changes.is_empty() {
        text.push('\n');
    }
    let errors = report.after.diagnostics.len();
    if errors > 0 {
        let _ = write!(text, "\n**Errors in the specs: {errors}**, shown at the end.\n");
    }
    if report.review.is_partial {
        let help = if super::leaves_gaps(&report.after.diagnostics) {
            "Fix them, then review again."
        } else {
            "They are in that revision: choose a later one with `--base` if there is one, or read the diff of the files that have the errors."
        };
        let _ = write!(
            text,
            "\n**Provisional:** errors keep parts of the specs from being compared; these parts are shown as removed or added. {help}\n"
        );
    }
    if report.before.model.apis.is_empty() && report.before.diagnostics.is_empty() {
        text.push_str("\nThere was no spec at that revision: everything is new.\n");
    }
    text
}

/// The version that a release needs, or the step to it.
fn step(report: &ReviewReport) -> String {
    let verdict = report.review.verdict();
    let versions = report.crate_version.map(|version| (version, version.after(verdict)));
    if let Some((version, next)) = versions.filter(|(version, next)| version != next) {
        return format!("{version} → {next}.");
    }
    let step = match verdict {
        Verdict::Unchanged => "none.",
        Verdict::Documentation => "the last number of the version increases.",
        Verdict::Additive => {
            "programs compile as before; the last number of the version increases below 1.0, the second from 1.0 on."
        }
        Verdict::Breaking => "the second number of the version increases below 1.0, the first from 1.0 on.",
    };
    step.to_owned()
}

fn notes(notes: &[ReviewNote], links: &LineLinks) -> Option<ReportSection> {
    if notes.is_empty() {
        return None;
    }
    let mut items = Vec::new();
    let mut sorted: Vec<&ReviewNote> = notes.iter().collect();
    sorted.sort_by_key(|note| note.kind);
    for note in sorted {
        let kind = match note.kind {
            ReviewNoteKind::CapturedBeforeChange => "Page captured before the change",
            ReviewNoteKind::CapturedMovedBack => "Capture date moved back",
            ReviewNoteKind::ErratumAdded => "Erratum added",
            ReviewNoteKind::ErratumRemoved => "Erratum removed",
            ReviewNoteKind::ErratumCorrected => "Erratum of earlier versions only",
            ReviewNoteKind::ValueLost => "Enum lost a value",
            ReviewNoteKind::BecameRequired => "Became required",
            ReviewNoteKind::IdempotencyRaised => "Idempotency raised",
            ReviewNoteKind::GapLeftOpen => "Gap left open",
            ReviewNoteKind::PageCitedNoMore => "Page no longer cited",
        };
        items.push(format!("- **{kind}:** {} ({})\n", note.text, links.line(&note.line)));
    }
    let head = format!("\n### A second look ({})\n\n", notes.len());
    Some(ReportSection { head, items, tail: String::new(), form: Form::List, weight: 12 })
}

fn vendor(report: &ReviewReport) -> Option<ReportSection> {
    if report.pages.is_empty() && report.lock_errors.is_empty() && report.pages_read_otherwise == 0 {
        return None;
    }
    let mut items = Vec::new();
    let grouped = [(ChangeKind::Added, "are locked now"), (ChangeKind::Removed, "are no longer locked")];
    let grouped =
        grouped.map(|(kind, what)| (report.pages.iter().filter(|page| page.kind == kind).collect::<Vec<_>>(), what));
    let is_grouped =
        |change: &PageChange| grouped.iter().any(|(pages, _)| pages.len() > PAGES && pages.contains(&change));
    for (pages, what) in grouped.iter().filter(|(pages, _)| pages.len() > PAGES) {
        let names: Vec<String> = pages.iter().map(|page| code(&format!("{}/{}", page.api, page.page))).collect();
        items.push(format!("- {} pages {what}: {}\n", pages.len(), few(&names)));
    }
    for change in report.pages.iter().filter(|change| !is_grouped(change)) {
        let PageChange { api, page, kind, version, facts } = change;
        let what = match kind {
            ChangeKind::Added => "is locked now",
            ChangeKind::Removed => "is no longer locked",
            ChangeKind::Renamed | ChangeKind::Moved | ChangeKind::Changed if facts.is_empty() => {
                "states the same facts"
            }
            ChangeKind::Renamed | ChangeKind::Moved | ChangeKind::Changed => "states other facts",
        };
        let mut item = format!("- {} in version {} {what}\n", code(&format!("{api}/{page}")), code(version));
        for fact in facts.iter().take(FACTS) {
            let _ = writeln!(item, "  - {fact}");
        }
        if facts.len() > FACTS {
            let _ = writeln!(item, "  - {} more", facts.len() - FACTS);
        }
        items.push(item);
    }
    if report.pages_read_otherwise > 0 {
        let pages = count(report.pages_read_otherwise, "page");
        items.push(format!("- {pages} did not change, but another version of the reader finds other facts there\n"));
    }
    items.extend(report.lock_errors.iter().map(|error| format!("- not compared: {}\n", code(error))));
    let head = format!("\n### What the vendor changed ({})\n\n", report.pages.len());
    Some(ReportSection { head, items, tail: String::new(), form: Form::List, weight: 6 })
}

fn listing(report: &ReviewReport) -> Option<ReportSection> {
    let lines = report.listing.as_ref()?.diff();
    if lines.is_empty() {
        return None;
    }
    let mut shown: Vec<String> = lines.iter().take(LISTING_LINES).map(|line| format!("{line}\n")).collect();
    if lines.len() > LISTING_LINES {
        shown.push(format!("… {} lines more\n", lines.len() - LISTING_LINES));
    }
    Some(block("The public API of generated code", "diff", shown, 3))
}

fn errors((side, when, weight): (&Checked, &str, u8)) -> Option<ReportSection> {
    let errors = &side.diagnostics;
    if errors.is_empty() {
        return None;
    }
    let shown = render(errors, &side.sources, Style::Plain);
    let lines = shown.trim_end().lines().map(|line| format!("{line}\n")).collect();
    Some(block(&format!("Errors in the specs {when} ({})", errors.len()), "text", lines, weight))
}

/// A collapsed part with a code block.
fn block(title: &str, language: &str, lines: Vec<String>, weight: u8) -> ReportSection {
    let fence = fence(&lines);
    let head = format!("{}{fence}{language}\n", opening(title));
    ReportSection { head, items: lines, tail: format!("{fence}\n{CLOSING}"), form: Form::Lines, weight }
}
