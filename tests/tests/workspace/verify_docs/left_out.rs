//! An operation that pages request is captured, left out, or a mismatch.

use workspace_tests::{ComparedPages, PageFixture};

use super::fixture;

const ROW: &str = "<tr>\n<td><p>POST</p></td>";

/// The fixture's page with more request lines, each as its method and its path.
fn page_with(html: &PageFixture, requests: &[(&str, &str)]) -> String {
    assert_eq!(html.page.matches(ROW).count(), 1);
    let row = |(method, path): &(&str, &str)| format!("<tr><td><p>{method}</p></td><td><p>{path}</p></td></tr>\n");
    html.page.replace(ROW, &(requests.iter().map(row).collect::<String>() + ROW))
}

fn compare(html: &PageFixture, requests: &[(&str, &str)]) -> ComparedPages {
    html.compare_with(&[("take-a-lamp.md", &page_with(html, requests))])
}

/// The fixture whose spec leaves operations out, and has more operations of the page.
fn spec_with(left_out: &str, operations: &str) -> PageFixture {
    let mut html = fixture("html");
    html.api.push_str(&format!("left-out: [{left_out}]\n"));
    html.area = html.area.replacen("operations:\n", &format!("operations:\n{operations}"), 1);
    html
}

#[test]
fn an_operation_that_the_spec_does_not_know_is_one_mismatch() {
    let html = fixture("html");
    let requests = [("PUT", "{baseURL}/V1/Lamps/{lampId}/Light"), ("PUT", "{baseURL}/v1/lamps/{id}/light?on=yes")];
    let page = page_with(&html, &requests);
    let compared = html.compare_with(&[("take-a-lamp.md", &page), ("lamps.md", &page)]);
    assert_eq!(compared.codes(), ["DW825"], "{}", compared.rendered());
    assert_eq!(compared.comparison.summary.uncovered, ["PUT /V1/Lamps/{lampId}/Light"]);
    insta::assert_snapshot!("DW825", compared.rendered());
}

#[test]
fn an_operation_that_the_spec_leaves_out_is_counted_as_such() {
    let html = spec_with("{ request: \"PUT /v1/lamps/{id}/light?kind=full\", because: nobody needs it }", "");
    let (known, other) = ("/V1/Lamps/{lampId}/Light?kind=Full", "/V1/Lamps/{lampId}/Light");
    let compared = compare(&html, &[("PUT", known)]);
    assert_eq!(compared.rendered(), "");
    let summary = &compared.comparison.summary;
    assert_eq!((summary.operations, summary.covered, summary.left_out), (2, 1, 1));
    for (method, path) in [("PUT", other), ("POST", known)] {
        assert_eq!(compare(&html, &[(method, path)]).codes(), ["DW825"], "{method} {path}");
    }
}

#[test]
fn an_operation_on_another_host_is_not_one_of_the_api() {
    let compared = compare(&fixture("html"), &[("PUT", "https://other.example/V1/Lights/{id}")]);
    assert_eq!(compared.rendered(), "");
    assert_eq!(compared.comparison.summary.operations, 1);
}

#[test]
fn a_page_that_is_about_a_left_out_operation_alone_is_matched() {
    let html = spec_with("{ request: PUT /lights, because: nobody needs it }", "");
    let page = "# Lights\n\n| Method | Request URI |\n|---|---|\n| PUT | {baseURL}/Lights |\n";
    let compared = html.compare_with(&[("lights.md", page)]);
    assert_eq!(compared.rendered(), "");
    assert_eq!((compared.comparison.summary.matched, compared.comparison.summary.left_out), (1, 1));
}

#[test]
fn a_path_without_its_end_or_with_a_value_means_an_operation_that_cites_the_page() {
    let more = "  light_lamp:
    doc: Lights a lamp.
    page: take-a-lamp
    PUT: /V1/Lamps/{lampId}/Light/{kind}
    idempotency: idempotent
    path: { lampId: string, kind: LampKind }
    responses: { 200: none }
";
    let html = spec_with("", more);
    let whole = ("PUT", "/V1/Lamps/{lampId}/Light/{kind}");
    let (cut, value) = (("PUT", "/V1/Lamps/{lampId}/Light"), ("PUT", "/V1/Lamps/7/Light/{kind}"));
    let listed = ("PUT", "/V1/Lamps/{lampId}/Light/Torch");
    let unknown = |requests: &[(&str, &str)]| compare(&html, requests).comparison.summary.uncovered;
    for meant in [&[cut][..], &[value], &[whole, listed]] {
        assert_eq!(unknown(meant), Vec::<String>::new(), "{meant:?}");
    }
    for other in [cut, value, ("PUT", "/V1/Lamps/{lampId}/Light/Candle")] {
        assert_eq!(unknown(&[whole, other]), [format!("{} {}", other.0, other.1)]);
    }
}
