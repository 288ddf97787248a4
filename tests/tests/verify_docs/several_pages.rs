//! Pages that speak of the same things, or of several.

use crate::fixture;

/// The page as it was in another year, after a replacement.
fn version(page: &str, date: &str, from: &str, to: &str) -> String {
    assert!(page.contains(from), "no {from}");
    page.replace("ms.date: 03/04/2019", &format!("ms.date: {date}")).replace(from, to)
}

#[test]
fn two_versions_of_a_page_can_disagree_where_a_departure_says_so() {
    let html = fixture("html");
    let old = version(&html.page, "01/01/2016", "<p>POST</p>", "<p>DELETE</p>");
    let pages = [("take-a-lamp.2016.md", &*old), ("take-a-lamp.md", &*html.page)];
    assert_eq!(html.hold_against(&pages).codes(), ["DW801"]);
    let of = |version: &str| {
        let departure = format!(
            "page: take-a-lamp, version: {version:?}, at: POST, says: DELETE, because: the later page is right"
        );
        html.departing("take_lamp", &departure)
    };
    assert_eq!(of("01/01/2016").hold_against(&pages).rendered(), "");
    assert_eq!(of("03/04/2019").hold_against(&pages).codes(), ["DW801", "DW819"], "of the version that agrees");
    assert_eq!(of("02/02/2002").hold_against(&pages).codes(), ["DW801"], "of a version that was not read");
    assert_eq!(of("01/01/2016").hold_against(&pages[1..]).rendered(), "", "of a version that was not read");
}

#[test]
fn a_departure_without_a_version_is_needed_as_long_as_one_version_says_so() {
    let html = fixture("html");
    let old = version(&html.page, "01/01/2016", "<p>POST</p>", "<p>DELETE</p>");
    let departing = html.departing("take_lamp", "page: take-a-lamp, at: POST, says: DELETE, because: seen");
    let pages = [("take-a-lamp.2016.md", &*old), ("take-a-lamp.md", &*html.page)];
    assert_eq!(departing.hold_against(&pages).rendered(), "");
    assert_eq!(departing.hold_against(&pages[1..]).codes(), ["DW819"]);
}

#[test]
fn a_departure_hides_no_other_statement_at_its_node() {
    let html = fixture("html");
    let text = version(&html.page, "01/01/2016", "integer-32", "string");
    let truth = version(&html.page, "01/01/2017", "integer-32", "boolean");
    let departing = html.departing("LampLoan", "page: take-a-lamp, at: fields.hours, says: string, because: seen");
    let held = departing.hold_against(&[("take-a-lamp.2016.md", &text), ("take-a-lamp.2017.md", &truth)]);
    assert_eq!(held.codes(), ["DW814"]);
    assert!(held.rendered().contains("`hours` is `boolean` on the page"), "{}", held.rendered());
    let held = departing.hold_against(&[("take-a-lamp.2017.md", &truth)]);
    assert_eq!(held.codes(), ["DW814", "DW819"], "{}", held.rendered());
}

#[test]
fn what_one_page_lacks_and_another_has_is_a_note() {
    let html = fixture("html");
    let row = "<tr><td><p>hours</p></td><td><p>integer-32</p></td><td><p>How long.</p></td></tr>\n";
    let old = version(&html.page, "01/01/2016", row, "");
    let alone = html.hold_against(&[("take-a-lamp.2016.md", &old)]);
    assert_eq!(alone.codes(), ["DW813"]);
    let both = html.hold_against(&[("take-a-lamp.2016.md", &old), ("take-a-lamp.md", &html.page)]);
    assert_eq!(both.rendered(), "");
    assert_eq!(both.notes(), ["the spec has a member `hours` of `LampLoan` that the page lacks; another page has it"]);
}

#[test]
fn what_a_page_says_twice_is_found_once() {
    let html = fixture("html");
    let line = "<tr>\n<td><p>POST</p></td>\n<td><p>https:<span></span>//api.observatory.example/V1/Lamps/{lampId}/Loans?colour={Colour}</p></td>\n</tr>\n";
    let page = version(&html.page, "01/01/2016", line, &line.repeat(2)).replace("<p>POST</p>", "<p>PUT</p>");
    assert_eq!(html.hold_against(&[("take-a-lamp.md", &page)]).codes(), ["DW801"]);
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

#[test]
fn a_page_of_several_operations_is_held_against_each_but_for_its_answers() {
    let mut html = fixture("html");
    html.area = html.area.replace("operations:\n", RETURN);
    let row = "<tr>\n<td><p>POST</p></td>";
    let second =
        "<tr><td><p>DELETE</p></td><td><p>{baseURL}/V1/Lamps/{lampId}/Loans</p></td></tr>\n<tr>\n<td><p>POST</p></td>";
    let page = html.page.replace(row, second);
    let held = html.hold_against(&[("take-a-lamp.md", &page)]);
    assert_eq!(held.rendered(), "");
    assert_eq!(held.comparison.summary.covered, 2);
    let notes = held.notes();
    for part in ["responses", "errors"] {
        let note = format!("the page requests several operations; which of them its {part} belong to cannot be told");
        assert!(notes.contains(&note.as_str()), "{notes:#?}");
    }
    let other = page.replace("<p>DELETE</p>", "<p>GET</p>");
    let held = html.hold_against(&[("take-a-lamp.md", &other)]);
    assert_eq!(held.comparison.summary.uncovered, Vec::<String>::new(), "{}", held.rendered());
}
