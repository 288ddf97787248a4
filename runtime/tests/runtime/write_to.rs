//! Results that are written as they arrive.

use std::io;
use std::time::Duration;

use docwright_runtime::{
    Binary, Bytes, Client, Error, ErrorKind, Idempotency, InputError, Method, NoServiceError, Operation, OperationInfo,
    RawResponse, RequestParts, Response, RetryPolicy, TransportErrorKind, Written,
};

use crate::fault_server::fault::gzip;
use crate::fault_server::{Fault, FaultServer, response};
use crate::scripted::{API, SERVER, Script, Step, TOKEN, run};

#[derive(Clone, Debug)]
struct Download;

impl Operation for Download {
    type Response = Binary;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&API, "download", Method::Get, "/file", Idempotency::Safe);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

/// A statement, or the time at which it is ready.
#[derive(Debug)]
enum Export {
    Statement(Bytes),
    Waiting(i64),
    Unlisted(RawResponse),
}
docwright_runtime::responses!(Export { 200 => Statement (bytes), 202 => Waiting (json i64) });
docwright_runtime::written!(Export: 200);

#[derive(Clone, Debug)]
struct GetExport;

impl Operation for GetExport {
    type Response = Export;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&API, "export", Method::Get, "/export", Idempotency::Safe);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

/// A file that remembers the largest part that it was given, and may have no room.
#[derive(Default)]
struct File {
    content: Vec<u8>,
    largest: usize,
    is_flushed: bool,
    room: Option<usize>,
}

impl io::Write for File {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        if self.room.is_some_and(|room| self.content.len() + part.len() > room) {
            return Err(io::Error::other("the disk is full"));
        }
        self.largest = self.largest.max(part.len());
        self.content.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.is_flushed = true;
        Ok(())
    }
}

type Sent = (Result<Response<u64>, Error>, FaultServer);

async fn written(responses: Vec<Fault>, limit: usize, file: &mut File) -> Sent {
    let service = FaultServer::choosing(move |number| responses.get(number as usize).cloned());
    let retry = RetryPolicy::new().with_base_delay(Duration::from_millis(1));
    let client = Client::builder(SERVER).base_url(&service.url).credential(TOKEN).retry(retry).build().unwrap();
    let result = client.call(Download).response_limit(limit).write_to(file).await;
    (result, service)
}

fn whole(head: &str, body: impl AsRef<[u8]>) -> Fault {
    Fault::saying(response(head, body))
}

/// A response of which the end is missing.
fn broken(body: &str) -> Fault {
    Fault::cut(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len() + 10))
}

