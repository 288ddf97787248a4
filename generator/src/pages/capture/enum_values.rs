//! Values of drafted enums.

use super::draft::Value;
use super::names::Names;
use crate::names::NameKind;

/// Values by wire spelling; spellings that differ only in case are one value.
pub(super) fn enum_values<'v>(values: impl IntoIterator<Item = &'v String>) -> Vec<Value> {
    let mut drafted: Vec<Value> = Vec::new();
    let mut rust_names = Names::default();
    for wire in values {
        if !drafted.iter().any(|other| other.wire.to_lowercase() == wire.to_lowercase()) {
            drafted.push(Value { wire: wire.clone(), rust: rust_names.stated(wire, NameKind::Variant) });
        }
    }
    drafted
}
