//! One operation on both sides of a comparison.

use super::side::ChangedEntry;
use crate::model::Operation;

/// One operation before and after.
pub(super) struct OperationPair<'o> {
    pub(super) old: &'o Operation,
    pub(super) new: &'o Operation,
    pub(super) before: ChangedEntry,
    pub(super) after: ChangedEntry,
}
