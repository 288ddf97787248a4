//! An application registered in Azure AD.

use std::fmt;
use std::sync::Arc;

use crate::{AccessToken, Limits, SecretString, Transport};

/// An application registered in Azure AD, in one tenant. It gets tokens for the server of each client from the authority and
/// for the audience of the server. Clones share everything.
#[derive(Clone)]
pub struct AadApp(pub(super) Arc<App>);

pub(super) struct App {
    pub(super) tenant: String,
    pub(super) client_id: String,
    pub(super) client_secret: Option<SecretString>,
    pub(super) authority: Option<String>,
    pub(super) audience: Option<String>,
    pub(super) transport: Arc<dyn Transport>,
    /// Whether the transport is the built-in one, which may go through a proxy.
    pub(super) proxied: bool,
    pub(super) limits: Limits,
}

/// What the application presents to get a token.
pub(super) enum Grant<'g> {
    ClientCredentials,
    RefreshToken(&'g SecretString),
    AuthorizationCode { code: &'g SecretString, redirect_uri: Option<&'g str> },
}

/// The tokens that the application gets.
pub(super) struct Granted {
    pub(super) access_token: AccessToken,
    pub(super) refresh_token: Option<SecretString>,
}

impl fmt::Debug for AadApp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AadApp")
            .field("tenant", &self.0.tenant)
            .field("client_id", &self.0.client_id)
            .finish_non_exhaustive()
    }
}
