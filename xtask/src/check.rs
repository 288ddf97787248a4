//! `cargo xtask check`

use std::path::Path;

use anyhow::{Context as _, bail};
use docwright::diagnostics::{Code, catalogue::CATALOGUE};
use docwright::spec::{self, SpecFile};

use crate::{Format, Outcome, SpecArguments, report};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    spec: SpecArguments,
    /// Explains the rule with this number (`DW101`), or lists all of them (`all`).
    #[arg(long, value_name = "NUMBER")]
    explain: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    if let Some(number) = &arguments.explain {
        return explain(number);
    }
    let checked = load(&arguments.spec)?;
    if !checked.diagnostics.is_empty() {
        report::findings(&checked.diagnostics, &checked.sources, arguments.spec.format);
        return Ok(Outcome::Findings);
    }
    if arguments.spec.format == Format::Text {
        let operations = checked.model.apis.iter().flat_map(|api| &api.areas).map(|area| area.operations.len()).sum();
        let types = checked.model.apis.iter().map(|api| api.types.len()).sum();
        report::line(&format!(
            "check: no faults in {}, {} and {}",
            report::count(checked.model.apis.len(), "API"),
            report::count(operations, "operation"),
            report::count(types, "type"),
        ));
    }
    Ok(Outcome::Clean)
}

/// Reads, checks and resolves the specs of a command.
pub(crate) fn load(arguments: &SpecArguments) -> anyhow::Result<docwright::Checked> {
    let files = read(&arguments.spec)?;
    if files.is_empty() {
        bail!("there are no specs below {}", arguments.spec.display());
    }
    Ok(docwright::check_files(files, docwright::latest_day()))
}

/// Reads the specs below a directory.
pub(crate) fn read(directory: &Path) -> anyhow::Result<Vec<SpecFile>> {
    spec::read_directory(directory)
        .context("the specs cannot be read; run this at the root of the workspace, or name them with --spec")
}

/// Refuses to go on without the directory that holds the specs: a command that writes into it would make another one.
pub(crate) fn require_directory(directory: &Path) -> anyhow::Result<()> {
    if !directory.is_dir() {
        bail!("{} is no directory; run this at the root of the workspace, or name it with --spec", directory.display());
    }
    Ok(())
}

fn explain(number: &str) -> anyhow::Result<Outcome> {
    if number == "all" {
        for entry in CATALOGUE {
            report::line(&entry.to_string());
        }
        return Ok(Outcome::Clean);
    }
    match Code::parse(number).and_then(Code::entry) {
        Some(entry) => {
            report::line(entry.to_string().trim_end());
            Ok(Outcome::Clean)
        }
        None => bail!("there is no rule {number}; `cargo xtask check --explain all` lists them"),
    }
}
