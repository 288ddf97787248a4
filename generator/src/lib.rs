//! docwright turns hand-written specs of APIs that are documented only as web pages into typed Rust clients, and compares the
//! specs with pages, with recorded traffic, and with their own past.
//!
//! Most people use the command of the same name. Programs call what it calls:
//!
//! | to do this | call |
//! |---|---|
//! | read and check specs | [`read_directory`], [`check`] |
//! | generate a client | [`Specs::generate`], then [`plan`] and [`apply`] |
//! | compare with the vendor's pages | [`Specs::compare_pages`] |
//! | compare with recorded traffic | [`Specs::compare_traffic`] |
//! | tell what a change means for users | [`review`] |
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

mod check;
#[cfg(feature = "cli")]
pub mod commands;
mod diagnostics;
mod diff;
#[doc(hidden)]
pub mod internals;
mod model;
mod pages;
mod parallel;
mod program;
mod public_api;
mod rust;
mod spec;
mod specs;
mod traffic;
mod write;
mod yaml_text;

use std::path::Path;

use diagnostics::{Diagnostic, Sources};
use jiff::civil::Date;
use model::Model;

pub use diff::{Report, ReportError, Verdict};
pub use pages::capture::{CaptureError, Captured};
pub use pages::read::ReadError;
pub use pages::verify::VerifyError;
pub use rust::{Generated, PrintError};
pub use spec::{LoadError, SpecFile, read_directory};
pub use specs::{DraftError, PageComparison, SpecErrors, Specs, TrafficComparison, check};
pub use traffic::Class as TrafficClass;
pub use traffic::verify::{Options as TrafficOptions, TrafficError};
pub use write::{Change, ChangeKind, Plan, WriteError, apply, library_name, plan};

/// Compares the specs below `directory` with those of a git revision, and tells what that means for users of the client.
///
/// ```no_run
/// let report = docwright::review("spec".as_ref(), "origin/main")?;
/// println!("{:?}\n{}", report.verdict(), report.markdown());
/// # Ok::<(), docwright::ReportError>(())
/// ```
///
/// # Errors
///
/// When files cannot be read, now or at that revision.
pub fn review(directory: &Path, base: &str) -> Result<Report, ReportError> {
    Report::since(directory, base, &mut |_, _| ())
}

/// Specs that were loaded, checked and resolved, whatever is wrong with them.
#[doc(hidden)]
#[derive(Debug)]
pub struct Checked {
    /// The files, for showing diagnostics.
    pub sources: Sources,
    /// The model; only of use when there are no diagnostics.
    pub model: Model,
    /// Everything that is wrong, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// The latest day that it is anywhere on earth, which is the latest on which a page can have been captured.
#[doc(hidden)]
pub fn latest_day() -> Date {
    let far_east = jiff::tz::TimeZone::fixed(jiff::tz::offset(14));
    jiff::Timestamp::now().to_zoned(far_east).date()
}

/// The day that it is for whoever runs the tool.
#[doc(hidden)]
pub fn this_day() -> Date {
    jiff::Zoned::now().date()
}

/// Loads, checks and resolves spec files, collecting every fault of every file. No page can have been captured after `today`
/// ([`latest_day`], but for tests).
#[doc(hidden)]
pub fn check_files(files: Vec<SpecFile>, today: Date) -> Checked {
    let mut diagnostics = Vec::new();
    let spec = spec::load(files, &mut diagnostics);
    check::check(&spec, today, &mut diagnostics);
    let model = model::resolve(&spec, &mut diagnostics);
    check::check_usage(&spec, &mut diagnostics);
    diagnostics::sort(&mut diagnostics);
    Checked { sources: spec.sources, model, diagnostics }
}
