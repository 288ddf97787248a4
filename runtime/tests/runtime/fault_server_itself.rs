//! Checks through a plain socket that each fault of the fault server does what its name says.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use docwright_runtime::Uuid;
use flate2::read::GzDecoder;
use futures_util::future::join_all;

use crate::fault_server::{Fault, FaultServer};

const LOOKED_AT: usize = 2 << 20;
/// How long nothing arrives after the last that a service says it sends.
const QUIET: Duration = Duration::from_millis(500);
/// Longer than any response that ends.
const MAX_WAIT: Duration = Duration::from_secs(4);

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
const CHUNKED: &str = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

/// What the service does after what it has sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Afterwards {
    Reset,
    Closed,
    /// Nothing more arrives, and the connection stays open.
    Silence,
    /// More keeps arriving.
    Flood,
}

struct Seen {
    sent: Vec<u8>,
    end: Afterwards,
    effects: u32,
}

impl Seen {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.sent).into_owned()
    }

    fn body(&self) -> &[u8] {
        let head = self.sent.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
        &self.sent[head + 4..]
    }
}

/// Sends a request over a connection of its own.
async fn seen(fault: Fault) -> Seen {
    let server = Arc::new(FaultServer::choosing(move |_| Some(fault.clone())));
    let address = server.url.trim_start_matches("http://").to_owned();
    let id = Uuid::new_v4();
    let service = server.clone();
    let asked = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        let request = format!("POST /non-idempotent/1 HTTP/1.1\r\nX-Request-Id: {id}\r\nContent-Length: 2\r\n\r\n{{}}");
        stream.write_all(request.as_bytes()).unwrap();
        read(&mut stream, || service.account().settled > 0)
    });
    let (sent, end) = asked.await.unwrap();
    assert_eq!(server.requests(), 1);
    Seen { sent, end, effects: server.effects(id) }
}

/// The same for many at once: most of them end in silence, which takes long.
async fn all_seen<const COUNT: usize>(faults: [Fault; COUNT]) -> [Seen; COUNT] {
    join_all(faults.map(seen)).await.try_into().ok().unwrap()
}

fn read(stream: &mut TcpStream, is_settled: impl Fn() -> bool) -> (Vec<u8>, Afterwards) {
    stream.set_read_timeout(Some(QUIET)).unwrap();
    let mut was_settled = false;
    let (begun, mut sent, mut buffer) = (Instant::now(), Vec::new(), vec![0; 1 << 16]);
    while sent.len() < LOOKED_AT && begun.elapsed() < MAX_WAIT {
        match stream.read(&mut buffer) {
            Ok(0) => return (sent, Afterwards::Closed),
            Ok(count) => sent.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return (sent, Afterwards::Reset),
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
                // Before, a machine with other work was slow, not the service silent.
                if was_settled {
                    return (sent, Afterwards::Silence);
                }
                was_settled = is_settled();
            }
        }
    }
    (sent, Afterwards::Flood)
}

#[tokio::test]
async fn a_broken_connection_breaks_where_its_name_says() {
    let (header, body) = ("HTTP/1.1 200 OK\r\nContent-Le", &format!("{HEAD}{{\"id\""));
    let expected = [
        (Fault::reset_in_request(), "", Afterwards::Reset, 0),
        (Fault::close_in_request(), "", Afterwards::Closed, 0),
        (Fault::close_without_response(), "", Afterwards::Closed, 1),
        (Fault::reset_in_header(), header, Afterwards::Reset, 1),
        (Fault::stall_in_header(), header, Afterwards::Silence, 1),
        (Fault::reset_in_body(), body, Afterwards::Reset, 1),
        (Fault::stall_in_body(), body, Afterwards::Silence, 1),
        (Fault::length_too_long(), &format!("{HEAD}{{}}"), Afterwards::Closed, 1),
        (Fault::truncated_chunk(), &format!("{CHUNKED}ff\r\n{{\"id\""), Afterwards::Closed, 1),
        (Fault::missing_last_chunk(), &format!("{CHUNKED}2\r\n{{}}\r\n"), Afterwards::Closed, 1),
        (Fault::invalid_chunk_size(), &format!("{CHUNKED}zz\r\n{{}}\r\n0\r\n\r\n"), Afterwards::Silence, 1),
        (Fault::no_http(), "SSH-2.0-OpenSSH\r\n", Afterwards::Silence, 1),
    ];
    let seen = all_seen(expected.each_ref().map(|(fault, ..)| fault.clone())).await;
    for (seen, (fault, sent, end, effects)) in seen.iter().zip(expected) {
        assert_eq!((seen.text().as_str(), seen.end, seen.effects), (sent, end, effects), "{fault:?}");
    }
}

