//! For any file, the tool reports errors or generates code that parses; it never panics and never hangs.

use std::fs;
use std::sync::LazyLock;

use docwright::Checked;
use docwright::internals::rust::generate;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use serde_json::{Value, json};
use workspace_tests::{LIBRARY, PLAIN_API, check_area, check_spec, properties, rendered, spec_file, workspace_root};

/// Real specs, to be damaged.
static REAL: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut texts = Vec::new();
    for folder in
        ["spec/partner-center", "spec/store-for-business", "tests/fixtures/constructs", "tests/fixtures/faults"]
    {
        for entry in fs::read_dir(workspace_root().join(folder)).unwrap() {
            texts.extend(fs::read_to_string(entry.unwrap().path()));
        }
    }
    texts.sort();
    texts
});

/// Generated code must parse as Rust, and diagnostics must render.
fn examine(checked: &Checked) {
    if checked.diagnostics.is_empty() {
        let generated = generate(&checked.model, LIBRARY).unwrap();
        for (path, code) in generated.files.iter().chain(&generated.tests) {
            assert!(syn::parse_file(code).is_ok(), "{path} does not parse:\n{code}");
        }
    } else {
        assert!(rendered(checked).contains("error[DW"));
    }
}

/// A name, mostly a valid one.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[a-z]{1,6}([A-Z][a-z]{1,4}){0,2}", 1 => "[A-Z][a-z]{2,7}", 1 => ".{0,8}"]
}

fn type_name() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec!["string", "bool", "int32", "int64", "float", "decimal", "date-time", "base64", "json"]).prop_map(str::to_owned),
        3 => "T[0-4]",
        1 => prop::sample::select(vec!["List<string>", "Map<int32>", "List<T0>", "Map<List<T1>>", "E<T2>", "none", "bytes", "List<", "Nobody"]).prop_map(str::to_owned),
    ]
}

fn field() -> impl Strategy<Value = Value> {
    prop_oneof![
        2 => type_name().prop_map(Value::String),
        2 => (type_name(), any::<[bool; 3]>(), "\\PC{0,20}").prop_map(|(name, [required, nullable, secret], doc)| {
            json!({ "type": name, "doc": doc, "required": required, "evidence": if required { json!("seen") } else { Value::Null },
                "nullable": nullable, "secret": secret })
        }),
    ]
    .prop_map(|mut field| {
        if let Some(members) = field.as_object_mut() {
            members.retain(|_, value| !value.is_null());
        }
        field
    })
}

fn definition() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => prop::collection::hash_map(name(), field(), 0..6).prop_map(|fields| json!({ "doc": "A type.", "fields": fields })),
        2 => prop::collection::hash_set(name(), 0..5).prop_map(|values| {
            let values: serde_json::Map<String, Value> = values.into_iter().map(|value| (value, json!({}))).collect();
            json!({ "doc": "An enum.", "values": values })
        }),
        1 => Just(json!({ "doc": "An id.", "id": "string" })),
        1 => type_name().prop_map(|variant| json!({ "doc": "A union.", "union": "kind", "variants": { "one": variant } })),
    ]
}

