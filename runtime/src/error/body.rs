//! The bodies of error responses: JSON of any form, or plain text.

use http::header::{CONTENT_TYPE, HeaderMap};
use serde::de::MapAccess;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::decode::without_byte_order_mark;
use crate::macros::members::{Members, decode};
use crate::macros::name::Name;
use crate::response::text_of;

/// The body of an error response.
pub(crate) enum ErrorBody<'b> {
    Json(&'b RawValue),
    PlainText(&'b str),
}

impl<'b> ErrorBody<'b> {
    /// `None` for what may hold more than a text for people: markup, incomplete JSON, bytes.
    pub(crate) fn read(headers: &HeaderMap, body: &'b [u8]) -> Option<Self> {
        let text = std::str::from_utf8(without_byte_order_mark(body)).ok()?;
        if let Ok(json) = serde_json::from_str(text) {
            return Some(Self::Json(json));
        }
        let media = text_of(headers, CONTENT_TYPE.as_str()).unwrap_or("text/plain");
        let is_plain = media.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("text/plain"));
        let text = text.trim();
        (is_plain && !text.is_empty() && !text.starts_with(['<', '{', '['])).then_some(Self::PlainText(text))
    }

    /// Visits the plain text, or the JSON strings at any depth except names of members.
    pub(crate) fn visit_texts(&self, visit: &mut impl FnMut(&str)) {
        match self {
            Self::Json(json) => visit_texts(json, DEEPEST_TEXT, visit),
            Self::PlainText(text) => visit(text),
        }
    }
}

/// How deeply texts may be nested. Parsing into [`RawValue`] has no limit, and the stack would overflow.
const DEEPEST_TEXT: usize = 128;

fn visit_texts(json: &RawValue, depth: usize, visit: &mut impl FnMut(&str)) {
    let Some(below) = depth.checked_sub(1) else { return };
    match json.get().as_bytes().first() {
        Some(b'"') => {
            if let Ok(text) = serde_json::from_str::<String>(json.get()) {
                visit(&text);
            }
        }
        Some(b'[') => items(json).into_iter().for_each(|item| visit_texts(item, below, visit)),
        Some(b'{') => members(json).into_iter().for_each(|(_, value)| visit_texts(value, below, visit)),
        _ => {}
    }
}

/// The text, or the digits of the number, at a path of member names: `error.code`, `errors[0].message`.
///
/// A name can contain dots itself: of the names that fit, the shortest one is tried first.
pub(crate) fn text_at(json: &RawValue, path: &str, ignores_case: bool) -> Option<String> {
    if let Some(path) = path.strip_prefix("[0]") {
        return text_at(items(json).first()?, path, ignores_case);
    }
    if path.is_empty() {
        return scalar(json);
    }
    let path = path.strip_prefix('.').unwrap_or(path);
    let members = members(json);
    let ends = path.match_indices(['.', '[']).map(|(end, _)| end).chain([path.len()]);
    ends.filter(|end| *end > 0).find_map(|end| {
        let (name, rest) = path.split_at(end);
        let same = members.iter().find(|(known, _)| known.0 == name);
        let similar = || members.iter().find(|(known, _)| ignores_case && known.0.eq_ignore_ascii_case(name));
        same.or_else(similar).and_then(|(_, value)| text_at(value, rest, ignores_case))
    })
}

fn scalar(json: &RawValue) -> Option<String> {
    match json.get().as_bytes().first()? {
        b'"' => serde_json::from_str(json.get()).ok(),
        b'-' | b'0'..=b'9' => Some(json.get().to_owned()),
        _ => None,
    }
}

/// The items of a list; none if it is not a list.
fn items(json: &RawValue) -> Vec<&RawValue> {
    serde_json::from_str(json.get()).unwrap_or_default()
}

/// The members of an object, also repeated ones; none if it is not an object or a name cannot be read.
fn members(json: &RawValue) -> Vec<(Name<'_>, &RawValue)> {
    serde_json::from_str::<Object<'_>>(json.get()).map(|Object(members)| members).unwrap_or_default()
}

