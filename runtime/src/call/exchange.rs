//! From a request to a response: attempts and the waits between them. Nothing here depends on the operation's types.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::RANGE;
use http::{HeaderValue, StatusCode};

use super::attempt::{ReceivedResponse, Sending};
use super::authorization::{SentCredential, credential};
use crate::client::ClientState;
use crate::error::{DecodeServiceError, returned_ids};
use crate::observe::{Attempt, Observer, RetryScheduled};
use crate::redact::SentSecrets;
use crate::response::Accepted;
use crate::retry::RetryPermit;
use crate::transport::Deadline;
use crate::{
    BodySink, BoxFuture, Clock, DecodeError, Error, ErrorKind, InputError, InputProblem, OperationInfo, RawResponse,
    RejectedToken, Response, RetryBudget, RetryPolicy, TransportError, TransportErrorKind,
};

/// How one call is made, and how its responses are classified.
pub(crate) struct Plan {
    pub(crate) operation: &'static OperationInfo,
    pub(crate) accepted: Accepted,
    pub(crate) from_response: DecodeServiceError,
    pub(crate) retry: RetryPolicy,
    pub(crate) retry_budget: RetryBudget,
    pub(crate) attempt_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) response_bytes: usize,
    /// How much of the body of a failed response an error keeps.
    pub(crate) error_bytes: usize,
}

/// A result that has not been read yet.
pub(crate) struct Exchanged {
    pub(crate) response: RawResponse,
    pub(crate) attempts: u32,
    pub(crate) sent_id: Option<HeaderValue>,
    pub(crate) secrets: SentSecrets,
    pub(crate) error_bytes: usize,
}

/// Reads a response of an accepted status, see [`FromResponse::read`](crate::FromResponse::read).
pub(crate) type ReadResponse<T> = fn(&RawResponse) -> Result<T, DecodeError>;

/// The error of a response that does not have the documented form, and the response.
pub(crate) type Unread = (Error, Exchanged);

impl Exchanged {
    /// Reads the response; it is not lost when that fails.
    pub(crate) fn read<T>(self, operation: &OperationInfo, read: ReadResponse<T>) -> Result<Response<T>, Box<Unread>> {
        match read(&self.response) {
            Ok(value) => Ok(self.into_head(operation).with_value(value)),
            Err(error) => Err(self.unread(operation, error)),
        }
    }

    /// All of the result but the value. Of the secrets that were sent, its ids show none: unlike its other headers, they are
    /// shown and logged.
    pub(crate) fn into_head(self, operation: &OperationInfo) -> Response<()> {
        let (request_id, correlation_id) = returned_ids(operation, self.response.headers());
        let [request_id, correlation_id] =
            [request_id, correlation_id].map(|id| Some(self.secrets.removed_from_string(id?)));
        let (status, headers) = self.response.into_head();
        Response { value: (), status, request_id, correlation_id, headers }
    }

    fn unread(self, operation: &OperationInfo, error: DecodeError) -> Box<Unread> {
        Box::new((self.error(operation, error), self))
    }

    /// The error that the response, or a part of it, does not have the documented form.
    pub(crate) fn error(&self, operation: &OperationInfo, error: DecodeError) -> Error {
        let response = self.secrets.removed_from(self.response.clone().into()).into();
        let error = error.with_path(|path| self.secrets.removed_from_text(path.as_bytes()));
        Error::from_decode(operation, &response, error, self.error_bytes).after(self.attempts, self.sent_id.clone())
    }
}

/// Sends `request`, as often as it takes and as `plan` allows. Nothing is repeated once a part of a result is in the sink.
pub(crate) fn exchange<'c>(
    shared: &'c ClientState,
    mut plan: Plan,
    request: Result<http::Request<Bytes>, Error>,
    sink: Option<&'c BodySink<'_>>,
) -> BoxFuture<'c, Result<Exchanged, Error>> {
    #[cfg(feature = "tracing")]
    let span = crate::observe::span(plan.operation, request.as_ref().ok().map(http::Request::headers));
    let call = async move {
        let (mut request, clock) = (request?, shared.clock(plan.operation)?);
        let secrets = SentSecrets::of(&mut request);
        if request.headers().contains_key(RANGE) {
            plan.accepted.parts = true;
        }
        CallState { sink, secrets, ..CallState::new(shared, &clock, &plan, &request) }.run().await
    };
    #[cfg(feature = "tracing")]
    let call = crate::observe::recorded(span, call, |exchanged| (exchanged.attempts, exchanged.response.status()));
    Box::pin(call)
}

