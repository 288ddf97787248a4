//! The directions in which operations use each type.

use crate::model::Direction;
use crate::spec::LoadedApi;
use crate::spec::usage::TypesOfValues;

/// The types that are sent, and those that are received.
pub(super) struct Directions<'a>(TypesOfValues<'a>);

impl<'a> Directions<'a> {
    pub(super) fn new(api: &'a LoadedApi) -> Self {
        Self(TypesOfValues::new(api))
    }

    /// The direction of a type. Errors count as received; a type whose members others only take over has no direction.
    pub(super) fn of(&self, name: &str) -> Direction {
        let TypesOfValues { sent, received, used } = &self.0;
        let sent = sent.contains(name);
        Direction { sent, received: received.contains(name) || (!sent && used.contains(name)) }
    }
}
