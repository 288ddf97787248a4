//! Writes files atomically.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Prefix of temporary files; one that still exists was left by an interrupted run.
pub(crate) const TEMPORARY_PREFIX: &str = ".docwright-";

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

/// Replaces a file atomically. It does not wait for the disk: files lost in a power cut can be generated again, and syncing
/// many files takes longer than writing them.
pub(crate) fn replace_file(path: &Path, text: &str) -> Result<(), FileError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(FileError::io("create", folder))?;
    let mut temporary = tempfile::Builder::new()
        .prefix(TEMPORARY_PREFIX)
        .tempfile_in(folder)
        .map_err(FileError::io("write into", folder))?;
    temporary.write_all(text.as_bytes()).map_err(FileError::io("write", path))?;
    set_permissions(&temporary, path)?;
    temporary.persist(path).map_err(|error| FileError::io("write", path)(error.error))?;
    Ok(())
}

/// Gives the file the permissions of the one that it replaces, or 0644, because temporary files are private.
fn set_permissions(temporary: &tempfile::NamedTempFile, path: &Path) -> Result<(), FileError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path).map_or(0o644, |metadata| metadata.permissions().mode());
        let permissions = fs::Permissions::from_mode(mode);
        temporary.as_file().set_permissions(permissions).map_err(FileError::io("write", path))?;
    }
    #[cfg(not(unix))]
    let _ = (temporary, path);
    Ok(())
}
