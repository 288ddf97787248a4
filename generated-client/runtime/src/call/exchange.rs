//! From a request to an answer: attempts, the waits between them, and their end. Nothing here depends on the operation's types.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::AUTHORIZATION;

use super::attempt::{Answered, Sending};
use super::authorization::{BearerHeader, token};
use crate::client::Shared;
use crate::error::Recognise;
use crate::observe::{Attempt, Observer, RetryScheduled};
use crate::transport::Deadline;
use crate::{BoxFuture, Error, OperationInfo, RawAnswer, RetryPolicy};

/// How one call is made, and how its answers are told apart.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) operation: &'static OperationInfo,
    /// Tells the statuses that are results.
    pub(crate) accepts: fn(StatusCode) -> bool,
    pub(crate) recognise: Recognise,
    pub(crate) retry: RetryPolicy,
    pub(crate) attempt_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) response_bytes: usize,
}

/// A result that has not been read yet.
pub(crate) struct Exchanged {
    pub(crate) answer: RawAnswer,
    pub(crate) attempts: u32,
}

/// Sends `request`, as often as it takes and as `plan` allows.
pub(crate) fn exchange<'c>(
    shared: &'c Shared,
    plan: Plan,
    request: Result<http::Request<Bytes>, Error>,
) -> BoxFuture<'c, Result<Exchanged, Error>> {
    #[cfg(feature = "tracing")]
    let span = crate::observe::span(plan.operation, request.as_ref().ok().map(http::Request::headers));
    let call = async move { Course::new(shared, plan, &request?).run().await };
    #[cfg(feature = "tracing")]
    let call = crate::observe::recorded(span, call);
    Box::pin(call)
}

/// A call on its way.
struct Course<'a> {
    shared: &'a Shared,
    plan: Plan,
    request: &'a http::Request<Bytes>,
    deadline: Deadline<'a>,
    attempts: u32,
    may_have_acted: bool,
}

struct Failure {
    error: Error,
    /// The token was seen, and refused. A call takes no effect before its token is accepted.
    refuses_token: bool,
}

impl<'a> Course<'a> {
    fn new(shared: &'a Shared, plan: Plan, request: &'a http::Request<Bytes>) -> Self {
        let deadline = Deadline::after(&*shared.clock, plan.timeout);
        Self { shared, plan, request, deadline, attempts: 0, may_have_acted: false }
    }

    async fn run(mut self) -> Result<Exchanged, Error> {
        let (shared, plan, deadline) = (self.shared, self.plan, self.deadline);
        let first_token = token(shared, &deadline, None).await;
        let mut token_at_hand = first_token.map_err(|cause| Error::from_credential(plan.operation, cause))?;
        let (mut is_renewed, mut repetitions) = (false, 0);
        let mut last = None;
        loop {
            if let Some(error) = last.take_if(|_| deadline.remaining().is_zero()) {
                return Err(error);
            }
            let Failure { mut error, refuses_token } = match self.attempt(token_at_hand.as_ref()).await {
                Ok(answer) => {
                    shared.retry_budget.earn();
                    return Ok(Exchanged { answer, attempts: self.attempts });
                }
                Err(failure) => failure,
            };
            if let Some(refused) = token_at_hand.take_if(|_| refuses_token && !is_renewed) {
                is_renewed = true;
                match token(shared, &deadline, Some(refused.text.clone())).await {
                    Ok(next) if next.as_ref().is_some_and(|next| next.text != refused.text) => {
                        self.announce(&error, Duration::ZERO);
                        token_at_hand = next;
                        last = Some(error);
                        continue;
                    }
                    Ok(_) => {}
                    Err(cause) => return Err(error.for_want_of_token(cause)),
                }
            }
            repetitions += 1;
            if !error.is_retryable() || !plan.retry.allows(repetitions) {
                return Err(error);
            }
            let wait = error.retry_after().unwrap_or_default().max(plan.retry.delay(repetitions));
            if wait >= deadline.remaining() {
                error.state_wait(wait);
                return Err(error);
            }
            let Some(withdrawal) = shared.retry_budget.withdraw() else { return Err(error) };
            self.announce(&error, wait);
            shared.clock.sleep(wait).await;
            match token(shared, &deadline, None).await {
                Ok(next) => token_at_hand = next,
                Err(cause) => return Err(error.for_want_of_token(cause)),
            }
            withdrawal.spend();
            last = Some(error);
        }
    }

    async fn attempt(&mut self, token: Option<&BearerHeader>) -> Result<RawAnswer, Failure> {
        self.attempts = self.attempts.saturating_add(1);
        let mut request = self.request.clone();
        if let Some(token) = token {
            request.headers_mut().insert(AUTHORIZATION, token.header.clone());
        }
        let sending = Sending {
            shared: self.shared,
            attempt: self.now(),
            deadline: self.deadline.or_after(self.plan.attempt_timeout),
            response_bytes: self.plan.response_bytes,
            accepts: self.plan.accepts,
        };
        let operation = self.plan.operation;
        let (mut error, refuses_token) = match sending.follow(request).await {
            Ok(Answered { answer, .. }) if (self.plan.accepts)(answer.status()) => return Ok(answer.into()),
            Ok(Answered { answer, saw_credential }) => {
                let answer = answer.map(|body| token.iter().fold(body, |body, token| token.redacted(body)));
                let refuses_token = saw_credential && answer.status() == StatusCode::UNAUTHORIZED;
                (Error::from_status(operation, &answer.into(), self.plan.recognise), refuses_token)
            }
            Err(error) => {
                let mut error = Error::from_transport(operation, error);
                error.state_ids(self.request.headers());
                (error, false)
            }
        };
        self.may_have_acted |= error.may_have_acted();
        error.state_course(self.attempts, self.may_have_acted);
        Err(Failure { error, refuses_token })
    }

    fn announce(&self, error: &Error, wait: Duration) {
        let (attempt, kind, status) = (self.now(), error.kind(), error.status());
        self.shared.observers.on_retry(&RetryScheduled { attempt, kind, status, wait });
    }

    fn now(&self) -> Attempt<'a> {
        Attempt { operation: self.plan.operation, number: self.attempts, sent: self.request.headers() }
    }
}
