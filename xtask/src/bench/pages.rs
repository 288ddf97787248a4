//! Requests and parameters of pages, counted against a list of what the pages state.

mod truth;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use cpu_time::ProcessTime;
use docwright::internals::pages::facts::PageFacts;
use docwright::internals::pages::read;

use self::truth::{Statement, StatementKind};

#[derive(clap::Args)]
pub(crate) struct PagesArguments {
    /// What the pages state: lines of file, kind, request, name, type and requirement, separated by tabs, below a line of
    /// headings. The kind is `request`, or the place of a parameter: `path`, `query`, `header`, `body` or `form`.
    truth: PathBuf,
    /// The folder of the pages that the list names; all of its pages are read.
    folder: PathBuf,
    /// Lists what is not found.
    #[arg(long)]
    list: bool,
    /// Prints the facts of each page as JSON.
    #[arg(long)]
    facts: bool,
}

/// Prints the counts and measurements; true if everything is found.
pub(crate) fn run(arguments: &PagesArguments) -> Result<bool> {
    let written =
        fs::read_to_string(&arguments.truth).with_context(|| format!("cannot read {}", arguments.truth.display()))?;
    let statements = truth::parse(&written)?;
    let started = ProcessTime::now();
    let pages = read_pages(&arguments.folder)?;
    let seconds = started.elapsed().as_secs_f64();
    if arguments.facts {
        for (path, page) in &pages {
            println!("{}: {}", path.display(), serde_json::to_string_pretty(page)?);
        }
    }
    let mut counts = BTreeMap::new();
    let mut missing = Vec::new();
    for statement in &statements {
        let page = pages.iter().find(|(path, _)| *path == arguments.folder.join(&statement.file));
        let found = page.map_or(truth::Found::default(), |(_, page)| statement.find_in(page));
        let vendor = statement.file.split('/').next().unwrap_or_default();
        for group in [vendor, ALL] {
            counts.entry(group).or_insert_with(Counts::default).add(statement, found);
        }
        if !found.is_whole() {
            missing.push(format!("{}: {statement}: {}", statement.file, found.lack()));
        }
    }
    for (group, counts) in &counts {
        println!("{group}: {counts}");
    }
    let memory =
        peak_memory().map_or_else(|| "an unknown amount of".to_owned(), |bytes| format!("{} MB of", bytes >> 20));
    println!("{} pages read in {seconds:.3} s of CPU; {memory} memory at most", pages.len());
    if arguments.list {
        for line in &missing {
            println!("not found: {line}");
        }
    }
    Ok(missing.is_empty())
}

/// The group of all vendors, which sorts after their names.
const ALL: &str = "~ all";

fn read_pages(folder: &Path) -> Result<Vec<(PathBuf, PageFacts)>> {
    let files = read::files(&[folder.to_path_buf()])?.pages;
    let page = |path: PathBuf| {
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok((path, read::page(&name, &bytes)))
    };
    files.into_iter().map(page).collect()
}

/// What is found of what pages state.
#[derive(Default)]
struct Counts {
    requests: (usize, usize),
    parameters: (usize, usize),
    types: (usize, usize),
    requirements: (usize, usize),
}

impl Counts {
    fn add(&mut self, statement: &Statement, found: truth::Found) {
        fn count((found, all): &mut (usize, usize), is_found: bool) {
            *found += usize::from(is_found);
            *all += 1;
        }
        match statement.kind {
            StatementKind::Request => count(&mut self.requests, found.name),
            StatementKind::Parameter => {
                count(&mut self.parameters, found.is_whole());
                if statement.type_text.is_some() {
                    count(&mut self.types, found.type_text);
                }
                if statement.required.is_some() {
                    count(&mut self.requirements, found.required);
                }
            }
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let of = |(found, all): (usize, usize)| format!("{found} of {all}");
        write!(
            f,
            "{} requests, {} parameters ({} types, {} requirements)",
            of(self.requests),
            of(self.parameters),
            of(self.types),
            of(self.requirements)
        )
    }
}

/// The most memory that this process has had, where the system reports it.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes << 10)
}
