//! What a review says of each kind of change.

mod cases;
mod credentials;
mod every_field;
mod foreign_text;
mod listing;
mod revisions;
mod semver;
mod whole;

use std::collections::BTreeSet;

use cases::{before, reports, review, sound_review};
use docwright::internals::review::{ChangeSubject, CrateVersion, LineLinks, ReviewNoteKind, Verdict};
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
    // The command compares the errata with the pages.
    notices.insert(ReviewNoteKind::ErratumCorrected);
    assert_eq!(notices.len(), ReviewNoteKind::PageCitedNoMore as usize + 1, "{notices:?}");
}

#[test]
fn specs_that_did_not_change_need_no_review() {
    let report = sound_review("nothing", &before(), &before());
    assert_eq!(report.review.verdict(), Verdict::Unchanged);
    assert_eq!(report.markdown(), "## Review of the specs since `main`\n\n**No change.** Version step: none.\n");
}

#[test]
fn an_erratum_of_a_page_that_changed_is_noted() {
    let after = cases::case("vendor-published-a-new-version");
    let mut report = review(&before(), &after);
    let place = report.after.model.apis[0].areas[0].operations[0].provenance.place;
    for page in ["things", "notes"] {
        report.note_corrected_erratum(place, page, ("query.tags", "says: \"array\""));
    }
    let text = report.markdown();
    let noted = "- **Erratum of earlier versions only:** `things` has `says: \"array\"` at `query.tags` in earlier versions only, not in version `2`: is the erratum still needed? (";
    assert!(text.contains("A second look (1)") && text.contains(noted), "{text}");
}

#[test]
fn the_version_that_a_release_needs_is_shown_and_lines_are_linked() {
    let mut report = review(&before(), &cases::case("field-became-an-identifier"));
    report.crate_version = CrateVersion::parse("0.1.0");
    report.links = LineLinks::below(&"https://git.example/o/r/blob/0a1b".parse().unwrap());
    let text = report.markdown();
    assert!(text.contains("**Breaking for Rust users.** Version step: 0.1.0 → 0.2.0.\n"), "{text}");
    assert!(text.contains("(https://git.example/o/r/blob/0a1b/spec/demo/things.yaml#L75)"), "{text}");
    let json = report.json();
    assert_eq!((json["version"].as_str(), json["next-version"].as_str()), (Some("0.1.0"), Some("0.2.0")));
}

#[test]
fn a_report_is_the_same_each_time() {
    let after = cases::case("a-bad-pull-request");
    assert_eq!(review(&before(), &after).markdown(), review(&before(), &after).markdown());
}
