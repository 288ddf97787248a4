//! Files and folders of pages.

mod decode;

use std::fs;
use std::hash::Hasher as _;
use std::io;
use std::path::{Path, PathBuf};

use siphasher::sip::SipHasher13;

use super::compare::PageSource;
use super::facts::{PageFacts, READER};
use super::{markdown, reference};
use crate::diagnostics::Sources;
use crate::files;
use crate::wording::shown_path;

/// The largest file that is read as a page.
const SIZE_LIMIT: u64 = 32 << 20;

/// Extensions of the files that a folder is searched for.
const ENDINGS: &[&str] = &["md", "markdown", "mdx", "txt", "html", "htm", "rst"];

/// Why pages could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A file or folder cannot be read.
    #[error("cannot read {path}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A file is too large to be a page.
    #[error("{path} is too large to be a page: {size} bytes, at most {SIZE_LIMIT} are read")]
    TooLarge {
        /// The file or folder.
        path: PathBuf,
        /// Its size.
        size: u64,
    },
    /// There is no page at the path.
    #[error("there is no page at {path}: pages are files that end in .md, .mdx, .markdown, .txt, .html, .htm or .rst")]
    NoPage {
        /// The path that was searched.
        path: PathBuf,
    },
}

/// Reads one page in any rendering and encoding; bytes that are not valid text are allowed.
pub fn page(name: &str, bytes: &[u8]) -> PageFacts {
    page_of_text(name, &decode::text(bytes))
}

fn page_of_text(name: &str, text: &str) -> PageFacts {
    let is_reference = !markdown::is_html(text) && reference::is_reference(text);
    let mut page = if is_reference { reference::read(name, text) } else { markdown::read(name, text) };
    if page.version.is_empty() {
        page.version = version_of_facts(&page);
    }
    // Not a fact: the version of a page without a date does not depend on it.
    page.reader = READER;
    page
}

/// The version of a page without a date: a hash of its facts.
fn version_of_facts(page: &PageFacts) -> String {
    let facts = serde_json::to_string(page).unwrap_or_default();
    let mut hasher = SipHasher13::new();
    hasher.write(facts.as_bytes());
    format!("{DATELESS}{:016x}", hasher.finish())
}

/// Prefix of the version of a page without a date.
const DATELESS: &str = "facts-";

/// Whether the page states no date.
pub(super) fn is_dateless(page: &PageFacts) -> bool {
    page.version.starts_with(DATELESS)
}

/// The files of pages at some paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFiles {
    /// The files, sorted.
    pub pages: Vec<PathBuf>,
    /// How many other files the folders contain.
    pub skipped: usize,
}

/// The files at the paths; folders are searched recursively.
///
/// # Errors
///
/// When a path cannot be read or contains no page.
pub fn files(paths: &[PathBuf]) -> Result<PageFiles, ReadError> {
    let mut files = PageFiles::default();
    for path in paths {
        let metadata = fs::metadata(path).map_err(|source| ReadError::Io { path: path.clone(), source })?;
        if !metadata.is_dir() {
            files.pages.push(path.clone());
            continue;
        }
        let before = files.pages.len();
        search(path, &mut files)?;
        if files.pages.len() == before {
            return Err(ReadError::NoPage { path: path.clone() });
        }
    }
    files.pages.sort();
    files.pages.dedup();
    Ok(files)
}

fn search(folder: &Path, files: &mut PageFiles) -> Result<(), ReadError> {
    let mut pending = vec![folder.to_path_buf()];
    while let Some(folder) = pending.pop() {
        let failed = |source| ReadError::Io { path: folder.clone(), source };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(failed)?);
            let ending = || path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
            if kind.is_dir() {
                pending.push(path);
            } else if kind.is_file() && ending().is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
                files.pages.push(path);
            } else {
                files.skipped = files.skipped.saturating_add(1);
            }
        }
    }
    Ok(())
}

/// Reads the page in a file, and keeps its text to show it with errors and mismatches.
///
/// # Errors
///
/// When the file cannot be read or is too large.
pub fn source(path: &Path, sources: &mut Sources) -> Result<PageSource, ReadError> {
    let failed = |source| ReadError::Io { path: path.to_path_buf(), source };
    let size = fs::metadata(path).map_err(failed)?.len();
    if size > SIZE_LIMIT {
        return Err(ReadError::TooLarge { path: path.to_path_buf(), size });
    }
    let bytes = files::read(path, SIZE_LIMIT).map_err(failed)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let text = decode::text(&bytes);
    let page = page_of_text(&name, &text);
    let file = sources.add(shown_path(path), text);
    Ok(PageSource { page, file })
}
