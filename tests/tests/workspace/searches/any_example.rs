//! Any value of an example is preserved: in the generated test, in the doc example, and as rustdoc reads that.

use std::collections::BTreeSet;

use docwright::Checked;
use docwright::internals::rust::generate;
use proc_macro2::{TokenStream, TokenTree};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use serde_json::{Value, json};
use workspace_tests::{LIBRARY, PLAIN_API, check_spec, properties, rendered, spec_file};

fn check(area: &Value) -> Checked {
    let api = format!("{PLAIN_API}servers: {{ GLOBAL: {{ url: \"https://api.example.org\" }} }}\n");
    check_spec(vec![spec_file("demo/api.yaml", api), spec_file("demo/things.yaml", area.to_string())])
}

/// Texts that end literals, comments and code blocks, hide lines or turn text around.
fn text() -> impl Strategy<Value = String> {
    let breaking = [
        "\"",
        "\"#",
        "\"##########",
        "```",
        "\n```\n",
        "\n~~~\n",
        "\n# x",
        "\n## x",
        "# x",
        "*/",
        "/*",
        "//",
        "\0",
        "\x007",
        "{}",
        "{x}",
        "\u{202e}",
        "\\",
        "\\\"",
        "\r\n",
        "\r",
        "r#\"",
        "'",
        "\u{2028}",
        "#![x]",
        "$x",
        "\u{7f}",
        "\u{feff}",
        "\n    x",
    ];
    let part = prop_oneof![2 => prop::sample::select(breaking.to_vec()).prop_map(str::to_owned), 1 => ".{0,4}", 1 => "\\PC{0,4}"];
    prop::collection::vec(part, 0..5).prop_map(|parts| parts.concat())
}

fn any_json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    scalar.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("(text|list|map|json|inner|[a-c])", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn percent_encoded(text: &str) -> String {
    let unreserved = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    text.bytes()
        .map(|byte| if unreserved(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn area(example: Value) -> Value {
    json!({
        "operations": { "call_it": {
            "doc": "Calls.", "POST": "/it/{id}", "idempotency": "non-idempotent", "path": { "id": "string" }, "query": { "q": "string" },
            "body": "Body", "responses": { "200": "Body" }, "examples": { "one": example },
        } },
        "types": { "Body": { "doc": "Holds.", "fields": {
            "text": "string", "list": "List<string>", "map": "Map<string>", "json": "json", "number": "float", "whole": "int64",
            "secret": { "type": "string", "secret": true }, "inner": "Body",
        } } },
    })
}

/// A spec with an example of these texts, and the texts that must come back.
fn with_texts() -> impl Strategy<Value = (Value, BTreeSet<String>)> {
    (prop::collection::vec(text(), 7), any::<f64>(), any::<i64>()).prop_map(|(texts, number, whole)| {
        // Some parts of a path cannot be sent.
        let id = format!("x{}", texts[0]);
        let mut expected: BTreeSet<String> = texts[1..].iter().cloned().collect();
        expected.insert(id.clone());
        let body = json!({ "text": texts[2], "list": [texts[3]], "map": { &texts[4]: texts[5] }, "secret": texts[6],
            "number": number, "whole": whole, "inner": { "json": { &texts[2]: [texts[3]] } } });
        let request = format!("POST /it/{}?q={}", percent_encoded(&id), percent_encoded(&texts[1]));
        (
            area(json!({ "with": { "id": id, "q": texts[1], "body": body }, "request": request, "response": body })),
            expected,
        )
    })
}

/// The values of the string literals in code.
fn literals(code: &str) -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    let mut pending: Vec<TokenStream> = vec![code.parse().unwrap()];
    while let Some(tokens) = pending.pop() {
        for token in tokens {
            match token {
                TokenTree::Group(group) => pending.push(group.stream()),
                TokenTree::Literal(literal) => {
                    if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                        values.insert(text.value());
                    }
                }
                _ => {}
            }
        }
    }
    values
}

/// The code of the doc examples in a file, as rustdoc compiles it.
fn doc_examples(code: &str) -> Vec<String> {
    let doc_of = |attribute: &syn::Attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    };
    let mut examples = Vec::new();
    for item in syn::parse_file(code).unwrap().items {
        let syn::Item::Fn(item) = item else { continue };
        let lines: Vec<String> = item.attrs.iter().filter_map(doc_of).collect();
        let doc: Vec<&str> = lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        let mut example = None;
        for event in Parser::new(&doc.join("\n")) {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    assert!(matches!(kind, CodeBlockKind::Fenced(info) if &*info == "no_run"), "{doc:#?}");
                    example = Some(String::new());
                }
                Event::Text(text) => example.iter_mut().for_each(|example| example.push_str(&text)),
                Event::End(TagEnd::CodeBlock) => examples.extend(example.take()),
                _ => {}
            }
        }
    }
    let shown = |line: &str| match line.trim_start() {
        "#" => String::new(),
        hidden if hidden.starts_with("# ") => hidden[2..].to_owned(),
        escaped if escaped.starts_with("##") => escaped[1..].to_owned(),
        _ => line.to_owned(),
    };
    examples.iter().map(|example| example.lines().map(shown).collect::<Vec<_>>().join("\n")).collect()
}

