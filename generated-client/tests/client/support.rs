//! A service on loopback that sends exactly the given bytes, so that it can misbehave.

#![allow(clippy::unwrap_used, dead_code, missing_docs, unreachable_pub)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use ms_commerce::runtime::{ClientBuilder, Server};
use ms_commerce::{Client, RetryPolicy};

pub const TOKEN: &str = "token-that-must-not-show";

/// A request as it came over the wire.
#[derive(Debug)]
pub struct Received {
    pub head: String,
    pub body: String,
}

impl Received {
    /// Method and target.
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default().trim_end_matches(" HTTP/1.1")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

pub struct FakeService {
    pub url: String,
    requests: Receiver<Received>,
}

impl FakeService {
    /// Sends one response to each connection, in order, and closes it.
    pub fn responding(responses: impl IntoIterator<Item = impl Into<Vec<u8>>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let responses: Vec<Vec<u8>> = responses.into_iter().map(Into::into).collect();
        let (sender, requests) = channel();
        std::thread::spawn(move || {
            for response in responses {
                let Ok((mut stream, _)) = listener.accept() else { return };
                let request = read(&mut stream);
                let _ = sender.send(request);
                let _ = stream.write_all(&response);
            }
        });
        Self { url, requests }
    }

    /// The next request; fails when there is none.
    pub fn request(&self) -> Received {
        self.requests.recv_timeout(Duration::from_secs(5)).unwrap()
    }

    /// Whether there is a further request by now.
    pub fn was_asked(&self) -> bool {
        self.requests.try_recv().is_ok()
    }

    /// A client that repeats nothing: each response is sent once.
    pub fn client(&self, server: Server) -> Client {
        let builder = Client::builder(server).base_url(&self.url).credential(TOKEN);
        builder.retry(RetryPolicy::none()).build().unwrap()
    }
}

fn read(stream: &mut TcpStream) -> Received {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
        bytes.push(byte[0]);
    }
    let mut received = Received { head: String::from_utf8(bytes).unwrap(), body: String::new() };
    let length = received.header("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    received.body = String::from_utf8(body).unwrap();
    received
}

/// Builds a client for calls that are not sent: without TLS, which needs certificates that not every machine has.
pub fn unsent(server: Server) -> ClientBuilder {
    Client::builder(server).base_url("http://localhost")
}

/// A complete response.
pub fn response(status: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut response = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n", body.len());
    for (name, value) in headers {
        response.push_str(&format!("{name}: {value}\r\n"));
    }
    response.push_str("\r\n");
    [response.as_bytes(), body].concat()
}

pub fn json(body: &str) -> Vec<u8> {
    response("200 OK", &[("Content-Type", "application/json; charset=utf-8")], body)
}
