//! `cargo xtask bench draft`: how much of a finished area stands in the draft of its pages, and how long drafting takes.
//!
//! Each group of pages is captured into an API without types and operations, of which `api.yaml` says only how requests look.
//! A line is an entry of the finished spec, or a value in an example. Docs and errata are not counted, because a draft has no
//! sentences and judgments.

mod compare;
mod finished;
mod lines;
mod many;
mod renames;
mod share;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use docwright::internals::diagnostics::Sources;
use docwright::internals::pages::capture::capture;
use docwright::internals::pages::read;
use docwright::internals::spec::SpecFile;
use docwright::internals::{check_files, latest_day};

use self::compare::{Shares, compare};
use self::finished::Finished;

/// Prints which share of a finished spec the drafts of its pages have.
///
/// A line is exact if the draft has it. It is to be filled in if the draft has it with a value that must be a person's own: names
/// and values of examples, names of codes. It is missing if a person types or corrects it; a changed name counts once. What an
/// erratum says that the page lacks is not counted, nor are docs and errata. A claim is wrong if the finished value differs and the
/// draft has no mark there.
///
/// Entries that were finished from another version of their page are also left out of a second sum, because the page does not have
/// what they have.
#[derive(clap::Args)]
pub(crate) struct DraftArguments {
    /// Folder with the pages.
    #[arg(value_name = "PAGES", default_value = "tests/fixtures/draft/pages")]
    pages: PathBuf,
    /// Folder with the finished spec of one API.
    #[arg(value_name = "SPEC", default_value = "tests/fixtures/draft/spec")]
    spec: PathBuf,
    /// File with a group of pages on each line: `name: page, page`.
    #[arg(long, value_name = "FILE", default_value = "tests/fixtures/draft/groups.txt")]
    groups: PathBuf,
    /// Also prints each line that is missing.
    #[arg(long)]
    missing: bool,
    /// Also prints each draft.
    #[arg(long)]
    drafts: bool,
}

pub(super) fn run(root: &Path, arguments: &DraftArguments) -> Result<bool> {
    let in_root = |path: &PathBuf| if path.exists() { path.clone() } else { root.join(path) };
    let finished = Finished::read(&in_root(&arguments.spec))?;
    let groups_file = in_root(&arguments.groups);
    let groups = fs::read_to_string(&groups_file).with_context(|| format!("cannot read {}", groups_file.display()))?;
    let mut total = Shares::default();
    for line in groups.lines() {
        let Some((name, names)) = line.split_once(':') else { continue };
        let names: Vec<&str> = names.split(',').map(str::trim).collect();
        let draft = draft(&in_root(&arguments.pages), &names, &finished)?;
        if arguments.drafts {
            println!("{draft}");
        }
        let comparison = compare(&finished.part(&names), &draft)?;
        print(name, &comparison, arguments.missing);
        total.add(comparison);
    }
    print("all", &total, false);
    many::print()?;
    Ok(total.same_version.wrong.is_empty())
}

fn print(name: &str, comparison: &Shares, with_missing: bool) {
    let all = comparison.all();
    println!("{name}: {}", all.shown());
    if !comparison.other_version.is_empty() {
        println!("  without what was finished from another version: {}", comparison.same_version.shown());
    }
    for wrong in &comparison.same_version.wrong {
        println!("  without a mark: {wrong}");
    }
    for wrong in &comparison.other_version.wrong {
        println!("  finished from another version: {wrong}");
    }
    for (kind, lines) in all.missing() {
        println!("  missing: {:>4} {kind}", lines.len());
        for line in lines.iter().filter(|_| with_missing) {
            println!("             {line}");
        }
    }
}

/// The draft of a group into an API that has nothing but what decides how requests look.
fn draft(folder: &Path, names: &[&str], finished: &Finished) -> Result<String> {
    let mut sources = Sources::default();
    let mut pages = Vec::new();
    for name in names {
        let path = folder.join(format!("{name}.md"));
        let read = read::source(&path, &mut sources).with_context(|| format!("cannot read {}", path.display()))?;
        pages.extend(read.pages.into_iter().map(|source| source.page));
    }
    let api =
        SpecFile { relative: "api/api.yaml".into(), shown: "api.yaml".into(), content: finished.empty_api()?.into() };
    let checked = check_files(vec![api], latest_day());
    Ok(capture(&pages, &checked.model, None, latest_day())?.text)
}
