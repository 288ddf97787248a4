//! Makes errors, and adds what is known about the call later.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

use super::ids::{Ids, returned_ids, sent_ids};
use super::{ApiError, DecodeServiceError, Details, Error, ErrorKind, ErrorSource, api_error};
use crate::response::retry_after;
use crate::retry::{Effect, effect_of};
use crate::transport::NoClock;
use crate::{
    ContinuationProblem, CredentialError, DecodeError, InputError, JsonValue, OperationInfo, RawResponse,
    TransportError, TransportErrorKind,
};

/// The most bytes of a body that an error keeps, unless the client or the call sets another limit.
pub(crate) const ERROR_BODY_LIMIT: usize = 8 * 1024;

impl Error {
    fn new(kind: ErrorKind, operation: &OperationInfo) -> Self {
        Self(Box::new(Details {
            kind,
            operation: *operation,
            status: None,
            request_id: None,
            correlation_id: None,
            sent_id: None,
            headers: HeaderMap::new(),
            retry_after: None,
            attempts: 0,
            may_have_taken_effect: false,
            body: Bytes::new(),
            body_length: 0,
            api_error: None,
            service_error: None,
            source: None,
            item: None,
            no_token: None,
            is_budget_exhausted: false,
        }))
    }

    pub(crate) fn from_input(operation: &OperationInfo, error: InputError) -> Self {
        let mut this = Self::new(ErrorKind::Input, operation);
        this.0.source = Some(ErrorSource::Input(error));
        this
    }

    pub(crate) fn from_credential(operation: &OperationInfo, error: CredentialError) -> Self {
        let mut this = Self::new(ErrorKind::Credential, operation);
        this.0.retry_after = error.retry_after();
        this.0.source = Some(ErrorSource::Credential(error));
        this
    }

    pub(crate) fn from_clock(operation: &OperationInfo, error: NoClock) -> Self {
        let mut this = Self::new(ErrorKind::Clock, operation);
        this.0.source = Some(ErrorSource::Clock(error));
        this
    }

    pub(crate) fn from_continuation(operation: &OperationInfo, problem: ContinuationProblem) -> Self {
        let kind = match problem {
            ContinuationProblem::Unfinished | ContinuationProblem::NotReady | ContinuationProblem::NoItemInTime => {
                ErrorKind::Unfinished
            }
            _ => ErrorKind::Continuation,
        };
        let mut this = Self::new(kind, operation);
        this.0.source = Some(ErrorSource::Continuation(problem));
        this
    }

    /// The same error, as one of a response with these ids and headers.
    pub(crate) fn of_response(mut self, ids: Ids<String>, headers: &HeaderMap) -> Self {
        self.0.retry_after = retry_after(headers);
        self.state_ids(ids);
        self
    }

    pub(crate) fn from_transport(operation: &OperationInfo, mut error: TransportError, body_limit: usize) -> Self {
        let kind = match error.kind() {
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Interrupted => ErrorKind::Interrupted,
            TransportErrorKind::BodyTooLarge => ErrorKind::ResponseTooLarge,
            TransportErrorKind::Other => ErrorKind::Transport,
        };
        let mut this = Self::new(kind, operation);
        if let Some(response) = error.take_response() {
            this.keep(&response.into(), body_limit);
        }
        this.set_effect();
        this.0.source = Some(ErrorSource::Transport(error));
        this
    }

    pub(crate) fn from_status(
        operation: &OperationInfo,
        response: &RawResponse,
        from_response: DecodeServiceError,
        body_limit: usize,
    ) -> Self {
        let mut this = Self::new(ErrorKind::Status, operation);
        this.keep(response, body_limit);
        this.set_effect();
        this.0.api_error = api_error::from_response(operation.api, response.headers(), response.body());
        this.0.service_error = from_response(response, this.0.api_error.as_ref().and_then(ApiError::code));
        this
    }

    pub(crate) fn from_decode(
        operation: &OperationInfo,
        response: &RawResponse,
        error: DecodeError,
        body_limit: usize,
    ) -> Self {
        let mut this = Self::new(ErrorKind::Decode, operation);
        this.keep(response, body_limit);
        this.set_effect();
        this.0.source = Some(ErrorSource::Decode(error));
        this
    }

    /// The same error, as one of an item of a list alone.
    pub(crate) fn of_item(mut self, item: JsonValue) -> Self {
        self.0.item = Some(item);
        self
    }

    fn set_effect(&mut self) {
        self.0.may_have_taken_effect = matches!(effect_of(self.0.kind, self.0.status), Effect::Unclear | Effect::Lost);
    }

    /// Adds what the call did before this error.
    pub(crate) fn record_attempts(&mut self, attempts: u32, may_have_taken_effect: bool) {
        self.0.attempts = attempts;
        self.0.may_have_taken_effect = may_have_taken_effect;
    }

    pub(crate) fn after(mut self, attempts: u32, sent_id: Option<HeaderValue>) -> Self {
        self.0.attempts = attempts;
        self.0.sent_id = sent_id;
        self
    }

    pub(crate) fn state_sent_id(&mut self, id: Option<HeaderValue>) {
        self.0.sent_id = id;
    }

    /// Adds the wait that the call had no time for.
    pub(crate) fn state_wait(&mut self, wait: Duration) {
        self.0.retry_after = Some(wait);
    }

    /// Adds that the client's budget does not allow the repetition after `wait`.
    pub(crate) fn state_budget_exhausted(&mut self, wait: Duration) {
        self.state_wait(wait);
        self.0.is_budget_exhausted = true;
    }

    /// The same error, as the last one of a call that could not be repeated for lack of a token. Its wait is over.
    pub(crate) fn for_want_of_token(mut self, cause: CredentialError) -> Self {
        self.0.retry_after = cause.retry_after();
        self.0.no_token = Some(cause);
        self
    }

    fn keep(&mut self, response: &RawResponse, body_limit: usize) {
        self.0.status = Some(response.status());
        self.0.headers = response.headers().clone();
        self.0.retry_after = retry_after(response.headers());
        self.0.body_length = response.body().len();
        // A slice would keep the whole body in memory.
        let beginning = response.body().get(..body_limit).map(Bytes::copy_from_slice);
        self.0.body = beginning.unwrap_or_else(|| response.body().clone());
        self.state_ids(returned_ids(&self.0.operation, response.headers()));
    }

    /// Takes the ids from the headers of the request where there are none yet.
    pub(crate) fn state_sent_ids(&mut self, headers: &HeaderMap) {
        self.state_ids(sent_ids(&self.0.operation, headers));
    }

    fn state_ids(&mut self, (request_id, correlation_id): Ids<String>) {
        self.0.request_id = self.0.request_id.take().or(request_id);
        self.0.correlation_id = self.0.correlation_id.take().or(correlation_id);
    }
}
