//! Lists whose pages have numbers, from a scripted service.

use docwright_runtime::{ContinuationProblem, Paging};
use serde_json::{Value, json};

use crate::paging::{List, Way, collected, kept, list, numbers, page, problem, service, tampered, targets, ways};
use crate::scripted::{Step, run};

ways! {
    FromOne = Paging::page(&["items"], "page", 1);
    FromZero = Paging::page(&["items"], "page", 0).with(&[("seek", "Next")]);
    UpTo2 = Paging::page(&["items"], "page", 1).sized("size", Some(2));
    Sized = Paging::page(&["items"], "page", 1).sized("size", None);
    WithTotal = Paging::page(&["items"], "page", 1).with_total(&["paging", "total"]);
    WithCount = Paging::page(&["items"], "page", 1).with_page_count(&["paging", "pages"]);
    UpTo2WithTotal = Paging::page(&["items"], "page", 1).sized("size", Some(2)).with_total(&["paging", "total"]);
    UpTo2WithCount = Paging::page(&["items"], "page", 1).sized("size", Some(2)).with_page_count(&["paging", "pages"]);
    CountFromZero = Paging::page(&["items"], "page", 0).with_page_count(&["paging", "pages"]);
}

/// A page that says how long the list is.
fn long(items: &[u64], length: &Value) -> Step {
    page(&json!({"items": items, "paging": {"total": length, "pages": length}}))
}

fn at<W: Way>(way: W, number: u64) -> List<W> {
    List { query: vec![("page", number)], ..list(way) }
}

#[test]
fn pages_are_numbered_one_after_another_until_one_is_empty() {
    let steps = || [numbers(&[1, 2]), numbers(&[3, 4]), numbers(&[5]), numbers(&[])];
    let (script, client) = service(steps());
    assert_eq!(collected(client.call(list(FromOne)).items()).unwrap(), [1, 2, 3, 4, 5]);
    assert_eq!(targets(&script), ["/v1/things", "/v1/things?page=2", "/v1/things?page=3", "/v1/things?page=4"]);

    let (script, client) = service(steps());
    assert_eq!(collected(client.call(list(FromZero)).items()).unwrap(), [1, 2, 3, 4, 5]);
    assert_eq!(targets(&script)[1], "/v1/things?page=1&seek=Next");
}

#[test]
fn a_short_page_is_the_last_where_the_size_of_a_page_is_certain() {
    let (script, client) = service([numbers(&[1, 2]), numbers(&[3])]);
    assert_eq!(collected(client.call(list(UpTo2)).items()).unwrap(), [1, 2, 3]);
    assert_eq!(targets(&script), ["/v1/things?size=2", "/v1/things?size=2&page=2"]);

    // The service may return fewer items than asked for.
    let asked = List { query: vec![("size", 100)], ..list(Sized) };
    let (script, client) = service([numbers(&[1, 2]), numbers(&[3]), numbers(&[])]);
    assert_eq!(collected(client.call(asked).items()).unwrap(), [1, 2, 3]);
    assert_eq!(targets(&script)[2], "/v1/things?size=100&page=3");
}

#[test]
fn a_list_ends_with_the_page_that_reaches_its_length() {
    let lengths = [(json!(3), 2), (json!("3"), 2), (json!(0), 1), (Value::Null, 3), (json!("many"), 3), (json!(9), 3)];
    for (length, requests) in lengths {
        let (script, client) = service([long(&[1, 2], &length), long(&[3], &length), long(&[], &length)]);
        collected(client.call(list(WithTotal)).items()).unwrap();
        assert_eq!(script.attempts(), requests, "{length}");
    }
    for (pages, requests) in [(1, 1), (2, 2), (0, 1), (7, 3)] {
        let steps = || [long(&[1, 2], &json!(pages)), long(&[3], &json!(pages)), long(&[], &json!(pages))];
        let (script, client) = service(steps());
        collected(client.call(list(WithCount)).items()).unwrap();
        assert_eq!(script.attempts(), requests, "{pages}");
        let (script, client) = service(steps());
        collected(client.call(list(CountFromZero)).items()).unwrap();
        assert_eq!(script.attempts(), requests, "{pages}");
    }
}

