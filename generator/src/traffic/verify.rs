//! `verify traffic`: recordings against the specs of a directory.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::value::RawValue;

use super::exchange::{Witness, decoded_as, decoded_statuses};
use super::har::{self, Ending, Reader};
use super::matching::OperationId;
use super::notes::Note;
use super::redact;
use super::report::{self, Class, Finding};
use crate::diagnostics::nearest;
use crate::model::Model;
use crate::write::{WriteError, replace_file};

/// What a run is asked for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The operation whose answers the files are bodies of, as `api/area/name`; otherwise they are HAR files.
    pub operation: Option<String>,
    /// The status of those answers; the only one that has JSON unless stated.
    pub status: Option<u16>,
    /// Classes of findings to let pass.
    pub allow: BTreeSet<Class>,
    /// Whether members that were never seen are findings.
    pub unseen: bool,
}

/// What came of a run.
#[derive(Debug)]
pub struct Verified {
    /// What is not as the spec says, by place.
    pub findings: Vec<Finding>,
    /// What the recordings cannot tell.
    pub notes: Vec<Note>,
    /// Exchanges read.
    pub exchanges: usize,
    /// Those that call an operation.
    pub matched: usize,
    /// Operations that were called, as `api/area/name`.
    pub called: Vec<String>,
    /// Operations that the specs have.
    pub operations: usize,
    /// Findings that were let pass.
    pub allowed: usize,
}

/// Why recordings could not be held against specs.
#[derive(Debug, thiserror::Error)]
pub enum TrafficError {
    /// A file cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is no HAR.
    #[error("{0} is no HAR file; of a bare JSON body, name the operation with --operation api/area/name")]
    NoHar(PathBuf),
    /// There is no such operation.
    #[error("there is no operation `{name}`{}", .nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    NoOperation {
        /// What was asked for.
        name: String,
        /// What may have been meant.
        nearest: Option<String>,
    },
    /// The operation has no answer with JSON of that status, or several.
    #[error("`{name}` has no single answer with JSON: state --status, one of {}", .statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(", "))]
    Status {
        /// The operation.
        name: String,
        /// The statuses of its answers with JSON.
        statuses: Vec<u16>,
    },
    /// The operation never answers with JSON.
    #[error("`{0}` has no answer with JSON")]
    NoJson(String),
    /// The copy would take the place of what it is a copy of.
    #[error("{0} is the recording itself; name another file for the copy")]
    SameFile(PathBuf),
    /// The copy cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Holds recordings against specs. Progress is told as files read of all files.
///
/// # Errors
///
/// When a file cannot be read, is no recording, or the options name what the specs do not have.
pub fn verify(
    model: &Model,
    paths: &[PathBuf],
    options: &Options,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Verified, TrafficError> {
    let target = options.operation.as_deref().map(|name| target(model, name, options.status)).transpose()?;
    let mut witness = Witness::new(model);
    for (index, path) in paths.iter().enumerate() {
        progress(index, paths.len());
        let content = read(path)?;
        let shown = path.to_string_lossy();
        match target {
            Some((operation, status)) => witness.bare_body(operation, status, &content, &shown),
            None => recording(&mut witness, path, &shown, &content)?,
        }
    }
    progress(paths.len(), paths.len());
    Ok(verified(model, witness, options))
}

fn verified(model: &Model, witness: Witness<'_>, options: &Options) -> Verified {
    let mut findings = report::findings(model, &witness.tally);
    if options.unseen {
        findings.extend(report::unseen(model, &witness.tally));
        findings = report::sorted(findings);
    }
    let all = findings.len();
    findings.retain(|finding| !options.allow.contains(&finding.class));
    Verified {
        allowed: all - findings.len(),
        findings,
        exchanges: witness.read,
        matched: witness.matched,
        called: witness.called.iter().map(|id| id.path(model)).collect(),
        operations: OperationId::all(model).count(),
        notes: witness.notes.into_sorted(),
    }
}

fn target(model: &Model, name: &str, status: Option<u16>) -> Result<(OperationId, u16), TrafficError> {
    let Some(id) = OperationId::all(model).find(|id| id.path(model) == name) else {
        let known: Vec<String> = OperationId::all(model).map(|id| id.path(model)).collect();
        let nearest = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
        return Err(TrafficError::NoOperation { name: name.to_owned(), nearest });
    };
    let (_, operation) = id.of(model);
    let statuses = decoded_statuses(operation);
    match (status, statuses.as_slice()) {
        (_, []) => Err(TrafficError::NoJson(name.to_owned())),
        (Some(status), _) if decoded_as(operation, status).is_some() => Ok((id, status)),
        (None, [status]) => Ok((id, *status)),
        _ => Err(TrafficError::Status { name: name.to_owned(), statuses }),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, TrafficError> {
    fs::read(path).map_err(|source| TrafficError::Read { path: path.to_owned(), source })
}

fn recording(witness: &mut Witness<'_>, path: &Path, shown: &str, content: &[u8]) -> Result<(), TrafficError> {
    // A byte that is no character spoils one text, not the recording.
    let text = String::from_utf8_lossy(content);
    let mut entries = Entries { witness, file: shown, next: 0 };
    let ending = har::read(&text, &mut entries);
    let read = entries.next;
    match ending {
        Ending::Whole => {}
        Ending::NoHar => return Err(TrafficError::NoHar(path.to_owned())),
        Ending::Cut => witness.notes.add(format!("the file ends early; {read} whole entries were read"), shown, None),
        Ending::Broken(line) => {
            let message = format!("the file is no JSON from line {line} on; {read} entries were read");
            witness.notes.add(message, shown, None);
        }
    }
    Ok(())
}

struct Entries<'w, 'm> {
    witness: &'w mut Witness<'m>,
    file: &'w str,
    next: usize,
}

impl<'a> Reader<'a> for Entries<'_, '_> {
    fn member(&mut self, _: &str, _: &'a RawValue) {}

    fn entry(&mut self, entry: &'a RawValue) {
        self.witness.entry(entry, self.file, self.next);
        self.next += 1;
    }
}

/// Writes a copy of a HAR file without secrets; tells how many values were replaced. What follows the last whole entry of a
/// file that was cut off is left out.
///
/// # Errors
///
/// When the file is no HAR, or the copy cannot be written or would take its place.
pub fn redact_file(model: &Model, path: &Path, out: &Path) -> Result<usize, TrafficError> {
    let real = |path: &Path| fs::canonicalize(path).ok();
    if real(out).is_some_and(|out| real(path) == Some(out)) {
        return Err(TrafficError::SameFile(out.to_owned()));
    }
    let content = read(path)?;
    let text = String::from_utf8_lossy(&content);
    let copy = redact::redact(model, &text).ok_or_else(|| TrafficError::NoHar(path.to_owned()))?;
    replace_file(out, &copy.text)?;
    Ok(copy.replaced)
}
