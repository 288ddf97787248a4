//! HTTP/2: its stack sends refused requests again by itself, and must not do so with requests that a service may have acted on.

pub(super) mod service;

use std::time::Duration;

use futures_util::future::join_all;

use self::service::{CANCEL, ENHANCE_YOUR_CALM, INTERNAL_ERROR, NO_ERROR, REFUSED_STREAM, Reaction, Service};
use super::virtual_time::{self, ATTEMPT, passing};
use super::{ReqwestTransport, builder_with_tls};
use crate::{
    Api, Client, ErrorKind, Header, HeaderValue, Idempotency, InputError, Json, Method, NoServiceError, Operation,
    OperationInfo, RequestParts, RetryPolicy, Server,
};

const API: Api = Api::new("api", "API", "test/1").with_headers(&[Header::new("X-Request-Id", HeaderValue::RequestId)]);
const SERVER: Server = Server::new(&API, "test", "https://api.example.com");

pub(super) const SAFE: u8 = 0;
pub(super) const IDEMPOTENT: u8 = 1;
pub(super) const BY_REQUEST_ID: u8 = 2;
pub(super) const NON_IDEMPOTENT: u8 = 3;

/// An operation of each kind of idempotency; the safe one sends no body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Act<const IDEMPOTENCY: u8>;

impl<const IDEMPOTENCY: u8> Operation for Act<IDEMPOTENCY> {
    type Response = Json<u32>;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = match IDEMPOTENCY {
        SAFE => OperationInfo::new(&API, "act", Method::Get, "/act", Idempotency::Safe),
        IDEMPOTENT => OperationInfo::new(&API, "act", Method::Put, "/act", Idempotency::Idempotent),
        BY_REQUEST_ID => OperationInfo::new(&API, "act", Method::Post, "/act", Idempotency::ByRequestId),
        _ => OperationInfo::new(&API, "act", Method::Post, "/act", Idempotency::NonIdempotent),
    };

    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
        if IDEMPOTENCY == SAFE { Ok(()) } else { request.json("something to do") }
    }
}

/// A transport that uses HTTP/2 from the first byte.
pub(super) fn in_cleartext() -> ReqwestTransport {
    let builder = builder_with_tls(Duration::from_secs(5), true).unwrap();
    ReqwestTransport::building(move || builder().http2_prior_knowledge()).unwrap()
}

pub(super) fn client(url: &str, transport: ReqwestTransport) -> Client {
    let retry = RetryPolicy::new().with_base_delay(Duration::ZERO);
    Client::builder(SERVER).base_url(url).transport(transport).retry(retry).response_limit(100_000).build().unwrap()
}

/// The outcome of a call, and how many requests the service sees.
async fn outcome<O: Operation<Response = Json<u32>>>(
    operation: O,
    reactions: &[Reaction],
) -> (Result<u32, ErrorKind>, u32) {
    let service = Service::reacting(reactions.iter().cloned()).await;
    let client = client(&service.url, in_cleartext());
    let result = client.call(operation).await.map(|response| response.value);
    if let Err(error) = &result {
        assert!(error.may_have_taken_effect(), "{error:?}");
    }
    (result.map_err(|error| error.kind()), service.requests())
}

#[tokio::test]
async fn what_was_not_processed_is_sent_again_for_any_operation() {
    for refusal in [Reaction::reset(REFUSED_STREAM), Reaction::unprocessed(NO_ERROR)] {
        assert_eq!(
            outcome(Act::<NON_IDEMPOTENT>, &[refusal.clone(), Reaction::response()]).await,
            (Ok(7), 2),
            "{refusal:?}"
        );
        assert_eq!(
            outcome(Act::<NON_IDEMPOTENT>, std::slice::from_ref(&refusal)).await,
            (Err(ErrorKind::Interrupted), 3),
            "{refusal:?}"
        );
    }
}

#[tokio::test]
async fn what_may_have_been_processed_is_not_sent_again_behind_the_back_of_the_call() {
    for end in [
        Reaction::processed(NO_ERROR),
        Reaction::processed(INTERNAL_ERROR),
        Reaction::unprocessed(ENHANCE_YOUR_CALM),
        Reaction::reset(NO_ERROR),
        Reaction::reset(INTERNAL_ERROR),
        Reaction::reset(CANCEL),
        Reaction::head_and_reset(INTERNAL_ERROR),
        Reaction::head_and_reset(REFUSED_STREAM),
    ] {
        assert_eq!(
            outcome(Act::<NON_IDEMPOTENT>, &[end.clone(), Reaction::response()]).await,
            (Err(ErrorKind::Interrupted), 1),
            "{end:?}"
        );
        assert_eq!(outcome(Act::<SAFE>, &[end.clone(), Reaction::response()]).await, (Ok(7), 2), "{end:?}");
    }
}

#[tokio::test]
async fn a_response_that_is_the_last_on_its_connection_is_one() {
    assert_eq!(outcome(Act::<NON_IDEMPOTENT>, &[Reaction::last_response()]).await, (Ok(7), 1));
}

/// The first two requests are responded to, then the connection is silent.
fn silent() -> [Reaction; 4] {
    [Reaction::response(), Reaction::response(), Reaction::silence(), Reaction::response()]
}

#[test]
fn a_connection_that_is_silent_is_not_met_again_after_a_timeout() {
    virtual_time::run(async {
        let service = Service::reacting(silent()).await;
        let silenced = client(&service.url, in_cleartext());
        for _ in 0..2 {
            assert_eq!(silenced.call(Act::<NON_IDEMPOTENT>).await.unwrap().value, 7);
        }
        let call = silenced.call(Act::<SAFE>).attempt_timeout(ATTEMPT);
        let response = passing(call.into_future(), service.held_back()).await.unwrap();
        assert_eq!((response.value, service.requests()), (7, 4), "the repetition succeeds");

        let service = Service::reacting(silent()).await;
        let client = client(&service.url, in_cleartext());
        for _ in 0..2 {
            client.call(Act::<NON_IDEMPOTENT>).await.unwrap();
        }
        let call = client.call(Act::<NON_IDEMPOTENT>).attempt_timeout(ATTEMPT);
        let error = passing(call.into_future(), service.held_back()).await.unwrap_err();
        assert_eq!((error.kind(), service.requests()), (ErrorKind::Timeout, 3));
        assert_eq!(client.call(Act::<NON_IDEMPOTENT>).await.unwrap().value, 7, "and so does the next call");
    });
}

#[test]
fn many_calls_that_time_out_at_once_open_one_connection_anew() {
    virtual_time::run(async {
        let service = Service::reacting([Reaction::silence(), Reaction::response()]).await;
        let client = client(&service.url, in_cleartext());
        let calls = join_all((0..20).map(|_| client.call(Act::<SAFE>).attempt_timeout(ATTEMPT).into_future()));
        for result in passing(calls, service.held_back()).await {
            assert!(result.is_ok(), "{result:?}");
        }
    });
}
