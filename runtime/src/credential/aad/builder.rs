//! Describing an application: everything is checked before the first token is asked for.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::app::{AadApp, App};
use crate::client::{default_transport, parse_base_url};
use crate::credential::error::Problem;
use crate::{CredentialError, Limits, SecretString, Transport};

pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
/// A response holds at most three tokens.
const MOST_RESPONSE_BYTES: usize = 256 * 1024;

/// Describes an [`AadApp`].
#[must_use = "a builder does nothing until it builds"]
pub struct AadAppBuilder {
    tenant: String,
    client_id: String,
    client_secret: Option<SecretString>,
    authority: Option<String>,
    audience: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    timeout: Duration,
}

impl AadAppBuilder {
    pub(super) fn new(tenant: String, client_id: String) -> Self {
        Self {
            tenant,
            client_id,
            client_secret: None,
            authority: None,
            audience: None,
            transport: None,
            timeout: DEFAULT_TIMEOUT,
        }
    }

    /// The application's secret. Applications that users install have none.
    pub fn client_secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.client_secret = Some(secret.into());
        self
    }

    /// Asks this authority in place of the server's, such as that of a national cloud: https, or http on this machine. The
    /// URL does not name the tenant.
    pub fn authority(mut self, url: impl Into<String>) -> Self {
        self.authority = Some(url.into());
        self
    }

    /// Asks for tokens for this audience (resource) in place of the server's.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// Sends through `transport` in place of the one that comes with the crate.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The longest wait for a token; 30 seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Builds the application. Does no I/O.
    ///
    /// # Errors
    /// When the tenant or the authority cannot be used, or there is no transport.
    pub fn build(self) -> Result<AadApp, CredentialError> {
        if !is_tenant(&self.tenant) {
            return Err(CredentialError::of(Problem::Tenant));
        }
        let authority = self.authority.as_deref().map(parse_base_url).transpose();
        let authority = authority.map_err(|problem| CredentialError::of(Problem::Authority(problem)))?;
        let direct = authority.as_ref().is_some_and(|authority| authority.starts_with("http:"));
        let (transport, proxied) = match self.transport {
            Some(transport) => (transport, false),
            None => (own_transport(direct)?, !direct),
        };
        Ok(AadApp(Arc::new(App {
            tenant: self.tenant,
            client_id: self.client_id,
            client_secret: self.client_secret,
            authority,
            audience: self.audience,
            transport,
            proxied,
            limits: Limits::new(self.timeout, MOST_RESPONSE_BYTES),
        })))
    }
}

/// The built-in transport; a `direct` one ignores proxies.
pub(super) fn own_transport(direct: bool) -> Result<Arc<dyn Transport>, CredentialError> {
    default_transport(CONNECT_TIMEOUT, direct)
        .map_err(|error| CredentialError::new("there is no transport to the authority").with_source(error))
}

/// Whether the text is the id or a domain name of a tenant, or a word such as `common`, and so one segment of a path.
fn is_tenant(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
        && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

impl fmt::Debug for AadAppBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AadAppBuilder")
            .field("tenant", &self.tenant)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_is_one_segment() {
        for tenant in ["0b8f6c1e-9c55-4f0e-9a55-0d5f9c1b7f10", "contoso.example", "common"] {
            assert!(is_tenant(tenant), "{tenant}");
        }
        for tenant in ["", ".", "..", "a/b", "a?b", "a#b", "a\\b", "%2e%2e", "a b", "a@b", "a:b", "ä", "a\n"] {
            assert!(!is_tenant(tenant), "{tenant}");
        }
    }
}