#[tokio::test]
async fn what_has_no_end_goes_on() {
    let ended = |text: &str| text.contains("\r\n\r\n");
    let faults = [Fault::drip(), Fault::endless_body(), Fault::endless_header(), Fault::endless_interim()];
    let [drip, body, header, interim] = all_seen(faults).await;
    assert!(drip.end == Afterwards::Flood && drip.sent.len() < 1_000, "{} bytes", drip.sent.len());
    assert!(body.end == Afterwards::Flood && body.sent.len() >= LOOKED_AT && ended(&body.text()));
    assert!(!body.text().contains("\r\n0\r\n"), "a last chunk");
    assert!(header.end == Afterwards::Flood && header.sent.len() >= LOOKED_AT && !ended(&header.text()));
    assert!(interim.end == Afterwards::Flood && ended(&interim.text()) && !interim.text().contains("200"));
}

#[tokio::test]
async fn what_is_wrong_with_a_response_is_in_it() {
    let [bomb, cut, no_text, no_json, empty, deep, long, short, many, redirect, early, unavailable] = all_seen([
        Fault::gzip_bomb(),
        Fault::gzip_cut(),
        Fault::invalid_utf8(),
        Fault::garbage_json(),
        Fault::empty_body(),
        Fault::deep_nesting(),
        Fault::two_lengths(),
        Fault::length_too_short(),
        Fault::many_headers(),
        Fault::redirect("here"),
        Fault::too_many_requests(),
        Fault::unavailable(),
    ])
    .await;

    let mut unpacked = Vec::new();
    GzDecoder::new(bomb.body()).read_to_end(&mut unpacked).unwrap();
    assert!(bomb.body().len() < 1 << 15 && unpacked.len() == 16 << 20);
    assert!(GzDecoder::new(cut.body()).read_to_end(&mut Vec::new()).is_err());

    assert!(std::str::from_utf8(no_text.body()).is_err());
    assert!(serde_json::from_slice::<serde_json::Value>(no_json.body()).is_err());
    assert!(empty.body().is_empty());
    assert!(deep.text().contains(&"[".repeat(100_000)));
    assert_eq!(long.text().matches("Content-Length: ").count(), 2);
    assert_eq!(short.text().matches("HTTP/1.1 200 OK").count(), 2);
    assert_eq!(many.text().matches("X-Many: x").count(), 10_000);
    assert!(redirect.text().starts_with("HTTP/1.1 302 Found\r\nLocation: here\r\n"));
    assert_eq!((early.effects, unavailable.effects), (0, 1));
}

#[tokio::test]
async fn responses_that_are_whole_name_their_request() {
    let expected = [
        (Fault::interim_first(), "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 ", Afterwards::Silence),
        (Fault::close_after_response(), "HTTP/1.1 200 OK\r\n", Afterwards::Closed),
        (Fault::slow(), "HTTP/1.1 200 OK\r\n", Afterwards::Silence),
    ];
    let seen = all_seen(expected.each_ref().map(|(fault, ..)| fault.clone())).await;
    for (seen, (_, begin, end)) in seen.iter().zip(expected) {
        assert!(seen.text().starts_with(begin) && seen.text().contains("{\"id\":\""), "{}", seen.text());
        assert_eq!((seen.end, seen.effects), (end, 1));
    }
}

#[tokio::test]
async fn a_closed_server_refuses_until_it_is_opened() {
    let server = FaultServer::closed(|_| None);
    let address = server.url.trim_start_matches("http://");
    assert_eq!(TcpStream::connect(address).unwrap_err().kind(), ErrorKind::ConnectionRefused);
    server.open();
    TcpStream::connect(address).unwrap();
}
