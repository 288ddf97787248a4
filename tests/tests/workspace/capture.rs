//! A draft of `capture` can be loaded, agrees with its pages, and marks what a person has to decide.

mod credentials;
mod headers;
mod proposals;
mod shown;

use std::fs;
use std::path::{Path, PathBuf};

use docwright::internals::diagnostics::{Sources, Style, render};
use docwright::internals::model::{Model, TypeKind};
use docwright::internals::pages::capture::{CaptureError, Captured, Trial, capture, is_for_people, trial};
use docwright::internals::pages::compare::{Comparison, PageSource, compare};
use docwright::internals::pages::facts::PageFacts;
use docwright::internals::pages::read;
use docwright::internals::spec::{SpecFile, read_directory};
use jiff::civil::{Date, date};
use workspace_tests::{check_by_all_rules, each_case, workspace_root};

pub(crate) const TODAY: Date = date(2026, 11, 21);

fn fixtures() -> PathBuf {
    workspace_root().join("tests/fixtures")
}

fn specs() -> Vec<SpecFile> {
    read_directory(&fixtures().join("capture/spec")).unwrap()
}

pub(crate) fn model() -> Model {
    check_by_all_rules(specs()).model
}

fn page(path: &Path) -> PageFacts {
    read::source(path, &mut Sources::default()).unwrap().pages.remove(0).page
}

fn pages(names: &[&str]) -> Vec<PageFacts> {
    names.iter().map(|name| page(&fixtures().join("capture").join(name))).collect()
}

fn captured(names: &[&str]) -> Captured {
    capture(&pages(names), &model(), None, TODAY).unwrap()
}

fn tried(captured: &Captured) -> Trial {
    trial(specs(), &format!("harbour/{}.yaml", captured.area), &captured.text, TODAY)
}

pub(crate) fn assert_only_gaps_have_errors(captured: &Captured, what: &str) {
    let trial = tried(captured);
    let errors: Vec<_> = trial.errors.iter().filter(|diagnostic| !is_for_people(diagnostic)).cloned().collect();
    let shown = render(&errors, &trial.checked.sources, Style::Plain);
    assert!(errors.is_empty(), "{what}:\n{shown}\n{}", captured.text);
}

/// The specs including the draft, compared with the pages.
fn compare_with_pages(captured: &Captured, names: &[&str]) -> Comparison {
    let mut trial = tried(captured);
    let sources: Vec<PageSource> = names
        .iter()
        .flat_map(|name| {
            read::source(&fixtures().join("capture").join(name), &mut trial.checked.sources).unwrap().pages
        })
        .collect();
    compare(&trial.checked.model, &sources, &trial.checked.sources)
}

#[test]
fn a_page_becomes_a_draft_in_the_style_of_the_specs() {
    insta::assert_snapshot!(captured(&["list-berths.md"]).text);
}

#[test]
fn pages_that_are_given_together_resolve_their_types() {
    insta::assert_snapshot!(captured(&["list-berths.md", "berth-types.md"]).text);
}

#[test]
fn a_draft_agrees_with_its_pages() {
    for names in [&["list-berths.md"][..], &["list-berths.md", "berth-types.md"], &["berth-types.md"]] {
        let comparison = compare_with_pages(&captured(names), names);
        let messages: Vec<_> = comparison.mismatches.iter().map(|diagnostic| &diagnostic.message).collect();
        assert!(messages.is_empty(), "{names:?}: {messages:?}");
        assert_eq!(comparison.summary.matched, names.len());
    }
}

#[test]
fn drafts_of_all_renderings_load_and_leave_the_rest_to_people() {
    let paths = read::files(&["capture", "pages"].map(|folder| fixtures().join(folder))).unwrap().pages;
    assert!(paths.len() > 10, "{paths:?}");
    each_case(paths.into_iter().map(|path| (path.display().to_string(), path)), |name, path| {
        let captured = capture(&[page(&path)], &model(), None, TODAY).unwrap();
        assert_only_gaps_have_errors(&captured, name);
    });
}

