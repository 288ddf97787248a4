//! Everything that is said about the specs of a directory since a revision.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::change::Review;
use super::locks::{self, PageChange};
use super::revision::{Revision, RevisionError};
use super::{compare, json, leaves_gaps, render};
use crate::Checked;
use crate::check_files;
use crate::pages::lock;
use crate::spec::{LoadError, SpecFile, read_directory, slashed};

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The specs cannot be read as they are now.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// There is no spec now.
    #[error("there are no specs below {0}")]
    NoSpec(PathBuf),
    /// They cannot be read as they were.
    #[error(transparent)]
    Revision(#[from] RevisionError),
    /// A lock cannot be read.
    #[error("cannot read {path}")]
    Lock {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// What changed since a revision.
#[derive(Debug)]
pub struct Report {
    /// The revision before, as it was asked for.
    pub base: String,
    /// The specs before.
    pub before: Checked,
    /// The specs now.
    pub after: Checked,
    /// The differences.
    pub review: Review,
    /// What the vendor changed.
    pub pages: Vec<PageChange>,
    /// Locks that cannot be compared, and why.
    pub lock_faults: Vec<String>,
    /// What users can name, where code can be made of both sides.
    pub listing: Option<Listing>,
}

/// What users of the generated code can name.
#[derive(Debug)]
pub struct Listing {
    before: Vec<String>,
    after: Vec<String>,
}

impl Listing {
    /// Lines that are gone (`-`) and lines that are new (`+`).
    pub fn diff(&self) -> Vec<String> {
        let diff = similar::TextDiff::from_slices(
            &self.before.iter().map(String::as_str).collect::<Vec<_>>(),
            &self.after.iter().map(String::as_str).collect::<Vec<_>>(),
        )
        .iter_all_changes()
        .filter_map(|change| match change.tag() {
            similar::ChangeTag::Delete => Some(format!("-{}", change.value())),
            similar::ChangeTag::Insert => Some(format!("+{}", change.value())),
            similar::ChangeTag::Equal => None,
        })
        .collect();
        diff
    }
}

/// The files of a spec directory, as they were or as they are.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The specs.
    pub specs: Vec<SpecFile>,
    /// The locks, by the name of their API.
    pub locks: BTreeMap<String, String>,
}

impl Report {
    /// Compares the specs below `directory` with those of the commit that `base` stands for.
    ///
    /// # Errors
    ///
    /// When files cannot be read, now or then.
    pub fn since(directory: &Path, base: &str) -> Result<Self, ReportError> {
        let after = files_now(directory)?;
        if after.specs.is_empty() {
            return Err(ReportError::NoSpec(directory.to_owned()));
        }
        let revision = Revision::find(directory, base)?;
        let before = files_then(directory, &revision)?;
        let name =
            if base.starts_with(revision.short()) { base.to_owned() } else { format!("{base} ({})", revision.short()) };
        Ok(Self::between(name, before, after, Some(revision.date()?), crate::latest_day()))
    }

    /// Compares files. No change is older than `since`; no page can have been captured after `today`.
    pub fn between(base: String, before: Files, after: Files, since: Option<Date>, today: Date) -> Self {
        let (pages, lock_faults) = vendor(&before.locks, &after.locks);
        let (before, after) = (check_files(before.specs, today), check_files(after.specs, today));
        let review = compare(&before, &after, since);
        let listing = || Some(Listing { before: lines(&before)?, after: lines(&after)? });
        Self { base, review, pages, lock_faults, listing: listing(), before, after }
    }

    /// For people, fit for a comment on a pull request.
    pub fn markdown(&self) -> String {
        render::markdown(self)
    }

    /// For machines.
    pub fn json(&self) -> serde_json::Value {
        json::json(self)
    }
}

/// What users can name, if nothing is missing.
fn lines(checked: &Checked) -> Option<Vec<String>> {
    if leaves_gaps(&checked.diagnostics) {
        return None;
    }
    // The name of the crate shows in examples only.
    crate::rust::generate(&checked.model, "client").ok().map(|generated| generated.public_api)
}

fn vendor(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> (Vec<PageChange>, Vec<String>) {
    let (mut pages, mut faults) = (Vec::new(), Vec::new());
    let read = |locks: &BTreeMap<String, String>, api: &str, when: &str| {
        let path = format!("{api}/{} {when}", lock::FILE_NAME);
        locks.get(api).map_or_else(|| Ok(Vec::new()), |text| locks::read(&path, text.clone()))
    };
    for api in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        if before.get(api) == after.get(api) {
            continue;
        }
        match (read(before, api, "as it was"), read(after, api, "now")) {
            (Ok(before), Ok(after)) => pages.extend(locks::between(api, &before, &after)),
            (Err(fault), _) | (_, Err(fault)) => faults.push(fault.to_string()),
        }
    }
    (pages, faults)
}

fn files_now(directory: &Path) -> Result<Files, ReportError> {
    let specs = read_directory(directory)?;
    let apis: BTreeSet<&str> = specs.iter().filter_map(|file| file.relative.split('/').next()).collect();
    let mut locks = BTreeMap::new();
    for api in apis {
        let path = directory.join(api).join(lock::FILE_NAME);
        match fs::read_to_string(&path) {
            Ok(text) => {
                locks.insert(api.to_owned(), text);
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
            Err(source) => return Err(ReportError::Lock { path, source }),
        }
    }
    Ok(Files { specs, locks })
}

fn files_then(directory: &Path, revision: &Revision) -> Result<Files, ReportError> {
    let mut files = Files::default();
    let is_lock = |path: &str| path.split_once('/').is_some_and(|(_, name)| name == lock::FILE_NAME);
    for (relative, content) in
        revision.files(|path| path.ends_with(".yaml") || path.ends_with(".yml") || is_lock(path))?
    {
        if is_lock(&relative) {
            let api = relative.split('/').next().unwrap_or_default().to_owned();
            files.locks.insert(api, String::from_utf8_lossy(&content).into_owned());
        } else {
            let shown = slashed(&directory.join(&relative));
            files.specs.push(SpecFile { relative, shown, content });
        }
    }
    Ok(files)
}
