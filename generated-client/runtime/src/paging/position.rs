//! Where a page begins, as the page before it said.

use std::hash::{DefaultHasher, Hash, Hasher};

#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Position {
    Start,
    Offset(u64),
    Token(String),
    Link(Link),
}

/// A link as the service stated it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Link {
    pub(crate) uri: String,
    pub(crate) method: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
}

impl Link {
    pub(crate) fn to(uri: &str) -> Self {
        Self { uri: uri.to_owned(), method: None, headers: Vec::new() }
    }
}

/// Tells values apart within one run of a program.
pub(super) fn fingerprint(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Tells texts apart for all time: FNV-1a, which is short and will not change.
pub(super) fn stable_fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
