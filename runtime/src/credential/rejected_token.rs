//! A token that a service has rejected, and what the service asks for instead.

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

use crate::SecretString;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A token that a service has just rejected with 401.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RejectedToken {
    /// The text of the token.
    pub secret: SecretString,
    /// What the service asks for: the values of `WWW-Authenticate`.
    pub challenges: Vec<String>,
}

impl RejectedToken {
    /// A token that was rejected without a challenge.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self { secret: secret.into(), challenges: Vec::new() }
    }

    /// Adds a value of `WWW-Authenticate`.
    #[must_use]
    pub fn with_challenge(mut self, challenge: impl Into<String>) -> Self {
        self.challenges.push(challenge.into());
        self
    }

    pub(crate) fn with_challenges_of(self, headers: &HeaderMap) -> Self {
        let challenges = headers.get_all(WWW_AUTHENTICATE).iter();
        challenges.fold(self, |this, challenge| this.with_challenge(String::from_utf8_lossy(challenge.as_bytes())))
    }

    /// The claims that a new token must satisfy, as JSON: those of a challenge, decoded from base64.
    pub fn claims(&self) -> Option<String> {
        let stated = self.challenges.iter().find_map(|challenge| parameter(challenge, "claims"))?;
        if stated.trim_start().starts_with('{') {
            return Some(stated);
        }
        if stated.trim().is_empty() {
            return None;
        }
        let url_safe = stated.trim().replace('+', "-").replace('/', "_");
        String::from_utf8(BASE64.decode(url_safe).ok()?).ok()
    }
}

/// The value of a parameter of a challenge: a token, or a quoted text.
fn parameter(challenge: &str, wanted: &str) -> Option<String> {
    let mut characters = challenge.chars().peekable();
    let mut word = String::new();
    while let Some(character) = characters.next() {
        match character {
            '=' => {
                let value = match characters.next_if_eq(&'"') {
                    Some(_) => quoted(&mut characters),
                    None => std::iter::from_fn(|| characters.next_if(|next| *next != ',' && *next != ' ')).collect(),
                };
                if word.eq_ignore_ascii_case(wanted) {
                    return Some(value);
                }
                word.clear();
            }
            '"' => {
                quoted(&mut characters);
            }
            ',' | ' ' | '\t' => word.clear(),
            other => word.push(other),
        }
    }
    None
}

/// The rest of a quoted text, without its escapes.
fn quoted(characters: &mut impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => text.extend(characters.next()),
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(challenge: &str) -> Option<String> {
        RejectedToken::new("token").with_challenge("Negotiate").with_challenge(challenge).claims()
    }

    #[test]
    fn claims_are_read_in_each_form_that_services_write() {
        let json = r#"{"access_token":{"acrs":{"essential":true,"value":"c1??"}}}"#;
        let padded = base64::engine::general_purpose::STANDARD.encode(json);
        let url_safe = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(json);
        assert!(padded != url_safe);
        for challenge in [
            format!(r#"Bearer realm="", error="insufficient_claims", claims="{padded}""#),
            format!(r#"Bearer realm="a, claims=\"x\"", CLAIMS="{url_safe}", error="e""#),
            format!("Bearer claims={padded}, error=e"),
            format!(r#"Bearer claims="{}""#, json.replace('"', "\\\"")),
        ] {
            assert_eq!(claims(&challenge).as_deref(), Some(json), "{challenge}");
        }
    }

    #[test]
    fn what_holds_no_claims_has_none() {
        for challenge in [
            "",
            "Bearer",
            "claims",
            "Bearer realm=\"claims=x\"",
            "Bearer claims=\"!\"",
            "Bearer claims=",
            "Bearer claims=\"gA\"",
        ] {
            assert_eq!(claims(challenge), None, "{challenge}");
        }
    }
}
