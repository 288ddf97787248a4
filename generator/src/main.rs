//! `docwright …`: parses the arguments and runs the command.

use std::process::ExitCode;

use clap::Parser;
use docwright::commands::Command;

/// Generates typed Rust clients from hand-written specs of APIs that are documented only as web pages.
///
/// Exit codes: 0 success, 1 errors or mismatches, 2 could not run.
#[derive(Parser)]
#[command(name = "docwright", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    Arguments::parse().command.run("docwright")
}
