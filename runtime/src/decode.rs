//! Reads JSON bodies without tracking the path; only when that fails, the place of the error is looked up in the text.

mod place;

use serde::de::DeserializeOwned;
use serde_json::de::StrRead;
use serde_json::error::Category;
use thiserror::Error;

use self::place::Subject;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Why a body could not be read. It names a place in the JSON and never shows a value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}{problem}", .path.as_ref().map(|path| format!("`{path}`: ")).unwrap_or_default())]
pub struct DecodeError {
    path: Option<String>,
    problem: String,
}

impl DecodeError {
    /// The place in the JSON, such as `items[3].status`; `None` where it is the whole body, or not JSON.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The error of a value that was read on its own, and is at `place`.
    #[cold]
    pub(crate) fn within(self, place: String) -> Self {
        Self { path: Some(join(place, self.path.unwrap_or_default())), problem: self.problem }
    }

    /// The same error with another path, if `change` returns one.
    pub(crate) fn with_path(mut self, change: impl FnOnce(&str) -> Option<Vec<u8>>) -> Self {
        if let Some(changed) = self.path.as_deref().and_then(change) {
            self.path = Some(String::from_utf8_lossy(&changed).into_owned());
        }
        self
    }

    /// The error as one of the value that was read last, for a value that is parsed on its own. See [`explain`].
    #[cold]
    pub(crate) fn nested<E: serde::de::Error>(&self) -> E {
        E::custom(format_args!("{NESTED}{}{NESTED}{}", self.path.as_deref().unwrap_or_default(), self.problem))
    }
}

/// Delimits the path in the message of a nested error.
const NESTED: char = '\u{1f}';

/// The body without the byte-order mark that some services put in front of it.
pub(crate) fn without_byte_order_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body)
}

/// Whether a body has no content.
pub(crate) fn is_empty(body: &[u8]) -> bool {
    without_byte_order_mark(body).trim_ascii().is_empty()
}

/// Reads the body of a webhook, which a service sends to a server of the user.
///
/// # Errors
/// When the body does not have the form of `T`.
pub fn decode_webhook<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    json(body)
}

/// Reads a JSON body.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let text = text(body)?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    match T::deserialize(&mut deserializer) {
        Ok(value) => end(&mut deserializer, text).map(|()| value),
        Err(error) => Err(explain(text.as_bytes(), &error)),
    }
}

/// The text of a body.
fn text(body: &[u8]) -> Result<&str, DecodeError> {
    let body = without_byte_order_mark(body);
    // One UTF-8 check of the whole body costs less than one for each string.
    std::str::from_utf8(body).map_err(|error| not_text(body, error.valid_up_to()))
}

/// Nothing but white space follows the value.
fn end(deserializer: &mut serde_json::Deserializer<StrRead<'_>>, text: &str) -> Result<(), DecodeError> {
    deserializer.end().map_err(|error| explain(text.as_bytes(), &error))
}

#[cold]
fn not_text(body: &[u8], offset: usize) -> DecodeError {
    let path = place::path(body, offset, Subject::Here);
    DecodeError { path: Some(path).filter(|path| !path.is_empty()), problem: String::from("not UTF-8") }
}

/// Says what is wrong, and where. Of the body it shows only names of members.
///
/// serde_json places an error at the end of the value that its reader is in. An error about a value that has been read as a
/// whole comes too late for that; it is marked by [`DecodeError::nested`], or by the words `this …` for what was
/// found.
#[cold]
fn explain(text: &[u8], error: &serde_json::Error) -> DecodeError {
    let message = error.to_string();
    let is_data = error.classify() == Category::Data;
    let nested = if is_data { nested(&message) } else { None };
    let subject = match &nested {
        Some(_) => Subject::ReadLast,
        None if message.starts_with("invalid type: this ") => Subject::ReadLast,
        None if message.starts_with("invalid type: sequence") => Subject::Opened(b'['),
        None if message.starts_with("invalid type: map") => Subject::Opened(b'{'),
        None => Subject::Here,
    };
    let path = place::offset(text, error.line(), error.column())
        .map(|offset| place::path(text, offset, subject))
        .unwrap_or_default();
    let (path, problem) = match (error.classify(), nested) {
        (Category::Eof, _) => (path, String::from("the body ends too early")),
        (Category::Syntax, _) if message.starts_with("number out of range") => {
            (path, String::from("the number is out of range"))
        }
        (Category::Syntax | Category::Io, _) => {
            (path, format!("not JSON, at line {} column {}", error.line(), error.column()))
        }
        (Category::Data, Some((inner, problem))) => (join(path, inner), problem),
        (Category::Data, None) => (path, data_problem(&message)),
    };
    DecodeError { path: Some(path).filter(|path| !path.is_empty()), problem }
}

