//! Codes of errors that all operations can have, and the page that lists them.

use docwright::internals::diagnostics::{Code, Style, render};
use docwright::internals::pages::compare::{PageSource, compare};
use docwright::internals::pages::read;
use workspace_tests::{check_spec, rendered, spec_file};

const API: &str = r#"title: Demo
doc: An API for examples.
error-shapes: [{ code: code, message: message }]
pages:
  error-codes: { title: Error codes, url: "https://docs.demo.example/error-codes", captured: 2026-11-01 }
"#;

const ERRORS: &str = "doc: Errors that every operation can have.
page: error-codes
statuses:
  401: { name: Unauthorized, codes: { 42: { name: MfaRequired } } }
  409: { codes: { 7001: Locked, 7002: Late } }
  429: { name: TooMany }
";

const PAGE: &str = "---
title: Error codes
---

# Error codes

| HTTP status | HTTP error code | Error code | Description |
|---|---|---|---|
| Unauthorized | 401 | 42 | Sign in again. |
| NotFound | 404 | 9 | There is none. |
| Conflict | 409 | 7001 | It is locked. |
| Conflict | 409 | 7002 | It is late. |
";

/// The messages about a page, with these errata.
fn messages(page: &str, errata: &str) -> Vec<String> {
    let area = "operations: { get_it: { doc: Gets it., GET: /it, responses: { 200: string } } }\n";
    let errors = format!("{ERRORS}errata: [{errata}]\n");
    let files = [("demo/api.yaml", API), ("demo/errors.yaml", &errors), ("demo/it.yaml", area)];
    let mut checked = check_spec(files.map(|(path, text)| spec_file(path, text)).into());
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    let file = checked.sources.add("error-codes.md", page);
    let source = PageSource { file, page: read::page("error-codes.md", page.as_bytes()) };
    let comparison = compare(&checked.model, &[source], &checked.sources);
    let shown = render(&comparison.mismatches, &checked.sources, Style::Plain);
    let codes = [Code::ErrorStatusDiffers, Code::StaleErratum];
    assert!(comparison.mismatches.iter().all(|mismatch| codes.contains(&mismatch.code)), "{shown}");
    comparison.mismatches.into_iter().map(|mismatch| mismatch.message).collect()
}

#[test]
fn a_page_and_the_codes_agree() {
    assert_eq!(messages(PAGE, ""), [""; 0]);
}

#[test]
fn each_difference_is_a_mismatch_unless_an_erratum_notes_it() {
    let cases = [
        (
            "| 409 | 7002 |",
            "| 409 | 7003 |",
            &[
                "the page has the error 409 with code 7003, which the spec lacks",
                "the spec has the error 409 with code 7002, which the page lacks",
            ][..],
        ),
        ("| 409 | 7002 |", "| 400 | 7002 |", &["the page has the code 7002 with the status 400, the spec with 409"]),
    ];
    for (from, to, expected) in cases {
        let mut found = messages(&PAGE.replace(from, to), "");
        found.sort();
        assert_eq!(found, expected);
    }
    let page = PAGE.replace("| 409 | 7002 |", "| 400 | 7002 |");
    let erratum = r#"{ page: error-codes, at: statuses.409.codes.7002, says: "400", because: all bodies have 409 }"#;
    assert_eq!(messages(&page, erratum), [""; 0]);
    assert_eq!(messages(PAGE, erratum), ["no page that was read has `says: \"400\"` at `statuses.409.codes.7002`"]);
}
