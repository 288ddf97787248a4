//! The directions in which operations use each type.

use std::collections::HashSet;

use crate::model::Direction;
use crate::spec::LoadedApi;
use crate::spec::usage::{received_types, sent_types};

/// Names of the types that are sent, and of those that are received.
pub(super) struct Directions<'a> {
    sent: HashSet<&'a str>,
    received: HashSet<&'a str>,
}

impl<'a> Directions<'a> {
    pub(super) fn new(api: &'a LoadedApi) -> Self {
        Self { sent: sent_types(api), received: received_types(api) }
    }

    /// The direction of a type; one that no operation uses counts as received.
    pub(super) fn of(&self, name: &str) -> Direction {
        let sent = self.sent.contains(name);
        Direction { sent, received: self.received.contains(name) || !sent }
    }
}
