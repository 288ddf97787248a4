//! What a credential consists of.

use std::fmt;

use crate::CredentialError;

/// What a [`Credential`](crate::Credential) yields. The API states how requests carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CredentialForm {
    /// An access token.
    AccessToken,
    /// An API key.
    ApiKey,
    /// A user and a password, with a colon between them.
    UserAndPassword,
}

impl CredentialForm {
    /// What is wrong with a text of this form; it is not shown.
    pub(crate) fn check(self, text: &str) -> Result<(), CredentialError> {
        let problem = match self {
            _ if text.is_empty() => "is empty",
            // A header cannot carry others, and no issuer of keys uses them: a line end comes from a file, for example.
            Self::ApiKey if !text.bytes().all(|byte| byte.is_ascii_graphic()) => {
                "holds white space or characters other than visible ASCII"
            }
            Self::UserAndPassword if text.contains(char::is_control) => "holds control characters",
            _ => return Ok(()),
        };
        Err(CredentialError::unsendable(self, problem))
    }

    /// The name with its article.
    pub(crate) fn with_article(self) -> String {
        match self {
            Self::AccessToken | Self::ApiKey => format!("an {self}"),
            Self::UserAndPassword => format!("a {self}"),
        }
    }
}

impl fmt::Display for CredentialForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::AccessToken => "access token",
            Self::ApiKey => "API key",
            Self::UserAndPassword => "user and password",
        })
    }
}
