//! Spans and events for subscribers of `tracing`. They show no URL: it may name customers.

use std::future::Future;

use http::{HeaderMap, StatusCode};
use tracing::{Instrument, Span, debug, field, info_span, warn};

use super::{AttemptFailed, CredentialNotice, Observer, RequestSent, ResponseReceived, RetryScheduled};
use crate::error::id;
use crate::{Error, OperationInfo};

/// Emits `tracing` events for what observers see.
pub(crate) struct Tracing;

impl Observer for Tracing {
    fn on_request(&self, request: &RequestSent<'_>) {
        debug!(
            target: "docwright_runtime",
            attempt = request.attempt().number(),
            method = request.method().as_str(),
            redirects = request.redirects(),
            "request"
        );
    }

    fn on_response(&self, response: &ResponseReceived<'_>) {
        debug!(
            target: "docwright_runtime",
            attempt = response.attempt().number(),
            status = response.status().as_u16(),
            request_id = response.request_id(),
            correlation_id = response.correlation_id(),
            elapsed = ?response.elapsed(),
            "response"
        );
    }

    fn on_failure(&self, failure: &AttemptFailed<'_>) {
        debug!(
            target: "docwright_runtime",
            attempt = failure.attempt().number(),
            kind = ?failure.kind(),
            elapsed = ?failure.elapsed(),
            "no response"
        );
    }

    fn on_retry(&self, retry: &RetryScheduled<'_>) {
        debug!(
            target: "docwright_runtime",
            attempt = retry.attempt().number(),
            kind = ?retry.kind(),
            status = retry.status().map(|status| status.as_u16()),
            wait = ?retry.wait(),
            "retry"
        );
    }

    fn on_credential(&self, notice: &CredentialNotice) {
        match notice {
            CredentialNotice::ExpiredOnArrival { ago } => {
                warn!(target: "docwright_runtime", ?ago, "a token had expired when it arrived");
            }
            CredentialNotice::Unsaved { error } => {
                warn!(target: "docwright_runtime", %error, "a new refresh token is not saved");
            }
        }
    }
}

/// The span of a call.
pub(crate) fn span(operation: &OperationInfo, sent: Option<&HeaderMap>) -> Span {
    info_span!(
        target: "docwright_runtime",
        "call",
        api = operation.api.name,
        operation = operation.name,
        request_id = sent.and_then(|sent| id(sent, operation.api.sent_request_id())),
        correlation_id = sent.and_then(|sent| id(sent, operation.api.sent_correlation_id())),
        attempts = field::Empty,
        status = field::Empty,
        error = field::Empty,
    )
}

/// Runs a call within its span, and records its outcome: of a success, the attempts and the status that `success` finds.
pub(crate) async fn recorded<T>(
    span: Span,
    call: impl Future<Output = Result<T, Error>> + Send,
    success: fn(&T) -> (u32, StatusCode),
) -> Result<T, Error> {
    let result = call.instrument(span.clone()).await;
    let (attempts, status) = match &result {
        Ok(value) => {
            let (attempts, status) = success(value);
            (attempts, Some(status))
        }
        Err(error) => (error.attempts(), error.status()),
    };
    span.record("attempts", attempts);
    span.record("status", status.map(|status| status.as_u16()));
    span.record("error", result.as_ref().err().map(|error| field::debug(error.kind())));
    result
}