fn operation() -> impl Strategy<Value = Value> {
    (prop::sample::select(vec!["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]), prop::collection::hash_map(name(), type_name(), 0..3), type_name(), prop::option::of(type_name()), any::<bool>())
        .prop_map(|(method, query, response, body, has_outcomes)| {
            let responses = if has_outcomes {
                json!({ "200": { "type": response, "variant": "Done" }, "202": { "variant": "Later", "location": true, "retry-after": true } })
            } else {
                json!({ "200": response })
            };
            let mut operation = json!({ "doc": "Does it.", method: "/a/{id}", "path": { "id": "string" }, "query": query, "responses": responses });
            if let (Some(body), false) = (body, method == "GET" || method == "HEAD") {
                operation["body"] = Value::String(body);
            }
            if method != "GET" && method != "HEAD" {
                operation["idempotency"] = json!("non-idempotent");
            }
            operation
        })
}

/// Keys of an operation beyond inputs and responses, mostly about things that do not exist.
fn extras() -> impl Strategy<Value = Value> {
    let word = || {
        prop::sample::select(vec!["items", "t0", "e.item", "", "size", "id", "get_all", "nobody", "a.b[].c", "self"])
    };
    let paging = (
        prop::sample::select(vec!["offset", "link", "url", "token"]),
        prop::collection::hash_map(
            prop::sample::select(vec!["items", "size", "offset", "next", "next-header", "token"]),
            word(),
            0..5,
        ),
    )
        .prop_map(|(style, keys)| {
            let mut paging = json!(keys);
            paging["style"] = json!(style);
            paging["items"] = paging.get("items").cloned().unwrap_or(json!("items"));
            paging
        });
    let later = (word(), word()).prop_map(|(poll, member)| {
        json!({ "variant": "Later", "location": true, "poll": poll, "running": { "member": member, "values": ["busy"] } })
    });
    let errata = (name(), word())
        .prop_map(|(at, page)| json!([{ "at": at, "says": "x", "because": "y", "page": page, "version": at }]));
    prop_oneof![
        1 => paging.prop_map(|paging| json!({ "paging": paging })),
        1 => later.prop_map(|later| json!({ "responses": { "200": { "type": "string", "variant": "Done" }, "202": later } })),
        1 => word().prop_map(|member| json!({ "if-match": member, "body": "All" })),
        1 => errata.prop_map(|errata| json!({ "errata": errata })),
    ]
}

fn whole_spec() -> impl Strategy<Value = Value> {
    (prop::collection::vec(definition(), 5), operation()).prop_map(|(definitions, operation)| {
        let mut types: serde_json::Map<String, Value> =
            definitions.into_iter().enumerate().map(|(index, definition)| (format!("T{index}"), definition)).collect();
        types.insert("E<T>".to_owned(), json!({ "doc": "Wraps.", "fields": { "item": "T", "items": "List<T>" } }));
        // Everything is used, so that the unused-type rule does not decide the outcome.
        types.insert("All".to_owned(), json!({ "doc": "All.", "fields": {
            "t0": "List<T0>", "t1": "List<T1>", "t2": "List<T2>", "t3": "List<T3>", "t4": "List<T4>", "e": "E<string>" } }));
        json!({ "operations": {
            "do_it": operation,
            "get_all": { "doc": "Gets all.", "GET": "/all", "responses": { "200": "All" } },
        }, "types": types })
    })
}

fn spec_with_extras() -> impl Strategy<Value = Value> {
    (whole_spec(), extras()).prop_map(|(mut spec, extras)| {
        for (key, value) in extras.as_object().into_iter().flatten() {
            spec["operations"]["do_it"][key] = value.clone();
        }
        spec
    })
}

proptest! {
    #![proptest_config(properties(64))]

    #[test]
    fn any_bytes_give_a_result(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        examine(&check_area(bytes.clone()));
        examine(&check_spec(vec![spec_file("demo/api.yaml", bytes)]));
    }

    #[test]
    fn anything_like_yaml_gives_a_result(text in "([ \\-?:,\\[\\]{}#&*!|>'\"%@`~<]|[a-c]|types|fields|doc|: |\n|\n  |\n    |- |<<: |\t|é){0,60}") {
        examine(&check_area(text));
    }

    #[test]
    fn damaged_specs_give_a_result(which in any::<prop::sample::Index>(), cut in any::<(prop::sample::Index, prop::sample::Index)>(), put in "\\PC{0,12}|[\\[{]{0,40}") {
        let text = &REAL[which.index(REAL.len())];
        let boundaries: Vec<usize> = text.char_indices().map(|(index, _)| index).chain([text.len()]).collect();
        let (one, other) = (boundaries[cut.0.index(boundaries.len())], boundaries[cut.1.index(boundaries.len())]);
        let damaged = format!("{}{put}{}", &text[..one.min(other)], &text[one.max(other)..]);
        examine(&check_area(damaged.clone()));
        examine(&check_spec(vec![spec_file("demo/api.yaml", damaged)]));
    }

    #[test]
    fn any_model_becomes_code_that_parses(spec in whole_spec()) {
        examine(&check_spec(vec![spec_file("demo/api.yaml", PLAIN_API), spec_file("demo/things.yaml", spec.to_string())]));
    }

    #[test]
    fn any_paging_polling_etag_and_erratum_gives_a_result(spec in spec_with_extras()) {
        examine(&check_area(spec.to_string()));
    }
}

#[test]
fn the_strategies_reach_both_ends() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut sound = 0;
    for _ in 0..200 {
        let spec = whole_spec().new_tree(&mut runner).unwrap().current();
        let checked = check_area(spec.to_string());
        sound += usize::from(checked.diagnostics.is_empty());
    }
    assert!((10..190).contains(&sound), "{sound} of 200 specs had no error");
}

/// Where a type of this name can follow.
const KIND: &str = "operations:\n  get_it: { doc: Gets., GET: /it, responses: { 200: Kind } }\ntypes:\n";

/// Each of these took minutes, or more memory than there is, at some time.
#[test]
fn many_entries_give_a_result_in_time() {
    let each = |count: usize, entry: &dyn Fn(usize) -> String| (0..count).map(entry).collect::<String>();
    // A diagnostic for each of many entries on one line.
    examine(&check_area(format!("types: {{ {} }}", each(5_000, &|index| format!("a{index}: 1, ")))));
    // Names that could have been meant, of any length and number.
    let (long, longer) = ("n".repeat(500_000), "n".repeat(500_001));
    examine(&check_area(format!("{KIND}  {long}: {{ doc: x, fields: {{ a: {longer} }} }}\n")));
    let unknown = each(1_500, &|index| format!("  T{index}: {{ doc: x, fields: {{ a: U{index} }} }}\n"));
    examine(&check_area(format!("{KIND}{unknown}")));
    // Members that are looked up one after the other.
    examine(&check_area(format!(
        "{KIND}  Kind: {{ doc: x, fields: {{ {} }} }}\n",
        each(5_000, &|index| format!("f{index}: string, "))
    )));
}

#[test]
fn long_texts_give_a_result_in_time() {
    // One scalar of many words, marks or URLs.
    for part in ["word ", "` ", "&;", "https://a.b/\\\"", "_", "~ "] {
        examine(&check_area(format!(
            "{KIND}  Kind: {{ doc: \"x {}\", fields: {{ a: string }} }}\n",
            part.repeat(50_000)
        )));
    }
    // A text that needs many backticks around it.
    let hashes = "#".repeat(50_000);
    let example = format!(
        "operations:\n  call_it:\n    doc: Calls.\n    POST: /it\n    idempotency: non-idempotent\n    body: string\n    responses: {{ 204: none }}\n    examples: {{ one: {{ with: {{ body: '\"{hashes}' }}, request: POST /it }} }}\n"
    );
    examine(&check_area(example));
}

#[test]
fn aliases_cannot_make_a_file_larger_than_it_is() {
    let levels: String =
        (1..40).map(|level| format!("a{level}: &a{level} [{}]\n", format!("*a{}, ", level - 1).repeat(9))).collect();
    examine(&check_area(format!("a0: &a0 [x]\n{levels}")));
}

#[test]
fn deep_and_wide_files_give_a_result_in_time() {
    let deep = format!("types: {}", "[".repeat(100_000));
    examine(&check_area(deep));
    let deep_type = format!(
        "types: {{ A: {{ doc: x, fields: {{ a: {}string{} }} }} }}",
        "List<".repeat(50_000),
        ">".repeat(50_000)
    );
    examine(&check_area(deep_type));
    let wide: String =
        (0..20_000).map(|index| format!("  T{index}: {{ doc: A type., fields: {{ a: T{} }} }}\n", index + 1)).collect();
    examine(&check_area(format!("types:\n{wide}")));
}
