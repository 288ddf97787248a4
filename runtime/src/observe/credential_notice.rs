//! What a credential reports although it has a token.

use std::time::Duration;

use crate::CredentialError;

/// What a credential reports although it has a token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CredentialNotice {
    /// A token had expired when it arrived, by the local clock, which is probably wrong. The token is used as one whose expiry is
    /// unknown.
    ExpiredOnArrival {
        /// How long before.
        ago: Duration,
    },
    /// The store did not take a new refresh token, which is now in memory only. It is saved again before the next access token is
    /// requested.
    Unsaved {
        /// Why.
        error: CredentialError,
    },
}
