//! Operations that a header distinguishes, and bodies that may be empty.

use docwright::internals::traffic::verify::Options;
use serde_json::json;
use workspace_tests::{ComparedTraffic, har, traffic_fixture};

const AREA: &str = "operations:
  list_old_plants:
    doc: Lists the names of plants.
    GET: /v{version}/plants
    responses: { 200: List<string> }
  list_plants:
    doc: Lists plants.
    GET: /v{version}/plants
    fixed-headers: { X-Plant-Model: New }
    responses: { 200: List<Plant> }
  check_plant:
    doc: Checks a plant.
    POST: /v{version}/plants/check
    idempotency: safe
    body: Plant
    responses: { 200: { type: Plant, may-be-empty: true } }
  name_plant:
    doc: Changes the name of a plant.
    PUT: /v{version}/plants/{id}
    idempotency: idempotent
    path: { id: string }
    body: Plant
    responses: { 200: { type: Plant, may-be-empty: true, variant: Named }, 201: { type: Plant, variant: Planted } }
types:
  Plant: { doc: A plant., fields: { name: string } }
";

fn compare(request: (&str, &str), headers: &[(&str, &str)], status: u16, body: &str) -> ComparedTraffic {
    let headers: Vec<_> = headers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    let (method, path) = request;
    let entry = json!({
        "request": { "method": method, "url": format!("https://api.garden.example/rest/v1{path}"), "headers": headers },
        "response": { "status": status, "headers": [], "content": { "size": body.len(), "text": body } },
    });
    let recording = har(vec![entry]).to_string();
    traffic_fixture().with_area(AREA).compare_with(&[("recorded.har", recording.as_bytes())], &Options::default())
}

#[test]
fn the_operation_of_an_exchange_is_the_one_whose_header_is_sent() {
    let list = |headers: &[(&str, &str)], body| compare(("GET", "/plants"), headers, 200, body).codes();
    assert_eq!(list(&[], r#"["pea"]"#), [""; 0]);
    assert_eq!(list(&[("x-plant-model", "new")], r#"[{"name":"pea"}]"#), [""; 0]);
    assert_eq!(list(&[("X-Plant-Model", "new")], r#"["pea"]"#), ["DW903"]);
    assert_eq!(list(&[], r#"[{"name":"pea"}]"#), ["DW903"]);
    // Of the operation without it, the header is unknown.
    assert_eq!(list(&[("X-Plant-Model", "old")], r#"["pea"]"#), ["DW909"]);
}

#[test]
fn a_body_is_empty_where_it_may_be() {
    for (request, status, codes) in [
        (("POST", "/plants/check"), 200, &[][..]),
        (("PUT", "/plants/p-1"), 200, &[]),
        (("PUT", "/plants/p-1"), 201, &["DW907"]),
        (("GET", "/plants"), 200, &["DW907"]),
    ] {
        for body in ["", "\r\n"] {
            let compared = compare(request, &[], status, body);
            assert_eq!(compared.codes(), codes, "{request:?} {status} {body:?}: {}", compared.rendered());
            assert_eq!(compared.notes(), Vec::<&str>::new());
        }
    }
    assert_eq!(compare(("POST", "/plants/check"), &[], 200, r#"{"name":7}"#).codes(), ["DW903"]);
}
