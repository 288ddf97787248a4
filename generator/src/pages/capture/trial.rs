//! Checks a draft together with the specs that it was made for.

use jiff::civil::Date;

use crate::checked::{Checked, check_files};
use crate::diagnostics::{Code, Diagnostic};
use crate::spec::SpecFile;

/// The rules that only a person can satisfy. Drafts violate no other rules.
pub const RULES_FOR_PEOPLE: &[Code] = &[
    // Docs and examples must be in own words and with own values.
    Code::MissingDoc,
    Code::NoExample,
    // The draft does not change enums that the API has.
    Code::NoSpellingInUrl,
    // An enum whose values a rendering has lost.
    Code::TypeKind,
    // A page defines what no operation uses yet, describes what the spec has, or fills several areas.
    Code::UnusedType,
    Code::DuplicateOperation,
    Code::LeftOutTwice,
    Code::FileTooLong,
];

/// Whether only a person can fix this error.
pub fn is_for_people(mismatch: &Diagnostic) -> bool {
    RULES_FOR_PEOPLE.contains(&mismatch.code) || lacks_request_line(mismatch)
}

/// Whether it is about the skeleton of an example, in which a person writes the request line.
fn lacks_request_line(mismatch: &Diagnostic) -> bool {
    mismatch.code == Code::MissingKey && mismatch.message == "the key `request` is missing"
}

/// The result of checking a draft.
#[derive(Debug)]
pub struct Trial {
    /// The specs with the draft among them.
    pub checked: Checked,
    /// The errors in the draft.
    pub errors: Vec<Diagnostic>,
}

/// Checks specs with a draft among them, as if it had been saved as `relative` (`api/area.yaml`).
pub fn trial(mut files: Vec<SpecFile>, relative: &str, draft: &str, today: Date) -> Trial {
    files.retain(|file| file.relative != relative);
    files.push(SpecFile { relative: relative.to_owned(), shown: relative.to_owned(), content: draft.into() });
    files.sort_by(|a, b| a.relative.cmp(&b.relative));
    let checked = check_files(files, today);
    let is_draft = |place: crate::diagnostics::Place| checked.sources.file(place.file).path == relative;
    let is_about =
        |mismatch: &&Diagnostic| is_draft(mismatch.place) || mismatch.related.iter().any(|(place, _)| is_draft(*place));
    let errors = checked.diagnostics.iter().filter(is_about).cloned().collect();
    Trial { checked, errors }
}
