//! The public API of the library: specs without errors, and what can be done with them.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::backend;
use crate::checked::{Checked, check_files, latest_day, this_day};
use crate::diagnostics::{self, Diagnostic, Sources, Style};
#[cfg(feature = "fetch")]
use crate::fetch;
use crate::model::Model;
use crate::output::{Generated, PrintError};
use crate::pages::capture::{CaptureError, Captured};
use crate::pages::compare::Comparison;
use crate::pages::verify::VerifyError;
use crate::spec::SpecFile;
use crate::traffic::verify::{Options, TrafficError, Verified};
use crate::wording::count;
use crate::{pages, traffic};

/// Specs that were checked and have no errors.
///
/// ```
/// use docwright::{SpecFile, check};
///
/// let api = "title: Demo\ndoc: An API for examples.\nservers: { GLOBAL: { url: \"https://api.demo.example\" } }\n";
/// let specs = check(vec![SpecFile::new("demo/api.yaml", api)])?;
/// let generated = specs.generate("demo_client")?;
/// assert!(generated.files["demo.rs"].contains("pub const GLOBAL"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Specs {
    model: Model,
    sources: Sources,
}

/// The errors of specs, of all files.
///
/// ```
/// use docwright::{SpecFile, check};
///
/// let errors = check(vec![SpecFile::new("demo/api.yaml", "title: Demo\nDoc: An API.\n")]).unwrap_err();
/// assert!(errors.render().contains("unknown key `Doc`"));
/// ```
#[derive(Debug)]
pub struct SpecErrors {
    found: Vec<Diagnostic>,
    sources: Sources,
}

/// The mismatches between specs and the vendor's pages.
#[derive(Debug)]
pub struct PageComparison {
    comparison: Comparison,
    sources: Sources,
}

/// The pages that specs cite, as they were fetched.
#[cfg(feature = "fetch")]
#[derive(Debug)]
pub struct PageFetch {
    fetched: fetch::FetchedPages,
    sources: Sources,
}

/// The mismatches between specs and recorded exchanges.
#[derive(Debug)]
pub struct TrafficComparison {
    verified: Verified,
    sources: Sources,
}

/// Checks and resolves spec files, collecting all errors of all files.
///
/// # Errors
///
/// When a file has an error; the other files are not used then.
pub fn check(files: Vec<SpecFile>) -> Result<Specs, SpecErrors> {
    let Checked { sources, model, diagnostics, notes: _ } = check_files(files, latest_day());
    if diagnostics.is_empty() { Ok(Specs { model, sources }) } else { Err(SpecErrors { found: diagnostics, sources }) }
}

impl Specs {
    /// The number of operations that the specs describe.
    pub fn operation_count(&self) -> usize {
        self.model.apis.iter().flat_map(|api| &api.areas).map(|area| area.operations.len()).sum()
    }

    /// Prints the specs as Rust code, with the table of all operations, for a crate whose library is named `library`. Nothing is written; see
    /// [`plan`](crate::plan) and [`apply`](crate::apply).
    ///
    /// # Errors
    ///
    /// When printed code does not parse, which is a bug of this crate.
    pub fn generate(&self, library: &str) -> Result<Generated, PrintError> {
        backend::generate(&self.model, library)
    }

    /// Compares the specs, which were read from `directory`, with pages: files or folders of files. If there are none, compares
    /// them with the `pages.lock` of each API.
    ///
    /// ```no_run
    /// use std::path::Path;
    ///
    /// let directory = Path::new("spec");
    /// let specs = docwright::check(docwright::read_directory(directory)?)?;
    /// let comparison = specs.compare_pages(directory, &["pages/get-licenses.md".into()])?;
    /// println!("{}{} mismatches", comparison.render(), comparison.mismatch_count());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When pages or locks cannot be read, or there is nothing to compare with.
    pub fn compare_pages(&self, directory: &Path, pages: &[PathBuf]) -> Result<PageComparison, VerifyError> {
        let mut sources = self.sources.clone();
        let comparison = pages::verify::verify(&self.model, directory, pages, &mut sources, &mut |_, _| ())?;
        Ok(PageComparison { comparison, sources })
    }

    /// Fetches the pages that the specs cite into a folder, as `docwright fetch` does. This can take a second for each page.
    ///
    /// ```no_run
    /// use std::path::Path;
    ///
    /// let directory = Path::new("spec");
    /// let specs = docwright::check(docwright::read_directory(directory)?)?;
    /// let fetch = specs.fetch_pages(Path::new("fetched-pages"))?;
    /// let comparison = specs.compare_pages(directory, fetch.files())?;
    /// println!("{}{}", fetch.render(), comparison.render());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the specs cite no page, or the folder cannot be used. A page that cannot be fetched is no error.
    #[cfg(feature = "fetch")]
    pub fn fetch_pages(&self, folder: &Path) -> Result<PageFetch, fetch::FetchError> {
        let fetched = fetch::fetch(&self.model, &[], folder, &fetch::FetchRules::default(), &mut ())?;
        Ok(PageFetch { fetched, sources: self.sources.clone() })
    }

