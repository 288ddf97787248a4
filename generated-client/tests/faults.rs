//! Services and networks that misbehave.

#![allow(clippy::unwrap_used)]
#![cfg(all(feature = "partner-center-offers", feature = "reqwest"))]

mod support;

use std::error::Error as _;
use std::net::TcpListener;
use std::time::Duration;

use ms_commerce::partner_center::GLOBAL;
use ms_commerce::partner_center::offers::get_offer_by_id;
use ms_commerce::{Client, Error, ErrorKind, RetryPolicy};
use support::{FakeService, TOKEN, answer, json};

async fn failure(answer: impl Into<Vec<u8>>) -> Error {
    let service = FakeService::answering([answer]);
    let builder = Client::builder(GLOBAL).base_url(&service.url).credential(TOKEN).response_limit(1000);
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    get_offer_by_id("a").send(&client).await.unwrap_err()
}

#[tokio::test]
async fn an_html_page_does_not_hide_a_502() {
    let page = "<html><body>Bad gateway</body></html>";
    let error = failure(answer("502 Bad Gateway", &[("Content-Type", "text/html")], page)).await;
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 502));
    assert!(error.api_error().is_none());
    assert!(error.is_retryable());
    assert_eq!(error.body().unwrap(), page);
    assert!(!format!("{error} {error:?}").contains("html"));
}

#[tokio::test]
async fn an_empty_401_is_a_401() {
    let error = failure(answer("401 Unauthorized", &[("WWW-Authenticate", "Bearer")], "")).await;
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 401));
    assert_eq!(error.body().unwrap().len(), 0);
    assert!(!error.is_retryable());
    assert_eq!(error.request_id().map(str::len), None);
}

#[tokio::test]
async fn the_error_of_the_api_is_recognised() {
    let body = "\u{feff}{\"code\":2007,\"description\":\"No such\\noffer.\",\"data\":[],\"source\":\"PartnerFD\"}";
    let error = failure(answer("400 Bad Request", &[("MS-RequestId", "r-1")], body)).await;
    let api_error = error.api_error().unwrap();
    assert_eq!((api_error.code(), api_error.message()), (Some("2007"), Some("No such\noffer.")));
    assert!(api_error.json().unwrap().as_str().contains("PartnerFD"));
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(
        error.to_string(),
        "partner-center/offers/get_offer_by_id: the service answered 400 Bad Request: No such offer. (2007)"
    );

    let gateway = r#"{"statusCode":429,"message":"Rate limit is exceeded."}"#;
    let error = failure(answer("429 Too Many Requests", &[("Retry-After", "57")], gateway)).await;
    assert_eq!(error.api_error().unwrap().code(), Some("429"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(57)));
    assert!(error.is_retryable());

    let error = failure(answer("500 Oops", &[("Content-Type", "text/plain")], "Some text")).await;
    assert_eq!(error.api_error().unwrap().message(), Some("Some text"));
}

#[tokio::test]
async fn a_credential_that_the_service_repeats_does_not_show() {
    for body in [format!("Bad token {TOKEN}, {TOKEN}!"), format!(r#"{{"code":"{TOKEN}","description":"{TOKEN}"}}"#)] {
        let error = failure(answer("401 Unauthorized", &[], body)).await;
        assert!(!format!("{error} {error:?} {:?}", error.body()).contains(TOKEN));
        assert!(error.to_string().contains("[secret]"), "{error}");
    }
}

#[tokio::test]
async fn a_body_that_is_not_whole_does_not_hide_the_status() {
    for (head, cut) in [
        ("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\n", "{\"code\":"),
        ("HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n", "ff\r\n{\"co"),
        ("HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n", "zz\r\n"),
        ("HTTP/1.1 500 Oops\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n", "abc"),
    ] {
        let error = failure(format!("{head}{cut}")).await;
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 500), "{head}");
    }
    let error = failure(answer("500 Oops", &[], "x".repeat(5000))).await;
    assert_eq!((error.kind(), error.body().unwrap().len()), (ErrorKind::Status, 1000));
}

#[tokio::test]
async fn a_truncated_result_is_interrupted() {
    let error = failure("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":").await;
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Interrupted, 200));
    assert_eq!(error.body().unwrap(), "{\"id\":");
    assert!(error.is_retryable(), "a read may be repeated");

    let error = failure("").await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Interrupted, None));
    assert_eq!(error.request_id().unwrap().len(), 36, "without an answer, the id that was sent");
    assert!(error.body().is_none());

    let error = failure("SSH-2.0-OpenSSH\r\n").await;
    assert_eq!(error.kind(), ErrorKind::Interrupted);
}

#[tokio::test]
async fn a_result_without_its_end_is_no_json() {
    for body in ["", "{\"id\":", "<html>", "{} {}"] {
        let error = failure(json(body)).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert_eq!(error.status().unwrap(), 200);
    }
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused_while_reading() {
    let whole = |length| json(&format!("{{\"id\":\"{}\"}}", "x".repeat(length)));
    assert_eq!(failure(whole(5000)).await.kind(), ErrorKind::ResponseTooLarge);
    let endless = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{}", "5\r\n[[[[[\r\n".repeat(1000));
    assert_eq!(failure(endless).await.kind(), ErrorKind::ResponseTooLarge);

    let service = FakeService::answering([whole(991)]);
    let client = Client::builder(GLOBAL).base_url(&service.url).response_limit(1000).build().unwrap();
    assert!(get_offer_by_id("a").send(&client).await.is_ok(), "exactly the limit");
}

#[tokio::test]
async fn nesting_without_end_is_an_error_and_no_crash() {
    let service = FakeService::answering([json(&"[".repeat(1_000_000)), json(&"{\"x\":".repeat(200_000))]);
    for _ in 0..2 {
        let error = get_offer_by_id("a").send(&service.client(GLOBAL)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn a_long_error_body_is_kept_in_part() {
    let service = FakeService::answering([answer("400 Bad Request", &[], "x".repeat(100_000))]);
    let error = get_offer_by_id("a").send(&service.client(GLOBAL)).await.unwrap_err();
    assert_eq!(error.body().unwrap().len(), 8 * 1024);
    assert_eq!(error.api_error().unwrap().message().unwrap().len(), 1024);
}

#[tokio::test]
async fn no_connection_and_no_time_are_told_apart() {
    let unused = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = |url: String| Client::builder(GLOBAL).base_url(url).retry(RetryPolicy::none()).build().unwrap();
    let error = get_offer_by_id("contoso").send(&client(format!("http://{unused}"))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_retryable() && error.source().is_some());
    assert!(!format!("{error} {error:?}").contains("contoso"), "no URL, which may name customers");

    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = client(format!("http://{}", silent.local_addr().unwrap()));
    let error = get_offer_by_id("a").send(&client).timeout(Duration::from_millis(100)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}
