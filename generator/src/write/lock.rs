//! The lock on an output directory, so that one run neither reads nor replaces what another is writing.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use crate::files::FileError;

/// A lock on an output directory, until it is dropped. A process that ends gives up its lock, whatever ends it.
#[derive(Debug)]
pub(crate) struct OutputLock {
    _file: Option<File>,
}

impl OutputLock {
    /// Takes the lock, to read (with others) or to write (alone). Calls `wait` first if another process has it.
    ///
    /// # Errors
    ///
    /// When the directory cannot be opened or locked.
    pub(crate) fn take(out: &Path, is_written: bool, wait: &mut dyn FnMut()) -> Result<Self, FileError> {
        let file = open(out).map_err(FileError::io("open", out))?;
        let tried = if is_written { file.try_lock() } else { file.try_lock_shared() };
        let locked = match tried {
            Ok(()) => Ok(()),
            Err(TryLockError::WouldBlock) => {
                wait();
                if is_written { file.lock() } else { file.lock_shared() }
            }
            Err(TryLockError::Error(error)) => Err(error),
        };
        match locked {
            Ok(()) => Ok(Self { _file: Some(file) }),
            // Some network file systems have no locks.
            Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(Self { _file: None }),
            Err(error) => Err(FileError::io("lock", out)(error)),
        }
    }
}

/// The directory itself, which leaves no file behind.
#[cfg(unix)]
fn open(out: &Path) -> io::Result<File> {
    File::open(out)
}

/// Only files can be locked on Windows.
#[cfg(not(unix))]
fn open(out: &Path) -> io::Result<File> {
    File::options().read(true).write(true).create(true).truncate(false).open(out.join(".docwright.lock"))
}
