//! Where a page begins, according to the page before.

use http::HeaderMap;
use serde_json::{Value, json};

use crate::Api;
use crate::continuation::link::Link;

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Position {
    Start,
    Offset(u64),
    /// A page by its number.
    Page {
        number: u64,
        /// How many items the pages before it have; `None` if the list was begun at a later page.
        before: Option<u64>,
    },
    Token(String),
    Link(Link),
}

impl Position {
    /// Members are in alphabetical order, which another crate's choice of features cannot change.
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Start => Value::Null,
            Self::Offset(offset) => json!(offset),
            Self::Page { number, before } => json!({"before": before, "page": number}),
            Self::Token(token) => json!(token),
            Self::Link(Link { uri, method, headers }) => {
                let headers: Vec<Value> =
                    headers.iter().map(|(key, value)| json!({"key": key, "value": value})).collect();
                json!({"headers": headers, "method": method, "uri": uri})
            }
        }
    }

    pub(super) fn from_value(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => Self::Start,
            Value::Number(offset) => Self::Offset(offset.as_u64()?),
            Value::String(token) => Self::Token(token.clone()),
            numbered if numbered.get("page").is_some() => Self::Page {
                number: numbered.get("page")?.as_u64()?,
                before: match numbered.get("before")? {
                    Value::Null => None,
                    before => Some(before.as_u64()?),
                },
            },
            link => Self::Link(Link::read(link)?),
        })
    }

    /// Without the credentials of the API that a link may repeat.
    pub(super) fn without_credentials(self, api: &Api) -> Self {
        match self {
            Self::Link(link) => Self::Link(link.without_credentials(api)),
            other => other,
        }
    }

    pub(super) fn fingerprint(&self) -> u64 {
        fingerprint(&self.to_value().to_string())
    }
}

/// A stable hash of texts: FNV-1a, which is short and will not change.
pub(super) fn fingerprint(text: &str) -> u64 {
    fold(FNV_OFFSET, text.as_bytes())
}

/// A hash of a call: path, query and the headers that are inputs.
pub(super) fn call_fingerprint(target: &str, inputs: &HeaderMap) -> u64 {
    let mut lines: Vec<_> = inputs.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    // Lines of one name keep their order.
    lines.sort_by_key(|(name, _)| *name);
    lines.into_iter().fold(fingerprint(target), |hash, (name, value)| {
        [b"\n", name.as_bytes(), b":", value].into_iter().fold(hash, fold)
    })
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

fn fold(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cursors are stored, and read by later versions: the values are those of FNV-1a.
    #[test]
    fn fingerprints_never_change() {
        let texts = ["", "a", "foobar"];
        assert_eq!(texts.map(fingerprint), [0xcbf2_9ce4_8422_2325, 0xaf63_dc4c_8601_ec8c, 0x8594_4171_f739_67e8]);
    }

    #[test]
    fn the_order_of_headers_counts_within_a_name_only() {
        let call = |inputs: [(&'static str, &'static str); 3]| {
            let mut headers = HeaderMap::new();
            for (name, value) in inputs {
                headers.append(name, http::HeaderValue::from_static(value));
            }
            call_fingerprint("/things?a=b", &headers)
        };
        let expected = call([("x-a", "1"), ("x-a", "2"), ("x-b", "3")]);
        assert_eq!(call([("x-b", "3"), ("x-a", "1"), ("x-a", "2")]), expected);
        assert_ne!(call([("x-a", "2"), ("x-a", "1"), ("x-b", "3")]), expected);
    }
}
