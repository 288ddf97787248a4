//! What browsers, proxies and clients write into their exports, each in its own way.

use docwright::internals::traffic::verify::Options;
use serde_json::{Value, json};
use workspace_tests::{ComparedTraffic, har, traffic_fixture};

const BEDS: &str = "https://api.garden.example/rest/v1/gardens/g1/beds";

fn compare_file(content: &str) -> ComparedTraffic {
    traffic_fixture().compare_with(&[("recorded.har", content.as_bytes())], &Options::default())
}

fn compare(entries: Vec<Value>) -> ComparedTraffic {
    compare_file(&har(entries).to_string())
}

fn request(method: &str, url: &str) -> Value {
    json!({ "method": method, "url": url, "httpVersion": "HTTP/1.1", "headers": [], "headersSize": -1, "bodySize": -1 })
}

fn entry(url: &str, content: Value) -> Value {
    json!({ "request": request("GET", url), "response": { "status": 200, "headers": [], "content": content } })
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[test]
fn developer_tools_of_browsers() {
    let blocked = json!({
        "status": 0, "statusText": "", "headers": [], "redirectURL": "", "_transferSize": 0, "_error": "net::ERR_BLOCKED_BY_CLIENT",
        "content": { "size": 0, "mimeType": "x-unknown" },
    });
    let compared = compare(vec![
        json!({
            "_initiator": { "type": "script", "stack": { "callFrames": [] } }, "_priority": "High", "_resourceType": "fetch",
            "_connectionId": "7", "cache": {}, "connection": "443", "serverIPAddress": "[2001:db8::1]",
            "startedDateTime": "2024-03-01T08:00:00.000Z", "time": 12.5,
            "timings": { "blocked": -1, "dns": -1, "_blocked_queueing": 1.2 },
            "request": {
                "method": "GET", "url": BEDS, "httpVersion": "http/2.0", "cookies": [], "queryString": [],
                "headers": [
                    { "name": ":authority", "value": "api.garden.example" }, { "name": ":path", "value": "/rest" },
                    { "name": "sec-ch-ua-platform", "value": "x" }, { "name": "priority", "value": "u=1" },
                    { "name": "X-REQUEST-ID", "value": "1" }, { "name": "x-request-id", "value": "2" },
                ],
            },
            "response": {
                "status": 200, "headers": [{ "name": "content-encoding", "value": "br" }],
                "content": { "size": 12, "compression": -5, "mimeType": "application/json", "text": "{\"total\":0}\n" },
            },
        }),
        json!({ "request": request("GET", BEDS), "response": blocked }),
        json!({ "request": request("OPTIONS", BEDS), "response": { "status": 204 } }),
        entry("data:text/html,https://api.garden.example/rest/v1/sheds", json!({})),
        entry("chrome-extension://api.garden.example/rest/v1/sheds", json!({})),
        entry("blob:https://api.garden.example/rest/v1/sheds", json!({})),
        // A form, which has its parameters and no text.
        json!({
            "request": {
                "method": "POST", "url": BEDS, "headers": [], "bodySize": 9,
                "postData": { "mimeType": "application/x-www-form-urlencoded", "params": [{ "name": "plant", "value": "pea" }] },
            },
            "response": { "status": 201, "headers": [], "content": { "size": 12, "text": "{\"number\":1}" } },
        }),
        // The body was discarded before the export.
        entry(BEDS, json!({ "size": 4000, "mimeType": "application/json", "text": "" })),
    ]);
    assert_eq!(compared.rendered(), "");
    assert_eq!((compared.verified.exchanges, compared.verified.matched), (8, 4));
    assert_eq!(
        compared.notes(),
        [
            "a request has no response",
            "an entry is a CORS preflight (OPTIONS)",
            "the body of a response was not recorded",
            "the server of an exchange is not in the specs",
        ]
    );
}

#[test]
fn proxies() {
    // mitmproxy: base64 for bodies that it considers binary, times that are unknown.
    let mitmproxy = json!({
        "startedDateTime": "2024-03-01T08:00:00+00:00", "time": 1, "serverIPAddress": "192.0.2.1",
        "timings": { "connect": -1.0, "ssl": -1.0, "send": 0.0, "wait": 1.0, "receive": 0.0 },
        "request": {
            "method": "POST", "url": BEDS, "cookies": [], "bodySize": 15, "headers": [{ "name": "Content-Type", "value": "application/json" }],
            "postData": { "mimeType": "application/json", "text": "{\"plant\":\"pea\"}", "params": [] },
        },
        "response": {
            "status": 201, "headers": [{ "name": "Content-Encoding", "value": "gzip" }],
            "content": {
                "size": 14, "compression": 0, "mimeType": "application/json",
                "text": base64(b"\xef\xbb\xbf{\"number\":1}"), "encoding": "base64",
            },
        },
    });
    // Fiddler: a mark before the file, tunnels, and comments in the place of long bodies.
    let fiddler = [
        json!({
            "comment": "[#7]", "request": { "method": "CONNECT", "url": "http://api.garden.example:443/rest", "headers": [] },
            "response": { "status": 200, "statusText": "Connection Established", "headers": [], "content": { "size": 0 } },
        }),
        json!({ "request": request("CONNECT", "api.garden.example:443"), "response": { "status": 200 } }),
        entry(
            BEDS,
            json!({ "size": 900_000, "mimeType": "application/json", "comment": "Body length exceeded, so body was omitted." }),
        ),
    ];
    let file = format!("\u{feff}{}", har([&[mitmproxy][..], &fiddler].concat()));
    let compared = compare_file(&file);
    assert_eq!(compared.rendered(), "");
    assert_eq!((compared.verified.exchanges, compared.verified.matched), (4, 2));
    assert_eq!(
        compared.notes(),
        ["an entry opens a tunnel through a proxy (CONNECT)", "the body of a response was not recorded"]
    );
}

#[test]
fn shells_that_write_utf_16() {
    let text = har(vec![entry(BEDS, json!({ "size": 24, "text": "{\"items\":[{\"number\":\"é\"}]}" }))]).to_string();
    let units = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let compared = traffic_fixture().compare_with(&[("recorded.har", &units)], &Options::default());
    assert_eq!(compared.codes(), ["DW903"]);
}

#[test]
fn a_body_in_a_packing_that_is_not_read_is_a_note_and_no_mismatch() {
    let packed = json!({ "size": 40, "text": base64(&[0x8b, 0x05, 0x80, 0xff]), "encoding": "base64" });
    let mut brotli = entry(BEDS, packed);
    brotli["response"]["headers"] = json!([{ "name": "Content-Encoding", "value": "br" }]);
    let compared = compare(vec![brotli]);
    assert_eq!(
        (compared.codes().len(), compared.notes()),
        (0, vec!["a body has a compression other than gzip and deflate"])
    );
}

#[test]
fn spellings_of_a_url_that_a_server_takes_for_one() {
    let spelled = [
        "https://API.Garden.example:443/REST/V1/Gardens/g1/Beds/",
        "http://api.garden.example:80/rest//v1/gardens/g1/beds",
        "https://me:pw@api.garden.example/rest/v1/gardens/g1/bed%73",
        "https://api.garden.example/rest/v1/gardens/%7bg%2F1%7D&x/beds?Season=HighSummer&SIZE=%32#top",
        "https://api.garden.example/rest/v1/gardens/a+b%20{c/beds?size=1&size=2&&",
    ];
    let content = json!({ "size": 11, "text": "{\"total\":0}" });
    let compared = compare(spelled.iter().map(|url| entry(url, content.clone())).collect());
    assert_eq!((compared.rendered().as_str(), compared.verified.matched), ("", spelled.len()));
    let others = [
        "https://api.garden.example:8443/rest/v1/gardens/g1/beds",
        "https://api.garden.example.evil/rest/v1/gardens/g1/beds",
    ];
    assert_eq!(compare(others.iter().map(|url| entry(url, content.clone())).collect()).verified.matched, 0);
}

#[test]
fn values_of_a_query_are_read_as_their_type_whatever_their_spelling() {
    for (query, codes) in [
        ("size=", vec!["DW906"]),
        ("size=+2", vec!["DW906"]),
        ("size=%2B2", vec![]),
        ("season=", vec!["DW902"]),
        ("season=highsummer&size=-1", vec![]),
        ("Sise=2&sise=3", vec!["DW910", "DW910"]),
    ] {
        let compared = compare(vec![entry(&format!("{BEDS}?{query}"), json!({ "size": 11, "text": "{\"total\":0}" }))]);
        assert_eq!(compared.codes(), codes, "{query}: {}", compared.rendered());
    }
}

#[test]
fn requests_of_http_2_have_their_address_in_headers_as_well() {
    let headers = json!([
        { "name": ":method", "value": "GET" },
        { "name": ":scheme", "value": "https" },
        { "name": ":authority", "value": "api.garden.example" },
        { "name": ":path", "value": "/rest/v1/gardens/g1/beds" },
        { "name": "accept", "value": "application/json" },
    ]);
    let compared = compare(vec![json!({
        "request": { "method": "GET", "url": BEDS, "httpVersion": "HTTP/2", "headers": headers },
        "response": {
            "status": 200,
            "headers": [{ "name": ":status", "value": "200" }],
            "content": { "size": 11, "text": "{\"total\":0}" },
        },
    })]);
    assert_eq!((compared.rendered().as_str(), compared.verified.matched), ("", 1));
}

#[test]
fn a_body_in_another_encoding_is_one_mismatch() {
    let text = "{\"plants\":[\"Salbei f\u{fc}r Fl\u{f6}he\"],\"total\":1}";
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [latin, utf16] {
        let content = json!({ "size": bytes.len(), "encoding": "base64", "text": base64(&bytes) });
        let compared = compare(vec![entry(BEDS, content)]);
        assert_eq!(compared.codes(), ["DW907"]);
        assert!(compared.rendered().contains("is not JSON in UTF-8"), "{}", compared.rendered());
        assert_eq!(compared.notes(), [""; 0]);
    }
}
