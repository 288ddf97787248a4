//! Responses of a token endpoint.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::StatusCode;
use oauth2::{ErrorResponse, RefreshToken, Scope, TokenResponse, TokenType};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::app::Granted;
use crate::credential::error::Refusal;
use crate::redact::text_without_secret;
use crate::{AccessToken, SecretString};

/// A token. Its numbers arrive as numbers or as strings; anything else counts as absent.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct TokenBody {
    #[serde(deserialize_with = "present")]
    access_token: oauth2::AccessToken,
    token_type: Bearer,
    #[serde(default, deserialize_with = "number")]
    expires_in: Option<u64>,
    /// Seconds since 1970.
    #[serde(default, deserialize_with = "number")]
    expires_on: Option<u64>,
    refresh_token: Option<RefreshToken>,
}

/// The only type of token that the APIs accept; the case of its name is ignored.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(try_from = "String")]
pub(super) struct Bearer;

impl TryFrom<String> for Bearer {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.eq_ignore_ascii_case("bearer") { Ok(Self) } else { Err("no bearer token") }
    }
}

impl TokenType for Bearer {}

impl TokenResponse for TokenBody {
    type TokenType = Bearer;

    fn access_token(&self) -> &oauth2::AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &Bearer {
        &self.token_type
    }

    fn expires_in(&self) -> Option<Duration> {
        self.expires_in.map(Duration::from_secs)
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        self.refresh_token.as_ref()
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

impl TokenBody {
    /// The tokens; a lifetime counts from the time of the request.
    pub(super) fn granted(self, asked_at: SystemTime) -> Granted {
        let end = |start: SystemTime, seconds| start.checked_add(Duration::from_secs(seconds));
        let expires_at = match (self.expires_in, self.expires_on) {
            (Some(seconds), _) => end(asked_at, seconds),
            (None, Some(seconds)) => end(SystemTime::UNIX_EPOCH, seconds),
            (None, None) => None,
        };
        let mut access_token = AccessToken::from(self.access_token.into_secret());
        access_token.expires_at = expires_at;
        let refresh_token = self.refresh_token.map(RefreshToken::into_secret).filter(|token| !token.is_empty());
        let refresh_token = refresh_token.map(SecretString::new);
        Granted { access_token, refresh_token }
    }
}

/// Why there is no token. Members of another type count as absent, except `error`.
#[derive(Deserialize, Serialize)]
pub(super) struct TokenRefusalBody {
    error: String,
    #[serde(default, deserialize_with = "text")]
    suberror: Option<String>,
    #[serde(default, deserialize_with = "text")]
    error_description: Option<String>,
    #[serde(default, deserialize_with = "numbers")]
    error_codes: Vec<u64>,
    #[serde(default, deserialize_with = "text")]
    claims: Option<String>,
    #[serde(default, deserialize_with = "text")]
    trace_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    correlation_id: Option<String>,
}

impl ErrorResponse for TokenRefusalBody {}

impl TokenRefusalBody {
    /// The refusal, with the parts that may be shown.
    pub(super) fn refusal(self, status: StatusCode, secrets: &[&SecretString]) -> Refusal {
        let shown = |text: String| first_line(&text, secrets);
        Refusal {
            status,
            code: shown(self.error),
            suberror: self.suberror.map(shown),
            description: self.error_description.map(shown),
            numbers: self.error_codes,
            claims: self.claims.map(|claims| without_secrets(claims, secrets)),
            trace_id: self.trace_id.map(shown),
            correlation_id: self.correlation_id.map(shown),
        }
    }
}

/// Shows nothing: an authority may repeat what it was sent.
impl fmt::Debug for TokenRefusalBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenRefusalBody")
    }
}

impl fmt::Display for TokenRefusalBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

/// The first line of a text, without what follows in it for support, without secrets, and not longer than people read.
fn first_line(text: &str, secrets: &[&SecretString]) -> String {
    const MOST_CHARACTERS: usize = 500;
    // Secrets go first: a part of one could stay before a cut.
    let text = without_secrets(text.to_owned(), secrets);
    let line = text.split(char::is_control).next().unwrap_or_default();
    let line = line.split(" Trace ID:").next().unwrap_or_default();
    line.chars().take(MOST_CHARACTERS).collect()
}

fn without_secrets(text: String, secrets: &[&SecretString]) -> String {
    let hidden = secrets.iter().filter(|secret| !secret.expose().is_empty());
    hidden.fold(text, |text, secret| {
        // Short ones are recognized in their plain spelling only.
        text_without_secret(text.replace(secret.expose(), "[secret]"), secret.expose())
    })
}

/// Rejects an empty token, which would be cached like any other.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<oauth2::AccessToken, D::Error> {
    let token = oauth2::AccessToken::deserialize(deserializer)?;
    if token.secret().is_empty() { Err(D::Error::custom("no access token")) } else { Ok(token) }
}

fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Value::deserialize(deserializer).map(|value| whole(&value))
}

fn numbers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u64>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(value.as_array().into_iter().flatten().filter_map(whole).collect())
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Value::deserialize(deserializer).map(|value| value.as_str().map(ToOwned::to_owned))
}

fn whole(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}
