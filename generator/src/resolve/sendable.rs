//! Values that clients cannot send, so that examples do not contain them.

use super::wire;
use crate::model::{Input, InputPlace, Type, Value};

/// Why a client cannot send a value; `None` if it can.
pub(super) fn send_error(value: &Value, input: &Input, is_quoted: bool, types: &[Type]) -> Option<String> {
    let text = |in_url| wire::text(value, types, in_url);
    match (value, &input.place) {
        (Value::List(items), _) if input.max_items.is_some_and(|max| items.len() > max as usize) => {
            return Some("the list is longer than the operation allows".to_owned());
        }
        (Value::List(items), InputPlace::QueryCommas)
            if items.iter().any(|item| wire::text(item, types, true).contains(',')) =>
        {
            return Some("a value between commas cannot contain one".to_owned());
        }
        (_, InputPlace::Path) if !is_quoted && matches!(text(true).as_str(), "" | "." | "..") => {
            return Some("this value cannot be sent in a path".to_owned());
        }
        (_, InputPlace::Header) if text(false).contains(char::is_control) => {
            return Some("this value cannot be sent in a header".to_owned());
        }
        _ => {}
    }
    send_error_within(value)
}

fn send_error_within(value: &Value) -> Option<String> {
    match value {
        Value::Formatted(format, text) if !format.fits(text) => {
            Some(format!("`{text}` is not {} in a known format", format.noun()))
        }
        Value::List(items) => items.iter().find_map(send_error_within),
        Value::Map(entries) => entries.iter().find_map(|(_, value)| send_error_within(value)),
        Value::Variant { value, .. } => send_error_within(value),
        Value::Object { members, .. } => members.iter().find_map(|stated| send_error_within(stated.value.as_ref()?)),
        _ => None,
    }
}