#[tokio::test]
async fn a_result_is_written_in_parts() {
    let body: Vec<u8> = (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect();
    let mut file = File::default();
    let (result, _) = written(vec![whole("200 OK\r\nX-Statement: 7", &body)], body.len(), &mut file).await;
    let response = result.unwrap();
    assert_eq!((response.value, response.headers["x-statement"].as_bytes()), (12_000_000, &b"7"[..]));
    assert!(file.content == body && file.is_flushed);
    assert!(file.largest < body.len() / 10, "{} bytes at once", file.largest);
}

#[tokio::test]
async fn a_compressed_result_is_written_as_it_was_before() {
    let mut file = File::default();
    let (result, _) = written(vec![whole("200 OK\r\nContent-Encoding: gzip", gzip(b"plain"))], 5, &mut file).await;
    assert_eq!((result.unwrap().value, &file.content[..]), (5, &b"plain"[..]));
}

#[tokio::test]
async fn nothing_is_written_beyond_the_limit() {
    let bomb = whole("200 OK\r\nContent-Encoding: gzip", gzip(&vec![0; 5_000_000]));
    for body in [bomb, whole("200 OK", [0; 20_000])] {
        let mut file = File::default();
        let (result, service) = written(vec![body], 10_000, &mut file).await;
        assert_eq!(result.unwrap_err().kind(), ErrorKind::ResponseTooLarge);
        assert!(file.content.len() <= 10_000);
        assert_eq!(service.requests(), 1);
    }
}

#[tokio::test]
async fn a_failure_is_an_error_with_its_body_and_is_not_written() {
    let mut file = File::default();
    let (result, _) = written(vec![whole("404 Not Found", b"no such statement")], 10_000, &mut file).await;
    let error = result.unwrap_err();
    assert_eq!((error.kind(), &error.body().unwrap()[..]), (ErrorKind::Status, &b"no such statement"[..]));
    assert!(file.content.is_empty());
}

#[tokio::test]
async fn a_call_is_repeated_until_something_is_written() {
    let mut file = File::default();
    let responses = vec![whole("503 Busy", b"later"), broken(""), whole("200 OK", b"whole")];
    let (result, service) = written(responses, 10_000, &mut file).await;
    assert_eq!((result.unwrap().value, &file.content[..], service.requests()), (5, &b"whole"[..], 3));

    let mut file = File::default();
    let (result, service) = written(vec![broken("part"), whole("200 OK", b"whole")], 10_000, &mut file).await;
    assert_eq!(result.unwrap_err().kind(), ErrorKind::Interrupted);
    assert_eq!((&file.content[..], service.requests()), (&b"part"[..], 1), "a repetition would be written behind it");
}

#[tokio::test]
async fn a_writer_that_fails_ends_the_call() {
    let mut file = File { room: Some(3), ..File::default() };
    let (result, service) = written(vec![whole("200 OK", b"whole")], 10_000, &mut file).await;
    let error = result.unwrap_err();
    assert_eq!((error.kind(), service.requests()), (ErrorKind::Transport, 1));
    let mut source: Option<&dyn std::error::Error> = Some(&error);
    let mut texts = Vec::new();
    while let Some(cause) = source {
        texts.push(cause.to_string());
        source = cause.source();
    }
    assert!(texts.iter().any(|text| text.contains("the disk is full")), "{texts:?}");
}

#[test]
fn a_transport_that_cannot_write_parts_gives_the_whole() {
    let ok = |body| Step::Response(200, Vec::new(), body);
    let script = Script::of([Step::Fail(TransportErrorKind::Connect), ok("whole"), ok("too large")]);
    let builder = Client::builder(SERVER).transport(script.clone()).clock(script.clock.clone()).credential(TOKEN);
    let client = builder.response_limit(5).build().unwrap();
    let mut file = File::default();
    assert_eq!(run(client.call(Download).write_to(&mut file)).unwrap().value, 5);
    assert_eq!(file.content, b"whole");
    let mut file = File::default();
    let error = run(client.call(Download).write_to(&mut file)).unwrap_err();
    assert_eq!((error.kind(), file.content.len()), (ErrorKind::ResponseTooLarge, 0));
}

#[tokio::test]
async fn a_part_is_written_to_those_who_asked_for_one() {
    for (asks, written) in [(false, ""), (true, "part")] {
        let service = FaultServer::choosing(|_| Some(whole("206 Partial Content", b"part")));
        let client = Client::builder(SERVER).base_url(&service.url).credential(TOKEN).build().unwrap();
        let call = client.call(Download);
        let call = if asks { call.header("Range", "bytes=0-3") } else { call };
        let response = http::Response::builder().status(206).body(Bytes::from_static(b"part")).unwrap();
        assert_eq!(call.decode(response).is_ok(), asks);
        let mut file = File::default();
        assert_eq!(call.write_to(&mut file).await.is_ok(), asks);
        assert_eq!(file.content, written.as_bytes());
    }
}

async fn exported(response: Fault, file: &mut File) -> Result<Written<Export>, Error> {
    let service = FaultServer::choosing(move |_| Some(response.clone()));
    let builder = Client::builder(SERVER).base_url(&service.url).credential(TOKEN).retry(RetryPolicy::none());
    let client = builder.build().unwrap();
    Ok(client.call(GetExport).write_to(file).await?.value)
}

#[tokio::test]
async fn of_several_responses_the_one_of_bytes_is_written() {
    let mut file = File::default();
    let written = exported(whole("200 OK", b"whole"), &mut file).await.unwrap();
    assert!(matches!(written, Written::Bytes(5)), "{written:?}");
    assert_eq!(file.content, b"whole");
    assert!(file.is_flushed);

    let mut file = File::default();
    let written = exported(whole("202 Accepted", b"7"), &mut file).await.unwrap();
    assert!(matches!(written, Written::Other(Export::Waiting(7))), "{written:?}");
    let written = exported(whole("203 Non-Authoritative", b"part"), &mut file).await.unwrap();
    assert!(matches!(&written, Written::Other(Export::Unlisted(raw)) if raw.body() == "part"), "{written:?}");
    let error = exported(whole("206 Partial Content", b"part"), &mut file).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 206));
    let error = exported(whole("202 Accepted", b"soon"), &mut file).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(file.content.is_empty());
}
