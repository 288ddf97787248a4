//! Any text is rejected as a cursor, or survives a round trip as one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ms_commerce::runtime::Cursor;
use proptest::prelude::*;
use serde_json::{Value, json};
use workspace_tests::properties;

fn of_json(value: &Value) -> String {
    format!("1.{}", URL_SAFE_NO_PAD.encode(value.to_string()))
}

fn any_json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    scalar.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("uri|method|headers|key|value|[a-c]", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// The positions that a cursor can have.
fn position() -> impl Strategy<Value = Value> {
    let header = (".{0,8}", ".{0,8}").prop_map(|(key, value)| json!({ "key": key, "value": value }));
    let link = (".{0,20}", "GET|POST|.{0,4}", prop::collection::vec(header, 0..3))
        .prop_map(|(uri, method, headers)| json!({ "uri": uri, "method": method, "headers": headers }));
    prop_oneof![
        Just(Value::Null),
        any::<u64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        link,
        any_json()
    ]
}

fn examine(text: &str) -> bool {
    let Ok(cursor) = text.parse::<Cursor>() else { return false };
    assert_eq!(cursor.to_string().parse::<Cursor>().as_ref(), Ok(&cursor), "{text}");
    true
}

proptest! {
    #![proptest_config(properties(256))]

    #[test]
    fn any_text_gives_a_result(text in ".{0,60}|1\\.[A-Za-z0-9_=-]{0,60}", value in any_json()) {
        examine(&text);
        examine(&of_json(&value));
    }

    #[test]
    fn any_position_comes_back(at in position(), call in any::<u64>(), skip in any::<u64>(), operation in ".{0,12}") {
        let is_read = examine(&of_json(&json!({ "at": at, "call": format!("{call:x}"), "operation": operation, "skip": skip })));
        prop_assert!(is_read || !(at.is_null() || at.is_string() || at.is_u64()));
    }
}