fn nested(message: &str) -> Option<(String, String)> {
    let (path, problem) = message.strip_prefix(NESTED)?.split_once(NESTED)?;
    let problem = problem.rsplit_once(" at line ").map_or(problem, |(problem, _)| problem);
    Some((path.to_owned(), problem.to_owned()))
}

fn join(outer: String, inner: String) -> String {
    match (outer.is_empty(), inner.is_empty() || inner.starts_with('[')) {
        (true, _) => inner,
        (false, true) => outer + &inner,
        (false, false) => format!("{outer}.{inner}"),
    }
}

/// The parts of serde's message that come from types and not from the body.
fn data_problem(message: &str) -> String {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    if let Some(name) = message.strip_prefix("missing field ") {
        return format!("missing member {name}");
    }
    let found = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    match found.and_then(|found| found.rsplit_once(", expected ")) {
        // serde writes the kind of a value in front of the value itself: `string "…"`, "integer `…`".
        Some((found, expected)) => {
            let found = found.strip_prefix("this ").unwrap_or(found);
            let kind = found.split(['"', '`']).next().unwrap_or_default().trim_end();
            format!("found {kind}, expected {expected}")
        }
        None => String::from("the value does not have the expected form"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    type Page = BTreeMap<String, Vec<BTreeMap<String, i64>>>;

    fn problem(body: &[u8]) -> String {
        json::<Page>(body).unwrap_err().to_string()
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_body() {
        assert!(json::<Page>(b"\xef\xbb\xbf{}").is_ok());
    }

    #[test]
    fn text_that_is_not_utf8_is_reported_with_its_place() {
        assert_eq!(problem(b"{\"items\":[{\"status\":\"a\xff\"}]}"), "`items[0].status`: not UTF-8");
        assert_eq!(problem(b"\x1f\x8b\x08"), "not UTF-8");
    }

    #[test]
    fn an_error_names_the_place_and_not_the_value() {
        let text = problem(br#"{"items":[{"status":1},{"status":"top, expected secret at line 1"}]}"#);
        assert_eq!(text, "`items[1].status`: found string, expected i64");
        assert_eq!(problem(br#"{"items":[{"status":1.5}]}"#), "`items[0].status`: found floating point, expected i64");
        assert_eq!(problem(br#"{"items":[{"status":1e400}]}"#), "`items[0].status`: the number is out of range");
        assert_eq!(problem(br#"{"items":null}"#), "`items`: found null, expected a sequence");
        assert_eq!(problem(br#"{"a\nb\u001f":null}"#), "`a b `: found null, expected a sequence");
    }

    #[test]
    fn the_place_is_that_of_the_value_whatever_surrounds_it() {
        type Values = BTreeMap<String, Vec<crate::Decimal>>;
        type Nested = Vec<BTreeMap<String, BTreeMap<String, Vec<String>>>>;
        let decimals = |body: &str| json::<Values>(body.as_bytes()).unwrap_err().path.unwrap_or_default();
        for body in
            [r#"{"a":[1],"b":[1,"x"]}"#, r#"{"b":[1,{"c":[2]} , 5]}"#, r#"{"b":[1,[[]],{}]}"#, "{\"b\":\n[1,\n\"\"\n]}"]
        {
            assert_eq!(decimals(body), "b[1]", "{body}");
        }
        let nested = |body: &str| json::<Nested>(body.as_bytes()).unwrap_err().path.unwrap_or_default();
        for (body, path) in [
            ("5", ""),
            ("[{},5]", "[1]"),
            ("[{},[]]", "[1]"),
            (r#"[{"a,\\":{"b\"]":["c",{"d":[]}]}}]"#, r#"[0].a,\.b"][1]"#),
            (r#"[{"a":{"b":[ "c" ,null]}}]"#, "[0].a.b[1]"),
            (r#"[{"a":{"b":["c","d" ,1 ,2]}}]"#, "[0].a.b[2]"),
            (r#"[{"a":{"b":[{}]}}]"#, "[0].a.b[0]"),
            (r#"[{"a":{"b":{}}}]"#, "[0].a.b"),
            (r#"[{"a":{"b":["c"],"d":true}}]"#, "[0].a.d"),
        ] {
            assert_eq!(nested(body), path, "{body}");
        }
    }

    #[test]
    fn a_long_name_does_not_make_a_long_path() {
        let body = format!(r#"{{"{}":5}}"#, "ä".repeat(10_000));
        assert_eq!(json::<Page>(body.as_bytes()).unwrap_err().path.map(|path| path.chars().count()), Some(256));
    }

    #[test]
    fn bodies_that_are_not_json_are_distinguished() {
        assert_eq!(problem(b""), "the body ends too early");
        assert_eq!(problem(br#"{"items":[{"sta"#), "`items[0]`: the body ends too early");
        assert!(problem(b"<html>").starts_with("not JSON"));
        assert!(problem(b"{} {}").starts_with("not JSON"));
    }
}
