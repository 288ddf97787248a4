//! Several pages about one operation, and one page about several.

use workspace_tests::PageFixture;

use super::fixture;

/// The page as it was in another year, after a replacement.
fn version(page: &str, date: &str, from: &str, to: &str) -> String {
    assert!(page.contains(from), "no {from}");
    page.replace("ms.date: 03/04/2019", &format!("ms.date: {date}")).replace(from, to)
}

#[test]
fn two_versions_of_a_page_can_disagree_where_an_erratum_says_so() {
    let html = fixture("html");
    let old = version(&html.page, "01/01/2016", "<p>POST</p>", "<p>DELETE</p>");
    let pages = [("take-a-lamp.2016.md", &*old), ("take-a-lamp.md", &*html.page)];
    assert_eq!(html.compare_with(&pages).codes(), ["DW801"]);
    let of = |version: &str| {
        let erratum = format!(
            "page: take-a-lamp, version: {version:?}, at: POST, says: DELETE, because: the later page is right"
        );
        html.with_erratum("take_lamp", &erratum)
    };
    assert_eq!(of("01/01/2016").compare_with(&pages).rendered(), "");
    assert_eq!(of("03/04/2019").compare_with(&pages).codes(), ["DW801", "DW819"], "of the version that agrees");
    assert_eq!(of("02/02/2002").compare_with(&pages).codes(), ["DW801"], "of a version that was not read");
    assert_eq!(of("01/01/2016").compare_with(&pages[1..]).rendered(), "", "of a version that was not read");
}

#[test]
fn an_erratum_without_a_version_is_needed_as_long_as_one_version_says_so() {
    let html = fixture("html");
    let old = version(&html.page, "01/01/2016", "<p>POST</p>", "<p>DELETE</p>");
    let with_erratum = html.with_erratum("take_lamp", "page: take-a-lamp, at: POST, says: DELETE, because: seen");
    let pages = [("take-a-lamp.2016.md", &*old), ("take-a-lamp.md", &*html.page)];
    assert_eq!(with_erratum.compare_with(&pages).rendered(), "");
    assert_eq!(with_erratum.compare_with(&pages[1..]).codes(), ["DW819"]);
}

#[test]
fn an_erratum_hides_no_other_statement_at_its_node() {
    let html = fixture("html");
    let text = version(&html.page, "01/01/2016", "integer-32", "string");
    let truth = version(&html.page, "01/01/2017", "integer-32", "boolean");
    let with_erratum =
        html.with_erratum("LampLoan", "page: take-a-lamp, at: fields.hours, says: string, because: seen");
    let compared = with_erratum.compare_with(&[("take-a-lamp.2016.md", &text), ("take-a-lamp.2017.md", &truth)]);
    assert_eq!(compared.codes(), ["DW814"]);
    assert!(compared.rendered().contains("`hours` is `boolean` on the page"), "{}", compared.rendered());
    let compared = with_erratum.compare_with(&[("take-a-lamp.2017.md", &truth)]);
    assert_eq!(compared.codes(), ["DW814", "DW819"], "{}", compared.rendered());
}

#[test]
fn what_one_page_lacks_and_another_has_is_a_note() {
    let html = fixture("html");
    let row = "<tr><td><p>hours</p></td><td><p>integer-32</p></td><td><p>How long.</p></td></tr>\n";
    let old = version(&html.page, "01/01/2016", row, "");
    let alone = html.compare_with(&[("take-a-lamp.2016.md", &old)]);
    assert_eq!(alone.codes(), ["DW813"]);
    let both = html.compare_with(&[("take-a-lamp.2016.md", &old), ("take-a-lamp.md", &html.page)]);
    assert_eq!(both.rendered(), "");
    assert_eq!(both.notes(), ["the spec has a member `hours` of `LampLoan` that the page lacks; another page has it"]);
}

#[test]
fn what_a_page_says_twice_is_found_once() {
    let html = fixture("html");
    let line = "<tr>\n<td><p>POST</p></td>\n<td><p>https:<span></span>//api.observatory.example/V1/Lamps/{lampId}/Loans?colour={Colour}</p></td>\n</tr>\n";
    let page = version(&html.page, "01/01/2016", line, &line.repeat(2)).replace("<p>POST</p>", "<p>PUT</p>");
    assert_eq!(html.compare_with(&[("take-a-lamp.md", &page)]).codes(), ["DW801"]);
}

/// A second operation on the fixture's page.
const RETURN: &str = "operations:
  return_lamp:
    doc: Takes a lamp back.
    page: take-a-lamp
    DELETE: /V1/Lamps/{lampId}/Loans
    path: { lampId: string }
    responses: { 204: none }
";

