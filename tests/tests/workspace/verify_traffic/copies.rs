//! Copies of recordings: what stays, what is replaced, and that the comparison with the spec says the same of both.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use docwright::internals::traffic::mismatches_json;
use docwright::internals::traffic::verify::Options;
use serde_json::{Value, json};
use workspace_tests::{copied, har, traffic_fixture};

const BEDS: &str = "https://api.garden.example/rest/v1/gardens/g1/beds";

/// Secrets in the formats of services, made up, and in no format at all.
const SECRETS: &[&str] = &[
    "ghp_q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8",
    "github_pat_11QWERTY0aBcDeFgHiJkL_mNoPqRsTuVwXyZ",
    "glpat-Qw3rTy-uIoP_4sDfGh",
    "AKIAQWERTYUIOPASDFGH",
    "ASIAZXCVBNMASDFGHJKL",
    "aQ1sW2dE3fR4gT5hY6jU7kI8lO9pZ0xC1vB2nM3q",
    "AIzaSyQ1w2E3r4T5y6U7i8O9p0A1s2D3f4G5h6",
    "ya29.q1W2e3R4t5Y6u7I8o9P0",
    "xoxb-123456789012-1234567890123-q1W2e3R4t5Y6",
    "xoxp-1234567890-abcdef",
    "https://hooks.chat.example/services/T00Q/B00W/q1W2e3R4t5Y6",
    "123456789:AAq1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j",
    "sk_live_q1W2e3R4t5Y6u7I8o9P0a1S2",
    "rk_test_51Qw3rTy",
    "4111 1111 1111 1111",
    "4111111111111111",
    "DE89370400440532013000",
    "SG.q1W2e3R4t5Y6u7I8o9P0.a1S2d3F4",
    "npm_q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8",
    "pypi-AgEIcHlwaS5vcmcCJDQ",
    "dop_v1_0123456789abcdef0123456789abcdef",
    "hvs.CAESIQwErTyUiOp",
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJxIn0.q1W2",
    "DefaultEndpointsProtocol=https;AccountKey=cTFXMmUzUjR0NQ==",
    "postgres://ada:q1W2e3R4@db.example/x",
    "-----BEGIN PRIVATE KEY-----\ncTFXMmUzUjR0NQ==",
    "Basic YWRhOnExVzJlM1I0",
    "Bearer q1W2e3R4t5",
    "ada.lovelace@contoso.example",
    "+49 170 1234567",
    "192.0.2.17",
    "2001:db8::17",
    "0c39d6d5-1111-4222-8333-444455556666",
    "0123456789abcdef0123456789abcdef",
    "cTFXMmUzUjR0NQ==",
    "Y1RGWE1tVXpValIwTlE9PQ==",
    "7131573265335234743559367537",
    "пароль-от-склада-17",
    "密码是蓝色的猫",
    "סיסמה-סודית-17",
    "korrektes pferd, batterie & heftklammer!",
    "{\"pin\":\"q1W2e3R4\"}",
    "<pw>q1W2e3R4</pw>",
    "q1W2=e3R4&x=t5Y6",
    "%71%31%57%32e3R4",
    "a\u{202e}b-q1W2",
];

/// Secrets that look like names.
const WORDS: &[&str] = &["swordfish", "correct horse battery staple", "hunter-of-17-words", "hunter2"];

/// The place of members beside those of HAR.
const FILE: &str = "comments and members of tools";

