//! Recordings of several tools, whole and damaged, are read as far as they go.

use docwright::internals::traffic::verify::{Options, TrafficError, redact_file, verify};
use serde_json::json;
use workspace_tests::{ComparedTraffic, har, traffic_fixture};

const URL: &str = "https://API.garden.example:443/rest/V1/gardens/g1/beds";

fn compare(content: serde_json::Value) -> ComparedTraffic {
    let entry = json!({
        "request": { "method": "get", "url": URL, "headers": [] },
        "response": { "status": 200, "headers": [], "content": content },
    });
    traffic_fixture().compare_with(&[("recorded.har", har(vec![entry]).to_string().as_bytes())], &Options::default())
}

#[test]
fn base64_and_byte_order_marks_are_seen_through() {
    // The text below, byte-order mark included.
    let plain = "77u/eyJpdGVtcyI6W3sibnVtYmVyIjoxLCJzb2lsIjoicGVhdCJ9XX0=";
    let text = "\u{feff}{\"items\":[{\"number\":1,\"soil\":\"peat\"}]}";
    for content in [
        json!({ "size": 41, "text": plain, "encoding": "base64" }),
        json!({ "size": 41, "text": text }),
        json!({ "size": -1, "text": text, "comment": "" }),
    ] {
        assert_eq!(compare(content.clone()).codes(), ["DW902"], "{content}");
    }
}

#[test]
fn a_body_that_was_cut_off_is_read_as_far_as_it_goes() {
    let text = r#"{"items":[{"number":1,"soil":"peat"},{"name":"x","so"#;
    let compared = compare(json!({ "size": 4000, "text": text }));
    assert_eq!(compared.codes(), ["DW902"], "an object that is not whole may lack anything: {}", compared.rendered());
    assert_eq!(compared.notes(), ["a body is truncated; the part that was recorded was read"]);
    let compared = compare(json!({ "size": text.len(), "text": text }));
    assert_eq!(compared.codes(), ["DW907"], "the service itself sent no more");
}

#[test]
fn what_was_not_recorded_is_a_note() {
    let compared = compare(json!({ "size": 4000 }));
    assert_eq!((compared.codes().len(), compared.notes()), (0, vec!["the body of a response was not recorded"]));
    let compared = compare(json!({ "size": 4, "text": "%%%%", "encoding": "base64" }));
    assert_eq!((compared.codes().len(), compared.notes()), (0, vec!["a body is not valid base64"]));
}

#[test]
fn a_file_that_ends_early_is_read_up_to_its_last_whole_entry() {
    let fixture = traffic_fixture();
    let text = fixture.har().to_string();
    let cut = &text[..text.len() - 30];
    let compared = fixture.compare_with(&[("recorded.har", cut.as_bytes())], &Options::default());
    assert_eq!(compared.verified.exchanges, 4);
    assert_eq!(compared.notes(), ["the file is truncated; 4 complete entries were read"]);
    for length in 0..text.len() {
        let checked = fixture.checked();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cut.har");
        std::fs::write(&path, &text.as_bytes()[..length]).unwrap();
        let result = verify(&checked.model, &[path], &Options::default(), &mut |_, _| {});
        assert!(matches!(result, Ok(_) | Err(TrafficError::Malformed { line: 1, .. })), "{length}");
        if length > 400 {
            break;
        }
    }
}

#[test]
fn calls_of_others_and_odd_entries_are_counted_and_passed_over() {
    let entry = |method: &str, url: &str| json!({ "request": { "method": method, "url": url } });
    let entries = vec![
        entry("GET", "https://pictures.example/a.png"),
        entry("OPTIONS", URL),
        json!({}),
        json!(null),
        entry("GET", URL),
    ];
    let compared =
        traffic_fixture().compare_with(&[("recorded.har", har(entries).to_string().as_bytes())], &Options::default());
    assert_eq!(compared.rendered(), "");
    assert_eq!(
        compared.notes(),
        [
            "a request has no response",
            "an entry has no readable request",
            "an entry is a CORS preflight (OPTIONS)",
            "the server of an exchange is not in the specs",
        ]
    );
}

#[test]
fn a_file_that_is_broken_is_an_error_with_its_place() {
    let fixture = traffic_fixture();
    let checked = fixture.checked();
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("broken.har"), folder.path().join("copy.har"));
    let entries = "{\"log\":{\"entries\":[\n{\"request\":{}},\n";
    for (text, place) in [
        (format!("{entries}{{\"a\" 1}}]}}}}"), "malformed at line 3, column 6"),
        (format!("{entries}]}}}}"), "malformed at line 3, column 1"),
        ("{\"log\":{\"entries\":{}}}".to_owned(), "malformed at line 1, column 18"),
        ("<html>".to_owned(), "malformed at line 1, column 1"),
        (String::new(), "malformed at line 1, column 0"),
        ("{\"log\":{}}".to_owned(), "name the operation"),
    ] {
        std::fs::write(&path, &text).unwrap();
        let error =
            verify(&checked.model, std::slice::from_ref(&path), &Options::default(), &mut |_, _| {}).unwrap_err();
        assert!(error.to_string().contains(place), "{text}: {error}");
        assert_eq!(redact_file(&checked.model, &path, &copy).unwrap_err().to_string(), error.to_string());
        assert!(!copy.exists());
    }
}

#[test]
fn nesting_without_end_is_no_crash() {
    let deep = nested(200_000);
    let body = format!("{{\"items\":[{{\"number\":1,\"shade\":{deep}}}],\"total\":{deep}}}");
    let compared = compare(json!({ "size": body.len(), "text": body }));
    assert_eq!(compared.codes(), ["DW903", "DW901"]);
}

