//! Building a client: everything is checked before the first call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::HeaderValue;
use thiserror::Error;

use super::{ClientState, Settings, base_url};
use crate::accepted::check_for_api;
use crate::additions::Additions;
use crate::encoding::encode_segment;
use crate::error::ERROR_BODY_LIMIT;
use crate::observe::Observers;
use crate::{
    Client, Clock, Credential, CredentialError, InputError, InputProblem, IntoCredential, Observer, RetryBudget,
    RetryPolicy, Server, Setting, Transport, TransportError,
};

const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const DEFAULT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(100);
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(300);
const DEFAULT_RESPONSE_LIMIT: usize = 64 * 1024 * 1024;

/// Builds a [`Client`].
#[must_use = "a builder does nothing until it builds"]
pub struct ClientBuilder {
    server: Server,
    base_url: Option<String>,
    credential: Option<Arc<dyn Credential>>,
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    observers: Observers,
    retry: RetryPolicy,
    retry_budget: RetryBudget,
    connect_timeout: Duration,
    attempt_timeout: Duration,
    timeout: Duration,
    response_limit: usize,
    error_body_limit: usize,
    version: Option<String>,
    settings: Vec<(Setting, String)>,
    additions: Result<Additions, InputError>,
    user_agent: String,
}

impl ClientBuilder {
    pub(crate) fn new(server: Server) -> Self {
        Self {
            user_agent: server.api.user_agent.to_owned(),
            server,
            base_url: None,
            credential: None,
            transport: None,
            clock: None,
            observers: Observers::default(),
            retry: RetryPolicy::default(),
            retry_budget: RetryBudget::default(),
            connect_timeout: DEFAULT_CONNECT_TIMEOUT,
            attempt_timeout: DEFAULT_ATTEMPT_TIMEOUT,
            timeout: DEFAULT_TIMEOUT,
            response_limit: DEFAULT_RESPONSE_LIMIT,
            error_body_limit: ERROR_BODY_LIMIT,
            version: None,
            settings: Vec::new(),
            additions: Ok(Additions::default()),
        }
    }

    /// Sends to this URL in place of the server's: https, or http on this machine.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Authenticates the calls: an access token as text, an [`ApiKey`](crate::ApiKey), a
    /// [`BasicCredential`](crate::BasicCredential) or another [`Credential`], of a form that the API accepts. Without one, calls
    /// are not authenticated.
    pub fn credential(mut self, credential: impl IntoCredential) -> Self {
        self.credential = Some(credential.into_credential());
        self
    }

