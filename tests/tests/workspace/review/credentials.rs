//! What a change of a credential means for programs that have one.

use docwright::internals::review::{Verdict, compare};

use super::cases::{before, side};

/// The verdict on a change of `credentials`, and what the report says of requests.
fn reviewed(old: &str, new: &str) -> (Verdict, String) {
    let with = |credentials: &str| {
        let mut files = before();
        let api = files.get_mut("demo/api.yaml").unwrap();
        api.push_str(&format!("\ncredentials: {{ {credentials} }}\n"));
        side(&files).checked
    };
    let review = compare(&with(old), &with(new), None);
    // The docs of the API list the credentials.
    let changes: Vec<_> = review.changes.iter().filter(|change| !change.at.is_empty()).collect();
    assert_eq!(changes.len(), 1, "{old}, {new}: {:?}", review.changes);
    (review.verdict(), changes[0].wire.clone().unwrap_or_default())
}

#[test]
fn a_key_that_is_sent_elsewhere_is_breaking() {
    let key = "key: { kind: header, name: X-Desk-Key }";
    for (new, wire) in [
        (
            "key: { kind: header, name: X-Site-Key }",
            "`key` is a key in the header `X-Site-Key` instead of a key in the header `X-Desk-Key`",
        ),
        (
            "key: { kind: header, name: X-Desk-Key, scheme: Desk }",
            "`key` is a key in the header `X-Desk-Key`, after `Desk` instead of a key in the header `X-Desk-Key`",
        ),
        (
            "key: { kind: query, name: key }",
            "`key` is a key in the query parameter `key` instead of a key in the header `X-Desk-Key`",
        ),
        (
            "key: { kind: basic }",
            "`key` is a user and a password in `Authorization` instead of a key in the header `X-Desk-Key`",
        ),
    ] {
        assert_eq!(reviewed(key, new), (Verdict::Breaking, wire.to_owned()));
    }
}

#[test]
fn a_further_kind_is_additive_and_words_are_documentation() {
    let key = "key: { kind: header, name: X-Desk-Key }";
    let (verdict, wire) = reviewed(key, &format!("{key}, site: {{ kind: basic }}"));
    assert_eq!(verdict, Verdict::Additive);
    assert_eq!(wire, "`site`, a user and a password in `Authorization`, is accepted");
    let (verdict, _) = reviewed(key, "key: { kind: header, name: X-Desk-Key, doc: Of a desk. }");
    assert_eq!(verdict, Verdict::Documentation);
}
