//! The error that a service states in a body.

use std::fmt;

use http::header::{CONTENT_TYPE, HeaderMap};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::decode::without_byte_order_mark;
use crate::macros::members::{Members, decode};
use crate::macros::name::Name;
use crate::response::text_of;
use crate::{ErrorShape, JsonValue};

/// Longer messages are cut.
const MESSAGE_LIMIT: usize = 1024;

/// Longer bodies are not kept.
const JSON_LIMIT: usize = 64 * 1024;

/// The error that a service states in the body of a response.
#[derive(Clone, Debug)]
pub struct ApiError {
    code: Option<String>,
    message: Option<String>,
    json: Option<JsonBody>,
}

impl ApiError {
    /// The service's code for the error; the digits, if it is a number.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The service's message, at most 1024 bytes.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The whole body, when it is JSON of at most 64 KiB.
    pub fn json(&self) -> Option<&JsonValue> {
        self.json.as_ref().map(|JsonBody(json)| json)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.code, &self.message) {
            (Some(code), Some(message)) => write!(formatter, "{} ({})", Printable(message), Printable(code)),
            (Some(code), None) => write!(formatter, "code {}", Printable(code)),
            (None, Some(message)) => write!(formatter, "{}", Printable(message)),
            (None, None) => formatter.write_str("no message"),
        }
    }
}

/// Text of a service, escaped for a terminal or a log.
struct Printable<'a>(&'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| {
            fmt::Write::write_char(formatter, if character.is_control() { ' ' } else { character })
        })
    }
}

/// `Debug` does not show it: a body may hold more than code and message.
#[derive(Clone)]
struct JsonBody(JsonValue);

impl fmt::Debug for JsonBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} bytes", self.0.as_str().len())
    }
}

/// Recognizes the error in a body of one of the API's shapes, or of plain text.
pub(crate) fn from_response(shapes: &[ErrorShape], headers: &HeaderMap, body: &[u8]) -> Option<ApiError> {
    let body = without_byte_order_mark(body);
    let json = std::str::from_utf8(body).ok().and_then(|text| serde_json::from_str::<Box<RawValue>>(text).ok());
    let Some(json) = json else {
        return plain_text(headers, body).map(|message| ApiError { code: None, message: Some(message), json: None });
    };
    if let Ok(message) = serde_json::from_str::<String>(json.get()) {
        let message = Some(cut(message)).filter(|message| !message.trim().is_empty());
        return message.map(|message| ApiError { code: None, message: Some(message), json: kept(json) });
    }
    let TopLevel(members) = serde_json::from_str(json.get()).ok()?;
    let stated = shapes
        .iter()
        .map(|shape| (text(&members, shape.code), text(&members, shape.message).map(cut)))
        .filter(|(code, message)| code.is_some() || message.is_some());
    // A shape with both members present takes precedence over one that shares a member with another.
    let (code, message) = stated.reduce(|best, next| {
        let whole = |stated: &(Option<String>, Option<String>)| stated.0.is_some() && stated.1.is_some();
        if whole(&best) || !whole(&next) { best } else { next }
    })?;
    Some(ApiError { code: code.map(cut), message, json: kept(json) })
}

fn kept(json: Box<RawValue>) -> Option<JsonBody> {
    (json.get().len() <= JSON_LIMIT).then(|| JsonBody(JsonValue::from_raw(json)))
}

struct TopLevel(Vec<(String, Box<RawValue>)>);

impl<'de> Members<'de> for TopLevel {
    fn from_members<A: serde::de::MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut members = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            members.push((name.into_owned(), map.next_value()?));
        }
        Ok(Self(members))
    }
}

impl<'de> Deserialize<'de> for TopLevel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode(deserializer)
    }
}

/// A member's text, or the digits of a number.
fn text(members: &[(String, Box<RawValue>)], name: &str) -> Option<String> {
    let (_, value) = members.iter().find(|(known, _)| known == name)?;
    match value.get().as_bytes().first()? {
        b'"' => serde_json::from_str(value.get()).ok(),
        b'-' | b'0'..=b'9' => Some(value.get().to_owned()),
        _ => None,
    }
}

fn plain_text(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let media = text_of(headers, CONTENT_TYPE.as_str()).unwrap_or("text/plain");
    let plain = media.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("text/plain"));
    let text = std::str::from_utf8(body).ok()?.trim();
    // Markup or incomplete JSON may hold more than a message, and logs would show it.
    let structured = text.starts_with(['<', '{', '[']);
    (plain && !structured && !text.is_empty()).then(|| cut(text.to_owned()))
}

fn cut(mut text: String) -> String {
    if let Some(end) = (0..=MESSAGE_LIMIT).rev().find(|end| text.is_char_boundary(*end)) {
        text.truncate(end);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPES: &[ErrorShape] =
        &[ErrorShape { code: "code", message: "description" }, ErrorShape { code: "statusCode", message: "message" }];

    fn error(media: &str, body: &str) -> Option<(Option<String>, Option<String>)> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, media.parse().unwrap());
        from_response(SHAPES, &headers, body.as_bytes()).map(|error| (error.code, error.message))
    }

    fn stated(code: Option<&str>, message: Option<&str>) -> Option<(Option<String>, Option<String>)> {
        Some((code.map(Into::into), message.map(Into::into)))
    }

    #[test]
    fn every_shape_is_known_with_codes_of_both_kinds() {
        let json = "application/json";
        assert_eq!(error(json, "\u{feff}{\"code\":2007,\"description\":\"No.\"}"), stated(Some("2007"), Some("No.")));
        assert_eq!(error(json, r#"{"statusCode":429,"message":"Wait."}"#), stated(Some("429"), Some("Wait.")));
        assert_eq!(error(json, r#"{"code":"a","statusCode":1,"message":"b"}"#), stated(Some("1"), Some("b")));
        assert_eq!(error(json, r#"{"code":"a","description":null}"#), stated(Some("a"), None));
        assert_eq!(error(json, r#"{"other":1}"#), None);
    }

    #[test]
    fn a_large_body_is_not_kept() {
        let json = |padding: usize| format!(r#"{{"code":1,"x":"{}"}}"#, "x".repeat(padding));
        let kept = |body: &str| from_response(SHAPES, &HeaderMap::new(), body.as_bytes()).unwrap().json().is_some();
        assert!(kept(&json(1)) && kept(r#""No way.""#));
        assert!(!kept(&json(JSON_LIMIT)));
    }

    #[test]
    fn plain_text_is_a_message_and_markup_is_not() {
        assert_eq!(error("text/plain; charset=utf-8", " No way. "), stated(None, Some("No way.")));
        assert_eq!(error("application/json", r#""No way.""#), stated(None, Some("No way.")));
        assert_eq!(error("text/html", "Bad gateway"), None);
        for structured in ["<html>", r#"{"code":5,"token":"x"#, "[{"] {
            assert_eq!(error("text/plain", structured), None);
        }
        assert_eq!(error("text/plain", ""), None);
        assert_eq!(error("text/plain", &"é".repeat(2000)).unwrap().1.unwrap().len(), MESSAGE_LIMIT);
    }
}
