//! Numbers, when another crate of the program turns on the feature `arbitrary_precision` of serde_json.

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, Expected, MapAccess, Unexpected};
use serde_json::Number;

/// The number that serde_json presents as `map`.
///
/// With that feature, `deserialize_any` calls `visit_map` for a number, and only `Number` reads that map. An object is an
/// error with the feature and without it.
pub(super) fn from_map<'de, A: MapAccess<'de>>(map: A, expected: &dyn Expected) -> Result<Number, A::Error> {
    Number::deserialize(MapAccessDeserializer::new(map)).map_err(|_| A::Error::invalid_type(Unexpected::Map, expected))
}