#[test]
fn nesting_anywhere_in_a_file_is_no_crash() {
    let deep = nested(20_000);
    let entry = format!("{{\"request\":{{\"method\":\"GET\",\"url\":\"{URL}\",\"headers\":{deep}}},\"_x\":{deep}}}");
    let file = format!("{{\"log\":{{\"_x\":{deep},\"entries\":[{entry}]}},\"_x\":{deep}}}");
    let fixture = traffic_fixture();
    assert_eq!(fixture.compare_with(&[("recorded.har", file.as_bytes())], &Options::default()).verified.matched, 1);
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("deep.har"), folder.path().join("copy.har"));
    std::fs::write(&path, file).unwrap();
    redact_file(&fixture.checked().model, &path, &copy).unwrap();
    assert!(std::fs::read_to_string(&copy).unwrap().len() < 2_000, "what nests so deeply is replaced");
}

fn nested(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}

#[test]
fn a_bare_body_is_compared_with_the_named_operation() {
    let fixture = traffic_fixture();
    let named = |name: &str, status| Options { operation: Some(name.to_owned()), status, ..Options::default() };
    let body = "\u{feff}{\"items\":[{\"number\":1,\"soil\":\"peat\"}]}";
    let compared = fixture.compare_with(&[("body.json", body.as_bytes())], &named("garden/beds/list_beds", None));
    assert_eq!(compared.codes(), ["DW902"]);
    insta::assert_snapshot!("a-bare-body", compared.rendered());

    let checked = fixture.checked();
    let fails = |options: &Options| verify(&checked.model, &[], options, &mut |_, _| {}).unwrap_err().to_string();
    assert_eq!(
        fails(&named("garden/beds/list_bed", None)),
        "there is no operation `garden/beds/list_bed`; did you mean `garden/beds/list_beds`?"
    );
    assert_eq!(
        fails(&named("garden/beds/plant", Some(404))),
        "state the status of the response of `garden/beds/plant` with --status; those with JSON are 201"
    );
}

#[test]
fn bare_bodies_of_requests_and_errors_are_compared() {
    let fixture = traffic_fixture();
    let named = |name: &str| Options { operation: Some(name.to_owned()), ..Options::default() };
    let compare =
        |body: &str, options: &Options| fixture.compare_with(&[("body.json", body.as_bytes())], options).codes();
    let sent = Options { request: true, ..named("garden/beds/plant") };
    assert_eq!(compare(r#"{"plant":"pea"}"#, &sent), [""; 0]);
    assert_eq!(compare(r#"{"plant":7,"deep":true}"#, &sent), ["DW901", "DW903"]);
    let error = Options { status: Some(404), ..named("garden/beds/list_beds") };
    assert_eq!(compare(r#"{"code":1,"message":"Dug over."}"#, &error), [""; 0]);
    assert_eq!(compare(r#"{"reason":"dug-over"}"#, &error), ["DW913"]);

    let sends_nothing = Options { request: true, ..named("garden/beds/list_beds") };
    let error = verify(&fixture.checked().model, &[], &sends_nothing, &mut |_, _| {}).unwrap_err();
    assert_eq!(error.to_string(), "`garden/beds/list_beds` sends no body");
}

#[test]
fn a_truncated_error_gives_no_mismatch() {
    let compare = |content: serde_json::Value| {
        let entry = json!({
            "request": { "method": "get", "url": URL, "headers": [] },
            "response": { "status": 404, "headers": [], "content": content },
        });
        let file = har(vec![entry]).to_string();
        traffic_fixture().compare_with(&[("recorded.har", file.as_bytes())], &Options::default()).codes()
    };
    assert_eq!(compare(json!({ "size": 900, "text": "{\"fault\":" })), [""; 0]);
    assert_eq!(compare(json!({ "size": 0, "text": "" })), [""; 0]);
    assert_eq!(compare(json!({ "size": 900 })), [""; 0]);
    assert_eq!(compare(json!({ "size": 2, "text": "{}" })), ["DW913", "DW902"]);
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let fixture = traffic_fixture();
    let har = fixture.har().to_string();
    let file = ("recorded.har", har.as_bytes());
    let compared = fixture.compare_with(&[file, file, ("./recorded.har", har.as_bytes())], &Options::default());
    assert_eq!((compared.verified.exchanges, compared.notes()), (5, vec!["a file is named twice; it was read once"]));
}

#[test]
fn the_body_of_a_webhook_is_compared_with_its_payload() {
    let webhook = "webhooks:
  bed_planted:
    doc: Something was planted.
    payload: Bed
    examples: { of_peas: { payload: { number: 1 } } }
operations:
  list_beds:
    doc: Lists beds.
    GET: /v{version}/beds
    responses: { 200: List<Bed> }
types:
  Bed:
    doc: A bed.
    fields: { number: { type: int64, required: true, evidence: all bodies have it } }
";
    let fixture = traffic_fixture().with_area(webhook);
    let options =
        |request| Options { operation: Some("garden/beds/bed_planted".to_owned()), request, ..Options::default() };
    let codes = |body: &str| fixture.compare_with(&[("body.json", body.as_bytes())], &options(false)).codes();
    assert_eq!(codes(r#"{"number":7}"#), Vec::<String>::new());
    assert_eq!(codes(r#"{"number":"7","plant":"pea"}"#), ["DW901", "DW903"]);
    assert_eq!(codes("peas"), ["DW907"]);
    // A webhook has neither a request of the client nor a status.
    let checked = fixture.checked();
    assert!(verify(&checked.model, &[], &options(true), &mut |_, _| {}).is_err());
}
