//! Examples of a page are compared wherever they are, and are a source for the spec.

use workspace_tests::PageFixture;

use super::fixture;

const RESPONSE: &str = "HTTP/1.1 201 Created\nContent-Type: application/json\n\n";
const REQUEST: &str = "POST https://api.observatory.example/v1/telescopes/7/nights?dome=north&priority=1 HTTP/1.1\nContent-Type: application/json\n\n";

/// The fixture with each text replaced by another, in its page.
fn page(changes: &[(&str, &str)]) -> PageFixture {
    let mut fixture = fixture("pipes");
    for (from, to) in changes {
        assert!(fixture.page.contains(from), "no {from}");
        fixture.page = fixture.page.replace(from, to);
    }
    fixture
}

#[test]
fn json_without_a_status_line_is_the_response_of_its_heading() {
    assert_eq!(page(&[(RESPONSE, "")]).compare().rendered(), "");
    let compared = page(&[(RESPONSE, ""), ("\"seeing\": 1.5", "\"seeing\": \"calm\"")]).compare();
    assert_eq!(compared.codes(), ["DW818"], "{}", compared.rendered());
    let compared = page(&[(RESPONSE, ""), ("\"id\": \"n-1\"", "\"id\": \"n-1\", \"lamp\": 1")]).compare();
    assert_eq!(compared.codes(), ["DW817"], "{}", compared.rendered());
}

#[test]
fn json_without_a_request_line_is_the_request_of_its_heading() {
    assert_eq!(page(&[(REQUEST, "")]).compare().rendered(), "");
    let compared = page(&[(REQUEST, ""), ("\"target\": \"M31\"", "\"target\": 31")]).compare();
    assert_eq!(compared.codes(), ["DW818"], "{}", compared.rendered());
}

#[test]
fn json_that_the_page_announces_as_neither_is_noted() {
    let compared =
        page(&[(RESPONSE, ""), ("### Response example", "# More"), ("\"seeing\": 1.5", "\"seeing\": \"calm\"")])
            .compare();
    assert_eq!(compared.rendered(), "");
    assert_eq!(compared.notes(), ["the page does not say whether this JSON is a request or a response"]);
    let announced = "# More\n\nA typical response:\n";
    let compared =
        page(&[(RESPONSE, ""), ("### Response example\n", announced), ("\"seeing\": 1.5", "\"seeing\": \"calm\"")])
            .compare();
    assert_eq!(compared.codes(), ["DW818"], "the paragraph above: {}", compared.rendered());
}

#[test]
fn a_request_that_is_no_call_of_the_operation_is_noted() {
    let compared = page(&[("/v1/telescopes/7/nights?dome", "/v1/telescope/7/nights?dome")]).compare();
    assert_eq!(compared.rendered(), "");
    assert_eq!(compared.notes(), ["the example requests `/v1/telescope/7/nights`, which is no call of `book_night`"]);
}

#[test]
fn a_member_that_an_example_shows_needs_no_other_source() {
    let row = "| seeing | number                     | How calm the air is. |\n";
    let compared = page(&[(row, "")]).compare();
    assert_eq!(compared.rendered(), "");
    assert_eq!(compared.notes(), ["the spec has a member `seeing` of `Night` that the page lacks; an example has it"]);
    let compared = page(&[(row, ""), ("    \"seeing\": 1.5,\n", "")]).compare();
    assert_eq!(compared.codes(), ["DW813"], "{}", compared.rendered());
}

#[test]
fn an_example_in_the_case_of_the_spec_decides_against_a_table() {
    let compared = page(&[("| seeing |", "| Seeing |")]).compare();
    assert_eq!(compared.rendered(), "");
    let note = "a member is `Seeing` on the page, `seeing` in the spec; an example confirms the spec";
    assert_eq!(compared.notes(), [note]);
    let compared = page(&[("| seeing |", "| Seeing |"), ("    \"seeing\": 1.5,\n", "")]).compare();
    assert_eq!(compared.codes(), ["DW821"], "without an example: {}", compared.rendered());
    let spec = |page: PageFixture| PageFixture { area: page.area.replace("seeing: float", "Seeing: float"), ..page };
    let compared = spec(page(&[("| seeing |", "| Seeing |")])).compare();
    assert_eq!(compared.codes(), ["DW821"], "the spec follows the table: {}", compared.rendered());
}

#[test]
fn where_a_service_ignores_case_a_table_in_another_case_is_noted() {
    let mut ignoring = page(&[("| seeing |", "| Seeing |"), ("    \"seeing\": 1.5,\n", "")]);
    ignoring.api.push_str("member-case: ignored\n");
    let compared = ignoring.compare();
    assert_eq!(compared.rendered(), "");
    assert_eq!(compared.notes(), ["a member is `Seeing` on the page, `seeing` in the spec; the service ignores case"]);
}

#[test]
fn a_member_that_only_examples_name_otherwise_is_one_that_the_table_renamed() {
    let compared = page(&[("| seeing | number ", "| calm   | number ")]).compare();
    assert_eq!(compared.rendered(), "");
    assert!(
        compared
            .notes()
            .contains(&"the page has a member `calm` of `Night` that the spec lacks; an example confirms the spec"),
        "{:?}",
        compared.notes()
    );
    let compared = page(&[("| seeing | number ", "| calm   | number "), ("    \"seeing\": 1.5,\n", "")]).compare();
    assert_eq!(compared.codes(), ["DW812", "DW813"], "{}", compared.rendered());
}

