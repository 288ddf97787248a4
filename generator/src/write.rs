//! Writes the output tree; no other module does. Compares the expected files with the existing ones first.

mod block;
#[cfg(feature = "fetch")]
mod lock;
mod manifest;
mod scan;
#[cfg(feature = "cli")]
mod skeleton;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::{self, FileError, LARGEST_TEXT, StagedFiles, refuse_link};
use crate::output::Generated;
use crate::program;
use crate::wording::{shown, shown_path};

#[cfg(feature = "fetch")]
pub(crate) use lock::OutputLock;
pub use manifest::library_name;
#[cfg(feature = "cli")]
pub(crate) use manifest::package_version;
#[cfg(feature = "cli")]
pub(crate) use skeleton::write_crate;

/// The listing of the public API of the generated modules, in the output directory.
pub(crate) const PUBLIC_API_LISTING: &str = "public-api.txt";

/// Why the output tree could not be compared or written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file or folder could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// A hand-written file lacks the block that the generator owns.
    #[error("{path} lacks the block between `{begin}` and `{end}`; add these two lines where generated lines belong")]
    NoBlock {
        /// The file.
        path: PathBuf,
        /// First line of the block.
        begin: String,
        /// Last line of the block.
        end: String,
    },
    /// A hand-written file is in the place of a generated one.
    #[error("{path} was not generated, but a generated file belongs there; move it, or rename the area")]
    HandWritten {
        /// The file.
        path: PathBuf,
    },
    /// The manifest has a hand-written feature with the name of an API or area.
    #[error("{path} already has a feature `{feature}`; rename the API or area with this feature")]
    FeatureTaken {
        /// The manifest.
        path: PathBuf,
        /// The feature.
        feature: String,
    },
    /// The manifest asks for the table of operations at a path where it cannot be.
    #[error(
        "{path} has `coverage = \"{value}\"` under `[package.metadata.docwright]`; write a path from the folder of the \
         manifest to a Markdown file, such as `../docs/coverage.md`"
    )]
    CoveragePath {
        /// The manifest.
        path: PathBuf,
        /// The path in it.
        value: String,
    },
    /// There is no crate to generate into.
    #[error("there is no crate in {}; write its skeleton with `{} init NAME`", shown_path(.path), program::name())]
    NoCrate {
        /// The output directory.
        path: PathBuf,
    },
    /// A package cannot have this name.
    #[error("`{name}` is not a valid name of a crate: use lowercase letters, digits and `-`, such as `acme-client`")]
    CrateName {
        /// The name.
        name: String,
    },
    /// There is a crate in the place of the skeleton of one.
    #[error("{} exists already and was not changed", shown_path(.path))]
    CrateExists {
        /// The manifest, or the root of the library.
        path: PathBuf,
    },
    /// The folder is not that of the runtime.
    #[error("{} is not the folder of the package `docwright-runtime`", shown_path(.path))]
    NotTheRuntime {
        /// The folder.
        path: PathBuf,
    },
    /// The manifest does not name the crate.
    #[error("{path} has no `name` under `[package]`; add it, because the generated examples import the crate")]
    NoName {
        /// The manifest.
        path: PathBuf,
    },
}

/// One difference between an existing file and the expected one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Path from the output directory, with `/` between its parts. Only that of the table of operations can begin with `..`.
    pub path: String,
    /// The difference.
    pub kind: FileChangeKind,
}

/// The kind of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChangeKind {
    /// The file does not exist.
    Missing {
        /// The expected content.
        new: String,
    },
    /// The file has different content.
    Stale {
        /// The existing content.
        old: String,
        /// The expected content.
        new: String,
    },
    /// A generated file whose spec no longer exists.
    Extra,
    /// A file left by an interrupted run.
    Unfinished,
    /// A hand-written file in a generated folder; it is never touched.
    Foreign,
}

impl FileChange {
    /// The difference in one line, with the path of the file in the output directory `out`.
    pub fn describe(&self, out: &Path) -> String {
        let path = shown_within(out, &self.path);
        match &self.kind {
            FileChangeKind::Missing { .. } => format!("missing: {path}"),
            FileChangeKind::Stale { .. } => format!("stale: {path}"),
            FileChangeKind::Extra => format!("extra: {path} (its spec no longer exists)"),
            FileChangeKind::Unfinished => format!("extra: {path} (left by an interrupted run)"),
            FileChangeKind::Foreign => {
                format!("extra: {path} (not generated, but in a generated folder; move it elsewhere)")
            }
        }
    }

    /// The difference as JSON, with the path of the file in the output directory `out`.
    pub fn to_json(&self, out: &Path) -> serde_json::Value {
        let kind = match self.kind {
            FileChangeKind::Missing { .. } => "missing",
            FileChangeKind::Stale { .. } => "stale",
            FileChangeKind::Extra => "extra",
            FileChangeKind::Unfinished => "unfinished",
            FileChangeKind::Foreign => "foreign",
        };
        serde_json::json!({ "kind": kind, "file": shown_within(out, &self.path) })
    }

    /// The beginning of the difference, as a unified diff of at most `limit` lines.
    pub fn diff(&self, limit: usize) -> Option<String> {
        let FileChangeKind::Stale { old, new } = &self.kind else { return None };
        let diff = similar::TextDiff::from_lines(old.as_str(), new.as_str());
        let text = diff.unified_diff().context_radius(1).to_string();
        let mut lines: Vec<&str> = text.lines().take(limit).collect();
        let total = text.lines().count();
        let rest = format!("… {} more lines", total.saturating_sub(limit));
        if total > limit {
            lines.push(&rest);
        }
        Some(lines.join("\n"))
    }
}

