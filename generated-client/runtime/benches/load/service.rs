//! The service, in a process of its own: the memory that is measured is the client's alone.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};

use docwright_runtime::Uuid;

use crate::fault_server::{Fault, FaultServer};
use crate::runtime;

/// The argument that makes this program the service.
pub(crate) const SERVE: &str = "--serve";

/// Of a hundred requests.
pub(crate) const FAULTY: u64 = 5;

/// What the service says of the calls.
pub(crate) struct Account {
    pub(crate) requests: u32,
    pub(crate) effects: HashMap<Uuid, u32>,
}

pub(crate) struct Service {
    pub(crate) url: String,
    process: Child,
    output: BufReader<ChildStdout>,
}

impl Service {
    pub(crate) fn start() -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--bench", SERVE]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut url = String::new();
        output.read_line(&mut url).unwrap();
        Self { url: url.trim().to_owned(), process, output }
    }

    pub(crate) fn stop(mut self) -> Account {
        drop(self.process.stdin.take());
        let mut lines = self.output.lines().map(Result::unwrap);
        let requests = lines.next().unwrap().parse().unwrap();
        let effects = lines.map(|line| {
            let (id, effects) = line.split_once(' ').unwrap();
            (id.parse().unwrap(), effects.parse().unwrap())
        });
        let account = Account { requests, effects: effects.collect() };
        self.process.wait().unwrap();
        account
    }
}

/// Serves until its input ends, and says then what it did.
pub(crate) fn serve() {
    let server = runtime(1).block_on(async {
        let server = FaultServer::choosing(choice());
        println!("{}", server.url);
        let input_ends = || std::io::stdin().read_to_end(&mut Vec::new());
        tokio::task::spawn_blocking(input_ends).await.unwrap().unwrap();
        server
    });
    let account = server.account();
    println!("{}", account.requests);
    for (id, effects) in account.all_effects() {
        println!("{id} {effects}");
    }
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
        let mut random = DefaultHasher::new();
        number.hash(&mut random);
        let (which, chance) = (random.finish() / 100, random.finish() % 100);
        (chance < FAULTY).then(|| faults[which as usize % faults.len()].clone())
    }
}
