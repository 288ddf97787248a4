//! One type on both sides of a comparison.

use super::side::ChangedEntry;
use crate::model::Type;

/// One type before and after.
pub(super) struct TypePair<'t> {
    pub(super) old: &'t Type,
    pub(super) new: &'t Type,
    pub(super) before: ChangedEntry,
    pub(super) after: ChangedEntry,
}