/// The secret in every place of a recording.
fn places(secret: &str) -> Vec<(&'static str, Value)> {
    let escaped: String = secret.bytes().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "%{byte:02X}");
        text
    });
    let twice = STANDARD.encode(STANDARD.encode(secret));
    let hex: String = secret.bytes().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    let entry = |request: Value, response: Value| {
        let mut entry = json!({
            "request": { "method": "GET", "url": BEDS },
            "response": { "status": 200, "content": { "text": "{\"total\":1}" } },
        });
        for (part, stated) in [("request", request), ("response", response)] {
            for (name, value) in stated.as_object().unwrap() {
                entry[part][name] = value.clone();
            }
        }
        entry
    };
    let url = |url: String| har(vec![entry(json!({ "url": url }), json!({}))]);
    let body = |status: u16, body: Value| {
        har(vec![entry(json!({}), json!({ "status": status, "content": { "text": body.to_string() } }))])
    };
    let text = |text: &str, media: &str| {
        let headers = json!([{ "name": "Content-Type", "value": media }]);
        har(vec![entry(json!({}), json!({ "status": 404, "headers": headers, "content": { "text": text } }))])
    };
    let bed = |member: Value| body(200, json!({ "items": [member] }));
    vec![
        ("a segment of a path", url(format!("https://api.garden.example/rest/v1/gardens/{escaped}/beds"))),
        ("an unknown path", url(format!("https://api.garden.example/rest/v1/unlock/{escaped}/now"))),
        ("two segments behind a name", url(format!("https://api.garden.example/rest/reset-password/for/{escaped}"))),
        ("another server", url(format!("https://{escaped}.example/{escaped}?a={escaped}"))),
        ("a user of a URL", url(format!("https://{escaped}@api.garden.example/rest/v1/gardens/g1/beds"))),
        ("a fragment", url(format!("{BEDS}#{escaped}"))),
        ("an unlisted value in a query", url(format!("{BEDS}?shade={escaped}"))),
        ("an unlisted name in a query", url(format!("{BEDS}?{escaped}=1"))),
        ("a number in a query", url(format!("{BEDS}?size={escaped}"))),
        ("a list of cookies and parameters", {
            let pair = json!([{ "name": secret, "value": secret, "comment": secret }]);
            har(vec![entry(json!({ "cookies": pair, "queryString": pair }), json!({ "cookies": pair }))])
        }),
        ("a header", har(vec![entry(json!({ "headers": [{ "name": "X-Weather", "value": secret }] }), json!({}))])),
        ("a name of a header", har(vec![entry(json!({ "headers": [{ "name": secret, "value": "1" }] }), json!({}))])),
        ("a name of a family of headers", {
            har(vec![entry(json!({ "headers": [{ "name": format!("sec-{secret}"), "value": "1" }] }), json!({}))])
        }),
        ("a location", har(vec![entry(json!({}), json!({ "redirectURL": secret, "statusText": secret }))])),
        ("a media type", text("{}", secret)),
        ("a subtype", text("{}", &format!("application/{}", secret.replace(['/', ' '], "-")))),
        ("a method", har(vec![entry(json!({ "method": secret }), json!({}))])),
        (FILE, {
            let mut entry = entry(json!({ "comment": secret }), json!({ "_x": secret }));
            entry[secret] = secret.into();
            let mut file = har(vec![entry]);
            file["log"]["comment"] = secret.into();
            file["log"]["pages"] = json!([{ "title": secret }]);
            file["log"]["creator"] = json!({ "name": secret, "version": secret });
            file["_tool"] = json!({ secret: secret });
            file
        }),
        ("a message of a socket", har(vec![json!({ "_webSocketMessages": [{ "data": secret }] })])),
        ("a form", {
            let form = json!({ "mimeType": secret, "text": format!("x={escaped}"), "params": [{ "name": "x", "value": secret }] });
            har(vec![entry(json!({ "method": "POST", "postData": form }), json!({}))])
        }),
        ("a member that is sent", {
            let sent = json!({ "plant": secret, "soil": "clay" }).to_string();
            har(vec![entry(json!({ "method": "POST", "postData": { "text": sent } }), json!({ "status": 201 }))])
        }),
        ("a text", bed(json!({ "number": 1, "name": secret }))),
        ("a text in a list", bed(json!({ "number": 1, "plants": [secret, twice, hex] }))),
        ("an unlisted member", bed(json!({ "number": 1, "shade": { "deep": [secret, { "deeper": secret }] } }))),
        ("a name of a member", bed(json!({ "number": 1, secret: secret }))),
        ("a value of an enum", bed(json!({ "number": 1, "soil": secret }))),
        ("a tag of a union, like an enum", bed(json!({ "number": 1, "cover": { "kind": secret } }))),
        ("a date", bed(json!({ "number": 1, "planted": secret }))),
        ("base64", bed(json!({ "number": 1, "map": secret }))),
        ("base64 twice", bed(json!({ "number": 1, "map": twice, "gateCode": hex }))),
        ("a number", bed(json!({ "number": secret, "weight": secret, "mark": secret }))),
        ("a member without a body that is read", body(418, json!({ secret: [secret] }))),
        ("an error", body(404, json!({ "code": 1, "message": format!("{secret} was never there") }))),
        ("an unlisted error", body(409, json!({ "code": 1, "message": secret, "data": [secret] }))),
        ("a whole body", text(secret, "text/plain")),
        ("a body in base64", {
            let content = json!({ "encoding": "base64", "text": twice });
            har(vec![entry(json!({}), json!({ "content": content }))])
        }),
        ("an octet stream", {
            let content =
                json!({ "encoding": "base64", "text": STANDARD.encode([secret.as_bytes(), b"\xff"].concat()) });
            har(vec![entry(json!({}), json!({ "content": content }))])
        }),
        ("UTF-16", {
            let bytes: Vec<u8> = secret.encode_utf16().flat_map(u16::to_be_bytes).collect();
            let content = json!({ "encoding": "base64", "text": STANDARD.encode(bytes) });
            har(vec![entry(json!({}), json!({ "content": content }))])
        }),
        ("a body that was cut off", {
            let whole = json!({ "items": [{ "number": 1, "name": secret, "plants": [secret] }] }).to_string();
            let content = json!({ "size": 90000, "text": &whole[..whole.len() - 5] });
            har(vec![entry(json!({}), json!({ "content": content }))])
        }),
    ]
}

