//! The built-in transport with a service on loopback: sizes, encodings, redirects and timeouts.

use std::io::Write;
use std::time::{Duration, Instant};

use docwright_runtime::{
    Binary, Bytes, Client, Empty, Error, ErrorKind, FromResponse, Idempotency, InputError, Method, NoServiceError,
    Operation, OperationInfo, RequestParts, RetryPolicy, Value,
};
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::fault_server::fault::gzip;
use crate::fault_server::{FaultServer, response};
use crate::scripted::{API, SERVER, TOKEN};

#[derive(Clone, Debug)]
struct Download;

impl Operation for Download {
    type Response = Binary;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&API, "download", Method::Get, "/file", Idempotency::Safe);

    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
        request.header("X-Customer", &"someone")
    }
}

#[derive(Clone, Debug)]
struct Look;

impl Operation for Look {
    type Response = Empty;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&API, "look", Method::Head, "/file", Idempotency::Safe);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

fn client(service: &FaultServer) -> Client {
    let builder = Client::builder(SERVER).base_url(&service.url).credential(TOKEN).response_limit(10_000);
    builder.retry(RetryPolicy::new().with_base_delay(Duration::from_millis(1))).build().unwrap()
}

fn deflate(text: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// The head of the last request.
fn head(service: &FaultServer) -> String {
    service.account().received[0].head.to_lowercase()
}

type Called<O> = Result<Value<O>, Error>;

async fn called<O: Operation>(operation: O, responses: Vec<Vec<u8>>) -> (Called<O>, FaultServer)
where
    <O::Response as FromResponse>::Value: Send,
{
    let service = FaultServer::saying(responses);
    let result = client(&service).call(operation).await.map(|response| response.value);
    (result, service)
}

#[tokio::test]
async fn compressed_responses_are_requested_and_read() {
    let text = b"any text";
    for (name, body) in [("gzip", gzip(text)), ("deflate", deflate(text))] {
        let (result, service) =
            called(Download, vec![response(&format!("200 OK\r\nContent-Encoding: {name}"), &body)]).await;
        assert_eq!(result.unwrap(), Bytes::from_static(text));
        let head = head(&service);
        let accepted = head.lines().find(|line| line.starts_with("accept-encoding:")).unwrap();
        assert!(accepted.contains(name), "{accepted}");
    }
}

#[tokio::test]
async fn the_limit_applies_to_the_decompressed_body() {
    let bomb = vec![0; 5_000_000];
    for (name, body) in [("gzip", gzip(&bomb)), ("deflate", deflate(&bomb))] {
        let head = format!("200 OK\r\nContent-Encoding: {name}");
        let error = called(Download, vec![response(&head, &body)]).await.0.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ResponseTooLarge);
        assert!(error.body().unwrap().len() <= 10_000);
    }
    let (result, _) = called(Download, vec![response("200 OK\r\nContent-Encoding: gzip", gzip(&[0; 10_000]))]).await;
    assert_eq!(result.unwrap().len(), 10_000, "exactly the limit");
}

#[tokio::test]
async fn the_limit_applies_while_a_body_is_read() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&[0; 20_000]).unwrap();
    encoder.flush().unwrap();
    let chunked = |head: &str, body: &[u8]| {
        let head = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked{head}\r\n\r\n{:x}\r\n", body.len());
        [head.as_bytes(), body, b"\r\n"].concat()
    };
    // More than the limit arrives; the end never does.
    for unfinished in [chunked("", &[0; 20_000]), chunked("\r\nContent-Encoding: gzip", encoder.get_ref())] {
        let service = FaultServer::saying(vec![unfinished]);
        let call = client(&service).call(Download).timeout(Duration::from_secs(20)).await;
        assert_eq!(call.unwrap_err().kind(), ErrorKind::ResponseTooLarge);
    }
}

#[tokio::test]
async fn a_bomb_does_not_hide_a_failure() {
    let bomb = gzip(&vec![b'x'; 1_000_000]);
    let error = called(Download, vec![response("400 Bad\r\nContent-Encoding: gzip", &bomb)]).await.0.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 400));
}

#[tokio::test]
async fn a_body_with_too_large_a_content_length_is_not_read() {
    let large = b"HTTP/1.1 200 OK\r\nContent-Length: 10001\r\n\r\n".to_vec();
    let (result, service) = called(Download, vec![large]).await;
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::ResponseTooLarge, 1));
    assert_eq!(service.requests(), 1);

    let failure = response("400 Bad", vec![b'x'; 20_000]);
    let error = called(Download, vec![failure]).await.0.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 400));
    assert!(error.body().unwrap().starts_with(b"xxx"), "it may say what went wrong");
}

