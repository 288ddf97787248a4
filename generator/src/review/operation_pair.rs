//! One operation on both sides of a comparison.

use super::half::Entry;
use crate::model::Operation;

/// One operation before and after.
pub(super) struct OperationPair<'o> {
    pub(super) old: &'o Operation,
    pub(super) new: &'o Operation,
    pub(super) before: Entry,
    pub(super) after: Entry,
}