/// A file as messages show it; the path from the output directory can lead out of it.
fn shown_within(out: &Path, path: &str) -> String {
    let (mut folder, mut rest) = (out, path);
    while let (Some(after), Some(parent), Some(_)) = (rest.strip_prefix("../"), folder.parent(), folder.file_name()) {
        (folder, rest) = (parent, after);
    }
    if folder.as_os_str().is_empty() { shown(rest) } else { format!("{}/{}", shown_path(folder), shown(rest)) }
}

/// The changes that an output directory needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The differences, by path.
    pub changes: Vec<FileChange>,
    /// The number of unchanged files.
    pub unchanged: usize,
}

/// Compares the output directory with the generated files.
///
/// # Errors
///
/// When the directory cannot be read, or a hand-written file is not prepared for the generator.
pub fn plan(out: &Path, generated: &Generated) -> Result<Plan, WriteError> {
    let mut expected: BTreeMap<String, String> =
        generated.files.iter().map(|(path, text)| (format!("src/{path}"), text.clone())).collect();
    expected.extend(generated.tests.iter().map(|(path, text)| (format!("tests/{path}"), text.clone())));
    // What is written through a link changes something elsewhere.
    refuse_link(out).map_err(FileError::io("write", out))?;
    let manifest = out.join("Cargo.toml");
    let stated = read(out, "Cargo.toml")?.unwrap_or_default();
    let coverage = manifest::coverage_path(&stated, &manifest)?;
    for path in expected.keys().map(String::as_str).chain(coverage) {
        if let Some(old) = read(out, path)?
            && !scan::is_replaceable(&old)
        {
            return Err(WriteError::HandWritten { path: out.join(path) });
        }
    }
    let found = scan::scan(out, expected.keys())?;
    for (path, comment, name, lines) in
        [("Cargo.toml", "#", "features", &generated.features), ("src/lib.rs", "//", "modules", &generated.modules)]
    {
        let (begin, end) = (format!("{comment} docwright:begin {name}"), format!("{comment} docwright:end {name}"));
        let old =
            read(out, path)?.ok_or_else(|| FileError::io("read", &out.join(path))(io::ErrorKind::NotFound.into()))?;
        let new = block::replace(&old, &begin, &end, lines).ok_or_else(|| WriteError::NoBlock {
            path: out.join(path),
            begin,
            end,
        })?;
        if path == "Cargo.toml"
            && let Some(feature) = manifest::repeated_feature(&new)
        {
            return Err(WriteError::FeatureTaken { path: out.join(path), feature: feature.to_owned() });
        }
        expected.insert(path.to_owned(), new);
    }
    expected.insert(PUBLIC_API_LISTING.to_owned(), generated.public_api_text());
    expected.extend(coverage.map(|path| (path.to_owned(), generated.coverage.clone())));

    let mut plan = Plan::default();
    for (path, new) in expected {
        let kind = match read(out, &path)? {
            None => FileChangeKind::Missing { new },
            Some(old) if !files::is_same_text(&old, &new) => FileChangeKind::Stale { old, new },
            Some(_) => {
                plan.unchanged += 1;
                continue;
            }
        };
        plan.changes.push(FileChange { path, kind });
    }
    plan.changes.extend(found);
    plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(plan)
}

fn read(out: &Path, path: &str) -> Result<Option<String>, WriteError> {
    let read = || {
        let folders: Vec<&Path> = Path::new(path).ancestors().skip(1).collect();
        for folder in folders.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
            refuse_link(&out.join(folder))?;
        }
        files::read_unlinked(&out.join(path), LARGEST_TEXT)
    };
    match read() {
        // A text that is valid is not searched for what is not.
        Ok(bytes) => Ok(Some(
            String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileError::io("read", &out.join(path))(error).into()),
    }
}

/// Carries out a plan. All files are written to temporary ones first, and then renamed, so that an interruption hardly ever leaves
/// some old files and some new ones, and never an incomplete one.
///
/// # Errors
///
/// When a file cannot be written; the next run completes the plan.
pub fn apply(out: &Path, plan: &Plan) -> Result<(), WriteError> {
    let mut written = Vec::new();
    for change in &plan.changes {
        if let FileChangeKind::Missing { new } | FileChangeKind::Stale { new, .. } = &change.kind {
            written.push((out.join(&change.path), new));
        }
    }
    if !written.is_empty() {
        let mut staged = StagedFiles::within(out)?;
        for (path, text) in written {
            staged.add(path, text)?;
        }
        staged.persist()?;
    }
    for change in &plan.changes {
        let path = out.join(&change.path);
        if matches!(change.kind, FileChangeKind::Extra | FileChangeKind::Unfinished) {
            let is_folder = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir());
            let removed = if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(FileError::io("remove", &path))?;
            remove_empty_folders(out, &path);
        }
    }
    Ok(())
}

fn remove_empty_folders(out: &Path, removed: &Path) {
    let mut folder = removed.parent();
    while let Some(path) = folder.filter(|path| *path != out && *path != out.join("src")) {
        // Removing a folder that is not empty fails, which ends the loop.
        if fs::remove_dir(path).is_err() {
            break;
        }
        folder = path.parent();
    }
}
