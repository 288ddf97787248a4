//! The spellings of enum values. Nothing here depends on the type of the enum, so that each adds little to the compile time.

use std::hash::Hasher;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::UnlistedValue;

/// How one listed value is spelled.
pub struct Spelling {
    pub text: &'static str,
    pub in_url: Option<&'static str>,
}

pub(super) fn spell<'v>(
    spellings: &'static [Spelling],
    position: Result<usize, &'v UnlistedValue>,
    in_url: bool,
) -> &'v str {
    match position {
        Ok(position) => {
            let spelling = &spellings[position];
            spelling.in_url.filter(|_| in_url).unwrap_or(spelling.text)
        }
        Err(unlisted) => unlisted.as_str(),
    }
}

pub(super) fn is_same_position(
    ignores_case: bool,
    one: Result<usize, &UnlistedValue>,
    other: Result<usize, &UnlistedValue>,
) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => one == other,
        (Err(one), Err(other)) => {
            one.is_plain() == other.is_plain() && same(ignores_case, one.as_str(), other.as_str())
        }
        _ => false,
    }
}

fn same(ignores_case: bool, one: &str, other: &str) -> bool {
    if ignores_case { one.eq_ignore_ascii_case(other) } else { one == other }
}

/// How the values of one enum are spelled.
#[derive(Clone, Copy)]
pub(super) struct Spellings {
    pub(super) texts: &'static [Spelling],
    pub(super) ignores_case: bool,
    /// Whether listed values are integers in JSON, and not strings.
    pub(super) is_integer: bool,
}

impl Spellings {
    /// The position of the listed value with this text.
    pub(super) fn find(self, text: &str) -> Option<usize> {
        let exact = self.texts.iter().position(|spelling| spelling.text == text);
        exact.or_else(|| {
            self.texts.iter().position(|spelling| {
                self.ignores_case && same(true, spelling.text, text)
                    || spelling.in_url.is_some_and(|in_url| same(self.ignores_case, in_url, text))
            })
        })
    }
}

pub fn hash<H: Hasher>(ignores_case: bool, text: &str, state: &mut H) {
    for byte in text.bytes() {
        state.write_u8(if ignores_case { byte.to_ascii_lowercase() } else { byte });
    }
    state.write_u8(0xff);
}

pub fn encode<S: Serializer>(
    text: &str,
    position: Result<usize, &UnlistedValue>,
    is_integer: bool,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if is_integer
        && position.is_ok()
        && let Ok(number) = text.parse::<i64>()
    {
        return serializer.serialize_i64(number);
    }
    if position.is_err_and(UnlistedValue::is_plain)
        && let Ok(plain) = RawValue::from_string(text.to_owned())
    {
        return plain.serialize(serializer);
    }
    serializer.serialize_str(text)
}
