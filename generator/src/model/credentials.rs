//! The credentials of an API.

use super::TokenAccess;
use crate::diagnostics::Place;

/// A credential that operations accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Name in the spec.
    pub name: String,
    /// How requests carry it.
    pub carrier: CredentialCarrier,
    /// In whose name its tokens give access, if the API makes a difference.
    pub access: Option<TokenAccess>,
    /// Doc lines.
    pub doc: Vec<String>,
    /// The place in the spec.
    pub place: Place,
}

impl Credential {
    /// Whether tokens with this access can be those of the credential.
    pub fn allows(&self, access: TokenAccess) -> bool {
        self.carrier == CredentialCarrier::Bearer && self.access.is_none_or(|wanted| wanted == access)
    }
}

/// Where and in which form requests carry a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialCarrier {
    /// An access token in the header `Authorization`, after `Bearer`.
    Bearer,
    /// A key in a header.
    Header {
        /// Name of the header.
        name: String,
        /// The word that precedes the key.
        scheme: Option<String>,
    },
    /// A key in the query.
    Query {
        /// Name of the parameter.
        name: String,
    },
    /// A user and a password in the header `Authorization`, in the form of HTTP basic authentication.
    Basic,
}

impl CredentialCarrier {
    /// The header that carries the credential.
    pub fn header(&self) -> Option<&str> {
        match self {
            Self::Bearer | Self::Basic => Some("Authorization"),
            Self::Header { name, .. } => Some(name),
            Self::Query { .. } => None,
        }
    }

    /// The query parameter that carries the credential.
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Query { name } => Some(name),
            _ => None,
        }
    }

    /// The word that precedes the credential in its header.
    pub fn scheme(&self) -> Option<&str> {
        match self {
            Self::Bearer => Some("Bearer"),
            Self::Basic => Some("Basic"),
            Self::Header { scheme, .. } => scheme.as_deref(),
            Self::Query { .. } => None,
        }
    }
}

/// Which credentials of its API an operation accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AcceptedCredentials {
    /// All.
    All,
    /// Those at these positions.
    Named(Vec<usize>),
    /// None.
    None,
}
