//! docwright turns hand-written specs of APIs that are documented only as web pages into typed Rust clients, and compares the
//! specs with pages, with recorded traffic, and with their own past.
//!
//! Most people use the command of the same name. Programs can call these functions:
//!
//! | to do this | call |
//! |---|---|
//! | read and check specs | [`read_directory`], [`check`] |
//! | generate a client | [`Specs::generate`], then [`plan`] and [`apply`] |
//! | compare with the vendor's pages | [`Specs::compare_pages`] |
//! | get these pages | `Specs::fetch_pages`, of the feature `fetch` |
//! | compare with recorded traffic | [`Specs::compare_traffic`] |
//! | find out what a change means for users | [`review`] |
//! | draft a spec from pages | [`Specs::capture`] |
//!
//! ```no_run
//! use std::path::Path;
//!
//! let specs = docwright::check(docwright::read_directory(Path::new("spec"))?)?;
//! let out = Path::new("generated-client");
//! let generated = specs.generate(&docwright::library_name(out)?)?;
//! let plan = docwright::plan(out, &generated)?;
//! println!("{} files differ", plan.changes.len());
//! docwright::apply(out, &plan)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod backend;
mod check;
mod checked;
#[cfg(feature = "cli")]
pub mod commands;
mod diagnostics;
mod error_bodies;
#[cfg(feature = "fetch")]
mod fetch;
mod files;
mod header_names;
#[doc(hidden)]
pub mod internals;
mod json_text;
mod markdown_text;
mod media_types;
mod model;
mod names;
mod output;
mod pages;
mod parallel;
mod program;
mod resolve;
mod review;
mod spec;
mod specs;
mod text_formats;
mod traffic;
mod uri;
mod wire_path;
mod wording;
mod write;
mod yaml_text;

use std::path::Path;

pub use checked::Checked;
#[cfg(feature = "fetch")]
pub use fetch::{FetchError, FetchFailure, FolderError};
pub use files::FileError;
pub use output::{Generated, PrintError};
pub use pages::capture::{CaptureError, Captured};
pub use pages::read::ReadError;
pub use pages::verify::VerifyError;
pub use review::{ReportError, ReviewReport, Verdict};
pub use spec::{LoadError, SpecFile, read_directory};
#[cfg(feature = "fetch")]
pub use specs::PageFetch;
pub use specs::{DraftError, PageComparison, SpecErrors, Specs, TrafficComparison, check};
pub use traffic::Class as TrafficClass;
pub use traffic::verify::{Options as TrafficOptions, TrafficError};
pub use write::{FileChange, FileChangeKind, Plan, WriteError, apply, library_name, plan};

/// Compares the specs in `directory` with those of a git revision, and reports the effects on users of the client.
///
/// ```no_run
/// let report = docwright::review("spec".as_ref(), "origin/main")?;
/// println!("{:?}\n{}", report.verdict(), report.markdown());
/// # Ok::<(), docwright::ReportError>(())
/// ```
///
/// # Errors
///
/// When files cannot be read, now or in that revision.
pub fn review(directory: &Path, base: &str) -> Result<ReviewReport, ReportError> {
    ReviewReport::since(directory, base, backend::rust::public_api_of, &mut |_, _| ())
}