#[test]
fn sentences_of_a_page_are_not_repeated() {
    let text = captured(&["list-berths.md"]).text;
    let page = fs::read_to_string(fixtures().join("capture/list-berths.md")).unwrap();
    assert!(page.contains("somebody else's") && !text.to_lowercase().contains("somebody else's"), "{text}");
}

#[test]
fn a_type_that_no_page_defines_is_declared_empty_and_marked() {
    let captured = captured(&["list-berths.md"]);
    let trial = tried(&captured);
    let list = trial.checked.model.apis[0].types.iter().find(|declared| declared.name == "BerthList").unwrap();
    assert!(matches!(&list.kind, TypeKind::Object { members, .. } if members.is_empty()));
    let line = captured.text.lines().position(|line| line.starts_with("  BerthList:")).unwrap() + 1;
    assert!(
        captured.gaps.iter().any(|(at, gap)| *at == line && gap.contains("none of the given pages")),
        "{:?}",
        captured.gaps
    );
}

#[test]
fn a_type_that_only_a_body_lists_the_members_of_is_declared_once() {
    let page = page(&fixtures().join("pages/markdown/change-a-loan.md"));
    let text = capture(&[page], &model(), None, TODAY).unwrap().text;
    assert!(
        text.contains("body: { type: Loan, patch: merge } # GAP: its `patch`")
            && text.contains("type: Collection<Loan>"),
        "{text}"
    );
    assert_eq!(text.matches("\n  Loan:").count(), 1, "{text}");
}

#[test]
fn media_types_of_json_that_a_page_shows_are_in_the_draft() {
    let page = "---
title: Rename a berth
---

# Rename a berth

## Request

| Method | Request URI |
|--------|-------------|
| PATCH  | https://api.harbour.example/v1/berths/{berthId} |

### Request example

```http
PATCH https://api.harbour.example/v1/berths/b-1 HTTP/1.1
Content-Type: application/merge-patch+json; charset=utf-8

{ \"name\": \"North\" }
```

### Response example

```http
HTTP/1.1 200 OK
Content-Type: application/vnd.harbour.berth+json

{ \"name\": \"North\" }
```
";
    let draft = |page: &str| {
        let captured = capture(&[read::page("rename-a-berth.md", page.as_bytes())], &model(), None, TODAY).unwrap();
        assert_only_gaps_have_errors(&captured, "rename-a-berth.md");
        captured.text
    };
    let text = draft(page);
    assert!(
        text.contains("body: { type: RenameBerthBody, media: application/merge-patch+json, patch: merge }\n"),
        "{text}"
    );
    assert!(text.contains("200: { type: RenameBerthBody, media: application/vnd.harbour.berth+json }"), "{text}");
    for other in ["application/json", "text/csv"] {
        let page =
            page.replace("application/merge-patch+json", other).replace("application/vnd.harbour.berth+json", other);
        assert!(!draft(&page).contains("media:"), "{other}");
    }
}

#[test]
fn an_operation_that_the_spec_has_is_a_gap_with_its_name() {
    let first = captured(&["list-berths.md"]);
    let trial = tried(&first);
    let again = capture(&pages(&["list-berths.md"]), &trial.checked.model, None, TODAY).unwrap();
    assert_ne!(again.area, first.area);
    assert!(again.gaps.iter().any(|(_, gap)| gap.contains("already: `list_berths`")), "{}", again.text);
    // Its errors are those of the operation that is there.
    assert!(again.text.contains("errors: ListBerthsError\n"), "{}", again.text);
}

#[test]
fn pages_that_state_nothing_are_no_draft() {
    let empty = read::page("empty.md", b"# Nothing\n\nWords.\n");
    let error = |pages: &[PageFacts], model: &Model, api| capture(pages, model, api, TODAY).unwrap_err();
    assert_eq!(error(&[empty], &model(), None), CaptureError::NothingStated);
    let unknown = error(&pages(&["berth-types.md"]), &model(), Some("harbor"));
    assert!(matches!(unknown, CaptureError::UnknownApi { .. }));
    let api = model().apis[0].clone();
    let two = Model { apis: vec![api.clone(), docwright::internals::model::Api { name: "other".to_owned(), ..api }] };
    assert!(matches!(error(&pages(&["berth-types.md"]), &two, None), CaptureError::WhichApi(_)));
}

