//! One request to a token endpoint, and what its failure means.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse, RequestTokenError};

use super::app::App;
use super::builder::own_transport;
use super::wire::TokenRefusalBody;
use crate::credential::error::Problem;
use crate::response::retry_after;
use crate::{BoxFuture, CredentialError, Limits, SecretString, Transport, TransportError, TransportErrorKind};

/// Lets the OAuth library send through a [`Transport`], and keeps the status and the error that the library drops.
pub(super) struct TokenEndpoint {
    transport: Arc<dyn Transport>,
    limits: Limits,
    head: Mutex<Option<Head>>,
}

#[derive(Clone, Copy)]
struct Head {
    status: StatusCode,
    retry_after: Option<Duration>,
}

impl TokenEndpoint {
    /// For one request of `app`. A `plain` one goes directly to this machine: a proxy would see it.
    pub(super) fn new(app: &App, plain: bool) -> Result<Self, CredentialError> {
        let transport = if plain && app.proxied { own_transport(true)? } else { app.transport.clone() };
        Ok(Self { transport, limits: app.limits, head: Mutex::default() })
    }

    /// Converts an error. Of the response it shows only the authority's refusal, without `secrets`.
    pub(super) fn explain(
        &self,
        error: RequestTokenError<TransportError, TokenRefusalBody>,
        secrets: &[&SecretString],
    ) -> CredentialError {
        let head = *self.head.lock().unwrap_or_else(PoisonError::into_inner);
        let problem = match (error, head) {
            (RequestTokenError::Request(error), _) => {
                let problem = Problem::Transport { kind: error.kind(), host: error.host().map(Into::into) };
                return CredentialError::of(problem).with_source(error);
            }
            (RequestTokenError::ServerResponse(response), Some(Head { status, .. })) => {
                Problem::Refused(Arc::new(response.refusal(status, secrets)))
            }
            (_, Some(Head { status: StatusCode::OK, .. })) => {
                Problem::Malformed { status: StatusCode::OK, problem: "holds no bearer token" }
            }
            (_, Some(Head { status, .. })) => Problem::Malformed { status, problem: "states no OAuth error" },
            // Only a request that could not be made has neither a response nor a transport error.
            (_, None) => Problem::Transport { kind: TransportErrorKind::Other, host: None },
        };
        match (CredentialError::of(problem), head.and_then(|head| head.retry_after)) {
            (error, Some(wait)) if error.is_transient() => error.retrying_after(wait),
            (error, _) => error,
        }
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let uri = request.uri().clone();
        let response = match self.transport.send(request.map(Bytes::from), self.limits).await {
            Ok(response) if response.body().len() > self.limits.response_bytes => {
                return Err(TransportError::new(TransportErrorKind::BodyTooLarge).at(&uri));
            }
            Ok(response) => response,
            // The status of a failure is known, and says more than that its body is not whole.
            Err(mut error) => match error.take_response() {
                Some(response) if !response.status().is_success() => response,
                _ => return Err(error.at(&uri)),
            },
        };
        let head = Head { status: response.status(), retry_after: retry_after(response.headers()) };
        *self.head.lock().unwrap_or_else(PoisonError::into_inner) = Some(head);
        Ok(response.map(Vec::from))
    }
}

impl<'c> AsyncHttpClient<'c> for TokenEndpoint {
    type Error = TransportError;
    type Future = BoxFuture<'c, Result<HttpResponse, TransportError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
