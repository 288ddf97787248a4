//! `docwright init`

use std::path::PathBuf;

use crate::files::FileError;
use crate::wording::shown_path;
use crate::write;

use super::error::CommandError;
use super::schema::{self, SchemaArguments};
use super::{CommandOutcome, report};

#[derive(clap::Args)]
pub struct InitArguments {
    /// Name of the generated crate (`acme-client`).
    name: String,
    /// Directory for the specs.
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// Directory for the generated crate.
    #[arg(long, value_name = "DIR", default_value = "generated-client")]
    out: PathBuf,
    /// Folder of the package `docwright-runtime`; without it, the crate depends on the released one.
    #[arg(long, value_name = "DIR")]
    runtime: Option<PathBuf>,
}

pub(crate) fn run(arguments: &InitArguments) -> Result<CommandOutcome, CommandError> {
    for path in write::write_crate(&arguments.out, &arguments.name, arguments.runtime.as_deref())? {
        report::line(&format!("init: wrote {}", shown_path(&path)));
    }
    std::fs::create_dir_all(&arguments.spec).map_err(FileError::io("create", &arguments.spec))?;
    let outcome = schema::run(&SchemaArguments::writing(&arguments.spec))?;
    let new = report::command("new API", &[("--spec", &arguments.spec, "spec")]);
    report::line(&format!(
        "init: next, say what the crate is for where `src/lib.rs` has `GAP:`, and begin the spec of an API with `{new}`"
    ));
    Ok(outcome)
}
