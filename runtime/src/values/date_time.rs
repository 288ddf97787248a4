//! Dates and times as services write them: with or without a zone, and sometimes in a form of their own.

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use thiserror::Error;

use super::kept_text::kept_text;

/// A date and time that keeps its text. Any text that a service sends is kept and written back unchanged; conversions say
/// whether it can be understood. Equality is that of the texts.
///
/// Accepted are `2024-05-31T10:00:00.1234567Z`, with `T` or a space, seconds with 0 to 9 fraction digits, and a zone of
/// `Z`, `±hh:mm` or none; and a date alone, which means its midnight. A leap second means the second before it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DateTime(Box<str>);

kept_text!(DateTime, split, DateTimeError);

impl DateTime {
    /// The date and time as the text states them, whatever its zone.
    ///
    /// # Errors
    /// When the text cannot be understood.
    pub fn to_civil(&self) -> Result<civil::DateTime, DateTimeError> {
        split(&self.0).map(|(civil, _)| civil)
    }

    /// The offset from UTC that the text states, if any.
    ///
    /// # Errors
    /// When the text cannot be understood.
    pub fn offset(&self) -> Result<Option<Offset>, DateTimeError> {
        split(&self.0).map(|(_, offset)| offset)
    }

    /// The instant that the text states.
    ///
    /// # Errors
    /// When the text cannot be understood, has no zone, or is outside of what [`Timestamp`] holds (which ends on
    /// 9999-12-30).
    pub fn to_timestamp(&self) -> Result<Timestamp, DateTimeError> {
        let (civil, offset) = split(&self.0)?;
        let offset = offset.ok_or(DateTimeError::NoZone)?;
        offset.to_timestamp(civil).map_err(|_| DateTimeError::OutOfRange)
    }

    /// The instant that the text states; `zone` applies when the text has none.
    ///
    /// # Errors
    /// When the text cannot be understood, or is outside of what [`Timestamp`] holds.
    pub fn to_timestamp_in(&self, zone: &TimeZone) -> Result<Timestamp, DateTimeError> {
        let (civil, offset) = split(&self.0)?;
        match offset {
            Some(offset) => offset.to_timestamp(civil),
            None => zone.to_timestamp(civil),
        }
        .map_err(|_| DateTimeError::OutOfRange)
    }
}

/// Splits a text into its civil part and its offset.
fn split(text: &str) -> Result<(civil::DateTime, Option<Offset>), DateTimeError> {
    // The zone follows the time; the date in front has hyphens of its own.
    let time_at = text.find(['T', 't', ' ']).ok_or(DateTimeError::NotUnderstood);
    let Ok(time_at) = time_at else {
        return parse_date(text).map(|date| (date.to_datetime(civil::Time::midnight()), None));
    };
    let (date, time) = (parse_date(&text[..time_at])?, &text[time_at + 1..]);
    let (time, offset) = match time.find(['Z', 'z', '+', '-']) {
        Some(zone_at) => (&time[..zone_at], Some(parse_offset(&time[zone_at..])?)),
        None => (time, None),
    };
    // A zone's name in brackets must not be ignored: the time would lose its zone.
    let [_, _, b':', _, _, rest @ ..] = time.as_bytes() else { return Err(DateTimeError::NotUnderstood) };
    if !rest.iter().all(|byte| matches!(byte, b'0'..=b'9' | b':' | b'.')) {
        return Err(DateTimeError::NotUnderstood);
    }
    let time: civil::Time = time.parse().map_err(|_| DateTimeError::NotUnderstood)?;
    Ok((date.to_datetime(time), offset))
}

pub(super) fn parse_date(text: &str) -> Result<civil::Date, DateTimeError> {
    match text.as_bytes() {
        [_, _, _, _, b'-', _, _, b'-', _, _] => text.parse().map_err(|_| DateTimeError::NotUnderstood),
        _ => Err(DateTimeError::NotUnderstood),
    }
}

