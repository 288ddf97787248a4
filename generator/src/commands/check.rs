//! `docwright check`

use std::path::Path;

use crate::diagnostics::{Code, catalogue::CATALOGUE};
use crate::review::gaps;
use crate::spec::{self, SpecFile};
use crate::wording::count;

use super::error::CommandError;
use super::{CommandOutcome, Format, SpecArguments, report};

#[derive(clap::Args)]
pub struct CheckArguments {
    #[command(flatten)]
    spec: SpecArguments,
    /// Explains the rule with this number (`DW101`), or lists all of them (`all`).
    #[arg(long, value_name = "NUMBER")]
    explain: Option<String>,
}

pub(crate) fn run(arguments: &CheckArguments) -> Result<CommandOutcome, CommandError> {
    if let Some(number) = &arguments.explain {
        return explain(number);
    }
    let checked = load(&arguments.spec)?;
    if !checked.diagnostics.is_empty() {
        report::errors(&checked.diagnostics, &checked.sources, arguments.spec.format);
        return Ok(CommandOutcome::Reported);
    }
    report::notes(&checked.notes, &checked.sources, arguments.spec.format);
    if arguments.spec.format == Format::Text {
        let operations = checked.model.apis.iter().flat_map(|api| &api.areas).map(|area| area.operations.len()).sum();
        let types = checked.model.apis.iter().map(|api| api.types.len()).sum();
        let gaps = match gaps::count(&checked.sources) {
            0 => String::new(),
            open => format!("; {} to fill in, marked `# GAP:`", count(open, "place")),
        };
        report::line(&format!(
            "check: no errors in {}, {} and {}{gaps}",
            count(checked.model.apis.len(), "API"),
            count(operations, "operation"),
            count(types, "type"),
        ));
    }
    Ok(CommandOutcome::Clean)
}

/// Reads, checks and resolves the specs of a command.
pub(crate) fn load(arguments: &SpecArguments) -> Result<crate::checked::Checked, CommandError> {
    let files = read(&arguments.spec)?;
    if files.is_empty() {
        return Err(CommandError::NoSpecs(arguments.spec.clone()));
    }
    Ok(crate::checked::check_files(files, crate::checked::latest_day()))
}

/// Reads the specs below a directory.
pub(crate) fn read(directory: &Path) -> Result<Vec<SpecFile>, CommandError> {
    spec::read_directory(directory).map_err(CommandError::UnreadableSpecs)
}

/// Fails if the directory with the specs does not exist, so that no command creates another one by mistake.
pub(crate) fn require_directory(directory: &Path) -> Result<(), CommandError> {
    if !directory.is_dir() {
        return Err(CommandError::NoDirectory(directory.to_path_buf()));
    }
    Ok(())
}

fn explain(number: &str) -> Result<CommandOutcome, CommandError> {
    if number == "all" {
        for entry in CATALOGUE {
            report::line(&entry.to_string());
        }
        return Ok(CommandOutcome::Clean);
    }
    match Code::parse(number).and_then(Code::entry) {
        Some(entry) => {
            report::line(entry.to_string().trim_end());
            Ok(CommandOutcome::Clean)
        }
        None => Err(CommandError::UnknownRule(number.to_owned())),
    }
}