    /// The longest wait for a connection; 10 seconds unless set. A custom transport has its own limit.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The longest wait for the complete response to one attempt, from the connection to the last byte and over redirects; 100
    /// seconds unless set.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// The longest wait for the result of a call: over the credential, all attempts and the waits between them; 300 seconds
    /// unless set. A wait that would last longer is not begun; the error then states it as
    /// [`retry_after`](crate::Error::retry_after).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How often calls are repeated, and after which waits; three attempts unless set.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How much the client and its clones may repeat altogether; see [`RetryBudget`] for the default.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.retry_budget = budget;
        self
    }

    /// Reports to `observer` what is sent and received. There may be several; they are called in order.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observers.add(observer);
        self
    }

    /// Uses `clock` for time and waits. The default is the timer of the Tokio runtime in which a call is awaited (feature
    /// `tokio`, which is part of `reqwest`). Outside of one, calls without a clock fail with
    /// [`ErrorKind::Clock`](crate::ErrorKind::Clock).
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// The largest body that a response may have; 64 MiB unless set.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// How much of a body an [`Error`](crate::Error::body) keeps; 8 KiB unless set. `usize::MAX` keeps it whole.
    pub fn error_body_limit(mut self, bytes: usize) -> Self {
        self.error_body_limit = bytes;
        self
    }

    /// Calls this version of the API in place of its default. An API without versions rejects any.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// Sets one of the API's settings, such as a locale, for all calls. With a setting of another API, the client cannot be
    /// built.
    pub fn setting(mut self, setting: Setting, value: impl Into<String>) -> Self {
        self.settings.push((setting, value.into()));
        self
    }

    /// Sends a header with all calls that do not set it; several calls with one name send several values. The client cannot be
    /// built with its own headers: those of credentials and of the connection, the request id and the correlation id.
    pub fn header(mut self, name: impl Into<String>, value: impl AsRef<str>) -> Self {
        let api = self.server.api;
        self.additions = self.additions.and_then(|additions| additions.header(api, name.into(), value.as_ref()));
        self
    }

    /// Sends a query parameter with all calls that do not set it; several calls with one name send several values. Links of
    /// responses are followed as the service states them.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let api = self.server.api;
        self.additions = self.additions.and_then(|additions| additions.query(api, name.into(), value.into()));
        self
    }

    /// Value of the `User-Agent` header, in place of the API's, which names the crate and its version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Sends through `transport` in place of the one that comes with the crate.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// When a setting cannot be used; the error says which.
    pub fn build(self) -> Result<Client, BuildError> {
        let base_url = base_url::parse(self.base_url.as_deref().unwrap_or(&self.server.url))
            .map_err(|problem| BuildError::BaseUrl { problem })?;
        if let Some(credential) = &self.credential {
            check_for_api(self.server.api, &**credential)?;
        }
        let mut settings = Settings::NONE;
        for (setting, value) in self.settings {
            settings.set(&self.server, setting, value)?;
        }
        if let Some(version) = &self.version {
            if self.server.api.version.is_none() {
                return Err(InputError::new("version", InputProblem::NoVersions).into());
            }
            encode_segment(version).map_err(|problem| InputError::new("version", problem))?;
        }
        let user_agent = HeaderValue::from_str(&self.user_agent)
            .map_err(|_| InputError::new("User-Agent", InputProblem::NotAHeaderValue))?;
        let transport = match self.transport {
            Some(transport) => transport,
            // Plain http is only used on this machine, and not through a proxy, which would see the credential.
            None => default_transport(self.connect_timeout, base_url.starts_with("http:"))?,
        };
        #[cfg_attr(not(feature = "tracing"), allow(unused_mut))]
        let mut observers = self.observers;
        #[cfg(feature = "tracing")]
        observers.add(crate::observe::Tracing);
        Ok(Client(Arc::new(ClientState {
            server: self.server,
            base_url,
            credential: self.credential,
            transport,
            clock: self.clock,
            observers,
            retry: self.retry,
            retry_budget: self.retry_budget,
            attempt_timeout: self.attempt_timeout,
            timeout: self.timeout,
            response_limit: self.response_limit,
            error_body_limit: self.error_body_limit,
            version: self.version,
            settings,
            additions: self.additions?,
            user_agent,
        })))
    }
}

#[cfg(feature = "reqwest")]
pub(crate) fn default_transport(connect_timeout: Duration, direct: bool) -> Result<Arc<dyn Transport>, BuildError> {
    Ok(Arc::new(crate::transport::reqwest_transport::ReqwestTransport::new(connect_timeout, direct)?))
}

#[cfg(not(feature = "reqwest"))]
pub(crate) fn default_transport(_: Duration, _: bool) -> Result<Arc<dyn Transport>, BuildError> {
    Err(BuildError::NoTransport)
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("api", &self.server.api.name)
            .field("server", &self.server.name)
            .finish_non_exhaustive()
    }
}

/// Why a client cannot be built.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Calls cannot go to the base URL. The URL is not shown: it may hold a password.
    #[error("the base URL {problem}")]
    BaseUrl {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A setting, the version or the user agent cannot be sent.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The API accepts no credential of this form; the error says what it accepts.
    #[error(transparent)]
    Credential(#[from] CredentialError),
    /// The crate was built without a transport, and the client was given none.
    #[error("there is no transport: enable the feature `reqwest`, or give the client one")]
    NoTransport,
    /// The transport cannot start, for example because there are no TLS certificates.
    #[error("the transport cannot start")]
    Transport(#[from] TransportError),
}
