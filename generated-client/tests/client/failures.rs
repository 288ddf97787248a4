//! Failures as the services state them, and responses made to break the generated types. Transport failures are tested with the
//! runtime.

use std::time::Duration;

use ms_commerce::partner_center::GLOBAL;
use ms_commerce::partner_center::offers::get_offer_by_id;
use ms_commerce::{Client, Error, ErrorKind, RetryPolicy};

use crate::support::{FakeService, TOKEN, json, response};

async fn failure(response: impl Into<Vec<u8>>) -> Error {
    let service = FakeService::responding([response]);
    let builder = Client::builder(GLOBAL).base_url(&service.url).credential(TOKEN);
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    get_offer_by_id("a").send(&client).await.unwrap_err()
}

#[tokio::test]
async fn an_html_page_does_not_hide_a_502() {
    let page = "<html><body>Bad gateway</body></html>";
    let error = failure(response("502 Bad Gateway", &[("Content-Type", "text/html")], page)).await;
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 502));
    assert!(error.api_error().is_none());
    assert!(error.is_retryable());
    assert_eq!(error.body().unwrap(), page);
    assert!(!format!("{error} {error:?}").contains("html"));
}

#[tokio::test]
async fn an_empty_401_is_a_401() {
    let error = failure(response("401 Unauthorized", &[("WWW-Authenticate", "Bearer")], "")).await;
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 401));
    assert_eq!(error.body().unwrap().len(), 0);
    assert!(!error.is_retryable());
    assert_eq!(error.request_id().map(str::len), None);
}

#[tokio::test]
async fn the_error_of_the_api_is_known() {
    let body = "\u{feff}{\"code\":2007,\"description\":\"No such\\noffer.\",\"data\":[],\"source\":\"PartnerFD\"}";
    let error = failure(response("400 Bad Request", &[("MS-RequestId", "r-1")], body)).await;
    let api_error = error.api_error().unwrap();
    assert_eq!((api_error.code(), api_error.message()), (Some("2007"), Some("No such\noffer.")));
    assert!(api_error.json().unwrap().as_str().contains("PartnerFD"));
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(
        error.to_string(),
        "partner-center/offers/get_offer_by_id: the service responded with 400 Bad Request: No such offer. (2007); request id r-1"
    );

    let gateway = r#"{"statusCode":429,"message":"Rate limit is exceeded."}"#;
    let error = failure(response("429 Too Many Requests", &[("Retry-After", "57")], gateway)).await;
    assert_eq!(error.api_error().unwrap().code(), Some("429"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(57)));
    assert!(error.is_retryable());

    let error = failure(response("500 Oops", &[("Content-Type", "text/plain")], "Some text")).await;
    assert_eq!(error.api_error().unwrap().message(), Some("Some text"));
}

#[tokio::test]
async fn a_credential_that_the_service_repeats_does_not_show() {
    for body in [format!("Bad token {TOKEN}, {TOKEN}!"), format!(r#"{{"code":"{TOKEN}","description":"{TOKEN}"}}"#)] {
        let error = failure(response("401 Unauthorized", &[], body)).await;
        assert!(!format!("{error} {error:?} {:?}", error.body()).contains(TOKEN));
        assert!(error.to_string().contains("[secret]"), "{error}");
    }
}

#[tokio::test]
async fn nesting_without_end_is_an_error_and_no_crash() {
    let service = FakeService::responding([json(&"[".repeat(1_000_000)), json(&"{\"x\":".repeat(200_000))]);
    for _ in 0..2 {
        let error = get_offer_by_id("a").send(&service.client(GLOBAL)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn a_long_error_body_is_kept_in_part() {
    let service = FakeService::responding([response("400 Bad Request", &[], "x".repeat(100_000))]);
    let error = get_offer_by_id("a").send(&service.client(GLOBAL)).await.unwrap_err();
    assert_eq!(error.body().unwrap().len(), 8 * 1024);
    assert_eq!(error.api_error().unwrap().message().unwrap().len(), 1024);
}
