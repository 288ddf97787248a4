//! The credentials that an API accepts.

use std::fmt;

use crate::CredentialForm;

/// A credential that an API accepts. Each of its operations accepts all of them, names those that it does, or accepts none.
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
        Self::of_kind(name, CredentialKind::Bearer)
    }

    /// Describes an API key in a header.
    pub const fn header(name: &'static str, header: &'static str) -> Self {
        Self::of_kind(name, CredentialKind::Header { name: header, scheme: None })
    }

    /// Describes an API key in a header, after the word of a scheme and a space: `Authorization: Bot …`.
    pub const fn header_with_scheme(name: &'static str, header: &'static str, scheme: &'static str) -> Self {
        Self::of_kind(name, CredentialKind::Header { name: header, scheme: Some(scheme) })
    }

    /// Describes an API key in a query parameter.
    pub const fn query(name: &'static str, parameter: &'static str) -> Self {
        Self::of_kind(name, CredentialKind::Query { name: parameter })
    }

    /// Describes a user and a password in the header `Authorization` (basic authentication).
    pub const fn basic(name: &'static str) -> Self {
        Self::of_kind(name, CredentialKind::Basic)
    }

    const fn of_kind(name: &'static str, kind: CredentialKind) -> Self {
        Self { name, kind, access: None }
    }

    /// States in whose name the tokens give access.
    #[must_use]
    pub const fn with_access(mut self, access: TokenAccess) -> Self {
        self.access = Some(access);
        self
    }

    /// Whether tokens with this access can be those of the credential.
    pub(crate) fn allows(&self, access: TokenAccess) -> bool {
        self.kind == CredentialKind::Bearer && self.access.is_none_or(|wanted| wanted == access)
    }
}

/// Name and kind, for messages.
impl fmt::Display for ApiCredential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "\"{}\" ({}", self.name, self.kind.form())?;
        match self.kind {
            CredentialKind::Bearer | CredentialKind::Basic => write!(formatter, ")"),
            CredentialKind::Header { name, scheme: None } => write!(formatter, " in the header {name})"),
            CredentialKind::Header { name, scheme: Some(scheme) } => {
                write!(formatter, " in the header {name}, after {scheme})")
            }
            CredentialKind::Query { name } => write!(formatter, " in the query parameter {name})"),
        }
    }
}

/// How requests carry a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CredentialKind {
    /// As an access token in the header `Authorization`.
    Bearer,
    /// As an API key in a header.
    Header {
        /// Name of the header.
        name: &'static str,
        /// The word of a scheme, which precedes the key and a space.
        scheme: Option<&'static str>,
    },
    /// As an API key in the query.
    Query {
        /// Name of the parameter.
        name: &'static str,
    },
    /// As a user and a password in the header `Authorization`.
    Basic,
}

impl CredentialKind {
    /// What a client must have to send it.
    pub const fn form(self) -> CredentialForm {
        match self {
            Self::Bearer => CredentialForm::AccessToken,
            Self::Header { .. } | Self::Query { .. } => CredentialForm::ApiKey,
            Self::Basic => CredentialForm::UserAndPassword,
        }
    }

    /// The header that carries it.
    pub(crate) fn header_name(self) -> Option<&'static str> {
        match self {
            Self::Bearer | Self::Basic => Some("authorization"),
            Self::Header { name, .. } => Some(name),
            Self::Query { .. } => None,
        }
    }

    /// The query parameter that carries it.
    pub(crate) fn parameter(self) -> Option<&'static str> {
        match self {
            Self::Query { name } => Some(name),
            _ => None,
        }
    }
}

/// Which credentials of its API an operation accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum AcceptedCredentials {
    /// All.
    #[default]
    All,
    /// Those of these names.
    Named(&'static [&'static str]),
    /// None: calls are sent without a credential.
    None,
}

impl AcceptedCredentials {
    pub(crate) fn contains(self, credential: &ApiCredential) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.contains(&credential.name),
            Self::None => false,
        }
    }
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
