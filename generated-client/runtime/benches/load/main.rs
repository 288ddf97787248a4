//! Many calls at once to a service that often fails: `cargo bench -p docwright-runtime --bench load [-- CALLS]`.
//!
//! It ends with an error when a call is lost, takes effect twice or denies an effect that it had, or when memory grows.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../../tests/fault_server/mod.rs"]
mod fault_server;
mod memory;
#[path = "../../tests/scripted/mod.rs"]
mod scripted;
mod service;
mod tally;

use std::ops::Range;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use docwright_runtime::{Client, Json, Operation, RetryPolicy, Uuid};
use fault_server::operations::Visit;
use memory::Memory;
use scripted::{IDEMPOTENT, KEYED, NEVER, SAFE, SERVER, TOKEN};
use serde_json::Value;
use service::Service;
use tally::Tally;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

const CALLS: u32 = 10_000;
/// Calls before those that are measured. Each connection keeps a buffer for the largest answer that it has met: memory grows
/// until all have met large ones.
const WARM_UP: u32 = 10_000;
const IN_FLIGHT: u32 = 200;

/// No run takes that long, unless a call never ends.
const PATIENCE: Duration = Duration::from_secs(600);

fn main() -> ExitCode {
    // `cargo test --benches` only wants to know that this builds.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    if arguments.iter().any(|argument| argument == service::SERVE) {
        service::serve();
        return ExitCode::SUCCESS;
    }
    let calls = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(CALLS);

    let service = Service::start();
    let client = client(&service.url);
    let runtime = runtime(2);
    let mut all = runtime.block_on(Load::new(&client, 0..WARM_UP).run());
    let load = Load::new(&client, WARM_UP..WARM_UP + calls);
    let started = Instant::now();
    let tally = runtime.block_on(load.clone().run());
    let elapsed = started.elapsed();
    let account = service.stop();

    println!("{calls} calls, {IN_FLIGHT} in flight; {} % of the requests meet a fault", service::FAULTY);
    println!("{:.1} s, {:.0} calls/s", elapsed.as_secs_f64(), f64::from(calls) / elapsed.as_secs_f64());
    print!("{tally}");
    all.add(tally);
    let (lost, verdict) = (WARM_UP + calls - all.calls(), all.judge(&account));
    println!("{}", load.memory);
    println!("with the {WARM_UP} calls before, for warming up:");
    println!("requests that the service saw: {}", account.requests);
    println!("calls lost: {lost}");
    println!("{verdict}");
    if lost == 0 && verdict.is_sound() && load.memory.is_flat() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn runtime(threads: usize) -> Runtime {
    Builder::new_multi_thread().worker_threads(threads).enable_all().build().unwrap()
}

fn client(url: &str) -> Client {
    Client::builder(SERVER)
        .base_url(url)
        .credential(TOKEN)
        .response_limit(1 << 18)
        .attempt_timeout(Duration::from_secs(2))
        .retry(RetryPolicy::new().with_base_delay(Duration::from_millis(50)))
        .build()
        .unwrap()
}

struct Load {
    client: Client,
    /// All of them ask for different things, so that each has an effect of its own.
    calls: Range<u32>,
    begun: AtomicU32,
    ended: AtomicU32,
    memory: Memory,
}

impl Load {
    fn new(client: &Client, calls: Range<u32>) -> Arc<Self> {
        let (client, begun) = (client.clone(), AtomicU32::new(calls.start));
        Arc::new(Self { client, calls, begun, ended: AtomicU32::new(0), memory: Memory::default() })
    }

    async fn run(self: Arc<Self>) -> Tally {
        let mut workers: JoinSet<Tally> = (0..IN_FLIGHT).map(|_| self.clone().work()).collect();
        let mut total = Tally::default();
        let all = async {
            while let Some(worker) = workers.join_next().await {
                // The calls of one that panicked are lost.
                total.add(worker.unwrap_or_default());
            }
        };
        // Whatever has not ended then is lost.
        let _ = tokio::time::timeout(PATIENCE, all).await;
        total
    }

    /// Makes one call after the other.
    async fn work(self: Arc<Self>) -> Tally {
        let mut tally = Tally::default();
        loop {
            let number = self.begun.fetch_add(1, Ordering::Relaxed);
            if number >= self.calls.end {
                return tally;
            }
            match number % 4 {
                0 => self.call(Visit::<SAFE>(number), &mut tally).await,
                1 => self.call(Visit::<IDEMPOTENT>(number), &mut tally).await,
                2 => self.call(Visit::<KEYED>(number), &mut tally).await,
                _ => self.call(Visit::<NEVER>(number), &mut tally).await,
            }
            let ended = self.ended.fetch_add(1, Ordering::Relaxed);
            self.memory.look(ended, self.calls.end - self.calls.start);
        }
    }

    async fn call<O: Operation<Answer = Json<Value>>>(&self, operation: O, tally: &mut Tally) {
        let id = Uuid::new_v4();
        let result = self.client.call(operation).request_id(id).await;
        tally.note(&O::INFO, id, &result);
    }
}
