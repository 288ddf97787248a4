//! Fetches the pages that specs cite into a folder, where the other commands read them.

mod cited;
mod client;
mod content;
mod folder;
mod problem;
mod rules;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use url::Url;

use crate::diagnostics::{Code, Diagnostic, sort};
use crate::files::FileError;
use crate::model::Model;
use crate::pages::fetched::FetchedCopy;
use cited::CitedPage;
use client::{Delivery, PageClient, Validators};
use folder::CopyFolder;
pub use folder::FolderError;
use problem::{Obstacle, PageProblem};
pub use rules::FetchRules;

/// Why pages could not be fetched at all.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No API has this name.
    #[error("there is no API `{0}` in the specs")]
    UnknownApi(String),
    /// The specs cite no page.
    #[error("the specs cite no page")]
    NoPage,
    /// The folder for the pages cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
}

/// The result of fetching pages.
#[derive(Debug, Default)]
pub struct FetchedPages {
    /// Pages that are not there any more, or are no pages; sorted.
    pub mismatches: Vec<Diagnostic>,
    /// Pages with a new URL; sorted.
    pub notes: Vec<Diagnostic>,
    /// Pages whose state is not known, because a request failed.
    pub failures: Vec<FetchFailure>,
    /// The number of pages, by URL.
    pub pages: usize,
    /// Those that had no copy before.
    pub new: usize,
    /// Those that differ from their copy before.
    pub changed: usize,
    /// Those that do not.
    pub unchanged: usize,
    /// Copies that were removed, because no spec cites their page any more.
    pub removed: usize,
    /// The files with the copies. A page that cannot be fetched keeps its earlier copy.
    pub files: Vec<PathBuf>,
}

/// A page that could not be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchFailure {
    /// Its URL.
    pub url: String,
    /// What failed.
    pub reason: String,
}

/// What runs report while they fetch.
pub trait FetchObserver {
    /// So many pages of all pages were requested.
    fn progress(&mut self, done: usize, of: usize);
    /// Another process uses the folder.
    fn waits(&mut self);
}

/// Observes nothing.
impl FetchObserver for () {
    fn progress(&mut self, _done: usize, _of: usize) {}

    fn waits(&mut self) {}
}

/// Fetches the pages that APIs cite into a folder; all APIs if none is named. Pages that did not change are not sent again.
///
/// # Errors
///
/// When an API is unknown, no page is cited, or the folder cannot be used.
pub fn fetch(
    model: &Model,
    apis: &[String],
    folder: &Path,
    rules: &FetchRules,
    observer: &mut dyn FetchObserver,
) -> Result<FetchedPages, FetchError> {
    if let Some(unknown) = apis.iter().find(|name| model.apis.iter().all(|api| api.name != **name)) {
        return Err(FetchError::UnknownApi(unknown.clone()));
    }
    let pages = cited::of_model(model, |name| apis.is_empty() || apis.iter().any(|chosen| chosen == name));
    if pages.is_empty() {
        return Err(FetchError::NoPage);
    }
    let mut run = FetchRun {
        folder: CopyFolder::open(folder, &mut || observer.waits())?,
        client: PageClient::new(rules),
        fetched: FetchedPages { pages: pages.len(), ..FetchedPages::default() },
    };
    for (index, page) in pages.iter().enumerate() {
        observer.progress(index, pages.len());
        run.fetch(page)?;
    }
    observer.progress(pages.len(), pages.len());
    let all = cited::of_model(model, |_| true);
    let FetchRun { mut folder, mut fetched, .. } = run;
    fetched.removed = folder.remove_uncited(&all.iter().map(|page| page.url.as_str()).collect::<BTreeSet<_>>())?;
    fetched.files = pages.iter().filter_map(|page| folder.file(&page.url)).collect();
    sort(&mut fetched.mismatches);
    sort(&mut fetched.notes);
    Ok(fetched)
}

struct FetchRun<'r> {
    folder: CopyFolder,
    client: PageClient<'r>,
    fetched: FetchedPages,
}

impl FetchRun<'_> {
    fn fetch(&mut self, page: &CitedPage<'_>) -> Result<(), FileError> {
        let earlier = self.folder.copy(&page.url).cloned();
        let validators = earlier.as_ref().map(|copy| Validators {
            at: copy.moved_to.as_deref().unwrap_or(page.url.as_str()),
            etag: copy.etag.as_deref(),
            last_modified: copy.last_modified.as_deref(),
        });
        let delivery = match self.client.get(&page.url, validators) {
            Ok(delivery) => delivery,
            Err(Obstacle::Problem(problem)) => {
                self.report(page, &problem);
                return Ok(());
            }
            Err(Obstacle::Failure(reason)) => {
                self.fetched.failures.push(FetchFailure { url: page.url.to_string(), reason });
                return Ok(());
            }
        };
        self.keep(page, earlier, delivery)
    }

    /// Keeps a page in the folder, if it is one.
    fn keep(
        &mut self,
        page: &CitedPage<'_>,
        earlier: Option<FetchedCopy>,
        delivery: Delivery,
    ) -> Result<(), FileError> {
        let Delivery { at, is_permanent, content } = delivery;
        let moved_to = (at != page.url).then(|| at.to_string());
        match content {
            None => self.fetched.unchanged += 1,
            Some(content) => {
                let bytes = &content.bytes;
                let Some(ending) = content::ending(content.media.as_deref(), &at, bytes) else {
                    let media = content.media.unwrap_or_else(|| "no media type".to_owned());
                    self.report(page, &PageProblem::IsNoText(format!("the response has {media}")));
                    return Ok(());
                };
                if let Some(problem) = content::problem(ending, &page.url, &at, bytes) {
                    self.report(page, &problem);
                    return Ok(());
                }
                let copy = FetchedCopy {
                    file: String::new(),
                    hash: String::new(),
                    moved_to,
                    etag: content.etag,
                    last_modified: content.last_modified,
                };
                self.folder.keep(&page.url, ending, bytes, copy)?;
                let hash = self.folder.copy(&page.url).map(|copy| copy.hash.as_str());
                match earlier {
                    None => self.fetched.new += 1,
                    Some(earlier) if hash == Some(earlier.hash.as_str()) => self.fetched.unchanged += 1,
                    Some(_) => self.fetched.changed += 1,
                }
            }
        }
        if at != page.url {
            self.note_move(page, &at, is_permanent);
        }
        Ok(())
    }

    fn report(&mut self, page: &CitedPage<'_>, problem: &PageProblem) {
        let code = problem.code();
        for declaration in &page.declarations {
            let message = format!("`{}` {}", page.url, problem.predicate());
            let mut diagnostic = Diagnostic::new(code, declaration.place, message).help(problem.help());
            if self.folder.file(&page.url).is_some() {
                diagnostic = diagnostic.note("the copy that was fetched before is kept");
            }
            self.fetched.mismatches.push(diagnostic);
        }
    }

    fn note_move(&mut self, page: &CitedPage<'_>, at: &Url, is_permanent: bool) {
        let how = if is_permanent { "has moved to" } else { "redirects to" };
        for declaration in &page.declarations {
            let message = format!("`{}` {how} `{at}`", page.url);
            let diagnostic = Diagnostic::new(Code::PageMoved, declaration.place, message);
            let diagnostic = if is_permanent { diagnostic.help("write the new URL as `url`") } else { diagnostic };
            self.fetched.notes.push(diagnostic);
        }
    }
}
