//! Lists in pages from a scripted service: what may go wrong between pages, and between programs.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use docwright_runtime::{
    Api, BoxFuture, Bytes, Client, ContinuationProblem, Cursor, Error, ErrorKind, Header, HeaderValue, Idempotency,
    InputError, Items, Json, Limits, Method, NoServiceError, Operation, OperationInfo, Paged, Pages, Paging,
    RequestParts, RetryPolicy, Server, Transport, TransportError, TransportErrorKind, Version, http,
};
use serde_json::{Value, json};

use crate::scripted::{self, FakeClock, Script, Step, TOKEN, run, status};

pub(crate) const API: Api = Api::new("lists", "Lists", "test/1")
    .with_version(Version::new("version", "1"))
    .with_headers(&[Header::new("X-Request-Id", HeaderValue::RequestId)]);
const SERVER: Server = Server::new(&API, "test", scripted::URL);

/// How a list is paged.
pub(crate) trait Way: Send + Sync + Clone + std::fmt::Debug + 'static {
    const PAGING: &'static [Paging];
}

macro_rules! ways {
    ($($name:ident = $paging:expr;)*) => { $(
        #[derive(Clone, Debug)]
        struct $name;
        impl Way for $name {
            const PAGING: &'static [Paging] = &[$paging];
        }
    )* };
}
pub(crate) use ways;

ways! {
    Linked = Paging::link(&["links", "next"]).copying_headers(&["X-After"]);
    BodyToQuery = Paging::token(&["token"], "after").with(&[("seek", "Next")]);
    BodyToHeader = Paging::token(&["token"], "X-After").to_header("X-After");
    HeaderToQuery = Paging::token_in_header("X-Next", "after");
    HeaderToHeader = Paging::token_in_header("X-Next", "X-After").to_header("X-After");
    Counted = Paging::offset(&["items"], "offset").sized("size", None);
    CountedUpTo2 = Paging::offset(&["items"], "offset").sized("size", Some(2));
}

#[derive(Clone, Debug)]
pub(crate) struct List<W> {
    pub(crate) _way: W,
    pub(crate) query: Vec<(&'static str, u64)>,
    pub(crate) marker: &'static str,
}

pub(crate) fn list<W: Way>(way: W) -> List<W> {
    List { _way: way, query: Vec::new(), marker: "a" }
}

impl<W: Way> Operation for List<W> {
    type Response = Json<Value>;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&API, "list", Method::Get, "/v{version}/things", Idempotency::Safe);

    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
        self.query.iter().try_for_each(|(name, value)| request.query(name, value))?;
        request.header("X-Marker", &self.marker)
    }
}

impl<W: Way> Paged for List<W> {
    type Item = u64;
    const ITEMS: &'static [&'static str] = &["items"];
    const PAGING: &'static [Paging] = W::PAGING;

    fn items(page: Value) -> Option<Vec<u64>> {
        Some(page["items"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect())
    }
}

pub(crate) fn service(steps: impl IntoIterator<Item = Step>) -> (Script, Client) {
    let script = Script::of(steps);
    let builder = Client::builder(SERVER).transport(script.clone()).clock(script.clock.clone()).credential(TOKEN);
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    (script, client)
}

pub(crate) fn page(body: &Value) -> Step {
    Step::Response(200, Vec::new(), body.to_string().leak())
}

pub(crate) fn numbers(numbers: &[u64]) -> Step {
    page(&json!({"items": numbers}))
}

fn linked(items: &[u64], uri: &str) -> Step {
    page(&json!({"items": items, "links": {"next": {"uri": uri, "headers": [{"key": "X-After", "value": uri}]}}}))
}

pub(crate) fn targets(script: &Script) -> Vec<String> {
    script.seen().into_iter().map(|seen| seen.url.strip_prefix(scripted::URL).unwrap().to_owned()).collect()
}

pub(crate) fn collected<O: Paged>(mut items: Items<O>) -> Result<Vec<O::Item>, Error> {
    let mut found = Vec::new();
    while let Some(item) = run(items.next()) {
        found.push(item?);
    }
    Ok(found)
}

/// As another program reads it.
pub(crate) fn kept(cursor: Option<Cursor>) -> Cursor {
    cursor.unwrap().to_string().parse().unwrap()
}

/// A cursor that was tampered with.
pub(crate) fn tampered(cursor: &Cursor, change: impl FnOnce(&mut Value)) -> Cursor {
    let text = cursor.to_string();
    let mut value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&text[2..]).unwrap()).unwrap();
    change(&mut value);
    format!("1.{}", URL_SAFE_NO_PAD.encode(value.to_string())).parse().unwrap()
}

