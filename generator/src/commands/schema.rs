//! `docwright schema`

use std::path::{Path, PathBuf};

use crate::files::{self, replace_file};
use crate::wording::shown_path;

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

impl SchemaArguments {
    /// Arguments to write the schema files into a directory.
    pub(crate) fn writing(spec: &Path) -> Self {
        Self { spec: spec.to_owned(), check: false }
    }
}

pub(crate) fn run(arguments: &SchemaArguments) -> Result<CommandOutcome, CommandError> {
    check::require_directory(&arguments.spec)?;
    let mut outcome = CommandOutcome::Clean;
    for (name, text) in crate::spec::published_schemas() {
        let path = arguments.spec.join(name);
        if files::read_text(&path).is_ok_and(|old| files::is_same_text(&old, &text)) {
            continue;
        }
        if arguments.check {
            report::warning(&format!(
                "stale: {}; run `{}`",
                shown_path(&path),
                report::command("schema", &[("--spec", &arguments.spec, "spec")])
            ));
            outcome = CommandOutcome::Reported;
        } else {
            replace_file(&path, &text)?;
            report::line(&format!("schema: wrote {}", shown_path(&path)));
        }
    }
    Ok(outcome)
}
