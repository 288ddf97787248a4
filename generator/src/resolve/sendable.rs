//! Values that clients cannot send, so that examples do not contain them.

use super::wire;
use crate::date_time::is_date_time;
use crate::model::{Input, InputPlace, Type, Value};

/// Why a client cannot send a value; `None` if it can.
pub(super) fn send_error(value: &Value, input: &Input, types: &[Type]) -> Option<String> {
    let text = |in_url| wire::text(value, types, in_url);
    match (value, &input.place) {
        (Value::List(items), _) if input.max_items.is_some_and(|max| items.len() > max as usize) => {
            return Some("the list is longer than the operation allows".to_owned());
        }
        (_, InputPlace::Path) if matches!(text(true).as_str(), "" | "." | "..") => {
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
        Value::DateTime(text) if !is_date_time(text) => {
            Some(format!("`{text}` is not a date and time in a known format"))
        }
        Value::List(items) => items.iter().find_map(send_error_within),
        Value::Map(entries) => entries.iter().find_map(|(_, value)| send_error_within(value)),
        Value::Variant { value, .. } => send_error_within(value),
        Value::Object { members, .. } => members.iter().find_map(|stated| send_error_within(stated.value.as_ref()?)),
        _ => None,
    }
}
