//! What recordings state about the next page of a list.

use docwright::internals::traffic::verify::Options;
use serde_json::{Value, json};
use workspace_tests::{ComparedTraffic, copied, har, traffic_fixture};

const AREA: &str = "operations:
  list_plants:
    doc: Lists plants.
    GET: /v{version}/plants
    responses: { 200: Plants }
  list_names:
    doc: Lists names of plants.
    GET: /v{version}/names
    responses: { 200: List<string> }
  list_seeds:
    doc: Lists seeds.
    GET: /v{version}/seeds
    responses: { 200: Plants }
    paging: { style: link, items: items, next: links.next, headers: [X-Token] }
types:
  Plants: { doc: A part of a list., fields: { items: List<string>, links: Links, continuationToken: string } }
  Links: { doc: Links of a page., fields: { self: { type: Link, rust: self_link }, next: Link } }
  Link: { doc: A link., fields: { uri: string, headers: List<LinkHeader> } }
  LinkHeader: { doc: A header., fields: { key: string, value: string } }
";

fn compare(path: &str, sent: &str, received: (&str, &str), body: &Value) -> ComparedTraffic {
    let header = |name: &str, value: &str| json!([{ "name": name, "value": value }]);
    let entry = json!({
        "request": {
            "method": "GET",
            "url": format!("https://api.garden.example/rest/v1{path}"),
            "headers": header(sent, "t"),
        },
        "response": {
            "status": 200,
            "headers": header(received.0, received.1),
            "content": { "mimeType": "application/json", "text": body.to_string() },
        },
    });
    let recording = har(vec![entry]).to_string();
    traffic_fixture().with_area(AREA).compare_with(&[("recorded.har", recording.as_bytes())], &Options::default())
}

fn compare_body(path: &str, body: &Value) -> ComparedTraffic {
    compare(path, "Accept", ("Date", "x"), body)
}

#[test]
fn a_list_that_continues_needs_paging() {
    let link =
        json!({ "items": ["pea"], "links": { "self": { "uri": "/plants" }, "next": { "uri": "/plants?after=pea" } } });
    let compared = compare_body("/plants", &link);
    assert_eq!(compared.codes(), ["DW914"]);
    insta::assert_snapshot!(compared.rendered());
    assert_eq!(compare_body("/plants", &json!({ "items": [], "continuationToken": "t" })).codes(), ["DW914"]);
    let last =
        json!({ "items": ["pea"], "links": { "self": { "uri": "/plants" }, "next": null }, "continuationToken": "" });
    assert_eq!(compare_body("/plants", &last).codes(), [""; 0]);
    assert_eq!(compare_body("/seeds", &link).codes(), [""; 0], "it has paging");
}

#[test]
fn a_list_that_is_the_body_states_in_a_header_that_it_continues() {
    let next = "</rest/v1/names?page=2>; rel=\"next\"";
    assert_eq!(compare("/names", "Accept", ("Link", next), &json!(["pea"])).codes(), ["DW914"]);
    let previous = "</rest/v1/names?page=1>; rel=\"prev\"";
    assert_eq!(compare("/names", "Accept", ("Link", previous), &json!(["pea"])).codes(), [""; 0]);
    let token = compare("/names", "Accept", ("X-ContinuationToken", "t"), &json!(["pea"]));
    assert_eq!(token.codes(), ["DW909", "DW914"]);
}

#[test]
fn a_body_in_a_file_of_its_own_states_a_next_page_as_well() {
    let body = json!({ "items": [], "links": { "next": { "uri": "/plants?after=pea" } } }).to_string();
    let options = Options { operation: Some("garden/beds/list_plants".to_owned()), ..Options::default() };
    let compared = traffic_fixture().with_area(AREA).compare_with(&[("page.json", body.as_bytes())], &options);
    assert_eq!(compared.codes(), ["DW914"]);
}

#[test]
fn headers_of_a_link_are_known_if_paging_names_them() {
    let page =
        |headers: Value| json!({ "items": [], "links": { "next": { "uri": "/seeds?after=a", "headers": headers } } });
    assert_eq!(compare("/seeds", "x-token", ("Date", "x"), &page(json!([]))).codes(), [""; 0]);
    assert_eq!(compare("/seeds", "X-Other", ("Date", "x"), &page(json!([]))).codes(), ["DW909"]);
    assert_eq!(compare_body("/seeds", &page(json!([{ "key": "X-Token", "value": "t" }]))).codes(), [""; 0]);
    // Paging cannot name these, and the client sends its own.
    let own = json!([{ "key": "Authorization", "value": "t" }, { "key": "X-Request-Id", "value": "t" }]);
    assert_eq!(compare_body("/seeds", &page(own)).codes(), [""; 0]);
    let dropped = compare_body("/seeds", &page(json!([{ "key": "X-Other", "value": "hunter2" }])));
    assert_eq!(dropped.codes(), ["DW909"]);
    insta::assert_snapshot!(dropped.rendered());
}

#[test]
fn a_list_states_with_a_flag_or_a_total_that_it_continues() {
    for body in [
        json!({ "items": ["pea"], "hasMore": true }),
        json!({ "data": { "items": ["pea"], "has_more": true } }),
        json!({ "items": ["pea"], "totalCount": 2 }),
        json!({ "items": ["pea"], "@odata.count": 400 }),
        json!({ "data": { "items": ["pea"], "total": 400 } }),
    ] {
        assert!(compare_body("/plants", &body).codes().contains(&"DW914".to_owned()), "{body}");
        assert!(!compare_body("/seeds", &body).codes().contains(&"DW914".to_owned()), "it has paging: {body}");
    }
    for body in [
        json!({ "items": ["pea"], "hasMore": false }),
        json!({ "items": ["pea"], "hasMore": "true" }),
        json!({ "items": ["pea"], "totalCount": 1 }),
        json!({ "items": ["pea"], "totalCount": "2" }),
        // Which list the total is of is not known.
        json!({ "items": ["pea"], "names": [], "total": 7 }),
        json!({ "total": 7 }),
    ] {
        assert!(!compare_body("/plants", &body).codes().contains(&"DW914".to_owned()), "{body}");
    }
    insta::assert_snapshot!(compare_body("/plants", &json!({ "items": ["pea"], "total": 400 })).rendered());
}

#[test]
fn copies_state_as_well_whether_there_are_more_items() {
    for total in [1, 2, 150, 4000, 3_000_000_000_u64] {
        for items in [1, 150] {
            let body = json!({ "items": vec!["pea"; items], "total": total, "nested": { "hasMore": true } });
            let entry = json!({
                "request": { "method": "GET", "url": "https://api.garden.example/rest/v1/plants", "headers": [] },
                "response": { "status": 200, "headers": [], "content": { "text": body.to_string() } },
            });
            copied(&traffic_fixture().with_area(AREA), &har(vec![entry]).to_string());
        }
    }
}
