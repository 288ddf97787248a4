//! Calls that are repeated until their result is ready.

use docwright_runtime::{
    DecodeError, ErrorKind, FromResponse, Idempotency, InputError, Method, NoServiceError, Operation, OperationInfo,
    PollPolicy, RawResponse, Repeatable, RequestParts, StatusCode, Uuid,
};

use crate::scripted::{API, SECOND, Script, poll_once, response, run, status};

/// The status alone; 204 means not ready.
#[derive(Debug)]
struct Report;

impl FromResponse for Report {
    type Value = u16;

    fn is_not_ready(status: StatusCode) -> bool {
        status == StatusCode::NO_CONTENT
    }

    fn read(response: &RawResponse) -> Result<u16, DecodeError> {
        Ok(response.status().as_u16())
    }
}

#[derive(Clone, Debug)]
struct GetReport;

impl Operation for GetReport {
    type Response = Report;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&API, "get_report", Method::Get, "/report", Idempotency::Safe);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

impl Repeatable for GetReport {}

/// A POST that the service recognizes by its request id.
#[derive(Clone, Debug)]
struct BeginReport;

impl Operation for BeginReport {
    type Response = Report;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo =
        OperationInfo::new(&API, "begin_report", Method::Post, "/report", Idempotency::ByRequestId);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

impl Repeatable for BeginReport {}

#[test]
fn a_call_that_is_recognized_by_its_request_id_keeps_it() {
    for set in [None, Some(Uuid::from_u128(7))] {
        let script = Script::of([status(204), status(204), status(200)]);
        let client = script.client();
        let call = client.call(BeginReport);
        let call = match set {
            Some(id) => call.request_id(id),
            None => call,
        };
        assert_eq!(run(call.until_ready(PollPolicy::default())).unwrap().value, 200);
        let seen = script.seen();
        let ids: Vec<_> = seen.iter().map(|seen| seen.header("X-Request-Id").unwrap()).collect();
        assert_eq!(ids.len(), 3);
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert!(set.is_none_or(|id| id.to_string() == ids[0]));
    }
}

#[test]
fn polls_wait_as_long_as_the_service_asks_or_ever_longer() {
    let later = |seconds| response(204, "Retry-After", seconds);
    let script = Script::of([later("7"), status(204), status(204), later("0"), status(200)]);
    let report = run(script.client().call(GetReport).until_ready(PollPolicy::default())).unwrap();
    assert_eq!(report.value, 200);
    let asked: Vec<_> = script.seen().iter().map(|seen| seen.at.as_secs()).collect();
    assert_eq!(asked, [0, 7, 8, 10, 11]);
}

#[test]
fn each_time_has_a_request_id_of_its_own_and_all_have_one_correlation_id() {
    let script = Script::of([status(204), status(204), status(200)]);
    run(script.client().call(GetReport).until_ready(PollPolicy::default())).unwrap();
    let seen = script.seen();
    let ids: Vec<_> = seen.iter().map(|seen| seen.header("X-Request-Id").unwrap()).collect();
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2], "{ids:?}");
    assert!(seen.iter().all(|one| one.header("X-Correlation-Id") == seen[0].header("X-Correlation-Id")));

    let script = Script::of([status(204), status(200)]);
    let id = Uuid::from_u128(7);
    run(script.client().call(GetReport).request_id(id).until_ready(PollPolicy::default())).unwrap();
    assert_eq!(script.seen()[0].header("X-Request-Id"), Some(&*id.to_string()));
    assert_ne!(script.seen()[1].header("X-Request-Id"), Some(&*id.to_string()));
}

#[test]
fn the_end_of_polling_reports_the_wait_that_the_service_asked_for() {
    let script = Script::of([response(204, "Retry-After", "40")]);
    let error = run(script.client().call(GetReport).until_ready(PollPolicy::of(100 * SECOND))).unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::Unfinished, Some(40 * SECOND)));
    assert_eq!(script.attempts(), 3, "at 0, 40 and 80 seconds");
}

#[test]
fn a_failure_ends_it() {
    let script = Script::of([status(204), status(404), status(200)]);
    let error = run(script.client().call(GetReport).until_ready(PollPolicy::default())).unwrap_err();
    assert_eq!((error.kind(), script.attempts()), (ErrorKind::Status, 2));
}

#[test]
fn to_give_up_the_wait_asks_no_more() {
    let script = Script::of([status(204), status(200)]);
    script.clock.stop();
    assert!(poll_once(script.client().call(GetReport).until_ready(PollPolicy::default())).is_pending());
    assert_eq!(script.attempts(), 1);
}
