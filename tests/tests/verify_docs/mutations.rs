//! Every kind of difference between a page and a spec is found, noted as a departure, and missed when it is gone.

use workspace_tests::{PageFixture, Side, page_fixtures};

/// The departure that the help of a single finding recommends: its entry, and what stands in its braces.
fn recommended(help: &str) -> (String, String) {
    let rest = help.strip_prefix("correct the spec, or add to `departs` of `").unwrap();
    let (entry, rest) = rest.split_once("`: { ").unwrap();
    (entry.to_owned(), rest.strip_suffix(" }").unwrap().replace('…', "the service was seen to do so"))
}

fn file_name(fixture: &PageFixture, code: &str, side: Side, name: &str) -> String {
    let side = if side == Side::Page { "page" } else { "spec" };
    format!("{code}-{}-{side}-{}", fixture.name, name.replace(' ', "-"))
}

#[test]
fn pages_and_specs_that_agree_have_no_findings() {
    for fixture in page_fixtures() {
        let held = fixture.hold();
        assert_eq!(held.rendered(), "", "{}", fixture.name);
        assert_eq!(held.notes(), Vec::<&str>::new(), "{}", fixture.name);
        assert_eq!(held.comparison.summary.matched, 1, "{}", fixture.name);
    }
}

#[test]
fn every_mutation_yields_its_finding_and_no_other() {
    let mut wrong = Vec::new();
    for fixture in page_fixtures() {
        for mutation in &fixture.mutations {
            let held = fixture.mutated(mutation).hold();
            let name = file_name(&fixture, &mutation.code, mutation.side, &mutation.name);
            if held.codes() == [mutation.code.as_str()] {
                insta::assert_snapshot!(name, held.rendered());
            } else {
                wrong.push(format!("{name}:\n{}", held.rendered()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_recommended_departure_silences_its_finding_until_the_difference_is_gone() {
    let mut wrong = Vec::new();
    for fixture in page_fixtures() {
        for mutation in &fixture.mutations {
            let mutated = fixture.mutated(mutation);
            let name = file_name(&fixture, &mutation.code, mutation.side, &mutation.name);
            let findings = mutated.hold().comparison.findings;
            let (entry, departure) = recommended(findings[0].help.as_deref().unwrap());
            let departing = mutated.departing(&entry, &departure).hold();
            if !departing.comparison.findings.is_empty() {
                wrong.push(format!("{name}: {departure}\n{}", departing.rendered()));
            }
            if mutation.side == Side::Spec {
                // Without the change, the spec may lack the node that the departure stands at.
                continue;
            }
            let agreeing = fixture.departing(&entry, &departure).hold();
            if agreeing.codes() != ["DW819"] {
                wrong.push(format!("{name}: stale {departure}\n{}", agreeing.rendered()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_stale_departure_is_shown_where_the_spec_notes_it() {
    let fixture = crate::fixture("html");
    let departing = fixture.departing("LampLoan", "page: take-a-lamp, at: fields.hours, says: string, because: seen");
    insta::assert_snapshot!("DW819-html", departing.hold().rendered());
}
