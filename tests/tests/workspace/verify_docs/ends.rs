//! The day on which a deprecated operation ends.

use workspace_tests::PageFixture;

use super::fixture;

/// The fixture whose page says that a request ends, and whose spec has this about it.
fn ended(sentence: &str, deprecated: &str) -> PageFixture {
    let mut notices = fixture("notices");
    notices.page = notices.page.replace("```json\n[", &format!("{sentence}\n\n```json\n["));
    let operation = "    GET: /canals/{canal_id}/locks\n";
    assert!(notices.page.contains(sentence) && notices.area.contains(operation));
    notices.area = notices.area.replace(operation, &format!("{operation}{deprecated}"));
    notices
}

#[test]
fn the_day_on_a_page_is_compared_with_that_of_the_spec() {
    let on = "This endpoint will be retired on May 1, 2031.";
    let since = |day: &str| format!("    deprecated: {{ since: {day}, because: Another one lists more. }}\n");
    assert_eq!(ended(on, &since("2031-05-01")).compare().rendered(), "");
    for (deprecated, message) in [
        (since("2031-06-01"), "`list_locks` ends on `2031-05-01` on the page, `2031-06-01` in the spec"),
        (
            "    deprecated: { because: Another one lists more. }\n".to_owned(),
            "`list_locks` ends on `2031-05-01` on the page, no day in the spec",
        ),
    ] {
        let compared = ended(on, &deprecated).compare();
        assert_eq!(compared.codes(), ["DW829"], "{}", compared.rendered());
        assert!(compared.rendered().contains(message), "{}", compared.rendered());
    }
    assert_eq!(ended(on, "").compare().codes(), ["DW827"]);
}

#[test]
fn an_erratum_notes_another_day_and_a_page_without_one_states_none() {
    let since = "    deprecated: { since: 2031-06-01, because: Another one lists more. }\n";
    assert_eq!(ended("This endpoint will be retired.", since).compare().rendered(), "");
    let noted = ended("This endpoint will be retired on 2031-05-01.", since).with_erratum(
        "list_locks",
        "page: locks, at: deprecated, says: \"2031-05-01\", because: the vendor wrote of a later day",
    );
    assert_eq!(noted.compare().rendered(), "");
}
