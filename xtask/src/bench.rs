//! `cargo xtask bench …`: how much of pages the reader finds, and what it costs.

mod pages;

use anyhow::Result;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    subject: Subject,
}

#[derive(clap::Subcommand)]
enum Subject {
    /// Counts the requests and parameters that are found in pages, and measures the time and memory of reading them.
    Pages(pages::Arguments),
}

/// Runs a benchmark; true if everything was found.
pub(crate) fn run(arguments: &Arguments) -> Result<bool> {
    match &arguments.subject {
        Subject::Pages(arguments) => pages::run(arguments),
    }
}
