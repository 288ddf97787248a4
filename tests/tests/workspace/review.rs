//! What a review says of each kind of change.

mod cases;
mod every_field;
mod foreign_text;
mod listing;
mod revisions;
mod semver;
mod whole;

use std::collections::BTreeSet;

use cases::{before, reports, review, sound_review};
use docwright::internals::review::{ChangeSubject, ReviewNoteKind, Verdict};
use workspace_tests::each_case;

/// Cases whose examples no longer fit the spec.
const INVALID: [&str; 1] = ["a-bad-pull-request"];

#[test]
fn every_kind_of_change_is_reported() {
    each_case(reports().iter().map(|(name, report)| (name, report)), |name, report| {
        if !INVALID.contains(&name.as_str()) {
            cases::assert_sound(name, report);
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "review/snapshots" }, {
            insta::assert_snapshot!(name.as_str(), report.markdown());
        });
    });
}

#[test]
fn the_cases_cover_every_subject_and_every_note() {
    let (mut subjects, mut notices) = (BTreeSet::new(), BTreeSet::new());
    for (_, report) in reports() {
        subjects.extend(report.review.changes.iter().map(|change| change.subject));
        notices.extend(report.review.notes.iter().map(|notice| notice.kind));
    }
    // An API as a whole is added and removed elsewhere.
    subjects.insert(ChangeSubject::Api);
    assert_eq!(subjects.len(), ChangeSubject::Documentation as usize + 1, "{subjects:?}");
    assert_eq!(notices.len(), ReviewNoteKind::PageCitedNoMore as usize + 1, "{notices:?}");
}

#[test]
fn specs_that_did_not_change_need_no_review() {
    let report = sound_review("nothing", &before(), &before());
    assert_eq!(report.review.verdict(), Verdict::Unchanged);
    assert_eq!(report.markdown(), "## Review of the specs since `main`\n\n**No change.** Version step: none.\n");
}

#[test]
fn a_report_is_the_same_each_time() {
    let after = cases::case("a-bad-pull-request");
    assert_eq!(review(&before(), &after).markdown(), review(&before(), &after).markdown());
}
