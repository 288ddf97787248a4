//! Internals for the tests, benchmarks and fuzz targets of this repository. They change without notice.

pub use crate::checked::{check_files, latest_day};

pub mod check {
    pub use crate::check::{check, check_usage};
}

pub mod diagnostics {
    pub use crate::diagnostics::{Code, Diagnostic, Sources, Style, catalogue, render, sort};
}

#[cfg(feature = "fetch")]
pub mod fetch {
    pub use crate::fetch::{FetchError, FetchFailure, FetchObserver, FetchRules, FetchedPages, FolderError, fetch};
}

pub mod review {
    pub use crate::review::{
        ChangeEffect, ChangeKind, ChangeSubject, CrateVersion, LineLinks, PublicApiChange, ReportError, ReviewNoteKind,
        ReviewReport, SpecSnapshot, Verdict, compare,
    };
}

pub mod model {
    pub use crate::model::*;
    pub use crate::resolve::resolve;
}

pub mod pages {
    pub use crate::pages::{capture, compare, facts, fetched, lock, markdown, openapi, read, reference, verify};
}

pub mod public_api {
    pub use crate::backend::rust::public_api::{of_crate, text};
}

pub mod rust {
    pub use crate::backend::generate;
    pub use crate::backend::rust::public_api_of;
    pub use crate::output::{Generated, HEADER};
}

pub mod spec {
    pub use crate::spec::{SpecFile, load, published_schemas, read_directory};
}

pub mod traffic {
    pub use crate::traffic::{Class, TrafficMismatch, body, interpret, is_secret_name, mismatches_json, verify};
}

pub mod write {
    pub use crate::write::{apply, plan};
}

pub mod names {
    pub use crate::names::{NameError, NameKind, validate};
}
