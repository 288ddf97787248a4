//! Values that must not show in logs.

use std::cell::Cell;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that `Debug` does not show. It is written to the wire like the value itself.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Hides `value`.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Returns a reference to the value.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Returns the value.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Secret<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}

impl<T: Serialize> Serialize for Secret<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let _writing = WritingSecret::begin();
        self.0.serialize(serializer)
    }
}

thread_local! {
    /// How many secrets are being written, one within another: a writer of JSON sees texts only, not their types.
    static BEING_WRITTEN: Cell<u32> = const { Cell::new(0) };
}

/// Whether what is being written on this thread is a part of a secret.
pub(crate) fn is_writing_secret() -> bool {
    BEING_WRITTEN.get() > 0
}

struct WritingSecret;

impl WritingSecret {
    fn begin() -> Self {
        BEING_WRITTEN.set(BEING_WRITTEN.get() + 1);
        Self
    }
}

impl Drop for WritingSecret {
    fn drop(&mut self) {
        BEING_WRITTEN.set(BEING_WRITTEN.get() - 1);
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

/// A secret text, such as an access token.
pub type SecretString = Secret<String>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_value() {
        assert_eq!(format!("{:?}", Some(SecretString::from("hunter2"))), "Some([secret])");
    }

    #[test]
    fn json_is_that_of_the_value() {
        let secret: SecretString = serde_json::from_str(r#""hunter2""#).unwrap();
        assert_eq!(secret.expose(), "hunter2");
        assert_eq!(serde_json::to_string(&secret).unwrap(), r#""hunter2""#);
    }
}
