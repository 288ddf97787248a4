//! `docwright …`: parses the arguments and runs the command.

use std::process::ExitCode;

use clap::Parser;
use docwright::commands::Command;

/// Generates typed Rust clients from hand-written specs of APIs that are documented only as web pages.
///
/// Exit codes: 0 nothing to say, 1 findings, 2 could not run.
#[derive(Parser)]
#[command(name = "docwright", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    Arguments::parse().command.run("docwright")
}
