//! Bodies of errors, read as the client does: it recognizes errors in `runtime/src/error/api_error.rs`
//! and `runtime/src/macros/documented_errors.rs`.

use std::fmt;

use serde_json::value::RawValue;

use super::json::{self, Kind};
use crate::model::{EnumValue, ErrorShape};
use crate::uri::folded_name;

/// What a body contains instead of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum NoError {
    /// JSON without an error code and message.
    Json(Kind),
    /// Neither JSON nor plain text.
    Other,
}

impl fmt::Display for NoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(Kind::Object) => f.write_str("an object without an error code and message"),
            Self::Json(kind) => kind.fmt(f),
            Self::Other => f.write_str("neither JSON nor plain text"),
        }
    }
}

/// Why a body has none of the error shapes; `None` if the client finds a code or a message.
pub(super) fn why_no_error(shapes: &[ErrorShape], body: &[u8], media: Option<&str>) -> Option<NoError> {
    let Ok(body) = std::str::from_utf8(body) else { return Some(NoError::Other) };
    let Ok(raw) = serde_json::from_str::<&RawValue>(body) else {
        let media = media.unwrap_or("text/plain").trim_start();
        let is_plain = media.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("text/plain"));
        let is_structured = body.trim_start().starts_with(['<', '{', '[']);
        return (!is_plain || is_structured).then_some(NoError::Other);
    };
    let is_stated = match Kind::of(raw) {
        Kind::Text => json::text(raw).is_some_and(|text| !text.trim().is_empty()),
        Kind::Object => json::members(raw).is_some_and(|members| {
            let states = |name: &str| {
                let value = members.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
                value.is_some_and(|value| Kind::of(value) == Kind::Number || json::text(value).is_some())
            };
            shapes.iter().any(|shape| states(&shape.code) || states(&shape.message))
        }),
        _ => false,
    };
    (!is_stated).then(|| NoError::Json(Kind::of(raw)))
}

/// Whether a body contains one of the listed reasons, in any form.
pub(super) fn states_reason(values: &[EnumValue], body: &str) -> bool {
    let body = folded_name(body);
    values.iter().map(|value| folded_name(&value.wire)).any(|reason| !reason.is_empty() && body.contains(&reason))
}

#[cfg(test)]
mod tests {
    use super::{Kind, NoError, why_no_error};
    use crate::model::ErrorShape;

    #[test]
    fn errors_are_recognized_as_the_client_does() {
        let shape = |code: &str, message: &str| ErrorShape { code: code.into(), message: message.into() };
        let shapes = [shape("code", "description"), shape("statusCode", "message")];
        let json = Some("application/json; charset=utf-8");
        for (body, media) in [
            (r#"{"code":2007,"description":"No."}"#, json),
            (r#"{"statusCode":429}"#, json),
            (r#"{"message":"No."}"#, None),
            (r#""No.""#, json),
            ("No.", Some("Text/Plain")),
            ("No.", None),
        ] {
            assert_eq!(why_no_error(&shapes, body.as_bytes(), media), None, "{body}");
        }
        for (body, media, expected) in [
            (r#"{"error":{"code":1}}"#, json, NoError::Json(Kind::Object)),
            (r#"{"code":null}"#, json, NoError::Json(Kind::Object)),
            ("[]", json, NoError::Json(Kind::List)),
            (r#"" ""#, json, NoError::Json(Kind::Text)),
            ("<p>No.</p>", Some("text/html"), NoError::Other),
            ("<p>No.</p>", None, NoError::Other),
            ("No.", json, NoError::Other),
        ] {
            assert_eq!(why_no_error(&shapes, body.as_bytes(), media), Some(expected), "{body}");
        }
    }
}
