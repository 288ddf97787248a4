//! Whatever a spec says stays text: there is no way from a spec into code.

#![allow(clippy::unwrap_used)] // A test fails by panicking, its helpers as well.

use std::collections::BTreeMap;

use docwright::internals::rust::generate;
use serde_json::json;
use workspace_tests::{CrateCopy, LIBRARY, check_spec, rendered, spec_file};

const HOSTILE: &str = "*/ \"; } fn evil() {} /* ${x} {x} `tick [x](y) <b> (_z_) ~t~ (https://e-org/\u{202e}a) a|b \\ \u{202e}rtl\u{2066} \u{2028} \r\n\n# x\n```\npub struct Evil;\n```\n'";

/// Items that a file declares, by kind and name.
fn items(code: &str) -> BTreeMap<String, usize> {
    let mut items = BTreeMap::new();
    for item in syn::parse_file(code).unwrap().items {
        let name = match item {
            syn::Item::Fn(item) => format!("fn {}", item.sig.ident),
            syn::Item::Struct(item) => format!("struct {}", item.ident),
            syn::Item::Enum(item) => format!("enum {}", item.ident),
            syn::Item::Const(item) => format!("const {}", item.ident),
            syn::Item::Mod(item) => format!("mod {}", item.ident),
            syn::Item::Impl(_) => "impl".to_owned(),
            syn::Item::Macro(_) => "macro".to_owned(),
            syn::Item::Use(_) => "use".to_owned(),
            _ => "other".to_owned(),
        };
        *items.entry(name).or_default() += 1;
    }
    items
}

fn percent_encoded(text: &str) -> String {
    let unreserved = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    text.bytes()
        .map(|byte| if unreserved(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The part of a text that a header can carry.
fn of_header(text: &str) -> String {
    let visible: String = text.chars().filter(|c| *c == ' ' || c.is_ascii_graphic()).collect();
    visible.trim().to_owned()
}

fn generated_with(text: &str) -> docwright::internals::rust::Generated {
    let value = of_header(text);
    let authority = format!("https://login.example.org/{value}x").replace(['?', '#'], "");
    let api = json!({
        "title": text, "doc": text,
        "servers": { "GLOBAL": { "url": "https://api.example.org", "doc": text, "authority": authority, "audience": text } },
        "headers": { "Accept": { "value": value }, "X-Setting": { "setting": text, "default": value } },
        "error-shapes": [{ "code": text, "message": text }],
        "departs": [{ "at": "title", "says": text, "because": text }],
    });
    let area = json!({
        "doc": text,
        "pages": { "p": { "title": text, "url": format!("https://example.org/{text}"), "captured": "2026-11-21" } },
        "operations": { "call_it": {
            "doc": text, "page": "p", "POST": "/it/{id}", "idempotency": "never",
            "path": { "id": { "type": "Id", "doc": text } },
            "query": { text: { "type": "Kind", "rust": "kind", "doc": text } },
            "headers": { "X-Other": { "type": "string", "doc": text } },
            "body": { "type": "bytes", "media": value, "doc": text },
            "responses": { "200": { "type": "Thing", "outcome": "Done", "doc": text }, "202": { "outcome": "Later", "location": true, "doc": text } },
            "errors": "Errors",
            "departs": [{ "at": "responses.200", "says": text, "because": text }],
            "examples": { "says_it": {
                "doc": text, "status": 200,
                "with": { "id": "id", text: text, "body": text },
                "request": format!("POST /it/id?{0}={0}", percent_encoded(text)),
                "answers": { text: text, "either": { text: text } },
            } },
        } },
        "types": {
            "Id": { "doc": text, "id": "string" },
            "Kind": { "doc": text, "values": { text: { "rust": "One", "in-url": text, "doc": text } } },
            "Thing": { "doc": text, "fields": { text: { "type": "string", "rust": "one", "doc": text }, "either": "Either" } },
            "Either": { "doc": text, "union": text, "variants": { text: { "type": "Thing", "rust": "One", "doc": text } } },
            "Errors": { "doc": text, "statuses": { "400": { "name": "Bad", "doc": text, "reason": "Kind" } } },
        },
    });
    let files = vec![spec_file("demo/api.yaml", api.to_string()), spec_file("demo/things.yaml", area.to_string())];
    let checked = check_spec(files);
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    generate(&checked.model, LIBRARY).unwrap()
}

#[test]
fn hostile_text_declares_nothing() {
    let (plain, hostile) = (generated_with("plain"), generated_with(HOSTILE));
    assert!(!hostile.tests.is_empty());
    for (path, code) in hostile.files.iter().chain(&hostile.tests) {
        let plain = plain.files.get(path).or(plain.tests.get(path)).unwrap();
        assert_eq!(items(code), items(plain), "{path}:\n{code}");
        for mark in ['\u{202e}', '\u{2066}', '\u{2028}'] {
            assert!(!code.contains(mark), "{path} holds {mark:?}");
        }
    }
}

#[test]
fn hostile_text_compiles_and_its_docs_build() {
    let copy = CrateCopy::new("hostile");
    copy.regenerate(&generated_with(HOSTILE));
    copy.cargo(&["clippy", "--quiet", "--lib", "--test", "examples", "--", "-D", "warnings"]);
    copy.cargo(&["test", "--quiet", "--doc", "demo::"]);
    copy.cargo(&["rustdoc", "--quiet", "--lib", "--", "-D", "warnings"]);
}
