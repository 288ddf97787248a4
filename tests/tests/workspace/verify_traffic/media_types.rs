//! Headers of recordings that follow from bodies and from paging.

use docwright::internals::traffic::verify::Options;
use serde_json::json;
use workspace_tests::{ComparedTraffic, har, traffic_fixture};

const AREA: &str = "operations:
  list_plants:
    doc: Lists plants.
    GET: /v{version}/plants
    query: { after: string }
    responses: { 200: { type: Plants, media: application/hal+json } }
    paging: { style: token, items: plants, next-header: X-Next, token: after }
  draw_plant:
    doc: Replaces the drawing of a plant.
    PUT: /v{version}/plants/{name}
    idempotency: idempotent
    path: { name: string }
    body: { type: bytes, media: image/png }
    responses: { 200: { type: bytes, media: image/* } }
types:
  Plants: { doc: A part of a list., fields: { plants: List<string> } }
";

fn compare(method: &str, path: &str, sent: Option<&str>, received: (&str, &str)) -> ComparedTraffic {
    let sent_headers = sent.map(|media| json!({ "name": "Content-Type", "value": media }));
    let entry = json!({
        "request": {
            "method": method,
            "url": format!("https://api.garden.example/rest/v1{path}"),
            "headers": sent_headers.into_iter().collect::<Vec<_>>(),
            "postData": sent.map(|media| json!({ "mimeType": media, "text": "drawn" })),
        },
        "response": {
            "status": 200,
            "headers": [{ "name": received.0, "value": received.1 }],
            "content": { "text": "{\"plants\":[]}" },
        },
    });
    let recording = har(vec![entry]).to_string();
    traffic_fixture().with_area(AREA).compare_with(&[("recorded.har", recording.as_bytes())], &Options::default())
}

#[test]
fn parameters_of_media_types_and_their_case_make_no_mismatch() {
    for media in ["application/hal+json", "Application/HAL+JSON; charset=utf-8"] {
        assert_eq!(compare("GET", "/plants", None, ("content-type", media)).codes(), [""; 0], "{media}");
    }
    assert_eq!(compare("GET", "/plants", None, ("content-type", "application/json")).codes(), ["DW920"]);
}

#[test]
fn bytes_that_are_sent_have_a_media_type_as_well() {
    let drawn = |media, received| compare("PUT", "/plants/pea", Some(media), ("Content-Type", received)).codes();
    assert_eq!(drawn("image/png", "image/webp"), [""; 0], "the response can be any image");
    assert_eq!(drawn("image/gif", "image/webp"), ["DW920"]);
}

#[test]
fn a_media_type_that_is_no_media_type_is_not_shown() {
    let compared = compare("GET", "/plants", None, ("content-type", "PLANTED secret"));
    assert_eq!(compared.codes(), ["DW920"]);
    assert!(!compared.rendered().to_ascii_lowercase().contains("planted"), "{}", compared.rendered());
}

#[test]
fn the_header_with_the_token_of_the_next_page_is_listed() {
    assert_eq!(compare("GET", "/plants", None, ("x-next", "p2")).codes(), [""; 0]);
    assert_eq!(compare("GET", "/plants", None, ("x-previous", "p0")).codes(), ["DW909"]);
}
