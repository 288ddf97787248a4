//! No secret of a recording reaches a message or a redacted copy, wherever it was planted.

use std::fs;
use std::io::Write as _;

use docwright::internals::traffic::mismatches_json;
use docwright::internals::traffic::verify::{Options, TrafficError, redact_file};
use serde_json::{Value, json};
use workspace_tests::{ComparedTraffic, copied, har, traffic_fixture};

/// Part of each secret that the tests plant in recordings.
const MARK: &str = "PLANTED";

const WEB_TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJQTEFOVEVEIn0.PLANTED";

fn header(name: &str, value: &str) -> Value {
    json!({ "name": name, "value": value })
}

fn base64(text: impl AsRef<[u8]>) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// An object of which everything but the name of its member is secret, within `depth` texts.
fn within_texts(depth: usize) -> String {
    (0..depth).fold(r#"{"pwd":"PLANTED"}"#.to_owned(), |inner, _| json!({ "x": inner }).to_string())
}

fn planted() -> Value {
    let secrets = |extra: &str| {
        format!(
            r#"{{"items":[{{"number":1,"soil":"peat","gateCode":"PLANTED","map":"PLANTEDx","password":"PLANTED-1",
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
    let odd = json!({
        "Headers": [{ "Key": "X-Api-Key", "Value": "PLANTED" }],
        "packed": [base64(format!(r#"[{{"pin":"{MARK}"}}]"#)), base64(format!("\u{feff}{{\"pin\":\"{MARK}\"}}")), base64(gzip(&within_texts(1)))],
        "texts": [within_texts(1), within_texts(3), within_texts(9)],
        "pieces": [r#"{"password":"PLANTED"#, r#"sent {"password":"PLANTED"} twice"#, "X-Api-Key: PLANTED\nSize: 5"],
        "users": "https://a.example, https://me:PLANTED@b.example",
        "challenge": r#"Bearer realm="a", token="PLANTED x", size="5""#,
        "connection": "AccountName=a;AccountKey=PLANTED,PLANTED;Suffix=b",
    });
    let form = "--x\r\nContent-Disposition: form-data; name=\"pwd\"\r\n\r\nPLANTED\r\n--x--";
    let code = format!("https://api.garden.example/rest/?code={MARK}{}", "x".repeat(30));
    har(vec![
        entry(&url, json!({ "mimeType": "application/json", "text": secrets("") })),
        entry(&url, json!({ "mimeType": "application/json", "text": base64(secrets("")), "encoding": "base64" })),
        entry(
            &url,
            json!({ "mimeType": "application/json", "size": 90000, "text": secrets(r#","x":[{"pwd":"PLANTED"#) }),
        ),
        entry(&url, json!({ "mimeType": "text/xml", "text": "<password>PLANTED</password>" })),
        entry(
            &url,
            json!({ "mimeType": "application/octet-stream", "text": base64("\u{1}PLANTED") + "/w==", "encoding": "base64" }),
        ),
        entry(
            &url,
            json!({ "mimeType": "application/json", "text": base64(gzip(&secrets(""))), "encoding": "base64" }),
        ),
        entry(&url, json!({ "size": 900, "text": odd.to_string() })),
        entry(&format!("https://api.garden.example/rest/v1/tokens/{WEB_TOKEN}/x;sig=PLANTED"), json!({})),
        json!({
            "request": {
                "method": WEB_TOKEN, "url": code, "postData": { "mimeType": "multipart/form-data", "text": form },
                "queryString": [{ "name": "code", "value": format!("{MARK}{}", "x".repeat(30)) }],
            },
            "response": { "status": 302, "headers": [header("Location", &code)], "redirectURL": code },
        }),
        entry("https://login.example/contoso/oauth2/token", token),
        json!({ "_webSocketMessages": [{ "data": r#"{"token":"PLANTED"}"# }], "request": { "method": "GET", "url": url } }),
    ])
}

fn outputs(compared: &ComparedTraffic) -> String {
    let json = mismatches_json(&compared.verified.mismatches, &compared.checked.sources);
    format!("{}\n{json}\n{:?}", compared.rendered(), compared.verified.notes)
}

#[test]
fn no_message_shows_a_secret() {
    let recording = planted().to_string();
    let compared = traffic_fixture().compare_with(&[("recorded.har", recording.as_bytes())], &Options::default());
    let printed = outputs(&compared);
    assert!(compared.codes().len() > 8, "{printed}");
    assert!(!printed.contains(MARK) && !printed.contains("eyJ"), "{printed}");
}

#[test]
fn a_copy_contains_no_secret_and_gives_the_same_report() {
    let text = copied(&traffic_fixture(), &planted().to_string());
    assert!(!text.contains(MARK) && !text.contains("eyJ"), "{text}");
    let har: Value = serde_json::from_str(&text).unwrap();
    let entries = har["log"]["entries"].as_array().unwrap();
    assert_eq!((entries.len(), &har["log"]["version"]), (11, &json!("1.2")));
    for entry in &entries[..3] {
        let body = entry["response"]["content"]["text"].as_str().unwrap();
        assert!(body.starts_with(r#"{"items":[{"number":1,"soil":"text-"#), "{body}");
        assert!(entry["response"]["content"]["encoding"].is_null(), "{entry}");
    }
    assert_eq!(entries[0]["request"]["headers"][0]["name"], "authorization", "a name of HTTP stays");
}

#[test]
fn a_copy_of_a_file_that_ends_early_ends_with_its_last_whole_entry() {
    let folder = tempfile::tempdir().unwrap();
    let (original, copy) = (folder.path().join("recorded.har"), folder.path().join("copy.har"));
    let text = planted().to_string();
    fs::write(&original, &text[..text.len() - 150]).unwrap();
    redact_file(&traffic_fixture().checked().model, &original, &copy).unwrap();
    let har: Value = serde_json::from_str(&fs::read_to_string(&copy).unwrap()).unwrap();
    assert_eq!(har["log"]["entries"].as_array().unwrap().len(), 10);
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

#[cfg(unix)]
#[test]
fn only_regular_files_are_replaced_by_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    let (original, socket) = (folder.path().join("recorded.har"), folder.path().join("socket"));
    fs::write(&original, planted().to_string()).unwrap();
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let model = traffic_fixture().checked().model;
    for out in [folder.path(), &socket] {
        assert!(matches!(redact_file(&model, &original, out), Err(TrafficError::NoFile(_))));
    }
    assert!(!fs::metadata(&socket).unwrap().is_file());
}

#[test]
fn no_error_about_a_file_shows_what_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("recorded.har");
    let model = traffic_fixture().checked().model;
    for text in [
        "{\"PLANTED\":PLANTED}",
        "PLANTED",
        "{\"log\":{\"entries\":[{}PLANTED]}}",
        "{\"log\":{\"entries\":\"PLANTED\"}}",
    ] {
        fs::write(&path, text).unwrap();
        let mut error: &dyn std::error::Error = &docwright::internals::traffic::verify::verify(
            &model,
            std::slice::from_ref(&path),
            &Options::default(),
            &mut |_, _| {},
        )
        .unwrap_err();
        loop {
            assert!(!error.to_string().contains(MARK), "{error}");
            match error.source() {
                Some(source) => error = source,
                None => break,
            }
        }
    }
}
