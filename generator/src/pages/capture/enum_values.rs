//! Values of drafted enums.

use super::draft::DraftValue;
use super::names::UsedNames;
use crate::names::NameKind;

/// Whether all values are spelled as integers are in JSON.
pub(super) fn are_integers<'v>(values: impl IntoIterator<Item = &'v String>) -> bool {
    values.into_iter().all(|value| value.parse::<i64>().is_ok_and(|number| number.to_string() == *value))
}

/// Values by wire spelling; spellings that differ only in case are one value.
pub(super) fn enum_values<'v>(values: impl IntoIterator<Item = &'v String>) -> Vec<DraftValue> {
    let mut drafted: Vec<DraftValue> = Vec::new();
    let mut rust_names = UsedNames::default();
    for wire in values {
        if !drafted.iter().any(|other| other.wire.to_lowercase() == wire.to_lowercase()) {
            drafted.push(DraftValue {
                wire: wire.clone(),
                in_url: false,
                rust: rust_names.stated(wire, NameKind::Variant),
            });
        }
    }
    drafted
}

#[cfg(test)]
mod tests {
    use super::are_integers;

    #[test]
    fn a_code_with_leading_zeros_is_a_text() {
        for (values, expected) in [(["1", "-2"], true), (["1", "02"], false), (["1", "two"], false)] {
            assert_eq!(are_integers(&values.map(str::to_owned)), expected, "{values:?}");
        }
    }
}
