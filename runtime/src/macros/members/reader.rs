//! Members as they are read. The code of a struct only selects the field of a name: the loop exists once, and the reading of a
//! field once for each type of fields, whatever the number of structs.

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess};

use crate::Unlisted;
use crate::macros::name::Name;

/// Reads the value of a name; `false` if the struct has no field for it.
type ReadListed<'r, A, E> = dyn FnMut(&str, &mut A) -> Result<bool, E> + 'r;

/// Reads the members of an object, and returns those that are not listed.
pub fn read_each<'de, A: MapAccess<'de>>(
    map: &mut A,
    read_listed: &mut ReadListed<'_, A, A::Error>,
) -> Result<Unlisted, A::Error> {
    let mut unlisted = Unlisted::default();
    while let Some(name) = map.next_key::<Name<'de>>()? {
        if !read_listed(&name.0, map)? {
            unlisted.push(name.0, map.next_value()?);
        }
    }
    Ok(unlisted)
}

/// Reads the next value into a field. The result is that of `ReadListed`.
#[inline(never)]
pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(field: &mut T, map: &mut A) -> Result<bool, A::Error> {
    *field = map.next_value()?;
    Ok(true)
}

/// Reads the next value, whose absence has a meaning of its own.
#[inline(never)]
pub fn read_some<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    field: &mut Option<T>,
    map: &mut A,
) -> Result<bool, A::Error> {
    *field = Some(map.next_value()?);
    Ok(true)
}

/// Reads the next value; null is the default.
#[inline(never)]
pub fn read_or_default<'de, T: Deserialize<'de> + Default, A: MapAccess<'de>>(
    field: &mut T,
    map: &mut A,
) -> Result<bool, A::Error> {
    *field = map.next_value::<Option<T>>()?.unwrap_or_default();
    Ok(true)
}

/// Leaves out the next value.
pub fn ignore<'de, A: MapAccess<'de>>(map: &mut A) -> Result<bool, A::Error> {
    map.next_value::<IgnoredAny>()?;
    Ok(true)
}