/// The fixture with a page that requests both operations.
fn of_two_operations() -> PageFixture {
    let mut html = fixture("html");
    html.area = html.area.replace("operations:\n", RETURN);
    let row = "<tr>\n<td><p>POST</p></td>";
    let second =
        "<tr><td><p>DELETE</p></td><td><p>{baseURL}/V1/Lamps/{lampId}/Loans</p></td></tr>\n<tr>\n<td><p>POST</p></td>";
    html.page = html.page.replace(row, second);
    html
}

#[test]
fn a_page_of_several_operations_is_compared_with_each_except_its_responses() {
    let html = of_two_operations();
    let page = &html.page;
    let compared = html.compare_with(&[("take-a-lamp.md", page)]);
    assert_eq!(compared.rendered(), "");
    assert_eq!(compared.comparison.summary.covered, 2);
    let notes = compared.notes();
    for part in ["responses", "errors"] {
        let note = format!("the page requests several operations and does not say to which of them its {part} belong");
        assert!(notes.contains(&note.as_str()), "{notes:#?}");
    }
    let other = page.replace("<p>DELETE</p>", "<p>GET</p>");
    let compared = html.compare_with(&[("take-a-lamp.md", &other)]);
    assert_eq!(compared.comparison.summary.uncovered, Vec::<String>::new(), "{}", compared.rendered());
}

#[test]
fn what_fits_no_operation_of_a_page_is_found_once() {
    let html = of_two_operations();
    let body = "### Request body\n\nSend the [LampLoan](#lamploan) resource.\n\n## Response\n\n### Response body";
    for (code, from, to) in [
        ("DW808", "## Response\n\n### Response body", body),
        ("DW809", "[LampLoan](#lamploan).", "[LampKind](#lampkind)."),
        (
            "DW810",
            "<tr><td><p>404</p></td>",
            "<tr><td><p>403</p></td><td><p>Not yours</p></td><td></td><td></td></tr>\n<tr><td><p>404</p></td>",
        ),
        ("DW810", "<tr><td><p>404</p></td><td><p>Unknown</p></td><td><p>No</p></td><td></td></tr>\n", ""),
        ("DW811", "Reason: Lent, Broken", "Reason: Lent"),
    ] {
        assert!(html.page.contains(from), "no {from}");
        let compared = html.compare_with(&[("take-a-lamp.md", &html.page.replace(from, to))]);
        assert_eq!(compared.codes(), [code], "{to}: {}", compared.rendered());
    }
}

#[test]
fn a_fact_of_no_operation_is_reported_for_the_one_with_a_counterpart() {
    let mut html = of_two_operations();
    html.area = html.area.replace("query: { colour: string }", "query: { colour: string }\n    body: LampLoan");
    let body = "### Request body\n\nSend the [LampKind](#lampkind) resource.\n\n## Response\n\n### Response body";
    let compared =
        html.compare_with(&[("take-a-lamp.md", &html.page.replace("## Response\n\n### Response body", body))]);
    assert_eq!(compared.codes(), ["DW808"]);
    assert!(compared.rendered().contains("`LampKind` on the page, `LampLoan` in the spec"), "{}", compared.rendered());
}

#[test]
fn responses_that_a_page_lists_by_status_are_all_there() {
    let html = of_two_operations();
    let page = html.page.replace("[LampLoan](#lamploan).", "[LampLoan](#lamploan). The HTTP status is 200.");
    let compared = html.compare_with(&[("take-a-lamp.md", &page)]);
    assert_eq!(compared.codes(), ["DW809"], "{}", compared.rendered());
    assert!(compared.rendered().contains("a response 204 that the page lacks"), "{}", compared.rendered());
}

#[test]
fn what_fits_one_operation_of_a_page_is_no_mismatch() {
    let mut html = of_two_operations();
    html.area = html.area.replace("responses: { 204: none }", "responses: { 200: LampKind }");
    for (from, to) in [
        ("[LampLoan](#lamploan).", "[LampKind](#lampkind)."),
        ("### Response body", "### Request body\n\nNone.\n\n## Response\n\n### Response body"),
    ] {
        let compared = html.compare_with(&[("take-a-lamp.md", &html.page.replacen(from, to, 1))]);
        assert_eq!(compared.rendered(), "", "{to}");
    }
}

#[test]
fn the_examples_of_each_operation_are_compared_with_it() {
    let html = of_two_operations();
    let calls = "```http\nDELETE https://api.observatory.example/V1/Lamps/7/Loans HTTP/1.1\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n\n\
        ```http\nPOST https://api.observatory.example/V1/Lamps/7/Loans HTTP/1.1\n```\n\n```http\nHTTP/1.1 200 OK\n\n{ \"hours\": 2 }\n```\n\n";
    let codes = |calls: &str| {
        let page = format!("{}\n## Examples\n\n{calls}", html.page);
        html.compare_with(&[("take-a-lamp.md", &page)]).codes()
    };
    assert_eq!(codes(calls), Vec::<String>::new());
    assert_eq!(codes(&calls.replace("204 No Content", "200 OK")), ["DW809"], "the status of the other operation");
    assert_eq!(codes(&calls.replace("\"hours\"", "\"days\"")), ["DW817"]);
    assert_eq!(codes(&calls.replace("HTTP/1.1 204 No Content", "HTTP/1.1 404 Not Found")), Vec::<String>::new());
}

