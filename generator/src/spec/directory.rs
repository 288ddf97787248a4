//! The files of a spec directory.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::files::{self, LARGEST_TEXT};
use crate::wording::shown_path;

/// A spec file before it is parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecFile {
    /// Path below the spec directory, with `/` between its parts.
    pub relative: String,
    /// Path as it is shown in messages.
    pub shown: String,
    /// The bytes.
    pub content: Vec<u8>,
}

impl SpecFile {
    /// A file with its path below the spec directory, such as `partner-center/licenses.yaml`.
    pub fn new(relative: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        let relative = relative.into();
        Self { shown: relative.clone(), relative, content: content.into() }
    }
}

/// Why a spec directory could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}")]
pub struct LoadError {
    /// What could not be read.
    pub path: PathBuf,
    /// The error of the system.
    pub source: io::Error,
}

/// Reads every YAML file below `directory`, sorted by path.
///
/// # Errors
///
/// When the directory or a file in it cannot be read, or a file is a link, a pipe or a device.
pub fn read_directory(directory: &Path) -> Result<Vec<SpecFile>, LoadError> {
    let mut files = Vec::new();
    let mut pending = vec![directory.to_path_buf()];
    while let Some(folder) = pending.pop() {
        let failed = |source| LoadError { path: folder.clone(), source };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            // Emacs marks an open file with a dangling link.
            if entry.file_name().to_string_lossy().starts_with(".#") {
                continue;
            }
            let kind = entry.file_type().map_err(failed)?;
            // The folder of an API may be a link; below it, links could form a cycle.
            let is_linked_api = kind.is_symlink() && folder == directory && path.is_dir();
            if kind.is_dir() || is_linked_api {
                if is_yaml(&path) {
                    // It is reported as a file at a path where no spec is expected.
                    let relative = slashed(path.strip_prefix(directory).unwrap_or(&path));
                    files.push(SpecFile {
                        relative: format!("{relative}/"),
                        shown: slashed(&path),
                        content: Vec::new(),
                    });
                }
                pending.push(path);
            } else if is_yaml(&path) {
                // A message about what a link leads to would show it.
                let content = files::read_unlinked(&path, LARGEST_TEXT)
                    .map_err(|source| LoadError { path: path.clone(), source })?;
                let relative = slashed(path.strip_prefix(directory).unwrap_or(&path));
                files.push(SpecFile { relative, shown: slashed(&path), content });
            }
        }
    }
    files.sort_by(|a, b| a.relative.cmp(&b.relative));
    Ok(files)
}

/// Whether a file has an extension of YAML, including `yml`, which is only reported.
fn is_yaml(path: &Path) -> bool {
    let is_ending = |ending: &str| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending));
    is_ending("yaml") || is_ending("yml")
}

pub(crate) fn slashed(path: &Path) -> String {
    let parts = path.components().map(|part| shown_path(Path::new(part.as_os_str())));
    parts.collect::<Vec<_>>().join("/").replace("//", "/")
}
