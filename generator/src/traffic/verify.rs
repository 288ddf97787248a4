//! `verify traffic`: compares recordings with the specs of a directory.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::value::RawValue;

use super::body::without_utf16;
use super::exchange::{ExchangePart, TrafficChecker};
use super::har::{self, Ending, HarError, HarReader};
use super::matching::Called;
use super::notes::TrafficNote;
use super::other_formats::OtherFormat;
use super::redact;
use super::report::{self, Class, TrafficMismatch};
use super::statuses::{decoded_as, decoded_statuses, error_of};
use super::webhooks::SentWebhook;
use crate::diagnostics::nearest;
use crate::files::{self, FileError, replace_file};
use crate::model::Model;
use crate::wording::shown_path;

/// What to compare.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The operation or webhook that the files are bodies of, as `api/area/name`; without it they are HAR files.
    pub operation: Option<String>,
    /// Whether those bodies are requests instead of responses.
    pub request: bool,
    /// The status of those responses; it can be left out if only one has JSON.
    pub status: Option<u16>,
    /// Classes of mismatches to ignore.
    pub allow: BTreeSet<Class>,
    /// Whether to report members that never occur.
    pub unseen: bool,
}

/// The result of a comparison.
#[derive(Debug)]
pub struct Verified {
    /// Mismatches with the spec, by place.
    pub mismatches: Vec<TrafficMismatch>,
    /// Why parts of the recordings were not compared.
    pub notes: Vec<TrafficNote>,
    /// The number of exchanges read.
    pub exchanges: usize,
    /// The number of exchanges that call an operation.
    pub matched: usize,
    /// Operations that were called, as `api/area/name`.
    pub called: Vec<String>,
    /// The number of operations in the specs.
    pub operations: usize,
    /// The number of mismatches that were ignored.
    pub allowed: usize,
}

/// Why recordings could not be compared with specs.
#[derive(Debug, thiserror::Error)]
pub enum TrafficError {
    /// A file cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A file is not a HAR file.
    #[error("{0} is not a HAR file; for a bare JSON body, name the operation with --operation api/area/name")]
    NoHar(PathBuf),
    /// A file is a recording in another format.
    #[error("{path} is {format}")]
    OtherFormat {
        /// The file.
        path: PathBuf,
        /// What it is.
        format: OtherFormat,
    },
    /// A file is malformed.
    #[error("{path} is not a HAR file: malformed at line {line}, column {column}")]
    Malformed {
        /// The file or folder.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// The column in bytes, counted from 1.
        column: usize,
    },
    /// There is no such operation.
    #[error("there is no operation `{name}`; {}", .nearest.as_ref().map_or_else(|| "name it as API/AREA/NAME".to_owned(), |near| format!("did you mean `{near}`?")))]
    NoOperation {
        /// The name that was given.
        name: String,
        /// The most similar name.
        nearest: Option<String>,
    },
    /// A file that should be a body is a recording.
    #[error("{0} is a HAR file, not a body: compare its exchanges without --operation")]
    Recording(PathBuf),
    /// The operation has no response with JSON of that status, or several and none was chosen.
    #[error("state the status of the response of `{name}` with --status; those with JSON are {}", .statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(", "))]
    Status {
        /// The operation.
        name: String,
        /// The statuses of its responses with JSON.
        statuses: Vec<u16>,
    },
    /// The operation has no response with JSON.
    #[error("`{0}` has no response with JSON")]
    NoJson(String),
    /// The operation sends no body.
    #[error("`{0}` sends no body")]
    NoBody(String),
    /// The copy would replace the original.
    #[error("{0} is the recording itself; name another file for the copy")]
    SameFile(PathBuf),
    /// The copy would replace a device, a pipe or a directory.
    #[error("{0} is not a file; name a file for the copy")]
    NoFile(PathBuf),
    /// The copy cannot be written.
    #[error(transparent)]
    Write(#[from] FileError),
}

impl TrafficError {
    fn of(path: &Path, content: &[u8]) -> impl FnOnce(HarError) -> Self {
        move |error| {
            let path = path.to_owned();
            match (OtherFormat::recognize(&path, content), error) {
                (Some(format), _) => Self::OtherFormat { path, format },
                (None, HarError::NoHar) => Self::NoHar(path),
                (None, HarError::Malformed { line, column }) => Self::Malformed { path, line, column },
            }
        }
    }
}

/// The largest recording that is read, in bytes.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;

/// The file name that means standard input.
pub const STANDARD_INPUT: &str = "-";

/// Compares recordings with specs; a file named twice is read once. `progress` gets the numbers of files read and of all files.
///
/// # Errors
///
/// If a file cannot be read or is not a recording, or if the options name something that the specs do not have.
pub fn verify(
    model: &Model,
    paths: &[PathBuf],
    options: &Options,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Verified, TrafficError> {
    let target = options.operation.as_deref().map(|name| BodyTarget::named(model, name, options)).transpose()?;
    let mut checker = TrafficChecker::new(model);
    let mut known = BTreeSet::new();
    for (index, path) in paths.iter().enumerate() {
        progress(index, paths.len());
        let shown = shown_path(path);
        if !known.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())) {
            checker.notes.add("a file is named twice; it was read once", &shown, None);
            continue;
        }
        let content = read(path)?;
        if target.is_some() && har::has_exchanges(&String::from_utf8_lossy(&content)) {
            return Err(TrafficError::Recording(path.clone()));
        }
        match target {
            Some(BodyTarget::Operation(operation, part)) => checker.bare_body(operation, part, &content, &shown),
            Some(BodyTarget::Webhook(webhook)) => checker.webhook(webhook, &content, &shown),
            None => recording(&mut checker, path, &shown, &content)?,
        }
    }
    progress(paths.len(), paths.len());
    checker.finish();
    Ok(verified(model, checker, options))
}

