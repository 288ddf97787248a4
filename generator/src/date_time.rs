//! Dates and times as services write them.

use jiff::civil;

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
