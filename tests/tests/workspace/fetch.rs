//! Pages are fetched from a server on loopback, with every fault that a server can have.

mod compare;
mod copies;
mod faults;
mod politeness;
mod server;

pub(crate) use faults::codes_of_fixtures;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use docwright::Checked;
use docwright::internals::diagnostics::{Style, render};
use docwright::internals::fetch::{FetchError, FetchObserver, FetchRules, FetchedPages, fetch};
use docwright::internals::pages::fetched::FetchedIndex;
use tempfile::TempDir;
use workspace_tests::{check_spec, files_of_area};

use server::Server;

/// A page that agrees with the specs of these tests.
const PAGE: &str = "# Get one of the things

| Method  | Request URI |
|---------|-------------|
| **GET** | {baseURL}/things/{id} |

## URI parameters

| Name | Type   | Required | Description |
|------|--------|----------|-------------|
| id   | string | Yes      | The number on its back. |
";

/// The response with a page and more headers.
fn page_with(headers: &str, page: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/markdown\r\n{headers}\r\n{page}")
}

fn page() -> String {
    page_with("", PAGE)
}

/// A spec that cites pages, and a folder for these.
struct Citing {
    checked: Checked,
    home: TempDir,
    rules: FetchRules,
}

/// Counts how often a run waited for another one.
#[derive(Default)]
struct Waits(usize);

impl FetchObserver for Waits {
    fn progress(&mut self, done: usize, of: usize) {
        assert!(done <= of);
    }

    fn waits(&mut self) {
        self.0 += 1;
    }
}

impl Citing {
    /// A spec that cites the URLs of a server.
    fn of(server: &Server, paths: &[&str]) -> Self {
        let urls: Vec<String> = paths.iter().map(|path| server.url(path)).collect();
        Self::urls(&urls)
    }

    fn urls(urls: &[String]) -> Self {
        let mut checked = Self::checked(urls);
        assert!(checked.diagnostics.is_empty(), "{}", render(&checked.diagnostics, &checked.sources, Style::Plain));
        checked.notes.clear();
        let rules = FetchRules {
            pause: Duration::ZERO,
            attempts: 3,
            longest_wait: Duration::from_secs(2),
            timeout: Duration::from_secs(5),
            is_loopback_allowed: true,
            ..FetchRules::default()
        };
        Self { checked, home: TempDir::new().unwrap(), rules }
    }

    fn checked(urls: &[String]) -> Checked {
        let mut area = "pages:\n".to_owned();
        for (index, url) in urls.iter().enumerate() {
            area.push_str(&format!("  page-{index}: {{ title: T, url: \"{url}\", captured: 2026-11-01 }}\n"));
        }
        let names: Vec<String> = (0..urls.len()).map(|index| format!("page-{index}")).collect();
        area.push_str(&format!(
            "operations:\n  get_thing:\n    doc: Gets a thing.\n    page: [{}]\n    GET: /things/{{id}}\n    \
             path: {{ id: string }}\n    responses: {{ 204: none }}\n",
            names.join(", ")
        ));
        check_spec(files_of_area(area))
    }

    /// Cites other pages from now on.
    fn cite(&mut self, urls: &[String]) {
        self.checked = Self::checked(urls);
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("pages")
    }

    fn fetch(&self) -> FetchedPages {
        self.try_fetch().unwrap()
    }

    fn try_fetch(&self) -> Result<FetchedPages, FetchError> {
        fetch(&self.checked.model, &[], &self.folder(), &self.rules, &mut Waits::default())
    }

    fn index(&self) -> FetchedIndex {
        FetchedIndex::read(&self.folder()).unwrap().unwrap()
    }

    /// The content of the only copy.
    fn copy(&self) -> Vec<u8> {
        let index = self.index();
        let copies: Vec<_> = index.pages.values().collect();
        assert_eq!(copies.len(), 1);
        fs::read(self.folder().join(&copies[0].file)).unwrap()
    }

    fn reasons(fetched: &FetchedPages) -> Vec<&str> {
        fetched.failures.iter().map(|failure| failure.reason.as_str()).collect()
    }
}

/// New, changed and unchanged pages.
fn counts(fetched: &FetchedPages) -> [usize; 3] {
    [fetched.new, fetched.changed, fetched.unchanged]
}
