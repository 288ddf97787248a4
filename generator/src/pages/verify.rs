//! `verify docs`: compares the specs of a directory with pages, or with the locks of pages.

use std::io;
use std::path::{Path, PathBuf};

use super::compare::{
    Comparison, OtherPages, PageSource, compare, compare_beside, declared_as, declared_name, pages_about,
};
use super::facts::READER;
use super::fetched::FetchedPageReader;
use super::lock::{self, LockError};
use super::read::{self, ReadError, ReadFile};
use crate::diagnostics::{Sources, sort};
use crate::files::{self, FileError, replace_file};
use crate::model::Model;
use crate::wording::shown_path;

/// Why specs could not be compared with pages.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// A page cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A lock cannot be used.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// A lock file cannot be read.
    #[error("cannot read {path}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A lock cannot be written.
    #[error(transparent)]
    Write(#[from] FileError),
    /// There is no page to compare the specs with.
    #[error("no page is locked yet; name files or folders of pages, and lock them with --update")]
    NothingLocked,
}

/// Compares specs with pages, or with their locks when no path is given. Progress is reported as files read of all files.
///
/// # Errors
///
/// When pages or locks cannot be read.
pub fn verify(
    model: &Model,
    spec_directory: &Path,
    paths: &[PathBuf],
    sources: &mut Sources,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Comparison, VerifyError> {
    let locked = read_locks(model, spec_directory, sources, progress)?;
    let locked: Vec<PageSource> = locked.into_iter().flatten().collect();
    let read_later = locked.iter().filter(|locked| locked.page.reader > READER).count();
    if paths.is_empty() {
        if locked.is_empty() {
            return Err(VerifyError::NothingLocked);
        }
        let mut comparison = compare(model, &locked, sources);
        comparison.summary.read_later = read_later;
        return Ok(comparison);
    }
    let skipped = read::files(paths)?.skipped;
    let ReadFile { pages, notes } = read_pages(model, paths, sources, progress)?;
    let is_same_page = |read: &PageSource, locked: &PageSource| {
        read.page.identity.name == locked.page.identity.name || lock::is_same_document(&read.page, &locked.page)
    };
    // Another version of a page does not confirm what this one lacks, but errata can be about it.
    let (versions, others): (Vec<&PageSource>, Vec<&PageSource>) =
        locked.iter().partition(|locked| pages.iter().any(|read| is_same_page(read, locked)));
    let is_other_version = |locked: &&PageSource| {
        !pages.iter().any(|read| is_same_page(read, locked) && read.page.version == locked.page.version)
    };
    let versions = versions.into_iter().filter(is_other_version).collect();
    let mut comparison = compare_beside(model, &pages, &OtherPages { others, versions }, sources);
    comparison.notes.extend(notes);
    comparison.notes.sort();
    let changes = lock::changes(&locked, &pages, sources);
    comparison.mismatches.extend(changes.mismatches);
    comparison.summary.read_otherwise = changes.read_otherwise;
    comparison.summary.read_later = read_later;
    comparison.summary.skipped_files = skipped;
    sort(&mut comparison.mismatches);
    Ok(comparison)
}

/// Writes the facts of pages into the locks of the APIs that they are about; returns the files that were written.
///
/// # Errors
///
/// When pages or locks cannot be read, or a lock cannot be written.
pub fn update_locks(
    model: &Model,
    spec_directory: &Path,
    paths: &[PathBuf],
    sources: &mut Sources,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<PathBuf>, VerifyError> {
    let locked = read_locks(model, spec_directory, sources, progress)?;
    let pages = read_pages(model, paths, sources, progress)?.pages;
    let mut written = Vec::new();
    for (api, locked) in model.apis.iter().zip(locked) {
        let of_api: Vec<PageSource> = pages_about(&pages, api).into_iter().cloned().collect();
        if of_api.is_empty() {
            continue;
        }
        let pages = lock::updated(&locked, &of_api);
        let text = lock::print(lock::without_superseded(&pages, api, |page| declared_as(page, api)))?;
        let path = lock_path(spec_directory, &api.name);
        if files::read_text(&path).is_ok_and(|old| old == text) {
            continue;
        }
        replace_file(&path, &text)?;
        written.push(path);
    }
    Ok(written)
}

fn lock_path(spec_directory: &Path, api: &str) -> PathBuf {
    spec_directory.join(api).join(lock::FILE_NAME)
}

/// The locked pages of each API.
fn read_locks(
    model: &Model,
    spec_directory: &Path,
    sources: &mut Sources,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<Vec<PageSource>>, VerifyError> {
    let mut locks = Vec::with_capacity(model.apis.len());
    for (index, api) in model.apis.iter().enumerate() {
        progress(index, model.apis.len());
        let path = lock_path(spec_directory, &api.name);
        locks.push(match files::read_text(&path) {
            Ok(text) => {
                let file = sources.add(shown_path(&path), text);
                lock::read(file, sources)?
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(source) => return Err(VerifyError::Io { path, source }),
        });
    }
    progress(model.apis.len(), model.apis.len());
    Ok(locks)
}

fn read_pages(
    model: &Model,
    paths: &[PathBuf],
    sources: &mut Sources,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<ReadFile, VerifyError> {
    let files = read::files(paths)?.pages;
    let mut all = ReadFile { pages: Vec::with_capacity(files.len()), notes: Vec::new() };
    let mut reader = FetchedPageReader::default();
    for (index, path) in files.iter().enumerate() {
        progress(index, files.len());
        let mut read = reader.source(path, sources)?;
        for source in &mut read.pages {
            if let Some(name) = declared_name(&source.page, model) {
                source.page.identity.name = name;
            }
        }
        all.pages.extend(read.pages);
        all.notes.extend(read.notes);
    }
    progress(files.len(), files.len());
    Ok(all)
}