#[test]
fn an_example_of_a_request_shows_that_there_is_a_body() {
    let html = fixture("html");
    let call = "```http\nPOST https://api.observatory.example/V1/Lamps/7/Loans HTTP/1.1\n\n{ \"hours\": 2 }\n```";
    let codes = |page: String| html.compare_with(&[("take-a-lamp.md", &page)]).codes();
    let page = format!("{}\n## Example\n\n{call}\n", html.page);
    assert_eq!(codes(page.replace("{ \"hours\": 2 }\n", "")), Vec::<String>::new());
    assert_eq!(codes(page), ["DW808"]);
}

#[test]
fn an_example_of_an_empty_response_is_not_compared() {
    let mut html = fixture("html");
    html.area = html.area.replace("responses: { 200: LampLoan }", "responses: { 200: none }");
    let page = html
        .page
        .replace("The response contains [LampLoan](#lamploan).", "```http\nHTTP/1.1 200 OK\n\n{ \"hours\": 2 }\n```");
    assert_eq!(html.compare_with(&[("take-a-lamp.md", &page)]).codes(), ["DW809"]);
    let page = page.replace("{ \"hours\": 2 }\n", "");
    assert_eq!(html.compare_with(&[("take-a-lamp.md", &page)]).rendered(), "");
}

/// An operation with the request of the fixture's, from which a header distinguishes it.
const WITH_HEADER: &str = "operations:
  take_new_lamp:
    doc: Hands out a lamp of the new kind.
    page: take-a-lamp
    POST: /V1/Lamps/{lampId}/Loans
    idempotency: non-idempotent
    path: { lampId: string }
    query: { colour: string }
    fixed-headers: { X-Lamp-Model: new }
    responses: { 200: LampKinds }
    errors: LampError
";

const HEADERS: &str = "### Request headers\n\n| Header | Type | Required | Description |\n|---|---|---|---|\n\
    | X-Lamp-Model | string | No | The kind of lamp. |\n\n## Response\n\n### Response body";

#[test]
fn operations_that_a_header_distinguishes_share_a_request_line() {
    let mut html = fixture("html");
    html.area = html.area.replace("operations:\n", WITH_HEADER).replace(
        "types:\n",
        "types:\n  LampKinds: { doc: Lamps., page: take-a-lamp, fields: { kinds: List<LampKind>, count: int32 } }\n",
    );
    let page = html.page.replace("## Response\n\n### Response body", HEADERS);
    let compared = html.compare_with(&[("take-a-lamp.md", &page)]);
    assert_eq!(compared.rendered(), "");
    assert_eq!(compared.comparison.summary.uncovered, Vec::<String>::new());
    let without = HEADERS.replace("X-Lamp-Model", "X-Lamp-Maker");
    let page_without = html.page.replace("## Response\n\n### Response body", &without);
    let compared = html.compare_with(&[("take-a-lamp.md", &page_without)]);
    assert_eq!(compared.codes(), ["DW803", "DW804"], "{}", compared.rendered());
    let erratum = "page: take-a-lamp, at: headers.X-Lamp-Model, lacks: true, because: seen";
    html.area = html.area.replace(
        "    responses: { 200: LampKinds }\n",
        &format!("    responses: {{ 200: LampKinds }}\n    errata: [{{ {erratum} }}]\n"),
    );
    assert_eq!(html.compare_with(&[("take-a-lamp.md", &page_without)]).codes(), ["DW803"]);
    assert_eq!(html.compare_with(&[("take-a-lamp.md", &page)]).codes(), ["DW819"]);

    // An example belongs to the operation whose header it has.
    html.area = html.area.replace(&format!("    errata: [{{ {erratum} }}]\n"), "");
    let call = |header: &str, body: &str| {
        let call = format!(
            "```http\nPOST https://api.observatory.example/V1/Lamps/7/Loans HTTP/1.1\n{header}\n```\n\n\
             ```http\nHTTP/1.1 200 OK\n\n{{ {body} }}\n```\n"
        );
        html.compare_with(&[("take-a-lamp.md", &format!("{page}\n## Examples\n\n{call}"))]).codes()
    };
    assert_eq!(call("X-Lamp-Model: new\n", "\"count\": 2"), [""; 0]);
    assert_eq!(call("X-Lamp-Model: new\n", "\"hours\": 2"), ["DW817"]);
    assert_eq!(call("", "\"hours\": 2"), [""; 0]);
}
