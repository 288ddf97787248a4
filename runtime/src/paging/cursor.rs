//! A place in a long list that can be kept.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};
use thiserror::Error;

use super::loop_detector::Kept;
use super::position::Position;
use crate::continuation::handle;

/// A place in a long list: the next page, or an item on it. It can be kept as text, or with serde, and belongs to one call: an
/// operation with its inputs.
///
/// It holds the link or token for the next page, and no credential. When read back, it is trusted no more than a response: it
/// leads to the client's server, by GET. But a link may lead to any resource of the server, also one in a forged cursor:
/// sign cursors if those who return them may see less than the client.
#[derive(Clone, PartialEq, Eq)]
pub struct Cursor {
    pub(super) operation: String,
    /// Fingerprint of the inputs.
    pub(super) call: u64,
    pub(super) position: Position,
    /// Items of the page that were returned already.
    pub(super) skip: u64,
    pub(super) loop_detector: Kept,
}

/// A text is not a [`Cursor`], or one of an unknown format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a cursor that this version can read")]
pub struct CursorError;

impl Cursor {
    /// Name of the operation, with that of its API: `partner-center/customers/list_customers`.
    pub fn operation(&self) -> &str {
        &self.operation
    }

    fn from_value(value: &Value) -> Option<Self> {
        Some(Self {
            operation: value.get("operation")?.as_str()?.to_owned(),
            call: u64::from_str_radix(value.get("call")?.as_str()?, 16).ok()?,
            position: Position::from_value(value.get("at")?)?,
            skip: value.get("skip")?.as_u64()?,
            loop_detector: value.get("trail").map_or(Some(Kept::default()), Kept::from_value)?,
        })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (at, call) = (self.position.to_value(), format!("{:x}", self.call));
        // In alphabetical order, which another crate's choice of features cannot change.
        let mut value = json!({"at": at, "call": call, "operation": self.operation, "skip": self.skip});
        if !self.loop_detector.is_empty() {
            value["trail"] = self.loop_detector.to_value();
        }
        formatter.write_str(&handle::write(&value))
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        handle::read(text).as_ref().and_then(Self::from_value).ok_or(CursorError)
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Shows the operation only: links and tokens may hold more than a log should.
impl fmt::Debug for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Cursor").field("operation", &self.operation).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::continuation::link::Link;
    use crate::paging::loop_detector::LoopDetector;

    fn at(position: Position) -> Cursor {
        Cursor { operation: "api/list".to_owned(), call: u64::MAX, position, skip: 3, loop_detector: Kept::default() }
    }

    #[test]
    fn a_cursor_is_the_same_when_it_is_read_back() {
        let link = Link {
            headers: vec![("MS-ContinuationToken".to_owned(), "a\"é".to_owned())],
            method: Some("GET".to_owned()),
            ..Link::to("/customers")
        };
        let page = |before| Position::Page { number: 3, before };
        let counted = [Position::Offset(7), page(Some(200)), page(None)];
        let places =
            [Position::Start, Position::Token("t/1+".to_owned()), Position::Link(link)].into_iter().chain(counted);
        for cursor in places.map(at) {
            let text = serde_json::to_string(&cursor).unwrap();
            assert_eq!(serde_json::from_str::<Cursor>(&text).unwrap(), cursor);
        }
        let mut loop_detector = LoopDetector::default();
        loop_detector.go(Some(u64::MAX), &Position::Offset(1));
        let cursor = Cursor { loop_detector: loop_detector.kept(), ..at(Position::Offset(1)) };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
    }

    #[test]
    fn the_format_is_the_one_that_was_written_to_files() {
        let kept = "1.eyJhdCI6InQiLCJjYWxsIjoiZmZmZmZmZmZmZmZmZmZmZiIsIm9wZXJhdGlvbiI6ImFwaS9saXN0Iiwic2tpcCI6M30";
        assert_eq!(at(Position::Token("t".to_owned())).to_string(), kept);
        assert_eq!(kept.parse(), Ok(at(Position::Token("t".to_owned()))));
    }

    #[test]
    fn text_that_is_no_cursor_is_rejected() {
        for text in ["", "1.", "2.e30", "1.e30", "{}", "1.!", "1.bnVsbA"] {
            assert_eq!(text.parse::<Cursor>(), Err(CursorError), "{text}");
        }
    }

    #[test]
    fn a_cursor_shows_its_operation_only() {
        let cursor = at(Position::Token("hunter2".to_owned()));
        assert_eq!(cursor.operation(), "api/list");
        assert_eq!(format!("{cursor:?}"), r#"Cursor { operation: "api/list", .. }"#);
    }
}
