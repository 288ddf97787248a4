//! Files as they were at a revision, read from git's objects: the work tree and the index are not read.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::files::LARGEST_TEXT;
use crate::wording::shown;

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
        "there is no commit {name:?}; fetch its branch, or more of its history where the clone is shallow (fetch-depth){}",
        if message.is_empty() { String::new() } else { format!(" (git: {message})") }
    )]
    Unknown {
        /// The name that was given.
        name: String,
        /// The error message of git, if it was asked.
        message: String,
    },
    /// git fails for another reason.
    #[error("git {command} failed: {message}")]
    Failed {
        /// The git command.
        command: &'static str,
        /// The error message of git.
        message: String,
    },
    /// A file is larger than any that is read.
    #[error("{} of the revision is larger than {} MiB", shown(path), LARGEST_TEXT / (1024 * 1024))]
    TooLarge {
        /// The file.
        path: String,
    },
    /// The output of git cannot be read.
    #[error("the output of git {command} cannot be read")]
    Response {
        /// The git command.
        command: &'static str,
    },
}

/// The command that reads objects one after the other.
const COMMAND: &str = "cat-file";

/// Variables of git that neither select a repository nor change what is printed.
const KEPT_VARIABLES: &[&str] = &["GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"];

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
            return Err(if message.contains("not a git repository") {
                RevisionError::NoRepository { path: directory.to_owned(), message }
            } else {
                RevisionError::Failed { command: "rev-parse", message }
            });
        }
        let unknown = |message| RevisionError::Unknown { name: name.to_owned(), message };
        if name.is_empty() || name.contains('\0') {
            return Err(unknown(String::new()));
        }
        // A name that begins with a dash is not an option.
        let found = git(directory)
            .args(["rev-parse", "--verify", "--end-of-options"])
            .arg(format!("{name}^{{commit}}"))
            .output()?;
        let commit = String::from_utf8_lossy(&found.stdout).trim().to_owned();
        let is_hash = matches!(commit.len(), 40 | 64) && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !found.status.success() || !is_hash {
            return Err(unknown(message_of(&found.stderr)));
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
        // The object itself: what git shows of it depends on settings.
        let commit = self.ask("cat-file", git(&self.directory).args(["cat-file", "commit", &self.commit]))?;
        day_of(&String::from_utf8_lossy(&commit)).ok_or(RevisionError::Response { command: "cat-file" })
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
        let mut process = git(&self.directory)
            .args([COMMAND, "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let contents = Self::ask_for(&mut process, files);
        let message = process.wait_with_output().map(|output| message_of(&output.stderr))?;
        contents.map_err(
            |error| if message.is_empty() { error } else { RevisionError::Failed { command: COMMAND, message } },
        )
    }

    /// Asks for the content of one object after the other.
    fn ask_for(process: &mut Child, files: Vec<(String, String)>) -> Result<Vec<(String, Vec<u8>)>, RevisionError> {
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
            let header = header.trim();
            let Some(size) = header.rsplit(' ').next().and_then(|size| size.parse::<u64>().ok()) else {
                return Err(match header {
                    "" => unreadable(),
                    header => RevisionError::Failed { command: COMMAND, message: header.to_owned() },
                });
            };
            if size > LARGEST_TEXT {
                return Err(RevisionError::TooLarge { path });
            }
            let mut content = Vec::new();
            (&mut output).take(size).read_to_end(&mut content)?;
            let mut end = [0];
            output.read_exact(&mut end)?;
            contents.push((path, content));
        }
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

/// Runs git in a directory. Its variables are removed, since they may refer to another repository or change what it prints; only
/// those that select its settings and its own files remain. Messages are in English, because one is recognized.
fn git(directory: &Path) -> Command {
    let mut command = Command::new("git");
    command.args(["--no-pager", "--no-replace-objects"]).current_dir(directory).stdin(Stdio::null());
    for (variable, _) in std::env::vars_os().filter(|(variable, _)| is_removed(variable)) {
        command.env_remove(variable);
    }
    command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
    command
}

fn is_removed(variable: &OsStr) -> bool {
    let name = variable.to_string_lossy();
    name.starts_with("GIT_") && !name.starts_with("GIT_CONFIG_") && !KEPT_VARIABLES.contains(&&*name)
}

/// The day of a commit in the time zone of its committer, from the line `committer NAME <ADDRESS> SECONDS +HHMM`.
fn day_of(commit: &str) -> Option<Date> {
    let (_, stated) = commit.lines().find(|line| line.starts_with("committer "))?.rsplit_once("> ")?;
    let (seconds, zone) = stated.split_once(' ')?;
    let (hours, minutes) = (zone.get(1..3)?.parse::<i32>().ok()?, zone.get(3..)?.parse::<i32>().ok()?);
    let offset = (hours * 60 + minutes) * if zone.starts_with('-') { -60 } else { 60 };
    let time = Timestamp::from_second(seconds.parse().ok()?).ok()?;
    Some(Offset::from_seconds(offset).ok()?.to_datetime(time).date())
}

/// What git says, in one line.
fn message_of(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::day_of;

    #[test]
    fn a_day_is_that_of_the_committer() {
        let of = |stated: &str| day_of(&format!("tree 0\nauthor A <a> 1 +0000\ncommitter A > B <a> {stated}\n\nText"));
        assert_eq!(of("1764115200 +0000"), Some(date(2025, 11, 26)));
        assert_eq!(of("1764115200 -0030"), Some(date(2025, 11, 25)));
        assert_eq!(of("1764115199 +0100"), Some(date(2025, 11, 26)));
        for stated in ["", "x +0000", "1 +", "1 +00\u{e9}0", "99999999999999999 +0000"] {
            assert_eq!(of(stated), None, "{stated}");
        }
    }
}
