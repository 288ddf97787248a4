//! `docwright schema`

use std::fs;
use std::path::PathBuf;

use super::error::CommandError;
use super::{CommandOutcome, check, report};

#[derive(clap::Args)]
pub struct SchemaArguments {
    /// Directory with the specs and the schema files.
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// Writes nothing; fails if a schema file is outdated.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &SchemaArguments) -> Result<CommandOutcome, CommandError> {
    check::require_directory(&arguments.spec)?;
    let mut outcome = CommandOutcome::Clean;
    for (name, text) in crate::spec::published_schemas() {
        let path = arguments.spec.join(name);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        if arguments.check {
            report::warning(&format!(
                "stale: {}; run `{}`",
                path.display(),
                report::command("schema", &[("--spec", &arguments.spec, "spec")])
            ));
            outcome = CommandOutcome::Reported;
        } else {
            fs::write(&path, text).map_err(|source| CommandError::Write { path: path.clone(), source })?;
            report::line(&format!("schema: wrote {}", path.display()));
        }
    }
    Ok(outcome)
}
