//! Many calls at once to a service that often fails: `cargo bench -p docwright-runtime --bench load [-- CALLS]`.
//!
//! It ends with an error when a call is lost, takes effect twice, denies an effect that it had or gets another call's response,
//! when the numbers of faults or successes are not as expected, or when memory grows or is not known.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../../tests/runtime/fault_server/mod.rs"]
mod fault_server;
mod faults;
mod load;
mod memory;
#[path = "../../tests/runtime/scripted/mod.rs"]
mod scripted;
mod service;
mod tally;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use load::Load;
use service::Service;
use tokio::runtime::{Builder, Runtime};

const CALLS: u32 = 10_000;
/// Calls before those that are measured. Each connection keeps a buffer for its largest response: memory grows
/// until all have had large ones.
const WARM_UP: u32 = 10_000;
const IN_FLIGHT: u32 = 200;
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    // `cargo test --benches` only checks that this builds.
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
    let client = load::client(&service.url, ATTEMPT_TIMEOUT);
    let runtime = runtime(2);
    let mut all = runtime.block_on(Load::new(&client, 0..WARM_UP, IN_FLIGHT).run());
    let load = Load::new(&client, WARM_UP..WARM_UP + calls, IN_FLIGHT);
    let started = Instant::now();
    let tally = runtime.block_on(load.clone().run());
    let elapsed = started.elapsed();
    let account = service.stop();

    println!("{calls} calls, {IN_FLIGHT} in flight");
    println!("{:.1} s, {:.0} calls/s", elapsed.as_secs_f64(), f64::from(calls) / elapsed.as_secs_f64());
    print!("{tally}");
    all.add(tally);
    let verdict = all.verdict(WARM_UP + calls, &account);
    println!("{}", load.memory);
    println!("including {WARM_UP} warm-up calls:");
    println!("{verdict}");
    if verdict.is_sound() && load.memory.is_flat() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn runtime(threads: usize) -> Runtime {
    Builder::new_multi_thread().worker_threads(threads).enable_all().build().unwrap()
}
