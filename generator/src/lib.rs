//! docwright turns hand-written specs of APIs that are documented only as web pages into typed Rust clients.
//!
//! The flow has one direction: [`spec`] loads the YAML, [`check`] holds rules against it, [`model`] makes every decision,
//! [`rust`] prints, [`mod@write`] touches the output tree. [`diagnostics`] is what all of them report with. [`pages`] reads what
//! vendors publish, [`traffic`] what was recorded.

pub mod check;
#[cfg(feature = "cli")]
pub mod commands;
pub mod diagnostics;
pub mod diff;
pub mod model;
pub mod pages;
#[doc(hidden)]
pub mod internals;
mod parallel;
mod program;
pub mod public_api;
pub mod rust;
pub mod spec;
pub mod traffic;
pub mod write;
pub mod yaml_text;

use diagnostics::{Diagnostic, Sources};
use jiff::civil::Date;
use model::Model;
use spec::SpecFile;

/// Specs that were loaded, checked and resolved.
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
pub fn latest_day() -> Date {
    let far_east = jiff::tz::TimeZone::fixed(jiff::tz::offset(14));
    jiff::Timestamp::now().to_zoned(far_east).date()
}

/// The day that it is for whoever runs the tool.
pub fn this_day() -> Date {
    jiff::Zoned::now().date()
}

/// Loads, checks and resolves spec files, collecting every fault of every file. No page can have been captured after `today`
/// ([`latest_day`], but for tests).
pub fn check_files(files: Vec<SpecFile>, today: Date) -> Checked {
    let mut diagnostics = Vec::new();
    let spec = spec::load(files, &mut diagnostics);
    check::check(&spec, today, &mut diagnostics);
    let model = model::resolve(&spec, &mut diagnostics);
    check::check_usage(&spec, &mut diagnostics);
    diagnostics::sort(&mut diagnostics);
    Checked { sources: spec.sources, model, diagnostics }
}
