//! Notes: what in the recordings was not compared. Notes say nothing about the spec.

use std::collections::BTreeMap;

/// A reason why part of a recording was not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrafficNote {
    /// The reason.
    pub message: String,
    /// How often it occurred.
    pub count: usize,
    /// The first file.
    pub file: String,
    /// The first entry, counted from 0, if it is about one.
    pub entry: Option<usize>,
}

/// Notes with the same message, counted.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeMap<String, TrafficNote>);

impl Notes {
    pub(super) fn add(&mut self, message: impl Into<String>, file: &str, entry: Option<usize>) {
        let message = message.into();
        let new = || TrafficNote { message: message.clone(), count: 0, file: file.to_owned(), entry };
        self.0.entry(message.clone()).or_insert_with(new).count += 1;
    }

    pub(super) fn into_sorted(self) -> Vec<TrafficNote> {
        self.0.into_values().collect()
    }
}
