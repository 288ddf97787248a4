//! The index of a folder of fetched pages: the URL of each file, which the file itself may not state.

use std::collections::BTreeMap;
use std::hash::Hasher as _;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;

use super::read::{self, INDEX_NAME, ReadError, ReadFile};
use crate::diagnostics::Sources;
use crate::files;

/// The copies in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FetchedIndex {
    /// The copies, by the URL that a spec cites, without its fragment.
    pub pages: BTreeMap<String, FetchedCopy>,
}

/// The copy of one page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FetchedCopy {
    /// Name of the file, which has the bytes as they were received.
    pub file: String,
    /// A hash of these bytes; a file with another one was changed since, and is fetched again.
    pub hash: String,
    /// Where redirects led to, if there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<String>,
    /// The `ETag` of the response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The `Last-Modified` of the response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

impl FetchedIndex {
    /// Reads the index of a folder; `None` if it has none.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or names a file outside of the folder.
    pub fn read(folder: &Path) -> io::Result<Option<Self>> {
        let text = match files::read_text(&folder.join(INDEX_NAME)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let index: Self = serde_json::from_str(&text)?;
        match index.pages.values().find(|copy| !is_plain_name(&copy.file)) {
            Some(copy) => {
                let reason = format!("`{}` is not the name of a file in the folder", copy.file.escape_debug());
                Err(io::Error::new(io::ErrorKind::InvalidData, reason))
            }
            None => Ok(Some(index)),
        }
    }

    /// The URL of the copy in a file.
    pub fn url_of(&self, file: &str) -> Option<&str> {
        self.pages.iter().find(|(_, copy)| copy.file == file).map(|(url, _)| url.as_str())
    }

    /// The name of a page: the shortest end of its path that no other page of the index has.
    pub fn name_of(&self, url: &str) -> String {
        let segments = segments(url);
        let is_taken = |end: &[&str]| {
            self.pages.keys().filter(|other| *other != url).any(|other| self::segments(other).ends_with(end))
        };
        let starts = (0..segments.len()).rev();
        let end = starts.map(|start| &segments[start..]).find(|end| !is_taken(end)).unwrap_or(&segments);
        end.join("/")
    }
}

/// Reads pages in files, of which some were fetched.
#[derive(Debug, Default)]
pub struct FetchedPageReader {
    /// The index of each folder, if it has one.
    indexes: BTreeMap<PathBuf, Option<FetchedIndex>>,
}

impl FetchedPageReader {
    /// Reads the pages in a file, as [`read::source`] does. A fetched page has the URL that the index beside it states; the
    /// parts of a document keep their names, by which its URL is recognized.
    ///
    /// # Errors
    ///
    /// When the file, or the index beside it, cannot be read.
    pub fn source(&mut self, path: &Path, sources: &mut Sources) -> Result<ReadFile, ReadError> {
        let mut file = read::source(path, sources)?;
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let index = self.index(path.parent().unwrap_or(Path::new("")))?;
        let known = index.and_then(|index| Some((index, index.url_of(name)?)));
        let Some((index, url)) = known else { return Ok(file) };
        for source in file.pages.iter_mut().filter(|source| !source.page.is_of_document()) {
            let is_reference = source.page.is_reference();
            let identity = &mut source.page.identity;
            identity.url = Some(url.to_owned());
            // A generated reference has names of its own form.
            if !is_reference {
                identity.name = index.name_of(url);
            }
        }
        Ok(file)
    }

    fn index(&mut self, folder: &Path) -> Result<Option<&FetchedIndex>, ReadError> {
        if !self.indexes.contains_key(folder) {
            let index =
                FetchedIndex::read(folder).map_err(|source| ReadError::Io { path: folder.join(INDEX_NAME), source })?;
            self.indexes.insert(folder.to_path_buf(), index);
        }
        Ok(self.indexes.get(folder).and_then(Option::as_ref))
    }
}

/// The segments of a URL's path, without the extension of the last.
fn segments(url: &str) -> Vec<&str> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let mut segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    if segments.len() > 1
        && let Some(last) = segments.last_mut()
    {
        *last = last.split('.').find(|part| !part.is_empty()).unwrap_or(last);
    }
    segments
}

/// Whether a name is that of a file in the folder of the index.
fn is_plain_name(name: &str) -> bool {
    !name.starts_with('.') && !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

/// The hash of a copy's bytes.
pub fn hash(bytes: &[u8]) -> String {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::{FetchedCopy, FetchedIndex};

    fn index(urls: &[&str]) -> FetchedIndex {
        let copy = |url: &&str| {
            let copy = FetchedCopy {
                file: "a.html".to_owned(),
                hash: String::new(),
                moved_to: None,
                etag: None,
                last_modified: None,
            };
            ((*url).to_owned(), copy)
        };
        FetchedIndex { pages: urls.iter().map(copy).collect() }
    }

    #[test]
    fn a_name_is_the_shortest_end_that_no_other_page_has() {
        let index = index(&[
            "https://docs.example/boats/get",
            "https://docs.example/tides/get",
            "https://docs.example/tides.v2.html?view=1",
            "https://docs.example/",
        ]);
        assert_eq!(index.name_of("https://docs.example/boats/get"), "boats/get");
        assert_eq!(index.name_of("https://docs.example/tides.v2.html?view=1"), "tides");
        assert_eq!(index.name_of("https://docs.example/"), "docs.example");
    }

    #[test]
    fn an_index_names_files_of_its_folder_only() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| {
            let mut index = index(&["https://docs.example/a"]);
            for copy in index.pages.values_mut() {
                copy.file = name.to_owned();
            }
            std::fs::write(folder.path().join(super::INDEX_NAME), serde_json::to_string(&index).unwrap()).unwrap();
            FetchedIndex::read(folder.path())
        };
        assert_eq!(write("a.html").unwrap().unwrap().url_of("a.html"), Some("https://docs.example/a"));
        for name in ["../a.html", "a/b", r"a\b", ".gitignore", "", "/etc/passwd", "c:a"] {
            assert!(write(name).is_err(), "{name}");
        }
    }
}
