//! A lock has the facts of the pages and nothing else, and comparing with it is comparing with the pages.

use std::fs;

use docwright::internals::diagnostics::{Sources, Style, render};
use docwright::internals::pages::compare::{OtherPages, PageSource, compare, compare_beside};
use docwright::internals::pages::facts::PageFacts;
use docwright::internals::pages::verify::update_locks;
use docwright::internals::pages::{lock, read};
use workspace_tests::{Side, codes, each_case, page_fixtures};

use super::mutations::mutations;
use super::rendering;

/// Reads a lock from its text.
pub(crate) fn read_back(text: &str) -> (Vec<PageSource>, Sources) {
    let mut sources = Sources::default();
    let file = sources.add("demo/pages.lock", text);
    (lock::read(file, &sources).unwrap(), sources)
}

pub(crate) fn pages_of(sources: Vec<PageSource>) -> Vec<PageFacts> {
    sources.into_iter().map(|source| source.page).collect()
}

#[test]
fn a_lock_gives_the_same_mismatches_as_its_pages() {
    each_case(mutations(), |_, (fixture, mutation)| {
        let mutated = fixture.mutated(&mutation);
        let page = read::page(&mutated.page_name, mutated.page.as_bytes());
        let mut checked = mutated.checked();
        let file = checked.sources.add("demo/pages.lock", lock::print([&page]).unwrap());
        let locked = lock::read(file, &checked.sources).unwrap();
        let mismatches = compare(&checked.model, &locked, &checked.sources).mismatches;
        assert_eq!(codes(&mismatches), [mutation.code.as_str()]);
        let of_page = mutated.compare().comparison.mismatches;
        let messages = |mismatches: &[docwright::internals::diagnostics::Diagnostic]| -> Vec<String> {
            mismatches.iter().map(|mismatch| mismatch.message.clone()).collect()
        };
        assert_eq!(messages(&mismatches), messages(&of_page));
    });
}

#[test]
fn mismatches_point_into_the_lock() {
    let fixture = super::fixture("pipes");
    let mutation = fixture.mutations.iter().find(|mutation| mutation.code == "DW814").unwrap();
    let mutated = fixture.mutated(mutation);
    let page = read::page(&mutated.page_name, mutated.page.as_bytes());
    let mut checked = mutated.checked();
    let file = checked.sources.add("demo/pages.lock", lock::print([&page]).unwrap());
    let locked = lock::read(file, &checked.sources).unwrap();
    let mismatches = compare(&checked.model, &locked, &checked.sources).mismatches;
    insta::assert_snapshot!(render(&mismatches, &checked.sources, Style::Plain));
}

#[test]
fn a_lock_of_the_fixtures_contains_no_sentence_and_no_title() {
    each_case(page_fixtures().into_iter().map(|fixture| (fixture.name.clone(), fixture)), |_, fixture| {
        let page = read::page(&fixture.page_name, fixture.page.as_bytes());
        let text = lock::print([&page]).unwrap();
        for line in fixture.page.lines() {
            // Every description of the fixtures ends with a full stop, as nothing else does.
            for sentence in
                line.split(['|', '<', '>']).map(str::trim).filter(|cell| cell.ends_with('.') && cell.len() > 1)
            {
                assert!(!text.contains(sentence.trim_end_matches('.')), "{sentence} in\n{text}");
            }
        }
        assert!(!page.title.is_empty() && !text.contains(&page.title), "{text}");
        insta::assert_snapshot!(format!("{}-pages.lock", fixture.name), text);
    });
}

#[test]
fn a_changed_page_is_found() {
    each_case(mutations(), |_, (fixture, mutation)| {
        let mut sources = Sources::default();
        let locked = lock::print([&read::page(&fixture.page_name, fixture.page.as_bytes())]).unwrap();
        let file = sources.add("demo/pages.lock", locked);
        let locked = lock::read(file, &sources).unwrap();
        let source = |text: &str, sources: &mut Sources| PageSource {
            page: read::page(&fixture.page_name, text.as_bytes()),
            file: sources.add(fixture.page_name.as_str(), text),
        };
        let same = source(&fixture.page, &mut sources);
        assert!(lock::changes(&locked, &[same], &sources).mismatches.is_empty());
        if mutation.side == Side::Spec {
            return;
        }
        let changed = source(&fixture.mutated(&mutation).page, &mut sources);
        let changes = lock::changes(&locked, &[changed], &sources).mismatches;
        assert_eq!(codes(&changes), ["DW820"]);
        if mutation.code == "DW801" || mutation.name == "one member more" {
            let name = format!("DW820-{}-{}", fixture.name, mutation.name.replace(' ', "-"));
            insta::assert_snapshot!(name, render(&changes, &sources, Style::Plain));
        }
    });
}

#[test]
fn a_page_without_a_date_takes_the_place_of_its_earlier_facts() {
    let fixture = super::fixture("typed");
    let page = |text: &str| read::page(&fixture.page_name, text.as_bytes());
    let (locked, _) = read_back(&lock::print([&page(&fixture.page)]).unwrap());
    let read = PageSource { page: page(&fixture.page.replace("notes\n", "remarks\n")), file: locked[0].file };
    let updated = lock::updated(&locked, std::slice::from_ref(&read));
    assert_eq!(updated, [&read.page]);
}

