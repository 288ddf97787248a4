//! Bytes that are base64 text in JSON.

use std::fmt;
use std::ops::Deref;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes that are base64 text in JSON: read with or without padding and line breaks, written with padding.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Base64Bytes(Vec<u8>);

impl Base64Bytes {
    /// Returns the bytes.
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl Deref for Base64Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Base64Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Base64Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Base64Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl fmt::Debug for Base64Bytes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Base64Bytes({} bytes)", self.0.len())
    }
}

impl Serialize for Base64Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&ENGINE.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Base64Visitor)
    }
}

struct Base64Visitor;

impl Visitor<'_> for Base64Visitor {
    type Value = Base64Bytes;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("base64 text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Base64Bytes, E> {
        let invalid = |_| E::invalid_value(Unexpected::Other("text"), &self);
        if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
            let compact: String = text.split_ascii_whitespace().collect();
            ENGINE.decode(compact).map(Base64Bytes).map_err(invalid)
        } else {
            ENGINE.decode(text).map(Base64Bytes).map_err(invalid)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_and_line_breaks_are_optional() {
        for text in [r#""aGVsbG8=""#, r#""aGVsbG8""#, r#""aGVs\r\nbG8=\n""#] {
            assert_eq!(*serde_json::from_str::<Base64Bytes>(text).unwrap(), *b"hello");
        }
    }

    #[test]
    fn is_written_with_padding() {
        assert_eq!(serde_json::to_string(&Base64Bytes::from(&b"hello"[..])).unwrap(), r#""aGVsbG8=""#);
    }

    #[test]
    fn an_error_does_not_show_the_text() {
        let error = serde_json::from_str::<Base64Bytes>(r#""not*base64""#).unwrap_err();
        assert!(!error.to_string().contains("not*"), "{error}");
    }
}
