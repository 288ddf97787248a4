//! The commands: arguments in, exit code out.

mod capture;
mod check;
mod error;
mod fetch;
mod init;
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

use clap::{Args, Subcommand, ValueEnum};

use crate::program;

/// A command with its arguments, for a parser of `clap`.
///
/// The binary `docwright` has these commands and no others; a workspace can add them to its own tasks.
#[derive(Subcommand)]
pub enum Command {
    /// Writes the generated client from the specs.
    Regen(regen::RegenArguments),
    /// Checks all specs, or explains a rule.
    Check(check::CheckArguments),
    /// Fetches the pages that the specs cite into a folder.
    Fetch(fetch::FetchArguments),
    /// Compares the specs with pages or traffic.
    #[command(subcommand)]
    Verify(Verify),
    /// Reports what changed in the specs since a revision, for a pull request.
    Review(review::ReviewArguments),
    /// Prints a draft spec made from pages, for a person to complete and save.
    Capture(capture::CaptureArguments),
    /// Begins a project: writes the skeleton of a crate, and the folder for the specs.
    Init(init::InitArguments),
    /// Writes the skeleton of an API or of an area.
    New(new::NewArguments),
    /// Writes the JSON Schema of the spec language, for editors.
    Schema(schema::SchemaArguments),
}

/// What specs are compared with.
#[derive(Subcommand)]
pub enum Verify {
    /// Compares the specs with the vendor's pages.
    Docs(verify_docs::VerifyDocsArguments),
    /// Compares the specs with recorded exchanges.
    Traffic(verify_traffic::VerifyTrafficArguments),
}

#[derive(Args)]
struct SpecArguments {
    /// Directory with the specs.
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// How errors and mismatches are shown.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// One JSON object per line, for machines.
    Json,
}

/// The result of a command that could run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CommandOutcome {
    Clean,
    Reported,
}

impl Command {
    /// Runs the command. Messages refer to the tool as `program`, for example `cargo xtask`.
    ///
    /// The exit code is 0 on success, 1 if errors or mismatches were reported, and 2 if the command could not run.
    pub fn run(self, program: &'static str) -> ExitCode {
        program::set_name(program);
        let result = match self {
            Self::Regen(arguments) => regen::run(&arguments),
            Self::Check(arguments) => check::run(&arguments),
            Self::Fetch(arguments) => fetch::run(&arguments),
            Self::Verify(Verify::Docs(arguments)) => verify_docs::run(&arguments),
            Self::Verify(Verify::Traffic(arguments)) => verify_traffic::run(&arguments),
            Self::Review(arguments) => review::run(&arguments),
            Self::Capture(arguments) => capture::run(&arguments),
            Self::Init(arguments) => init::run(&arguments),
            Self::New(arguments) => new::run(&arguments),
            Self::Schema(arguments) => schema::run(&arguments),
        };
        match result {
            Ok(_) if report::is_cut() => ExitCode::from(2),
            Ok(CommandOutcome::Clean) => ExitCode::SUCCESS,
            Ok(CommandOutcome::Reported) => ExitCode::from(1),
            Err(error) => {
                report::failure(&error);
                ExitCode::from(2)
            }
        }
    }
}
