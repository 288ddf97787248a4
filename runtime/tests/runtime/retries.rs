//! Which calls are repeated, how often, and with which ids.

use docwright_runtime::{
    Api, Client, Empty, ErrorKind, Idempotency, InputError, Method, NoServiceError, Operation, OperationInfo,
    RequestParts, RetryPolicy, Server, TransportErrorKind, Uuid,
};
use proptest::prelude::*;

use crate::scripted::{
    self, Act, BY_REQUEST_ID, IDEMPOTENT, NON_IDEMPOTENT, SAFE, Script, Step, response, run, status,
};

/// How many attempts a call makes when the first one ends like this, and whether it succeeds.
fn outcome<O: Operation>(operation: O, first: &Step) -> (usize, bool) {
    let script = Script::of([first.clone(), status(200)]);
    let is_ok = run(script.client().call(operation)).is_ok();
    (script.attempts(), is_ok)
}

#[test]
fn what_took_no_effect_is_repeated_for_any_operation() {
    for first in [Step::Fail(TransportErrorKind::Connect), status(429)] {
        assert_eq!(outcome(Act::<SAFE>, &first), (2, true), "{first:?}");
        assert_eq!(outcome(Act::<IDEMPOTENT>, &first), (2, true), "{first:?}");
        assert_eq!(outcome(Act::<BY_REQUEST_ID>, &first), (2, true), "{first:?}");
        assert_eq!(outcome(Act::<NON_IDEMPOTENT>, &first), (2, true), "{first:?}");
    }
}

#[test]
fn what_may_have_taken_effect_is_repeated_only_where_that_does_no_harm() {
    let failures = [TransportErrorKind::Timeout, TransportErrorKind::Interrupted].map(Step::Fail);
    let statuses = [408, 500, 502, 503, 504, 599].map(status);
    for first in failures.into_iter().chain([Step::Hang]).chain(statuses) {
        assert_eq!(outcome(Act::<SAFE>, &first), (2, true), "{first:?}");
        assert_eq!(outcome(Act::<IDEMPOTENT>, &first), (2, true), "{first:?}");
        assert_eq!(outcome(Act::<BY_REQUEST_ID>, &first), (2, true), "{first:?}");
        assert_eq!(outcome(Act::<NON_IDEMPOTENT>, &first), (1, false), "{first:?}");
    }
}

#[test]
fn what_would_fail_again_is_not_repeated() {
    let failures = [TransportErrorKind::BodyTooLarge, TransportErrorKind::Other].map(Step::Fail);
    let statuses = [302, 400, 401, 403, 404, 409, 412, 417, 501, 505].map(status);
    for first in failures.into_iter().chain(statuses) {
        assert_eq!(outcome(Act::<SAFE>, &first), (1, false), "{first:?}");
        assert_eq!(outcome(Act::<NON_IDEMPOTENT>, &first), (1, false), "{first:?}");
    }
}

#[test]
fn the_limit_applies_to_a_transport_that_ignores_it() {
    let script = Script::of([Step::Response(200, Vec::new(), "four")]);
    let error = run(script.client().call(Act::<BY_REQUEST_ID>).response_limit(3)).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::ResponseTooLarge, 1));
    assert!(error.may_have_taken_effect());
    run(script.client().call(Act::<BY_REQUEST_ID>).response_limit(4)).unwrap();
}

#[test]
fn no_redirect_sends_a_body_again() {
    for code in [301, 302, 303, 307, 308] {
        for to in ["/act", "/elsewhere", "https://other.example.com/act"] {
            let script = Script::of([response(code, "Location", to), status(200)]);
            let error = run(script.client().call(Act::<BY_REQUEST_ID>)).unwrap_err();
            assert_eq!((error.status().unwrap().as_u16(), script.attempts()), (code, 1), "{to}");
        }
    }
}

#[test]
fn a_response_without_content_that_asks_to_wait_is_a_result() {
    assert_eq!(outcome(Act::<SAFE>, &response(204, "Retry-After", "5")), (1, true));
}

#[test]
fn service_error_advice_goes_before_the_general_meaning() {
    assert_eq!(outcome(Act::<SAFE>, &response(409, "X-Advice", "yes")), (2, true));
    assert_eq!(outcome(Act::<SAFE>, &response(503, "X-Advice", "no")), (1, false));
    assert_eq!(outcome(Act::<NON_IDEMPOTENT>, &response(429, "X-Advice", "no")), (1, false));
}

#[test]
fn service_error_advice_does_not_repeat_what_must_not_be_repeated() {
    assert_eq!(outcome(Act::<NON_IDEMPOTENT>, &response(503, "X-Advice", "yes")), (1, false));
    assert_eq!(outcome(Act::<NON_IDEMPOTENT>, &response(409, "X-Advice", "yes")), (1, false));
}

#[test]
fn the_last_failure_is_reported_when_attempts_end() {
    let script = Script::of([status(500), status(502), status(503)]);
    let error = run(script.client().call(Act::<SAFE>)).unwrap_err();
    assert_eq!((script.attempts(), error.attempts()), (3, 3));
    assert_eq!(error.status().unwrap(), 503);
    assert!(error.is_retryable(), "later");
}

#[test]
fn a_client_and_a_call_choose_how_often() {
    let script = Script::of([status(503)]);
    let client = script.builder().retry(RetryPolicy::none()).build().unwrap();
    assert_eq!(run(client.call(Act::<SAFE>)).unwrap_err().attempts(), 1);
    let policy = RetryPolicy::new().with_max_attempts(7).with_base_delay(scripted::SECOND);
    assert_eq!(run(client.call(Act::<SAFE>).retry(policy)).unwrap_err().attempts(), 7);
    assert_eq!(run(client.call(Act::<SAFE>)).unwrap_err().attempts(), 1, "a call's choice is its own");
    assert_eq!(run(script.client().call(Act::<SAFE>).retry(RetryPolicy::none())).unwrap_err().attempts(), 1);
}