    /// Compares the specs with recordings: HAR files, or bodies of the operation that `options` name.
    ///
    /// ```no_run
    /// use docwright::TrafficOptions;
    ///
    /// let specs = docwright::check(docwright::read_directory("spec".as_ref())?)?;
    /// let comparison = specs.compare_traffic(&["recorded.har".into()], &TrafficOptions::default())?;
    /// println!("{}{} mismatches", comparison.render(), comparison.mismatch_count());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When a file cannot be read or is not a recording, or `options` name something that the specs do not have.
    pub fn compare_traffic(&self, files: &[PathBuf], options: &Options) -> Result<TrafficComparison, TrafficError> {
        let verified = traffic::verify::verify(&self.model, files, options, &mut |_, _| ())?;
        Ok(TrafficComparison { verified, sources: self.sources.clone() })
    }

    /// Drafts an area file from pages, for the API of this name or else the one that the pages request. The draft marks gaps
    /// that the pages leave.
    ///
    /// ```no_run
    /// let specs = docwright::check(docwright::read_directory("spec".as_ref())?)?;
    /// let draft = specs.capture(&["get-seats.md".into()], None)?;
    /// println!("{}", draft.text);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When a page cannot be read, there is nothing to capture, or it is not clear for which API.
    pub fn capture(&self, paths: &[PathBuf], api: Option<&str>) -> Result<Captured, DraftError> {
        let mut sources = Sources::default();
        let mut read = Vec::new();
        let mut reader = pages::fetched::FetchedPageReader::default();
        for file in pages::read::files(paths)?.pages {
            let pages = reader.source(&file, &mut sources)?.pages;
            read.extend(pages.into_iter().map(|source| source.page));
        }
        Ok(pages::capture::capture(&read, &self.model, api, this_day())?)
    }
}

/// Why there is no draft.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DraftError {
    /// A page cannot be read.
    #[error(transparent)]
    Page(#[from] pages::read::ReadError),
    /// The pages contain nothing for a draft.
    #[error(transparent)]
    Capture(#[from] CaptureError),
}

impl SpecErrors {
    /// The number of errors.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// The errors with their lines, as text without colors.
    pub fn render(&self) -> String {
        diagnostics::render(&self.found, &self.sources, Style::Plain)
    }

    /// The errors as JSON, one object per line.
    pub fn render_json(&self) -> String {
        diagnostics::render_json(&self.found, &self.sources)
    }
}

impl fmt::Display for SpecErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the specs have {}", count(self.count(), "error"))
    }
}

impl std::error::Error for SpecErrors {}

impl PageComparison {
    /// The number of mismatches between specs and pages that no erratum covers.
    pub fn mismatch_count(&self) -> usize {
        self.comparison.mismatches.len()
    }

    /// Operations that the pages request but the specs neither have nor leave out, as method and path.
    pub fn missing_operations(&self) -> &[String] {
        &self.comparison.summary.uncovered
    }

    /// The mismatches with their lines, as text without colors.
    pub fn render(&self) -> String {
        diagnostics::render(&self.comparison.mismatches, &self.sources, Style::Plain)
    }
}

#[cfg(feature = "fetch")]
impl PageFetch {
    /// The files with the copies of the pages. A page that cannot be fetched keeps its earlier copy.
    pub fn files(&self) -> &[PathBuf] {
        &self.fetched.files
    }

    /// The number of pages that are not there any more, or are no pages.
    pub fn mismatch_count(&self) -> usize {
        self.fetched.mismatches.len()
    }

    /// Pages whose state is not known, because a request failed.
    pub fn failures(&self) -> &[fetch::FetchFailure] {
        &self.fetched.failures
    }

    /// The mismatches and the pages that moved, with their lines, as text without colors.
    pub fn render(&self) -> String {
        let found = [self.fetched.mismatches.as_slice(), &self.fetched.notes].concat();
        diagnostics::render(&found, &self.sources, Style::Plain)
    }
}

impl TrafficComparison {
    /// The number of kinds of mismatch; each is reported once, with an example.
    pub fn mismatch_count(&self) -> usize {
        self.verified.mismatches.len()
    }

    /// The number of exchanges that were read, and of those that call an operation of the specs.
    pub fn exchange_counts(&self) -> (usize, usize) {
        (self.verified.exchanges, self.verified.matched)
    }

    /// The mismatches with the lines of the specs, as text without colors.
    pub fn render(&self) -> String {
        let found: Vec<Diagnostic> =
            self.verified.mismatches.iter().map(|mismatch| mismatch.diagnostic.clone()).collect();
        diagnostics::render(&found, &self.sources, Style::Plain)
    }
}
