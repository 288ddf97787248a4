//! Many calls at once to a service that often fails: `cargo bench -p docwright-runtime --bench load [-- CALLS]`.
//!
//! It ends with an error when a call is lost, takes effect twice or denies an effect that it had, or when memory grows.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../../tests/fault_server/mod.rs"]
mod fault_server;
mod memory;
#[path = "../../tests/scripted/mod.rs"]
mod scripted;
mod tally;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use docwright_runtime::{Client, Json, Operation, RetryPolicy, Uuid};
use fault_server::operations::Visit;
use fault_server::{Fault, FaultServer};
use memory::Memory;
use scripted::{IDEMPOTENT, KEYED, NEVER, SAFE, SERVER, TOKEN};
use serde_json::Value;
use tally::Tally;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

const CALLS: u32 = 10_000;
const IN_FLIGHT: u32 = 200;
/// Of a hundred requests.
const FAULTY: u32 = 5;

/// No run takes that long, unless a call never ends.
const PATIENCE: Duration = Duration::from_secs(600);

fn main() -> ExitCode {
    // `cargo test --benches` only wants to know that this builds.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let calls = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(CALLS);

    let service_runtime = runtime(1);
    let server = service_runtime.block_on(async { Arc::new(FaultServer::choosing(choice())) });
    let load = Load {
        client: client(&server),
        server,
        calls,
        begun: AtomicU32::new(0),
        ended: AtomicU32::new(0),
        memory: Memory::default(),
    };
    let load = Arc::new(load);
    let started = Instant::now();
    let tally = runtime(2).block_on(load.clone().run());
    let elapsed = started.elapsed();

    println!("{calls} calls, {IN_FLIGHT} in flight; {FAULTY} % of the requests meet a fault");
    println!("{:.1} s, {:.0} calls/s", elapsed.as_secs_f64(), f64::from(calls) / elapsed.as_secs_f64());
    println!("requests that the service saw: {}", load.server.requests());
    print!("{tally}");
    let lost = calls - tally.calls();
    println!("calls lost: {lost}");
    println!("{}", load.memory);
    if lost == 0 && tally.is_sound() && load.memory.is_flat() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn runtime(threads: usize) -> Runtime {
    Builder::new_multi_thread().worker_threads(threads).enable_all().build().unwrap()
}

fn client(server: &FaultServer) -> Client {
    Client::builder(SERVER)
        .base_url(&server.url)
        .credential(TOKEN)
        .response_limit(1 << 18)
        .attempt_timeout(Duration::from_secs(2))
        .retry(RetryPolicy::new().with_base_delay(Duration::from_millis(50)))
        .build()
        .unwrap()
}

/// The same faults in each run, as far as requests arrive in the same order.
fn choice() -> impl Fn(u32) -> Option<Fault> {
    let faults = [
        Fault::reset_in_request(),
        Fault::close_in_request(),
        Fault::close_without_answer(),
        Fault::reset_in_header(),
        Fault::reset_in_body(),
        Fault::stall_in_header(),
        Fault::stall_in_body(),
        Fault::drip(),
        Fault::truncated_chunk(),
        Fault::length_too_long(),
        Fault::length_too_short(),
        Fault::endless_body(),
        Fault::endless_header(),
        Fault::gzip_bomb(),
        Fault::invalid_utf8(),
        Fault::garbage_json(),
        Fault::deep_nesting(),
        Fault::no_http(),
        Fault::interim_first(),
        Fault::close_after_answer(),
        Fault::redirect("here"),
        Fault::too_many_requests(),
        Fault::unavailable(),
    ];
    move |number| {
        let mut random = fastrand::Rng::with_seed(number.into());
        (random.u32(..100) < FAULTY).then(|| faults[random.usize(..faults.len())].clone())
    }
}

struct Load {
    client: Client,
    server: Arc<FaultServer>,
    calls: u32,
    begun: AtomicU32,
    ended: AtomicU32,
    memory: Memory,
}

impl Load {
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
            if number >= self.calls {
                return tally;
            }
            match number % 4 {
                0 => self.call(Visit::<SAFE>(number), &mut tally).await,
                1 => self.call(Visit::<IDEMPOTENT>(number), &mut tally).await,
                2 => self.call(Visit::<KEYED>(number), &mut tally).await,
                _ => self.call(Visit::<NEVER>(number), &mut tally).await,
            }
            let ended = self.ended.fetch_add(1, Ordering::Relaxed);
            self.memory.look(ended, self.calls);
        }
    }

    async fn call<O: Operation<Answer = Json<Value>>>(&self, operation: O, tally: &mut Tally) {
        let id = Uuid::new_v4();
        let result = self.client.call(operation).request_id(id).await;
        tally.note(&result, self.server.effects(id));
    }
}