/// How a secret can be written: plain, escaped, in base64 once or twice, in hexadecimal.
fn spellings(secret: &str) -> Vec<String> {
    let json = Value::from(secret).to_string();
    let nested = Value::from(json.clone()).to_string();
    let unquoted = |text: &str| text.trim_matches(['"', '\\']).to_owned();
    let once = STANDARD.encode(secret);
    let hex: Vec<String> = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let escaped = hex.iter().map(|byte| format!("%{byte}")).collect();
    vec![secret.to_lowercase(), unquoted(&json), unquoted(&nested), STANDARD.encode(&once), once, hex.concat(), escaped]
}

/// One recording for each place, with all secrets.
fn recordings(secrets: &[&str]) -> Vec<(&'static str, Value)> {
    let mut recordings: Vec<(&'static str, Value)> = Vec::new();
    for secret in secrets {
        for (place, mut recording) in places(secret) {
            match recordings.iter_mut().find(|(known, _)| *known == place && place != FILE) {
                Some((_, known)) => {
                    let entries = recording["log"]["entries"].take();
                    known["log"]["entries"].as_array_mut().unwrap().extend(entries.as_array().unwrap().clone());
                }
                None => recordings.push((place, recording)),
            }
        }
    }
    recordings
}

/// How many secrets were tried, and what of them is left in copies or shown in messages.
fn left(secrets: &[&str], are_shown: fn(&str) -> bool) -> (usize, Vec<String>) {
    let fixture = traffic_fixture();
    let (mut left, mut tried) = (Vec::new(), 0);
    let spellings: Vec<String> = secrets.iter().flat_map(|secret| spellings(secret)).collect();
    for (place, recording) in recordings(secrets) {
        let recording = recording.to_string();
        let copy = copied(&fixture, &recording).to_lowercase();
        let compared = fixture.compare_with(&[("recorded.har", recording.as_bytes())], &Options::default());
        let json = mismatches_json(&compared.verified.mismatches, &compared.checked.sources);
        let shown = format!("{}{json}{:?}", compared.rendered(), compared.verified.notes).to_lowercase();
        tried += recording.matches("\"request\"").count();
        for spelling in spellings.iter().map(|text| text.to_lowercase()) {
            if copy.contains(&spelling) {
                left.push(format!("{spelling} in the copy: {place}"));
            }
            if shown.contains(&spelling) && !are_shown(place) {
                left.push(format!("{spelling} in a message: {place}"));
            }
        }
    }
    (tried, left)
}

#[test]
fn no_secret_that_was_tried_is_left_in_a_copy_or_shown_in_a_message() {
    let (tried, left) = left(SECRETS, |_| false);
    println!("secrets in recordings: {tried} tried, {} left in copies or messages", left.len());
    assert_eq!(left, [""; 0]);
}

#[test]
fn messages_show_words_as_names_and_as_values_of_enums_alone() {
    let are_shown = |place: &str| place.contains("name") || place.contains("enum") || place == "an unknown path";
    assert_eq!(left(WORDS, are_shown).1, [""; 0]);
}

#[test]
fn the_copy_of_every_fixture_gives_the_same_report() {
    let fixture = traffic_fixture();
    let copy = copied(&fixture, &fixture.har().to_string());
    assert!(
        copy.contains(r#"\"soil\":\"Sand\""#) && !copy.contains("by the wall") && !copy.contains("hunter2"),
        "{copy}"
    );
    for mutation in &fixture.mutations {
        copied(&fixture, &fixture.mutated(mutation).har().to_string());
    }
}

#[test]
fn a_copy_keeps_what_the_spec_lists_and_the_kinds_of_other_values() {
    let bed = json!({
        "number": 17, "name": "by the wall", "soil": "SAND", "weight": 1234.5, "planted": "2024-03-01T08:00:00+09:00",
        "plants": ["bean", "pea", "bean"], "cover": { "kind": "net", "mesh": 4711 }, "slope": 2, "mark": 123_456_789_012_i64,
        "shade": { "hours": 4, "isDeep": true, "note": null, "password": 7 }, "sun": "2024-03-01",
    });
    let content = json!({ "text": json!({ "total": 1000, "items": [bed] }).to_string() });
    let entry = json!({
        "request": {
            "method": "get", "url": format!("{BEDS}?season=winter&size=1000"),
            "headers": [{ "name": "Accept", "value": "application/json" }, { "name": "X-Request-Id", "value": "r-4711" }],
        },
        "response": { "status": 200, "headers": [{ "name": "Content-Type", "value": "application/json; a=b" }], "content": content },
    });
    let copy: Value = serde_json::from_str(&copied(&traffic_fixture(), &har(vec![entry]).to_string())).unwrap();
    let entry = &copy["log"]["entries"][0];
    let url = "https://api.garden.example/rest/v1/gardens/text-1/beds?season=winter&size=0";
    assert_eq!((&entry["request"]["method"], &entry["request"]["url"]), (&json!("GET"), &json!(url)));
    assert_eq!(
        entry["request"]["headers"],
        json!([{ "name": "accept", "value": "text-2----------" }, { "name": "x-request-id", "value": "text-3" }])
    );
    assert_eq!(entry["response"]["headers"], json!([{ "name": "content-type", "value": "application/json" }]));
    let body: Value = serde_json::from_str(entry["response"]["content"]["text"].as_str().unwrap()).unwrap();
    let bed = json!({
        "number": 17, "name": "text-4", "soil": "SAND", "weight": 4.5, "planted": "2000-01-01T00:00:00+00:00",
        "plants": ["text-5", "text-6", "text-5"], "cover": { "kind": "net", "mesh": 1001 }, "slope": 2, "mark": 3_000_000_002_i64,
        "name-1": { "name-2": 4, "name-3": true, "name-4": null, "secret-5": 1003 }, "name-6": "2000-01-01",
    });
    assert_eq!(body, json!({ "total": 2, "items": [bed] }));
}

#[test]
fn forms_that_the_spec_does_not_have_are_the_same_in_a_copy() {
    let bed = |text: &str| format!(r#"{{"items":[{{"number":1,{text}}}]}}"#);
    let bodies = [
        bed(r#""planted":"3/1/2024 8:00:00 AM""#),
        bed(r#""planted":"yesterday, at noon""#),
        bed(r#""planted":"""#),
        bed(r#""planted":17"#),
        bed(r#""map":"cGxh bg==""#),
        bed(r#""map":"cGxhbg""#),
        bed(r#""map":"not base64!""#),
        bed(r#""name":"\ud800""#),
        bed(r#""\ud800":1"#),
        bed(r#""slope":70"#),
        bed(r#""slope":7000,"mark":18446744073709551615"#),
        bed(r#""slope":1e999,"mark":-9223372036854775808,"weight":1e999"#),
        bed(r#""slope":1.5,"mark":1.5,"weight":0.12345678901234567890123"#),
        bed(r#""slope":true,"mark":"41","weight":"1.5","soil":7"#),
        bed(r#""soil":"peat"},{"number":2,"soil":"loam"},{"number":3,"soil":"peat""#),
        bed(r#""soil":"a soil of more words than messages show of it""#),
        bed(
            r#""cover":{"kind":"straw"}},{"number":1,"cover":{"kind":7}},{"number":1,"cover":{"kind":"net","mesh":"x"}"#,
        ),
        bed(r#""plants":{"a":1},"cover":[],"name":["x"]"#),
        bed(r#""shade":1,"sun":2,"shade":3,"ada@contoso.example":4,"q1W2e3R4t5Y6u7I8":5,"apiToken":6"#),
        format!("{{\"items\":{}1{}}}", "[".repeat(300), "]".repeat(300)),
        format!("{{\"items\":[{{\"number\":1,\"cover\":{}1{}}}]}}", "{\"a\":".repeat(200), "}".repeat(200)),
        "[".to_owned(),
        " ".to_owned(),
        "<html>".to_owned(),
        "\"text\"".to_owned(),
    ];
    let fixture = traffic_fixture();
    for body in bodies {
        for status in [200, 201, 404, 409, 500] {
            let entry = json!({
                "request": { "method": "GET", "url": BEDS },
                "response": { "status": status, "content": { "text": body } },
            });
            copied(&fixture, &har(vec![entry]).to_string());
        }
    }
}

#[test]
fn requests_that_match_no_operation_are_the_same_in_a_copy() {
    let fixture = traffic_fixture();
    let urls = [
        "https://api.garden.example/rest/v1/gardens/g1/sheds",
        "https://api.garden.example/rest/v1/gardens/g1/barns/17",
        "https://api.garden.example/rest/v1/gardens/g2/barns/18",
        "https://api.garden.example/rest/v1/tokens/x/y",
        "https://api.garden.example/rest/v1/my-token/swordfish/y",
        "https://berlin.towns.garden.example/rest/V2/sheds?x=1&y=2",
        "https://api.garden.example/rest",
        "https://other.example/rest/v1/gardens/g1/beds",
        "data:text/html,x",
        "not a URL",
    ];
    let entries = ["GET", "post", "OPTIONS", "CONNECT", "BREW"].iter().flat_map(|method| {
        urls.iter()
            .map(move |url| json!({ "request": { "method": method, "url": url }, "response": { "status": 200 } }))
    });
    copied(&fixture, &har(entries.collect()).to_string());
    copied(&fixture, &har(vec![json!(null), json!({}), json!([]), json!({ "request": 1 })]).to_string());
}

#[test]
fn the_time_for_a_copy_grows_with_its_size_alone() {
    let fixture = traffic_fixture();
    let tokens = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJxIn0.q1W2 Bearer basic x=y&".repeat(10_000);
    let entries = [tokens.replace(' ', "/"), tokens.replace(' ', "%3D"), "a?".repeat(50_000), "/".repeat(100_000)].map(|long| {
        json!({
            "request": { "method": "GET", "url": format!("{BEDS}?x={long}"), "headers": [{ "name": "x", "value": long }] },
            "response": { "status": 404, "content": { "text": json!({ "code": 1, "message": long }).to_string() } },
        })
    });
    copied(&fixture, &har(entries.to_vec()).to_string());
}