/// The fixture with a union in place of its response.
fn union() -> PageFixture {
    let mut fixture = page(&[("\"seeing\": 1.5,", "\"seeing\": { \"kind\": \"calm\", \"arcseconds\": 1.5 },")]);
    fixture.page = fixture.page.replace("| seeing | number  ", "| seeing | [Seeing](#moon)  ");
    let union = "  Seeing:
    doc: How calm the air is.
    union: kind
    variants: { calm: Calm, windy: Windy }
  Calm: { doc: Calm air., fields: { kind: string, arcseconds: float } }
  Windy: { doc: Wind., fields: { kind: string, gusts: int32 } }
";
    fixture.area = format!("{}{union}", fixture.area.replace("seeing: float", "seeing: Seeing"));
    fixture
}

#[test]
fn members_below_a_union_are_compared_with_its_variants() {
    assert_eq!(union().compare().rendered(), "");
    let of = |from: &str, to: &str| PageFixture { page: union().page.replace(from, to), ..union() }.compare();
    assert_eq!(of("\"arcseconds\": 1.5", "\"gusts\": 2").rendered(), "");
    let compared = of("\"arcseconds\"", "\"minutes\"");
    assert_eq!(compared.codes(), ["DW817"]);
    assert!(compared.rendered().contains("`seeing.minutes`, which no variant of `Seeing`"), "{}", compared.rendered());
    let compared = of("\"arcseconds\": 1.5", "\"arcseconds\": \"few\"");
    assert_eq!(compared.codes(), ["DW818"], "{}", compared.rendered());
    let erratum = "page: book-a-night, at: fields.minutes, says: number, because: no recorded response has it";
    let with_erratum = PageFixture {
        area: union().area.replace(
            "fields: { kind: string, arcseconds: float } }",
            &format!("fields: {{ kind: string, arcseconds: float }}, errata: [{{ {erratum} }}] }}"),
        ),
        page: union().page.replace("\"arcseconds\"", "\"minutes\""),
        ..union()
    };
    assert_eq!(with_erratum.compare().rendered(), "");
}

/// The fixture with a list, bare or in an envelope, as its response.
fn list(response: &str) -> PageFixture {
    let fixture = fixture("pipes");
    let envelope = "  Nights: { doc: Nights., fields: { nights: List<Night>, id: string } }\n";
    PageFixture { area: format!("{}{envelope}", fixture.area.replace("{ 201: Night }", response)), ..fixture }
}

#[test]
fn one_item_in_place_of_a_list_is_one_mismatch_and_is_compared() {
    for response in ["{ 201: List<Night> }", "{ 201: Nights }"] {
        let compared = list(response).compare();
        assert!(compared.codes().contains(&"DW824".to_owned()), "{}", compared.rendered());
        assert!(compared.rendered().contains("the example shows one item, the spec has the list"), "{response}");
        let more = PageFixture {
            page: list(response).page.replace("\"id\": \"n-1\"", "\"id\": \"n-1\", \"lamp\": 1"),
            ..list(response)
        };
        assert!(more.compare().codes().contains(&"DW817".to_owned()), "{}", more.compare().rendered());
    }
}

#[test]
fn an_envelope_is_no_item_whatever_names_both_have() {
    let envelope = list("{ 201: Nights }");
    let page = envelope.page.replace("\"seeing\": 1.5,", "\"nights\": [ { \"seeing\": 1.5 } ],");
    let compared = PageFixture { page, ..envelope }.compare();
    assert!(!compared.codes().contains(&"DW824".to_owned()), "{}", compared.rendered());
}

#[test]
fn an_example_of_an_error_is_not_compared_with_the_response() {
    let mut shown = page(&[
        (RESPONSE, ""),
        ("    \"seeing\": 1.5,\n", ""),
        ("    \"frames\": [ { \"seconds\": 30, \"filter\": null } ]\n", "    \"message\": \"taken\"\n"),
        ("\"id\": \"n-1\"", "\"code\": 7"),
    ]);
    assert_eq!(shown.compare().codes(), ["DW824"], "{}", shown.compare().rendered());
    shown.api.push_str("error-shapes: [{ code: code, message: message }]\n");
    assert_eq!(shown.compare().rendered(), "");
    assert_eq!(shown.compare().notes(), ["the example shows an error"]);
}

#[test]
fn what_several_pages_show_is_reported_once() {
    let shown = page(&[("\"id\": \"n-1\"", "\"id\": \"n-1\", \"lamp\": 1")]);
    let older = shown.page.replace("ms.date: 01/02/2020", "ms.date: 01/02/2019");
    let compared = shown.compare_with(&[("book-a-night.2019.md", &older), ("book-a-night.md", &shown.page)]);
    assert_eq!(compared.codes(), ["DW817"], "{}", compared.rendered());
    assert!(compared.rendered().contains("(2 times)"), "{}", compared.rendered());
}

#[test]
fn headers_that_a_spec_states_of_a_202_only_are_noted_elsewhere() {
    let compared = page(&[("HTTP/1.1 201 Created\n", "HTTP/1.1 201 Created\nLocation: /v1/nights/n-1\n")]).compare();
    assert_eq!(compared.rendered(), "");
    assert_eq!(compared.notes(), ["the response 201 has a `Location` in the example; a spec states it of a 202 only"]);
    let mut read = page(&[("HTTP/1.1 201 Created\n", "HTTP/1.1 201 Created\nLocation: /v1/nights/n-1\n")]);
    read.api.push_str("response-headers: { Location: { type: string, doc: Where the night is. } }\n");
    assert_eq!(read.compare().notes(), Vec::<&str>::new());
}
