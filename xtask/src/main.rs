//! `cargo xtask …`: the commands of `docwright`, and this workspace's own tasks.

#![allow(clippy::print_stdout, clippy::print_stderr)] // It is a command-line program.

mod bench;
mod ci;
mod runtime_api;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The commands of `docwright`, and this workspace's own tasks.
///
/// Exit codes: 0 success, 1 errors or mismatches, 2 could not run.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct CommandLine {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    #[command(flatten)]
    Docwright(docwright::commands::Command),
    /// Runs the gates that every change has to pass.
    Ci(ci::CiArguments),
    /// Measures what tests do not state.
    Bench(bench::BenchArguments),
    /// Writes the listing of the runtime's public API.
    RuntimeApi(runtime_api::RuntimeApiArguments),
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    match CommandLine::parse().task {
        Task::Docwright(command) => command.run("cargo xtask"),
        Task::Bench(arguments) => exit_code(bench::run(root, &arguments)),
        Task::Ci(arguments) => exit_code(ci::run(root, &arguments)),
        Task::RuntimeApi(arguments) => exit_code(runtime_api::run(root, &arguments)),
    }
}

fn exit_code(result: Result<bool>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
