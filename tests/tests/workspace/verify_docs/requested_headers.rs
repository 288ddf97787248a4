//! Headers of requests with their values, lists in queries, and sections of which the request is not read.

use workspace_tests::PageFixture;

use super::fixture;

/// The fixture with other words on the page and in the spec.
fn changed(page: (&str, &str), area: (&str, &str)) -> PageFixture {
    let mut sections = fixture("sections");
    for (text, (from, to)) in [(&mut sections.page, page), (&mut sections.area, area)] {
        assert!(text.contains(from), "no {from}");
        *text = text.replacen(from, to, 1);
    }
    sections
}

const LIST: &str = "    GET: /rooms/{room_id}/crates\n";
const ROWS: &str = "```json\n[ {";

/// A table of headers of the first request.
fn headers(row: &str) -> String {
    format!("### Request headers\n\n| Name | Required | Description |\n|---|---|---|\n{row}\n\n### Response\n\n{ROWS}")
}

fn with_header(row: &str, spec: &str) -> PageFixture {
    changed((ROWS, &headers(row)), (LIST, &format!("{LIST}{spec}")))
}

#[test]
fn the_value_of_a_fixed_header_is_compared() {
    let spec = "    fixed-headers: { X-Lamp: \"2\" }\n";
    assert_eq!(with_header("| X-Lamp | Yes | Must be `2`. |", spec).compare().rendered(), "");
    assert_eq!(with_header("| X-Lamp | Yes | Which lamp. |", spec).compare().rendered(), "");
    let other = with_header("| X-Lamp | Yes | Must be `3`. |", spec);
    let compared = other.compare();
    assert_eq!(compared.codes(), ["DW806"], "{}", compared.rendered());
    assert!(compared.rendered().contains("`X-Lamp` is `3` on the page, always `2` in the spec"));
    let noted = other.with_erratum("list_crates", "page: crates, at: headers.X-Lamp, says: \"3\", because: seen");
    assert_eq!(noted.compare().rendered(), "");
}

#[test]
fn accept_is_compared_with_the_responses_and_the_header_of_the_operation() {
    let row = "| Accept | Yes | Either `application/json` or `text/csv`. |";
    let compared = with_header(row, "").compare();
    assert_eq!(compared.codes(), ["DW803"], "{}", compared.rendered());
    assert!(compared.rendered().contains("`Accept` is `text/csv` on the page, `application/json` in the spec"));
    let stated = "    headers: { Accept: { type: string, required: true } }\n";
    assert_eq!(with_header(row, stated).compare().rendered(), "");
    assert_eq!(with_header("| Accept | Yes | Is `application/json`. |", "").compare().rendered(), "");
    let shown = |media: &str| {
        let example = format!("```\nGET /rooms/3/crates HTTP/1.1\nAccept: {media}\n```\n\n{ROWS}");
        changed((ROWS, &example), (LIST, LIST)).compare()
    };
    assert_eq!(shown("text/csv; q=0.5").codes(), ["DW803"]);
    for usual in ["application/json", "*/*", "text/html, */*"] {
        assert_eq!(shown(usual).rendered(), "", "{usual}");
    }
}

#[test]
fn the_form_of_a_list_in_a_query_is_compared() {
    let page = |words: &str| format!("| lit       | string  | No       | {words}          |");
    let row = "| lit       | boolean | No       | Only those with a lamp.          |";
    let of = |words: &str, spec: &str| changed((row, &page(words)), ("      lit: bool\n", spec)).compare();
    let (commas, keys) = ("      lit: { type: List<string>, as: commas }\n", "      lit: List<string>\n");
    let words = "A comma-separated list of lamps.";
    assert_eq!(of(words, commas).rendered(), "");
    let compared = of(words, keys);
    assert_eq!(compared.codes(), ["DW806"], "{}", compared.rendered());
    assert!(compared.rendered().contains("`lit` is a list with commas on the page, with a repeated key in the spec"));
    // Callers can write the commas.
    assert_eq!(of(words, "      lit: string\n").rendered(), "");
    assert_eq!(of("A lamp.", commas).codes(), ["DW806"], "the page has a text");
}

#[test]
fn a_section_whose_request_is_not_read_is_about_no_other_request() {
    let unread = "## Weigh a crate\n\nPost to the address of the scales.\n\n### JSON params\n\n| Field | Type | Required | Description |\n\
                  |---|---|---|---|\n| pounds | number | Yes | The weight. |\n\n### Response\n\nReturns HTTP status 206.\n\n## Burn a crate";
    let compared = changed(("## Burn a crate", unread), (LIST, LIST)).compare();
    assert_eq!(compared.rendered(), "");
    // Its request may be shown in a less certain form than the others.
    let shown = "## Weigh a crate\n\n```\ncurl -X POST https://api.warehouse.example/scales\n```\n\nReturns 206 Partial Content.\n\n## Burn a crate";
    let compared = changed(("## Burn a crate", shown), (LIST, LIST)).compare();
    assert!(!compared.codes().iter().any(|code| code == "DW808" || code == "DW809"), "{}", compared.rendered());
    // What a section beside those of requests states for all of them is compared with each.
    let shared = "## Path parameters\n\n| Attribute | Type | Required | Description |\n|---|---|---|---|\n\
                  | color | string | Yes | Which. |\n\n## List crates";
    let compared = changed(("## List crates", shared), (LIST, LIST)).compare();
    assert!(compared.codes().contains(&"DW803".to_owned()), "{}", compared.rendered());
}

#[test]
fn the_only_request_that_is_read_does_not_have_what_another_section_states() {
    let mut sections = fixture("sections");
    for request in ["```\nGET /rooms/:room_id/crates\n```\n\n", "```\nDELETE /rooms/:room_id/crates/:id\n```\n\n"] {
        assert!(sections.page.contains(request));
        sections.page = sections.page.replace(request, "");
    }
    let compared = sections.compare();
    let others: Vec<_> = compared.codes().into_iter().filter(|code| code != "DW822").collect();
    assert_eq!(others, [""; 0], "{}", compared.rendered());
}

#[test]
fn sections_with_one_request_are_compared_by_their_headers() {
    let twin = "  list_crates_and_lamps:\n    doc: Lists the crates of a room with their lamps.\n    page: crates\n\
                \x20   GET: /rooms/{room_id}/crates\n    path: { room_id: string }\n    query: { lamp: bool }\n\
                \x20   fixed-headers: { X-Lamp: \"2\" }\n    responses: { 200: List<Crate> }\n  stack_crate:";
    let section = "## List crates and lamps\n\n```\nGET /rooms/:room_id/crates\n```\n\n| Attribute | Type | Required | Description |\n\
                   |---|---|---|---|\n| room_id | string | Yes | Which. |\n| lamp | boolean | No | Which. |\n\n\
                   ### Request headers\n\n| Name | Required | Description |\n|---|---|---|\n| X-Lamp | Yes | Must be `2`. |\n\n## Stack a crate";
    let compared = changed(("## Stack a crate", section), ("  stack_crate:", twin)).compare();
    assert_eq!(compared.rendered(), "");
}
