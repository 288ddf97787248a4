//! `cargo xtask bench faults`: the attacks on client and tool, with how many were tried and how many survived.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

/// Tests that attack have this in their names, and print a line with it.
const MARK: &str = "tried";

/// Prints the table; true if all attacks survived.
pub(super) fn run(root: &Path) -> Result<bool> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let packages = ["docwright-runtime", "docwright", "workspace-tests"].into_iter().flat_map(|name| ["-p", name]);
    let mut tests = Command::new(cargo)
        .arg("test")
        .args(packages)
        .args(["--features", "docwright-runtime/rustls,docwright-runtime/oauth"])
        .args(["--no-fail-fast", "--", MARK, "--nocapture"])
        .current_dir(root)
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run cargo")?;
    let output = tests.stdout.take().context("the tests have no output")?;
    let mut lines = Vec::new();
    for line in BufReader::new(output).lines() {
        let line = line.context("cannot read the output of the tests")?;
        // The name of a test that runs at the same time may stand in front.
        if line.contains(&format!(" {MARK},")) {
            let begin = line.find("... ").map_or(0, |at| at + 4);
            lines.push(line[begin..].to_owned());
        }
    }
    let is_success = tests.wait().context("cannot wait for cargo")?.success();
    lines.sort();
    lines.iter().for_each(|line| println!("{line}"));
    if !is_success {
        println!("an attack did not survive; to see it, run: cargo test --workspace {MARK}");
    }
    Ok(is_success)
}
