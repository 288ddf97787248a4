//! What an error shows about an incomplete response, or none.

use std::error::Error as _;

use docwright_runtime::{Client, Error, ErrorKind, RetryPolicy, Uuid};

use crate::fault_server::operations::Visit;
use crate::fault_server::{Fault, FaultServer, response};
use crate::scripted::{BY_REQUEST_ID, SAFE, SERVER, TOKEN};

async fn failure_of(server: FaultServer) -> Error {
    let builder = Client::builder(SERVER).base_url(&server.url).credential(TOKEN).response_limit(1000);
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    client.call(Visit::<SAFE>(4711)).await.unwrap_err()
}

async fn failure(fault: Fault) -> Error {
    failure_of(FaultServer::choosing(move |_| Some(fault.clone()))).await
}

fn kind_and_status(error: &Error) -> (ErrorKind, Option<u16>) {
    (error.kind(), error.status().map(|status| status.as_u16()))
}

#[tokio::test]
async fn a_failure_that_is_not_whole_is_still_a_failure() {
    for (head, cut) in [
        ("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\n", "{\"code\":"),
        ("HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n", "ff\r\n{\"co"),
        ("HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n", "zz\r\n"),
        ("HTTP/1.1 500 Oops\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n", "abc"),
    ] {
        let error = failure(Fault::cut(format!("{head}{cut}"))).await;
        assert_eq!(kind_and_status(&error), (ErrorKind::Status, Some(500)), "{head}");
    }
    let error = failure(Fault::saying(response("500 Oops", "x".repeat(5000)))).await;
    assert_eq!((error.kind(), error.body().unwrap().len()), (ErrorKind::Status, 1000));
}

#[tokio::test]
async fn the_error_of_a_truncated_result_has_the_part_that_arrived() {
    let head = "HTTP/1.1 200 OK\r\nX-Request-Id: theirs\r\nContent-Length: 100\r\n\r\n";
    let error = failure(Fault::cut(format!("{head}{{\"id\":"))).await;
    assert_eq!(error.request_id(), Some("theirs"), "the sent id is only used when there is no other");
    assert_eq!(kind_and_status(&error), (ErrorKind::Interrupted, Some(200)));
    assert_eq!(error.body().unwrap(), "{\"id\":");
    assert!(error.is_retryable(), "a read may be repeated");
}

#[tokio::test]
async fn without_a_response_an_error_has_the_sent_request_id() {
    for fault in [Fault::close_without_response(), Fault::no_http()] {
        let error = failure(fault).await;
        assert_eq!(kind_and_status(&error), (ErrorKind::Interrupted, None));
        assert_eq!(error.request_id().unwrap().len(), 36);
        assert!(error.body().is_none());
    }
}

#[tokio::test]
async fn a_result_is_one_whole_json() {
    for body in ["", "{\"id\":", "<html>", "{} {}"] {
        let error = failure(Fault::saying(response("200 OK", body))).await;
        assert_eq!(kind_and_status(&error), (ErrorKind::Decode, Some(200)), "{body}");
    }
}

#[tokio::test]
async fn an_error_without_connection_does_not_name_the_url() {
    let error = failure_of(FaultServer::closed(|_| None)).await;
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_retryable() && error.source().is_some());
    assert!(!format!("{error} {error:?}").contains("4711"), "it may name customers");
}

#[tokio::test]
async fn the_error_of_an_unreadable_result_has_the_request_id() {
    let server = FaultServer::saying(vec![response("200 OK", "no JSON")]);
    let id = Uuid::new_v4();
    let client = Client::builder(SERVER).base_url(&server.url).build().unwrap();
    let error = client.call(Visit::<BY_REQUEST_ID>(1)).request_id(id).await.unwrap_err();
    assert_eq!((error.kind(), error.sent_request_id()), (ErrorKind::Decode, Some(id)));
    assert!(error.may_have_taken_effect());
}
