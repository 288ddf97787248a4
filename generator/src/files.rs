//! Reads regular files of bounded size, and writes files atomically.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Prefix of temporary files and folders; one that still exists was left by an interrupted run.
pub(crate) const TEMPORARY_PREFIX: &str = ".docwright-";

/// The largest spec, page, lock or source file that is read, in bytes.
pub(crate) const LARGEST_TEXT: u64 = 64 * 1024 * 1024;

/// A file or folder that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {path}")]
pub struct FileError {
    /// The action that failed.
    pub action: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// The error of the system.
    pub source: io::Error,
}

impl FileError {
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_path_buf();
        move |source| Self { action, path, source }
    }
}

/// Reads a regular file, or the one that a link leads to. Reading a pipe or a device could wait or continue forever.
pub(crate) fn read(path: &Path, largest: u64) -> io::Result<Vec<u8>> {
    let unusable = |reason: String| io::Error::new(io::ErrorKind::InvalidInput, reason);
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(unusable("it is a folder".to_owned()));
    }
    if !metadata.is_file() {
        return Err(unusable("it is not a regular file".to_owned()));
    }
    read_bounded(File::open(path)?, largest)
}

/// Reads a regular file that is not a link: what a link leads to could show in messages.
pub(crate) fn read_unlinked(path: &Path, largest: u64) -> io::Result<Vec<u8>> {
    refuse_link(path)?;
    read(path, largest)
}

/// Reads a text file of bounded size that is not a link.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    let bytes = read_unlinked(path, LARGEST_TEXT)?;
    String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))
}

/// Whether a file has a text, with the line ends of any system: git can write `\r\n` into a work tree.
pub(crate) fn is_same_text(found: &str, expected: &str) -> bool {
    found == expected || found.replace("\r\n", "\n") == expected.replace("\r\n", "\n")
}

/// Reads to the end, or fails if there are more bytes.
pub(crate) fn read_bounded(reader: impl io::Read, largest: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(largest.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > largest {
        let reason = format!("it is larger than {} MiB", largest / (1024 * 1024));
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    Ok(bytes)
}

/// Fails for a link.
pub(crate) fn refuse_link(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_symlink() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a link; put the file or folder itself there"));
    }
    Ok(())
}

/// Replaces a file atomically. It does not wait for the disk: files lost in a power cut can be generated again, and syncing
/// many files takes longer than writing them.
pub(crate) fn replace_file(path: &Path, content: impl AsRef<[u8]>) -> Result<(), FileError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(FileError::io("create", folder))?;
    let mut temporary = tempfile::Builder::new()
        .prefix(TEMPORARY_PREFIX)
        .tempfile_in(folder)
        .map_err(FileError::io("write into", folder))?;
    temporary.write_all(content.as_ref()).map_err(FileError::io("write", path))?;
    set_permissions(temporary.as_file(), path)?;
    temporary.persist(path).map_err(|error| FileError::io("write", path)(error.error))?;
    Ok(())
}

/// Files that are written beside a folder's content, to be renamed into it all at once. Those that are not renamed are removed.
pub(crate) struct StagedFiles {
    folder: tempfile::TempDir,
    files: Vec<(PathBuf, PathBuf)>,
}

impl StagedFiles {
    pub(crate) fn within(folder: &Path) -> Result<Self, FileError> {
        let created = tempfile::Builder::new().prefix(TEMPORARY_PREFIX).tempdir_in(folder);
        Ok(Self { folder: created.map_err(FileError::io("write into", folder))?, files: Vec::new() })
    }

    /// Writes a file that will replace another.
    pub(crate) fn add(&mut self, path: PathBuf, text: &str) -> Result<(), FileError> {
        let staged = self.folder.path().join(self.files.len().to_string());
        let mut file = File::create_new(&staged).map_err(FileError::io("write", &staged))?;
        file.write_all(text.as_bytes()).map_err(FileError::io("write", &path))?;
        set_permissions(&file, &path)?;
        self.files.push((staged, path));
        Ok(())
    }

    /// Renames all files into their places.
    pub(crate) fn persist(self) -> Result<(), FileError> {
        let folders: BTreeSet<&Path> = self.files.iter().filter_map(|(_, path)| path.parent()).collect();
        for folder in folders {
            fs::create_dir_all(folder).map_err(FileError::io("create", folder))?;
        }
        for (staged, path) in &self.files {
            fs::rename(staged, path).map_err(FileError::io("write", path))?;
        }
        Ok(())
    }
}

/// Gives the file the permissions of the one that it replaces, or 0644, because temporary files are private.
fn set_permissions(file: &File, path: &Path) -> Result<(), FileError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path).map_or(0o644, |metadata| metadata.permissions().mode());
        let permissions = fs::Permissions::from_mode(mode);
        file.set_permissions(permissions).map_err(FileError::io("write", path))?;
    }
    #[cfg(not(unix))]
    let _ = (file, path);
    Ok(())
}
