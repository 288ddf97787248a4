//! Files and folders of pages.

mod decode;

use std::fs;
use std::hash::Hasher as _;
use std::io;
use std::path::{Path, PathBuf};

use siphasher::sip::SipHasher13;

use super::compare::{PageNote, PageSource, line_place};
use super::facts::{PageFacts, READER};
use super::html::MOST_ATTRIBUTES;
use super::openapi::{self, DocumentError, DocumentFacts, ReadBeside};
use super::{markdown, reference};
use crate::diagnostics::Sources;
use crate::files;
use crate::wording::shown_path;

/// The largest file that is read as a page.
pub(crate) const SIZE_LIMIT: u64 = 32 << 20;

/// Extensions of the files that a folder is searched for.
const ENDINGS: &[&str] = &["md", "markdown", "mdx", "txt", "html", "htm", "rst"];
/// Extensions of the files that can be OpenAPI documents.
const DOCUMENT_ENDINGS: &[&str] = &["json", "yaml", "yml"];

/// The index of a folder of fetched pages, which is beside them.
pub const INDEX_NAME: &str = "fetched.json";

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
    /// A file has no text, such as a PDF.
    #[error("{path} is not a text; save the page as HTML or Markdown")]
    NoText {
        /// The file.
        path: PathBuf,
    },
    /// An OpenAPI document cannot be read.
    #[error("{path}:{error}")]
    Document {
        /// The file.
        path: String,
        /// What is wrong, and where.
        error: DocumentError,
    },
    /// There is no page at the path.
    #[error(
        "there is no page at {path}: pages are files that end in .md, .markdown, .mdx, .rst, .txt, .html or .htm, and OpenAPI \
         documents in .json, .yaml or .yml"
    )]
    NoPage {
        /// The path that was searched.
        path: PathBuf,
    },
}

/// Reads one page in any rendering and encoding; bytes that are not valid text are allowed.
pub fn page(name: &str, bytes: &[u8]) -> PageFacts {
    page_of_text(name, &decode::text(bytes)).0
}

/// Whether a text is a whole document in HTML.
#[cfg(feature = "cli")]
pub(crate) fn is_html(text: &str) -> bool {
    markdown::is_html(text)
}

/// Reads an OpenAPI document as pages; `beside` reads the files that it refers to.
///
/// # Errors
///
/// When it cannot be read.
pub fn document(name: &str, bytes: &[u8], beside: &mut ReadBeside<'_>) -> Result<DocumentFacts, DocumentError> {
    document_of_text(name, &decode::text(bytes), beside)
}

fn document_of_text(name: &str, text: &str, beside: &mut ReadBeside<'_>) -> Result<DocumentFacts, DocumentError> {
    let mut document = openapi::read(name, text, beside)?;
    document.pages = document.pages.into_iter().map(with_version).collect();
    Ok(document)
}

/// A page, and the line of the first tag that has more attributes than are read.
fn page_of_text(name: &str, text: &str) -> (PageFacts, Option<u32>) {
    let is_reference = !markdown::is_html(text) && reference::is_reference(text);
    let (page, shortened_tag) =
        if is_reference { (reference::read(name, text), None) } else { markdown::read(name, text) };
    (with_version(page), shortened_tag)
}

fn with_version(mut page: PageFacts) -> PageFacts {
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
            if kind.is_dir() {
                pending.push(path);
            } else if kind.is_file() && (has_ending(&path, ENDINGS) || is_document(&path)) {
                files.pages.push(path);
            } else if !is_index(&path) {
                files.skipped = files.skipped.saturating_add(1);
            }
        }
    }
    Ok(())
}

fn is_index(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == INDEX_NAME)
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| endings.contains(&ending))
}

/// Whether a file in a folder is an OpenAPI document, rather than other JSON or YAML. One that is too large is reported when
/// it is read.
fn is_document(path: &Path) -> bool {
    if !has_ending(path, DOCUMENT_ENDINGS) {
        return false;
    }
    match files::read(path, SIZE_LIMIT) {
        Ok(bytes) => openapi::is_document(&String::from_utf8_lossy(&bytes)),
        Err(error) => error.kind() == io::ErrorKind::FileTooLarge,
    }
}

/// The pages in a file, and notes on what was not read.
#[derive(Debug)]
pub struct ReadFile {
    /// One page; of an OpenAPI document, one for each operation after that of the document as a whole.
    pub pages: Vec<PageSource>,
    /// What was not read, and why.
    pub notes: Vec<PageNote>,
}

/// Reads the pages in a file, and keeps its text to show it with errors and mismatches.
///
/// # Errors
///
/// When the file cannot be read or is too large.
pub fn source(path: &Path, sources: &mut Sources) -> Result<ReadFile, ReadError> {
    let failed = |source| ReadError::Io { path: path.to_path_buf(), source };
    let size = fs::metadata(path).map_err(failed)?.len();
    if size > SIZE_LIMIT {
        return Err(ReadError::TooLarge { path: path.to_path_buf(), size });
    }
    let bytes = files::read(path, SIZE_LIMIT).map_err(failed)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let text = decode::text(&bytes);
    if bytes.starts_with(b"%PDF-") || text.contains('\0') {
        return Err(ReadError::NoText { path: path.to_path_buf() });
    }
    if !has_ending(path, DOCUMENT_ENDINGS) {
        let (page, shortened_tag) = page_of_text(&name, &text);
        let file = sources.add(shown_path(path), text);
        let note = |line| PageNote {
            place: line_place(file, line, sources),
            message: format!("the tag has more than {MOST_ATTRIBUTES} attributes; the others are not read"),
        };
        let notes = shortened_tag.map(note).into_iter().collect();
        return Ok(ReadFile { pages: vec![PageSource { page, file }], notes });
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let facts = document_of_text(&name, &text, &mut |relative| beside(folder, relative))
        .map_err(|error| ReadError::Document { path: shown_path(path), error })?;
    let file = sources.add(shown_path(path), text);
    let note = |part: openapi::UnreadPart| {
        let place = line_place(file, part.line, sources);
        PageNote { place, message: part.message }
    };
    let notes = facts.unread.into_iter().map(note).collect();
    Ok(ReadFile { pages: facts.pages.into_iter().map(|page| PageSource { page, file }).collect(), notes })
}

/// Reads a file in the folder of a document; neither `..` nor a link leads out of it.
fn beside(folder: &Path, relative: &str) -> Result<Vec<u8>, String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let unreadable = |error: io::Error| error.to_string();
    let folder = folder.canonicalize().map_err(unreadable)?;
    let path = folder.join(relative).canonicalize().map_err(unreadable)?;
    if !path.starts_with(&folder) {
        return Err("it is a link out of the folder of the document".to_owned());
    }
    files::read(&path, SIZE_LIMIT).map_err(unreadable)
}
