//! What the texts of errors show, and what they do not.

use docwright_runtime::{RetryPolicy, TransportErrorKind, Uuid};

use crate::scripted::{Act, NON_IDEMPOTENT, Read, Script, Step, TOKEN, response, run, status};

#[test]
fn the_request_id_that_support_asks_for_is_shown() {
    let client = Script::of([response(403, "X-Request-Id", "returned-id")]).client();
    let error = run(client.call(Read)).unwrap_err();
    assert_eq!(error.to_string(), "api/read: the service responded with 403 Forbidden; request id returned-id");

    let client = Script::of([status(403)]).client();
    let error = run(client.call(Read)).unwrap_err();
    assert_eq!(error.to_string(), "api/read: the service responded with 403 Forbidden");
}

#[test]
fn the_host_without_a_complete_response_is_shown_with_the_id_that_was_sent() {
    let client = Script::of([Step::Fail(TransportErrorKind::Connect)]).builder().retry(RetryPolicy::none());
    let client = client.build().unwrap();
    let error = run(client.call(Act::<NON_IDEMPOTENT>).request_id(Uuid::from_u128(7))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "api/act: no connection to the service (host api.example.com); request id 00000000-0000-0000-0000-000000000007"
    );
}

#[test]
fn it_is_the_host_of_the_redirect_without_its_path_query_and_user() {
    let steps = [
        response(307, "Location", "https://other.example.com:8443/secret-path?key=secret-query"),
        Step::Fail(TransportErrorKind::Timeout),
    ];
    let client = Script::of(steps).builder().credential(TOKEN).retry(RetryPolicy::none()).build().unwrap();
    let error = run(client.call(Read)).unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("(host other.example.com:8443)"), "{shown}");
    assert!(!shown.contains("secret") && !shown.contains(TOKEN), "{shown}");
}
