//! No secret of a recording reaches a message or a redacted copy, wherever it was planted.

use std::fs;

use docwright::traffic::findings_json;
use docwright::traffic::verify::{Options, TrafficError, redact_file};
use serde_json::{Value, json};
use workspace_tests::{HeldTraffic, har, traffic_fixture};

/// Planted wherever recordings have secrets. Each holds this mark.
const MARK: &str = "PLANTED";

const WEB_TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJQTEFOVEVEIn0.PLANTED";

fn header(name: &str, value: &str) -> Value {
    json!({ "name": name, "value": value })
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

fn planted() -> Value {
    let secrets = |extra: &str| {
        format!(
            r#"{{"items":[{{"number":1,"soil":"peat","gateCode":"PLANTED","map":"PLANTED","password":"PLANTED-1",
            "accessToken":{{"deep":["PLANTED",7]}},"headers":[{{"key":"X-Api-Key","value":"PLANTED"}}],
            "planted":"at {WEB_TOKEN}","note":"Bearer PLANTED-TOKEN","nested":"{{\"secret\":\"PLANTED\"}}"}}]{extra}}}"#
        )
    };
    let url = format!(
        "https://api.garden.example/rest/v1/gardens/g1/beds?sig=PLANTED&size=many&access_token=PLANTED#id_token={WEB_TOKEN}"
    );
    let entry = |url: &str, content: Value| {
        json!({
            "comment": format!("sent with Bearer {MARK}-TOKEN"),
            "request": {
                "method": "GET", "url": url,
                "headers": [
                    header("Authorization", "Basic PLANTED"), header("Cookie", "a=PLANTED"),
                    header("x-ms-user-token", "PLANTED"), header("Proxy-Thing", "PLANTED"),
                    header("Referer", &format!("https://me:{MARK}@garden.example/?token={MARK}")),
                ],
                "cookies": [{ "name": "a", "value": "PLANTED", "httpOnly": true }],
                "queryString": [{ "name": "sig", "value": "PLANTED" }],
                "postData": {
                    "mimeType": "application/x-www-form-urlencoded", "text": "client_secret=PLANTED&size=1",
                    "params": [{ "name": "client_secret", "value": "PLANTED" }],
                },
            },
            "response": {
                "status": 200,
                "headers": [header("Set-Cookie", "s=PLANTED"), header("X-Secret-Weather", "PLANTED")],
                "content": content,
            },
        })
    };
    let token = json!({ "mimeType": "application/json", "text": r#"{"anything":"PLANTED","n":1}"# });
    har(vec![
        entry(&url, json!({ "mimeType": "application/json", "text": secrets("") })),
        entry(&url, json!({ "mimeType": "application/json", "text": base64(&secrets("")), "encoding": "base64" })),
        entry(
            &url,
            json!({ "mimeType": "application/json", "size": 90000, "text": secrets(r#","x":[{"pwd":"PLANTED"#) }),
        ),
        entry(&url, json!({ "mimeType": "text/xml", "text": "<password>PLANTED</password>" })),
        entry(
            &url,
            json!({ "mimeType": "application/octet-stream", "text": base64("\u{1}PLANTED") + "/w==", "encoding": "base64" }),
        ),
        entry("https://login.example/contoso/oauth2/token", token),
        json!({ "_webSocketMessages": [{ "data": r#"{"token":"PLANTED"}"# }], "request": { "method": "GET", "url": url } }),
    ])
}

fn said(held: &HeldTraffic) -> String {
    let json = findings_json(&held.verified.findings, &held.checked.sources);
    format!("{}\n{json}\n{:?}", held.rendered(), held.verified.notes)
}

#[test]
fn no_message_shows_a_secret() {
    let recording = planted().to_string();
    let held = traffic_fixture().hold_against(&[("recorded.har", recording.as_bytes())], &Options::default());
    let said = said(&held);
    assert!(held.codes().len() > 8, "{said}");
    assert!(!said.contains(MARK) && !said.contains("eyJ"), "{said}");
}

#[test]
fn a_redacted_copy_holds_no_secret_and_is_verified_like_the_recording() {
    let fixture = traffic_fixture();
    let folder = tempfile::tempdir().unwrap();
    let (original, copy) = (folder.path().join("recorded.har"), folder.path().join("copy.har"));
    fs::write(&original, planted().to_string()).unwrap();
    let checked = fixture.checked();
    let replaced = redact_file(&checked.model, &original, &copy).unwrap();
    assert!(replaced > 60, "{replaced}");

    let text = fs::read_to_string(&copy).unwrap();
    assert!(!text.contains(MARK), "{text}");
    let har: Value = serde_json::from_str(&text).unwrap();
    let entries = har["log"]["entries"].as_array().unwrap();
    assert_eq!((entries.len(), &har["log"]["version"]), (7, &json!("1.2")));
    use base64::Engine as _;
    let packed = entries[1]["response"]["content"]["text"].as_str().unwrap();
    let unpacked = base64::engine::general_purpose::STANDARD.decode(packed).unwrap();
    assert!(!String::from_utf8(unpacked).unwrap().contains(MARK));
    assert_eq!(entries[0]["request"]["headers"][0]["name"], "Authorization", "what is no secret stays");

    let hold = |content: &str| {
        let held = fixture.hold_against(&[("recorded.har", content.as_bytes())], &Options::default());
        // Of texts that were replaced, only the form can differ.
        held.codes().into_iter().filter(|code| code != "DW906").collect::<Vec<_>>()
    };
    assert_eq!(hold(&text), hold(&planted().to_string()));
    assert_eq!(redact_file(&checked.model, &copy, &original).unwrap(), 0, "a copy has nothing left to replace");
}

#[test]
fn a_copy_of_a_file_that_ends_early_ends_with_its_last_whole_entry() {
    let folder = tempfile::tempdir().unwrap();
    let (original, copy) = (folder.path().join("recorded.har"), folder.path().join("copy.har"));
    let text = planted().to_string();
    fs::write(&original, &text[..text.len() - 150]).unwrap();
    redact_file(&traffic_fixture().checked().model, &original, &copy).unwrap();
    let har: Value = serde_json::from_str(&fs::read_to_string(&copy).unwrap()).unwrap();
    assert_eq!(har["log"]["entries"].as_array().unwrap().len(), 6);
}

#[test]
fn a_recording_is_never_replaced_by_its_copy() {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("recorded.har");
    fs::write(&original, planted().to_string()).unwrap();
    let model = traffic_fixture().checked().model;
    for out in [original.clone(), folder.path().join(".").join("recorded.har")] {
        assert!(matches!(redact_file(&model, &original, &out), Err(TrafficError::SameFile(_))));
    }
    assert_eq!(fs::read_to_string(&original).unwrap(), planted().to_string());
    fs::write(&original, "{}").unwrap();
    let out = folder.path().join("copy.har");
    assert!(matches!(redact_file(&model, &original, &out), Err(TrafficError::NoHar(_))));
    assert!(!out.exists());
}
