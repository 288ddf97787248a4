//! Services that keep the HTTP stack busy: a deadline holds all the same.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use docwright_runtime::{Client, ErrorKind, RetryPolicy};
use tokio::runtime::Builder;

use crate::fault_server::operations::Visit;
use crate::scripted::{SAFE, SERVER};

const DEADLINE: Duration = Duration::from_millis(2500);

/// Sends interim responses as fast as the client reads them, from a thread of its own.
fn flood() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let interim = "HTTP/1.1 100 Continue\r\n\r\n".repeat(4096);
        while let Ok((mut stream, _)) = listener.accept() {
            let _ = stream.read(&mut [0; 4096]);
            let started = Instant::now();
            while started.elapsed() < 2 * DEADLINE && stream.write_all(interim.as_bytes()).is_ok() {}
        }
    });
    url
}

async fn time_of_a_call(url: String) -> Duration {
    let client = Client::builder(SERVER).base_url(url).retry(RetryPolicy::none()).build().unwrap();
    let started = Instant::now();
    let error = client.call(Visit::<SAFE>(1)).timeout(DEADLINE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    started.elapsed()
}

#[test]
fn a_flood_of_interim_responses_does_not_hold_a_deadline_on_several_threads() {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let latest = DEADLINE + Duration::from_millis(500);
    // A busy machine can delay any of them, but not all; a flood that holds the deadline holds it each time.
    let holds = (0..4).any(|_| {
        let elsewhere = runtime.block_on(async { tokio::spawn(time_of_a_call(flood())).await.unwrap() });
        let here = runtime.block_on(time_of_a_call(flood()));
        println!("a deadline of {DEADLINE:?} in a flood, on several threads: {elsewhere:?} and {here:?}");
        elsewhere < latest && here < latest
    });
    assert!(holds, "later than {latest:?}");
    runtime.shutdown_background();
}

/// Nothing else runs while the stack reads, so the deadline waits for it.
#[test]
#[ignore = "a measurement"]
fn on_one_thread_a_flood_of_interim_responses_ends_too() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let time = runtime.block_on(time_of_a_call(flood()));
    println!("a deadline of {DEADLINE:?} in a flood, on one thread: {time:?}");
    runtime.shutdown_background();
}
