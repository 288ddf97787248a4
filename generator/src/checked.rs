//! From spec files to a model: loading, rules and resolution, with all errors of all files.

use jiff::civil::Date;

use crate::diagnostics::{self, Diagnostic, Sources};
use crate::model::Model;
use crate::spec::{self, SpecFile};
use crate::{check, resolve};

/// Specs that were loaded, checked and resolved, with or without errors.
#[doc(hidden)]
#[derive(Debug)]
pub struct Checked {
    /// The files, for showing diagnostics.
    pub sources: Sources,
    /// The model; only usable if there are no diagnostics.
    pub model: Model,
    /// All errors, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What authors should know about specs without errors, sorted by place.
    pub notes: Vec<Diagnostic>,
}

/// The current day in the easternmost time zone, which is the latest on which a page can have been captured.
pub fn latest_day() -> Date {
    let far_east = jiff::tz::TimeZone::fixed(jiff::tz::offset(14));
    jiff::Timestamp::now().to_zoned(far_east).date()
}

/// The current day in the local time zone.
pub(crate) fn this_day() -> Date {
    jiff::Zoned::now().date()
}

/// Loads, checks and resolves spec files. No page can have been captured after `today` ([`latest_day`] except in tests).
pub fn check_files(files: Vec<SpecFile>, today: Date) -> Checked {
    let mut diagnostics = Vec::new();
    let spec = spec::load(files, &mut diagnostics);
    check::check(&spec, today, &mut diagnostics);
    let model = resolve::resolve(&spec, &mut diagnostics);
    check::check_usage(&spec, &mut diagnostics);
    diagnostics::sort(&mut diagnostics);
    let (mut notes, diagnostics): (Vec<_>, Vec<_>) =
        diagnostics.into_iter().partition(|diagnostic| diagnostic.code.is_note());
    if !diagnostics.is_empty() {
        // An example with an error is not in the model, and would be missed.
        notes.clear();
    }
    Checked { sources: spec.sources, model, diagnostics, notes }
}
