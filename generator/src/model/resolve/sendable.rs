//! What a client refuses to send, so that no example asks for it.

use jiff::civil;

use super::wire;
use crate::model::{Input, InputPlace, Type, TypeKind, Value};

/// Why the client refuses a value; `None` when it sends it.
pub(super) fn refusal(value: &Value, input: &Input, types: &[Type]) -> Option<String> {
    let text = |in_url| wire::text(value, types, in_url);
    match (value, &input.place) {
        (Value::List(items), _) if input.max_items.is_some_and(|max| items.len() > max as usize) => {
            return Some("the list is longer than the operation takes".to_owned());
        }
        (_, InputPlace::Path) if matches!(text(true).as_str(), "" | "." | "..") => {
            return Some("a path cannot hold this value".to_owned());
        }
        (_, InputPlace::Header) if text(false).contains(char::is_control) => {
            return Some("a header cannot hold this value".to_owned());
        }
        _ => {}
    }
    refusal_within(value, types)
}

fn refusal_within(value: &Value, types: &[Type]) -> Option<String> {
    match value {
        Value::DateTime(text) if !is_date_time(text) => Some(format!("`{text}` is no date and time in a known form")),
        Value::List(items) => items.iter().find_map(|item| refusal_within(item, types)),
        Value::Map(entries) => entries.iter().find_map(|(_, value)| refusal_within(value, types)),
        Value::Variant { value, .. } => refusal_within(value, types),
        Value::Object { declared, members } => {
            let TypeKind::Object { members: known, .. } = &types[declared.0].kind else { return None };
            members.iter().find_map(|stated| {
                let (member, value) = (&known[stated.member], stated.value.as_ref()?);
                match value {
                    Value::List(items) if member.max_items.is_some_and(|max| items.len() > max as usize) => {
                        Some(format!("the list `{}` is longer than the service takes", member.wire))
                    }
                    value => refusal_within(value, types),
                }
            })
        }
        _ => None,
    }
}

/// A date, or a date and time with seconds, with `Z`, an offset or no zone.
pub(crate) fn is_date_time(text: &str) -> bool {
    let (date, time) = text.split_once(['T', 't', ' ']).map_or((text, None), |(date, time)| (date, Some(time)));
    let is_date = date.len() == 10 && date.parse::<civil::Date>().is_ok();
    is_date && time.is_none_or(is_time)
}

fn is_time(text: &str) -> bool {
    let zone_at = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let (time, zone) = text.split_at(zone_at);
    let is_time = time.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b':' | b'.'))
        && time.as_bytes().get(2) == Some(&b':')
        && time.parse::<civil::Time>().is_ok();
    let is_zone = match zone.as_bytes() {
        [] | [b'Z' | b'z'] => true,
        [_, hours @ .., b':', tens @ b'0'..=b'5', units] => {
            hours.len() == 2 && [hours, &[*tens, *units]].concat().iter().all(u8::is_ascii_digit)
        }
        _ => false,
    };
    is_time && is_zone
}

#[cfg(test)]
mod tests {
    use super::is_date_time;

    #[test]
    fn times_are_taken_in_the_forms_that_the_client_takes() {
        for text in ["2017-08-02", "2017-08-02T10:00:00", "2017-08-02 10:00:00.1234567Z", "2017-08-02T10:00:00-08:00"] {
            assert!(is_date_time(text), "{text}");
        }
        for text in
            ["02.08.2017", "2017-08-02T", "2017-13-02", "2017-08-02T10:00:00+9:00", "2017-08-02T10:00:00[UTC]", ""]
        {
            assert!(!is_date_time(text), "{text}");
        }
    }
}
