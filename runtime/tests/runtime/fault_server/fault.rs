//! The ways in which a service misbehaves.

use std::io::Write;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

const CHUNKED: &str = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

/// 16 MB of zeros, in 16 KB.
static BOMB: LazyLock<Arc<[u8]>> = LazyLock::new(|| {
    let body = gzip(&vec![0; 16 << 20]);
    response("200 OK\r\nContent-Encoding: gzip", body).into()
});
static NEST: LazyLock<Arc<[u8]>> = LazyLock::new(|| {
    let body = [r#"{"id":"#.to_owned(), "[".repeat(100_000), "]".repeat(100_000), "}".to_owned()].concat();
    response("200 OK", body).into()
});

/// What happens to one request.
#[derive(Clone, Debug, Default)]
pub struct Fault {
    /// Whether the request is read completely.
    pub(super) reads: bool,
    /// Whether the request takes effect.
    pub(super) acts: bool,
    pub(super) steps: Vec<Step>,
}

/// What is done in place of a response. After the last step, the connection is reused.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Say(Arc<[u8]>),
    /// The complete response of a healthy service.
    Response,
    /// The same byte by byte, with a pause after each.
    DripResponse(Duration),
    /// Byte by byte, with a pause after each.
    Drip(Arc<[u8]>, Duration),
    /// Repeats until the client closes the connection.
    Repeat(Arc<[u8]>),
    /// Sends nothing until the client closes the connection.
    Stall,
    /// Shuts down the sending side.
    Close,
    /// Closes without a response.
    HangUp,
    /// Resets the connection.
    Reset,
}

impl Fault {
    /// A response of exactly these bytes.
    pub fn saying(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self::of([Step::Say(bytes.into())])
    }

    /// The beginning of a response, with no more to come.
    pub fn cut(text: impl Into<String>) -> Self {
        Self::text(text).then(Step::Close)
    }

    /// The beginning of a response, then a close that was not announced.
    pub fn hung_up(text: impl Into<String>) -> Self {
        Self::text(text).then(Step::HangUp)
    }

    /// These bytes, with no more to come, after the request took effect or not.
    pub fn cut_bytes(bytes: Vec<u8>, acts: bool) -> Self {
        Self { acts, ..Self::saying(bytes).then(Step::Close) }
    }

    fn of(steps: impl Into<Vec<Step>>) -> Self {
        Self { reads: true, acts: true, steps: steps.into() }
    }

    fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    fn text(text: impl Into<String>) -> Self {
        Self::saying(text.into().into_bytes())
    }

    pub fn reset_in_request() -> Self {
        Self { steps: vec![Step::Reset], ..Self::default() }
    }

    pub fn close_in_request() -> Self {
        Self { steps: vec![Step::Close], ..Self::default() }
    }

    pub fn close_without_response() -> Self {
        Self::of([Step::Close])
    }

    pub fn reset_in_header() -> Self {
        Self::text("HTTP/1.1 200 OK\r\nContent-Le").then(Step::Reset)
    }

    pub fn reset_in_body() -> Self {
        Self::text("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\"").then(Step::Reset)
    }

    pub fn stall_in_header() -> Self {
        Self::text("HTTP/1.1 200 OK\r\nContent-Le").then(Step::Stall)
    }

    pub fn stall_in_body() -> Self {
        Self::text("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\"").then(Step::Stall)
    }

    /// Bytes keep arriving, but the response never ends in time.
    pub fn drip() -> Self {
        let bytes = response("200 OK", " ".repeat(1_000_000));
        Self::of([Step::Drip(bytes.into(), Duration::from_millis(10))])
    }

    pub fn truncated_chunk() -> Self {
        Self::cut(format!("{CHUNKED}ff\r\n{{\"id\""))
    }

    pub fn missing_last_chunk() -> Self {
        Self::cut(format!("{CHUNKED}2\r\n{{}}\r\n"))
    }