#[test]
fn nothing_is_sent_that_cannot_be_encoded() {
    let script = Script::of([status(200)]);
    let error = run(script.client().call(Act::<SAFE>).api_version("2")).unwrap_err();
    assert_eq!((error.kind(), error.attempts(), script.attempts()), (ErrorKind::Input, 0, 0));
}

fn ids(script: &Script) -> Vec<(String, String)> {
    let id = |seen: &scripted::Seen, name| seen.header(name).unwrap().to_owned();
    script.seen().iter().map(|seen| (id(seen, "X-Request-Id"), id(seen, "X-Correlation-Id"))).collect()
}

#[test]
fn all_attempts_of_a_call_carry_the_same_ids_and_body() {
    let script = Script::of([status(503), Step::Fail(TransportErrorKind::Timeout), status(200)]);
    run(script.client().call(Act::<BY_REQUEST_ID>)).unwrap();
    let ids = ids(&script);
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert!(script.seen().iter().all(|seen| seen.body == "\"body-that-must-not-show\""));
}

#[test]
fn each_call_has_fresh_ids() {
    let script = Script::of([status(200)]);
    let client = script.client();
    run(client.call(Act::<BY_REQUEST_ID>)).unwrap();
    run(client.call(Act::<BY_REQUEST_ID>)).unwrap();
    let ids = ids(&script);
    assert!(ids[0].0 != ids[1].0 && ids[0].1 != ids[1].1);
}

#[test]
fn supplied_ids_are_kept_so_that_a_restarted_program_repeats_safely() {
    let script = Script::of([status(503), status(200)]);
    let id = Uuid::from_u128(7);
    run(script.client().call(Act::<BY_REQUEST_ID>).request_id(id)).unwrap();
    assert!(ids(&script).iter().all(|(request_id, _)| *request_id == id.to_string()));
}

#[test]
fn an_error_has_the_request_id_whatever_the_service_returns() {
    let returned = response(503, "X-Request-Id", "another");
    for last in [status(503), returned, status(400), Step::Fail(TransportErrorKind::Timeout)] {
        let script = Script::of([last]);
        let error = run(script.client().call(Act::<BY_REQUEST_ID>)).unwrap_err();
        assert_eq!(error.sent_request_id().map(|id| id.to_string()).as_ref(), Some(&ids(&script)[0].0));
    }
}

/// An operation of an API whose responses have ids in other headers than its requests, or in none.
#[derive(Clone, Debug)]
struct Order<const RETURNS_IDS: bool>;

impl<const RETURNS_IDS: bool> Operation for Order<RETURNS_IDS> {
    type Response = Empty;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(
        if RETURNS_IDS { &OTHER_NAMES } else { &NO_NAMES },
        "order",
        Method::Post,
        "/orders",
        Idempotency::ByRequestId,
    );

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

const NO_NAMES: Api = Api::new("orders", "Orders", "test/1").with_headers(scripted::API.headers);
const OTHER_NAMES: Api = NO_NAMES.with_request_id_header("X-Returned-Id").with_correlation_id_header("X-Returned-Tie");

#[test]
fn an_error_has_the_request_id_from_any_header() {
    fn check<const RETURNS_IDS: bool>(api: &'static Api) {
        for (last, returned) in [(response(503, "X-Returned-Id", "theirs"), true), (Step::Hang, false)] {
            let script = Script::of([last]);
            let builder = Client::builder(Server::new(api, "test", scripted::URL)).transport(script.clone());
            let client = builder.clock(script.clock.clone()).retry(RetryPolicy::none()).build().unwrap();
            let error = run(client.call(Order::<RETURNS_IDS>)).unwrap_err();
            let sent = ids(&script)[0].clone();
            assert_eq!(error.sent_request_id().map(|id| id.to_string()), Some(sent.0.clone()));
            let ids = (error.request_id().map(ToOwned::to_owned), error.correlation_id().map(ToOwned::to_owned));
            let expected = match (returned, RETURNS_IDS) {
                (true, true) => (Some("theirs".to_owned()), None),
                (true, false) => (None, None),
                (false, _) => (Some(sent.0), Some(sent.1)),
            };
            assert_eq!(ids, expected);
        }
    }
    check::<true>(&OTHER_NAMES);
    check::<false>(&NO_NAMES);
}

#[test]
fn an_earlier_attempt_that_may_have_taken_effect_is_not_forgotten() {
    let rejected = Step::Fail(TransportErrorKind::Connect);
    let script = Script::of([status(503), rejected.clone()]);
    let error = run(script.client().call(Act::<BY_REQUEST_ID>)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.may_have_taken_effect());
    let error = run(Script::of([status(429), rejected]).client().call(Act::<NON_IDEMPOTENT>)).unwrap_err();
    assert!(!error.may_have_taken_effect());
}

proptest! {
    #[test]
    fn an_operation_that_must_not_be_repeated_is_sent_once_after_it_may_have_taken_effect(
        statuses in proptest::collection::vec(200..=599_u16, 1..6), attempts in 0..6_u32,
    ) {
        let script = Script::of(statuses.iter().copied().map(status));
        let policy = RetryPolicy::new().with_max_attempts(attempts);
        let _ = run(script.client().call(Act::<NON_IDEMPOTENT>).retry(policy));
        let sent = script.attempts();
        prop_assert!(sent <= attempts.max(1) as usize);
        let repeated = &statuses[..(sent - 1).min(statuses.len())];
        prop_assert!(repeated.iter().all(|status| *status == 429), "{repeated:?}");
    }
}