pub(crate) fn problem<T>(result: Result<T, Error>) -> Option<ContinuationProblem> {
    result.err().and_then(|error| error.continuation())
}

#[test]
fn a_token_goes_from_body_or_header_into_query_or_header() {
    fn listed<W: Way>(way: W, first: Step) -> (String, Option<String>) {
        let (script, client) = service([first, numbers(&[2])]);
        assert_eq!(collected(client.call(list(way)).items()).unwrap(), [1, 2]);
        (targets(&script)[1].clone(), script.seen()[1].header("X-After").map(ToOwned::to_owned))
    }
    let in_body = || page(&json!({"items": [1], "token": "a&b=c#\r\n\"é"}));
    let in_header = || Step::Response(200, vec![("X-Next", " a&b=\"c\",; ".to_owned())], r#"{"items":[1]}"#);
    let plain = "/v1/things".to_owned();
    let (target, _) = listed(BodyToQuery, in_body());
    assert_eq!(target, "/v1/things?after=a%26b%3Dc%23%0D%0A%22%C3%A9&seek=Next");
    assert_eq!(listed(HeaderToQuery, in_header()), (format!("{plain}?after=a%26b%3D%22c%22%2C%3B"), None));
    assert_eq!(listed(HeaderToHeader, in_header()), (plain.clone(), Some("a&b=\"c\",;".to_owned())));
    let in_body = page(&json!({"items": [1], "token": "a, b"}));
    assert_eq!(listed(BodyToHeader, in_body), (plain, Some("a, b".to_owned())));
}

#[test]
fn a_token_that_no_header_can_carry_is_rejected_and_its_page_is_not_lost() {
    for token in ["a\r\nHost: evil.example", "a\nb", "a\0"] {
        let (script, client) = service([page(&json!({"items": [1], "token": token}))]);
        let mut items = client.call(list(BodyToHeader)).items();
        assert_eq!(run(items.next()).unwrap().unwrap(), 1);
        assert_eq!(problem(run(items.next()).unwrap()), Some(ContinuationProblem::Malformed), "{token:?}");
        assert_eq!(script.attempts(), 1);
    }
}

#[test]
fn a_cursor_that_was_tampered_with_leads_no_token_elsewhere() {
    let (script, client) = service([linked(&[1], "/things?page=2"), numbers(&[2])]);
    let mut pages = client.call(list(Linked)).pages();
    run(pages.next()).unwrap().unwrap();
    let cursor = kept(pages.cursor());
    for uri in [
        "https://evil.example/v1/things",
        "//evil.example/v1/things",
        "http://api.example.com/v1/things",
        "https://api.example.com:8443/v1/things",
        "https://user@api.example.com/v1/things",
        "https://api.example.com\\@evil.example/",
        "/things/../../admin",
        "/things%2f..%2f..%2fadmin",
    ] {
        let cursor = tampered(&cursor, |value| value["at"]["uri"] = uri.into());
        let resumed = client.call(list(Linked)).pages().resume(cursor);
        assert_eq!(resumed.unwrap_err().kind(), ErrorKind::Continuation, "{uri}");
    }
    let cursor = tampered(&cursor, |value| {
        value["at"]["headers"] = json!([
            {"key": "Authorization", "value": "Bearer other"},
            {"key": "Host", "value": "evil.example"},
            {"key": "Transfer-Encoding", "value": "chunked"},
        ]);
    });
    let mut pages = client.call(list(Linked)).pages().resume(cursor).unwrap();
    run(pages.next()).unwrap().unwrap();
    let sent = script.seen().pop().unwrap();
    assert_eq!(sent.header("Authorization").unwrap(), format!("Bearer {TOKEN}"));
    assert!(sent.header("Host").is_none() && sent.header("Transfer-Encoding").is_none());
    assert_eq!(script.attempts(), 2);
}

#[test]
fn a_cursor_of_other_inputs_is_rejected() {
    let (script, client) = service([linked(&[1], "/things?page=2")]);
    let mut pages = client.call(list(Linked)).pages();
    run(pages.next()).unwrap().unwrap();
    let cursor = kept(pages.cursor());
    assert_eq!(cursor.operation(), "lists/list");
    let rejected = |pages: Pages<List<Linked>>, cursor: &Cursor| {
        assert_eq!(problem(pages.resume(cursor.clone())), Some(ContinuationProblem::OtherCall));
    };
    rejected(client.call(List { query: vec![("size", 1)], ..list(Linked) }).pages(), &cursor);
    rejected(client.call(List { marker: "b", ..list(Linked) }).pages(), &cursor);
    rejected(client.call(list(Linked)).api_version("2").pages(), &cursor);
    rejected(client.call(list(Linked)).header("X-Added", "1").pages(), &cursor);
    rejected(client.call(list(Linked)).query("added", "1").pages(), &cursor);
    rejected(client.call(list(Linked)).pages(), &tampered(&cursor, |value| value["operation"] = "lists/other".into()));
    rejected(client.call(list(Linked)).pages(), &tampered(&cursor, |value| value["at"] = 7.into()));
    rejected(client.call(list(Linked)).pages(), &tampered(&cursor, |value| value["at"] = "token".into()));
    assert!(client.call(list(Linked)).pages().resume(cursor).is_ok());
    assert_eq!(script.attempts(), 1);
}

#[test]
fn a_cursor_serves_at_another_base_url() {
    let (_, client) = service([linked(&[1], "/things?page=2")]);
    let mut pages = client.call(list(Linked)).pages();
    run(pages.next()).unwrap().unwrap();
    let script = Script::of([numbers(&[2])]);
    let builder = Client::builder(SERVER)
        .base_url("https://gateway.example/things-api")
        .transport(script.clone())
        .clock(script.clock.clone());
    let items = builder.build().unwrap().call(list(Linked)).items().resume(kept(pages.cursor())).unwrap();
    assert_eq!(collected(items).unwrap(), [2]);
    assert_eq!(script.seen()[0].url, "https://gateway.example/things-api/v1/things?page=2");
}

#[test]
fn items_that_are_read_by_one_program_each_are_each_read_once() {
    /// Three pages, of which one is empty.
    struct ThreePages;
    impl Transport for ThreePages {
        fn send(
            &self,
            request: http::Request<Bytes>,
            _: Limits,
        ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
            let body = match request.uri().query() {
                None => r#"{"items":[1,2,3],"links":{"next":{"uri":"/things?page=2"}}}"#,
                Some("page=2") => r#"{"items":[],"links":{"next":{"uri":"/things?page=3"}}}"#,
                Some(_) => r#"{"items":[4,5]}"#,
            };
            Box::pin(async { Ok(http::Response::new(Bytes::from_static(body.as_bytes()))) })
        }
    }
    let client = Client::builder(SERVER).transport(ThreePages).clock(FakeClock::default()).build().unwrap();
    let mut items = client.call(list(Linked)).items();
    let mut found = Vec::new();
    while let Some(item) = run(items.next()) {
        found.push(item.unwrap());
        let Some(cursor) = items.cursor() else { break };
        items = client.call(list(Linked)).items().resume(kept(Some(cursor))).unwrap();
    }
    assert_eq!(found, [1, 2, 3, 4, 5]);
}

#[test]
fn a_page_that_failed_can_be_requested_again_here_and_by_another_program() {
    let failures = [status(500), Step::Fail(TransportErrorKind::Interrupted), Step::Response(200, Vec::new(), "{\"it")];
    let first = linked(&[1, 2], "/things?page=2");
    let (script, client) = service([first].into_iter().chain(failures).chain([numbers(&[3])]));
    let mut items = client.call(list(Linked)).items();
    assert_eq!([run(items.next()).unwrap().unwrap(), run(items.next()).unwrap().unwrap()], [1, 2]);
    for kind in [ErrorKind::Status, ErrorKind::Interrupted, ErrorKind::Decode] {
        assert_eq!(run(items.next()).unwrap().unwrap_err().kind(), kind);
    }
    assert!(run(items.next()).is_none(), "the last error cannot pass");
    let other = client.call(list(Linked)).items().resume(kept(items.cursor())).unwrap();
    assert_eq!(collected(other).unwrap(), [3]);
    assert!(targets(&script)[1..].iter().all(|target| target == "/v1/things?page=2"));
}

#[test]
fn a_loop_of_links_is_detected_when_each_program_reads_one_page() {
    fn pages_until_detected<W: Way>(way: W, circle: &[Step]) -> usize {
        let mut cursor = None::<Cursor>;
        for number in 0..100 {
            let (_, client) = service([circle[number % circle.len()].clone()]);
            let pages = client.call(list(way.clone())).pages();
            let mut pages = match cursor {
                Some(cursor) => pages.resume(cursor).unwrap(),
                None => pages,
            };
            match run(pages.next()).unwrap() {
                Ok(_) => cursor = Some(kept(pages.cursor())),
                Err(error) => {
                    assert_eq!(error.continuation(), Some(ContinuationProblem::Repeated));
                    return number;
                }
            }
        }
        unreachable!("repeats forever")
    }
    let circle = ["/things?page=2", "/things?page=3", "/things?page=1"].map(|uri| linked(&[1], uri));
    assert_eq!(pages_until_detected(Linked, &circle), 7);
    // The service ignores the offset.
    assert_eq!(pages_until_detected(Counted, &[numbers(&[1, 2])]), 2);
}

#[test]
fn a_loop_of_links_is_detected_at_once_when_all_pages_are_read() {
    let circle = ["/things?page=2", "/things?page=3", "/things?page=2"].map(|uri| linked(&[1], uri));
    let (script, client) = service(circle);
    assert_eq!(problem(collected(client.call(list(Linked)).items())), Some(ContinuationProblem::Repeated));
    assert_eq!(script.attempts(), 3);
}

#[test]
fn a_loop_of_empty_pages_ends_in_an_error() {
    let (script, client) = service([linked(&[], "/things?page=2"), linked(&[], "/things?page=2")]);
    let result = collected(client.call(list(Linked)).items());
    assert_eq!(problem(result), Some(ContinuationProblem::Repeated));
    assert_eq!(script.attempts(), 2);
}

mod counted {
    use super::*;

    #[test]
    fn a_last_page_that_is_full_is_followed_by_one_more_request() {
        let (script, client) = service([numbers(&[1, 2]), numbers(&[3, 4]), numbers(&[])]);
        assert_eq!(collected(client.call(list(CountedUpTo2)).items()).unwrap(), [1, 2, 3, 4]);
        let expected = ["/v1/things?size=2", "/v1/things?size=2&offset=2", "/v1/things?size=2&offset=4"];
        assert_eq!(targets(&script), expected);
    }

    #[test]
    fn a_page_that_the_service_cut_is_not_taken_for_the_last() {
        let asked = List { query: vec![("size", 100)], ..list(Counted) };
        let (script, client) = service([numbers(&[1, 2]), numbers(&[3]), numbers(&[4, 5]), numbers(&[])]);
        assert_eq!(collected(client.call(asked.clone()).items()).unwrap(), [1, 2, 3, 4, 5]);
        assert_eq!(targets(&script)[3], "/v1/things?size=100&offset=5");

        // A page size above the service's maximum still counts as full pages.
        let asked = List { query: vec![("size", 100)], ..list(CountedUpTo2) };
        let (_, client) = service([numbers(&[1, 2]), numbers(&[3])]);
        assert_eq!(collected(client.call(asked).items()).unwrap(), [1, 2, 3]);
    }

    #[test]
    fn totals_are_not_believed() {
        for total in [json!(0), json!(1), json!(-1), json!(1e300), json!("many"), Value::Null] {
            let body = |items: &[u64]| page(&json!({"totalCount": total, "items": items}));
            let (_, client) = service([body(&[1, 2]), body(&[3])]);
            assert_eq!(collected(client.call(list(CountedUpTo2)).items()).unwrap(), [1, 2, 3], "{total}");
        }
    }

    #[test]
    fn an_offset_that_would_overflow_is_a_loop() {
        let (script, client) = service([numbers(&[1, 2]), numbers(&[3, 4])]);
        let start = List { query: vec![("offset", u64::MAX - 1)], ..list(CountedUpTo2) };
        let mut items = client.call(start).items();
        for number in 1..=4 {
            assert_eq!(run(items.next()).unwrap().unwrap(), number);
        }
        assert_eq!(problem(run(items.next()).unwrap()), Some(ContinuationProblem::Repeated));
        assert_eq!(targets(&script)[1], "/v1/things?size=2&offset=18446744073709551615", "the offset is replaced");
    }

    #[test]
    fn repeated_items_are_detected_whatever_the_other_members_are() {
        let body = |time: u64| page(&json!({"items": [1, 2], "time": time}));
        let (_, client) = service([body(1), body(2)]);
        let mut pages = client.call(list(Counted)).pages();
        for _ in 0..2 {
            run(pages.next()).unwrap().unwrap();
        }
        assert_eq!(problem(run(pages.next()).unwrap()), Some(ContinuationProblem::Repeated));
    }

    #[test]
    fn a_cursor_may_pass_over_more_than_there_is() {
        let (_, client) = service([numbers(&[1, 2]), numbers(&[3])]);
        let mut items = client.call(list(CountedUpTo2)).items();
        run(items.next()).unwrap().unwrap();
        let cursor = tampered(&kept(items.cursor()), |value| value["skip"] = u64::MAX.into());
        let (_, client) = service([numbers(&[1, 2]), numbers(&[3])]);
        assert_eq!(collected(client.call(list(CountedUpTo2)).items().resume(cursor).unwrap()).unwrap(), [3]);
    }
}
