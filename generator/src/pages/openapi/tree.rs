//! JSON and YAML as a tree in which every key and value has its line.

use indexmap::IndexMap;

/// How deep values may nest; no document nests them deeper.
pub(super) const DEEPEST: usize = 96;
/// The largest number of values in a file, values that aliases repeat included.
pub(super) const MOST_NODES: usize = 2_000_000;

/// A value and its line.
#[derive(Clone, Debug)]
pub(super) struct DocumentNode {
    /// Line of its first character, from 1.
    pub(super) line: u32,
    pub(super) value: DocumentValue,
}

/// A value of JSON.
#[derive(Clone, Debug)]
pub(super) enum DocumentValue {
    Null,
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    Text(String),
    List(Vec<DocumentNode>),
    Map(IndexMap<String, DocumentEntry>),
}

/// A value under a key of an object.
#[derive(Clone, Debug)]
pub(super) struct DocumentEntry {
    /// Line of the key, from 1.
    pub(super) line: u32,
    pub(super) node: DocumentNode,
}

impl DocumentNode {
    pub(super) fn entry(&self, key: &str) -> Option<&DocumentEntry> {
        match &self.value {
            DocumentValue::Map(entries) => entries.get(key),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            DocumentValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A scalar as text: a version is a number in some files, and values of enums are of any type.
    pub(super) fn scalar(&self) -> Option<String> {
        match &self.value {
            DocumentValue::Text(text) | DocumentValue::Number(text) => Some(text.clone()),
            DocumentValue::Bool(value) => Some(value.to_string()),
            DocumentValue::Null | DocumentValue::List(_) | DocumentValue::Map(_) => None,
        }
    }
}

/// Why a text is not JSON or YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SyntaxError {
    /// Line, from 1.
    pub(super) line: u32,
    /// Column in characters, from 1.
    pub(super) column: u32,
    pub(super) message: String,
}

/// Line and column of a byte of a text.
pub(super) fn position(text: &str, byte: usize) -> (u32, u32) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    let from_one = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
    (from_one(line), from_one(column))
}
