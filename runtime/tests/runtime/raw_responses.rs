//! Raw responses over real connections, in many combinations of what can be wrong: no panic, no second effect of a call, and an
//! error that says whether there may have been one.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use docwright_runtime::{Client, Json, Operation, RetryBudget, RetryPolicy, Uuid};
use serde_json::Value;

use crate::fault_server::operations::Visit;
use crate::fault_server::{Fault, FaultServer};
use crate::scripted::{BY_REQUEST_ID, IDEMPOTENT, NON_IDEMPOTENT, SAFE, SERVER, TOKEN};

fn responses() -> Vec<Vec<u8>> {
    const STATUSES: [&str; 16] = [
        "200 OK",
        "201 Created",
        "202 Accepted",
        "204 No Content",
        "206 Partial Content",
        "301 Moved",
        "304 Not Modified",
        "400 Bad",
        "401 No",
        "407 No",
        "408 Late",
        "429 Slow\r\nRetry-After: 0",
        "500 Oops",
        "503 Later",
        "599 X",
        "999 X",
    ];
    let nested = [&b"["[..], b"]"].map(|bracket| bracket.repeat(20_000)).concat();
    let bodies: [&[u8]; 4] = [b"", b"{\"id\":", b"\xff\xfe", &nested];
    let framings: [Framing; 6] = [
        |body| [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat(),
        |body| [b"\r\n", body].concat(),
        |body| [format!("Content-Length: {}\r\n\r\n", body.len() + 9).as_bytes(), body].concat(),
        |body| [b"Content-Length: -1\r\n\r\n", body].concat(),
        |body| {
            [format!("Transfer-Encoding: chunked\r\n\r\n{:x}\r\n", body.len()).as_bytes(), body, b"\r\n0\r\n\r\n"]
                .concat()
        },
        |body| [b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nffffffffffffffff\r\n", body].concat(),
    ];
    let mut responses = Vec::new();
    for status in STATUSES {
        for body in bodies {
            for framing in framings {
                responses.push([format!("HTTP/1.1 {status}\r\n").as_bytes(), &framing(body)].concat());
            }
        }
    }
    for raw in [
        "",
        "\r\n",
        "HTTP/1.1",
        "HTTP/1.1 200",
        "HTTP/1.1 200\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 -1 OK\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\n{}",
        "HTTP/1.1 200 OK\n\n{}",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA\0: b\r\n\r\n",
        "HTTP/1.1 101 Switching\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 302 X\r\nLocation: \r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 X\r\nLocation: ///\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 X\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 401 X\r\nWWW-Authenticate: Bearer claims=\"\\\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 429 X\r\nRetry-After: 99999999999999999999999\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 503 X\r\nRetry-After: Sun, 99 Nov 9999 99:99:99 GMT\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 503 X\r\nDate: x\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 503 X\r\nretry-after-ms: 18446744073709551616\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\nnull",
        "HTTP/1.1 200 OK\r\nContent-Length: 4, 4\r\n\r\nnull",
        "HTTP/1.1 200 OK\r\nContent-Length: +4\r\n\r\nnull",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, identity\r\n\r\n4\r\nnull\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=\"\r\nnull\r\n0\r\nContent-Length: 9\r\n\r\n",
        "HTTP/1.1 302 X\r\nLocation: http://u:p@127.0.0.1:0/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 503 X\r\nRetry-After: -1\r\nRetry-After: 1e9\r\nContent-Length: 0\r\n\r\n",
        "SSH-2.0-OpenSSH\r\n",
        "\x16\x03\x01\x02",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        responses.push(raw.as_bytes().to_vec());
    }
    responses
}

/// Adds headers that say, rightly or not, where the body ends.
type Framing = fn(&[u8]) -> Vec<u8>;

/// Calls `operation` once for each response, and returns what is wrong.
async fn faults_of<O: Operation<Response = Json<Value>>>(operation: fn(u32) -> O) -> Vec<String> {
    let current = Arc::new(Mutex::new(Vec::new()));
    let raw = current.clone();
    let server = FaultServer::choosing(move |_| {
        let raw = raw.lock().unwrap().clone();
        // The one status that is always repeated says that the service did not act.
        let acts = !raw.starts_with(b"HTTP/1.1 429");
        Some(Fault::cut_bytes(raw, acts))
    });
    let policy = RetryPolicy::new().with_base_delay(Duration::from_millis(1));
    let builder = Client::builder(SERVER).base_url(&server.url).credential(TOKEN).retry(policy).response_limit(100_000);
    let builder = builder.attempt_timeout(Duration::from_millis(400)).retry_budget(RetryBudget::unlimited());
    let client = builder.build().unwrap();
    let mut faults = Vec::new();
    for raw in responses() {
        current.lock().unwrap().clone_from(&raw);
        let (id, client, call) = (Uuid::new_v4(), client.clone(), operation(1));
        let called = tokio::spawn(async move { client.call(call).request_id(id).await.map(|_| ()) }).await;
        let effects = server.effects(id);
        let is_sound = match &called {
            Err(_) => false,
            Ok(Ok(())) => effects <= 1,
            Ok(Err(error)) => {
                // A status by which a service says that it did not act is believed.
                let denies =
                    error.status().is_some_and(|status| !matches!(status.as_u16(), 200..=299 | 408 | 500..=599));
                effects == 0 || effects == 1 && (error.may_have_taken_effect() || denies)
            }
        };
        if !is_sound {
            faults.push(format!("{effects} effects, {called:?}: {:?}", String::from_utf8_lossy(&raw)));
        }
    }
    faults
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_raw_response_that_was_tried_panics_or_doubles_an_effect() {
    let (safe, idempotent, by_request_id, non_idempotent) = tokio::join!(
        faults_of(Visit::<SAFE>),
        faults_of(Visit::<IDEMPOTENT>),
        faults_of(Visit::<BY_REQUEST_ID>),
        faults_of(Visit::<NON_IDEMPOTENT>)
    );
    let (tried, faults) = (4 * responses().len(), [safe, idempotent, by_request_id, non_idempotent].concat());
    println!("raw responses: {tried} tried, {} survived", tried - faults.len());
    assert!(faults.is_empty(), "{faults:#?}");
}
