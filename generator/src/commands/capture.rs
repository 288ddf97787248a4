//! `docwright capture`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::checked::{check_files, latest_day, this_day};
use crate::diagnostics::{Code, Sources};
use crate::pages::capture::{self, Captured};
use crate::pages::facts::PageFacts;
use crate::pages::read;
use crate::spec::SpecFile;
use crate::wording::{count, shown_path};

use super::error::CommandError;
use super::progress::Progress;
use super::{CommandOutcome, Format, check, report};

#[derive(clap::Args)]
pub struct CaptureArguments {
    /// Pages (.md, .markdown, .txt), or folders of them, to draft one area from.
    #[arg(value_name = "PAGE", required = true)]
    paths: Vec<PathBuf>,
    /// The API that the pages describe; by default, it is found by the hosts of their requests.
    #[arg(long, value_name = "NAME")]
    api: Option<String>,
    /// Directory with the specs.
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
}

pub(crate) fn run(arguments: &CaptureArguments) -> Result<CommandOutcome, CommandError> {
    let files = check::read(&arguments.spec)?;
    let checked = check_files(files.clone(), latest_day());
    // Ignore gaps: drafts that were saved before may still lack what only people can add.
    let is_error = |diagnostic: &&_| !capture::is_for_people(diagnostic);
    let errors: Vec<_> = checked.diagnostics.iter().filter(is_error).cloned().collect();
    if !errors.is_empty() {
        report::errors(&errors, &checked.sources, Format::Text);
        return Ok(CommandOutcome::Reported);
    }
    let pages = pages(&arguments.paths)?;
    let captured = capture::capture(&pages, &checked.model, arguments.api.as_deref(), this_day())?;
    report::line(captured.text.trim_end());
    report(&captured, files, &arguments.spec);
    Ok(CommandOutcome::Clean)
}

fn pages(paths: &[PathBuf]) -> Result<Vec<PageFacts>, CommandError> {
    let mut sources = Sources::default();
    let mut pages = Vec::new();
    // Keep the order of the arguments: the first file names the draft.
    let mut files = Vec::new();
    for path in paths {
        files.extend(read::files(std::slice::from_ref(path))?.pages);
    }
    let mut progress = Progress::new("reading pages");
    for (index, file) in files.iter().enumerate() {
        progress.update(index, files.len());
        pages.push(read::source(file, &mut sources)?.page);
    }
    progress.update(files.len(), files.len());
    Ok(pages)
}

/// Reports what is left to do.
fn report(captured: &Captured, files: Vec<SpecFile>, directory: &Path) {
    let gaps = count(captured.gaps.len(), "gap");
    report::warning(&format!("capture: {gaps}, each marked `# GAP:`"));
    for (line, gap) in &captured.gaps {
        report::warning(&format!("  {line}: {gap}"));
    }
    if captured.left_out > 0 {
        let types = count(captured.left_out, "type");
        report::warning(&format!("omitted: {types} that the pages define but their operations do not use"));
    }
    let Some(api) = &captured.api else {
        report::warning("the API of the pages is unknown: write its `api.yaml` first, then capture again");
        return;
    };
    let relative = format!("{api}/{}.yaml", captured.area);
    let trial = capture::trial(files, &relative, &captured.text, latest_day());
    let mut by_rule: BTreeMap<Code, usize> = BTreeMap::new();
    for diagnostic in &trial.errors {
        *by_rule.entry(diagnostic.code).or_default() += 1;
    }
    for (code, number) in by_rule {
        let message = code.entry().map_or("", |entry| entry.message);
        report::warning(&format!("{code} will be reported {}: {message}", count(number, "time")));
    }
    let path = directory.join(relative);
    report::warning(&format!("save the draft as {}, or copy its parts into an existing area", shown_path(&path)));
}
