//! An obstacle course of names: each becomes code that compiles under clippy with warnings denied, or a finding that asks for
//! another name.

#![allow(clippy::unwrap_used)] // A test fails by panicking, its helpers as well.

use std::collections::BTreeSet;
use std::fs;

use docwright::Checked;
use docwright::internals::diagnostics::Code;
use docwright::internals::model::names::{NameFault, NameKind, validate};
use docwright::internals::rust::generate;
use serde_json::json;
use workspace_tests::{
    CrateCopy, LIBRARY, PLAIN_API, check_area, check_directory, check_spec, codes, rendered, spec_file, workspace_root,
};

/// Names that break generators.
fn obstacles() -> Vec<String> {
    let keywords = "as async await break const continue crate dyn else enum extern false fn for gen if impl in let loop match mod \
        move mut pub ref return self Self static struct super trait true type unsafe use where while abstract become box do final \
        macro override priv try typeof unsized virtual yield union auto default dyn macro_rules raw safe";
    let prelude = "Option Result Box Vec String Ok Err Some None Default Clone Debug From Into Iterator IntoIterator Send Sync Copy \
        Drop Fn str i64 bool usize std core alloc serde u8 char";
    let of_generated_code = "request _request client body value etag send new clone encode into into_iter collect unlisted Unlisted \
        INFO API Answer Documented Call Client Json JsonValue Operation OperationInfo Method Idempotency RequestParts InputError \
        Undocumented UnlistedValue members open_enum identifier Secret DateTime Decimal runtime shared T";
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
fn spec_with(purpose: &str, name: &str) -> serde_json::Value {
    let operation = |operation: serde_json::Value| json!({ "operations": { "call_it": operation } });
    match purpose {
        "field" => json!({
            "operations": { "call_it": { "doc": "Calls.", "POST": "/it", "idempotency": "never", "body": "Holder", "responses": { "200": "Holder" } } },
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
        // What is no name cannot be named in a type expression either.
        Code::UnknownType,
        Code::TypeExpression,
        Code::UnusedType,
    ];
    checked.diagnostics.iter().all(|finding| codes.contains(&finding.code))
        && checked.diagnostics.iter().any(|finding| {
            finding.help.as_deref().is_some_and(|help| help.contains("`rust:`") || help.contains("rename it"))
        })
}

#[test]
fn every_name_compiles_or_is_refused_with_a_cure() {
    let mut files = std::collections::BTreeMap::new();
    let mut accepted = 0;
    let mut areas = Vec::new();
    for (purpose_index, purpose) in PURPOSES.iter().enumerate() {
        for (name_index, name) in obstacles().iter().enumerate() {
            // JSON is YAML; a line separator within a string is what YAML would read differently.
            let checked = check_area(spec_with(purpose, name).to_string());
            if !checked.diagnostics.is_empty() {
                assert!(asks_for_another_name(&checked), "{purpose} {name:?}:\n{}", rendered(&checked));
                continue;
            }
            accepted += 1;
            let module = format!("case_{purpose_index}_{name_index}");
            let generated = generate(&checked.model, LIBRARY).unwrap();
            let code = generated.files["demo/things.rs"].replace("super::API", "super::super::API");
            areas.push(format!("pub mod {module};"));
            files.insert(format!("demo/things/{module}.rs"), code);
        }
    }
    assert!(accepted > 500, "only {accepted} names were accepted");
    let checked = check_area("types: {}\n");
    let mut generated = generate(&checked.model, LIBRARY).unwrap();
    let things = generated.files.get_mut("demo/things.rs").unwrap();
    things.push_str(&areas.join("\n"));
    generated.files.extend(files);

    let copy = CrateCopy::new("names");
    copy.regenerate(&generated);
    copy.cargo(&["clippy", "--quiet", "--lib", "--", "-D", "warnings"]);
}

#[test]
fn a_rust_name_that_the_spec_gives_is_told_in_the_doc() {
    let spec = "operations:
  call_it: { doc: Calls., GET: /it, query: { self: { type: string, rust: itself } }, responses: { 200: Kind } }
types:
  Kind: { doc: A kind., values: { +1: { rust: PlusOne } } }
";
    let checked = check_area(spec);
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    let code = &generate(&checked.model, LIBRARY).unwrap().files["demo/things.rs"];
    assert!(code.contains("/// On the wire: `self`.\n    #[inline]\n    pub fn itself"), "{code}");
    assert!(code.contains("/// On the wire: `+1`.\n    PlusOne,"), "{code}");
}

#[test]
fn what_examples_are_made_of_meets_no_name_of_a_spec() {
    let api = format!("{PLAIN_API}servers: {{ GLOBAL: {{ url: \"https://api.example.org\" }} }}\n");
    let things = "operations:
  example:
    doc: Calls.
    POST: /example
    idempotency: never
    body: Body
    responses: { 200: Exchange }
    examples:
      get_it:
        with: { body: { type: { super: { body: a } }, answer: { call: 1 } } }
        request: POST /example
        answers: { answer: true, exchange: { answer: false } }
      main: { with: { body: {} }, request: POST /example, answers: {} }
  get_it:
    doc: Gets.
    GET: /it
    responses: { 204: none }
    examples: { example: { request: GET /it } }
types:
  Body: { doc: Sent., fields: { type: Type, answer: Answer } }
  Type: { doc: Sent., fields: { super: { type: Super, rust: above } } }
  Super: { doc: Sent., fields: { body: string } }
  Answer: { doc: Sent., fields: { call: int32 } }
  Exchange: { doc: Received., fields: { answer: bool, exchange: { type: Exchange, boxed: true } } }
";
    let checked = check_spec(vec![spec_file("demo/api.yaml", api), spec_file("demo/things.yaml", things)]);
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    let copy = CrateCopy::new("examples");
    copy.regenerate(&generate(&checked.model, LIBRARY).unwrap());
    copy.cargo(&["clippy", "--quiet", "--test", "examples", "--", "-D", "warnings"]);
    copy.cargo(&["test", "--quiet", "--test", "examples"]);
    copy.cargo(&["test", "--quiet", "--doc", "demo::"]);
}

#[test]
fn an_example_is_not_named_as_its_operation() {
    let checked = check_area(
        "operations:
  get_it:
    doc: Gets.
    GET: /it
    responses: { 204: none }
    examples: { get_it: { request: GET /it } }
",
    );
    assert_eq!(codes(&checked.diagnostics), ["DW401"]);
}

/// Every name that generated files import from the runtime: those of the specs of this repository, and of all constructs.
#[test]
fn no_type_is_called_as_what_generated_code_imports() {
    let mut texts = Vec::new();
    let specs = check_directory(&workspace_root().join("spec"));
    texts.extend(generate(&specs.model, LIBRARY).unwrap().files.into_values());
    for entry in fs::read_dir(workspace_root().join("tests/fixtures/constructs")).unwrap() {
        let checked = check_area(fs::read(entry.unwrap().path()).unwrap());
        texts.extend(generate(&checked.model, LIBRARY).unwrap().files.into_values());
    }
    let mut imported = BTreeSet::new();
    for text in &texts {
        let (_, names) = text.split_once("use crate::runtime::").unwrap();
        let (names, _) = names.split_once(';').unwrap();
        imported
            .extend(names.split(|c: char| !c.is_alphanumeric()).filter(|name| name.starts_with(char::is_uppercase)));
    }
    assert!(imported.len() > 25, "{imported:?}");
    for name in imported {
        assert_eq!(validate(name, NameKind::Type), Err(NameFault::Reserved), "{name}");
    }
}
