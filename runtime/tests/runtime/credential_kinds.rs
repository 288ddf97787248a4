//! Keys and passwords: how requests carry them, what is rejected before anything is sent, and what is never shown or passed on.

use std::sync::{Arc, Mutex};

use docwright_runtime::{
    Api, ApiCredential, ApiKey, BasicCredential, BuildError, Client, ContinuationProblem, Credential, CredentialError,
    CredentialErrorKind, CredentialForm, Empty, Error, ErrorKind, Idempotency, InputError, InputProblem,
    IntoCredential, Json, Method, NoServiceError, Observer, Operation, OperationInfo, Paged, Paging, Pending,
    PollPolicy, RequestParts, RequestSent, ResponseReceived, RetryPolicy, Server, TokenCache, credential_fn, http,
};
use serde_json::{Value, json};

use crate::scripted::{self, Script, Step, TOKEN, response, run, status};

const KEY: &str = "key-that/must+not=show";

const API: Api = Api::new("desk", "Desk", "test/1").with_credentials(&[
    ApiCredential::header("key", "X-Desk-Key"),
    ApiCredential::header_with_scheme("bot", "Authorization", "Bot"),
    ApiCredential::query("legacy", "key"),
    ApiCredential::basic("site"),
    ApiCredential::bearer("user"),
]);
const TOKENS: Api = Api::new("tokens", "Tokens", "test/1").with_credentials(&[ApiCredential::bearer("user")]);
const UNSTATED: Api = Api::new("unstated", "Unstated", "test/1");
const QUERY: Api = Api::new("query", "Query", "test/1").with_credentials(&[ApiCredential::query("legacy", "key")]);

/// What the operations accept, by their places in `INFOS`.
const BY_HEADER: usize = 0;
const BY_BOT: usize = 1;
const BY_QUERY: usize = 2;
const BY_ANY: usize = 3;
const OPEN: usize = 4;
const BY_SITE: usize = 5;

const INFOS: [OperationInfo; 6] = [
    INFO.with_credentials(&["key"]),
    INFO.with_credentials(&["bot"]),
    INFO.with_credentials(&["legacy", "user"]),
    INFO,
    INFO.without_credentials(),
    INFO.with_credentials(&["site"]),
];
const INFO: OperationInfo = OperationInfo::new(&API, "act", Method::Get, "/things?view=all", Idempotency::Safe);

#[derive(Clone, Debug)]
struct Act<const INDEX: usize>;

impl<const INDEX: usize> Operation for Act<INDEX> {
    type Response = Empty;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = INFOS[INDEX];

    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
        request.query("q", &"a b")
    }
}

const fn server(api: &'static Api) -> Server {
    Server::new(api, "test", "https://api.example.com/desk")
}

fn client(script: &Script, credential: impl IntoCredential) -> Client {
    let builder = Client::builder(server(&API)).transport(script.clone()).clock(script.clock.clone());
    builder.credential(credential).retry(RetryPolicy::none()).build().unwrap()
}

fn called<const INDEX: usize>(credential: impl IntoCredential, step: Step) -> (Result<(), Error>, Script) {
    let script = Script::of([step]);
    let client = client(&script, credential);
    (run(client.call(Act::<INDEX>)).map(|response| response.value), script)
}

fn key() -> ApiKey {
    ApiKey::new(KEY).unwrap()
}

fn basic() -> BasicCredential {
    BasicCredential::new("ada", "sesame:open").unwrap()
}

/// The URL and the values of the headers that can carry a credential.
fn sent(script: &Script) -> (String, Vec<String>) {
    let seen = script.seen().remove(0);
    let carried = ["authorization", "x-desk-key"].iter().filter_map(|name| seen.header(name)).map(ToOwned::to_owned);
    (seen.url.clone(), carried.collect())
}

const PLAIN: &str = "https://api.example.com/desk/things?view=all&q=a%20b";

#[test]
fn each_kind_is_carried_as_the_api_states() {
    let plain = || PLAIN.to_owned();
    assert_eq!(sent(&called::<BY_HEADER>(key(), status(200)).1), (plain(), vec![KEY.to_owned()]));
    assert_eq!(sent(&called::<BY_BOT>(key(), status(200)).1), (plain(), vec![format!("Bot {KEY}")]));
    let with_key = format!("{PLAIN}&key=key-that%2Fmust%2Bnot%3Dshow");
    assert_eq!(sent(&called::<BY_QUERY>(key(), status(200)).1), (with_key, vec![]));
    assert_eq!(sent(&called::<BY_QUERY>(TOKEN, status(200)).1), (plain(), vec![format!("Bearer {TOKEN}")]));
    let encoded = vec!["Basic YWRhOnNlc2FtZTpvcGVu".to_owned()];
    assert_eq!(sent(&called::<BY_ANY>(basic(), status(200)).1), (plain(), encoded));
    assert_eq!(sent(&called::<BY_ANY>(key().named("bot"), status(200)).1), (plain(), vec![format!("Bot {KEY}")]));
}