/// The state of a call in progress.
struct CallState<'a, 's> {
    shared: &'a ClientState,
    clock: &'a Arc<dyn Clock>,
    plan: &'a Plan,
    request: &'a http::Request<Bytes>,
    deadline: Deadline<'a>,
    attempts: u32,
    may_have_taken_effect: bool,
    /// The token that the service rejected. It is renewed once.
    rejected: Option<RejectedToken>,
    /// The error that the call returns unless there is another attempt.
    last: Option<Error>,
    /// Those of the last attempt.
    secrets: SentSecrets,
    /// The budget taken for the next attempt.
    retry_permit: Option<RetryPermit<'a>>,
    sink: Option<&'a BodySink<'s>>,
}

struct AttemptFailure {
    error: Error,
    /// The service rejected the token, so the call had no effect.
    rejects_token: bool,
}

impl<'a> CallState<'a, '_> {
    fn new(
        shared: &'a ClientState,
        clock: &'a Arc<dyn Clock>,
        plan: &'a Plan,
        request: &'a http::Request<Bytes>,
    ) -> Self {
        let deadline = Deadline::after(&**clock, plan.timeout);
        let (attempts, may_have_taken_effect) = (0, false);
        let (rejected, last, retry_permit) = (None, None, None);
        let sink = None;
        Self {
            shared,
            clock,
            plan,
            request,
            deadline,
            attempts,
            may_have_taken_effect,
            rejected,
            last,
            retry_permit,
            secrets: SentSecrets::default(),
            sink,
        }
    }

    async fn run(mut self) -> Result<Exchanged, Error> {
        let Plan { retry, retry_budget, .. } = self.plan;
        let mut repetitions = 0;
        loop {
            let mut error = match self.attempt_with_token().await {
                Ok(response) => {
                    retry_budget.earn();
                    let (attempts, error_bytes) = (self.attempts, self.plan.error_bytes);
                    let (sent_id, secrets) = (self.sent_id(), self.secrets.clone());
                    return Ok(Exchanged { response, attempts, sent_id, secrets, error_bytes });
                }
                Err(error) => error,
            };
            repetitions += 1;
            let is_written = self.sink.is_some_and(|sink| sink.begun() > 0);
            if is_written || !error.is_retryable() || !retry.allows(repetitions) {
                return Err(error);
            }
            let wait = error.retry_after().unwrap_or_default().max(retry.delay(repetitions));
            if wait >= self.deadline.remaining() {
                error.state_wait(wait);
                return Err(error);
            }
            // A repetition that was not sent for lack of a token has already been paid for.
            self.retry_permit = self.retry_permit.take().or_else(|| retry_budget.permit());
            if self.retry_permit.is_none() {
                error.state_budget_exhausted(wait);
                return Err(error);
            }
            self.shared.observers.on_retry(&self.scheduled(&error, wait));
            self.last = Some(error);
            self.clock.sleep(wait).await;
        }
    }

    /// An attempt, and another one with a new token if the service rejects the first one's. The credential hears of the rejection
    /// also where the budget does not allow the second one, so that the next call has a new token.
    async fn attempt_with_token(&mut self) -> Result<RawResponse, Error> {
        let token = self.token().await?;
        let AttemptFailure { error, rejects_token } = match self.attempt(token.as_ref()).await {
            Ok(response) => return Ok(response),
            Err(failure) => failure,
        };
        let Some(token) = token.filter(|_| rejects_token && self.rejected.is_none()) else { return Err(error) };
        let headers = error.headers().cloned().unwrap_or_default();
        self.rejected = Some(RejectedToken::new(token.text).with_challenges_of(&headers));
        let scheduled = self.scheduled(&error, Duration::ZERO);
        self.last = Some(error);
        let renewed = self.token().await?;
        self.retry_permit = self.retry_permit.take().or_else(|| self.plan.retry_budget.permit());
        if self.retry_permit.is_none()
            && let Some(mut error) = self.last.take()
        {
            error.state_budget_exhausted(Duration::ZERO);
            return Err(error);
        }
        self.shared.observers.on_retry(&scheduled);
        self.attempt(renewed.as_ref()).await.map_err(|failure| failure.error)
    }

    /// The credential for the next attempt, if there is time for one.
    async fn token(&mut self) -> Result<Option<SentCredential>, Error> {
        let token =
            credential(self.shared, self.plan.operation, self.clock, &self.deadline, self.rejected.clone()).await;
        let late = self.last.take_if(|_| self.deadline.remaining().is_zero());
        match (token, late) {
            (Ok(token), None) => Ok(token),
            (Ok(_), Some(error)) => Err(error),
            (Err(cause), late) => Err(match late.or_else(|| self.last.take()) {
                // An earlier failure to get a token is replaced by this one.
                Some(error) if error.kind() != ErrorKind::Credential => error.for_want_of_token(cause),
                _ => Error::from_credential(self.plan.operation, cause),
            }),
        }
    }

    async fn attempt(&mut self, token: Option<&SentCredential>) -> Result<RawResponse, AttemptFailure> {
        let deadline = self.deadline.or_after(self.plan.attempt_timeout);
        if deadline.remaining().is_zero() {
            let late = TransportError::new(TransportErrorKind::Timeout);
            let mut error = Error::from_transport(self.plan.operation, late, self.plan.error_bytes);
            error.state_sent_ids(self.request.headers());
            // Nothing is sent, so only earlier attempts can have had an effect.
            return Err(self.failure(error, false));
        }
        self.attempts = self.attempts.saturating_add(1);
        if let Some(retry_permit) = self.retry_permit.take() {
            retry_permit.spend();
        }
        let mut request = self.request.clone();
        self.secrets = self.secrets.with_credential(token.map(|token| token.secrets.as_slice()).unwrap_or_default());
        if token.is_some_and(|token| token.attach(&mut request).is_none()) {
            self.attempts -= 1;
            let too_long = InputError::new("request", InputProblem::NotARequest);
            return Err(self.failure(Error::from_input(self.plan.operation, too_long), false));
        }
        let sending = Sending {
            shared: self.shared,
            attempt: self.now(),
            deadline,
            response_bytes: self.plan.response_bytes,
            sink: self.sink,
            secrets: &self.secrets,
            credential: token,
            accepted: self.plan.accepted,
        };
        let (error, rejects_token) = match sending.follow(request).await {
            Ok(ReceivedResponse { response, .. }) if self.plan.accepted.contains(response.status()) => {
                return Ok(response.into());
            }
            Ok(ReceivedResponse { response, saw_credential }) => {
                let response = self.secrets.removed_from(response);
                let rejects_token = saw_credential && response.status() == StatusCode::UNAUTHORIZED;
                let Plan { operation, from_response, error_bytes, .. } = *self.plan;
                (Error::from_status(operation, &response.into(), from_response, error_bytes), rejects_token)
            }
            Err(mut error) => {
                error = error.map_response(|response| self.secrets.removed_from(response));
                let mut error = Error::from_transport(self.plan.operation, error, self.plan.error_bytes);
                error.state_sent_ids(self.request.headers());
                (error, false)
            }
        };
        self.may_have_taken_effect |= error.may_have_taken_effect();
        Err(self.failure(error, rejects_token))
    }

    /// Adds to `error` what the call did before it.
    fn failure(&self, mut error: Error, rejects_token: bool) -> AttemptFailure {
        error.record_attempts(self.attempts, self.may_have_taken_effect);
        error.state_sent_id(self.sent_id());
        AttemptFailure { error, rejects_token }
    }

    /// The request id, the same for each attempt.
    fn sent_id(&self) -> Option<HeaderValue> {
        self.request.headers().get(self.plan.operation.api.sent_request_id()?).cloned()
    }

    fn scheduled(&self, error: &Error, wait: Duration) -> RetryScheduled<'a> {
        RetryScheduled { attempt: self.now(), kind: error.kind(), status: error.status(), wait }
    }

    fn now(&self) -> Attempt<'a> {
        Attempt { operation: self.plan.operation, number: self.attempts, sent: self.request.headers() }
    }
}
