//! A draft put beside the specs that it was made for: what the rules say of it.

use jiff::civil::Date;

use crate::checked::{Checked, check_files};
use crate::diagnostics::{Code, Diagnostic};
use crate::spec::SpecFile;

/// The rules that only a person can satisfy. No draft breaks any other.
pub const RULES_FOR_PEOPLE: &[Code] = &[
    // Docs and examples are in own words and with own values.
    Code::MissingDoc,
    Code::NoExample,
    // What the pages do not say is decided, not guessed.
    Code::IdempotencyNotStated,
    Code::NoSpellingInUrl,
    // A page defines what no operation uses yet, describes what the spec has, or fills several areas.
    Code::UnusedType,
    Code::DuplicateOperation,
    Code::FileTooLong,
];

/// Whether a finding is one that only a person can do something about.
pub fn is_for_people(finding: &Diagnostic) -> bool {
    RULES_FOR_PEOPLE.contains(&finding.code)
}

/// A draft, checked in its place.
#[derive(Debug)]
pub struct Trial {
    /// The specs with the draft among them.
    pub checked: Checked,
    /// What the rules say of the draft.
    pub findings: Vec<Diagnostic>,
}

/// Checks specs with a draft among them, as if it had been saved as `relative` (`api/area.yaml`).
pub fn trial(mut files: Vec<SpecFile>, relative: &str, draft: &str, today: Date) -> Trial {
    files.retain(|file| file.relative != relative);
    files.push(SpecFile { relative: relative.to_owned(), shown: relative.to_owned(), content: draft.into() });
    files.sort_by(|a, b| a.relative.cmp(&b.relative));
    let checked = check_files(files, today);
    let is_draft = |place: crate::diagnostics::Place| checked.sources.file(place.file).path == relative;
    let is_about = |finding: &&Diagnostic| {
        is_draft(finding.place) || finding.related.as_ref().is_some_and(|(place, _)| is_draft(*place))
    };
    let findings = checked.diagnostics.iter().filter(is_about).cloned().collect();
    Trial { checked, findings }
}
