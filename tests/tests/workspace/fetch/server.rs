//! A server on loopback whose responses are the bytes that a test states.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(super) struct Received {
    /// The path with the query.
    pub(super) target: String,
    /// The lines of the head, in lower case.
    head: String,
    /// From accepting the connection to closing it.
    pub(super) time: (Instant, Instant),
}

impl Received {
    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// What the server sends, and what it does then.
pub(super) enum Reply {
    /// Sends bytes, and closes the connection.
    Whole(Vec<u8>),
    /// Sends bytes, then one more every so often, for up to a minute.
    Slow(Vec<u8>),
}

impl From<String> for Reply {
    fn from(text: String) -> Self {
        Self::Whole(text.into_bytes())
    }
}

pub(super) struct Server {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Responds to a path, and the number of requests for it before.
    pub(super) fn new<R: Into<Reply>>(respond: impl Fn(&Received, usize) -> R + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let received: Arc<Mutex<Vec<Received>>> = Arc::default();
        let (log, respond) = (Arc::clone(&received), Arc::new(respond));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (log, respond) = (Arc::clone(&log), Arc::clone(&respond));
                // Each connection has a thread, so that requests at the same time would be seen.
                thread::spawn(move || serve(stream.unwrap(), &log, |request, before| respond(request, before).into()));
            }
        });
        Self { address, received }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// All requests, in the order of their arrival.
    pub(super) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The paths that were requested.
    pub(super) fn targets(&self) -> Vec<String> {
        self.received().into_iter().map(|request| request.target).collect()
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<Received>>, respond: impl Fn(&Received, usize) -> Reply) {
    let start = Instant::now();
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let Some(target) = head.split(' ').nth(1).map(str::to_owned) else { return };
    let mut request = Received { target, head: head.to_lowercase(), time: (start, start) };
    let before = log.lock().unwrap().iter().filter(|earlier| earlier.target == request.target).count();
    let reply = respond(&request, before);
    request.time.1 = Instant::now();
    log.lock().unwrap().push(request);
    match reply {
        Reply::Whole(bytes) => drop(stream.write_all(&closing(&bytes))),
        Reply::Slow(bytes) => {
            if stream.write_all(&bytes).is_err() {
                return;
            }
            for _ in 0..1_200 {
                thread::sleep(Duration::from_millis(50));
                if stream.write_all(b"a").is_err() {
                    return;
                }
            }
        }
    }
}

/// The response, whose end is the end of the connection unless it states another.
fn closing(response: &[u8]) -> Vec<u8> {
    let end = response.windows(2).position(|pair| pair == b"\r\n").unwrap();
    let (first, rest) = response.split_at(end + 2);
    [first, b"Connection: close\r\n", rest].concat()
}
