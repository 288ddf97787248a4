//! Tables of members and values, and what pages say about bodies.

use workspace_tests::PageFixture;

use super::fixture;

/// The fixture with a table of members where the page describes the response.
fn with_response_table(rows: &str) -> PageFixture {
    let mut fixture = fixture("pipes");
    let table = format!("### Response body\n\n| Name | Type | Description |\n|---|---|---|\n{rows}\n");
    fixture.page = fixture.page.replace("### Response success", &format!("{table}### Response success"));
    fixture
}

#[test]
fn a_table_of_members_of_the_response_is_compared() {
    let rows = "| id | string | Which. |\n| seeing | number | Calm. |\n| frames | array | Taken. |\n";
    let moon = "| moon | [Moon](#moon) | Bright. |\n";
    assert_eq!(with_response_table(&format!("{rows}{moon}")).compare().rendered(), "");
    let compared = with_response_table(&format!("{rows}{moon}| lamp | string | Lights. |\n")).compare();
    assert_eq!(compared.codes(), ["DW812"], "{}", compared.rendered());
    let changed = rows.replace("| id | string |", "| id | integer |");
    let compared = with_response_table(&format!("{changed}{moon}")).compare();
    assert_eq!(compared.codes(), ["DW814"], "{}", compared.rendered());
}

#[test]
fn a_page_can_say_in_a_sentence_that_there_is_no_body() {
    let pipes = fixture("pipes");
    let start = pipes.page.find("This table describes").unwrap();
    let end = pipes.page.find("### Request example").unwrap();
    for sentence in ["Do not provide a request body.", "Don't supply a request body.", "None", "No request body."] {
        let page = format!("{}{sentence}\n\n{}", &pipes.page[..start], &pipes.page[end..]);
        let compared = PageFixture { page, ..pipes.clone() }.compare();
        assert_eq!(compared.codes(), ["DW808"], "{sentence}: {}", compared.rendered());
        assert!(compared.rendered().contains("the page says that there is no body"), "{}", compared.rendered());
    }
}

#[test]
fn values_that_differ_in_separators_are_noted() {
    let pipes = fixture("pipes");
    let spelled = PageFixture {
        page: pipes.page.replace("| new   | 0 ", "| new-moon | 0 "),
        area: pipes.area.replace("values: { new: , full: }", "values: { new_moon: , full: }"),
        ..pipes.clone()
    };
    let compared = spelled.compare();
    assert_eq!(compared.rendered(), "");
    assert_eq!(compared.notes(), ["a value is written `new-moon` on the page, `new_moon` in the spec"]);
    let other = PageFixture { area: spelled.area.replace("new_moon: ,", "old_moon: ,"), ..spelled };
    assert_eq!(other.compare().codes(), ["DW815", "DW816"]);
}

#[test]
fn the_summary_counts_what_was_compared() {
    let compared = fixture("pipes").compare().comparison.summary.compared;
    assert_eq!((compared.requests, compared.parameters, compared.examples), (1, 5, 2));
    assert_eq!((compared.members, compared.values), (8, 4));
}

#[test]
fn a_name_that_examples_show_as_the_key_of_a_pair_is_no_member() {
    let row = "| filter  | string          | What it lets through. |\n";
    let lens = format!("{row}| lens    | string          | What is before it. |\n");
    let mut pipes = fixture("pipes");
    pipes.page = pipes.page.replace(row, &lens);
    assert_eq!(pipes.compare().codes(), ["DW812"]);
    let shown = "{ \"seconds\": 30, \"filter\": null, \"extras\": [ { \"key\": \"lens\", \"value\": \"wide\" } ] }";
    pipes.page = pipes.page.replace("{ \"seconds\": 30, \"filter\": null }", shown);
    pipes.area = pipes.area.replace("      filter: string\n", "      filter: string\n      extras: json\n");
    let compared = pipes.compare();
    assert_eq!(compared.rendered(), "");
    let note =
        "the page has a member `lens` of `Exposure` that the spec lacks; an example shows it as the key of a pair";
    assert!(compared.notes().contains(&note), "{:#?}", compared.notes());
}

#[test]
fn a_required_member_that_can_be_null_on_the_page_is_a_mismatch() {
    let mut pipes = fixture("pipes");
    pipes.page =
        pipes.page.replace("| id     | string                     |", "| id     | string or null             |");
    assert_eq!(pipes.compare().rendered(), "");
    let of = |id: &str| {
        let area = pipes.area.replace("      id: string\n", &format!("      id: {id}\n"));
        PageFixture { area, ..pipes.clone() }.compare()
    };
    let compared = of("{ type: string, required: true, evidence: seen }");
    assert_eq!(compared.codes(), ["DW814"], "{}", compared.rendered());
    assert!(compared.rendered().contains("`id` can be null on the page, not in the spec"), "{}", compared.rendered());
    assert_eq!(of("{ type: string, required: true, nullable: true, evidence: seen }").rendered(), "");
}
