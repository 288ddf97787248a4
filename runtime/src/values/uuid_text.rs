//! UUIDs as services write them.

use uuid::Uuid;

use super::kept_text::{TextFormatError, kept_text};

/// A UUID that keeps its text. Any text that a service sends is kept and written back unchanged, in its case; the conversion
/// reads `12345678-90ab-cdef-1234-567890abcdef` in either case. Equality is that of the texts.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UuidText(Box<str>);

kept_text!(UuidText, read, TextFormatError);

impl UuidText {
    /// The UUID that the text states.
    ///
    /// # Errors
    /// When the text has another form.
    pub fn to_uuid(&self) -> Result<Uuid, TextFormatError> {
        read(&self.0)
    }
}

fn read(text: &str) -> Result<Uuid, TextFormatError> {
    let error = TextFormatError::new("a UUID of five groups of hexadecimal digits");
    // `Uuid` also reads forms with braces or without hyphens, which services distinguish.
    if text.len() == uuid::fmt::Hyphenated::LENGTH { Uuid::try_parse(text).map_err(|_| error) } else { Err(error) }
}

impl From<Uuid> for UuidText {
    fn from(uuid: Uuid) -> Self {
        Self(uuid.to_string().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_converted_on_demand() {
        let text = "12345678-90AB-cdef-1234-567890abcdef";
        let uuid: UuidText = serde_json::from_value(text.into()).unwrap();
        assert_eq!(serde_json::to_value(&uuid).unwrap(), text);
        assert_eq!(UuidText::from(uuid.to_uuid().unwrap()).as_str(), text.to_lowercase());
        for text in ["1234567890abcdef1234567890abcdef", "{12345678-90ab-cdef-1234-567890abcdef}", "x", "", "é"] {
            assert!(UuidText::parse(text).is_err(), "{text}");
            let kept: UuidText = serde_json::from_value(text.into()).unwrap();
            assert!(kept.to_uuid().is_err(), "{text}");
            assert_eq!(serde_json::to_value(&kept).unwrap(), text);
        }
    }
}
