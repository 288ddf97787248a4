//! Every kind of mismatch between a page and a spec is found, and an erratum covers it until it is gone.

use workspace_tests::{Mutation, PageFixture, Side, each_case, page_fixtures};

/// The erratum that the help of a single mismatch recommends: its entry, and the text in its braces.
fn recommended(help: &str) -> (String, String) {
    let rest = help.strip_prefix("correct the spec, or add to `errata` of `").unwrap();
    let (entry, rest) = rest.split_once("`: { ").unwrap();
    (entry.to_owned(), rest.strip_suffix(" }").unwrap().replace('…', "the service was seen to do so"))
}

/// All changes by the names of their snapshots, with the fixture that each is made to.
pub(super) fn mutations() -> impl Iterator<Item = (String, (PageFixture, Mutation))> {
    page_fixtures().into_iter().flat_map(|fixture| {
        let named = |mutation: &Mutation| {
            let name = file_name(&fixture, &mutation.code, mutation.side, &mutation.name);
            (name, (fixture.clone(), mutation.clone()))
        };
        fixture.mutations.iter().map(named).collect::<Vec<_>>()
    })
}

fn file_name(fixture: &PageFixture, code: &str, side: Side, name: &str) -> String {
    let side = if side == Side::Page { "page" } else { "spec" };
    format!("{code}-{}-{side}-{}", fixture.name, name.replace(' ', "-"))
}

#[test]
fn pages_and_specs_that_agree_have_no_mismatches() {
    for fixture in page_fixtures() {
        let compared = fixture.compare();
        assert_eq!(compared.rendered(), "", "{}", fixture.name);
        assert_eq!(compared.notes(), Vec::<&str>::new(), "{}", fixture.name);
        assert_eq!(compared.comparison.summary.matched, 1, "{}", fixture.name);
    }
}

#[test]
fn every_mutation_yields_its_mismatch_and_no_other() {
    each_case(mutations(), |name, (fixture, mutation)| {
        let compared = fixture.mutated(&mutation).compare();
        assert_eq!(compared.codes(), [mutation.code.as_str()], "{name}:\n{}", compared.rendered());
        insta::assert_snapshot!(name.as_str(), compared.rendered());
    });
}

#[test]
fn the_suggested_erratum_covers_its_mismatch_until_page_and_spec_agree() {
    each_case(mutations(), |name, (fixture, mutation)| {
        let mutated = fixture.mutated(&mutation);
        let mismatches = mutated.compare().comparison.mismatches;
        let (entry, erratum) = recommended(mismatches[0].help.as_deref().unwrap());
        let with_erratum = mutated.with_erratum(&entry, &erratum).compare();
        assert_eq!(with_erratum.rendered(), "", "{name}: {erratum}");
        if mutation.side == Side::Page {
            let agreeing = fixture.with_erratum(&entry, &erratum).compare();
            assert_eq!(agreeing.codes(), ["DW819"], "{name}: stale {erratum}\n{}", agreeing.rendered());
        }
        // Without the change to a spec, it may lack the node that the erratum is about.
    });
}

#[test]
fn a_stale_erratum_is_shown_where_the_spec_notes_it() {
    let fixture = super::fixture("html");
    let with_erratum =
        fixture.with_erratum("LampLoan", "page: take-a-lamp, at: fields.hours, says: string, because: seen");
    insta::assert_snapshot!("DW819-html", with_erratum.compare().rendered());
}
