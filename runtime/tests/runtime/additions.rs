//! Headers and query parameters that no operation declares.

use docwright_runtime::{
    Api, BuildError, Client, Empty, Error, Header, HeaderValue, Idempotency, InputError, InputProblem, Method,
    NoServiceError, Operation, OperationInfo, RequestParts, Server, Setting, http,
};

use crate::scripted::{Script, run, status};

const LOCALE: Setting = Setting::new("additions", "locale").with_default("en");
const API: Api = Api::new("additions", "Additions", "test/1").with_headers(&[
    Header::new("X-Locale", HeaderValue::Setting(LOCALE)),
    Header::new("X-Constant", HeaderValue::Constant("1")),
    Header::new("X-Request-Id", HeaderValue::RequestId),
    Header::new("X-Correlation-Id", HeaderValue::CorrelationId),
]);
const SERVER: Server = Server::new(&API, "test", "https://api.example.com");

#[derive(Clone, Debug)]
struct Get;

impl Operation for Get {
    type Response = Empty;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo =
        OperationInfo::new(&API, "get", Method::Get, "/things?view=fixed&$top=5", Idempotency::Safe);

    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
        request.query("filter", &"declared")?;
        request.header("X-Filter", &"declared")
    }
}

fn client() -> Client {
    Client::builder(SERVER).build().unwrap()
}

fn header<'r>(request: &'r http::Request<docwright_runtime::Bytes>, name: &str) -> Vec<&'r str> {
    request.headers().get_all(name).iter().map(|value| value.to_str().unwrap()).collect()
}

#[test]
fn a_call_sends_what_no_operation_declares_and_in_place_of_what_one_does() {
    let client = client();
    let call = client.call(Get).header("ValidateMfa", "true").header("X-Filter", "mine").header("x-constant", "2");
    let call = call.header("X-Many", "a").header("X-Many", "b");
    let call = call.query("filter", "a&b").query("$top", "9").query("new", "1").query("new", "2");
    let request = call.to_http().unwrap();
    assert_eq!(request.uri(), "https://api.example.com/things?view=fixed&filter=a%26b&%24top=9&new=1&new=2");
    assert_eq!(header(&request, "ValidateMfa"), ["true"]);
    assert_eq!(header(&request, "X-Filter"), ["mine"]);
    assert_eq!(header(&request, "X-Constant"), ["2"]);
    assert_eq!(header(&request, "X-Many"), ["a", "b"]);
}

#[test]
fn a_client_sends_what_neither_operation_nor_call_sets() {
    let builder = Client::builder(SERVER).header("ValidateMfa", "true").header("X-Filter", "client").query("new", "1");
    let client = builder.header("X-Locale", "fr").query("filter", "client").query("view", "client").build().unwrap();
    let request = client.call(Get).to_http().unwrap();
    assert_eq!(request.uri(), "https://api.example.com/things?$top=5&filter=declared&new=1&view=client");
    assert_eq!((header(&request, "ValidateMfa"), header(&request, "X-Filter")), (vec!["true"], vec!["declared"]));
    assert_eq!(header(&request, "X-Locale"), ["fr"]);

    let call = client.call(Get).header("ValidateMfa", "false").setting(LOCALE, "de").query("new", "2");
    let request = call.to_http().unwrap();
    assert_eq!(request.uri().query(), Some("$top=5&filter=declared&new=2&view=client"));
    assert_eq!((header(&request, "ValidateMfa"), header(&request, "X-Locale")), (vec!["false"], vec!["de"]));
}

#[test]
fn what_the_client_sets_itself_is_rejected_before_anything_is_sent() {
    let script = Script::of([status(200)]);
    let client = Client::builder(SERVER).transport(script.clone()).clock(script.clock.clone()).build().unwrap();
    let problem = |error: Error| error.input().map(InputError::problem);
    for name in
        ["Authorization", "proxy-authorization", "Host", "Content-Length", "TE", "x-request-id", "X-Correlation-Id"]
    {
        let error = run(client.call(Get).header(name, "x")).unwrap_err();
        assert_eq!(error.input().map(InputError::parameter), Some(name));
        assert_eq!(problem(error), Some(InputProblem::OwnedByClient), "{name}");
        let built = Client::builder(SERVER).header(name, "x").build();
        assert!(matches!(built, Err(BuildError::Input(error)) if error.problem() == InputProblem::OwnedByClient));
    }
    for (name, value, expected) in [
        ("", "x", InputProblem::NotAHeaderName),
        ("a b", "x", InputProblem::NotAHeaderName),
        ("a", "x\r\nb: c", InputProblem::NotAHeaderValue),
    ] {
        assert_eq!(problem(run(client.call(Get).header(name, value)).unwrap_err()), Some(expected), "{name}");
    }
    assert_eq!(problem(run(client.call(Get).query("", "x")).unwrap_err()), Some(InputProblem::NotAQueryName));
    let many = (0..25_000).fold(client.call(Get), |call, number| call.header(format!("X-{number}"), "x"));
    assert_eq!(problem(run(many).unwrap_err()), Some(InputProblem::TooMany { max: 1000 }));
    let built = Client::builder(SERVER).query("", "x").build();
    assert!(matches!(built, Err(BuildError::Input(error)) if error.problem() == InputProblem::NotAQueryName));
    // The first error is reported, whatever follows.
    assert!(run(client.call(Get).header("Host", "x").header("X-A", "1").query("a", "b")).is_err());
    assert_eq!(script.attempts(), 0);
}