#[test]
fn versions_and_renderings_of_a_page_are_kept_apart() {
    let fixture = super::fixture("html");
    let page = |text: &str| read::page(&fixture.page_name, text.as_bytes());
    let (now, old) = (page(&fixture.page), page(&fixture.page.replace("03/04/2019", "01/01/2016")));
    let translation = page(&rendering("take-a-lamp.de.md"));
    let text = lock::print([&now, &old, &translation, &now]).unwrap();
    assert_eq!(text, lock::print([&translation, &now, &old]).unwrap(), "in whatever order they come");
    let (locked, _) = read_back(&text);
    let versions: Vec<_> = locked.iter().map(|source| (&*source.page.version, source.page.is_translation)).collect();
    assert_eq!(versions, [("01/01/2016", false), ("03/04/2019", false), ("03/04/2019", true)]);
}

/// The versions that are locked after the page was read in each of these, one after the other.
fn versions_after(pages: &[String]) -> Vec<String> {
    let fixture = super::fixture("html");
    let mut checked = fixture.checked();
    let folder = tempfile::tempdir().unwrap();
    let (page, api) = (folder.path().join(&fixture.page_name), folder.path().join(&checked.model.apis[0].name));
    fs::create_dir(&api).unwrap();
    for text in pages {
        fs::write(&page, text).unwrap();
        let paths = std::slice::from_ref(&page);
        update_locks(&checked.model, folder.path(), paths, &mut checked.sources, &mut |_, _| {}).unwrap();
    }
    let (locked, _) = read_back(&fs::read_to_string(api.join(lock::FILE_NAME)).unwrap());
    locked.into_iter().map(|source| source.page.version).collect()
}

#[test]
fn earlier_versions_that_nothing_cites_leave_the_lock() {
    let cited = super::fixture("html").page;
    let version = |text: &str, date: &str| text.replace("03/04/2019", date);
    let (earlier, later) = (version(&cited, "01/01/2016"), version(&cited, "05/06/2021"));
    assert_eq!(versions_after(&[earlier.clone(), cited.clone()]), ["03/04/2019"]);
    assert_eq!(
        versions_after(&[cited.clone(), later.clone()]),
        ["03/04/2019", "05/06/2021"],
        "the spec cites the earlier one"
    );
    let (between, another) = (version(&cited, "04/05/2020"), later.replace("POST", "PUT"));
    assert_eq!(versions_after(&[between.clone(), later]), ["05/06/2021"]);
    assert_eq!(
        versions_after(&[between, another]),
        ["04/05/2020", "05/06/2021"],
        "only the earlier one has the request"
    );
}

#[test]
fn an_earlier_version_than_the_locked_one_is_no_change() {
    let fixture = super::fixture("html");
    let mut sources = Sources::default();
    let page = |date: &str| read::page(&fixture.page_name, fixture.page.replace("03/04/2019", date).as_bytes());
    let file = sources.add("demo/pages.lock", lock::print([&page("03/04/2019")]).unwrap());
    let locked = lock::read(file, &sources).unwrap();
    let mut changes_of = |date: &str| {
        let file = sources.add(fixture.page_name.as_str(), &*fixture.page);
        codes(&lock::changes(&locked, &[PageSource { page: page(date), file }], &sources).mismatches)
    };
    assert!(changes_of("01/01/2016").is_empty());
    assert_eq!(changes_of("05/06/2021"), ["DW820"]);
}

#[test]
fn an_erratum_that_a_newer_version_made_true_is_noted() {
    let fixture = super::fixture("html");
    let spec = fixture.with_erratum("LampLoan", "page: take-a-lamp, at: fields.hours, says: string, because: seen");
    let earlier = fixture.page.replace("03/04/2019", "01/01/2016");
    let earlier = earlier.replace("<p>hours</p></td><td><p>integer-32</p>", "<p>hours</p></td><td><p>string</p>");
    let checked = spec.checked();
    let mut sources = checked.sources.clone();
    let mut source = |text: &str| PageSource {
        page: read::page(&fixture.page_name, text.as_bytes()),
        file: sources.add(fixture.page_name.as_str(), text),
    };
    let pages = [source(&earlier), source(&fixture.page)];
    let comparison = compare(&checked.model, &pages, &sources);
    assert_eq!(codes(&comparison.mismatches), [""; 0]);
    let messages: Vec<&str> = comparison.notes.iter().map(|note| note.message.as_str()).collect();
    let message =
        "`take-a-lamp` has `says: \"string\"` at `fields.hours` in earlier versions only, not in version 03/04/2019";
    assert!(messages.contains(&message), "{messages:?}");
    assert_eq!(comparison.corrected.len(), 1);
    let current = compare(&checked.model, &pages[..1], &sources);
    assert_eq!(current.corrected.len(), 0, "there is no newer version");
    // Whoever reads one version only is not told to remove what the locked one needs.
    let beside = OtherPages { versions: vec![&pages[0]], ..OtherPages::default() };
    assert_eq!(codes(&compare_beside(&checked.model, &pages[1..], &beside, &sources).mismatches), [""; 0]);
    assert_eq!(codes(&compare(&checked.model, &pages[1..], &sources).mismatches), ["DW819"]);
}

#[test]
fn a_file_that_is_no_lock_is_reported_with_its_line() {
    let fixture = super::fixture("html");
    let good = lock::print([&read::page(&fixture.page_name, fixture.page.as_bytes())]).unwrap();
    for (text, line) in [
        (String::new(), 1),
        ("pages: [\n".to_owned(), 2),
        (good.replace("method: POST", "method: SEND"), 5),
        (format!("{good}- 1\n"), good.lines().count() + 1),
    ] {
        let mut sources = Sources::default();
        let file = sources.add("demo/pages.lock", text.as_str());
        let error = lock::read(file, &sources).unwrap_err().to_string();
        assert!(error.starts_with(&format!("demo/pages.lock:{line}: ")), "{error}\n{text}");
        assert!(error.contains("docwright verify docs --update PATH…"), "{error}");
    }
}
