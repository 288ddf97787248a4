//! Pending work of a scripted service.

use std::time::Duration;

use docwright_runtime::{
    Api, Client, ContinuationProblem, Error, ErrorKind, Header, HeaderValue, Idempotency, InputError, Json, Method,
    NoServiceError, Operation, OperationInfo, Pending, PollPolicy, Progress, RawResponse, RequestParts, RetryPolicy,
    Running, Server, Setting, Uuid, Version, http,
};
use serde_json::Value;

use crate::scripted::{self, SECOND, Script, Step, TOKEN, poll_once, run, status};

const LOCALE: Setting = Setting::new("works", "locale");
const API: Api = Api::new("works", "Works", "test/1").with_version(Version::new("version", "1")).with_headers(&[
    Header::new("X-Request-Id", HeaderValue::RequestId),
    Header::new("X-Correlation-Id", HeaderValue::CorrelationId),
    Header::new("X-Locale", HeaderValue::Setting(LOCALE)),
]);
const SERVER: Server = Server::new(&API, "test", scripted::URL);

#[derive(Clone, Debug)]
struct GetJob;

impl Operation for GetJob {
    type Response = Json<Value>;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo =
        OperationInfo::new(&API, "get_job", Method::Get, "/v{version}/jobs/{job}", Idempotency::Safe);
    const RUNNING: Option<Running> = Some(Running::new(&["state"], &["queued"]));

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

fn begun(location: &str) -> Pending<GetJob> {
    let response = http::Response::builder().status(202).header("Location", location).body(Default::default());
    RawResponse::from(response.unwrap()).pending()
}

fn service(steps: impl IntoIterator<Item = Step>) -> (Script, Client) {
    let script = Script::of(steps);
    let builder = Client::builder(SERVER).transport(script.clone()).clock(script.clock.clone()).credential(TOKEN);
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    (script, client)
}

fn accepted(location: &str) -> Step {
    Step::Response(202, vec![("Location", location.to_owned()), ("Retry-After", "7".to_owned())], "")
}

fn done() -> Step {
    Step::Response(200, Vec::new(), r#"{"state":"done"}"#)
}

fn queued() -> Step {
    Step::Response(200, Vec::new(), r#"{"state":"Queued"}"#)
}

fn targets(script: &Script) -> Vec<String> {
    script.seen().into_iter().map(|seen| seen.url.strip_prefix(scripted::URL).unwrap_or(&seen.url).to_owned()).collect()
}

fn problem<T>(result: Result<T, Error>) -> Option<ContinuationProblem> {
    result.err().and_then(|error| error.continuation())
}

#[test]
fn work_that_is_accepted_again_goes_on_where_the_service_says() {
    let (script, client) = service([accepted("jobs/2"), Step::Response(202, Vec::new(), "soon"), queued(), done()]);
    let response = run(begun("/jobs/1").wait(&client, PollPolicy::default())).unwrap();
    assert_eq!(response.value["state"], "done");
    assert_eq!(targets(&script), ["/v1/jobs/1", "/v1/jobs/2", "/v1/jobs/2", "/v1/jobs/2"]);
    let waits: Vec<_> = script.seen().iter().map(|seen| seen.at.as_secs()).collect();
    assert_eq!(waits, [1, 8, 10, 14], "the second wait is the one that the service asked for");
}

#[test]
fn only_work_that_is_accepted_again_moves() {
    let aside = Step::Response(200, vec![("Location", "/v1/jobs/9".to_owned())], r#"{"state":"queued"}"#);
    let (script, client) = service([aside, done()]);
    run(begun("/jobs/1").wait(&client, PollPolicy::default())).unwrap();
    assert_eq!(targets(&script), ["/v1/jobs/1"; 2]);
}

#[test]
fn a_poll_says_where_to_ask_next() {
    let (script, client) = service([accepted("/v1/jobs/2"), done()]);
    let Progress::Running(next) = run(begun("/jobs/1").poll(&client)).unwrap() else { unreachable!() };
    assert_eq!((next.location(), next.retry_after()), (Some("/v1/jobs/2"), Some(7 * SECOND)));
    assert!(matches!(run(next.poll(&client)).unwrap(), Progress::Finished(_)));
    assert_eq!(script.attempts(), 2);
}

#[test]
fn work_that_moves_elsewhere_is_not_followed() {
    for (location, expected) in [
        ("https://evil.example/v1/jobs/2", ContinuationProblem::ForeignOrigin),
        ("http://api.example.com/v1/jobs/2", ContinuationProblem::ForeignOrigin),
        ("/v1/accounts/2", ContinuationProblem::OtherOperation),
        ("/v1/jobs/2%2f..%2f..%2faccounts", ContinuationProblem::Malformed),
    ] {
        let (script, client) = service([accepted(location), done()]);
        let work = begun("/jobs/1");
        assert_eq!(problem(run(work.wait(&client, PollPolicy::default()))), Some(expected), "{location}");
        assert_eq!(script.attempts(), 1);
        assert!(run(work.poll(&client)).is_ok(), "the previous location is still known");
    }
}

#[test]
fn a_redirect_to_the_result_is_followed_with_the_credential_only_at_home() {
    for (location, has_credential) in
        [("/v1/results/1", true), (scripted::URL, true), ("https://blobs.example.net/1?sig=s", false)]
    {
        let see_other = Step::Response(303, vec![("Location", location.to_owned())], "");
        let (script, client) = service([see_other, done()]);
        assert!(matches!(run(begun("/jobs/1").poll(&client)).unwrap(), Progress::Finished(_)));
        let seen = script.seen();
        for name in ["Authorization", "X-Request-Id", "X-Correlation-Id"] {
            assert_eq!(seen[1].header(name).is_some(), has_credential, "{name} to {location}");
        }
    }
}

#[test]
fn options_of_the_call_apply_to_each_poll() {
    let (script, client) = service([queued(), queued(), done()]);
    let (request, correlation) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let call = begun("jobs/1").poll(&client).api_version("3").setting(LOCALE, "de-DE").timeout(5 * SECOND);
    run(call.request_id(request).correlation_id(correlation).wait(PollPolicy::default())).unwrap();
    let seen = script.seen();
    assert_eq!(targets(&script), ["/v3/jobs/1"; 3]);
    assert!(seen.iter().all(|seen| seen.header("X-Locale") == Some("de-DE") && seen.timeout <= 5 * SECOND));
    assert!(seen.iter().all(|seen| seen.header("X-Correlation-Id") == Some(&correlation.to_string())));
    let ids: Vec<_> = seen.iter().map(|seen| seen.header("X-Request-Id").unwrap()).collect();
    assert!(ids[0] == request.to_string() && ids[1] != ids[0] && ids[2] != ids[1], "{ids:?}");

    let unknown = begun("jobs/1").poll(&client).setting(Setting::new("other", "color"), "red");
    assert_eq!(run(unknown).unwrap_err().kind(), ErrorKind::Input);
    assert_eq!(script.attempts(), 3);
}

#[test]
fn work_that_never_ends_ends_the_poll_policy() {
    let (script, client) = service([queued()]);
    let error = run(begun("/jobs/1").wait(&client, PollPolicy::of(600 * SECOND))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unfinished);
    assert_eq!(script.attempts(), 14, "after 1, 3, 7, 15, 31, 63 seconds, and each minute");
    assert!(script.clock.elapsed() <= 600 * SECOND);

    let without_wait = Step::Response(202, vec![("Retry-After", "0".to_owned())], "");
    let (script, client) = service([without_wait]);
    run(begun("/jobs/1").wait(&client, PollPolicy::of(60 * SECOND))).unwrap_err();
    assert_eq!(script.attempts(), 60, "no service makes a client poll without pause");
}

#[test]
fn a_wait_that_is_given_up_asks_no_more() {
    let (script, client) = service([queued()]);
    script.clock.stop();
    assert!(poll_once(begun("/jobs/1").wait(&client, PollPolicy::default())).is_pending());
    assert_eq!(script.attempts(), 0);

    let (script, client) = service([Step::Hang]);
    script.clock.stop();
    assert!(poll_once(begun("/jobs/1").poll(&client)).is_pending());
    assert_eq!(script.attempts(), 1);
}

#[test]
fn a_poll_that_fails_loses_nothing() {
    let (_, client) = service([queued(), status(404), done()]);
    let work = begun("/jobs/1");
    let error = run(work.wait(&client, PollPolicy::default())).unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 404));
    assert!(matches!(run(work.poll(&client)).unwrap(), Progress::Finished(_)));
}

#[test]
fn work_does_not_show_the_key_to_it() {
    let work = begun("/jobs/must-not-show?sig=must-not-show#must-not-show");
    let shown = format!("{work:?} {:?}", Progress::Running(work.clone()));
    assert!(shown.contains("works/get_job") && !shown.contains("must-not-show"), "{shown}");
}

#[test]
fn work_is_kept_as_text_that_another_program_reads() {
    let kept = "1.eyJsb2NhdGlvbiI6Ii9qb2JzLzEiLCJvcGVyYXRpb24iOiJ3b3Jrcy9nZXRfam9iIn0";
    assert_eq!(begun("/jobs/1").to_string(), kept);
    let (script, client) = service([done()]);
    let work: Pending<GetJob> = kept.parse().unwrap();
    run(work.wait(&client, PollPolicy::of(Duration::from_secs(5)))).unwrap();
    assert_eq!(targets(&script), ["/v1/jobs/1"]);
}

#[test]
fn text_that_was_tampered_with_leads_no_token_elsewhere() {
    for location in ["https://evil.example/v1/jobs/1", "//evil.example/v1/jobs/1", "/v1/accounts/1", "/v1/jobs/", ""] {
        let kept = begun(location).to_string();
        let (script, client) = service([done()]);
        let work: Pending<GetJob> = kept.parse().unwrap();
        assert_eq!(run(work.poll(&client)).unwrap_err().kind(), ErrorKind::Continuation, "{location}");
        assert_eq!(script.attempts(), 0);
    }
    for text in ["", "1.", "2.e30", "1.e30", "1.bnVsbA", "/jobs/1"] {
        assert!(text.parse::<Pending<GetJob>>().is_err(), "{text}");
    }
}