fn parse_offset(text: &str) -> Result<Offset, DateTimeError> {
    let digits = |at: usize| -> Option<i32> {
        let pair = text.get(at..at + 2)?;
        pair.bytes().all(|byte| byte.is_ascii_digit()).then(|| pair.parse().ok())?
    };
    let seconds = match text.as_bytes() {
        [b'Z' | b'z'] => Some(0),
        [sign, _, _, b':', _, _] => {
            digits(1).zip(digits(4)).filter(|(_, minutes)| *minutes < 60).map(|(hours, minutes)| {
                let seconds = hours * 3600 + minutes * 60;
                if *sign == b'-' { -seconds } else { seconds }
            })
        }
        _ => None,
    };
    seconds.and_then(|seconds| Offset::from_seconds(seconds).ok()).ok_or(DateTimeError::NotUnderstood)
}

impl From<Timestamp> for DateTime {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp.to_string().into())
    }
}

impl From<civil::DateTime> for DateTime {
    fn from(civil: civil::DateTime) -> Self {
        Self(civil.to_string().into())
    }
}

/// Why a [`DateTime`] cannot be converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DateTimeError {
    /// The text has another form than those of a [`DateTime`].
    #[error("the text is not a date and time in a known form")]
    NotUnderstood,
    /// An instant needs a zone, and the text has none.
    #[error("the date and time has no zone")]
    NoZone,
    /// The instant is outside of what [`Timestamp`] holds.
    #[error("the instant is out of range")]
    OutOfRange,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(text: &str) -> DateTime {
        serde_json::from_value(text.into()).unwrap()
    }

    #[test]
    fn takes_every_form_that_services_write() {
        let instant: Timestamp = "2019-01-15T20:11:49.1234567Z".parse().unwrap();
        for text in
            ["2019-01-15T20:11:49.1234567Z", "2019-01-15 20:11:49.1234567z", "2019-01-15T12:11:49.1234567-08:00"]
        {
            assert_eq!(received(text).to_timestamp(), Ok(instant), "{text}");
        }
        for digits in 0..=9 {
            let fraction = if digits == 0 { String::new() } else { format!(".{}", "1".repeat(digits)) };
            assert!(DateTime::parse(&format!("2019-01-15T20:11:49{fraction}")).is_ok(), "{digits}");
        }
    }

    #[test]
    fn a_text_without_zone_is_no_instant_by_itself() {
        let zoneless = received("2019-01-15T20:11:49");
        assert_eq!(zoneless.to_timestamp(), Err(DateTimeError::NoZone));
        assert_eq!(zoneless.offset(), Ok(None));
        assert_eq!(zoneless.to_timestamp_in(&TimeZone::UTC), received("2019-01-15T20:11:49Z").to_timestamp());
        assert_eq!(received("2019-01-15").to_civil().unwrap().to_string(), "2019-01-15T00:00:00");
    }

    #[test]
    fn what_is_not_understood_is_kept() {
        for text in [
            "06/05/2017 06:00:00",
            "",
            "T",
            "é",
            "2019-01-15T",
            "2019-01-15T10:00:00+99:00",
            "2019-13-15",
            "2019-01-15T10:00+é1:0",
            "2019-01-15T10:00:00[Europe/Berlin]",
            "2019-01-15T10:00:00,5Z",
            "2019-01-15T10:00:00.1234567890Z",
            "2019-01-15T24:00:00Z",
        ] {
            let date_time = received(text);
            assert_eq!(date_time.to_civil(), Err(DateTimeError::NotUnderstood), "{text}");
            assert_eq!(serde_json::to_value(&date_time).unwrap(), text);
        }
    }

    #[test]
    fn a_leap_second_is_the_second_before_it() {
        assert_eq!(
            received("2016-12-31T23:59:60Z").to_timestamp(),
            received("2016-12-31T23:59:59-00:00").to_timestamp()
        );
    }

    #[test]
    fn the_last_day_of_time_is_no_timestamp_but_a_civil_date() {
        let end = received("9999-12-31T23:59:59Z");
        assert_eq!(end.to_timestamp(), Err(DateTimeError::OutOfRange));
        assert!(end.to_civil().is_ok());
    }
}
