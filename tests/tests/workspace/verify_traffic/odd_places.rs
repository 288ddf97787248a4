//! Secrets in places where no tool puts them on purpose.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use docwright::internals::traffic::verify::Options;
use serde_json::{Value, json};
use workspace_tests::{copied, har, traffic_fixture};

/// The secret.
const MARK: &str = "PLANTED";

const BEDS: &str = "https://api.garden.example/rest/v1/gardens/g1/beds";

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

fn entry(request: Value, response: Value) -> Value {
    let mut entry = json!({ "request": { "method": "GET", "url": BEDS }, "response": { "status": 200 } });
    for (part, stated) in [("request", request), ("response", response)] {
        for (name, value) in stated.as_object().unwrap() {
            entry[part][name] = value.clone();
        }
    }
    entry
}

fn calls(url: &str) -> Value {
    har(vec![entry(json!({ "url": url }), json!({}))])
}

fn sends(header: &str, value: &str) -> Value {
    har(vec![entry(json!({ "headers": [{ "name": header, "value": value }] }), json!({}))])
}

fn responses(content: Value) -> Value {
    har(vec![entry(json!({}), json!({ "content": content }))])
}

fn responses_text(text: &str) -> Value {
    responses(json!({ "mimeType": "application/json", "text": text }))
}

fn responses_bytes(bytes: impl IntoIterator<Item = u8>) -> Value {
    let bytes: Vec<u8> = bytes.into_iter().collect();
    responses(json!({ "mimeType": "text/plain", "encoding": "base64", "text": STANDARD.encode(bytes) }))
}

fn form(text: &str) -> Value {
    har(vec![entry(
        json!({ "postData": { "mimeType": "application/x-www-form-urlencoded", "text": text } }),
        json!({}),
    )])
}

fn comment(text: &str) -> Value {
    har(vec![json!({ "comment": text })])
}

/// A file with a member beside what HAR has, in its log or around it.
fn file(name: &str, in_log: bool) -> Value {
    let mut file = har(Vec::new());
    let at = if in_log { &mut file["log"] } else { &mut file };
    at[name] = MARK.into();
    file
}

fn from_token_endpoint(mut request: Value, content: Value) -> Value {
    if request["url"].is_null() {
        request["url"] = "https://login.example/oauth2/token".into();
    }
    json!({ "request": request, "response": { "status": 200, "content": content } })
}

fn recordings() -> Vec<(&'static str, Value)> {
    let opaque = json!({ "opaque": MARK }).to_string();
    let json_content = json!({ "mimeType": "application/json", "text": opaque });
    let short = r#"{"pin":"PLANTED"}"#;
    vec![
        ("a member beside the log", file("_token", false)),
        ("a member of the log", file("_token", true)),
        ("a token endpoint without a method", har(vec![from_token_endpoint(json!({}), json_content.clone())])),
        (
            "a token endpoint whose path is escaped",
            har(vec![from_token_endpoint(
                json!({ "method": "POST", "url": "https://login.example/%74oken" }),
                json_content.clone(),
            )]),
        ),
        (
            "a body without a media type",
            har(vec![from_token_endpoint(json!({ "method": "POST" }), json!({ "text": opaque }))]),
        ),
        (
            "an exchange within an exchange",
            har(vec![json!({ "_retried": from_token_endpoint(json!({ "method": "POST" }), json_content) })]),
        ),
        ("markup without a media type", responses(json!({ "text": "<password>PLANTED</password>" }))),
        ("an address within the query", calls(&format!("{BEDS}?back={}", escaped("https://a.example/?token=PLANTED")))),
        (
            "an address within an address within the query",
            calls(&format!("{BEDS}?back={}", escaped(&format!("https://a.example/?x={}", escaped("a?sig=PLANTED"))))),
        ),
        ("a user within the query", calls(&format!("{BEDS}?back={}", escaped("https://me:PLANTED@a.example/")))),
        (
            "what is escaped again and again",
            calls(&format!("{BEDS}?x={}", (0..6).fold("sig=PLANTED".to_owned(), |text, _| escaped(&text)))),
        ),
        ("the segment behind the name of a secret", calls("https://a.example/reset-password/PLANTED")),
        ("a code as long as the shortest", calls("https://a.example/?code=PLANTEDxxxxxxxxxxxxx")),
        ("a key of functions", sends("x-functions-key", MARK)),
        ("a token against forgery", sends("X-CSRF", MARK)),
        ("a form with blanks", form("password=a PLANTED&x=1")),
        ("a form with a quote", form("password=a'PLANTED&x=1")),
        ("a form with another pair within", form("password=a;PLANTED=b")),
        ("an address within a form", form(&format!("next={}", escaped("https://a.example/?token=PLANTED")))),
        ("a web token within a form", form("x=eyJhbGciOiJub25lIn0.eyJzdWIiOiJQ.PLANTED")),
        ("a header that a program is given", comment("curl -H 'X-Api-Key: PLANTED' https://a.example")),
        ("a header without a blank", comment("X-Api-Key:PLANTED")),
        ("a word and a colon within a sentence", comment("the password: PLANTED")),
        ("blanks around the equals sign", comment("Password = PLANTED")),
        ("a private key", responses_text(&json!({ "x": "-----BEGIN PRIVATE KEY-----\nPLANTED" }).to_string())),
        ("markup within JSON", responses_text(&json!({ "x": "<password>PLANTED</password>" }).to_string())),
        ("a header as a list", responses_text(r#"[["Authorization","PLANTED"]]"#)),
        ("a name stated twice", responses_text(r#"[{"name":"a","name":"Authorization","value":"PLANTED"}]"#)),
        ("several values", responses_text(r#"[{"name":"X-Api-Key","values":["PLANTED"]}]"#)),
        (
            "a name below what is secret",
            responses_text(r#"{"tokens":{"PLANTED0123456789abcdef0123456789":{"owner":"x"}}}"#),
        ),
        ("a form that nobody says to be base64", responses_text(&STANDARD.encode("client_secret=PLANTED"))),
        ("UTF-16 without its mark", responses_bytes(short.encode_utf16().flat_map(u16::to_be_bytes))),
    ]
}

#[test]
fn no_copy_contains_a_secret_and_every_copy_gives_the_same_report() {
    let fixture = traffic_fixture();
    for (name, recording) in recordings() {
        let recording = recording.to_string();
        let compared = fixture.compare_with(&[("recorded.har", recording.as_bytes())], &Options::default());
        assert!(!compared.rendered().contains(MARK), "{name}: {}", compared.rendered());
        let copy = copied(&fixture, &recording);
        assert!(!copy.contains(MARK) && !copy.contains(&STANDARD.encode(MARK)), "{name}: {copy}");
    }
}