#[tokio::test]
async fn an_encoding_that_was_not_requested_is_not_decoded() {
    for encoding in ["br", "zstd", "gzip, gzip"] {
        let body = gzip(&gzip(&vec![0; 5_000_000]));
        let (result, service) =
            called(Download, vec![response(&format!("200 OK\r\nContent-Encoding: {encoding}"), &body)]).await;
        assert!(result.is_err() || result.is_ok_and(|read| read.len() <= 10_000), "{encoding}");
        let head = head(&service);
        let accepted = head.lines().find(|line| line.starts_with("accept-encoding:")).unwrap();
        assert!(!accepted.contains("br") && !accepted.contains("zstd"), "{accepted}");
    }
}

#[tokio::test]
async fn a_compressed_body_that_breaks_off_is_interrupted() {
    let body = gzip(b"some text that is long enough to be cut");
    let broken = response("200 OK\r\nContent-Encoding: gzip", &body[..body.len() - 10]);
    let error = called(Download, vec![broken.clone(), broken.clone(), broken]).await.0.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Interrupted, 3));
}

#[tokio::test]
async fn a_response_without_body_may_name_an_encoding_and_a_length() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\nConnection: close\r\n\r\n";
    called(Look, vec![head.to_vec()]).await.0.unwrap();
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 20000\r\nConnection: close\r\n\r\n";
    called(Look, vec![head.to_vec()]).await.0.unwrap();
    let head = b"HTTP/1.1 204 No Content\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n";
    called(Download, vec![head.to_vec()]).await.0.unwrap();
    called(Download, vec![response("200 OK\r\nContent-Encoding: gzip", b"")]).await.0.unwrap();
}

#[tokio::test]
async fn a_call_may_have_a_limit_of_its_own() {
    let service = FaultServer::saying(vec![response("200 OK", [0; 20_000])]);
    let body = client(&service).call(Download).response_limit(20_000).await.unwrap().value;
    assert_eq!(body.len(), 20_000);
}

#[tokio::test]
async fn a_redirect_to_another_origin_says_nothing_about_the_caller() {
    let elsewhere = FaultServer::saying(vec![response("200 OK", b"card")]);
    let to = format!("302 Found\r\nLocation: {}/card?sig=key", elsewhere.url);
    let (result, service) = called(Download, vec![response(&to, b"")]).await;
    assert_eq!(result.unwrap(), "card");
    assert!(head(&service).contains("authorization: bearer ") && head(&service).contains("x-customer"));
    let followed = head(&elsewhere);
    assert!(followed.starts_with("get /card?sig=key "), "{followed}");
    for name in ["authorization", "x-request-id", "x-customer", "cookie", "referer"] {
        assert!(!followed.contains(name), "{followed}");
    }
}

#[tokio::test]
async fn a_redirect_into_nothing_is_no_sign_that_nothing_was_sent() {
    let unused = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let to = format!("302 Found\r\nLocation: http://{unused}/");
    let service = FaultServer::saying(vec![response(&to, b"")]);
    let client = client(&service);
    let error = client.call(Download).retry(RetryPolicy::none()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
}

#[tokio::test]
async fn time_runs_out_while_a_body_trickles() {
    let started = Instant::now();
    // On a busy machine, the part may take longer to arrive than a call with a short timeout.
    for time in [200, 2000, 20_000].map(Duration::from_millis) {
        let service = FaultServer::saying(vec![b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart".to_vec()]);
        let error = client(&service).call(Download).timeout(time).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(started.elapsed() < 2 * time + Duration::from_secs(10));
        if error.status().is_some_and(|status| status == 200) && error.body().is_some_and(|body| body == "part") {
            return;
        }
    }
    panic!("the transport does not return what arrived");
}

#[tokio::test]
async fn a_connection_that_is_not_established_times_out() {
    // Nothing accepts connections, and the backlog is full.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(connection) = timeout(Duration::from_millis(300), TcpStream::connect(address)).await {
        waiting.push(connection.unwrap());
    }
    let url = format!("http://{address}");
    let client = Client::builder(SERVER).base_url(&url).connect_timeout(Duration::from_millis(100)).build().unwrap();
    let started = Instant::now();
    let error = client.call(Look).retry(RetryPolicy::none()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert!(!error.may_have_taken_effect());
    assert!(started.elapsed() < Duration::from_secs(4), "less than is the default");
}

#[tokio::test]
async fn no_limit_is_too_large() {
    let service = FaultServer::saying(vec![response("200 OK", b"done")]);
    let client = client(&service);
    let call = client.call(Download).timeout(Duration::MAX).attempt_timeout(Duration::MAX);
    assert_eq!(call.response_limit(usize::MAX).await.unwrap().value, "done");
}

#[tokio::test]
async fn a_service_that_recovers_is_called_again() {
    let service = FaultServer::saying(vec![response("503 Busy\r\nRetry-After: 0", b""), response("200 OK", b"done")]);
    assert_eq!(client(&service).call(Download).await.unwrap().value, "done");
}
