//! `cargo xtask bench`: measures of the tool's own work that need no benchmark harness.

mod draft;
mod faults;
mod pages;

use std::path::Path;

use anyhow::Result;

#[derive(clap::Args)]
pub(crate) struct BenchArguments {
    #[command(subcommand)]
    measure: Measure,
}

#[derive(clap::Subcommand)]
enum Measure {
    /// Prints which share of finished areas stands in drafts of the pages that they were made from.
    Draft(draft::DraftArguments),
    /// Prints how many attacks on client and tool were tried, and how many survived. They are tests, and run here alone.
    Faults,
    /// Counts the requests and parameters that are found in pages, and measures the time and memory of reading them.
    Pages(pages::PagesArguments),
}

/// Whether the measure found nothing wrong.
pub(crate) fn run(root: &Path, arguments: &BenchArguments) -> Result<bool> {
    match &arguments.measure {
        Measure::Draft(arguments) => draft::run(root, arguments),
        Measure::Faults => faults::run(root),
        Measure::Pages(arguments) => pages::run(arguments),
    }
}
