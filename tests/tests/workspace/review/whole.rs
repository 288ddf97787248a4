//! APIs, areas and revisions as a whole.

use docwright::internals::review::{ChangeEffect, ChangeKind, ChangeSubject, ReviewReport, Verdict, compare};
use docwright::internals::rust::public_api_of;

use workspace_tests::each_case;

use super::cases::{Files, SINCE, before, case, reports, review, side, sound_review};

fn kinds(report: &ReviewReport, subject: ChangeSubject) -> Vec<(ChangeKind, ChangeEffect, &str)> {
    let changes = report.review.changes.iter().filter(|change| change.subject == subject);
    changes.map(|change| (change.kind, change.effect, change.entry.as_str())).collect()
}

fn renamed_area() -> Files {
    let mut files = before();
    let things = files.remove("demo/things.yaml").unwrap();
    files.insert("demo/articles.yaml".to_owned(), things);
    files
}

#[test]
fn a_removed_api_breaks_and_a_new_one_adds() {
    let gone = review(&before(), &Files::new());
    assert_eq!(kinds(&gone, ChangeSubject::Api), [(ChangeKind::Removed, ChangeEffect::Compile, "demo")]);
    assert_eq!(kinds(&gone, ChangeSubject::Operation).len(), 5);
    let new = review(&Files::new(), &before());
    assert_eq!(kinds(&new, ChangeSubject::Api), [(ChangeKind::Added, ChangeEffect::Addition, "demo")]);
    assert_eq!(new.review.verdict(), Verdict::Additive);
    assert!(new.markdown().contains("There was no spec at that revision"));
}

#[test]
fn a_renamed_api_is_one_change_and_its_lock_goes_along() {
    let renamed: Files = before().into_iter().map(|(path, text)| (path.replace("demo/", "shop/"), text)).collect();
    let report = sound_review("renamed", &before(), &renamed);
    assert_eq!(kinds(&report, ChangeSubject::Api), [(ChangeKind::Renamed, ChangeEffect::Compile, "shop")]);
    assert_eq!((report.review.changes.len(), report.pages.len()), (1, 0), "{}", report.markdown());
}

#[test]
fn an_api_with_other_hosts_and_operations_is_another_one() {
    let mut files = Files::new();
    let api = before()["demo/api.yaml"].replace("api.demo.example", "api.shop.example");
    files.insert("shop/api.yaml".to_owned(), api);
    let report = review(&before(), &files);
    let kinds = kinds(&report, ChangeSubject::Api);
    assert_eq!(
        kinds,
        [(ChangeKind::Added, ChangeEffect::Addition, "shop"), (ChangeKind::Removed, ChangeEffect::Compile, "demo")]
    );
}

#[test]
fn a_long_report_is_cut_where_it_matters_least() {
    let whole = review(&before(), &Files::new());
    let text = whole.markdown();
    assert_eq!(whole.markdown_within(text.len()), text);
    for limit in [text.len() - 1, text.len() / 2, 3000] {
        let cut = whole.markdown_within(limit);
        assert!(cut.len() <= limit, "{} of {limit}", cut.len());
        for part in ["**Breaking for Rust users.**", "**Shortened:** `docwright review --base main`", "API removed"] {
            assert!(cut.contains(part), "no {part} in {cut}");
        }
        assert_eq!(cut.matches("<details>").count(), cut.matches("</details>").count(), "{cut}");
    }
}

#[test]
fn a_renamed_area_is_one_change() {
    let report = sound_review("renamed", &before(), &renamed_area());
    assert_eq!(kinds(&report, ChangeSubject::Area), [(ChangeKind::Renamed, ChangeEffect::Compile, "demo/articles")]);
    assert_eq!(kinds(&report, ChangeSubject::Operation), []);
    assert_eq!(kinds(&report, ChangeSubject::Type), []);
}

#[test]
fn a_removed_area_takes_its_feature_with_it() {
    let report = sound_review("removed", &case("area-added"), &before());
    assert_eq!(kinds(&report, ChangeSubject::Area), [(ChangeKind::Removed, ChangeEffect::Compile, "demo/orders")]);
    assert_eq!(report.review.verdict(), Verdict::Breaking);
}

#[test]
fn each_case_taken_back_is_reported_too() {
    each_case(reports().iter().map(|(name, report)| (name, report)), |_, forth| {
        let back = compare(&forth.after, &forth.before, None);
        assert_eq!(back.changes.is_empty(), forth.review.changes.is_empty());
    });
}

#[test]
fn a_spec_that_does_not_load_gives_a_provisional_report() {
    let mut files = before();
    let things = files["demo/things.yaml"].replace("{ type: Thing, running:", "{ type: Thinge, running:");
    files.insert("demo/things.yaml".to_owned(), things);
    let report = ReviewReport::between("main", side(&files), side(&before()), Some(SINCE), public_api_of);
    let text = report.markdown();
    assert!(report.review.is_partial && report.listing.is_none());
    for part in ["**Provisional:**", "Errors in the specs at that revision, under today's rules (1)", "DW101"] {
        assert!(text.contains(part), "no {part} in {text}");
    }
}

#[test]
fn an_error_in_a_type_adds_and_removes_no_examples() {
    let mut files = before();
    let things = files["demo/things.yaml"].replace("{ type: Thing, running:", "{ type: Thinge, running:");
    files.insert("demo/things.yaml".to_owned(), things);
    for report in [review(&before(), &files), review(&files, &before())] {
        assert_eq!(kinds(&report, ChangeSubject::Example), [], "{}", report.markdown());
    }
}

#[test]
fn a_lock_that_cannot_be_read_is_named() {
    let mut files = before();
    files.insert("demo/pages.lock".to_owned(), "pages: 7\n".to_owned());
    let report = review(&before(), &files);
    assert!(report.markdown().contains("- not compared: `` demo/pages.lock now:1:"), "{}", report.markdown());
}
