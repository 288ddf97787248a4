//! Bodies of errors, read as the client does: it recognizes errors in `runtime/src/error/body.rs`,
//! `runtime/src/error/api_error.rs` and `runtime/src/macros/reasons.rs`.

mod found_reasons;
mod path;

use std::fmt;

use serde_json::value::RawValue;

use crate::json_text::{self, Kind};
pub(crate) use path::path_error;

/// Paths of the code and the message in an error body: `error.code`, `errors[0].message`. One of them can be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorShape {
    /// Path of the code.
    pub code: Option<String>,
    /// Path of the message.
    pub message: Option<String>,
}

/// How the bodies of an API's errors are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ErrorForms<'a> {
    /// The shapes, in the order in which they are tried.
    pub(crate) shapes: &'a [ErrorShape],
    /// Whether names that differ only in the case of ASCII letters are the same.
    pub(crate) ignores_member_case: bool,
}

/// What a body states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct StatedError {
    /// The code; the digits, if it is a number.
    pub(crate) code: Option<String>,
    /// The position of the shape; `None` for a text that is the whole body.
    pub(crate) shape: Option<usize>,
}

/// What a body contains instead of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum NoError {
    /// JSON without an error code or message.
    Json(Kind),
    /// Neither JSON nor plain text.
    Other,
}

impl fmt::Display for NoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(Kind::Object) => f.write_str("an object without an error code or message"),
            Self::Json(kind) => kind.fmt(f),
            Self::Other => f.write_str("neither JSON nor plain text"),
        }
    }
}

enum ErrorBody<'b> {
    Json(&'b RawValue),
    PlainText(&'b str),
}

fn body<'b>(bytes: &'b [u8], media: Option<&str>) -> Option<ErrorBody<'b>> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).ok()?;
    if let Ok(json) = serde_json::from_str(text) {
        return Some(ErrorBody::Json(json));
    }
    let media = media.unwrap_or("text/plain");
    let is_plain = media.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("text/plain"));
    let text = text.trim();
    (is_plain && !text.is_empty() && !text.starts_with(['<', '{', '['])).then_some(ErrorBody::PlainText(text))
}

/// The error that a body states, or else what the body contains.
pub(crate) fn read(forms: ErrorForms<'_>, bytes: &[u8], media: Option<&str>) -> Result<StatedError, NoError> {
    let json = match body(bytes, media).ok_or(NoError::Other)? {
        ErrorBody::PlainText(_) => return Ok(StatedError::default()),
        ErrorBody::Json(json) => json,
    };
    let nothing = NoError::Json(Kind::of(json));
    if Kind::of(json) == Kind::Text {
        let has_text = json_text::text(json).is_some_and(|text| !text.trim().is_empty());
        return if has_text { Ok(StatedError::default()) } else { Err(nothing) };
    }
    let at = |path: &Option<String>| path::text_at(json, path.as_deref()?, forms.ignores_member_case);
    let stated = forms.shapes.iter().map(|shape| (at(&shape.code), at(&shape.message))).enumerate();
    let stated = stated.filter(|(_, (code, message))| code.is_some() || message.is_some());
    let whole = |(_, stated): &(usize, (Option<String>, Option<String>))| stated.0.is_some() && stated.1.is_some();
    let best = stated.reduce(|best, next| if whole(&best) || !whole(&next) { best } else { next });
    best.map(|(shape, (code, _))| StatedError { code, shape: Some(shape) }).ok_or(nothing)
}

/// Whether a body is searched for reasons.
pub(crate) fn is_searched(bytes: &[u8]) -> bool {
    bytes.len() <= 64 * 1024
}

/// The positions of the reasons whose words occur in a text.
pub(crate) fn reasons_in(reasons: &[&str], text: &str) -> Vec<usize> {
    found_reasons::positions(reasons, text)
}

/// The position of the one reason whose words occur in a text of the body.
pub(crate) fn reason(reasons: &[&str], bytes: &[u8], media: Option<&str>) -> Option<usize> {
    let mut found = Vec::new();
    match body(Some(bytes).filter(|bytes| is_searched(bytes))?, media)? {
        ErrorBody::PlainText(text) => found = found_reasons::positions(reasons, text),
        ErrorBody::Json(json) => visit_texts(json, &mut |text| found.extend(found_reasons::positions(reasons, text))),
    }
    let first = *found.first()?;
    found.iter().all(|other| *other == first).then_some(first)
}

