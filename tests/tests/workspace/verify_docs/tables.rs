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
