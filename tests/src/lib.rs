//! Helpers of several workspace tests: spec files in memory, diagnostics as text, a copy of the client to generate into.

mod crate_copy;
mod each_case;
mod page_fixtures;
mod properties;
pub mod specs;
mod traffic_fixture;

use std::path::Path;

use docwright::internals::diagnostics::{Code, Diagnostic, Style, render};
use docwright::internals::spec::{SpecFile, read_directory};
use docwright::{Checked, internals::check_files};

pub use crate_copy::{CrateCopy, workspace_root};
pub use each_case::each_case;
pub use page_fixtures::{ComparedPages, Mutation, PageFixture, Side, page_fixtures};
pub use properties::{number_of_cases, properties};
pub use traffic_fixture::{
    ComparedTraffic, TrafficFixture, TrafficMutation, copied, har, mismatches_of, traffic_fixture,
};

/// The name of the client's library.
pub const LIBRARY: &str = "ms_commerce";

/// The smallest valid `api.yaml`.
pub const PLAIN_API: &str = "title: Demo\ndoc: An API for examples.\n";

/// A spec file in memory.
pub fn spec_file(path: &str, content: impl Into<Vec<u8>>) -> SpecFile {
    SpecFile { relative: path.to_owned(), shown: path.to_owned(), content: content.into() }
}

/// Checks files as of a fixed day, by all rules.
pub fn check_by_all_rules(files: Vec<SpecFile>) -> Checked {
    check_files(files, jiff::civil::date(2026, 11, 30))
}

/// Checks files as of a fixed day. They are made for one test, so they need no examples.
pub fn check_spec(files: Vec<SpecFile>) -> Checked {
    let mut checked = check_by_all_rules(files);
    checked.diagnostics.retain(|mismatch| mismatch.code != Code::NoExample);
    checked
}

/// The files of an API with one area, which can say in its first lines what `api.yaml` adds (`# api.yaml: …`), and what
/// `errors.yaml` has.
pub fn files_of_area(content: impl Into<Vec<u8>>) -> Vec<SpecFile> {
    let content = content.into();
    let text = String::from_utf8_lossy(&content);
    let stated = |file: &str| text.lines().take(2).find_map(|line| line.strip_prefix("# ")?.strip_prefix(file));
    let mut files =
        vec![spec_file("demo/api.yaml", format!("{PLAIN_API}{}\n", stated("api.yaml: ").unwrap_or_default()))];
    files.extend(stated("errors.yaml: ").map(|errors| spec_file("demo/errors.yaml", format!("{errors}\n"))));
    files.push(spec_file("demo/things.yaml", content));
    files
}

/// Checks one area of an API that says nothing else, see [`files_of_area`].
pub fn check_area(content: impl Into<Vec<u8>>) -> Checked {
    check_spec(files_of_area(content))
}

/// Checks an `api.yaml` without areas.
pub fn check_api(content: impl Into<Vec<u8>>) -> Checked {
    check_spec(vec![spec_file("demo/api.yaml", content)])
}

/// Diagnostics as the tool shows them.
pub fn rendered(checked: &Checked) -> String {
    render(&checked.diagnostics, &checked.sources, Style::Plain)
}

/// The numbers of diagnostics, in their order.
pub fn codes(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics.iter().map(|diagnostic| diagnostic.code.to_string()).collect()
}

/// Checks the specs of a directory.
///
/// # Panics
///
/// When the directory cannot be read.
#[allow(clippy::unwrap_used)]
pub fn check_directory(directory: &Path) -> Checked {
    check_files(read_directory(directory).unwrap(), docwright::internals::latest_day())
}

/// The Rust example of the README is compiled. The documents in `docs/` have none: they lead to the chapters of the client.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}
