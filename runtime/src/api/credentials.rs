//! The credentials that an API accepts.

use std::fmt;

/// A credential that an API accepts. Each of its operations accepts all of them or names those that it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiCredential {
    /// Name of the credential within its API.
    pub name: &'static str,
    /// How requests carry it.
    pub kind: CredentialKind,
    /// In whose name its tokens give access, where the API makes a difference.
    pub access: Option<TokenAccess>,
}

impl ApiCredential {
    /// Describes an access token in the header `Authorization`.
    pub const fn bearer(name: &'static str) -> Self {
        Self { name, kind: CredentialKind::Bearer, access: None }
    }

    /// States in whose name the tokens give access.
    #[must_use]
    pub const fn with_access(mut self, access: TokenAccess) -> Self {
        self.access = Some(access);
        self
    }

    /// Whether tokens with this access can be those of the credential.
    pub(crate) fn allows(&self, access: TokenAccess) -> bool {
        self.access.is_none_or(|wanted| wanted == access)
    }
}

/// How requests carry a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CredentialKind {
    /// As an access token in the header `Authorization`.
    Bearer,
}

/// In whose name an access token gives access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenAccess {
    /// An application acts by itself.
    AppOnly,
    /// An application acts for a user who signed in.
    Delegated,
}

impl fmt::Display for TokenAccess {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::AppOnly => "app-only",
            Self::Delegated => "delegated",
        })
    }
}
