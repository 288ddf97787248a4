//! Paths of members, at which a body says where to go on. The body is scanned as text, so that this code exists once for all
//! operations.

use std::collections::HashMap;

use serde_json::value::RawValue;

use crate::decode::without_byte_order_mark;

/// The wire names on the way to a member of a body; none for the body itself.
pub(crate) type MemberPath = &'static [&'static str];

/// The value at a path of members.
pub(crate) fn find<'b>(body: &'b [u8], path: &[&str]) -> Option<&'b str> {
    let mut text = std::str::from_utf8(without_byte_order_mark(body)).ok()?;
    for name in path {
        let members: HashMap<String, &RawValue> = serde_json::from_str(text).ok()?;
        text = members.get(*name)?.get();
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_can_contain_dots() {
        let body = br#"{"@odata":{"nextLink":"/a"},"@odata.nextLink":"/b"}"#;
        assert_eq!(find(body, &["@odata.nextLink"]), Some("\"/b\""));
        assert_eq!(find(body, &["@odata", "nextLink"]), Some("\"/a\""));
        assert_eq!(find(b" [1] ", &[]), Some(" [1] "));
    }
}
