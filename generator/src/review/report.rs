//! Compares the specs of a directory with those of a revision.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::change::{Review, ReviewNote, ReviewNoteKind, SourceLine, Verdict, code};
use super::crate_version::CrateVersion;
use super::locks::{self, PageChange, PageChanges};
use super::markdown::LineLinks;
use super::revision::{Revision, RevisionError};
use super::{compare, earlier_language, leaves_gaps, pairing};
use crate::checked::{Checked, check_files};
use crate::diagnostics::Place;
use crate::files;
use crate::model::Model;
use crate::output::PrintError;
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
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
}

/// What changed since a revision.
#[derive(Debug)]
pub struct ReviewReport {
    /// The name of the revision before, as it was given.
    pub base: String,
    /// Its commit, if it is one.
    pub commit: Option<String>,
    /// The specs before.
    pub before: Checked,
    /// The specs now.
    pub after: Checked,
    /// A key of an earlier version of the language, in which the specs before are written; they are not compared then.
    pub earlier_key: Option<&'static str>,
    /// The changes of the specs.
    pub review: Review,
    /// Changes of the vendor's pages.
    pub pages: Vec<PageChange>,
    /// The number of pages that did not change, but in which another version of the reader found other facts.
    pub pages_read_otherwise: usize,
    /// Locks that cannot be compared, and why.
    pub lock_errors: Vec<String>,
    /// The public API, if code can be generated from both sides.
    pub listing: Option<PublicApiChange>,
    /// The version of the generated crate, if it is known.
    pub crate_version: Option<CrateVersion>,
    /// How lines of specs are linked.
    pub links: LineLinks,
}

/// The public API of the generated code, before and after.
#[derive(Debug)]
pub struct PublicApiChange {
    before: Vec<String>,
    after: Vec<String>,
}

impl PublicApiChange {
    /// Lines that are gone (`-`) and lines that are new (`+`).
    pub fn diff(&self) -> Vec<String> {
        let (before, after) = (self.before.as_slice(), self.after.as_slice());
        similar::capture_diff_slices(similar::Algorithm::Myers, before, after)
            .iter()
            .flat_map(|operation| operation.iter_changes(before, after))
            .filter_map(|change| match change.tag() {
                similar::ChangeTag::Delete => Some(format!("-{}", change.value())),
                similar::ChangeTag::Insert => Some(format!("+{}", change.value())),
                similar::ChangeTag::Equal => None,
            })
            .collect()
    }
}

/// Lists the public API of the code generated from a model. The backend implements it.
pub(super) type Lister = fn(&Model) -> Result<Vec<String>, PrintError>;

/// A spec directory at one of the two revisions.
#[derive(Debug)]
pub struct SpecSnapshot {
    /// The specs.
    pub checked: Checked,
    /// The locks, by the name of their API.
    pub locks: BTreeMap<String, String>,
}

