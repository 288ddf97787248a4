//! The service, in a process of its own, so that only the client's memory is measured.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::fault_server::FaultServer;
use crate::tally::Account;
use crate::{faults, runtime};

/// The argument that makes this program the service.
pub(crate) const SERVE: &str = "--serve";

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
        let mut number = || lines.next().unwrap().parse().unwrap();
        let (requests, faults) = (number(), number());
        let effects = lines.map(|line| {
            let (id, effects) = line.split_once(' ').unwrap();
            (id.parse().unwrap(), effects.parse().unwrap())
        });
        let account = Account { requests, faults, effects: effects.collect() };
        self.process.wait().unwrap();
        account
    }
}

/// Serves until its input ends, and then prints what it did.
pub(crate) fn serve() {
    let server = runtime(1).block_on(async {
        let server = FaultServer::choosing(faults::choice());
        println!("{}", server.url);
        let input_ends = || std::io::stdin().read_to_end(&mut Vec::new());
        tokio::task::spawn_blocking(input_ends).await.unwrap().unwrap();
        server
    });
    let account = server.account();
    println!("{}", account.requests);
    println!("{}", account.faults);
    for (id, effects) in account.all_effects() {
        println!("{id} {effects}");
    }
}
