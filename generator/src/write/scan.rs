//! What stands in the output directory beside the files that should be there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{Change, ChangeKind, TEMPORARY_PREFIX, WriteError};
use crate::rust::GENERATED_MARK;

/// Folders in which generated files stand beside hand-written ones.
const TOP_FOLDERS: [&str; 2] = ["src", "tests"];

/// Whether a file was written by this tool.
pub(super) fn is_generated(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.contains(GENERATED_MARK))
}

/// Files that do not belong: generated ones without a spec, leftovers, and hand-written ones in generated folders.
pub(super) fn scan<'a>(out: &Path, expected: impl Iterator<Item = &'a String>) -> Result<Vec<Change>, WriteError> {
    let expected: BTreeSet<&str> = expected.map(String::as_str).collect();
    let mut files = Vec::new();
    for top in TOP_FOLDERS {
        walk(&out.join(top), top, &mut files)?;
    }
    for (folder, name) in top_level_leftovers(out)? {
        files.push(Found { path: name, folder, is_generated: false });
    }
    let generated_folders: BTreeSet<&str> = expected
        .iter()
        .copied()
        .chain(files.iter().filter(|file| file.is_generated).map(|file| file.path.as_str()))
        .filter_map(|path| path.rsplit_once('/').map(|(folder, _)| folder))
        .filter(|folder| !TOP_FOLDERS.contains(folder))
        .collect();
    let mut changes = Vec::new();
    for file in &files {
        if expected.contains(file.path.as_str()) {
            continue;
        }
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        let is_within_generated = || {
            generated_folders
                .iter()
                .any(|folder| file.folder == *folder || file.folder.starts_with(&format!("{folder}/")))
        };
        let kind = if name.starts_with(TEMPORARY_PREFIX) {
            ChangeKind::Unfinished
        } else if file.is_generated {
            ChangeKind::Extra
        } else if is_within_generated() {
            ChangeKind::Foreign
        } else {
            continue;
        };
        changes.push(Change { path: file.path.clone(), kind });
    }
    Ok(changes)
}

struct Found {
    path: String,
    folder: String,
    is_generated: bool,
}

/// Links are not followed: what they lead to is not ours to remove.
fn walk(folder: &Path, relative: &str, files: &mut Vec<Found>) -> Result<(), WriteError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(WriteError::io("read", folder)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(WriteError::io("read", folder))?;
        let path = format!("{relative}/{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(WriteError::io("read", folder))?;
        if kind.is_dir() {
            walk(&entry.path(), &path, files)?;
        } else {
            let is_generated = kind.is_file()
                && path.ends_with(".rs")
                && fs::read(entry.path()).is_ok_and(|bytes| is_generated(&String::from_utf8_lossy(&bytes)));
            files.push(Found { path, folder: relative.to_owned(), is_generated });
        }
    }
    Ok(())
}

/// The manifest and the listing stand at the top, and can be interrupted there.
fn top_level_leftovers(out: &Path) -> Result<Vec<(String, String)>, WriteError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(out).map_err(WriteError::io("read", out))? {
        let name = entry.map_err(WriteError::io("read", out))?.file_name().to_string_lossy().into_owned();
        if name.starts_with(TEMPORARY_PREFIX) {
            found.push((String::new(), name));
        }
    }
    Ok(found)
}