/// A page of another API that names no host, with a slip in a name and a list of unnamed items.
const MOVE: &str = "# Move a boat\n\n## REST request\n\n\
    | Method | Request URI |\n|---|---|\n| **POST** | {baseURL}/v1/boats/{boat-id}/moves HTTP/1.1 |\n\n\
    ### Request body\n\nThis table describes the [BoatMove](boat-resources.md) properties in the request body.\n\n\
    | Property | Type | Required | Description |\n|---|---|---|---|\n\
    | legItems | Array of objects | Yes | The way. |\n\n\
    This table describes the [MoveLegItem](boat-resources.md#movelegitem) properties in the request body.\n\n\
    | Property | Type | Required | Description |\n|---|---|---|---|\n| miles | int | No | How far. |\n\n\
    ## REST response\n\nIf successful, this method returns the populated [BoatMvoe](boat-resources.md) resource in the response body.\n";

#[test]
fn a_page_without_a_host_is_of_the_api_whose_paths_begin_alike() {
    let harbour = model().apis[0].clone();
    let boats =
        "operations:\n  list_boats:\n    doc: Lists boats.\n    GET: /v{version}/boats\n    responses: { 200: none }\n";
    let files = specs().into_iter().chain([
        workspace_tests::spec_file("boats/api.yaml", "title: Boats\nversion: { parameter: version, default: \"1\" }\n"),
        workspace_tests::spec_file("boats/boats.yaml", boats),
    ]);
    let model = check_by_all_rules(files.collect()).model;
    assert!(model.apis.iter().any(|api| api.name == harbour.name) && model.apis.len() == 2);
    let captured = capture(&[read::page("move.md", MOVE.as_bytes())], &model, None, TODAY).unwrap();
    assert_eq!(captured.api.as_deref(), Some("boats"), "{}", captured.text);
}

#[test]
fn misspelled_types_and_untyped_lists_are_gaps_with_suggestions() {
    let captured = capture(&[read::page("move.md", MOVE.as_bytes())], &model(), None, TODAY).unwrap();
    let has = |part: &str| captured.text.contains(part);
    assert!(has("is it `BoatMove`?") && has("legItems: List<MoveLegItem>"), "{}", captured.text);
    assert!(captured.gaps.iter().any(|(_, gap)| gap.contains("the type of the items")), "{:?}", captured.gaps);
}

/// Where the type is defined that the body of `MOVE` sends.
const BOAT_RESOURCES: &str = "# Boat resources\n\n## BoatMove\n\n\
    | Property | Type | Description |\n|---|---|---|\n| legItems | Array of [MoveLegItem](#movelegitem) | The way. |\n\
    | id | string | Which one. |\n";

#[test]
fn what_only_a_body_says_of_the_members_of_a_type_is_in_the_draft() {
    // A type that is also received would not be required.
    let sent_only = MOVE.replace(
        "this method returns the populated [BoatMvoe](boat-resources.md) resource in the response body",
        "this method returns an HTTP status 204",
    );
    let with_more = sent_only.replace("| legItems |", "| tide | string | No | When it is high. |\n| legItems |");
    let pages = [("boat-resources.md", BOAT_RESOURCES), ("move.md", with_more.as_str())];
    let drafts = [pages, [pages[1], pages[0]]].map(|pages| {
        let pages = pages.map(|(name, text)| read::page(name, text.as_bytes()));
        capture(&pages, &model(), None, TODAY).unwrap().text
    });
    for text in drafts {
        assert!(text.contains("legItems: { type: List<MoveLegItem>, required: true }"), "{text}");
        assert!(text.contains("id: string") && text.contains("tide: string"), "{text}");
        assert_eq!(text.matches("\n  BoatMove:").count(), 1, "{text}");
    }
}
