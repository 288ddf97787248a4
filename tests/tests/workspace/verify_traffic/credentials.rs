//! Keys and passwords in recordings: where the spec states them, they are known, and they are never shown.

use docwright::internals::traffic::verify::Options;
use serde_json::{Value, json};
use workspace_tests::{ComparedTraffic, TrafficFixture, copied, har, traffic_fixture};

const AREA: &str = "operations:
  list_plants:
    doc: Lists the names of plants.
    GET: /v{version}/plants
    credentials: [key, bot, seed]
    responses: { 200: List<string> }
  count_plants:
    doc: Counts plants.
    GET: /v{version}/plants/count
    credentials: none
    responses: { 200: int32 }
  get_owner:
    doc: Gets the owner.
    GET: /v{version}/owner
    credentials: [user, site]
    responses: { 200: string }
";

fn fixture() -> TrafficFixture {
    traffic_fixture().with_area(AREA)
}

fn call(target: &str, headers: &[(&str, &str)], body: &str) -> Value {
    let headers: Vec<_> = headers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    json!({
        "request": { "method": "GET", "url": format!("https://api.garden.example/rest/v1{target}"), "headers": headers },
        "response": { "status": 200, "headers": [], "content": { "size": body.len(), "text": body } },
    })
}

fn compared(recording: &str) -> ComparedTraffic {
    fixture().compare_with(&[("recorded.har", recording.as_bytes())], &Options::default())
}

#[test]
fn each_kind_is_known_where_the_spec_states_it_and_hidden_in_copies() {
    let key = "PLANTED-key-4711";
    for (target, headers, codes) in [
        ("/plants", vec![("x-garden-key", key)], vec![]),
        ("/plants", vec![("Authorization", "bot PLANTED-key-4711")], vec![]),
        ("/plants?seed=PLANTED-key-4711", vec![], vec![]),
        ("/plants/count", vec![], vec![]),
        // Clients may send more than an operation needs.
        ("/plants/count?seed=PLANTED-key-4711", vec![("X-Garden-Key", key)], vec![]),
        ("/plants", vec![("Authorization", "Basic UExBTlRFRDpQTEFOVEVE")], vec!["DW931"]),
        ("/plants", vec![("Authorization", "Bearer PLANTED")], vec!["DW931"]),
        ("/plants", vec![("Authorization", "Digest PLANTED")], vec!["DW931"]),
        // What a tool has hidden says nothing.
        ("/plants", vec![("Authorization", "PLANTED-key-4711")], vec![]),
        ("/plants", vec![("X-Other-Key", key)], vec!["DW909"]),
        ("/plants?other=PLANTED-key-4711", vec![], vec!["DW910"]),
    ] {
        let body = if target.contains("count") { "3" } else { r#"["pea"]"# };
        let recording = har(vec![call(target, &headers, body)]).to_string();
        let found = compared(&recording);
        assert_eq!(found.codes(), codes, "{target} {headers:?}\n{}", found.rendered());
        let copy = copied(&fixture(), &recording);
        for text in [&found.rendered(), &copy] {
            assert!(!text.contains("PLANTED") && !text.contains("UExBTlRF"), "{target} {headers:?}: {text}");
        }
        assert_eq!(compared(&copy).report(), found.report(), "{target} {headers:?}: {copy}");
    }
}

#[test]
fn a_call_without_a_credential_is_a_mismatch_if_others_have_one() {
    let (with, without) = (call("/plants?seed=s", &[], "[]"), call("/plants", &[], "[]"));
    let open = call("/plants/count", &[], "3");
    let of = |entries: &[&Value]| compared(&har(entries.iter().map(|entry| (*entry).clone()).collect()).to_string());
    assert_eq!(of(&[&without, &open]).codes(), [""; 0], "a tool has removed them");
    let found = of(&[&with, &without, &open]);
    assert_eq!(found.codes(), ["DW931"]);
    assert!(found.rendered().contains("`list_plants` succeeds without a credential, which other requests have"));
}