struct Object<'b>(Vec<(Name<'b>, &'b RawValue)>);

impl<'de: 'b, 'b> Members<'de> for Object<'b> {
    fn from_members<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Self(members))
    }
}

impl<'de: 'b, 'b> Deserialize<'de> for Object<'b> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str, json: &str) -> Option<String> {
        text_at(serde_json::from_str(json).unwrap(), path, false)
    }

    #[test]
    fn a_path_leads_into_objects_and_to_the_first_item_of_a_list() {
        assert_eq!(at("error.code", r#"{"error":{"code":"Denied"}}"#).as_deref(), Some("Denied"));
        assert_eq!(at("errors[0].id", r#"{"errors":[{"id":-7},{"id":8}]}"#).as_deref(), Some("-7"));
        assert_eq!(at("errors[0]", r#"{"errors":["No."]}"#).as_deref(), Some("No."));
        assert_eq!(at("[0].id", r#"[{"id":7}]"#).as_deref(), Some("7"));
        assert_eq!(at("[0][0]", "[[7]]").as_deref(), Some("7"));
        for json in [r#"{"errors":[]}"#, r#"{"errors":{"id":1}}"#, r#"{"errors":[[]]}"#, "[]", "1"] {
            assert_eq!(at("errors[0].id", json), None, "{json}");
        }
        assert_eq!(at("error", r#"{"error":{"code":1}}"#), None);
    }

    #[test]
    fn a_name_can_contain_dots() {
        assert_eq!(at("odata.error.code", r#"{"odata.error":{"code":"a"}}"#).as_deref(), Some("a"));
        assert_eq!(at("error.code", r#"{"error":{"cod":1},"error.code":"a"}"#).as_deref(), Some("a"));
        assert_eq!(at("a[0].b.c", r#"{"a":[{"b.c":3}]}"#).as_deref(), Some("3"));
    }

    #[test]
    fn the_case_of_names_counts_unless_the_api_ignores_it() {
        let json = serde_json::from_str(r#"{"Message":"a","ERROR":{"Code":1},"code":2,"Code":3}"#).unwrap();
        assert_eq!(text_at(json, "message", false), None);
        assert_eq!(text_at(json, "message", true).as_deref(), Some("a"));
        assert_eq!(text_at(json, "error.code", true).as_deref(), Some("1"));
        assert_eq!(text_at(json, "Code", true).as_deref(), Some("3"));
    }

    #[test]
    fn texts_are_strings_at_any_depth() {
        let seen = |headers: &HeaderMap, body: &str| {
            let mut texts = Vec::new();
            if let Some(body) = ErrorBody::read(headers, body.as_bytes()) {
                body.visit_texts(&mut |text| texts.push(text.to_owned()));
            }
            texts
        };
        let plain = HeaderMap::new();
        assert_eq!(seen(&plain, r#"{"a":["b",{"c":"d\n"}],"e":1,"f":null}"#), ["b", "d\n"]);
        assert_eq!(seen(&plain, " No way. "), ["No way."]);
        assert_eq!(seen(&plain, "<p>No</p>"), [""; 0]);
        let mut html = HeaderMap::new();
        html.insert(CONTENT_TYPE, http::HeaderValue::from_static("text/html"));
        assert_eq!(seen(&html, "No way."), [""; 0]);
    }

    #[test]
    fn texts_at_any_depth_do_not_overflow_the_stack() {
        let nested = |depth: usize| format!("{}\"deep\"{}", "[".repeat(depth), "]".repeat(depth));
        for (depth, seen) in [(100, 1), (32_000, 0)] {
            let mut count = 0;
            let body = nested(depth);
            ErrorBody::read(&HeaderMap::new(), body.as_bytes()).unwrap().visit_texts(&mut |_| count += 1);
            assert_eq!(count, seen, "{depth}");
        }
    }
}
