//! Files as they were at a revision, read from git's objects: the work tree and the index are not read.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jiff::civil::Date;

/// Why files of a revision cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// git cannot be run.
    #[error("cannot run git; is it installed, and in PATH?")]
    Git(#[from] io::Error),
    /// The directory is not in a repository.
    #[error("{path} is not in a git repository: {message}")]
    NoRepository {
        /// The directory.
        path: PathBuf,
        /// The error message of git.
        message: String,
    },
    /// There is no such commit.
    #[error(
        "there is no commit {name:?}; fetch its branch, or more of its history where the clone is shallow (fetch-depth)"
    )]
    Unknown {
        /// The name that was given.
        name: String,
    },
    /// git fails for another reason.
    #[error("git {command} failed: {message}")]
    Failed {
        /// The git command.
        command: &'static str,
        /// The error message of git.
        message: String,
    },
    /// The output of git cannot be read.
    #[error("the output of git {command} cannot be read")]
    Response {
        /// The git command.
        command: &'static str,
    },
}

/// A commit, seen from a directory.
#[derive(Clone, Debug)]
pub(crate) struct Revision {
    directory: PathBuf,
    commit: String,
}

impl Revision {
    /// Finds the commit that `name` refers to.
    ///
    /// # Errors
    ///
    /// If the directory is not in a repository, or there is no such commit.
    pub(crate) fn find(directory: &Path, name: &str) -> Result<Self, RevisionError> {
        let repository = git(directory).args(["rev-parse", "--git-dir"]).output()?;
        if !repository.status.success() {
            let message = message_of(&repository.stderr);
            return Err(RevisionError::NoRepository { path: directory.to_owned(), message });
        }
        let unknown = || RevisionError::Unknown { name: name.to_owned() };
        if name.is_empty() || name.contains('\0') {
            return Err(unknown());
        }
        // A name that begins with a dash is not an option.
        let found = git(directory)
            .args(["rev-parse", "--verify", "--quiet", "--end-of-options"])
            .arg(format!("{name}^{{commit}}"))
            .output()?;
        let commit = String::from_utf8_lossy(&found.stdout).trim().to_owned();
        let is_hash = matches!(commit.len(), 40 | 64) && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !found.status.success() || !is_hash {
            return Err(unknown());
        }
        Ok(Self { directory: directory.to_owned(), commit })
    }

    /// The abbreviated hash.
    pub(crate) fn short(&self) -> &str {
        self.commit.get(..12).unwrap_or(&self.commit)
    }

    /// The day on which it was committed.
    ///
    /// # Errors
    ///
    /// If git fails.
    pub(crate) fn date(&self) -> Result<Date, RevisionError> {
        let arguments = ["-c", "log.showSignature=false", "show", "--no-patch", "--format=%cs", &self.commit];
        let shown = self.ask("show", git(&self.directory).args(arguments))?;
        let text = String::from_utf8_lossy(&shown);
        text.trim().parse().map_err(|_| RevisionError::Response { command: "show" })
    }

    /// The files below the directory whose paths, relative to it, are `wanted`; sorted.
    ///
    /// # Errors
    ///
    /// If git cannot read them.
    pub(crate) fn files(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, Vec<u8>)>, RevisionError> {
        let listed = self.ask("ls-tree", git(&self.directory).args(["ls-tree", "-r", "-z", &self.commit]))?;
        let mut found = Vec::new();
        for entry in listed.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
            let entry = String::from_utf8_lossy(entry);
            let unreadable = || RevisionError::Response { command: "ls-tree" };
            let (facts, path) = entry.split_once('\t').ok_or_else(unreadable)?;
            let mut facts = facts.split(' ');
            let (mode, object) = (facts.next().ok_or_else(unreadable)?, facts.nth(1).ok_or_else(unreadable)?);
            // Links and submodules are skipped.
            if mode.starts_with("100") && wanted(path) {
                found.push((path.to_owned(), object.to_owned()));
            }
        }
        found.sort();
        self.contents(found)
    }

    fn contents(&self, files: Vec<(String, String)>) -> Result<Vec<(String, Vec<u8>)>, RevisionError> {
        const COMMAND: &str = "cat-file";
        let mut process = git(&self.directory)
            .args([COMMAND, "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (input, output) = (process.stdin.take(), process.stdout.take());
        let unreadable = || RevisionError::Response { command: COMMAND };
        let (mut input, output) = (input.ok_or_else(unreadable)?, output.ok_or_else(unreadable)?);
        let mut output = BufReader::new(output);
        let mut contents = Vec::with_capacity(files.len());
        for (path, object) in files {
            // One request at a time, so that neither process blocks on a full pipe.
            writeln!(input, "{object}")?;
            input.flush()?;
            let mut header = String::new();
            output.read_line(&mut header)?;
            let size =
                header.trim().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok()).ok_or_else(unreadable)?;
            let mut content = Vec::new();
            (&mut output).take(size).read_to_end(&mut content)?;
            let mut end = [0];
            output.read_exact(&mut end)?;
            contents.push((path, content));
        }
        drop(input);
        process.wait()?;
        Ok(contents)
    }

    fn ask(&self, command: &'static str, process: &mut Command) -> Result<Vec<u8>, RevisionError> {
        let output = process.output()?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(RevisionError::Failed { command, message: message_of(&output.stderr) })
    }
}

/// Runs git in a directory. Variables that git sets for hooks are removed, since they may refer to another repository.
fn git(directory: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(directory).stdin(Stdio::null());
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    command
}

fn message_of(stderr: &[u8]) -> String {
    String::from_utf8_lossy(stderr).trim().to_owned()
}