fn verified(model: &Model, checker: TrafficChecker<'_>, options: &Options) -> Verified {
    let mut mismatches = report::mismatches(model, &checker.tally);
    if options.unseen {
        mismatches.extend(report::unseen(model, &checker.tally));
        mismatches = report::sorted(mismatches);
    }
    let all = mismatches.len();
    mismatches.retain(|mismatch| !options.allow.contains(&mismatch.class));
    Verified {
        allowed: all - mismatches.len(),
        mismatches,
        exchanges: checker.read,
        matched: checker.matched,
        called: checker.called.iter().map(|id| id.path(model)).collect(),
        operations: Called::all(model).count(),
        notes: checker.notes.into_sorted(),
    }
}

/// What the files are bodies of.
#[derive(Clone, Copy)]
enum BodyTarget {
    Operation(Called, ExchangePart),
    Webhook(SentWebhook),
}

impl BodyTarget {
    fn named(model: &Model, name: &str, options: &Options) -> Result<Self, TrafficError> {
        let webhook = SentWebhook::all(model).find(|(path, _)| path == name);
        match webhook.filter(|_| !options.request && options.status.is_none()) {
            Some((_, webhook)) => Ok(Self::Webhook(webhook)),
            None => target(model, name, options).map(|(operation, part)| Self::Operation(operation, part)),
        }
    }
}

fn target(model: &Model, name: &str, options: &Options) -> Result<(Called, ExchangePart), TrafficError> {
    let Some(id) = Called::all(model).find(|id| id.path(model) == name) else {
        let mut known: Vec<String> = Called::all(model).map(|id| id.path(model)).collect();
        if !options.request && options.status.is_none() {
            known.extend(SentWebhook::all(model).map(|(path, _)| path));
        }
        let is_end = |path: &&String| path.strip_suffix(name).is_some_and(|before| before.ends_with('/'));
        let nearest = known
            .iter()
            .find(is_end)
            .map(String::as_str)
            .or_else(|| nearest(name, known.iter().map(String::as_str)))
            .map(str::to_owned);
        return Err(TrafficError::NoOperation { name: name.to_owned(), nearest });
    };
    let (api, operation) = id.of(model);
    if options.request {
        let part = operation.json_body().map(|_| (id, ExchangePart::Request));
        return part.ok_or_else(|| TrafficError::NoBody(name.to_owned()));
    }
    let statuses = decoded_statuses(operation);
    // Errors without a known shape or reason cannot be compared.
    let is_error = |status| {
        error_of(api, operation, status).is_some_and(|error| !api.error_shapes.is_empty() || error.reason.is_some())
    };
    match (options.status, statuses.as_slice()) {
        (Some(status), _) if decoded_as(operation, status).is_some() => Ok((id, ExchangePart::Response(status))),
        (Some(status), _) if is_error(status) => Ok((id, ExchangePart::Error(status))),
        (_, []) => Err(TrafficError::NoJson(name.to_owned())),
        (None, [status]) => Ok((id, ExchangePart::Response(*status))),
        _ => Err(TrafficError::Status { name: name.to_owned(), statuses }),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, TrafficError> {
    let read = if path.as_os_str() == STANDARD_INPUT {
        files::read_bounded(io::stdin().lock(), LARGEST)
    } else {
        files::read(path, LARGEST)
    };
    read.map(without_utf16).map_err(|source| TrafficError::Read { path: path.to_owned(), source })
}

fn recording(checker: &mut TrafficChecker<'_>, path: &Path, shown: &str, content: &[u8]) -> Result<(), TrafficError> {
    // Invalid UTF-8 affects one text, not the recording.
    let text = String::from_utf8_lossy(content);
    let mut entries = Entries { checker, file: shown, next: 0 };
    let ending = har::read(&text, &mut entries).map_err(TrafficError::of(path, content))?;
    let read = entries.next;
    if ending == Ending::Cut {
        checker.notes.add(format!("the file is truncated; {read} complete entries were read"), shown, None);
    }
    Ok(())
}

struct Entries<'w, 'm> {
    checker: &'w mut TrafficChecker<'m>,
    file: &'w str,
    next: usize,
}

impl<'a> HarReader<'a> for Entries<'_, '_> {
    fn entry(&mut self, entry: &'a RawValue) {
        self.checker.entry(entry, self.file, self.next);
        self.next += 1;
    }
}

/// Writes a copy of a HAR file that contains only what is known to be harmless. A truncated file is copied up to its last
/// complete entry.
///
/// # Errors
///
/// If the file is not a HAR file, the copy cannot be written, or it would replace the file or something that is not a file.
pub fn redact_file(model: &Model, path: &Path, out: &Path) -> Result<(), TrafficError> {
    let real = |path: &Path| fs::canonicalize(path).ok();
    if real(out).is_some_and(|out| real(path) == Some(out)) {
        return Err(TrafficError::SameFile(out.to_owned()));
    }
    // Renaming the copy into place would remove a device, if permissions allow it.
    if fs::metadata(out).is_ok_and(|known| !known.is_file()) {
        return Err(TrafficError::NoFile(out.to_owned()));
    }
    let content = read(path)?;
    let text = String::from_utf8_lossy(&content);
    let copy = redact::redact(model, &text).map_err(TrafficError::of(path, &content))?;
    replace_file(out, &copy)?;
    Ok(())
}
