//! Paths into error bodies: member names between dots, and `[0]` for the first item of a list.

use std::ops::Range;

use serde_json::value::RawValue;

use crate::json_text::{self, Kind};

/// The first part of a path that cannot match, and why.
pub(crate) fn path_error(path: &str) -> Option<(Range<usize>, &'static str)> {
    if path.is_empty() {
        return Some((0..0, "an empty path names no member"));
    }
    let mut start = 0;
    for step in path.split('.') {
        let at = start..start + step.len();
        start = at.end + 1;
        let (name, items) = step.split_at(step.find(['[', ']']).unwrap_or(step.len()));
        let is_first_items = items.len() % 3 == 0 && items.as_bytes().chunks(3).all(|item| item == b"[0]");
        if !is_first_items {
            return Some((at.start + name.len()..at.end, "only the first item of a list can be named: `[0]`"));
        }
        // A body can be a list itself.
        if name.is_empty() && (items.is_empty() || at.start > 0) {
            return Some((at, "the name of a member is missing"));
        }
        if name.trim() != name {
            return Some((at, "there is a space around the name"));
        }
    }
    None
}

/// The text, or the digits of the number, at a path. Of the names that fit, the shortest one is tried first, since a name can
/// contain dots itself.
pub(super) fn text_at(json: &RawValue, path: &str, ignores_case: bool) -> Option<String> {
    if let Some(path) = path.strip_prefix("[0]") {
        return text_at(json_text::items(json)?.first()?, path, ignores_case);
    }
    if path.is_empty() {
        return match Kind::of(json) {
            Kind::Text => json_text::text(json).map(String::from),
            Kind::Number => Some(json.get().to_owned()),
            _ => None,
        };
    }
    let path = path.strip_prefix('.').unwrap_or(path);
    let members = json_text::members(json)?;
    let ends = path.match_indices(['.', '[']).map(|(end, _)| end).chain([path.len()]);
    ends.filter(|end| *end > 0).find_map(|end| {
        let (name, rest) = path.split_at(end);
        let same = members.iter().find(|(known, _)| known == name);
        let similar = || members.iter().find(|(known, _)| ignores_case && known.eq_ignore_ascii_case(name));
        same.or_else(similar).and_then(|(_, value)| text_at(value, rest, ignores_case))
    })
}

#[cfg(test)]
mod tests {
    use super::{path_error, text_at};

    #[test]
    fn a_path_that_cannot_match_is_found() {
        for path in ["code", "error.code", "errors[0].code", "[0].code", "[0][0]", "odata.error", "@odata.error"] {
            assert_eq!(path_error(path), None, "{path}");
        }
        for (path, range) in [
            ("", 0..0),
            ("error.", 6..6),
            (".code", 0..0),
            ("error..code", 6..6),
            ("errors[].code", 6..8),
            ("errors[1].code", 6..9),
            ("errors[0]x", 6..10),
            ("a.[0]", 2..5),
            ("error. code", 6..11),
        ] {
            assert_eq!(path_error(path).map(|(range, _)| range), Some(range), "{path}");
        }
    }

    #[test]
    fn a_path_leads_into_objects_and_to_the_first_item_of_a_list() {
        let at = |path: &str, json: &str| text_at(serde_json::from_str(json).unwrap(), path, false);
        assert_eq!(at("error.code", r#"{"error":{"code":"Denied"}}"#).as_deref(), Some("Denied"));
        assert_eq!(at("errors[0].id", r#"{"errors":[{"id":-7},{"id":8}]}"#).as_deref(), Some("-7"));
        assert_eq!(at("[0][0]", "[[7]]").as_deref(), Some("7"));
        assert_eq!(at("odata.error.code", r#"{"odata.error":{"code":"a"}}"#).as_deref(), Some("a"));
        assert_eq!(at("errors[0]", r#"{"errors":[]}"#), None);
        assert_eq!(at("error", r#"{"error":{"code":1}}"#), None);
    }
}
