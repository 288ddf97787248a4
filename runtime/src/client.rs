//! The client: where calls go, and what they have in common.

mod base_url;
mod builder;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::HeaderValue;

#[cfg(feature = "oauth")]
pub(crate) use self::base_url::parse as parse_base_url;
pub(crate) use self::base_url::{is_below, is_safe as may_carry_credential};
#[cfg(feature = "oauth")]
pub(crate) use self::builder::default_transport;
pub use self::builder::{BuildError, ClientBuilder};
use crate::additions::Additions;
use crate::observe::Observers;
use crate::transport::set_or_tokio;
use crate::{
    Call, Clock, Credential, Error, InputError, InputProblem, Operation, OperationInfo, RetryBudget, RetryPolicy,
    Server, Setting, Transport,
};

/// Sends calls of one API's operations to one server. Clones share everything; cloning costs nothing.
///
/// # Examples
#[doc = include_str!("example_api.md")]
/// use ms_commerce::Client;
/// use ms_commerce::partner_center::{self, licenses::get_user_licenses};
///
/// async fn count_licenses(token: String) -> Result<usize, Box<dyn std::error::Error>> {
///     let client = Client::builder(partner_center::GLOBAL).credential(token).build()?;
///     let licenses = get_user_licenses("customer-tenant-id", "ada@contoso.example").send(&client).await?;
///     Ok(licenses.items.len())
/// }
/// ```
#[derive(Clone)]
pub struct Client(pub(crate) Arc<ClientState>);

pub(crate) struct ClientState {
    pub(crate) server: Server,
    pub(crate) base_url: String,
    pub(crate) credential: Option<Arc<dyn Credential>>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Option<Arc<dyn Clock>>,
    pub(crate) observers: Observers,
    pub(crate) retry: RetryPolicy,
    pub(crate) retry_budget: RetryBudget,
    pub(crate) attempt_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) response_limit: usize,
    pub(crate) error_body_limit: usize,
    pub(crate) version: Option<String>,
    pub(crate) settings: Settings,
    pub(crate) additions: Additions,
    pub(crate) user_agent: HeaderValue,
}

impl ClientState {
    /// The clock for a call of `operation`, which begins now.
    pub(crate) fn clock(&self, operation: &OperationInfo) -> Result<Arc<dyn Clock>, Error> {
        set_or_tokio(self.clock.as_ref()).map_err(|error| Error::from_clock(operation, error))
    }
}

impl Client {
    /// Returns a builder of a client for `server`.
    pub fn builder(server: Server) -> ClientBuilder {
        ClientBuilder::new(server)
    }

    /// Prepares a call of `operation`; await it to send it. It fails, before anything is sent, if the operation belongs to
    /// another API than the client's server.
    pub fn call<O: Operation>(&self, operation: O) -> Call<'_, O> {
        Call::new(self, operation)
    }

    /// The server that the client was built for.
    pub fn server(&self) -> &Server {
        &self.0.server
    }

    /// The URL that paths of operations are appended to.
    pub fn base_url(&self) -> &str {
        &self.0.base_url
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("api", &self.0.server.api.name)
            .field("server", &self.0.server.name)
            .field("base_url", &self.0.base_url)
            .field("version", &self.0.version)
            .field("settings", &self.0.settings)
            .finish_non_exhaustive()
    }
}

/// Values of an API's settings, by name.
#[derive(Clone, Debug)]
pub(crate) struct Settings(Vec<(&'static str, String)>);

impl Settings {
    pub(crate) const NONE: Self = Self(Vec::new());

    pub(crate) fn set(&mut self, server: &Server, setting: Setting, value: String) -> Result<(), InputError> {
        server.api.expect(setting.api).map_err(|problem| InputError::new(setting.name, problem))?;
        if !server.api.settings().any(|listed| listed.name == setting.name) {
            return Err(InputError::new(setting.name, InputProblem::UnknownSetting));
        }
        if HeaderValue::from_str(&value).is_err() {
            return Err(InputError::new(setting.name, InputProblem::NotAHeaderValue));
        }
        self.0.retain(|(name, _)| *name != setting.name);
        self.0.push((setting.name, value));
        Ok(())
    }

    pub(crate) fn get(&self, setting: Setting) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == setting.name).map(|(_, value)| value.as_str())
    }
}
