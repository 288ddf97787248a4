//! Texts of a form, as services write them: dates, durations, UUIDs. The client keeps any text, and converts these.

use jiff::{Span, civil};

/// A form that texts have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextFormat {
    /// A date and time, with or without a zone.
    DateTime,
    /// A date.
    Date,
    /// A duration of ISO 8601.
    Duration,
    /// A UUID.
    Uuid,
}

impl TextFormat {
    const ALL: [Self; 4] = [Self::DateTime, Self::Date, Self::Duration, Self::Uuid];

    /// The name that specs use.
    pub fn name(self) -> &'static str {
        match self {
            Self::DateTime => "date-time",
            Self::Date => "date",
            Self::Duration => "duration",
            Self::Uuid => "uuid",
        }
    }

    /// The form with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The type of the runtime that keeps such texts.
    pub fn rust_name(self) -> &'static str {
        match self {
            Self::DateTime => "DateTime",
            Self::Date => "Date",
            Self::Duration => "IsoDuration",
            Self::Uuid => "UuidText",
        }
    }

    /// With its article.
    pub fn noun(self) -> &'static str {
        match self {
            Self::DateTime => "a date and time",
            Self::Date => "a date",
            Self::Duration => "a duration",
            Self::Uuid => "a UUID",
        }
    }

    /// Whether the client can convert a text.
    pub fn fits(self, text: &str) -> bool {
        match self {
            Self::DateTime => is_date_time(text),
            Self::Date => is_date(text),
            Self::Duration => is_duration(text),
            Self::Uuid => is_uuid(text),
        }
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<civil::Date>().is_ok()
}

fn is_duration(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    unsigned.starts_with('P')
        && unsigned.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'.'))
        && text.parse::<Span>().is_ok()
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let is_hexadecimal = |group: &str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) && groups.iter().all(|group| is_hexadecimal(group))
}

/// A date, or a date and time with seconds, with `Z`, an offset or no zone.
fn is_date_time(text: &str) -> bool {
    let (date, time) = text.split_once(['T', 't', ' ']).map_or((text, None), |(date, time)| (date, Some(time)));
    is_date(date) && time.is_none_or(is_time)
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
    use super::TextFormat;

    #[test]
    fn times_are_taken_in_the_forms_that_the_client_takes() {
        for text in ["2017-08-02", "2017-08-02T10:00:00", "2017-08-02 10:00:00.1234567Z", "2017-08-02T10:00:00-08:00"] {
            assert!(TextFormat::DateTime.fits(text), "{text}");
        }
        for text in
            ["02.08.2017", "2017-08-02T", "2017-13-02", "2017-08-02T10:00:00+9:00", "2017-08-02T10:00:00[UTC]", ""]
        {
            assert!(!TextFormat::DateTime.fits(text), "{text}");
        }
    }

    #[test]
    fn other_texts_are_taken_in_the_forms_that_the_client_takes() {
        for (format, right, wrong) in [
            (TextFormat::Date, vec!["2024-02-29"], vec!["2023-02-29", "2024-02-29T00:00:00", "20240229", "é"]),
            (
                TextFormat::Duration,
                vec!["P1Y", "P1M", "PT1.5H", "-P3D", "P0D"],
                vec!["1 year", "p1y", "P", "P1.5Y", "é"],
            ),
            (
                TextFormat::Uuid,
                vec!["12345678-90AB-cdef-1234-567890abcdef"],
                vec!["1234567890abcdef1234567890abcdef", "12345678-90ab-cdef-1234-567890abcdeg", "é"],
            ),
        ] {
            assert!(right.iter().all(|text| format.fits(text)), "{right:?}");
            assert!(!wrong.iter().any(|text| format.fits(text)), "{wrong:?}");
        }
    }
}