#[test]
fn a_short_page_is_not_the_last_if_it_says_that_more_follow() {
    let steps = |length: u64| [long(&[1], &json!(length)), long(&[2, 3], &json!(length))];
    let (script, client) = service(steps(2));
    assert_eq!(collected(client.call(list(UpTo2WithCount)).items()).unwrap(), [1, 2, 3]);
    assert_eq!(script.attempts(), 2);
    let (script, client) = service(steps(3));
    assert_eq!(collected(client.call(list(UpTo2WithTotal)).items()).unwrap(), [1, 2, 3]);
    assert_eq!(script.attempts(), 2);

    // A page that does not say how long the list is.
    for length in [Value::Null, json!("many")] {
        let (script, client) = service([long(&[1], &length), long(&[2, 3], &length)]);
        assert_eq!(collected(client.call(list(UpTo2WithCount)).items()).unwrap(), [1]);
        assert_eq!(script.attempts(), 1, "{length}");
    }
}

#[test]
fn a_list_that_is_begun_at_a_later_page_goes_on_from_there() {
    let (script, client) = service([numbers(&[5, 6]), numbers(&[])]);
    assert_eq!(collected(client.call(at(FromOne, 3)).items()).unwrap(), [5, 6]);
    assert_eq!(targets(&script), ["/v1/things?page=3", "/v1/things?page=4"]);

    // How many items the pages before have is unknown, so the total does not end the list; the number of pages does.
    let (script, client) = service([long(&[5, 6], &json!(2)), long(&[7], &json!(2)), long(&[], &json!(2))]);
    assert_eq!(collected(client.call(at(WithTotal, 3)).items()).unwrap(), [5, 6, 7]);
    assert_eq!(script.attempts(), 3);
    let (script, client) = service([long(&[5, 6], &json!(4)), long(&[7], &json!(4))]);
    assert_eq!(collected(client.call(at(WithCount, 3)).items()).unwrap(), [5, 6, 7]);
    assert_eq!(script.attempts(), 2);
}

#[test]
fn each_item_is_read_once_by_programs_that_each_read_one() {
    let total = json!(5);
    let pages = [long(&[1, 2], &total), long(&[3, 4], &total), long(&[5], &total)];
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        // Each program asks for the page that its cursor is on.
        let number = found.len() / 2;
        let (_, client) = service([pages[number].clone()]);
        let items = client.call(list(WithTotal)).items();
        let mut items = match cursor {
            Some(cursor) => items.resume(cursor).unwrap(),
            None => items,
        };
        found.push(run(items.next()).unwrap().unwrap());
        let Some(next) = items.cursor() else { break };
        cursor = Some(kept(Some(next)));
    }
    assert_eq!(found, [1, 2, 3, 4, 5]);
}

#[test]
fn a_service_that_ignores_the_number_is_noticed() {
    let (script, client) = service([numbers(&[1, 2]), numbers(&[1, 2])]);
    let mut items = client.call(list(FromOne)).items();
    for _ in 0..4 {
        run(items.next()).unwrap().unwrap();
    }
    assert_eq!(problem(run(items.next()).unwrap()), Some(ContinuationProblem::Repeated));
    assert_eq!(script.attempts(), 2);
}

#[test]
fn a_number_that_cannot_be_counted_further_is_a_loop() {
    let (script, client) = service([numbers(&[1]), numbers(&[2])]);
    let mut items = client.call(at(FromOne, u64::MAX - 1)).items();
    for number in 1..=2 {
        assert_eq!(run(items.next()).unwrap().unwrap(), number);
    }
    assert_eq!(problem(run(items.next()).unwrap()), Some(ContinuationProblem::Repeated));
    assert_eq!(targets(&script)[1], "/v1/things?page=18446744073709551615");
}

#[test]
fn a_cursor_of_numbered_pages_fits_no_other_list() {
    let (_, client) = service([numbers(&[1, 2])]);
    let mut pages = client.call(list(FromOne)).pages();
    run(pages.next()).unwrap().unwrap();
    let cursor = kept(pages.cursor());
    for at in [json!(2), json!("token"), json!({"uri": "/v1/things?page=2"})] {
        let other = tampered(&cursor, |value| value["at"] = at.clone());
        let resumed = client.call(list(FromOne)).pages().resume(other);
        assert_eq!(problem(resumed), Some(ContinuationProblem::OtherCall), "{at}");
    }
    assert!(client.call(list(FromOne)).pages().resume(cursor).is_ok());
}