impl ReviewReport {
    /// Compares the specs below `directory` with those of the commit that `base` refers to. `progress` gets the number of steps
    /// done and of all steps.
    ///
    /// # Errors
    ///
    /// If files cannot be read, now or at the revision.
    pub fn since(
        directory: &Path,
        base: &str,
        lister: Lister,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Self, ReportError> {
        progress(0, 3);
        let after = side_now(directory)?;
        progress(1, 3);
        let revision = Revision::find(directory, base)?;
        let before = side_then(directory, &revision)?;
        let since = revision.date()?;
        progress(2, 3);
        let report = Self::between(base, before, after, Some(since), lister);
        progress(3, 3);
        Ok(Self { commit: Some(revision.short().to_owned()), ..report })
    }

    /// Compares two sides; `base` is the name of the one before. No change is older than `since`.
    pub fn between(base: &str, before: SpecSnapshot, after: SpecSnapshot, since: Option<Date>, lister: Lister) -> Self {
        let locks = renamed(before.locks, &before.checked, &after.checked);
        let (PageChanges { changes: pages, read_otherwise: pages_read_otherwise }, lock_errors) =
            vendor(&locks, &after.locks);
        let (before, after) = (before.checked, after.checked);
        let earlier_key = earlier_language::earlier_key(&before);
        let review = if earlier_key.is_none() { compare(&before, &after, since) } else { Review::default() };
        let listing = || Some(PublicApiChange { before: lines(&before, lister)?, after: lines(&after, lister)? });
        let listing = listing();
        Self {
            base: base.to_owned(),
            commit: None,
            earlier_key,
            review,
            pages,
            pages_read_otherwise,
            lock_errors,
            listing,
            crate_version: None,
            links: LineLinks::default(),
            before,
            after,
        }
    }

    /// Notes an erratum, if the review is about a version of its page that does not have the mistake. Its place is in the specs now.
    pub fn note_corrected_erratum(&mut self, place: Place, page: &str, (at, says): (&str, &str)) {
        let Some(change) = self.pages.iter().find(|change| change.page == page) else { return };
        let text = format!(
            "{} has {} at {} in earlier versions only, not in version {}: is the erratum still needed?",
            code(page),
            code(says),
            code(at),
            code(&change.version)
        );
        let sources = &self.after.sources;
        let (file, line) = (sources.file(place.file).path.clone(), sources.line(place));
        let line = SourceLine { file, line, is_before: false };
        self.review.notes.push(ReviewNote { kind: ReviewNoteKind::ErratumCorrected, text, line });
    }

    /// The effect of the changes on users.
    pub fn verdict(&self) -> Verdict {
        self.review.verdict()
    }
}

/// The public API, if the model is complete.
fn lines(checked: &Checked, lister: Lister) -> Option<Vec<String>> {
    if leaves_gaps(&checked.diagnostics) { None } else { lister(&checked.model).ok() }
}

/// The locks before, under the names that their APIs have now.
fn renamed(locks: BTreeMap<String, String>, before: &Checked, after: &Checked) -> BTreeMap<String, String> {
    let (old, new) = (&before.model.apis, &after.model.apis);
    let pairs = pairing::apis(&before.model, &after.model).both;
    let names: BTreeMap<&str, &str> =
        pairs.iter().map(|(one, other)| (old[*one].name.as_str(), new[*other].name.as_str())).collect();
    let now = |name: String| names.get(name.as_str()).map_or_else(|| name.clone(), |now| (*now).to_owned());
    locks.into_iter().map(|(name, text)| (now(name), text)).collect()
}

fn vendor(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> (PageChanges, Vec<String>) {
    let (mut pages, mut errors) = (PageChanges::default(), Vec::new());
    let read = |locks: &BTreeMap<String, String>, api: &str, when: &str| {
        let path = format!("{api}/{} {when}", lock::FILE_NAME);
        locks.get(api).map_or_else(|| Ok(Vec::new()), |text| locks::read(&path, text.clone()))
    };
    for api in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        if before.get(api) == after.get(api) {
            continue;
        }
        match (read(before, api, "as it was"), read(after, api, "now")) {
            (Ok(before), Ok(after)) => {
                let more = locks::between(api, &before, &after);
                pages.changes.extend(more.changes);
                pages.read_otherwise += more.read_otherwise;
            }
            (Err(error), _) | (_, Err(error)) => errors.push(error.to_string()),
        }
    }
    (pages, errors)
}

fn side_now(directory: &Path) -> Result<SpecSnapshot, ReportError> {
    let specs = read_directory(directory)?;
    if specs.is_empty() {
        return Err(ReportError::NoSpec(directory.to_owned()));
    }
    let apis: BTreeSet<&str> = specs.iter().filter_map(|file| file.relative.split('/').next()).collect();
    let mut locks = BTreeMap::new();
    for api in apis {
        let path = directory.join(api).join(lock::FILE_NAME);
        match files::read_text(&path) {
            Ok(text) => {
                locks.insert(api.to_owned(), text);
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
            Err(source) => return Err(ReportError::Lock { path, source }),
        }
    }
    Ok(SpecSnapshot { checked: check_files(specs, crate::checked::latest_day()), locks })
}

fn side_then(directory: &Path, revision: &Revision) -> Result<SpecSnapshot, ReportError> {
    let (mut specs, mut locks) = (Vec::new(), BTreeMap::new());
    let is_lock = |path: &str| path.split_once('/').is_some_and(|(_, name)| name == lock::FILE_NAME);
    let is_spec = |path: &str| path.ends_with(".yaml") || path.ends_with(".yml");
    for (relative, content) in revision.files(|path| is_spec(path) || is_lock(path))? {
        if is_lock(&relative) {
            let api = relative.split('/').next().unwrap_or_default().to_owned();
            locks.insert(api, String::from_utf8_lossy(&content).into_owned());
        } else {
            let shown = slashed(&directory.join(&relative));
            specs.push(SpecFile { relative, shown, content });
        }
    }
    Ok(SpecSnapshot { checked: check_files(specs, crate::checked::latest_day()), locks })
}
