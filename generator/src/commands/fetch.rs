//! `docwright fetch`

use std::path::{Path, PathBuf};

use crate::fetch::{self, FetchError, FetchObserver, FetchRules, FetchedPages};
use crate::model::Model;
use crate::wording::{count, shown};

use super::error::CommandError;
use super::progress::Progress;
use super::{CommandOutcome, Format, SpecArguments, check, report};

/// The folder for fetched pages.
pub(crate) const FOLDER: &str = "fetched-pages";

#[derive(clap::Args)]
pub struct FetchArguments {
    /// The APIs whose pages are fetched; by default, all.
    #[arg(value_name = "API")]
    apis: Vec<String>,
    #[command(flatten)]
    spec: SpecArguments,
    /// Folder for the pages. Git ignores it.
    #[arg(long, value_name = "DIR", default_value = FOLDER)]
    pages: PathBuf,
}

pub(crate) fn run(arguments: &FetchArguments) -> Result<CommandOutcome, CommandError> {
    let checked = check::load(&arguments.spec)?;
    if !checked.diagnostics.is_empty() {
        report::errors(&checked.diagnostics, &checked.sources, arguments.spec.format);
        return Ok(CommandOutcome::Reported);
    }
    let fetched = fetch(&checked.model, &arguments.apis, &arguments.pages)?;
    report::notes(&fetched.notes, &checked.sources, arguments.spec.format);
    report::mismatches(&fetched.mismatches, &checked.sources, arguments.spec.format);
    match arguments.spec.format {
        Format::Text => show(&fetched),
        Format::Json => report::line(&serde_json::json!({ "summary": summary_json(&fetched) }).to_string()),
    }
    require_all(&fetched)?;
    Ok(if fetched.mismatches.is_empty() { CommandOutcome::Clean } else { CommandOutcome::Reported })
}

/// Fetches pages, with the progress on standard error.
pub(crate) fn fetch(model: &Model, apis: &[String], folder: &Path) -> Result<FetchedPages, FetchError> {
    let mut observer = TerminalObserver(Progress::new("fetching pages"));
    fetch::fetch(model, apis, folder, &FetchRules::default(), &mut observer)
}

/// Shows what was fetched and what could not be.
pub(crate) fn show(fetched: &FetchedPages) {
    for failure in &fetched.failures {
        report::warning(&format!("not fetched: {}: {}", shown(&failure.url), shown(&failure.reason)));
    }
    report::line(&format!(
        "fetch: {}: {} new, {} changed, {} unchanged; {} removed; {}",
        count(fetched.pages, "page"),
        fetched.new,
        fetched.changed,
        fetched.unchanged,
        fetched.removed,
        count(fetched.mismatches.len(), "mismatch"),
    ));
}

pub(crate) fn summary_json(fetched: &FetchedPages) -> serde_json::Value {
    let failures = fetched.failures.iter();
    let failures = failures.map(|failure| serde_json::json!({ "url": failure.url, "reason": failure.reason }));
    serde_json::json!({
        "pages": fetched.pages,
        "new": fetched.new,
        "changed": fetched.changed,
        "unchanged": fetched.unchanged,
        "removed": fetched.removed,
        "mismatches": fetched.mismatches.len(),
        "failures": failures.collect::<Vec<_>>(),
    })
}

/// Fails if the state of a page is not known.
pub(crate) fn require_all(fetched: &FetchedPages) -> Result<(), CommandError> {
    match fetched.failures.len() {
        0 => Ok(()),
        failures => Err(CommandError::NotFetched(failures)),
    }
}

/// Shows progress on the terminal.
struct TerminalObserver(Progress);

impl FetchObserver for TerminalObserver {
    fn progress(&mut self, done: usize, of: usize) {
        self.0.update(done, of);
    }

    fn waits(&mut self) {
        report::warning("fetch: waiting for another run that uses the folder");
    }
}