#[test]
fn an_operation_without_credentials_is_sent_without_one_and_its_source_is_not_asked() {
    let source = credential_fn(|_| async { Err::<String, _>("must not be asked") });
    let (result, script) = called::<OPEN>(source, status(200));
    result.unwrap();
    assert_eq!(sent(&script), (PLAIN.to_owned(), vec![]));
    assert_eq!(sent(&called::<OPEN>(key(), status(200)).1), (PLAIN.to_owned(), vec![]));
}

fn not_accepted<const INDEX: usize>(credential: impl IntoCredential) -> (CredentialErrorKind, String) {
    let (result, script) = called::<INDEX>(credential, status(200));
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), script.attempts()), (ErrorKind::Credential, 0, 0));
    let cause = error.credential().unwrap();
    (cause.kind(), cause.to_string())
}

#[test]
fn a_credential_that_the_operation_does_not_accept_is_not_sent() {
    let rejected = |text: &str| (CredentialErrorKind::NotAccepted, text.to_owned());
    assert_eq!(
        not_accepted::<BY_BOT>(TOKEN),
        rejected(
            "the operation \"act\" accepts \"bot\" (API key in the header Authorization, after Bot) only, and this credential is an access token"
        )
    );
    assert_eq!(
        not_accepted::<BY_QUERY>(basic()),
        rejected(
            "the operation \"act\" accepts \"legacy\" (API key in the query parameter key) or \"user\" (access token) only, and this credential is a user and password"
        )
    );
    assert_eq!(
        not_accepted::<BY_HEADER>(key().named("bot")),
        rejected(
            "the operation \"act\" accepts \"key\" (API key in the header X-Desk-Key) only, and this credential is an API key named \"bot\""
        )
    );
    assert_eq!(
        not_accepted::<BY_ANY>(key()),
        (
            CredentialErrorKind::Ambiguous,
            "the operation \"act\" accepts several API keys, \"key\" (API key in the header X-Desk-Key) and \"bot\" (API key in the header Authorization, after Bot) and \"legacy\" (API key in the query parameter key): state with `ApiKey::named` which one this is"
                .to_owned()
        )
    );
}

#[test]
fn a_client_with_a_credential_that_no_operation_accepts_is_not_built() {
    let built = |api: &'static Api, credential: Arc<dyn Credential>| {
        let script = Script::of([status(200)]);
        Client::builder(server(api)).transport(script).credential(credential).build()
    };
    for (api, credential, expected) in [
        (
            &TOKENS,
            key().into_credential(),
            "the API \"tokens\" accepts \"user\" (access token) only, and this credential is an API key",
        ),
        (
            &UNSTATED,
            key().into_credential(),
            "the API \"unstated\" accepts access tokens only, and this credential is an API key",
        ),
        (
            &QUERY,
            TOKEN.into_credential(),
            "the API \"query\" accepts \"legacy\" (API key in the query parameter key) only, and this credential is an access token",
        ),
        (
            &QUERY,
            key().named("legcy").into_credential(),
            "the API \"query\" accepts \"legacy\" (API key in the query parameter key) only, and this credential is an API key named \"legcy\"",
        ),
    ] {
        let error = built(api, credential).unwrap_err();
        assert!(matches!(&error, BuildError::Credential(cause) if cause.kind() == CredentialErrorKind::NotAccepted));
        assert_eq!(error.to_string(), expected);
    }
    built(&UNSTATED, TOKEN.into_credential()).unwrap();
    built(&QUERY, key().named("legacy").into_credential()).unwrap();
}

#[test]
fn what_a_request_cannot_carry_is_no_key_and_no_password() {
    for text in ["", "a b", " a", "a\n", "a\r\nX-Admin: 1", "a\0", "k\u{e9}y"] {
        let error = ApiKey::new(text).unwrap_err();
        assert_eq!(error.kind(), CredentialErrorKind::Unsendable, "{text:?}");
        assert!(text.is_empty() || !error.to_string().contains(text), "{error}");
    }
    for (user, password) in [("a:b", "x"), ("a\n", "x"), ("a", "x\u{7f}")] {
        let error = BasicCredential::new(user, password).unwrap_err();
        assert_eq!(error.kind(), CredentialErrorKind::Unsendable, "{user:?}");
    }
    BasicCredential::new("", "k\u{e9}y").unwrap();
    BasicCredential::new("key", "").unwrap();
    // A source is no more trusted than a constructor.
    let source = credential_fn(|_| async { Ok::<_, CredentialError>("a\r\nX-Admin: 1") });
    let (kind, text) = not_accepted::<BY_HEADER>(source.with_form(CredentialForm::ApiKey));
    assert_eq!(kind, CredentialErrorKind::Unsendable);
    assert_eq!(text, "the API key holds white space or characters other than visible ASCII");
}

