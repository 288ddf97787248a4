//! The folder of fetched pages: their files, and the index with their URLs.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use url::Url;

use crate::files::{self, FileError, TEMPORARY_PREFIX, refuse_link, replace_file};
use crate::pages::fetched::{FetchedCopy, FetchedIndex, hash};
use crate::pages::read::INDEX_NAME;
use crate::pages::read::SIZE_LIMIT;
use crate::write::OutputLock;

/// Names that Windows reserves, with any extension.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The longest part of a name that is made from a URL.
const LONGEST_STEM: usize = 80;

/// Prefix of the names of temporary files and of the lock.
const OWN_PREFIX: &str = ".docwright";

/// A folder of fetched pages, locked by this process.
#[derive(Debug)]
pub(super) struct CopyFolder {
    path: PathBuf,
    index: FetchedIndex,
    _lock: OutputLock,
}

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It has files, but not those of fetched pages.
    #[error("{path} has files, but not the index `{INDEX_NAME}` of fetched pages; name an empty folder")]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// A file in it cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
}

impl CopyFolder {
    /// Opens a folder, which is created if it does not exist. Calls `wait` if another process uses it.
    pub(super) fn open(path: &Path, wait: &mut dyn FnMut()) -> Result<Self, FolderError> {
        fs::create_dir_all(path).map_err(FileError::io("create", path))?;
        refuse_link(path).map_err(FileError::io("use", path))?;
        let lock = OutputLock::take(path, true, wait)?;
        let index_path = path.join(INDEX_NAME);
        let index = match FetchedIndex::read(path).map_err(FileError::io("read", &index_path))? {
            Some(index) => {
                remove_leftovers(path)?;
                index
            }
            None => {
                if names(path)?.iter().any(|name| !name.starts_with(OWN_PREFIX)) {
                    return Err(FolderError::Foreign { path: path.to_path_buf() });
                }
                let index = FetchedIndex::default();
                write_index(path, &index)?;
                index
            }
        };
        let ignored = path.join(".gitignore");
        if !ignored.exists() {
            // The pages are under the copyright of the vendor.
            replace_file(&ignored, "*\n")?;
        }
        Ok(Self { path: path.to_path_buf(), index, _lock: lock })
    }

    /// The copy of a page, if its file is as it was received.
    pub(super) fn copy(&self, url: &Url) -> Option<&FetchedCopy> {
        let copy = self.index.pages.get(url.as_str())?;
        let bytes = files::read_unlinked(&self.path.join(&copy.file), SIZE_LIMIT).ok()?;
        (hash(&bytes) == copy.hash).then_some(copy)
    }

    /// The file with the copy of a page, if there is one.
    pub(super) fn file(&self, url: &Url) -> Option<PathBuf> {
        let path = self.path.join(&self.index.pages.get(url.as_str())?.file);
        path.is_file().then_some(path)
    }

    /// Writes the copy of a page, and then its entry of the index.
    pub(super) fn keep(
        &mut self,
        url: &Url,
        ending: &str,
        bytes: &[u8],
        mut copy: FetchedCopy,
    ) -> Result<(), FileError> {
        copy.file = format!("{}.{}.{ending}", stem(url), hash(url.as_str().as_bytes()));
        copy.hash = hash(bytes);
        replace_file(&self.path.join(&copy.file), bytes)?;
        self.enter(url, copy)
    }

    /// Replaces the entry of the index for a page.
    pub(super) fn enter(&mut self, url: &Url, copy: FetchedCopy) -> Result<(), FileError> {
        let file = copy.file.clone();
        let earlier = self.index.pages.insert(url.as_str().to_owned(), copy);
        write_index(&self.path, &self.index)?;
        match earlier {
            // The page has another media type than before.
            Some(earlier) if earlier.file != file => self.remove(&earlier.file),
            _ => Ok(()),
        }
    }

    /// Removes the copies of pages that no spec cites any more; returns how many.
    pub(super) fn remove_uncited(&mut self, cited: &BTreeSet<&str>) -> Result<usize, FileError> {
        let all = std::mem::take(&mut self.index.pages);
        let (kept, uncited) = all.into_iter().partition(|(url, _)| cited.contains(url.as_str()));
        self.index.pages = kept;
        let uncited: Vec<(String, FetchedCopy)> = uncited.into_iter().collect();
        if uncited.is_empty() {
            return Ok(0);
        }
        write_index(&self.path, &self.index)?;
        for (_, copy) in &uncited {
            self.remove(&copy.file)?;
        }
        Ok(uncited.len())
    }

    fn remove(&self, file: &str) -> Result<(), FileError> {
        let path = self.path.join(file);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(FileError::io("remove", &path)(error)),
            _ => Ok(()),
        }
    }
}

fn write_index(folder: &Path, index: &FetchedIndex) -> Result<(), FileError> {
    let path = folder.join(INDEX_NAME);
    let text = serde_json::to_string_pretty(index).map_err(|error| FileError::io("write", &path)(error.into()))?;
    replace_file(&path, format!("{text}\n"))
}

/// The names of what a folder contains.
fn names(folder: &Path) -> Result<Vec<String>, FileError> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(FileError::io("read", folder))?;
    Ok(entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

/// Removes the temporary files of an interrupted run. The folder is locked, so that no other run needs them.
fn remove_leftovers(folder: &Path) -> Result<(), FileError> {
    for name in names(folder)?.iter().filter(|name| name.starts_with(TEMPORARY_PREFIX)) {
        let path = folder.join(name);
        fs::remove_file(&path).map_err(FileError::io("remove", &path))?;
    }
    Ok(())
}

/// The readable part of a file's name: the end of the URL's path, in characters that all systems allow.
fn stem(url: &Url) -> String {
    let mut segments = url.path_segments().into_iter().flatten().rev();
    let last = segments.find(|segment| !segment.is_empty()).or(url.host_str()).unwrap_or_default();
    let last = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let mut stem = String::new();
    for c in last.chars().take(LONGEST_STEM) {
        let c = if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        if c != '-' || !stem.ends_with('-') {
            stem.push(c);
        }
    }
    let stem = stem.trim_matches('-');
    let is_numbered_port = |name: &str| {
        let is_port = name.starts_with("com") || name.starts_with("lpt");
        is_port && name.len() == 4 && name.ends_with(|c: char| c.is_ascii_digit())
    };
    match stem {
        "" => "page".to_owned(),
        reserved if RESERVED.contains(&reserved) || is_numbered_port(reserved) => format!("{reserved}-page"),
        stem => stem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn names_of_files_are_allowed_on_all_systems() {
        for (url, expected) in [
            ("https://docs.example/en-us/Boats/Get-Boat.html?view=1", "get-boat"),
            ("https://docs.example/boats/", "boats"),
            ("https://docs.example/", "docs"),
            ("https://docs.example/a/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "2e-2e-2f-2e-2e-2fetc-2fpasswd"),
            ("https://docs.example/..%5C..%5Cboat", "5c"),
            ("https://docs.example/con", "con-page"),
            ("https://docs.example/COM1.txt", "com1-page"),
            ("https://docs.example/%F0%9F%9B%B6:*?", "f0-9f-9b-b6"),
            ("https://docs.example/...", "page"),
        ] {
            assert_eq!(stem(&url.parse().unwrap()), expected, "{url}");
        }
        assert!(
            stem(&format!("https://docs.example/{}", "a".repeat(300)).parse().unwrap()).len() <= super::LONGEST_STEM
        );
    }
}
