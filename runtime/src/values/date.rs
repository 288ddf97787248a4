//! Dates without a time.

use jiff::civil;

use super::date_time;
use super::kept_text::{TextFormatError, kept_text};

/// A date without a time that keeps its text. Any text that a service sends is kept and written back unchanged; the conversion
/// reads `2024-05-31`. Equality is that of the texts.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Date(Box<str>);

kept_text!(Date, read, TextFormatError);

impl Date {
    /// The date that the text states.
    ///
    /// # Errors
    /// When the text has another form.
    pub fn to_civil(&self) -> Result<civil::Date, TextFormatError> {
        read(&self.0)
    }
}

fn read(text: &str) -> Result<civil::Date, TextFormatError> {
    date_time::parse_date(text).map_err(|_| TextFormatError::new("a date of the form `2024-05-31`"))
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self(date.to_string().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_converted_on_demand() {
        let date: Date = serde_json::from_str("\"2024-02-29\"").unwrap();
        assert_eq!(date.to_civil(), Ok(civil::date(2024, 2, 29)));
        assert_eq!(Date::from(civil::date(2024, 2, 29)), date);
        for text in ["2023-02-29", "2024-02-29T00:00:00", "2/29/2024", "20240229", "", "é"] {
            assert!(Date::parse(text).is_err(), "{text}");
            let kept: Date = serde_json::from_value(text.into()).unwrap();
            assert!(kept.to_civil().is_err(), "{text}");
            assert_eq!(serde_json::to_value(&kept).unwrap(), text);
        }
    }
}
