//! Reading JSON bodies: plainly first, and with path tracking only to explain a failure.

use serde::de::DeserializeOwned;
use serde_json::error::Category;
use thiserror::Error;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Why a body could not be read. It names a place in the JSON and never shows a value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}{problem}", .path.as_ref().map(|path| format!("`{path}`: ")).unwrap_or_default())]
pub struct DecodeError {
    path: Option<String>,
    problem: String,
}

impl DecodeError {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self { path: None, problem: problem.into() }
    }

    /// The place in the JSON, such as `items[3].status`; `None` where it is the whole, or not JSON at all.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The form in which the reader of a nested text hands the error on, see [`explain`].
    pub(crate) fn nested<E: serde::de::Error>(&self) -> E {
        E::custom(format_args!("{NESTED}{}{NESTED}{}", self.path.as_deref().unwrap_or_default(), self.problem))
    }
}

/// The most characters of a path: names of members may come from the body.
const PATH_LIMIT: usize = 256;

/// Sets off the path that an error from a nested text carries.
const NESTED: char = '\u{1f}';

/// The body without the byte-order mark that some services put in front of it.
pub(crate) fn without_byte_order_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body)
}

/// Reads a JSON body.
pub(crate) fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let text = without_byte_order_mark(body);
    serde_json::from_slice(text).map_err(|error| locate::<T>(text, &error))
}

#[cold]
fn locate<T: DeserializeOwned>(text: &[u8], error: &serde_json::Error) -> DecodeError {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(_) => explain(error, String::new()),
        Err(located) => {
            let path = located.path().to_string();
            explain(located.inner(), path)
        }
    }
}

/// Says what is wrong in words that hold nothing of the body.
fn explain(error: &serde_json::Error, path: String) -> DecodeError {
    let path = known_part(&path);
    let (path, problem) = match error.classify() {
        Category::Eof => (path, String::from("the body ends too early")),
        Category::Syntax | Category::Io => {
            (path, format!("not JSON, at line {} column {}", error.line(), error.column()))
        }
        Category::Data => match nested(&error.to_string()) {
            Some((inner, problem)) => (join(path, inner), problem),
            None => (path, data_problem(&error.to_string())),
        },
    };
    DecodeError { path: Some(path).filter(|path| !path.is_empty()), problem }
}

/// The path without `.`, which stands for the whole, and `?`, which stands for a name that was not read to its end. Names
/// may come from the body, so nothing in them may break the lines of a log.
fn known_part(path: &str) -> String {
    let known = path.strip_suffix('?').unwrap_or(path).trim_end_matches('.');
    known.chars().take(PATH_LIMIT).map(|name| if name.is_control() { ' ' } else { name }).collect()
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

/// Of serde's message, the words that come from types and not from the body.
fn data_problem(message: &str) -> String {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    if let Some(name) = message.strip_prefix("missing field ") {
        return format!("missing member {name}");
    }
    let found = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    match found.and_then(|found| found.rsplit_once(", expected ")) {
        // serde writes the kind of a value in front of the value itself: `string "…"`, "integer `…`".
        Some((found, expected)) => {
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
    fn an_error_names_the_place_and_not_the_value() {
        let text = problem(br#"{"items":[{"status":1},{"status":"top, expected secret at line 1"}]}"#);
        assert_eq!(text, "`items[1].status`: found string, expected i64");
        assert_eq!(problem(br#"{"items":[{"status":1.5}]}"#), "`items[0].status`: found floating point, expected i64");
        assert_eq!(problem(br#"{"items":null}"#), "`items`: found null, expected a sequence");
        assert_eq!(problem(br#"{"a\nb\u001f":null}"#), "`a b `: found null, expected a sequence");
    }

    #[test]
    fn what_is_no_json_is_told_apart() {
        assert_eq!(problem(b""), "the body ends too early");
        assert_eq!(problem(br#"{"items":[{"sta"#), "`items[0]`: the body ends too early");
        assert!(problem(b"<html>").starts_with("not JSON"));
        assert!(problem(b"{} {}").starts_with("not JSON"));
    }
}
