//! What an excerpt, a translation or a rendering leaves out is a note, and makes no erratum stale.

use workspace_tests::{ComparedPages, PageFixture, each_case};

use super::{fixture, rendering};

const ENTRIES: &[&str] = &["point_dome", "PointingRequest", "Shutter", "Pointing", "Wind", "DomeError"];

/// The page up to a line, marked as an excerpt.
fn excerpt(page: &str, lines: usize) -> String {
    let lines: Vec<&str> = page.lines().take(lines).collect();
    lines.join("\n").replace("| COMPLETE", "| INCOMPLETE: ends early")
}

fn against(fixture: &PageFixture, page: &str) -> ComparedPages {
    fixture.compare_with(&[(&fixture.page_name, page)])
}

#[test]
fn an_excerpt_lacks_nothing_wherever_it_ends() {
    let typed = fixture("typed");
    for lines in 1..=typed.page.lines().count() {
        let compared = against(&typed, &excerpt(&typed.page, lines));
        assert_eq!(compared.rendered(), "", "after {lines} lines");
    }
}

#[test]
fn a_note_says_what_an_excerpt_may_lack() {
    let typed = fixture("typed");
    let compared = against(&typed, &excerpt(&typed.page, typed.page.lines().count() - 1));
    let note = "the spec has a value `storm` of `Wind` that the page lacks; it may be after the end of this excerpt";
    assert!(compared.notes().contains(&note), "{:#?}", compared.notes());
}

#[test]
fn facts_of_an_excerpt_are_compared_with_the_spec() {
    let typed = fixture("typed");
    for mutation in typed.mutations.iter().filter(|mutation| !matches!(&*mutation.code, "DW804" | "DW813" | "DW816")) {
        let mutated = typed.mutated(mutation);
        let compared = against(&mutated, &excerpt(&mutated.page, usize::MAX));
        let is_about_what_is_missing = mutation.code == "DW810" && compared.codes().is_empty();
        assert!(compared.codes() == [mutation.code.as_str()] || is_about_what_is_missing, "{}", compared.rendered());
    }
}

#[test]
fn an_excerpt_proves_no_erratum_stale_that_may_be_about_its_end() {
    let typed = fixture("typed");
    for (entry, at, says) in [
        ("Wind", "values.storm", "nothing"),
        ("Wind", "values.gale", "gale"),
        ("Pointing", "fields.motor", "string"),
        ("point_dome", "errors.409", "listed"),
        ("point_dome", "responses.202", "listed"),
    ] {
        let with_erratum =
            typed.with_erratum(entry, &format!("page: point-a-dome, at: {at}, says: {says}, because: seen"));
        let page = excerpt(&typed.page, typed.page.lines().count() - 2);
        assert_eq!(against(&with_erratum, &page).rendered(), "", "{at}");
        assert_eq!(with_erratum.compare().codes(), ["DW819"], "{at}");
    }
}

#[test]
fn a_translation_yields_notes() {
    let html = fixture("html");
    each_case(["take-a-lamp.de.md", "take-a-lamp.zh.md"].map(|name| (name, ())), |name, ()| {
        let compared = html.compare_with(&[(name, &rendering(name))]);
        assert_eq!(compared.rendered(), "", "{name}");
        assert_eq!(compared.comparison.summary.matched, 1, "{name}");
        insta::assert_snapshot!(format!("notes-{name}"), compared.notes().join("\n"));
    });
}

#[test]
fn untranslated_facts_are_compared_with_the_spec() {
    let html = fixture("html");
    let page = rendering("take-a-lamp.de.md");
    for (from, to, code) in [("/V1/Lamps/", "/V1/Torches/", "DW802"), ("<p>404</p>", "<p>403</p>", "DW810")] {
        let compared = html.compare_with(&[("take-a-lamp.de.md", &page.replace(from, to))]);
        assert_eq!(compared.codes(), [code], "{}", compared.rendered());
    }
}

