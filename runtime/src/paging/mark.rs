//! What a page says about the next one. The body is scanned again as text, so that this code exists once for all operations.

use http::HeaderMap;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::position::Position;
use super::{PageRequester, Paging, Style};
use crate::continuation::link::Link;
use crate::continuation::member_path::find;

/// Where the next page begins, according to the mark of `paging`; `None` without a mark.
pub(super) fn read(paging: &Paging, headers: &HeaderMap, body: &[u8]) -> Option<Position> {
    match paging.style {
        Style::Counted(_) => None,
        // A token that is not valid text does not end the list: it is sent as far as possible, and the service decides.
        Style::Token { from: PageRequester::Header(name), .. } => {
            Some(String::from_utf8_lossy(headers.get(name)?.as_bytes()).trim().to_owned())
                .filter(|token| !token.is_empty())
                .map(Position::Token)
        }
        Style::Token { from: PageRequester::Member(path), .. } => match serde_json::from_str(find(body, path)?).ok()? {
            Value::String(token) if !token.trim().is_empty() => Some(Position::Token(token)),
            Value::Number(token) => Some(Position::Token(token.to_string())),
            _ => None,
        },
        Style::Link { path, .. } => match serde_json::from_str(find(body, path)?).ok()? {
            Value::String(uri) => Some(Link::to(&uri)),
            value => Link::read(&value).map(|link| link.with_headers(|name| paging.copies(name))),
        }
        .filter(|link| !link.uri.trim().is_empty())
        .map(Position::Link),
    }
}

/// The items at a path as text, and how many they are.
pub(super) fn items<'b>(body: &'b [u8], path: &[&str]) -> (&'b str, u64) {
    let text = find(body, path).unwrap_or_default();
    let items: Vec<IgnoredAny> = serde_json::from_str(text).unwrap_or_default();
    (text, items.len() as u64)
}

/// The count at a path: a number, or a text that contains one.
pub(super) fn count(body: &[u8], path: &[&str]) -> Option<u64> {
    match serde_json::from_str(find(body, path)?).ok()? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(body: &str) -> Option<Position> {
        read(&Paging::link(&["links", "next"]).copying_headers(&["t"]), &HeaderMap::new(), body.as_bytes())
    }

    #[test]
    fn a_list_ends_where_there_is_no_link() {
        for body in [
            "",
            "[]",
            "{}",
            r#"{"links":null}"#,
            r#"{"links":{"self":{"uri":"/a"}}}"#,
            r#"{"links":{"next":null}}"#,
            r#"{"links":{"next":{"method":"GET","headers":[]}}}"#,
            r#"{"links":{"next":{"uri":" "}}}"#,
            r#"{"links":{"next":7}}"#,
        ] {
            assert!(link(body).is_none(), "{body}");
        }
    }

    #[test]
    fn a_link_has_the_headers_of_its_own_that_the_operation_names() {
        let body = "\u{feff}{\"links\":{\"next\":{\"uri\":\"/a\",\"headers\":[{\"key\":\"T\",\"value\":\"1\"},{\"key\":\"T\"},\
                    {\"key\":\"U\",\"value\":\"2\"}]}}}";
        let Some(Position::Link(link)) = link(body) else { unreachable!() };
        assert_eq!((link.uri.as_str(), link.headers), ("/a", vec![("T".to_owned(), "1".to_owned())]));
    }

    #[test]
    fn a_token_is_text_a_number_or_a_header() {
        let paging = Paging::token(&["token"], "token");
        let token = |body: &str| match read(&paging, &HeaderMap::new(), body.as_bytes()) {
            Some(Position::Token(token)) => Some(token),
            _ => None,
        };
        assert_eq!(token(r#"{"token":"a\u0062"}"#).as_deref(), Some("ab"));
        assert_eq!(token(r#"{"token":12345678901234567890}"#).as_deref(), Some("12345678901234567890"));
        assert_eq!(token(r#"{"token":""}"#), None);
        assert_eq!(token(r#"{"token":null}"#), None);
        let headers = HeaderMap::from_iter([(http::HeaderName::from_static("x-next"), "h".parse().unwrap())]);
        let next = read(&Paging::token_in_header("X-Next", "token"), &headers, b"");
        assert!(matches!(next, Some(Position::Token(token)) if token == "h"));
        for (sent, read_as) in
            [(&b" a,\"b\"=; "[..], Some("a,\"b\"=;")), (b"\xc3\xa9", Some("é")), (b"\xff", Some("\u{fffd}"))]
        {
            let value = http::HeaderValue::from_bytes(sent).unwrap();
            let headers = HeaderMap::from_iter([(http::HeaderName::from_static("x-next"), value)]);
            let next = match read(&Paging::token_in_header("X-Next", "token"), &headers, b"") {
                Some(Position::Token(token)) => Some(token),
                _ => None,
            };
            assert_eq!(next.as_deref(), read_as);
        }
    }

    #[test]
    fn items_are_counted_without_being_read() {
        assert_eq!(
            items(br#"{"data":{"items":[{"items":[1,2]},null]}}"#, &["data", "items"]),
            (r#"[{"items":[1,2]},null]"#, 2)
        );
        assert_eq!(items(br#"{"data":null}"#, &["data", "items"]), ("", 0));
        assert_eq!(items(b"[1,[2,3]]", &[]), ("[1,[2,3]]", 2));
    }

    #[test]
    fn a_count_is_a_number_or_a_text_that_contains_one() {
        let count = |value: &str| count(format!("{{\"data\":{{\"total\":{value}}}}}").as_bytes(), &["data", "total"]);
        assert_eq!([count("3"), count("\" 3 \""), count("0")], [Some(3), Some(3), Some(0)]);
        for value in ["null", "-1", "\"\"", "\"all\"", "1.5", "[3]", "{}"] {
            assert_eq!(count(value), None, "{value}");
        }
    }
}
