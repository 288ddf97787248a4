//! Names that break generators, in every place of a spec.

use docwright::Checked;
use docwright::internals::diagnostics::Code;
use docwright::internals::model::Model;
use docwright::internals::spec::SpecFile;
use serde_json::json;

use crate::{PLAIN_API, check_spec, rendered, spec_file};

/// Names that break generators.
fn difficult_names() -> Vec<String> {
    let keywords = "as async await break const continue crate dyn else enum extern false fn for gen if impl in let loop match mod \
        move mut pub ref return self Self static struct super trait true type unsafe use where while abstract become box do final \
        macro override priv try typeof unsized virtual yield union auto default dyn macro_rules raw safe";
    let prelude = "Option Result Box Vec String Ok Err Some None Default Clone Debug From Into Iterator IntoIterator Send Sync Copy \
        Drop Fn str i64 bool usize std core alloc serde u8 char";
    let of_generated_code = "request _request client body value etag send new clone encode into into_iter collect unlisted Unlisted \
        INFO API Response ServiceError FromResponse RawResponse NoServiceError response Call Client Json JsonValue Operation OperationInfo Method Idempotency RequestParts InputError \
        UnlistedValue members responses service_errors open_enum identifier Secret DateTime Decimal runtime shared T";
    let shapes = "1st 42 +1 -1 +-1 a-b a_b a.b a/b A aB AB ABTest abTest x__y _x x_ __ _ größe 名前 naïve İ ß 🦀 r#type $ref @nextLink #x \
        camelCase PascalCase snake_case kebab-case SCREAMING_CASE o_o_b_e x509Certificate IPv6Address";
    let mut names: Vec<String> = [keywords, prelude, of_generated_code, shapes]
        .iter()
        .flat_map(|list| list.split_whitespace())
        .map(str::to_owned)
        .collect();
    names.extend(["".to_owned(), " ".to_owned(), "with space".to_owned(), "\u{202e}rtl".to_owned(), "a\"b".to_owned()]);
    names.extend(["a\\b".to_owned(), "line\nbreak".to_owned(), "*/".to_owned(), "}".to_owned(), "n".repeat(300)]);
    names.sort();
    names.dedup();
    names
}

/// One spec that uses a name for one purpose, and nothing else that could collide.
fn area_with(purpose: &str, name: &str) -> serde_json::Value {
    let operation = |operation: serde_json::Value| json!({ "operations": { "call_it": operation } });
    match purpose {
        "field" => json!({
            "operations": { "call_it": { "doc": "Calls.", "POST": "/it", "idempotency": "non-idempotent", "body": "Holder", "responses": { "200": "Holder" } } },
            "types": { "Holder": { "doc": "Holds.", "fields": {
                name: { "type": "string", "required": true, "evidence": "it is so" }, "other": "int32" } } },
        }),
        "query" => operation(
            json!({ "doc": "Calls.", "GET": "/it", "query": { name: "string" }, "responses": { "200": "string" } }),
        ),
        "required query" => operation(json!({
            "doc": "Calls.", "GET": "/it", "query": { name: { "type": "List<string>", "required": true } }, "responses": { "200": "string" } })),
        "value" => json!({
            "operations": { "call_it": { "doc": "Calls.", "GET": "/it", "responses": { "200": "Kind" } } },
            "types": { "Kind": { "doc": "A kind.", "values": { name: {} } } },
        }),
        "variant" => json!({
            "operations": { "call_it": { "doc": "Calls.", "GET": "/it", "responses": { "200": "Either" } } },
            "types": {
                "Either": { "doc": "One or the other.", "union": "kind", "variants": { name: "One" } },
                "One": { "doc": "The one.", "fields": { "kind": "string" } },
            },
        }),
        "type" => json!({
            "operations": { "call_it": { "doc": "Calls.", "GET": "/it", "responses": { "200": name } } },
            "types": { name: { "doc": "A type.", "fields": { "text": "string", "list": "List<string>" } } },
        }),
        _ => json!({ "operations": { name: { "doc": "Calls.", "GET": "/it", "responses": { "200": "string" } } } }),
    }
}

const PURPOSES: &[&str] = &["field", "query", "required query", "value", "variant", "type", "operation"];

fn asks_for_another_name(checked: &Checked) -> bool {
    let codes = [
        Code::NoIdentifier,
        Code::ReservedName,
        Code::NameCollision,
        // An invalid name is also invalid in a type expression.
        Code::UnknownType,
        Code::TypeExpression,
        Code::UnusedType,
    ];
    checked.diagnostics.iter().all(|mismatch| codes.contains(&mismatch.code))
        && checked.diagnostics.iter().any(|mismatch| {
            mismatch.help.as_deref().is_some_and(|help| help.contains("`rust:`") || help.contains("rename it"))
        })
}

/// One model for each name and purpose, by the name of a module. Every error about a rejected name has a help.
///
/// # Panics
///
/// When such an error has no help.
pub fn accepted_names() -> Vec<(String, Model)> {
    let mut accepted = Vec::new();
    for (purpose_index, purpose) in PURPOSES.iter().enumerate() {
        for (name_index, name) in difficult_names().iter().enumerate() {
            // JSON is YAML; a line separator within a string is what YAML would read differently.
            let area = spec_file("names/things.yaml", area_with(purpose, name).to_string());
            let checked = check_spec(vec![spec_file("names/api.yaml", PLAIN_API), area]);
            if checked.diagnostics.is_empty() {
                accepted.push((format!("case_{purpose_index}_{name_index}"), checked.model));
            } else {
                assert!(asks_for_another_name(&checked), "{purpose} {name:?}:\n{}", rendered(&checked));
            }
        }
    }
    assert!(accepted.len() > 500, "only {} names were accepted", accepted.len());
    accepted
}

/// Calls whose examples have names that generated tests use.
pub fn names_of_examples() -> Vec<SpecFile> {
    let api = format!("{PLAIN_API}servers: {{ GLOBAL: {{ url: \"https://api.example.org\" }} }}\n");
    let things = "operations:
  example:
    doc: Calls.
    POST: /example
    idempotency: non-idempotent
    body: Body
    responses: { 200: Exchange }
    examples:
      get_it:
        with: { body: { type: { super: { body: a } }, answer: { call: 1 } } }
        request: POST /example
        response: { answer: true, exchange: { answer: false } }
      main: { with: { body: {} }, request: POST /example, response: {} }
  get_it:
    doc: Gets.
    GET: /it
    responses: { 204: none }
    examples: { example: { request: GET /it } }
types:
  Body: { doc: Sent., fields: { type: Type, answer: Answer } }
  Type: { doc: Sent., fields: { super: { type: Super, rust: above } } }
  Super: { doc: Sent., fields: { body: string } }
  Answer: { doc: Sent., fields: { call: int32, default: string, into: bool, with: decimal, fmt: string, eq: int32 } }
  Exchange: { doc: Received., fields: { answer: bool, exchange: Exchange } }
";
    vec![spec_file("names-of-examples/api.yaml", api), spec_file("names-of-examples/things.yaml", things)]
}