/// Whether the words of a reason can be found: it has a letter.
pub(crate) fn can_be_found(reason: &str) -> bool {
    reason.chars().any(char::is_alphabetic)
}

/// Whether two reasons have the same words: the client finds both or neither.
pub(crate) fn are_alike(one: &str, other: &str) -> bool {
    let found = found_reasons::positions(&[one, other], one);
    found.contains(&0) && found.contains(&1)
}

fn visit_texts(json: &RawValue, visit: &mut impl FnMut(&str)) {
    match Kind::of(json) {
        Kind::Text => {
            if let Some(text) = json_text::text(json) {
                visit(&text);
            }
        }
        Kind::List => json_text::items(json).into_iter().flatten().for_each(|item| visit_texts(item, visit)),
        Kind::Object => {
            json_text::members(json).into_iter().flatten().for_each(|(_, value)| visit_texts(value, visit));
        }
        Kind::Null | Kind::Bool | Kind::Number => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{ErrorForms, ErrorShape, Kind, NoError, StatedError, read, reason};

    fn forms(shapes: &[ErrorShape]) -> ErrorForms<'_> {
        ErrorForms { shapes, ignores_member_case: false }
    }

    #[test]
    fn errors_are_recognized_as_the_client_does() {
        let path = |path: &str| Some(path.to_owned());
        let shape = |code: &str, message: &str| ErrorShape { code: path(code), message: path(message) };
        let shapes = [
            shape("code", "description"),
            shape("statusCode", "message"),
            shape("error.code", "errors[0]"),
            ErrorShape { code: path("error"), message: None },
            ErrorShape { code: None, message: path("detail") },
        ];
        let json = Some("application/json; charset=utf-8");
        let stated = |code: Option<&str>, shape: Option<usize>| Ok(StatedError { code: code.map(Into::into), shape });
        for (body, media, expected) in [
            (r#"{"code":2007,"description":"No."}"#, json, stated(Some("2007"), Some(0))),
            (r#"{"code":2007,"statusCode":429,"message":"No."}"#, json, stated(Some("429"), Some(1))),
            (r#"{"error":{"code":"a"}}"#, json, stated(Some("a"), Some(2))),
            (r#"{"errors":["No."]}"#, None, stated(None, Some(2))),
            (r#"{"error":"invalid_grant"}"#, json, stated(Some("invalid_grant"), Some(3))),
            (r#"{"detail":"No."}"#, json, stated(None, Some(4))),
            (r#"{"detail":"No.","statusCode":1}"#, json, stated(Some("1"), Some(1))),
            (r#""No.""#, json, stated(None, None)),
            ("No.", Some("Text/Plain"), stated(None, None)),
            ("\u{feff}No.", None, stated(None, None)),
            (r#"{"code":null}"#, json, Err(NoError::Json(Kind::Object))),
            ("[]", json, Err(NoError::Json(Kind::List))),
            (r#"" ""#, json, Err(NoError::Json(Kind::Text))),
            ("<p>No.</p>", Some("text/html"), Err(NoError::Other)),
            ("<p>No.</p>", None, Err(NoError::Other)),
            ("No.", json, Err(NoError::Other)),
        ] {
            assert_eq!(read(forms(&shapes), body.as_bytes(), media), expected, "{body}");
        }
        let any_case = ErrorForms { shapes: &shapes, ignores_member_case: true };
        assert_eq!(read(any_case, br#"{"Message":"No."}"#, json), stated(None, Some(1)));
    }

    #[test]
    fn a_reason_is_in_one_text() {
        let found = |body: &str| reason(&["Not owned", "Not offline"], body.as_bytes(), None);
        assert_eq!(found(r#"{"data":["NOT_OWNED"]}"#), Some(0));
        assert_eq!(found("Reason: not offline"), Some(1));
        for body in ["", "not owned, not offline", "<p>not owned</p>", r#"["not","owned"]"#, r#"{"not owned":1}"#] {
            assert_eq!(found(body), None, "{body}");
        }
    }
}
