//! Durations as ISO 8601 writes them.

use jiff::Span;

use super::kept_text::{TextFormatError, kept_text};

/// A duration such as `P1Y` or `PT1.5H` that keeps its text. Any text that a service sends is kept and written back unchanged;
/// the conversion reads the form of ISO 8601, with a fraction in hours, minutes or seconds only. Equality is that of the texts,
/// because `P1M` and `P30D` are different durations.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IsoDuration(Box<str>);

kept_text!(IsoDuration, read, TextFormatError);

impl IsoDuration {
    /// The duration that the text states, in its own units.
    ///
    /// # Errors
    /// When the text has another form, or states more than [`Span`] holds.
    pub fn to_span(&self) -> Result<Span, TextFormatError> {
        read(&self.0)
    }
}

fn read(text: &str) -> Result<Span, TextFormatError> {
    let error = TextFormatError::new("a duration of the form `P1Y2M3DT4H5M6S`");
    // `Span` also reads `1 year`, and lower case.
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_iso = unsigned.starts_with('P')
        && unsigned.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'.');
    if is_iso { text.parse().map_err(|_| error) } else { Err(error) }
}

impl From<Span> for IsoDuration {
    fn from(span: Span) -> Self {
        Self(span.to_string().into())
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;

    use super::*;

    #[test]
    fn a_duration_is_converted_on_demand() {
        for (text, span) in [
            ("P1Y", 1.year()),
            ("P1M", 1.month()),
            ("P2W", 2.weeks()),
            ("PT1.5H", 1.hour().minutes(30)),
            ("-P3D", -3.days()),
            ("P0D", 0.days()),
        ] {
            let duration: IsoDuration = serde_json::from_value(text.into()).unwrap();
            assert_eq!(duration.to_span().unwrap().fieldwise(), span.fieldwise(), "{text}");
        }
        assert_eq!(IsoDuration::from(1.year()).as_str(), "P1Y");
        for text in ["1 year", "p1y", "P", "P1.5Y", "P1Y ", "1.02:03:04", "P99999999999Y", "", "é"] {
            assert!(IsoDuration::parse(text).is_err(), "{text}");
            let kept: IsoDuration = serde_json::from_value(text.into()).unwrap();
            assert!(kept.to_span().is_err(), "{text}");
            assert_eq!(serde_json::to_value(&kept).unwrap(), text);
        }
    }
}
