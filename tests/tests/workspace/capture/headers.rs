//! Drafts of headers that are always the same, of `Accept`, and of lists with commas.

use super::shown::{assert_has, draft, page};

const NOTHING: &str = "If successful, this method returns an HTTP status 204.";

/// A page with a table of request headers.
fn with_headers(rows: &str) -> String {
    let table =
        format!("### Request headers\n\n| Name | Required | Description |\n|---|---|---|\n{rows}\n### Request body");
    page("GET /v1/piers", "None.", NOTHING).replace("### Request body", &table)
}

/// An example of a request with these headers, and its response.
fn call(title: &str, headers: &str, body: &str) -> String {
    format!(
        "### {title}\n\n```http\nGET https://api.harbour.example/v1/piers HTTP/1.1\n{headers}\n```\n\n\
         ### {title}: response example\n\n```http\nHTTP/1.1 200 OK\n\n{body}\n```\n\n"
    )
}

fn with_calls(calls: &[String]) -> String {
    page("GET /v1/piers", "None.", "").replace("## Response\n", &calls.concat())
}

#[test]
fn a_header_that_must_have_one_value_is_fixed_and_any_other_is_an_input() {
    let text = draft(&with_headers(
        "| X-Tide | Yes | The model. Must be `2`. |\n| X-Wind | | Must be \"north\". |\n\
         | X-Wave | No | Must be `9`. |\n| X-Rope | Yes | A rope, for example `5`. |\n",
    ));
    assert_has(
        &text,
        &[
            "    fixed-headers:\n      X-Tide: \"2\"\n      X-Wind: north # GAP: whether every call sends it (",
            "      X-Wave: XWave\n",
            "      X-Rope: { type: string, required: true } #",
        ],
    );
}

#[test]
fn a_header_of_an_example_alone_is_not_drafted() {
    let text = draft(&with_calls(&[call("Request example", "X-Tide: 2", "[{\"name\": \"North\"}]")]));
    assert!(!text.contains("X-Tide"), "{text}");
}

#[test]
fn calls_with_a_header_and_another_response_are_an_operation_of_their_own() {
    let old = call("Request example", "Accept: application/json", "[{\"name\": \"North\"}]");
    let new = |body: &str| call("Request example with tides", "Accept: application/json\nX-Tide: true", body);
    let text = draft(&with_calls(&[old.clone(), new("{\"piers\": [{\"label\": \"North\"}], \"total\": 1}")]));
    assert_eq!(text.matches("GET: /v{version}/piers\n").count(), 2, "{text}");
    let (first, second) = text.split_once("GET: /v{version}/piers\n").unwrap().1.split_once("GET: ").unwrap();
    assert!(!first.contains("X-Tide") && first.contains("name: text"), "{text}");
    assert_has(second, &["fixed-headers:\n      X-Tide: \"true\" # GAP: whether every call sends it (", "label: text"]);
    // The same response is no sign of another operation.
    let text = draft(&with_calls(&[old, new("[{\"name\": \"North\"}]")]));
    assert_eq!(text.matches("GET: /v{version}/piers\n").count(), 1, "{text}");
}

#[test]
fn sections_with_one_request_and_a_header_each_are_operations_told_apart() {
    let section = |title: &str, value: &str| {
        format!(
            "## {title}\n\n```\nGET https://api.harbour.example/v1/piers\n```\n\n### Request headers\n\n\
             | Name | Required | Description |\n|---|---|---|\n| X-Tide | Yes | Must be `{value}`. |\n\n"
        )
    };
    let text = draft(&format!("# Piers\n\n{}{}", section("List piers", "1"), section("List piers and tides", "2")));
    assert_has(&text, &["  list_piers:", "X-Tide: \"1\"\n", "  list_piers_and_tides:", "X-Tide: \"2\"\n"]);
}

#[test]
fn accept_is_an_input_where_it_does_not_follow_from_the_responses() {
    let accept = |value: &str| {
        draft(&with_calls(&[call("Request example", &format!("Accept: {value}"), "[{\"name\": \"North\"}]")]))
    };
    let gap =
        "# GAP: whether callers state it; the page has `application/xml`, which may be the `media` of a response (";
    assert_has(&accept("application/xml; q=1"), &[gap, "      Accept: string\n"]);
    for usual in ["application/json", "application/json; charset=utf-8", "*/*", "text/html, */*; q=0.1", "anything"] {
        assert!(!accept(usual).contains("Accept"), "{usual}");
    }
    let listed = draft(&with_headers("| Accept | No | Either `application/json` or `text/csv`. |\n"));
    assert_has(
        &listed,
        &["the page has `text/csv`", "      Accept: Accept\n", "      application/json:\n      text/csv:\n"],
    );
}

#[test]
fn lists_that_a_page_separates_by_commas_are_written_so() {
    let rows = "| zones | string | No | A comma-separated list of zones. |\n| wardens | array of int | No | The numbers, separated by commas. |\n\
                | note | string | No | A text; commas are allowed. |\n";
    let table = format!(
        "### URI parameters\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n{rows}\n### Request body"
    );
    let text = draft(&page("GET /v1/piers", "None.", NOTHING).replace("### Request body", &table));
    assert_has(
        &text,
        &[
            "zones: { type: List<string>, as: commas } # GAP: the request line does not have it",
            "wardens: { type: List<int64>, as: commas }",
            "note: string #",
        ],
    );
}
