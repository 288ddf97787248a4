//! What a response states about a next page.

use serde_json::value::RawValue;

use super::har::Message;
use super::interpret::pointer_step;
use crate::json_text::{self as json, Kind, Members};
use crate::uri::folded_name;
use crate::uri::next_page::{is_link_name, is_more_name, is_token_header, is_token_name, is_total_name};

/// Names of members with the URL of a link.
const URLS: &[&str] = &["uri", "href", "url"];

/// Names of the members of a link with its headers, and of one of them with its name.
const HEADERS: &str = "headers";
const KEY: &str = "key";

/// Names of members below a link that the comparison reads.
pub(super) fn names_in_links() -> impl Iterator<Item = &'static str> {
    URLS.iter().copied().chain([HEADERS, KEY])
}

/// Where a response with a list states that there is more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NextPage {
    /// At this JSON pointer of the body.
    Body(String),
    /// With a total above the number of items, at this JSON pointer of the body.
    Total(String),
    /// In a header.
    Header,
}

/// Looks for a link or token in the body and, if they were recorded, in the headers of a response with a list.
pub(super) fn find(body: &RawValue, headers: Option<&Message<'_>>) -> Option<NextPage> {
    let mut total = None;
    let in_body = match Kind::of(body) {
        Kind::List => None,
        Kind::Object => {
            let members = json::members(body)?;
            let inner: Vec<(&str, Members<'_>)> = members
                .iter()
                .filter(|(_, value)| Kind::of(value) == Kind::Object)
                .filter_map(|(name, value)| Some((&**name, json::members(value)?)))
                .collect();
            let has_list = |members: &Members<'_>| members.iter().any(|(_, value)| Kind::of(value) == Kind::List);
            if !has_list(&members) && !inner.iter().any(|(_, members)| has_list(members)) {
                return None;
            }
            total = more_items(&members).or_else(|| {
                inner.iter().find_map(|(name, members)| Some(format!("{}{}", pointer_step(name), more_items(members)?)))
            });
            let of_root = mark(&members);
            of_root.or_else(|| {
                inner.iter().find_map(|(name, members)| Some(format!("{}{}", pointer_step(name), mark(members)?)))
            })
        }
        _ => return None,
    };
    let in_headers =
        || headers.is_some_and(|message| message.headers.iter().any(|(name, value)| leads_on(name, value)));
    let stated = in_body.map(NextPage::Body).or_else(|| in_headers().then_some(NextPage::Header));
    stated.or(total.map(NextPage::Total))
}

/// The pointer of a total above the number of items.
fn more_items(members: &Members<'_>) -> Option<String> {
    let items = item_count(members)?;
    let is_above = |value: &RawValue| total(value).is_some_and(|total| total > items);
    let (name, _) = members.iter().find(|(name, value)| is_total_name(&folded_name(name)) && is_above(value))?;
    Some(pointer_step(name))
}

/// The number of items of the only list of an object.
pub(super) fn item_count(members: &Members<'_>) -> Option<u64> {
    let mut lists = members.iter().filter(|(_, value)| Kind::of(value) == Kind::List);
    let (_, list) = lists.next()?;
    lists.next().is_none().then(|| json::items(list).and_then(|items| u64::try_from(items.len()).ok()))?
}

/// A whole number, as that of all items; none that only an unsigned type has.
pub(super) fn total(value: &RawValue) -> Option<u64> {
    value.get().parse().ok().filter(|total| i64::try_from(*total).is_ok())
}

/// The pointer of a member that leads to the next page.
fn mark(members: &Members<'_>) -> Option<String> {
    let (name, _) = members.iter().find(|(name, value)| {
        let name = folded_name(name);
        is_link_name(&name) && is_link(value)
            || is_token_name(&name) && is_token(value)
            || is_more_name(&name) && value.get() == "true"
    })?;
    Some(pointer_step(name))
}

/// Whether a member of this name can lead to the next page.
pub(super) fn is_mark_name(name: &str) -> bool {
    let name = folded_name(name);
    is_link_name(&name) || is_token_name(&name) || is_more_name(&name) || is_total_name(&name)
}

/// Whether a member of this name can have the URL of the next page.
pub(super) fn is_name_of_url(name: &str) -> bool {
    is_link_name(&folded_name(name)) || URLS.contains(&name)
}

pub(super) fn is_url(text: &str) -> bool {
    text.contains(['/', '?'])
}

fn is_link(value: &RawValue) -> bool {
    let is_url = |value: &RawValue| json::text(value).is_some_and(|text| is_url(&text));
    match Kind::of(value) {
        Kind::Text => is_url(value),
        Kind::Object => json::members(value)
            .is_some_and(|members| URLS.iter().any(|name| json::member(&members, name).is_some_and(is_url))),
        _ => false,
    }
}

fn is_token(value: &RawValue) -> bool {
    match Kind::of(value) {
        Kind::Text => json::text(value).is_some_and(|text| !text.trim().is_empty()),
        kind => kind == Kind::Number,
    }
}

/// Whether a header leads to the next page.
pub(super) fn leads_on(name: &str, value: &str) -> bool {
    if name.eq_ignore_ascii_case("link") {
        let value = value.to_ascii_lowercase();
        let relations = value.split([';', ',']).filter_map(|part| part.trim().strip_prefix("rel="));
        return relations.flat_map(|text| text.trim_matches('"').split_whitespace()).any(|relation| relation == "next");
    }
    is_token_header(&folded_name(name)) && !value.trim().is_empty()
}

/// The names of the headers that the link at a path states.
pub(super) fn headers_of_link<'a>(body: &'a RawValue, path: &[String]) -> Vec<&'a RawValue> {
    fn step<'a>(value: &'a RawValue, name: &str) -> Option<&'a RawValue> {
        json::member(&json::members(value)?, name)
    }
    let link = path.iter().try_fold(body, |value, name| step(value, name));
    let headers = link.and_then(|link| step(link, HEADERS)).and_then(json::items).unwrap_or_default();
    headers.into_iter().filter_map(|header| step(header, KEY)).collect()
}

