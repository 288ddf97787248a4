//! Members as they are written.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::Unlisted;

/// Writes members until the first fails. Generated code makes one call for each member, without a branch, which keeps
/// the code of an object small.
pub struct Writer<S: Serializer> {
    map: S::SerializeMap,
    result: Result<(), S::Error>,
}

impl<S: Serializer> Writer<S> {
    pub fn begin(serializer: S) -> Result<Self, S::Error> {
        serializer.serialize_map(None).map(|map| Self { map, result: Ok(()) })
    }

    /// Writes a member.
    #[inline(never)]
    pub fn write<T: Serialize>(&mut self, name: &'static str, value: &T) {
        if self.result.is_ok() {
            self.result = self.map.serialize_entry(name, value);
        }
    }

    /// Writes a member, unless there is no value.
    #[inline(never)]
    pub fn write_some<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.write(name, value);
        }
    }

    pub fn write_unlisted(&mut self, unlisted: &Unlisted) {
        if self.result.is_ok() {
            self.result = unlisted.write(&mut self.map);
        }
    }

    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.result.and_then(|()| self.map.end())
    }
}
