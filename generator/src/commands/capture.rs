//! `docwright capture`

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use crate::checked::{check_files, latest_day, this_day};
use crate::diagnostics::{Code, Sources};
use crate::pages::capture::{self, CaptureError, Captured};
use crate::pages::facts::PageFacts;
use crate::pages::fetched::FetchedPageReader;
use crate::pages::read;
use crate::spec::SpecFile;
use crate::wording::{count, shown_path};

use super::error::CommandError;
use super::progress::Progress;
use super::{CommandOutcome, Format, check, report};

#[derive(clap::Args)]
pub struct CaptureArguments {
    /// Pages (.md, .markdown, .mdx, .rst, .txt, .html, .htm) and OpenAPI documents (.json, .yaml, .yml), or folders of them, to
    /// draft one area from.
    #[arg(value_name = "PAGE", required = true)]
    paths: Vec<PathBuf>,
    /// The API that the pages describe; by default, it is found by the hosts of their requests.
    #[arg(long, value_name = "NAME")]
    api: Option<String>,
    /// Also reads the pages of the same folders to which the pages link, and drafts the types that are used of them.
    #[arg(long)]
    follow: bool,
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
    let read = read_all(&arguments.paths)?;
    let followed = if arguments.follow { followed(&read)? } else { Vec::new() };
    let pages: Vec<PageFacts> = read.iter().flat_map(|file| &file.pages).cloned().collect();
    let api = arguments.api.as_deref();
    let captured = capture::capture_with_types_of(&pages, &followed, &checked.model, api, this_day());
    if matches!(captured, Err(CaptureError::NothingStated)) {
        report_nearest(&read);
    }
    let captured = captured?;
    report::line(captured.text.trim_end());
    report(&captured, files, &arguments.spec);
    Ok(CommandOutcome::Clean)
}

/// The pages of a file: one, or those of an OpenAPI document, which can be thousands.
struct FileOfPages {
    path: PathBuf,
    pages: Vec<PageFacts>,
    text: String,
}

impl FileOfPages {
    /// Reads the pages in a file, and reports what is not read of it.
    fn read(path: PathBuf, reader: &mut FetchedPageReader, sources: &mut Sources) -> Result<Self, CommandError> {
        let read = reader.source(&path, sources)?;
        for note in &read.notes {
            let file = sources.file(note.place.file);
            report::warning(&format!("{}:{}: {}", file.path, sources.line(note.place), note.message));
        }
        let text = read.pages.first().map(|page| sources.file(page.file).text.clone()).unwrap_or_default();
        Ok(Self { path, pages: read.pages.into_iter().map(|source| source.page).collect(), text })
    }
}

fn read_all(paths: &[PathBuf]) -> Result<Vec<FileOfPages>, CommandError> {
    let mut sources = Sources::default();
    let mut read = Vec::new();
    // Keep the order of the arguments: the first file names the draft.
    let mut files = Vec::new();
    for path in paths {
        files.extend(read::files(std::slice::from_ref(path))?.pages);
    }
    let mut reader = FetchedPageReader::default();
    let mut progress = Progress::new("reading pages");
    for (index, file) in files.iter().enumerate() {
        progress.update(index, files.len());
        read.push(FileOfPages::read(file.clone(), &mut reader, &mut sources)?);
    }
    progress.update(files.len(), files.len());
    Ok(read)
}

/// The pages of the same folders to which pages link. The links of a followed page are followed if it has no requests: it
/// then defines types by others.
fn followed(files: &[FileOfPages]) -> Result<Vec<PageFacts>, CommandError> {
    let mut sources = Sources::default();
    let mut seen: BTreeSet<PathBuf> = files.iter().map(|file| file.path.clone()).collect();
    let mut reader = FetchedPageReader::default();
    let mut followed: Vec<PageFacts> = Vec::new();
    let mut pending: VecDeque<PathBuf> = files.iter().flat_map(linked).collect();
    // A symbolic link could lead to any file, as in a search of the folder.
    let is_file = |path: &PathBuf| fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    while let Some(path) = pending.pop_front() {
        if !seen.insert(path.clone()) || !is_file(&path) {
            continue;
        }
        let file = FileOfPages::read(path, &mut reader, &mut sources)?;
        if file.pages.iter().any(|page| page.requests.is_empty()) {
            pending.extend(linked(&file));
        }
        followed.extend(file.pages.into_iter().filter(|page| !page.definitions.is_empty()));
    }
    Ok(followed)
}

fn linked(file: &FileOfPages) -> Vec<PathBuf> {
    let folder = file.path.parent().map(Path::to_path_buf).unwrap_or_default();
    capture::linked_files(&file.text).into_iter().map(|name| folder.join(name)).collect()
}

/// Reports what a request looks like, and what on the pages comes nearest to one.
fn report_nearest(files: &[FileOfPages]) {
    report::warning(
        "a request is a row of a table with a method and an address: `| GET | https://host/v1/things/{id} |`",
    );
    report::warning("or a listing that begins with both: `GET https://host/v1/things/{id} HTTP/1.1`");
    if files.iter().any(|file| read::is_html(&file.text)) {
        report::warning("a page that needs JavaScript has its text in the file only if a browser saved it");
    }
    for file in files {
        for (line, text) in capture::nearest_to_request(&file.text) {
            let shown: String = text.chars().take(LONGEST_SHOWN).collect();
            report::warning(&format!("  {}:{line}: {shown}", shown_path(&file.path)));
        }
    }
}

/// How much of a line of a page is shown.
const LONGEST_SHOWN: usize = 120;

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
