//! Credentials: sources of access tokens, keys and passwords.

#[cfg(feature = "oauth")]
mod aad;
mod access_token;
#[cfg(feature = "azure")]
mod azure;
mod bearer;
mod cache;
mod closure;
mod context;
mod error;
mod fixed;
mod form;
mod rejected_token;

use std::sync::Arc;
use std::time::SystemTime;

#[cfg(feature = "oauth")]
pub use self::aad::{AadApp, AadAppBuilder, ClientCredentialsGrant, RefreshTokenGrant, RefreshTokenStore};
pub use self::access_token::AccessToken;
#[cfg(feature = "azure")]
pub use self::azure::AzureCredential;
pub use self::bearer::{BearerToken, IntoCredential};
pub use self::cache::TokenCache;
pub use self::closure::{CredentialFn, credential_fn};
pub(crate) use self::context::TokenContext;
pub use self::error::{CredentialError, CredentialErrorKind, Refusal};
pub use self::fixed::{ApiKey, BasicCredential};
pub use self::form::CredentialForm;
pub use self::rejected_token::RejectedToken;
use crate::{AcceptedCredentials, ApiCredential, BoxFuture, OperationInfo, Server, TokenAccess};

/// A source of access tokens, or of another secret with which calls authenticate. A client asks it before each attempt of a
/// call, so it may cache and renew them. The call's timeout includes that: the future is dropped when it takes too long.
pub trait Credential: Send + Sync {
    /// A token for `request`.
    ///
    /// # Errors
    /// When there is no token; [`CredentialErrorKind::Rejected`] when there is only the rejected one.
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>>;

    /// In whose name the tokens give access, if that is known. A call of an operation that does not accept them fails before
    /// anything is sent.
    fn access(&self) -> Option<TokenAccess> {
        None
    }

    /// What the tokens are. A call of an operation that accepts no credential of this form fails before anything is sent, and a
    /// client of an API that accepts none cannot be built.
    fn form(&self) -> CredentialForm {
        CredentialForm::AccessToken
    }

    /// The name of the credential in the docs of its API, if it states one: an API may accept several of one form.
    fn name(&self) -> Option<&str> {
        None
    }
}

/// What a token is for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The server that the token is for; it has authority and audience.
    pub server: Server,
    /// A token that the service has just rejected: no source should hand it out again. It says what the service asks for
    /// instead, such as [claims](RejectedToken::claims) that a new token must satisfy.
    pub rejected: Option<RejectedToken>,
    accepted: AcceptedCredentials,
    pub(crate) context: TokenContext,
}

impl TokenRequest {
    /// A request as a client makes it, for testing a [`Credential`] on its own.
    pub const fn new(server: Server) -> Self {
        Self { server, rejected: None, accepted: AcceptedCredentials::All, context: TokenContext::NONE }
    }

    /// Says which operation the token is for; without it, one that accepts all credentials of the API.
    #[must_use]
    pub const fn with_operation(mut self, operation: &OperationInfo) -> Self {
        self.accepted = operation.credentials;
        self
    }

    /// The credentials that the operation accepts; none when the API does not say. A source that has tokens of several kinds
    /// chooses by them.
    pub fn accepted_credentials(&self) -> impl Iterator<Item = &'static ApiCredential> + use<> {
        self.server.api.accepted(self.accepted)
    }

    /// Whether the operation accepts tokens with this access.
    pub fn accepts(&self, access: TokenAccess) -> bool {
        let says_nothing = self.server.api.credentials.is_empty() && self.accepted == AcceptedCredentials::All;
        says_nothing || self.accepted_credentials().any(|credential| credential.allows(access))
    }

    /// Names a token that the service has just rejected.
    #[must_use]
    pub fn with_rejected(mut self, token: RejectedToken) -> Self {
        self.rejected = Some(token);
        self
    }

    /// The time of the call that needs the token, from which a stated lifetime counts: that of the client's
    /// [`Clock`](crate::Clock), of the cache's, or of the system.
    pub fn system_time(&self) -> SystemTime {
        self.context.clock.as_ref().map_or_else(SystemTime::now, |clock| clock.system_time())
    }

    /// The claims that the token must satisfy, as JSON, if the service has said so when it rejected one.
    pub fn claims(&self) -> Option<String> {
        self.rejected.as_ref()?.claims()
    }

    /// `token`, unless it is the one that was rejected.
    pub(crate) fn unless_rejected(&self, token: AccessToken) -> Result<AccessToken, CredentialError> {
        let is_rejected = self.rejected.as_ref().is_some_and(|rejected| rejected.secret == token.secret);
        if is_rejected { Err(CredentialError::rejected()) } else { Ok(token) }
    }
}

impl<C: Credential + ?Sized> Credential for Arc<C> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        (**self).token(request)
    }

    fn access(&self) -> Option<TokenAccess> {
        (**self).access()
    }

    fn form(&self) -> CredentialForm {
        (**self).form()
    }

    fn name(&self) -> Option<&str> {
        (**self).name()
    }
}