#[test]
fn a_header_or_parameter_of_a_credential_is_not_set_in_another_way() {
    let builder = || Client::builder(server(&API)).transport(Script::of([status(200)]));
    let owned =
        |error: BuildError| matches!(error, BuildError::Input(error) if error.problem() == InputProblem::OwnedByClient);
    assert!(owned(builder().header("x-desk-KEY", "other").build().unwrap_err()));
    assert!(owned(builder().query("key", "other").build().unwrap_err()));
    let client = builder().build().unwrap();
    let error = client.call(Act::<BY_ANY>).query("Key", "other").to_http().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    // An API that does not state its keys leaves them to users.
    let builder = Client::builder(server(&UNSTATED)).transport(Script::of([status(200)]));
    builder.header("X-Desk-Key", KEY).query("key", KEY).build().unwrap();
}

#[test]
fn a_key_that_the_service_rejects_is_replaced_if_its_source_has_another_one() {
    let count = Arc::new(Mutex::new(0));
    let source = credential_fn(move |_| {
        *count.lock().unwrap() += 1;
        let key = format!("key-number-{}", count.lock().unwrap());
        async move { Ok::<_, CredentialError>(key) }
    });
    let script = Script::of([status(401), status(200)]);
    let client = client(&script, TokenCache::new(source.with_form(CredentialForm::ApiKey)));
    run(client.call(Act::<BY_HEADER>)).unwrap();
    let keys: Vec<_> = script.seen().iter().map(|seen| seen.header("x-desk-key").unwrap().to_owned()).collect();
    assert_eq!(keys, ["key-number-1", "key-number-2"]);

    let (result, script) = called::<BY_QUERY>(key(), status(401));
    let error = result.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), script.attempts()), (401, 1));
}

/// Everything that an observer can access.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<String>>);

impl Observer for Notes {
    fn on_request(&self, request: &RequestSent<'_>) {
        *self.0.lock().unwrap() += &format!("{request:?} {} {:?}", request.url(), request.headers());
    }

    fn on_response(&self, response: &ResponseReceived<'_>) {
        *self.0.lock().unwrap() += &format!("{response:?} {:?}", response.headers());
    }
}

