//! An access token and how long it is valid.

use std::time::{Duration, SystemTime};

use crate::{Secret, SecretString};

/// An access token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessToken {
    /// The text of the token.
    pub secret: SecretString,
    /// When it expires, if that is known.
    pub expires_at: Option<SystemTime>,
}

impl AccessToken {
    /// A token with an unknown expiry.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self { secret: secret.into(), expires_at: None }
    }

    /// Sets when the token expires.
    #[must_use]
    pub fn expiring_at(mut self, expires_at: SystemTime) -> Self {
        self.expires_at = Some(expires_at);
        self
    }

    /// Sets how long from now, by the clock of the system, the token is valid. A time beyond the end of the calendar counts as
    /// unknown. With a clock of another time, add the lifetime to [`TokenRequest::system_time`](crate::TokenRequest::system_time).
    #[must_use]
    pub fn expiring_in(mut self, lifetime: Duration) -> Self {
        self.expires_at = SystemTime::now().checked_add(lifetime);
        self
    }
}

impl From<SecretString> for AccessToken {
    fn from(secret: SecretString) -> Self {
        Self::new(secret)
    }
}

impl From<String> for AccessToken {
    fn from(text: String) -> Self {
        Self::new(Secret::from(text))
    }
}

impl From<&str> for AccessToken {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}