#[cfg(test)]
mod tests {
    use super::{NextPage, find, headers_of_link, leads_on};

    fn at(body: &str) -> Option<String> {
        match find(serde_json::from_str(body).unwrap(), None) {
            Some(NextPage::Body(pointer)) => Some(pointer),
            _ => None,
        }
    }

    #[test]
    fn a_list_states_a_next_page_with_a_link_or_a_token() {
        for (body, pointer) in [
            (r#"{"items":[],"links":{"next":{"uri":"/a"}}}"#, "/links/next"),
            (r#"{"value":[1],"@odata.nextLink":"https://a.example/b?c=d"}"#, "/@odata.nextLink"),
            (r#"{"data":{"things":[],"next_page_token":7}}"#, "/data/next_page_token"),
            (r#"{"items":[],"a/b":{"ContinuationToken":"x"}}"#, "/a~1b/ContinuationToken"),
            (r#"{"items":[],"_links":{"next":{"href":"?page=2"}}}"#, "/_links/next"),
        ] {
            assert_eq!(at(body).as_deref(), Some(pointer), "{body}");
        }
        for body in [
            r#"{"links":{"next":{"uri":"/a"}}}"#,
            r#"{"items":[],"links":{"next":null,"self":{"uri":"/a"}}}"#,
            r#"{"items":[],"links":{"next":{"uri":" ","method":"GET"}}}"#,
            r#"{"items":[],"continuationToken":""}"#,
            r#"{"items":[],"continuationToken":null}"#,
            r#"{"items":[],"next":"spring"}"#,
            r#"{"items":[{"next":{"uri":"/a"}}]}"#,
            r#"[{"nextLink":"/a"}]"#,
            "7",
        ] {
            assert_eq!(at(body), None, "{body}");
        }
    }

    #[test]
    fn a_header_can_state_a_next_page() {
        assert!(leads_on("MS-ContinuationToken", "x") && leads_on("x-ms-continuation", "x"));
        assert!(leads_on("Link", "</a>; rel=\"first\", </b>; rel=\"next\""));
        assert!(leads_on("link", "</b>; Rel=next"));
        assert!(!leads_on("MS-ContinuationToken", " ") && !leads_on("X-Next", "x"));
        assert!(!leads_on("Link", "</next>; rel=\"prev\""));
    }

    #[test]
    fn headers_of_a_link_are_found_by_a_path_of_names() {
        let body = r#"{"@odata.next":{"headers":[{"key":"A","value":"1"},{"value":"2"},7,{"key":"B"}]}}"#;
        let body = serde_json::from_str(body).unwrap();
        let names = |path: &str| -> Vec<&str> {
            headers_of_link(body, &[path.to_owned()]).into_iter().map(serde_json::value::RawValue::get).collect()
        };
        assert_eq!(names("@odata.next"), [r#""A""#, r#""B""#]);
        assert_eq!(names("next"), [""; 0]);
    }
}
