//! `docwright regen`

use std::path::PathBuf;
use std::time::Instant;

use crate::wording::{count, shown_path};
use crate::write::{self, FileChangeKind, OutputLock, Plan};

use super::error::CommandError;
use super::{CommandOutcome, Format, SpecArguments, report};

/// Lines of a difference that `--check` shows for one file.
const DIFF_LINES: usize = 12;

#[derive(clap::Args)]
pub struct RegenArguments {
    #[command(flatten)]
    spec: SpecArguments,
    /// Directory of the generated crate.
    #[arg(long, value_name = "DIR", default_value = "generated-client")]
    out: PathBuf,
    /// Writes nothing; fails if a file would change, and names it.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &RegenArguments) -> Result<CommandOutcome, CommandError> {
    let start = Instant::now();
    let checked = super::check::load(&arguments.spec)?;
    if !checked.diagnostics.is_empty() {
        report::errors(&checked.diagnostics, &checked.sources, arguments.spec.format);
        return Ok(CommandOutcome::Reported);
    }
    let library = write::library_name(&arguments.out)?;
    let _lock = OutputLock::take(&arguments.out, !arguments.check, &mut || {
        report::warning(&format!("regen: waiting for another run in {}", shown_path(&arguments.out)));
    })?;
    let generated = crate::backend::generate(&checked.model, &library)?;
    let plan = write::plan(&arguments.out, &generated)?;
    let outcome = if arguments.check { check(arguments, &plan) } else { apply(arguments, &plan)? };
    let summary = format!("regen: {}, in {:.2} s", summary(&plan, arguments.check), start.elapsed().as_secs_f64());
    match arguments.spec.format {
        Format::Text => report::line(&summary),
        Format::Json => report::warning(&summary),
    }
    Ok(outcome)
}

fn check(arguments: &RegenArguments, plan: &Plan) -> CommandOutcome {
    for change in &plan.changes {
        if arguments.spec.format == Format::Json {
            report::line(&change.to_json(&arguments.out).to_string());
            continue;
        }
        report::warning(&change.describe(&arguments.out));
        if let Some(diff) = change.diff(DIFF_LINES) {
            report::warning(&diff);
        }
    }
    if plan.changes.is_empty() {
        return CommandOutcome::Clean;
    }
    // Files that people wrote are only reported.
    if plan.changes.iter().any(|change| change.kind != FileChangeKind::Foreign) {
        report::warning(&format!("to fix this, run: {}", command(arguments)));
    }
    CommandOutcome::Reported
}

fn apply(arguments: &RegenArguments, plan: &Plan) -> Result<CommandOutcome, CommandError> {
    write::apply(&arguments.out, plan)?;
    let mut outcome = CommandOutcome::Clean;
    for change in plan.changes.iter().filter(|change| change.kind == FileChangeKind::Foreign) {
        report::warning(&change.describe(&arguments.out));
        outcome = CommandOutcome::Reported;
    }
    Ok(outcome)
}

fn command(arguments: &RegenArguments) -> String {
    report::command("regen", &[("--spec", &arguments.spec.spec, "spec"), ("--out", &arguments.out, "generated-client")])
}

fn summary(plan: &Plan, is_check: bool) -> String {
    let number =
        |wanted: fn(&FileChangeKind) -> bool| plan.changes.iter().filter(|change| wanted(&change.kind)).count();
    let written = number(|kind| matches!(kind, FileChangeKind::Missing { .. } | FileChangeKind::Stale { .. }));
    let removed = number(|kind| matches!(kind, FileChangeKind::Extra | FileChangeKind::Unfinished));
    let (write, remove) = if is_check { ("to write", "to remove") } else { ("written", "removed") };
    if written + removed == 0 {
        return format!("{} up to date", count(plan.unchanged, "file"));
    }
    format!("{} {write}, {removed} {remove}, {} unchanged", count(written, "file"), plan.unchanged)
}
