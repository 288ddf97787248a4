//! docwright turns hand-written specs of APIs that are documented only as web pages into typed Rust clients.
//!
//! The flow has one direction: [`spec`] loads the YAML, [`check`] holds rules against it, [`model`] makes every decision,
//! [`rust`] prints, [`write`] touches the output tree. [`diagnostics`] is what all of them report with.

pub mod check;
pub mod diagnostics;
pub mod model;
pub mod public_api;
pub mod rust;
pub mod spec;
pub mod write;

use diagnostics::{Diagnostic, Sources};
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

/// Loads, checks and resolves spec files, collecting every fault of every file.
pub fn check_files(files: Vec<SpecFile>) -> Checked {
    let mut diagnostics = Vec::new();
    let spec = spec::load(files, &mut diagnostics);
    check::check(&spec, &mut diagnostics);
    let model = model::resolve(&spec, &mut diagnostics);
    diagnostics::sort(&mut diagnostics);
    Checked { sources: spec.sources, model, diagnostics }
}
