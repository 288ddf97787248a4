//! `cargo xtask schema`

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;

use crate::{Outcome, check, report};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Directory with the specs, where the schema files stand.
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// Writes nothing; fails when a schema file is not as the language has it.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    check::require_directory(&arguments.spec)?;
    let mut outcome = Outcome::Clean;
    for (name, text) in docwright::spec::published_schemas() {
        let path = arguments.spec.join(name);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        if arguments.check {
            report::warning(&format!("stale: {}; run `{}`", path.display(), command(arguments)));
            outcome = Outcome::Findings;
        } else {
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
            report::line(&format!("schema: wrote {}", path.display()));
        }
    }
    Ok(outcome)
}

fn command(arguments: &Arguments) -> String {
    let mut command = "cargo xtask schema".to_owned();
    if arguments.spec.as_os_str() != "spec" {
        command.push_str(&format!(" --spec {}", report::argument(&arguments.spec)));
    }
    command
}
