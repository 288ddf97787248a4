//! `cargo xtask bench draft`: how much of a finished area stands in the draft of its pages, and how long drafting takes.
//!
//! Each group of pages is captured into an API without types and operations. A line is an entry of the finished spec; docs
//! and errata are not counted, because a draft never has sentences or judgments. In examples, the values are a person's: a line stands if the draft
//! has its place. A line whose place the draft has with another value and without a mark is a wrong claim.

mod finished;
mod lines;
mod many;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use docwright::internals::diagnostics::Sources;
use docwright::internals::pages::capture::capture;
use docwright::internals::pages::read;
use docwright::internals::spec::SpecFile;
use docwright::internals::{check_files, latest_day};

use self::finished::Finished;
use self::lines::{Share, compare};

#[derive(clap::Args)]
pub(crate) struct Arguments {
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

pub(super) fn run(root: &Path, arguments: &Arguments) -> Result<bool> {
    let in_root = |path: &PathBuf| if path.exists() { path.clone() } else { root.join(path) };
    let finished = Finished::read(&in_root(&arguments.spec))?;
    let groups_file = in_root(&arguments.groups);
    let groups = fs::read_to_string(&groups_file).with_context(|| format!("cannot read {}", groups_file.display()))?;
    let mut total = Share::default();
    for line in groups.lines() {
        let Some((name, names)) = line.split_once(':') else { continue };
        let names: Vec<&str> = names.split(',').map(str::trim).collect();
        let draft = draft(&in_root(&arguments.pages), &names, &finished)?;
        if arguments.drafts {
            println!("{draft}");
        }
        let share = compare(&finished.part(&names), &draft)?;
        println!("{name}: {}", share.shown());
        for wrong in &share.wrong {
            println!("  without a mark: {wrong}");
        }
        for missing in share.missing.iter().filter(|_| arguments.missing) {
            println!("  missing: {missing}");
        }
        total.add(share);
    }
    println!("all: {}", total.shown());
    many::print()?;
    Ok(total.wrong.is_empty())
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
