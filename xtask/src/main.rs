//! `cargo xtask …`: arguments in, one call into `docwright`, exit code out.

mod capture;
mod check;
mod new;
mod progress;
mod regen;
mod report;
mod review;
mod schema;
mod verify_docs;
mod verify_traffic;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// A third of printing code is allocation: thousands of small pieces for each operation.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Generates typed Rust clients from hand-written specs of APIs that are documented only as web pages.
///
/// Exit codes: 0 nothing to say, 1 findings, 2 could not run.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes the generated client from the specs.
    Regen(regen::Arguments),
    /// Holds every rule against every spec, or explains a rule.
    Check(check::Arguments),
    /// Holds the specs against their witnesses.
    #[command(subcommand)]
    Verify(Verify),
    /// Tells what changed in the specs since a revision, for a pull request.
    Review(review::Arguments),
    /// Prints a draft spec of what pages state; somebody finishes it and saves it.
    Capture(capture::Arguments),
    /// Writes the skeleton of an API or of an area.
    New(new::Arguments),
    /// Writes the JSON Schema of the spec language, for editors.
    Schema(schema::Arguments),
}

#[derive(Subcommand)]
enum Verify {
    /// Holds the specs against the vendor's pages.
    Docs(verify_docs::Arguments),
    /// Holds the specs against recorded exchanges.
    Traffic(verify_traffic::Arguments),
}

#[derive(Args)]
struct SpecArguments {
    /// Directory with the specs.
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// How findings are shown.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// How a command ended, short of an error that kept it from running.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Clean,
    Findings,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Command::Regen(arguments) => regen::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Verify(Verify::Docs(arguments)) => verify_docs::run(&arguments),
        Command::Review(arguments) => review::run(&arguments),
        Command::Capture(arguments) => capture::run(&arguments),
        Command::Verify(Verify::Traffic(arguments)) => verify_traffic::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
    };
    match result {
        Ok(_) if report::is_cut() => ExitCode::from(2),
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) => {
            report::error(&error);
            ExitCode::from(2)
        }
    }
}
