//! Errors in lists: of items, of pages and of requests.

use docwright_runtime::{
    ContinuationProblem, ErrorKind, Idempotency, InputError, Items, Json, Method, NoServiceError, Operation,
    OperationInfo, Paged, Paging, RequestParts, RetryPolicy, StatusCode,
};
use serde::Deserialize;

use crate::scripted::{API, SECOND, Script, Step, response, run, status};

#[derive(Debug, Deserialize)]
pub(crate) struct Page {
    total: u64,
    data: Data,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Data {
    items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Item {
    id: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct List;

impl Operation for List {
    type Response = Json<Page>;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&API, "list", Method::Get, "/things", Idempotency::Safe);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

impl Paged for List {
    type Item = Item;
    const ITEMS: &'static [&'static str] = &["data", "items"];
    const PAGING: &'static [Paging] = &[Paging::token(&["next"], "after")];

    fn items(page: Page) -> Option<Vec<Item>> {
        assert!(page.total < 1_000);
        Some(page.data.items)
    }
}

fn page(body: &'static str) -> Step {
    Step::Response(200, vec![("X-Request-Id", "r-1".to_owned())], body)
}

fn script(steps: impl IntoIterator<Item = Step>) -> (Script, Items<List>) {
    let script = Script::of(steps);
    let client = script.builder().retry(RetryPolicy::none()).build().unwrap();
    (script, client.call(List).items())
}

/// The ids of items, and the places and texts of errors.
fn seen(items: &mut Items<List>) -> Vec<Result<u64, (String, Option<String>)>> {
    let next = || run(items.next());
    let seen = std::iter::from_fn(next).map(|item| match item {
        Ok(item) => Ok(item.id),
        Err(error) => {
            assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(StatusCode::OK)));
            assert_eq!((error.request_id(), error.attempts(), error.is_retryable()), (Some("r-1"), 1, false));
            let item = error.item().map(|json| json.as_str().to_owned());
            Err((error.path().unwrap_or_default().to_owned(), item))
        }
    });
    seen.collect()
}

fn bad(place: &str, json: &str) -> Result<u64, (String, Option<String>)> {
    Err((place.to_owned(), Some(json.to_owned())))
}

const SECOND_PAGE: &str = r#"{"total":7,"data":{"items":[{"id":6}]}}"#;

