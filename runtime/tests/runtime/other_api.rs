//! What belongs to another API than the client's is rejected before anything is sent.

use docwright_runtime::{
    Api, BuildError, Client, Empty, ErrorKind, Header, HeaderValue, Idempotency, InputError, InputProblem, Method,
    NoServiceError, Operation, OperationInfo, Pending, PollPolicy, RawResponse, Repeatable, RequestParts, Server,
    Setting,
};

use crate::scripted::{self, Act, SAFE, Script, run, status};

const COLOR: Setting = Setting::new("other", "color");
const OTHER: Api =
    Api::new("other", "Other", "test/1").with_headers(&[Header::new("X-Color", HeaderValue::Setting(COLOR))]);
/// The same host as that of the other API: the URL does not decide.
const OTHER_SERVER: Server = Server::new(&OTHER, "test", scripted::URL);

#[derive(Clone, Debug)]
struct Paint;

impl Operation for Paint {
    type Response = Empty;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&OTHER, "paint", Method::Get, "/paint", Idempotency::Safe);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

impl Repeatable for Paint {}

fn assert_rejected(error: &docwright_runtime::Error, parameter: &str, actual: &str, expected: &str) {
    assert_eq!(error.kind(), ErrorKind::Input);
    let input = error.input().unwrap();
    assert_eq!(input.parameter(), parameter);
    assert!(matches!(
        input.problem(),
        InputProblem::OtherApi { actual: a, expected: e } if (a, e) == (actual, expected)
    ));
}

#[test]
fn an_operation_is_rejected_with_the_names_of_both_apis() {
    let script = Script::of([status(200)]);
    let client = script.client();
    let error = run(client.call(Paint)).unwrap_err();
    assert_rejected(&error, "client", "api", "other");
    assert_eq!(error.to_string(), "other/paint: input `client` is of the API `api`, not of `other`");

    let other = Client::builder(OTHER_SERVER).transport(script.clone()).clock(script.clock.clone()).build().unwrap();
    assert_rejected(&run(other.call(Act::<SAFE>)).unwrap_err(), "client", "other", "api");
    assert_eq!(script.attempts(), 0);
    run(other.call(Paint)).unwrap();
}

#[test]
fn so_are_pending_work_and_a_call_that_waits() {
    let script = Script::of([status(200)]);
    let client = script.client();
    let accepted = http_response(202, "/paint");
    let pending: Pending<Paint> = RawResponse::from(accepted).pending();
    assert_rejected(&run(pending.poll(&client)).unwrap_err(), "client", "api", "other");
    assert_rejected(&run(pending.wait(&client, PollPolicy::default())).unwrap_err(), "client", "api", "other");
    assert_rejected(&run(client.call(Paint).until_ready(PollPolicy::default())).unwrap_err(), "client", "api", "other");
    assert_eq!(script.attempts(), 0);
}

#[test]
fn a_setting_is_rejected_with_the_names_of_both_apis() {
    let script = Script::of([status(200)]);
    let error = script.builder().setting(COLOR, "red").build().unwrap_err();
    assert_eq!(error.to_string(), "input `color` is of the API `other`, not of `api`");
    assert!(matches!(error, BuildError::Input(_)));

    let client = script.client();
    assert_rejected(&run(client.call(Act::<SAFE>).setting(COLOR, "red")).unwrap_err(), "color", "other", "api");
    assert_eq!(script.attempts(), 0);

    let other = Client::builder(OTHER_SERVER).transport(script.clone()).clock(script.clock.clone());
    let other = other.setting(COLOR, "red").build().unwrap();
    run(other.call(Paint)).unwrap();
    run(other.call(Paint).setting(COLOR, "blue")).unwrap();
    let sent: Vec<_> = script.seen().iter().map(|seen| seen.header("X-Color").unwrap().to_owned()).collect();
    assert_eq!(sent, ["red", "blue"]);
}

#[test]
fn a_setting_that_no_header_carries_is_rejected() {
    let made_up = Setting::new("other", "size");
    let script = Script::of([status(200)]);
    let error = Client::builder(OTHER_SERVER).transport(script).setting(made_up, "9").build().unwrap_err();
    assert_eq!(error.to_string(), "input `size` is not a setting of this API");
}

fn http_response(status: u16, location: &str) -> docwright_runtime::http::Response<docwright_runtime::Bytes> {
    docwright_runtime::http::Response::builder()
        .status(status)
        .header("Location", location)
        .body(docwright_runtime::Bytes::new())
        .unwrap()
}
