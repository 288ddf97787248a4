//! The load of the benchmark, small enough for a test: every call ends, once, and reports its effect correctly. Memory is
//! left to the benchmark, which has the service in a process of its own.

#[path = "../../benches/load/faults.rs"]
mod faults;
#[path = "../../benches/load/load.rs"]
mod load;
#[allow(dead_code)]
#[path = "../../benches/load/memory.rs"]
mod memory;
#[path = "../../benches/load/tally.rs"]
mod tally;

use std::time::Duration;

use load::Load;
use tally::Account;

use crate::fault_server::FaultServer;

const CALLS: u32 = 1_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_calls_at_once_none_is_lost_none_acts_twice_and_none_is_wrong_about_it() {
    let server = FaultServer::choosing(faults::choice());
    let client = load::client(&server.url, Duration::from_secs(1));
    let tally = Load::new(&client, 0..CALLS, 50).run().await;
    let account = {
        let account = server.account();
        Account { requests: account.requests, faults: account.faults, effects: account.all_effects().clone() }
    };
    let verdict = tally.verdict(CALLS, &account);
    assert!(verdict.is_sound(), "{verdict}\n{tally}");
}