    pub fn invalid_chunk_size() -> Self {
        Self::text(format!("{CHUNKED}zz\r\n{{}}\r\n0\r\n\r\n")).then(Step::Stall)
    }

    pub fn length_too_long() -> Self {
        Self::cut("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}")
    }

    /// The bytes after the end look like a response to the next request.
    pub fn length_too_short() -> Self {
        let smuggled = response("200 OK", r#"{"id":"that of somebody else"}"#);
        Self::saying([b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{\"id\":null}".as_slice(), &smuggled].concat())
    }

    pub fn two_lengths() -> Self {
        Self::text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{} {}").then(Step::Stall)
    }

    pub fn endless_body() -> Self {
        let chunk = format!("1000\r\n{}\r\n", " ".repeat(0x1000));
        Self::text(CHUNKED).then(Step::Repeat(chunk.into_bytes().into()))
    }

    pub fn endless_header() -> Self {
        Self::text("HTTP/1.1 200 OK\r\nX-Long: ").then(Step::Repeat("x".repeat(0x1000).into_bytes().into()))
    }

    pub fn endless_interim() -> Self {
        let bytes = "HTTP/1.1 102 Processing\r\n\r\n".repeat(10_000);
        Self::of([Step::Drip(bytes.into_bytes().into(), Duration::from_millis(20))])
    }

    pub fn many_headers() -> Self {
        Self::saying(response(&["200 OK", &"\r\nX-Many: x".repeat(10_000)].concat(), "{}")).then(Step::Stall)
    }

    pub fn gzip_bomb() -> Self {
        Self::saying(BOMB.clone())
    }

    /// Complete as HTTP, but not as gzip.
    pub fn gzip_cut() -> Self {
        let mut packed = gzip(b"{\"id\":null}");
        packed.truncate(packed.len() - 10);
        Self::saying(response("200 OK\r\nContent-Encoding: gzip", packed))
    }

    pub fn invalid_utf8() -> Self {
        Self::saying(response("200 OK", b"{\"id\":\"\xff\xfe\"}"))
    }

    pub fn garbage_json() -> Self {
        Self::saying(response("200 OK", "{\"id\": <html>"))
    }

    pub fn empty_body() -> Self {
        Self::saying(response("200 OK", ""))
    }

    pub fn deep_nesting() -> Self {
        Self::saying(NEST.clone())
    }

    pub fn no_http() -> Self {
        Self::text("SSH-2.0-OpenSSH\r\n").then(Step::Stall)
    }

    /// A complete response, after two interim ones.
    pub fn interim_first() -> Self {
        Self::text("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n").then(Step::Response)
    }

    /// A complete response, then a close that was not announced.
    pub fn close_after_response() -> Self {
        Self::of([Step::Response, Step::HangUp])
    }

    /// A complete response, sent slowly.
    pub fn slow() -> Self {
        Self::of([Step::DripResponse(Duration::from_millis(1))])
    }

    /// Acts, and redirects to the result.
    pub fn redirect(location: &str) -> Self {
        Self::saying(response(&format!("302 Found\r\nLocation: {location}"), ""))
    }

    /// Does not act, and redirects with the same method and body.
    pub fn redirect_of_all(location: &str) -> Self {
        let response = response(&format!("307 Temporary Redirect\r\nLocation: {location}"), "");
        Self { acts: false, ..Self::saying(response) }
    }

    pub fn too_many_requests() -> Self {
        Self { acts: false, ..Self::saying(response("429 Too Many Requests\r\nRetry-After: 0", "")) }
    }

    /// A part, in place of the whole.
    pub fn part() -> Self {
        Self::saying(response("206 Partial Content\r\nContent-Range: bytes 0-1/100", "{}"))
    }

    pub fn unavailable() -> Self {
        Self::saying(response("503 Service Unavailable", "<html>"))
    }
}

/// A complete response; `head` is its status, with headers on further lines.
pub fn response(head: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

pub fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}