/// Code must parse as Rust, and diagnostics must render.
fn examine(checked: &Checked) {
    if checked.diagnostics.is_empty() {
        let generated = generate(&checked.model, LIBRARY).unwrap();
        for (path, code) in generated.files.iter().chain(&generated.tests) {
            assert!(syn::parse_file(code).is_ok(), "{path} does not parse:\n{code}");
            doc_examples(code).iter().for_each(|example| assert!(syn::parse_file(example).is_ok(), "{example}"));
        }
    } else {
        assert!(rendered(checked).contains("error[DW"));
    }
}

proptest! {
    #![proptest_config(properties(64))]

    #[test]
    fn texts_of_an_example_come_back_from_its_code((spec, expected) in with_texts()) {
        let checked = check(&spec);
        examine(&checked);
        prop_assume!(checked.diagnostics.is_empty());
        let generated = generate(&checked.model, LIBRARY).unwrap();
        let test = literals(&generated.tests["examples/demo/things.rs"]);
        prop_assert!(test.is_superset(&expected), "{:?} in {}", expected, generated.tests["examples/demo/things.rs"]);
        let examples = doc_examples(&generated.files["demo/things.rs"]);
        prop_assert_eq!(examples.len(), 1);
        let shown = literals(&examples[0]);
        prop_assert!(shown.is_superset(&expected), "{:?} in {}", expected, examples[0]);
        for code in generated.files.values().chain(generated.tests.values()) {
            prop_assert!(!code.contains(['\u{202e}', '\u{2028}', '\0', '\u{feff}']), "{}", code);
        }
    }

    #[test]
    fn any_example_gives_a_result(
        with in any_json(), sends in prop::option::of(any_json()), responses in prop::option::of(any_json()), status in prop::option::of(any::<u16>()),
        request in "(GET |POST )?/?\\PC{0,12}", headers in prop::collection::hash_map("[a-zA-Z-]{0,8}|.{0,3}", text(), 0..3),
    ) {
        let mut example = json!({ "with": { "id": "x", "body": with }, "request": request, "headers": headers, "response-headers": headers });
        let optional = [("sends", sends), ("response", responses), ("status", status.map(Value::from))];
        for (key, value) in optional {
            if let Some(value) = value {
                example[key] = value;
            }
        }
        examine(&check(&area(example)));
    }
}

#[test]
fn most_texts_are_allowed_in_an_example() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let sound =
        (0..100).filter(|_| check(&with_texts().new_tree(&mut runner).unwrap().current().0).diagnostics.is_empty());
    let count = sound.count();
    assert!(count > 50, "{count} of 100 specs had no error");
}
