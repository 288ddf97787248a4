//! The transport that comes with the crate, against a service on loopback: sizes, encodings, redirects and time.

#![allow(clippy::unwrap_used)]
#![cfg(feature = "reqwest")]

mod scripted;

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use docwright_runtime::{
    Answer, Binary, Bytes, Client, Empty, Error, ErrorKind, Idempotency, InputError, Method, Operation, OperationInfo,
    RequestParts, RetryPolicy, Server, Undocumented, Value,
};
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use scripted::{API, TOKEN};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[derive(Clone, Debug)]
struct Download;

impl Operation for Download {
    type Answer = Binary;
    type Documented = Undocumented;
    const INFO: OperationInfo = OperationInfo::new(&API, "download", Method::Get, "/file", Idempotency::Safe);

    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
        request.header("X-Customer", &"someone")
    }
}

#[derive(Clone, Debug)]
struct Look;

impl Operation for Look {
    type Answer = Empty;
    type Documented = Undocumented;
    const INFO: OperationInfo = OperationInfo::new(&API, "look", Method::Head, "/file", Idempotency::Safe);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

/// Gives one answer to each connection, and keeps the connections open and the heads of the requests.
struct Service {
    url: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Service {
    async fn answering(answers: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let heads = Arc::<Mutex<Vec<String>>>::default();
        let kept = heads.clone();
        tokio::spawn(async move {
            let mut open = Vec::new();
            for answer in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap());
                }
                kept.lock().unwrap().push(String::from_utf8(head).unwrap().to_lowercase());
                // The client may hang up first.
                let _ = stream.write_all(&answer).await;
                open.push(stream);
            }
            std::future::pending::<()>().await;
        });
        Self { url, heads }
    }

    fn head(&self, index: usize) -> String {
        self.heads.lock().unwrap()[index].clone()
    }

    fn client(&self) -> Client {
        let server = Server::new(&API, "test", "https://api.example.com");
        let builder = Client::builder(server).base_url(&self.url).credential(TOKEN).response_limit(10_000);
        builder.retry(RetryPolicy::new().with_base_delay(Duration::from_millis(1))).build().unwrap()
    }
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn deflate(text: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

type Called<O> = Result<Value<O>, Error>;

async fn called<O: Operation>(operation: O, answers: Vec<Vec<u8>>) -> (Called<O>, Service)
where
    <O::Answer as Answer>::Value: Send,
{
    let service = Service::answering(answers).await;
    let result = service.client().call(operation).await.map(|response| response.value);
    (result, service)
}

#[tokio::test]
async fn compressed_answers_are_asked_for_and_read() {
    let text = b"any text";
    for (name, body) in [("gzip", gzip(text)), ("deflate", deflate(text))] {
        let (result, service) =
            called(Download, vec![answer(&format!("200 OK\r\nContent-Encoding: {name}"), &body)]).await;
        assert_eq!(result.unwrap(), Bytes::from_static(text));
        let head = service.head(0);
        let asked = head.lines().find(|line| line.starts_with("accept-encoding:")).unwrap();
        assert!(asked.contains(name), "{asked}");
    }
}

#[tokio::test]
async fn the_limit_holds_for_what_a_compressed_body_unfolds_to() {
    let bomb = vec![0; 5_000_000];
    for (name, body) in [("gzip", gzip(&bomb)), ("deflate", deflate(&bomb))] {
        let head = format!("200 OK\r\nContent-Encoding: {name}");
        let error = called(Download, vec![answer(&head, &body)]).await.0.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ResponseTooLarge);
        assert!(error.body().unwrap().len() <= 10_000);
    }
    let (result, _) = called(Download, vec![answer("200 OK\r\nContent-Encoding: gzip", &gzip(&[0; 10_000]))]).await;
    assert_eq!(result.unwrap().len(), 10_000, "exactly the limit");
}

#[tokio::test]
async fn a_bomb_does_not_hide_a_failure() {
    let bomb = gzip(&vec![b'x'; 1_000_000]);
    let error = called(Download, vec![answer("400 Bad\r\nContent-Encoding: gzip", &bomb)]).await.0.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 400));
}

#[tokio::test]
async fn a_compressed_body_that_breaks_off_is_interrupted() {
    let body = gzip(b"some text that is long enough to be cut");
    let broken = answer("200 OK\r\nContent-Encoding: gzip", &body[..body.len() - 10]);
    let error = called(Download, vec![broken.clone(), broken.clone(), broken]).await.0.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Interrupted, 3));
}

#[tokio::test]
async fn an_answer_without_body_may_name_an_encoding() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\nConnection: close\r\n\r\n";
    called(Look, vec![head.to_vec()]).await.0.unwrap();
    let head = b"HTTP/1.1 204 No Content\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n";
    called(Download, vec![head.to_vec()]).await.0.unwrap();
    called(Download, vec![answer("200 OK\r\nContent-Encoding: gzip", b"")]).await.0.unwrap();
}

#[tokio::test]
async fn a_call_may_have_a_limit_of_its_own() {
    let service = Service::answering(vec![answer("200 OK", &[0; 20_000])]).await;
    let body = service.client().call(Download).response_limit(20_000).await.unwrap().value;
    assert_eq!(body.len(), 20_000);
}

#[tokio::test]
async fn a_redirect_to_another_origin_says_nothing_about_the_caller() {
    let elsewhere = Service::answering(vec![answer("200 OK", b"card")]).await;
    let to = format!("302 Found\r\nLocation: {}/card?sig=key", elsewhere.url);
    let (result, service) = called(Download, vec![answer(&to, b"")]).await;
    assert_eq!(result.unwrap(), "card");
    assert!(service.head(0).contains("authorization: bearer ") && service.head(0).contains("x-customer"));
    let followed = elsewhere.head(0);
    assert!(followed.starts_with("get /card?sig=key "), "{followed}");
    for name in ["authorization", "x-request-id", "x-customer", "cookie", "referer"] {
        assert!(!followed.contains(name), "{followed}");
    }
}

#[tokio::test]
async fn a_redirect_into_nothing_is_no_sign_that_nothing_was_sent() {
    let unused = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let to = format!("302 Found\r\nLocation: http://{unused}/");
    let service = Service::answering(vec![answer(&to, b"")]).await;
    let client = service.client();
    let error = client.call(Download).retry(RetryPolicy::none()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
}

#[tokio::test]
async fn time_runs_out_while_a_body_trickles() {
    let service = Service::answering(vec![b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart".to_vec()]).await;
    let started = Instant::now();
    let error = service.client().call(Download).timeout(Duration::from_millis(200)).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Timeout, 200));
    assert_eq!(error.body().unwrap(), "part", "the transport tells what it has");
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn no_limit_is_too_large() {
    let service = Service::answering(vec![answer("200 OK", b"done")]).await;
    let client = service.client();
    let call = client.call(Download).timeout(Duration::MAX).attempt_timeout(Duration::MAX);
    assert_eq!(call.response_limit(usize::MAX).await.unwrap().value, "done");
}

#[tokio::test]
async fn a_service_that_recovers_is_asked_again() {
    let service = Service::answering(vec![answer("503 Busy\r\nRetry-After: 0", b""), answer("200 OK", b"done")]).await;
    assert_eq!(service.client().call(Download).await.unwrap().value, "done");
}
