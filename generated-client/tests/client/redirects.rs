//! Redirects: followed for reads, and never with the credential to another origin.

use std::sync::{Arc, Mutex};

use ms_commerce::partner_center::GLOBAL;
use ms_commerce::partner_center::offers::get_offer_by_id;
use ms_commerce::runtime::{BoxFuture, Bytes, Limits};
use ms_commerce::{Client, ErrorKind, Transport, runtime::TransportError};

use crate::support::{FakeService, TOKEN, json, response};

fn redirect(location: &str) -> Vec<u8> {
    response("302 Found", &[("Location", location)], "")
}

#[tokio::test]
async fn the_credential_stays_with_its_origin() {
    let service = FakeService::responding([redirect("../offers/b"), json("{}")]);
    get_offer_by_id("a").send(&service.client(GLOBAL)).await.unwrap();
    service.request();
    let followed = service.request();
    assert_eq!(followed.line(), "GET /v1/offers/b");
    assert!(followed.header("Authorization").is_some());
}

#[tokio::test]
async fn a_redirect_that_must_not_be_followed_is_the_response() {
    for location in ["http://example.com/", "ftp://127.0.0.1/", "http://user@127.0.0.1/", "http://[", "javascript:x"] {
        let service = FakeService::responding([redirect(location)]);
        let error = get_offer_by_id("a").send(&service.client(GLOBAL)).await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 302), "{location}");
    }
}

/// Responds to every request with a redirect to another URL, and records the requests.
#[derive(Clone, Default)]
struct Redirecting {
    location: &'static str,
    asked: Arc<Mutex<Vec<(String, bool)>>>,
}

impl Transport for Redirecting {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let credential = request.headers().contains_key("Authorization");
        self.asked.lock().unwrap().push((request.uri().to_string(), credential));
        let response = http::Response::builder().status(301).header("Location", self.location).body(Bytes::new());
        Box::pin(async { Ok(response.unwrap()) })
    }
}

#[tokio::test]
async fn encryption_is_never_given_up() {
    let transport = Redirecting { location: "http://127.0.0.1/", ..Redirecting::default() };
    let client = Client::builder(GLOBAL).credential(TOKEN).transport(transport.clone()).build().unwrap();
    assert!(get_offer_by_id("a").send(&client).await.is_err());
    assert_eq!(transport.asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_credential_that_was_left_behind_does_not_come_back() {
    for location in [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        r"\\elsewhere.example\",
        "https://api.partnercenter.microsoft.com:8443/",
        "https://api.partnercenter.microsoft.com./",
    ] {
        let transport = Redirecting { location, ..Redirecting::default() };
        let client = Client::builder(GLOBAL).credential(TOKEN).transport(transport.clone()).build().unwrap();
        assert!(get_offer_by_id("a").send(&client).await.is_err());
        let asked = transport.asked.lock().unwrap();
        assert_eq!(asked.len(), 6, "one request and five redirects");
        assert_eq!(asked[0], ("https://api.partnercenter.microsoft.com/v1/offers/a".into(), true));
        assert!(asked[1..].iter().all(|(_, credential)| !credential), "{location}");
    }
}