#[test]
fn a_bad_item_is_an_error_with_its_place_and_json_and_the_list_goes_on() {
    let first = "\u{feff}{\"total\":7, \"next\":\"b\",\"data\":{\"items\":[ {\"id\":1} ,{\"id\":\"two\"},\n{\"id\":3},4,{\"id\":5},{}] }}";
    let (script, mut items) = script([page(first), page(SECOND_PAGE)]);
    let (two, four) = (bad("data.items[1].id", r#"{"id":"two"}"#), bad("data.items[3]", "4"));
    assert_eq!(seen(&mut items), [Ok(1), two, Ok(3), four, Ok(5), bad("data.items[5]", "{}"), Ok(6)]);
    assert_eq!(script.attempts(), 2);
    assert!(items.cursor().is_none());
}

#[test]
fn one_bad_item_of_many_costs_only_itself() {
    let bad = r#"{"id":"","tags":{"unit":"none"}}"#;
    let items: Vec<String> = (0..2_000).map(|id| format!(r#"{{"id":{id},"tags":""}}"#)).collect();
    for place in [0, 1_234, 1_999] {
        let mut items = items.clone();
        bad.clone_into(&mut items[place]);
        let body = format!(r#"{{"total":999,"next":"b","data":{{"items":[{}]}}}}"#, items.join(","));
        let (script, mut list) = script([page(body.leak()), page(SECOND_PAGE)]);
        let seen = seen(&mut list);
        assert_eq!((seen.len(), script.attempts()), (2_001, 2));
        let errors: Vec<_> =
            seen.iter().enumerate().filter_map(|(index, item)| Some((index, item.as_ref().err()?))).collect();
        assert_eq!(errors, [(place, &(format!("data.items[{place}].id"), Some(bad.to_owned())))]);
    }
}

/// Such an item is none that the list could show in part.
#[test]
fn an_item_that_is_no_text_costs_only_itself() {
    let first = b"{\"total\":7,\"next\":\"b\",\"data\":{\"items\":[{\"id\":1},{\"id\":2,\"name\":\"M\xfcller \xe2\x82\"},{\"id\":3}]}}";
    let script = Script::of([Step::Bytes(first), page(SECOND_PAGE)]);
    let mut items = script.client().call(List).items();
    assert_eq!(run(items.next()).unwrap().unwrap().id, 1);
    let error = run(items.next()).unwrap().unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("data.items[1].name")));
    assert_eq!(error.item().unwrap().as_str(), "{\"id\":2,\"name\":\"M\u{fffd}ller \u{fffd}\"}");
    assert_eq!(seen(&mut items), [Ok(3), Ok(6)]);

    for beside in [
        &b"{\"total\":7,\"next\":\"b\xff\",\"data\":{\"items\":[{\"id\":1}]}}"[..],
        b"{\"total\":7,\"next\":\"b\",\"data\":{\"items\":[\xff{\"id\":1}]}}",
    ] {
        let script = Script::of([Step::Bytes(beside), page(SECOND_PAGE)]);
        let mut items = script.client().call(List).items();
        assert_eq!(run(items.next()).unwrap().unwrap_err().kind(), ErrorKind::Decode);
        assert!(run(items.next()).is_none(), "where the page leads is not known");
    }
}

#[test]
fn what_is_wrong_beside_the_items_is_an_error_too() {
    let (_, mut items) = script([
        page(r#"{"total":"all","next":"b","data":{"items":[{"id":1},{"id":[]},{"id":3}]}}"#),
        page(r#"{"next":"c","data":{"items":[]}}"#),
        page(SECOND_PAGE),
    ]);
    let total = Err(("total".to_owned(), None));
    let missing = Err((String::new(), None));
    assert_eq!(seen(&mut items), [total, Ok(1), bad("data.items[1].id", r#"{"id":[]}"#), Ok(3), missing, Ok(6)]);
}

#[test]
fn a_cursor_between_items_of_a_bad_page_resumes_there() {
    let first = || page(r#"{"total":"all","next":"b","data":{"items":[{"id":1},2,{"id":3}]}}"#);
    let (_, mut items) = script([first()]);
    for _ in 0..3 {
        let _ = run(items.next()).unwrap();
    }
    let cursor = items.cursor().unwrap().to_string();
    let (_, items) = script([first(), page(SECOND_PAGE)]);
    assert_eq!(seen(&mut items.resume(cursor.parse().unwrap()).unwrap()), [Ok(3), Ok(6)]);
}

#[test]
fn a_page_as_a_whole_stays_an_error_and_the_next_one_follows() {
    let steps = || [page(r#"{"total":7,"next":"b","data":{"items":[{"id":1},2]}}"#), page(SECOND_PAGE)];
    let script = Script::of(steps());
    let mut pages = script.client().call(List).pages();
    let error = run(pages.next()).unwrap().unwrap_err();
    assert_eq!((error.kind(), error.path(), error.item().is_none()), (ErrorKind::Decode, Some("data.items[1]"), true));
    assert_eq!(run(pages.next()).unwrap().unwrap().data.items.len(), 1);
    assert!(run(pages.next()).is_none());
    assert_eq!(run(Script::of(steps()).client().call(List)).unwrap_err().path(), Some("data.items[1]"));
}

#[test]
fn an_error_that_cannot_pass_ends_the_list_and_its_cursor_resumes() {
    let first = || page(r#"{"total":7,"next":"b","data":{"items":[{"id":1}]}}"#);
    for (failure, kind) in [
        (status(401), ErrorKind::Status),
        (status(404), ErrorKind::Status),
        (page("<html>"), ErrorKind::Decode),
        (page(r#"{"total":7,"data":{"items":{}}}"#), ErrorKind::Decode),
        (page(r#"{"total":7}"#), ErrorKind::Decode),
        (page("[]"), ErrorKind::Decode),
    ] {
        let (script, mut items) = script([first(), failure.clone()]);
        assert_eq!(run(items.next()).unwrap().unwrap().id, 1);
        assert_eq!(run(items.next()).unwrap().unwrap_err().kind(), kind);
        for _ in 0..1_000 {
            assert!(run(items.next()).is_none());
        }
        assert_eq!(script.attempts(), 2);
        let cursor = items.cursor().unwrap();

        let again = Script::of([page(SECOND_PAGE)]);
        let mut resumed = again.client().call(List).items().resume(cursor.clone()).unwrap();
        assert_eq!(seen(&mut resumed), [Ok(6)]);
        assert_eq!(again.seen()[0].url, "https://api.example.com/things?after=b");
        // The stream that ended goes on as well.
        assert_eq!(run(items.resume(cursor).unwrap().next()).unwrap().unwrap_err().kind(), kind);

        let script = Script::of([failure]);
        let mut pages = script.client().call(List).pages();
        assert_eq!(run(pages.next()).unwrap().unwrap_err().kind(), kind);
        assert!(run(pages.next()).is_none() && pages.cursor().is_some());
    }
}

#[test]
fn an_error_that_can_pass_is_not_repeated_at_once() {
    let (script, mut items) = script([response(503, "Retry-After", "30"), status(503), page(SECOND_PAGE)]);
    assert_eq!(run(items.next()).unwrap().unwrap_err().retry_after(), Some(30 * SECOND));
    // A wait of the caller counts.
    script.clock.advance(10 * SECOND);
    assert!(run(items.next()).unwrap().is_err());
    assert_eq!(script.seen()[1].at, 30 * SECOND);
    assert_eq!(run(items.next()).unwrap().unwrap().id, 6);
}

#[test]
fn skipping_errors_makes_no_storm_of_requests() {
    let (script, mut items) = script([status(500)]);
    for _ in 0..100 {
        assert_eq!(run(items.next()).unwrap().unwrap_err().kind(), ErrorKind::Status);
    }
    // Waits grow to 30 seconds, and are 15 on average.
    assert!(script.clock.elapsed() > 300 * SECOND, "{:?}", script.clock.elapsed());
}

#[test]
fn a_body_that_is_no_page_is_an_error_and_not_the_end_of_the_list() {
    let digits = "9".repeat(400);
    let numbers = format!(r#"{{"total":{digits},"data":{{"items":[]}}}}"#).leak();
    let item = format!(r#"{{"total":7,"data":{{"items":[{{"id":{digits}}},{{"id":1}}]}}}}"#).leak();
    for body in ["null", "[]", "0", "", r#"{"total":7,"data":null}"#, r#"{"total":7,"data":{"items":null}}"#, numbers] {
        let (script, mut items) = script([page(body)]);
        let error = run(items.next()).unwrap().unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(StatusCode::OK)), "{body}");
        assert!(run(items.next()).is_none(), "{body}");
        assert_eq!(script.attempts(), 1);
    }
    let (_, mut items) = script([page(item)]);
    assert_eq!(seen(&mut items), [bad("data.items[0].id", &format!(r#"{{"id":{digits}}}"#)), Ok(1)]);
}

/// A list of which only a response of the status 200 is a page.
#[derive(Clone, Debug)]
struct ListOfOneStatus;

impl Operation for ListOfOneStatus {
    type Response = Json<Page>;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&API, "list", Method::Get, "/things", Idempotency::Safe);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

impl Paged for ListOfOneStatus {
    type Item = Item;
    const ITEMS: &'static [&'static str] = List::ITEMS;
    const PAGING: &'static [Paging] = List::PAGING;
    const STATUS: Option<u16> = Some(200);

    fn items(page: Page) -> Option<Vec<Item>> {
        List::items(page)
    }
}

#[test]
fn a_response_of_another_status_has_no_items() {
    const BODY: &str = r#"{"total":7,"data":{"items":[{"id":"x"},{"id":1}]}}"#;
    let read = |status| {
        let client = Script::of([Step::Response(status, Vec::new(), BODY)]).client();
        let mut items = client.call(ListOfOneStatus).items();
        let next = std::iter::from_fn(|| run(items.next()));
        next.map(|item| item.map(|item| item.id).map_err(|error| error.item().is_some())).collect::<Vec<_>>()
    };
    assert_eq!(read(200), [Err(true), Ok(1)]);
    assert_eq!(read(201), [Err(false)]);
}

#[test]
fn a_loop_ends_the_list() {
    let looping = || page(r#"{"total":7,"next":"b","data":{"items":[2]}}"#);
    let (script, mut items) = script([looping()]);
    assert!(run(items.next()).unwrap().unwrap_err().item().is_some());
    assert!(run(items.next()).unwrap().unwrap_err().item().is_some());
    let error = run(items.next()).unwrap().unwrap_err();
    assert_eq!(error.continuation(), Some(ContinuationProblem::Repeated));
    assert!(run(items.next()).is_none());
    assert_eq!(script.attempts(), 2);
}

#[test]
fn the_whole_body_of_an_error_can_be_kept() {
    let body: &'static str = format!("{{\"total\":\"{}\"}}", "x".repeat(20_000)).leak();
    for step in [page(body), Step::Response(400, Vec::new(), body)] {
        let script = Script::of([step]);
        let kept = |limit: Option<usize>| {
            let client = script.client();
            let call = client.call(List);
            let call = match limit {
                Some(limit) => call.error_body_limit(limit),
                None => call,
            };
            run(call).unwrap_err().body().map(|body| body.len())
        };
        assert_eq!([kept(None), kept(Some(10)), kept(Some(usize::MAX))], [Some(8192), Some(10), Some(body.len())]);
        let client = script.builder().error_body_limit(usize::MAX).build().unwrap();
        assert_eq!(run(client.call(List)).unwrap_err().body().map(|body| body.len()), Some(body.len()));
    }
}
