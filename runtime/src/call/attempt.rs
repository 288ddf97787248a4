//! One attempt: a request with its redirects.

use std::time::Duration;

use bytes::Bytes;

use super::authorization::SentCredential;
use super::redirect::redirected;
use crate::client::ClientState;
use crate::observe::{Attempt, AttemptFailed, Observer, RequestSent, ResponseReceived};
use crate::redact::SentSecrets;
use crate::response::Accepted;
use crate::transport::Deadline;
use crate::{BodySink, Limits, TransportError, TransportErrorKind};

const MOST_REDIRECTS: usize = 5;

/// How much longer than its timeout a transport may take, because its own error says more than that time ran out.
const GRACE: Duration = Duration::from_millis(20);

/// A response of any status.
pub(crate) struct ReceivedResponse {
    pub(crate) response: http::Response<Bytes>,
    /// Whether the request carried the credential: redirects out of the base URL drop it.
    pub(crate) saw_credential: bool,
}

/// How an attempt is made.
#[derive(Clone, Copy)]
pub(crate) struct Sending<'a, 's> {
    pub(crate) shared: &'a ClientState,
    pub(crate) attempt: Attempt<'a>,
    pub(crate) deadline: Deadline<'a>,
    pub(crate) response_bytes: usize,
    /// Where the body of a result goes, if not into memory.
    pub(crate) sink: Option<&'a BodySink<'s>>,
    /// The statuses whose body is needed whole.
    pub(crate) accepted: Accepted,
    /// Observers do not see them, and no redirect leads to a host whose name has them.
    pub(crate) secrets: &'a SentSecrets,
    pub(crate) credential: Option<&'a SentCredential>,
}

impl Sending<'_, '_> {
    pub(crate) async fn follow(&self, mut request: http::Request<Bytes>) -> Result<ReceivedResponse, TransportError> {
        let mut redirects = 0;
        loop {
            let response = self.send(&request, redirects).await?;
            let is_last = redirects == MOST_REDIRECTS || self.accepted.contains(response.status());
            match self.redirected(&request, &response).filter(|_| !is_last) {
                Some(next) => request = next,
                None => {
                    let saw_credential = self.credential.is_some_and(|credential| credential.is_in(&request));
                    return Ok(ReceivedResponse { response, saw_credential });
                }
            }
            redirects += 1;
        }
    }

    fn redirected(
        &self,
        request: &http::Request<Bytes>,
        response: &http::Response<Bytes>,
    ) -> Option<http::Request<Bytes>> {
        redirected(request, response, &self.shared.base_url, self.secrets, self.credential)
    }

    async fn send(
        &self,
        request: &http::Request<Bytes>,
        redirects: usize,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let timeout = self.deadline.remaining();
        if timeout.is_zero() {
            return Err(TransportError::new(TransportErrorKind::Timeout));
        }
        let (attempt, secrets) = (self.attempt, self.secrets);
        let (observers, clock) = (&self.shared.observers, self.deadline.clock);
        observers.on_request(&RequestSent { attempt, request, redirects, secrets });
        let started = clock.now();
        let limits = Limits { timeout, response_bytes: self.response_bytes };
        let sent = match self.sink {
            Some(sink) => self.shared.transport.send_to(request.clone(), limits, sink),
            None => self.shared.transport.send(request.clone(), limits),
        };
        let result = match self.deadline.limit(GRACE, sent).await {
            None => Err(TransportError::new(TransportErrorKind::Timeout)),
            Some(Ok(response)) if response.body().len() > self.response_bytes => {
                Err(TransportError::new(TransportErrorKind::BodyTooLarge).with_response(response))
            }
            Some(result) => result,
        };
        let result = match result {
            // The status of a failure is known, and says more than that its body is not whole.
            Err(mut error) if error.response().is_some_and(|response| !self.accepted.contains(response.status())) => {
                error.take_response().ok_or(error)
            }
            // The request that was redirected was sent.
            Err(error) if redirects > 0 && error.kind() == TransportErrorKind::Connect => {
                Err(TransportError::new(TransportErrorKind::Interrupted).with_source(error))
            }
            result => result,
        };
        let result = result.map_err(|error| error.at(request.uri()));
        let elapsed = clock.now().saturating_duration_since(started);
        match &result {
            Ok(response) => observers.on_response(&ResponseReceived { attempt, response, elapsed, secrets }),
            Err(error) => observers.on_failure(&AttemptFailed { attempt, kind: error.kind(), elapsed }),
        }
        result
    }
}
