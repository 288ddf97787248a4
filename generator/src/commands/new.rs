//! `docwright new`

use std::path::PathBuf;

use crate::spec::skeleton;
use crate::wording::shown_path;

use super::error::CommandError;
use super::{CommandOutcome, check, report};

#[derive(clap::Args)]
pub struct NewArguments {
    /// Name of an API (`partner-center`), or of an area of one (`partner-center/licenses`).
    #[arg(value_name = "API|API/AREA")]
    name: String,
    /// Directory with the specs.
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
}

pub(crate) fn run(arguments: &NewArguments) -> Result<CommandOutcome, CommandError> {
    check::require_directory(&arguments.spec)?;
    let path = skeleton::write(&arguments.spec, &arguments.name)?;
    report::line(&format!("new: wrote {}; fill in the places marked `# GAP:`", shown_path(&path)));
    Ok(CommandOutcome::Clean)
}