#[test]
fn no_secret_is_shown() {
    fn check<const INDEX: usize>(credential: impl Credential + std::fmt::Debug + 'static) {
        let notes = Notes::default();
        let body = format!(r#"{{"error":"{KEY} YWRhOnNlc2FtZTpvcGVu sesame:open"}}"#).leak();
        let script = Script::of([Step::Response(400, vec![("X-Echo", format!("{KEY} sesame:open"))], body)]);
        let shown = format!("{credential:?}");
        let builder = Client::builder(server(&API)).transport(script.clone()).observer(notes.clone());
        let client = builder.clock(script.clock.clone()).credential(credential).build().unwrap();
        let error = run(client.call(Act::<INDEX>)).unwrap_err();
        let request = client.call(Act::<INDEX>).to_http().unwrap();
        let secrets: &[&str] = if INDEX == BY_SITE { &["sesame", "YWRhOnNl"] } else { &["key-that", "must%2Bnot"] };
        let body = String::from_utf8_lossy(error.body().unwrap()).into_owned();
        let notes = notes.0.lock().unwrap().clone();
        let headers = format!("{:?}", error.headers());
        for text in [shown, format!("{error:?} {error}"), body, headers, notes, format!("{client:?} {request:?}")] {
            assert!(secrets.iter().all(|secret| !text.contains(secret)), "{INDEX}: {text}");
        }
        assert_eq!(script.attempts(), 1);
    }
    check::<BY_HEADER>(key());
    check::<BY_BOT>(key());
    check::<BY_QUERY>(key());
    check::<BY_SITE>(basic());
}

#[test]
fn a_key_follows_redirects_below_the_base_url_only() {
    fn followed<const INDEX: usize>(location: &str) -> Vec<(String, bool)> {
        let script = Script::of([response(302, "Location", location), status(200)]);
        let _ = run(client(&script, key()).call(Act::<INDEX>));
        let seen = script.seen().into_iter().skip(1);
        seen.map(|seen| (seen.url.clone(), seen.headers.contains_key("x-desk-key"))).collect()
    }
    let base = "https://api.example.com/desk";
    assert_eq!(followed::<BY_HEADER>("/desk/other"), [(format!("{base}/other"), true)]);
    for elsewhere in ["https://api.example.com/other", "https://files.example.net/x?sig=s"] {
        assert_eq!(followed::<BY_HEADER>(elsewhere), [(elsewhere.to_owned(), false)]);
        assert_eq!(followed::<BY_QUERY>(elsewhere), [(elsewhere.to_owned(), false)]);
    }
    let with_key = format!("{base}/other?page=2&key=key-that%2Fmust%2Bnot%3Dshow");
    for location in ["/desk/other?page=2", "/desk/other?key=key-that%2Fmust%2Bnot%3Dshow&page=2"] {
        assert_eq!(followed::<BY_QUERY>(location), [(with_key.clone(), false)], "{location}");
    }
    // A service that repeats the key in a link to another host.
    for location in [
        "https://files.example.net/x?key=key-that/must%2bnot=show",
        "https://files.example.net/x?from=https%3A%2F%2Fapi%3Fkey%3Dkey-that%252Fmust%252Bnot%253Dshow",
        "https://api.example.com/other/key-that%2Fmust%2Bnot%3Dshow",
    ] {
        assert_eq!(followed::<BY_QUERY>(location), [], "{location}");
    }
}

#[derive(Clone, Debug)]
struct List;

impl Operation for List {
    type Response = Json<Value>;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&QUERY, "list", Method::Get, "/things", Idempotency::Safe);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

impl Paged for List {
    type Item = u64;
    const ITEMS: &'static [&'static str] = &["items"];
    const PAGING: &'static [Paging] = &[Paging::link(&["next"])];

    fn items(page: Value) -> Option<Vec<u64>> {
        Some(page["items"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect())
    }
}

fn query_client(steps: impl IntoIterator<Item = Step>) -> (Script, Client) {
    let script = Script::of(steps);
    let builder = Client::builder(server(&QUERY)).transport(script.clone()).clock(script.clock.clone());
    (script.clone(), builder.credential(key()).retry(RetryPolicy::none()).build().unwrap())
}

fn page(next: &str) -> Step {
    Step::Response(200, Vec::new(), json!({"items": [1], "next": next}).to_string().leak())
}

#[test]
fn a_link_that_repeats_the_key_has_it_once_and_no_cursor_has_it() {
    let link = "https://api.example.com/desk/things?after=1&key=key-that%2Fmust%2Bnot%3Dshow&KEY=key-that";
    let (script, client) = query_client([page(link), page("")]);
    let mut pages = client.call(List).pages();
    run(pages.next()).unwrap().unwrap();
    let cursor = pages.cursor().unwrap();
    let kept = cursor.to_string();
    let text =
        base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, kept.split_once('.').unwrap().1);
    let text = String::from_utf8(text.unwrap()).unwrap();
    assert!(text.contains("after=1") && !text.to_lowercase().contains("key"), "{text}");
    run(pages.next()).unwrap().unwrap();
    assert!(run(pages.next()).is_none());
    let expected = "https://api.example.com/desk/things?after=1&key=key-that%2Fmust%2Bnot%3Dshow";
    assert_eq!(script.seen()[1].url, expected);

    let (script, client) = query_client([page("https://evil.example/things?after=1")]);
    let mut pages = client.call(List).pages();
    run(pages.next()).unwrap().unwrap();
    let error = run(pages.next()).unwrap().unwrap_err();
    assert_eq!(error.continuation(), Some(ContinuationProblem::ForeignOrigin));
    assert_eq!(script.attempts(), 1);
}

#[test]
fn pending_work_does_not_keep_the_key() {
    let pending: Pending<List> = {
        let response = http::Response::builder().status(202);
        let response = response.header("Location", format!("/things?job=7&key={KEY}")).body(Default::default());
        docwright_runtime::RawResponse::from(response.unwrap()).pending()
    };
    assert_eq!(pending.location(), Some("/things?job=7"));
    let (script, client) = query_client([page("")]);
    run(pending.wait(&client, PollPolicy::default())).unwrap();
    assert_eq!(script.seen()[0].url, format!("{}/desk/things?job=7&key=key-that%2Fmust%2Bnot%3Dshow", scripted::URL));
}

#[test]
fn a_key_that_makes_the_url_too_long_is_not_sent() {
    let (result, script) = called::<BY_QUERY>(ApiKey::new("k".repeat(70_000)).unwrap(), status(200));
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), script.attempts()), (ErrorKind::Input, 0, 0));
}
