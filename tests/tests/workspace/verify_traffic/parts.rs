//! Requests whose bodies consist of parts.

use docwright::internals::traffic::verify::Options;
use serde_json::{Value, json};
use workspace_tests::{ComparedTraffic, copied, har, traffic_fixture};

const AREA: &str = "operations:
  draw_plant:
    doc: Adds drawings of a plant.
    POST: /v{version}/plants/{name}/drawings
    idempotency: non-idempotent
    path: { name: string }
    parts:
      caption: { type: string, required: true, doc: What the drawing shows. }
      drawing: { type: bytes, media: image/png, required: true, doc: The drawing. }
      note: { type: string, doc: A note. }
    responses: { 204: none }
";

fn recording(media: &str, data: &Value) -> String {
    let mut data = data.clone();
    data["mimeType"] = media.into();
    let entry = json!({
        "request": {
            "method": "POST",
            "url": "https://api.garden.example/rest/v1/plants/pea/drawings",
            "headers": [{ "name": "Content-Type", "value": media }],
            "postData": data,
        },
        "response": { "status": 204, "headers": [], "content": { "size": 0 } },
    });
    har(vec![entry]).to_string()
}

/// Compares a recording, and its copy, with the spec.
fn compare(media: &str, data: &Value) -> ComparedTraffic {
    let recording = recording(media, data);
    let fixture = traffic_fixture().with_area(AREA);
    copied(&fixture, &recording);
    fixture.compare_with(&[("recorded.har", recording.as_bytes())], &Options::default())
}

fn codes(parts: &[(&str, Option<&str>)]) -> Vec<String> {
    let headers = |(name, media): &(&str, Option<&str>)| {
        let media = media.map(|media| format!("\r\nContent-Type: {media}")).unwrap_or_default();
        format!("--b7\r\nContent-Disposition: form-data; name=\"{name}\"{media}\r\n\r\nhunter2\r\n")
    };
    let text: String = parts.iter().map(headers).chain(["--b7--\r\n".to_owned()]).collect();
    let of_text = compare("multipart/form-data; boundary=b7", &json!({ "text": text })).codes();
    let listed = parts.iter().map(|(name, media)| json!({ "name": name, "contentType": media, "value": "hunter2" }));
    let of_list = compare("multipart/form-data; boundary=b7", &json!({ "params": listed.collect::<Vec<_>>() })).codes();
    assert_eq!(of_text, of_list, "recorders list parts, or write the body as text");
    of_text
}

const CAPTION: (&str, Option<&str>) = ("caption", None);
const DRAWING: (&str, Option<&str>) = ("drawing", Some("image/png"));

#[test]
fn parts_are_compared_by_name_and_media_type() {
    assert_eq!(codes(&[CAPTION, DRAWING]), [""; 0]);
    assert_eq!(codes(&[DRAWING, CAPTION, ("note", None)]), [""; 0]);
    assert_eq!(codes(&[CAPTION, ("drawing", None)]), [""; 0], "a part need not state its media type");
    assert_eq!(codes(&[CAPTION, DRAWING, ("notes", None)]), ["DW921"]);
    assert_eq!(codes(&[CAPTION, ("drawing", Some("image/gif"))]), ["DW920"]);
    assert_eq!(codes(&[CAPTION]), ["DW905"]);
}

#[test]
fn mismatches_of_parts_are_shown_without_their_contents() {
    let params = json!([
        { "name": "drawing", "contentType": "image/gif", "fileName": "hunter2.gif" },
        { "name": "notes", "value": "hunter2" },
    ]);
    let compared = compare("multipart/form-data; boundary=b7", &json!({ "params": params }));
    insta::assert_snapshot!(compared.rendered());
}

#[test]
fn a_part_that_was_not_recorded_is_not_missing() {
    let text = "--b7\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\nred\r\n--b7\r\nContent-Dispo";
    let compared = compare("multipart/form-data; boundary=b7", &json!({ "text": text }));
    assert_eq!(compared.codes(), [""; 0]);
    assert_eq!(compared.notes(), ["a body is truncated; the part that was recorded was read"]);
}

#[test]
fn a_body_without_parts_is_noted() {
    let compared = compare("multipart/form-data", &json!({ "text": "drawn" }));
    assert_eq!((compared.codes(), compared.notes()), (vec![], vec!["the parts of a body cannot be read"]));
    let other = compare("application/x-www-form-urlencoded", &json!({ "text": "caption=red" }));
    assert_eq!((other.codes(), other.notes()), (vec!["DW920".to_owned()], vec!["the parts of a body cannot be read"]));
}
