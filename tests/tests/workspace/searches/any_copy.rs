//! Values of any form, in every place that the comparison reads, give the same mismatches in a copy.

use std::sync::LazyLock;

use docwright::internals::traffic::verify::Options;
use proptest::prelude::*;
use serde_json::{Value, json};
use workspace_tests::{TrafficFixture, har, properties, traffic_fixture};

const AREA: &str = "operations:
  list_plants:
    doc: Lists plants.
    GET: /v{version}/plants
    query: { soils: { type: List<Soil>, as: commas }, size: int32, since: date, filter: { type: Plant, as: json } }
    responses: { 200: Plants }
    errors: PlantError
  list_seeds:
    doc: Lists seeds.
    GET: /v{version}/seeds
    responses: { 200: Plants }
    paging: { style: link, items: items, next: links.next, headers: [X-Token] }
  check_plant:
    doc: Checks a plant.
    POST: /v{version}/plants
    fixed-headers: { X-Plant-Model: New }
    idempotency: safe
    body: Plant
    responses: { 200: { type: Plant, may-be-empty: true, media: application/json } }
types:
  Plants: { doc: A part of a list., fields: { items: List<Plant>, links: Links, continuationToken: string } }
  Links: { doc: Links of a page., fields: { next: Link } }
  Link: { doc: A link., fields: { uri: string, headers: List<LinkHeader> } }
  LinkHeader: { doc: A header., fields: { key: string, value: string } }
  Soil: { doc: What a plant grows in., values: { sand:, clay: } }
  Mark: { doc: How good a plant is., values: { 1: { rust: Good }, 2: { rust: Better } } }
  Plant:
    doc: A plant.
    fields:
      name: string
      soil: Soil
      mark: Mark
      sown: date
      cut: date-time
      rest: duration
      label: uuid
      height: decimal
      weight: float
      count: int32
      total: int64
      map: base64
      cover: Cover
  Cover: { doc: What lies over a plant., union: kind, variants: { net: Net } }
  Net: { doc: A net., fields: { kind: string, mesh: int32 } }
  PlantError:
    doc: Why plants were not listed.
    statuses: { 409: { codes: { 7001: { name: Frozen, doc: The ground is frozen. }, wet: Flooded } } }
";

static FIXTURE: LazyLock<TrafficFixture> = LazyLock::new(|| {
    let fixture = traffic_fixture().with_area(AREA);
    fixture.with_line_in_api("member-case: ignored")
});

/// Texts of the forms that the comparison distinguishes.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{0,12}|[A-Z]{1,6}|[ -~]{0,20}|\\PC{0,5}",
        "-?[0-9]{1,22}|[0-9]{1,12}[.][0-9]{1,22}| [0-9]{1,3} ",
        "[12][0-9]{3}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:[0-5][0-9]:00Z?)?|[1-9]/[1-9]/2024",
        "-?P[1-9][YMD](T[1-9]H)?|[0-9]{1,2}:[0-9]{2}:[0-9]{2}|1[.][0-9]{2}",
        "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[{][0-9a-f]{8}-[0-9a-f]{4}[}]|[a-g]{8}(-[a-g]{4}){3}-[a-g]{12}",
        "[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{2}(==)?|true|True|False|(sand|Clay|peat)(,(clay|loam)?){0,3}",
        "https://a[.]example/[a-z]?[?]b=[0-9]|/[a-z]{1,8}|[?]page=2|(</a>|<b>); rel=\"?(next|prev)\"?",
        "X-Token|x-token|X-[A-Z][a-z]{1,9}|x-[a-z]{17,30}|content-[a-z]{3}|authorization|X-Request-Id|Accept|Date",
        Just("Bearer e30.eyJpZHR5cCI6ImFwcCJ9.c2ln".to_owned()),
        Just("Bearer e30.eyJzY3AiOiJhbGwiLCJuYW1lIjoiYWRhIn0.c2ln".to_owned()),
    ]
}

/// JSON values, as text.
fn values() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => texts().prop_map(|text| Value::from(text).to_string()),
        3 => "-?[1-9][0-9]{0,21}([.][0-9]{1,20})?([eE][1-9][0-9]{0,2})?",
        1 => "null|true|false|0|7001|\\[\\]|\\{\\}|\"\\\\ud800\"",
    ]
}

/// Names of members: of the spec, of links and tokens, and others.
fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "name|soil|mark|sown|cut|rest|label|height|weight|count|total|map|Name|SOIL|Label",
        2 => "next|nextLink|NextLink|next_page_token|uri|href|links|code|message|Code|key|value|items",
        1 => "[a-z]{1,9}|\\PC{1,4}",
    ]
}

fn object(members: &[(String, String)]) -> String {
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!("{}:{value}", Value::from(name.as_str()))).collect();
    format!("{{{}}}", members.join(","))
}

fn headers(names: &[&str], values: &[String]) -> Value {
    names.iter().zip(values).map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

fn query(pairs: &[(&str, &str)]) -> String {
    let escaped = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
    pairs.join("&")
}

proptest! {
    #![proptest_config(properties(128))]

    #[test]
    fn values_of_any_form_give_the_same_mismatches(
        texts in prop::collection::vec(texts(), 24),
        value in values(),
        tag in values(),
        next in values(),
        members in prop::collection::vec((names(), values()), 0..8),
        status in prop::sample::select(vec![200_u16, 204, 409, 500]),
        shape in 0..4_usize,
    ) {
        let plant = object(&members);
        let cover = format!(r#"{{"kind":{tag},"mesh":1}}"#);
        let link = json!({ "headers": [{ "key": texts[0] }, { "key": texts[1] }, { "key": texts[0].to_uppercase() }] });
        let page = format!(
            r#"{{"items":[{plant},{{"cover":{cover}}}],"links":{{"next":{link},"Next":{next}}},"nextLink":{next}}}"#,
        );
        let body = match shape {
            0 => page,
            1 => plant.clone(),
            2 => format!(r#"{{"code":{value},"message":{tag}}}"#),
            _ => texts[2].clone(),
        };
        let query = query(&[
            ("soils", &texts[3]),
            ("size", &texts[4]),
            ("Since", &texts[5]),
            ("filter", &plant),
            (&texts[6], &texts[7]),
        ]);
        let sent = headers(&["Authorization", "X-Plant-Model", "accept", &texts[8]], &texts[9..]);
        let fixed = headers(&["x-plant-model", "Authorization"], &["new".to_owned(), texts[13].clone()]);
        let received = headers(
            &["isShared", "X-Valid-For", "X-Weight", "Link", "Content-Type", "MS-ContinuationToken", &texts[14]],
            &texts[15..],
        );
        let entry = |method: &str, path: &str, sent: &Value, text: &str| json!({
            "request": {
                "method": method,
                "url": format!("https://api.garden.example/rest/v1{path}"),
                "headers": sent,
                "postData": (method == "POST").then(|| json!({ "text": text })),
            },
            "response": { "status": status, "headers": received, "content": { "text": body } },
        });
        let entries = vec![
            entry("GET", &format!("/plants?{query}"), &sent, ""),
            entry("GET", "/seeds", &sent, ""),
            entry("POST", "/plants", &fixed, &plant),
            entry("POST", "/plants", &sent, &body),
        ];
        // The fixture also compares a copy.
        FIXTURE.compare_with(&[("recorded.har", har(entries).to_string().as_bytes())], &Options::default());
    }
}
