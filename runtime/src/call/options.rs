//! The options of one call.

use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{HeaderMap, StatusCode};
use uuid::Uuid;

use super::exchange::Plan;
use crate::additions::Additions;
use crate::client::Settings;
use crate::encoding::set_header;
use crate::error::DecodeServiceError;
use crate::response::Accepted;
use crate::{
    Client, Error, HeaderValue, InputError, InputProblem, OperationInfo, RequestParts, RetryBudget, RetryPolicy,
};

/// The options of one call.
pub(crate) struct Options {
    /// Made when first needed, so that the code of each operation has nothing that could unwind.
    pub(super) request_id: OnceLock<Uuid>,
    pub(super) correlation_id: OnceLock<Uuid>,
    pub(super) version: Option<String>,
    pub(super) settings: Result<Settings, InputError>,
    pub(super) additions: Result<Additions, InputError>,
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) retry_budget: Option<RetryBudget>,
    pub(super) response_bytes: Option<usize>,
    pub(super) error_bytes: Option<usize>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            request_id: OnceLock::new(),
            correlation_id: OnceLock::new(),
            version: None,
            settings: Ok(Settings::NONE),
            additions: Ok(Additions::default()),
            timeout: None,
            attempt_timeout: None,
            retry: None,
            retry_budget: None,
            response_bytes: None,
            error_bytes: None,
        }
    }
}

impl Options {
    /// The options of a further call for the same purpose, with a request id of its own.
    pub(crate) fn again(&self) -> Self {
        Self {
            request_id: OnceLock::new(),
            correlation_id: OnceLock::from(*self.correlation_id()),
            version: self.version.clone(),
            settings: self.settings.clone(),
            additions: self.additions.clone(),
            retry_budget: self.retry_budget.clone(),
            ..*self
        }
    }

    /// The options of a repetition of this call, which the service recognizes by its request id.
    pub(crate) fn same(&self) -> Self {
        Self { request_id: OnceLock::from(*self.request_id()), ..self.again() }
    }

    /// The API version in place of the API's default.
    pub(crate) fn version<'a>(&'a self, client: &'a Client) -> Option<&'a str> {
        self.version.as_deref().or(client.0.version.as_deref())
    }

    pub(super) fn request_id(&self) -> &Uuid {
        self.request_id.get_or_init(Uuid::new_v4)
    }

    pub(super) fn correlation_id(&self) -> &Uuid {
        self.correlation_id.get_or_init(Uuid::new_v4)
    }

    pub(crate) fn retry_policy(&self, client: &Client) -> RetryPolicy {
        self.retry.unwrap_or(client.0.retry)
    }

    pub(crate) fn timeout(&self, client: &Client) -> Duration {
        self.timeout.unwrap_or(client.0.timeout)
    }

    pub(super) fn error_bytes(&self, client: &Client) -> usize {
        self.error_bytes.unwrap_or(client.0.error_body_limit)
    }

    pub(super) fn plan(
        &self,
        client: &Client,
        operation: &'static OperationInfo,
        of_operation: fn(StatusCode) -> bool,
        from_response: DecodeServiceError,
    ) -> Plan {
        let shared = &client.0;
        Plan {
            operation,
            accepted: Accepted { of_operation, parts: false },
            from_response,
            retry: self.retry_policy(client),
            retry_budget: self.retry_budget.as_ref().unwrap_or(&shared.retry_budget).clone(),
            attempt_timeout: self.attempt_timeout.unwrap_or(shared.attempt_timeout),
            timeout: self.timeout(client),
            response_bytes: self.response_bytes.unwrap_or(shared.response_limit),
            error_bytes: self.error_bytes(client),
        }
    }

    /// Adds the headers and query parameters of the call, in place of those of the operation.
    pub(crate) fn add_to(&self, parts: &mut RequestParts) -> Result<(), InputError> {
        self.additions.as_ref().map(|additions| additions.replace_in(parts)).map_err(Clone::clone)
    }

    /// The request of an operation whose inputs `encode` writes.
    pub(super) fn encoded(
        &self,
        operation: &'static OperationInfo,
        client: &Client,
        encode: &dyn Fn(&mut RequestParts) -> Result<(), InputError>,
    ) -> Result<http::Request<Bytes>, Error> {
        let mut parts = RequestParts::default();
        encode(&mut parts)
            .and_then(|()| self.add_to(&mut parts))
            .and_then(|()| self.request(operation, client, parts))
            .map_err(|error| Error::from_input(operation, error))
    }

    pub(crate) fn request(
        &self,
        operation: &OperationInfo,
        client: &Client,
        mut parts: RequestParts,
    ) -> Result<http::Request<Bytes>, InputError> {
        let shared = &client.0;
        operation.api.expect(shared.server.api.name).map_err(|problem| InputError::new("client", problem))?;
        if self.version.is_some() && operation.api.version.is_none() {
            return Err(InputError::new("version", InputProblem::NoVersions));
        }
        let own_settings = self.settings.as_ref().map_err(Clone::clone)?;
        let (mut headers, mut of_call) = (HeaderMap::new(), HeaderMap::new());
        headers.insert(USER_AGENT, shared.user_agent.clone());
        for header in operation.api.headers {
            match header.value {
                HeaderValue::Constant(value) => set_header(&mut headers, header.name, value)?,
                HeaderValue::RequestId => set_header(&mut headers, header.name, &self.request_id().to_string())?,
                HeaderValue::CorrelationId => {
                    set_header(&mut headers, header.name, &self.correlation_id().to_string())?
                }
                HeaderValue::Setting(setting) => {
                    if let Some(value) = own_settings.get(setting) {
                        set_header(&mut of_call, header.name, value)?;
                    } else if let Some(value) = shared.settings.get(setting).or(setting.default) {
                        set_header(&mut headers, header.name, value)?;
                    }
                }
            }
        }
        parts.complete_headers(of_call);
        shared.additions.complete(&mut parts);
        parts.into_http(operation, &shared.base_url, self.version(client), headers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_further_call_has_the_same_settings_and_a_request_id_of_its_own() {
        let second = Duration::from_secs(1);
        let options = Options {
            version: Some("2".to_owned()),
            timeout: Some(second),
            attempt_timeout: Some(2 * second),
            retry: Some(RetryPolicy::none()),
            retry_budget: Some(RetryBudget::new(7, 1)),
            response_bytes: Some(3),
            ..Options::default()
        };
        // Made before anything is sent, as when a call that is given away is to be repeated.
        let further = options.again();
        let repeated = options.same();
        let sent = (*options.request_id(), *options.correlation_id());
        assert_eq!((*repeated.request_id(), *repeated.correlation_id()), sent);
        assert!(*further.request_id() != sent.0 && *further.correlation_id() == sent.1);
        assert_eq!(
            (further.version, further.timeout, further.attempt_timeout),
            (options.version, Some(second), Some(2 * second))
        );
        assert_eq!((further.retry, further.response_bytes), (Some(RetryPolicy::none()), Some(3)));
        assert_eq!(further.retry_budget.and_then(|budget| budget.remaining()), Some(7));
    }
}
