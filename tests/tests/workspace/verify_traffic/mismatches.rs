//! Every kind of mismatch between a spec and a recording is found, counted and shown at its line of the spec.

use std::collections::BTreeSet;

use docwright::internals::traffic::Class;
use docwright::internals::traffic::verify::Options;
use workspace_tests::{TrafficFixture, TrafficMutation, each_case, traffic_fixture};

#[test]
fn a_recording_that_agrees_has_no_mismatches() {
    let compared = traffic_fixture().compare();
    assert_eq!(compared.rendered(), "");
    assert_eq!(compared.notes(), Vec::<&str>::new());
    assert_eq!((compared.verified.exchanges, compared.verified.matched, compared.verified.operations), (5, 5, 2));
    assert_eq!(compared.verified.called, ["garden/beds/list_beds", "garden/beds/plant"]);
}

#[test]
fn members_of_requests_have_no_case_where_the_spec_says_so() {
    let fixture = traffic_fixture();
    let har = fixture.har().to_string();
    let sent = har.replace(r#"{\"plant\":\"pea\",\"soil\""#, r#"{\"Plant\":\"pea\",\"SOIL\""#);
    assert_ne!(sent, har);
    let codes = |fixture: &TrafficFixture, har: &str| {
        fixture.compare_with(&[("recorded.har", har.as_bytes())], &Options::default()).codes()
    };
    assert_eq!(codes(&fixture, &sent), ["DW901", "DW901", "DW905"]);
    let caseless = fixture.with_line_in_api("member-case: ignored");
    assert_eq!(codes(&caseless, &sent), Vec::<String>::new());
    // The client reads members of responses exactly.
    let received = har.replace(r#"\"soil\":\"Sand\""#, r#"\"Soil\":\"Sand\""#);
    assert_ne!(received, har);
    assert_eq!(codes(&caseless, &received), ["DW901"]);
}

#[test]
fn every_mutation_yields_its_mismatch_and_no_other() {
    let fixture = traffic_fixture();
    let name = |mutation: &TrafficMutation| format!("{}-{}", mutation.code, mutation.name.replace(' ', "-"));
    each_case(fixture.mutations.iter().map(|mutation| (name(mutation), mutation)), |name, mutation| {
        let compared = fixture.mutated(mutation).compare();
        assert_eq!(compared.codes(), [mutation.code.as_str()], "{name}:\n{}", compared.rendered());
        insta::assert_snapshot!(name.as_str(), compared.rendered());
    });
}

#[test]
fn mismatches_of_an_allowed_class_are_let_pass_and_counted() {
    let fixture = traffic_fixture();
    for mutation in fixture.mutations.iter().filter(|mutation| matches!(&*mutation.code, "DW901" | "DW902")) {
        let har = fixture.mutated(mutation).har().to_string();
        let allow = BTreeSet::from([Class::UnknownMember, Class::UnknownValue]);
        let options = Options { allow, ..Options::default() };
        let compared = fixture.compare_with(&[("recorded.har", har.as_bytes())], &options);
        assert_eq!((compared.rendered().as_str(), compared.verified.allowed), ("", 1), "{}", mutation.name);
    }
}

#[test]
fn members_that_were_never_seen_are_found_when_asked_for() {
    let fixture = traffic_fixture();
    let mutation = fixture.mutations.iter().find(|mutation| mutation.name == "a number where text should be").unwrap();
    let har = fixture.har().to_string().replace(r#"\"name\":\"by the wall\","#, "");
    let options = Options { unseen: true, ..Options::default() };
    let compared = fixture.compare_with(&[("recorded.har", har.as_bytes())], &options);
    insta::assert_snapshot!("DW912-a-member-that-was-never-seen", compared.rendered());
    let seen = fixture.mutated(mutation).har().to_string();
    let compared = fixture.compare_with(&[("recorded.har", seen.as_bytes())], &options);
    assert_eq!(compared.codes(), ["DW903"], "a member of the wrong type was seen");
}

#[test]
fn counts_run_over_all_files_and_count_exchanges_not_values() {
    let fixture = traffic_fixture();
    let har = fixture.har().to_string().replace(r#"\"soil\":\"clay\""#, r#"\"soil\":\"loam\""#);
    let compared =
        fixture.compare_with(&[("one.har", har.as_bytes()), ("two.har", har.as_bytes())], &Options::default());
    assert_eq!(compared.codes(), ["DW902"]);
    let mismatch = &compared.verified.mismatches[0];
    assert_eq!((mismatch.exchanges, mismatch.of), (4, Some(6)));
    assert_eq!(mismatch.diagnostic.message, "`Soil` does not have the value `loam`, in 4 of 6 exchanges");
    let example = mismatch.example.as_ref().unwrap();
    assert_eq!((example.file.as_str(), example.entry, example.pointer.as_str()), ("one.har", Some(0), "/items/1/soil"));
}

#[test]
fn mismatches_come_in_the_order_of_the_spec() {
    let fixture = traffic_fixture();
    let mut broken = fixture.clone();
    for name in ["a member more", "another value of an enum", "another status", "base64 without padding"] {
        broken = broken.mutated(fixture.mutations.iter().find(|mutation| mutation.name == name).unwrap());
    }
    assert_eq!(broken.compare().codes(), ["DW908", "DW901", "DW906", "DW902"]);
}