#[test]
fn a_translation_proves_no_erratum_stale_that_may_be_about_a_translated_name() {
    let html = fixture("html");
    for (entry, at) in [("take_lamp", "query.size"), ("LampLoan", "fields.days"), ("LampKind", "values.candle")] {
        let with_erratum =
            html.with_erratum(entry, &format!("page: take-a-lamp, at: {at}, says: string, because: seen"));
        let compared = with_erratum.compare_with(&[("take-a-lamp.de.md", &rendering("take-a-lamp.de.md"))]);
        assert_eq!(compared.rendered(), "", "{at}");
        assert_eq!(with_erratum.compare().codes(), ["DW819"], "{at}");
    }
}

/// The spec of the flattened page: the names of which that page shows the beginning.
fn spec_of_flattened() -> PageFixture {
    let mut typed = fixture("typed");
    typed.area = typed
        .area
        .replace("obs-trace", "obs-Trace")
        .replace("notes: List<string>", "notesOfDay: List<string>\n      notesOfNight: string");
    typed
}

#[test]
fn cut_names_that_can_be_those_of_the_spec_are_no_mismatches() {
    let spec = spec_of_flattened();
    let compared = against(&spec, &rendering("point-a-dome.flattened.txt"));
    assert_eq!(compared.rendered(), "");
    insta::assert_snapshot!("notes-point-a-dome.flattened.txt", compared.notes().join("\n"));
}

#[test]
fn one_more_cut_name_than_the_spec_has_members_is_a_mismatch() {
    let mut spec = spec_of_flattened();
    spec.area = spec.area.replace("      notesOfNight: string\n", "");
    let compared = against(&spec, &rendering("point-a-dome.flattened.txt"));
    assert_eq!(compared.codes(), ["DW812"], "{}", compared.rendered());
}

#[test]
fn a_name_that_was_not_cut_is_not_taken_for_the_start_of_another() {
    let mut spec = spec_of_flattened();
    spec.area = spec.area.replace("azimuth: float\n      shutter", "azimuthal: float\n      shutter");
    let compared = against(&spec, &rendering("point-a-dome.flattened.txt"));
    assert_eq!(compared.codes(), ["DW812", "DW813"], "{}", compared.rendered());
}

#[test]
fn an_erratum_is_not_stale_where_the_rendering_lost_what_it_is_about() {
    for (entry, at, says) in [
        ("Pointing", "fields.wind", "Breeze"),
        ("point_dome", "responses.200", "Direction"),
        ("Shutter", "values.half", "half"),
        ("Pointing", "fields.notesOfWeek", "string"),
        ("point_dome", "headers.obs-Lamp", "string"),
    ] {
        let spec = spec_of_flattened();
        let with_erratum =
            spec.with_erratum(entry, &format!("page: point-a-dome, at: {at}, says: {says}, because: seen"));
        let compared = against(&with_erratum, &rendering("point-a-dome.flattened.txt"));
        assert_eq!(compared.rendered(), "", "{at}");
    }
}

#[test]
fn an_erratum_is_stale_if_a_flattened_page_shows_it() {
    for (entry, at, says) in [
        ("point_dome", "query.speed", "string"),
        ("point_dome", "PUT", "POST"),
        ("Pointing", "fields.azimuth", "string"),
    ] {
        let spec = spec_of_flattened();
        let with_erratum =
            spec.with_erratum(entry, &format!("page: point-a-dome, at: {at}, says: {says}, because: seen"));
        let compared = against(&with_erratum, &rendering("point-a-dome.flattened.txt"));
        assert_eq!(compared.codes(), ["DW819"], "{at}");
    }
}

#[test]
fn an_erratum_is_about_its_page_and_version_alone() {
    let typed = fixture("typed");
    for entry in ENTRIES {
        for about in ["version: '01/01/2001', ", ""] {
            let page = if about.is_empty() { "" } else { "page: point-a-dome, " };
            let with_erratum = typed.with_erratum(entry, &format!("{page}{about}at: fields.x, says: y, because: seen"));
            assert_eq!(with_erratum.compare().rendered(), "", "{entry}");
        }
    }
}
