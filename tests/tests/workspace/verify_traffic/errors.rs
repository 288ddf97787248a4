//! An error has none of the API's shapes exactly where the client finds neither code nor message, and an unlisted code exactly
//! where the client finds one.

use std::fs;
use std::future::ready;
use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use docwright::internals::model::Model;
use docwright::internals::traffic::Class;
use docwright::internals::traffic::verify::{Options, verify};
use ms_commerce::partner_center::GLOBAL;
use ms_commerce::partner_center::offers::{GetOfferById, get_offer_by_id};
use ms_commerce::partner_center::shared::CommonError;
use ms_commerce::runtime::{BoxFuture, Limits, TransportError};
use ms_commerce::{Client, RetryPolicy, Transport};
use serde_json::json;
use workspace_tests::{check_directory, har, workspace_root};

/// The response to every request.
#[derive(Clone)]
struct Response {
    media: Option<&'static str>,
    body: Vec<u8>,
}

impl Transport for Response {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let mut response = http::Response::builder().status(401);
        if let Some(media) = self.media {
            response = response.header("Content-Type", media);
        }
        Box::pin(ready(Ok(response.body(Bytes::from(self.body.clone())).unwrap())))
    }
}

/// What is found in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Finding {
    /// A code or a message.
    is_error: bool,
    /// A code that the spec does not list.
    has_unlisted_code: bool,
}

fn found_by_the_client(response: &Response) -> Finding {
    let builder = Client::builder(GLOBAL).transport(response.clone()).credential("token");
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    let call = pin!(async { get_offer_by_id("a").send(&client).await });
    match call.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Err(error)) => Finding {
            is_error: error.api_error().is_some(),
            has_unlisted_code: error.api_error().is_some_and(|stated| stated.code().is_some())
                && error.service_error::<GetOfferById>() == Some(&CommonError::Unauthorized),
        },
        Poll::Ready(Ok(_)) => panic!("an error is no result"),
        Poll::Pending => panic!("the response is there at once"),
    }
}

fn found_by_the_interpreter(model: &Model, response: &Response, recording: &Path) -> Finding {
    let header = response.media.map(|media| json!({ "name": "Content-Type", "value": media }));
    let entry = json!({
        "request": { "method": "GET", "url": "https://api.partnercenter.microsoft.com/v1/offers/a" },
        "response": {
            "status": 401,
            "headers": header.into_iter().collect::<Vec<_>>(),
            "content": { "encoding": "base64", "text": STANDARD.encode(&response.body) },
        },
    });
    fs::write(recording, har(vec![entry]).to_string()).unwrap();
    let verified = verify(model, &[recording.to_owned()], &Options::default(), &mut |_, _| {}).unwrap();
    assert_eq!(verified.matched, 1);
    let has = |class: Class| verified.mismatches.iter().any(|mismatch| mismatch.class == class);
    Finding { is_error: !has(Class::ErrorShape), has_unlisted_code: has(Class::UnknownValue) }
}

fn responses() -> Vec<Response> {
    let values = [r#""a""#, r#""""#, "7", "-1e9", "null", "true", "[]", "{}", r#""\ud800""#, "900421", r#""900421""#];
    let names = ["code", "description", "statusCode", "message", "error", "error_description", "CODE", "other"];
    let mut bodies: Vec<Vec<u8>> = Vec::new();
    for name in names {
        for value in values {
            bodies.push(format!("{{\"error\":{{\"{name}\":{value}}}}}").into());
            bodies.push(format!("{{\"error\":{{\"code\":{value},\"{name}\":1}},\"code\":null}}").into());
            bodies.push(format!("{{\"error.{name}\":{value},\"Message\":{value}}}").into());
            bodies.push(format!("{{\"{name}\":{value}}}").into());
            bodies.push(format!("{{\"{name}\":null,\"{name}\":{value}}}").into());
            bodies.push(format!("\u{feff} {{\"message\":{value},\"{name}\":7}} ").into());
            bodies.push(format!("[{{\"{name}\":{value}}}]").into());
        }
        bodies.push(format!("{{\"{name}\":\"a\",\"\\ud800\":1}}").into());
        bodies.push([b"{\"", name.as_bytes(), b"\":\"\xff\"}"].concat());
    }
    bodies.extend(values.map(|value| value.as_bytes().to_vec()));
    for text in ["a", " a ", "\u{feff}a", "<p>a</p>", " <p>", "{\"code\":1", "[a]", "\" \"", "a\u{0}"] {
        bodies.push(text.into());
    }
    bodies.push(b"a\xff".to_vec());
    let media = [None, Some("application/json"), Some("TEXT/plain; charset=utf-8"), Some("text/html"), Some("text")];
    bodies.iter().flat_map(|body| media.map(|media| Response { media, body: body.clone() })).collect()
}

#[test]
fn the_interpreter_takes_for_errors_what_the_client_takes_for_errors() {
    // The client takes its clock from the Tokio runtime.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let _guard = runtime.enter();
    let checked = check_directory(&workspace_root().join("spec"));
    let folder = tempfile::tempdir().unwrap();
    let recording = folder.path().join("recorded.har");
    let (mut recognized, mut coded, mut wrong) = (0, 0, Vec::new());
    let responses = responses();
    for response in &responses {
        let of_client = found_by_the_client(response);
        recognized += usize::from(of_client.is_error);
        coded += usize::from(of_client.has_unlisted_code);
        if of_client != found_by_the_interpreter(&checked.model, response, &recording) {
            let body = String::from_utf8_lossy(&response.body);
            wrong.push(format!("{of_client:?}: {:?} {body}", response.media));
        }
    }
    for count in [recognized, coded] {
        assert!((10..=90).contains(&(count * 100 / responses.len())), "{count} of {}", responses.len());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
