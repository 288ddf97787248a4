//! One tiny spec per rule, with the diagnostic as the tool renders it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use docwright::Checked;
use docwright::internals::diagnostics::Code;
use docwright::internals::diagnostics::catalogue::CATALOGUE;
use workspace_tests::{
    PLAIN_API, check_api, check_area, check_by_all_rules, check_spec, codes, each_case, files_of_area, page_fixtures,
    rendered, spec_file, traffic_fixture,
};

fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults");
    let mut fixtures: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    fixtures.sort();
    fixtures
}

/// A fixture is an area, or an `api.yaml` if its name says so.
fn check_fixture(name: &str, content: Vec<u8>) -> Checked {
    if name.ends_with(".api.yaml") {
        return check_api(content);
    }
    let files = files_of_area(content);
    if name.starts_with("DW701") { check_by_all_rules(files) } else { check_spec(files) }
}

#[test]
fn every_fixture_has_one_error_of_its_rule() {
    each_case(fixtures(), |name, content| {
        let mut checked = check_fixture(name, content);
        if name.starts_with("DW706") {
            checked.diagnostics.append(&mut checked.notes);
        }
        if !name.starts_with("DW106") {
            // Fixtures stay tiny: nothing has to use the types that they are about.
            checked.diagnostics.retain(|diagnostic| diagnostic.code != Code::UnusedType);
        }
        // An alias needs an anchor, which is an error itself.
        let count = if name.starts_with("DW004-anchor-and-alias") { 2 } else { 1 };
        let expected = vec![name.split('-').next().unwrap(); count];
        assert_eq!(codes(&checked.diagnostics), expected, "{name}:\n{}", rendered(&checked));
        insta::assert_snapshot!(name.trim_end_matches(".yaml"), rendered(&checked));
    });
}

#[test]
fn every_rule_has_a_fixture() {
    let mut covered: BTreeSet<String> =
        fixtures().iter().map(|(name, _)| name.split('-').next().unwrap().to_owned()).collect();
    // Rules about pages have mutations of a page or a spec in place of fixtures.
    covered.extend(page_fixtures().into_iter().flat_map(|fixture| fixture.mutations).map(|mutation| mutation.code));
    // Rules about fetched pages have responses.
    covered.extend(crate::fetch::codes_of_fixtures());
    covered.extend(traffic_fixture().mutations.into_iter().map(|mutation| mutation.code));
    for entry in CATALOGUE {
        // Misplaced files are a matter of paths; see below. Errata and locks need an earlier page; see `verify_docs`. What is
        // never seen is only found when asked for; see `verify_traffic`. Pages of lists, and operations that the spec lacks, have
        // pages of their own, and bodies with parts recordings of their own.
        let is_elsewhere = matches!(
            entry.code,
            Code::MisplacedFile
                | Code::StaleErratum
                | Code::PageChanged
                | Code::PagingDiffers
                | Code::OperationUnknown
                | Code::MemberNeverSeen
                | Code::PartUnlisted
        );
        if !is_elsewhere {
            assert!(covered.contains(&entry.code.to_string()), "no fixture for {}", entry.code);
        }
    }
}

/// All snapshots below a folder, one after the other.
fn snapshots(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text.push_str(&snapshots(&path));
        } else if path.extension().is_some_and(|extension| extension == "snap") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
    text
}

#[test]
fn every_rule_is_shown_in_a_snapshot_and_can_be_explained() {
    let shown = snapshots(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests"));
    for entry in CATALOGUE {
        let level = if entry.code.is_note() { "note" } else { "error" };
        assert!(shown.contains(&format!("{level}[{}]: ", entry.code)), "{} is in no snapshot", entry.code);
        assert_eq!(Code::parse(&entry.code.to_string()), Some(entry.code));
        assert!(![entry.message, entry.why, entry.help].contains(&""), "{} says too little", entry.code);
    }
}

#[test]
fn files_that_would_be_passed_over_are_reported() {
    let checked = check_spec(vec![
        spec_file("Demo/api.yaml", PLAIN_API),
        spec_file("demo/things.yaml", "types: {}\n"),
        spec_file("stray.yaml", "types: {}\n"),
        spec_file("demo/things.yml", "types: {}\n"),
    ]);
    assert_eq!(codes(&checked.diagnostics), ["DW013", "DW013", "DW013", "DW013"]);
    insta::assert_snapshot!(rendered(&checked));
}

#[test]
fn names_that_collide_with_modules_and_features_are_rejected() {
    let area = "operations: { get_it: { doc: Gets., GET: /it, responses: { 200: string } } }\n";
    let checked = check_spec(vec![
        spec_file("bin/api.yaml", PLAIN_API),
        spec_file("default/api.yaml", PLAIN_API),
        spec_file("demo/api.yaml", PLAIN_API),
        spec_file("demo/mod.yaml", area),
        spec_file("demo/self.yaml", area.replace("get_it", "get_other").replace("/it", "/other")),
        spec_file("demo/things-more.yaml", area.replace("get_it", "get_more").replace("/it", "/more")),
        spec_file("demo-things/api.yaml", PLAIN_API),
        spec_file("demo-things/more.yaml", area),
    ]);
    insta::assert_snapshot!(rendered(&checked));
    assert_eq!(codes(&checked.diagnostics), ["DW403", "DW403", "DW403", "DW403", "DW401"]);
}

#[test]
fn a_quoted_merge_key_is_a_key_like_any_other() {
    let area = "operations: { get_it: { doc: Gets., GET: /it, responses: { 200: It } } }
types: { It: { doc: It., fields: { \"<<\": { type: string, rust: before, doc: Less. } } } }\n";
    assert_eq!(codes(&check_area(area).diagnostics), [""; 0]);
    assert_eq!(codes(&check_area(area.replace('"', "")).diagnostics), ["DW006"]);
}

#[test]
fn a_type_that_is_named_as_what_envelopes_hold_is_another_type() {
    let area = "operations:
  send_it: { doc: Sends., POST: /it, idempotency: non-idempotent, body: T, responses: { 200: Page<It> } }
types:
  Page<T>: { doc: A page., fields: { items: { type: List<T>, doc: Parts. } } }
  It: { doc: It., fields: { name: { type: string, doc: A name. } } }
  T: { doc: Only sent., fields: { name: { type: string, required: true, doc: A name. } } }\n";
    assert_eq!(codes(&check_area(area).diagnostics), [""; 0]);
    assert_eq!(codes(&check_area(area.replace("body: T", "body: It")).diagnostics), ["DW106"]);
}

#[test]
fn five_errors_in_two_files_are_reported_in_one_run() {
    let licenses = "operations:
  get_licenses:
    GET: /users/{user_id}/licenses
    path: { user: string }
    responses: { 200: List<Licence> }
types:
  License:
    doc: A license.
    fields: { name: string }
";
    let offers = "types:
  Offer:
    doc: An offer.
    fields:
      name: strin
";
    let checked = check_spec(vec![
        spec_file("demo/api.yaml", PLAIN_API),
        spec_file("demo/licenses.yaml", licenses),
        spec_file("demo/offers.yaml", offers),
    ]);
    insta::assert_snapshot!(rendered(&checked));
    assert_eq!(codes(&checked.diagnostics), ["DW201", "DW301", "DW302", "DW101", "DW101"]);
}
