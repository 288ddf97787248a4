//! The error that a service states in a body.

use std::fmt;

use http::HeaderMap;
use serde_json::value::RawValue;

use super::body::{ErrorBody, text_at};
use crate::{Api, JsonValue};

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
pub(crate) fn from_response(api: &Api, headers: &HeaderMap, body: &[u8]) -> Option<ApiError> {
    let json = match ErrorBody::read(headers, body)? {
        ErrorBody::PlainText(text) => {
            return Some(ApiError { code: None, message: Some(cut(text.to_owned())), json: None });
        }
        ErrorBody::Json(json) => json,
    };
    if let Ok(message) = serde_json::from_str::<String>(json.get()) {
        let message = Some(cut(message)).filter(|message| !message.trim().is_empty());
        return message.map(|message| ApiError { code: None, message: Some(message), json: kept(json) });
    }
    let text = |path: Option<&str>| text_at(json, path?, api.ignores_member_case).map(cut);
    let stated = api
        .error_shapes
        .iter()
        .map(|shape| (text(shape.code), text(shape.message)))
        .filter(|(code, message)| code.is_some() || message.is_some());
    // A shape with both values present takes precedence over one that shares a member with another.
    let (code, message) = stated.reduce(|best, next| {
        let whole = |stated: &(Option<String>, Option<String>)| stated.0.is_some() && stated.1.is_some();
        if whole(&best) || !whole(&next) { best } else { next }
    })?;
    Some(ApiError { code, message, json: kept(json) })
}

fn kept(json: &RawValue) -> Option<JsonBody> {
    (json.get().len() <= JSON_LIMIT).then(|| JsonBody(JsonValue::from_raw(json.to_owned())))
}

fn cut(mut text: String) -> String {
    if let Some(end) = (0..=MESSAGE_LIMIT).rev().find(|end| text.is_char_boundary(*end)) {
        text.truncate(end);
    }
    text
}

#[cfg(test)]
mod tests {
    use http::header::CONTENT_TYPE;

    use super::*;
    use crate::ErrorShape;

    const API: Api = Api::new("api", "API", "test/1").with_error_shapes(&[
        ErrorShape::new("code", "description"),
        ErrorShape::new("statusCode", "message"),
        ErrorShape::new("error.code", "error.message"),
        ErrorShape::of_code("error"),
        ErrorShape::of_message("detail"),
    ]);

    fn error(media: &str, body: &str) -> Option<(Option<String>, Option<String>)> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, media.parse().unwrap());
        from_response(&API, &headers, body.as_bytes()).map(|error| (error.code, error.message))
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
        assert_eq!(error(json, r#"{"error":"invalid_grant"}"#), stated(Some("invalid_grant"), None));
        assert_eq!(error(json, r#"{"detail":"No."}"#), stated(None, Some("No.")));
        assert_eq!(error(json, r#"{"detail":"No.","statusCode":1}"#), stated(Some("1"), None));
        assert_eq!(error(json, r#"{"other":1}"#), None);
    }

    /// The forms of error bodies that users of these services have met.
    #[test]
    fn bodies_that_are_met_give_what_they_have() {
        let json = "application/json";
        assert_eq!(error(json, r#"{"message":"It is invalid."}"#), stated(None, Some("It is invalid.")));
        for code in ["3000", "\"3000\""] {
            let body = format!(r#"{{"code":{code},"description":"No.","data":["maximum:0"],"source":"Books"}}"#);
            assert_eq!(error(json, &body), stated(Some("3000"), Some("No.")));
        }
        let nested = r#"{"error":{"code":"Denied","message":"No.","innerError":{"date":"2025-01-14T20:30:08"}}}"#;
        assert_eq!(error(json, nested), stated(Some("Denied"), Some("No.")));
        let packed = r#"{"code":60,"description":"{\"code\":\"61\",\"reason\":\"NoSuchCity\"}","data":[{"k":"v"}]}"#;
        assert_eq!(error(json, packed), stated(Some("60"), Some(r#"{"code":"61","reason":"NoSuchCity"}"#)));

        let pascal = r#"{"Message":"It failed.","ExceptionMessage":"x"}"#;
        assert_eq!(error(json, pascal), None);
        let api = API.with_member_case_ignored();
        let read = from_response(&api, &HeaderMap::new(), pascal.as_bytes()).unwrap();
        assert_eq!((read.code(), read.message()), (None, Some("It failed.")));
    }

    #[test]
    fn a_large_body_is_not_kept() {
        let json = |padding: usize| format!(r#"{{"code":1,"x":"{}"}}"#, "x".repeat(padding));
        let kept = |body: &str| from_response(&API, &HeaderMap::new(), body.as_bytes()).unwrap().json().is_some();
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
