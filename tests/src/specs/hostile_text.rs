//! A spec whose texts try to become code.

use docwright::internals::spec::SpecFile;
use serde_json::json;

use crate::spec_file;

/// Texts that end comments, literals and blocks, or reverse the direction of text.
pub const HOSTILE: &str = "*/ \"; } fn evil() {} /* ${x} {x} `tick [x](y) <b> (_z_) ~t~ (https://e-org/\u{202e}a) a|b \\ \u{202e}rtl\u{2066} \u{2028} \r\n\n# x\n```\npub struct Evil;\n```\n'";

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

/// A spec that has a text wherever the language allows one.
pub fn spec_saying(text: &str) -> Vec<SpecFile> {
    let value = of_header(text);
    // A path has rules of its own, and a reason has a letter.
    let member = format!("x{}x", text.replace(['[', ']', '.'], ""));
    let words = format!("x {text}");
    let authority = format!("https://login.example.org/{value}x").replace(['?', '#'], "");
    let api = json!({
        "title": text, "doc": text, "deprecated": { "because": words },
        "credentials": { text: { "kind": "bearer", "doc": text } },
        "servers": {
            "GLOBAL": { "url": "https://api.example.org", "doc": text, "authority": authority, "audience": text },
            "tenant": {
                "url": "https://{tenant}.example.org", "doc": text, "authority": authority, "audience": text,
                "variables": { "tenant": { "doc": text } },
            },
        },
        "headers": { "X-Fixed": { "value": value }, "X-Setting": { "setting": "hostile", "default": value, "doc": text } },
        "error-shapes": [{ "code": member }, { "message": member }],
        "errata": [{ "at": "title", "says": text, "because": text }],
    });
    let media = format!("text/plain; note={}", value.replace([';', ','], ""));
    let area = json!({
        "doc": text,
        "pages": { "p": { "title": text, "url": format!("https://example.org/{text}"), "captured": "2026-11-21" } },
        "operations": { "call_it": {
            "doc": text, "page": "p", "deprecated": { "because": words }, "POST": "/it/{id}", "idempotency": "non-idempotent",
            "path": { "id": { "type": "Id", "doc": text } },
            "query": { text: { "type": "Kind", "rust": "kind", "doc": text } },
            "headers": { "X-Other": { "type": "string", "doc": text } },
            "body": { "type": "bytes", "media": media, "doc": text },
            "responses": { "200": { "type": "Thing", "variant": "Done", "doc": text }, "202": { "variant": "Later", "location": true, "doc": text } },
            "errors": "Errors",
            "errata": [{ "at": "responses.200", "says": text, "because": text }],
            "examples": { "says_it": {
                "doc": text, "status": 200,
                "with": { "id": "id", text: text, "body": text },
                "request": format!("POST /it/id?{0}={0}", percent_encoded(text)),
                "response": { text: text, "either": { text: text } },
            } },
        } },
        "webhooks": { "said": {
            "doc": text, "page": "p", "payload": "Thing",
            "examples": { "says_it": { "doc": text, "payload": { text: text, "either": { text: text } } } },
        } },
        "types": {
            "Id": { "doc": text, "id": "string" },
            "Kind": { "doc": text, "values": { text: { "rust": "One", "in-url": text, "doc": text } } },
            "Thing": { "doc": text, "fields": { text: { "type": "string", "rust": "one", "doc": text }, "either": "Either" } },
            "Either": { "doc": text, "union": text, "variants": { text: { "type": "Thing", "rust": "One", "doc": text } } },
            "Errors": { "doc": text, "statuses": { "400": {
                "name": "Bad", "doc": text, "reason": "Why",
                "codes": { member.clone(): { "name": "Coded", "doc": text } },
            } } },
            "Why": { "doc": text, "values": { words: { "rust": "One", "doc": text } } },
        },
    });
    let errors = json!({
        "doc": text, "statuses": { "401": { "name": "Unknown", "doc": text } },
        "errata": [{ "at": "statuses.401", "says": text, "because": text }],
    });
    vec![
        spec_file("hostile/api.yaml", api.to_string()),
        spec_file("hostile/errors.yaml", errors.to_string()),
        spec_file("hostile/things.yaml", area.to_string()),
    ]
}
