//! Names of operations, examples, inputs, types and members that collide with names in generated tests and doc examples, and
//! names of APIs and areas that collide with modules, crates and features.

use docwright::internals::diagnostics::{Code, Diagnostic};
use docwright::internals::spec::SpecFile;
use serde_json::{Map, Value, json};

use crate::{PLAIN_API, check_spec, rendered, spec_file};

/// Locals, modules, crates and macros of generated tests and doc examples, and keywords.
const NAMES: &str = "answer response decoded assert assert_eq body bytes call client core default docwright_runtime duration error exchange \
    expected expose format gen item items len library location main matches mod ms_commerce next of page pages panic parse pending \
    println request result runtime sends serde serde_json std string test tests tokio type unlisted_value unwrap value vec";

/// An operation of this name that uses it for everything else, with an example of each of its responses.
#[allow(clippy::unwrap_used)] // The values written here have members.
fn operation(name: &str, example: &str, types: &mut Map<String, Value>) -> Value {
    let camel: String = name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
    // `Answer` and the like can be declared, `Call` and the like are the runtime's.
    let (sent, received) = (format!("{camel}Sent"), format!("{camel}Received"));
    types.insert(
        sent.clone(),
        json!({ "doc": "Sent.", "fields": {
        name: { "type": "string", "required": true }, "inner": sent, "json": "json",
        "amount": "decimal", "at": "date-time", "secret": { "type": "string", "secret": true } } }),
    );
    types.insert(received.clone(), json!({ "doc": "Received.", "fields": {
        name: "string", "inner": received, "list": format!("List<{received}>"),
        "map": format!("Map<{received}>"), "json": "json", "amount": "decimal",
        "at": "date-time", "secret": { "type": "string", "secret": true }, "nothing": { "type": "string", "nullable": true } } }));
    let values = json!({ "json": { name: 1 }, "amount": 1.5, "at": "2026-11-21T00:00:00Z", "secret": name });
    let with = |more: Value| {
        let mut object = values.as_object().unwrap().clone();
        object.extend(more.as_object().unwrap().clone());
        Value::Object(object)
    };
    let body = with(json!({ name: "\"#", "inner": with(json!({ name: "\\" })) }));
    let response = with(json!({ name: name, "inner": with(json!({ name: name })), "list": [{ name: name }],
        "map": { name: { name: name } }, "nothing": null }));
    let inputs = json!({ name: name, "body": body });
    let line = format!("POST /{name}/{name}");
    let later = if name == "location" { "asked" } else { "later_asked" };
    json!({
        "doc": "Calls.", "POST": format!("/{name}/{{{name}}}"), "idempotency": "non-idempotent",
        "path": { name: "string" }, "body": sent,
        "responses": {
            "200": { "type": received, "variant": "Done" },
            "202": { "type": received, "variant": "Later", "location": true, "retry-after": true },
        },
        "examples": {
            example: { "with": inputs, "request": line, "status": 200, "response": response },
            later: { "with": inputs, "request": line, "status": 202, "response": { name: name },
                "response-headers": { "Location": "/somewhere", "Retry-After": "3" } },
        },
    })
}

fn files(area: &Value) -> Vec<SpecFile> {
    let api = format!("{PLAIN_API}servers: {{ GLOBAL: {{ url: \"https://api.example.org/rest\" }} }}\n");
    vec![spec_file("names-in-examples/api.yaml", api), spec_file("names-in-examples/things.yaml", area.to_string())]
}

/// The operations that are accepted. A rejected name is rejected for the right reason.
///
/// # Panics
///
/// When one is rejected for another reason.
pub fn names_in_examples() -> Vec<SpecFile> {
    let names: Vec<&str> = NAMES.split_whitespace().collect();
    let (mut operations, mut types) = (Map::new(), Map::new());
    for (index, name) in names.iter().enumerate() {
        // An example must not have the name of its operation.
        let example = names[(index + 1) % names.len()];
        let mut own_types = Map::new();
        let operation = operation(name, example, &mut own_types);
        let checked = check_spec(files(&json!({ "operations": { *name: operation }, "types": own_types })));
        if checked.diagnostics.is_empty() {
            operations.insert((*name).to_owned(), operation);
            types.extend(own_types);
        } else {
            let is_name = |mismatch: &Diagnostic| matches!(mismatch.code, Code::ReservedName | Code::NameCollision);
            assert!(checked.diagnostics.iter().all(is_name), "{}", rendered(&checked));
        }
    }
    assert!(operations.len() > 35, "only {} names were accepted", operations.len());
    files(&json!({ "operations": operations, "types": types }))
}

/// APIs and areas under each name that is accepted. Every error about a rejected name has a help.
///
/// # Panics
///
/// When such an error has no help.
// Every panic fails the test that asked for the specs.
#[allow(clippy::unwrap_used)]
pub fn module_names() -> Vec<SpecFile> {
    let own = "all-apis default exchange guide main mod ms-commerce docwright-runtime macros readme runtime shared support things lib bin";
    let words = "std core alloc serde serde-json test type self super crate gen async box static union http bytes info";
    let names: Vec<&str> = own.split_whitespace().chain(words.split_whitespace()).collect();
    let api = format!("{PLAIN_API}servers: {{ GLOBAL: {{ url: \"https://api.example.org/rest\" }} }}\n");
    let area = "operations:
  get_it:
    doc: Gets.
    GET: /it
    query: { at: date-time, kinds: List<Kind> }
    responses: { 200: Thing }
    examples: { plain: { request: GET /it, response: { json: { a: 1 }, kind: one } } }
types:
  Thing: { doc: A thing., fields: { json: json, kind: Kind, text: string } }
  Kind: { doc: A kind., values: { one: {} } }
";
    let files = |api_name: &str, area_name: &str| {
        vec![
            spec_file(&format!("{api_name}/api.yaml"), api.as_str()),
            spec_file(&format!("{api_name}/{area_name}.yaml"), area),
        ]
    };
    let mut accepted = Vec::new();
    for (api_name, area_name) in names.iter().flat_map(|name| [(*name, "things-of-it"), ("areas", *name)]) {
        let checked = check_spec(files(api_name, area_name));
        if checked.diagnostics.is_empty() {
            let known = accepted.iter().any(|file: &SpecFile| file.relative == format!("{api_name}/api.yaml"));
            accepted.extend(files(api_name, area_name).into_iter().skip(usize::from(known)));
        } else {
            let helps = checked.diagnostics.iter().filter_map(|mismatch| mismatch.help.as_deref());
            assert!(
                helps.clone().any(|help| help.contains("rename")),
                "{api_name}/{area_name}: {}",
                rendered(&checked)
            );
        }
    }
    // Types of one API have one name each.
    for (index, file) in accepted.iter_mut().enumerate() {
        let text = String::from_utf8(file.content.clone()).unwrap();
        file.content = text
            .replace("Thing", &format!("Thing{index}"))
            .replace("Kind", &format!("Kind{index}"))
            .replace("/it", &format!("/it{index}"))
            .replace("get_it", &format!("get_it{index}"))
            .into_bytes();
    }
    accepted
}
