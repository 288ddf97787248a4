//! Places in the spec, the pages that it was captured from, and errata.

use super::PageStatement;
use crate::diagnostics::Place;

/// Position of a page in [`Api::pages`](super::Api::pages).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub usize);

/// A documentation page that the spec describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The short name by which entries cite it.
    pub name: String,
    /// The position of the area that declares it; `None` for a page of the whole API.
    pub area: Option<usize>,
    /// Its title.
    pub title: String,
    /// Where it is, or was, published.
    pub url: String,
    /// The day on which the spec was last compared with it, `YYYY-MM-DD`.
    pub captured: String,
    /// Its stable identity (`ms.assetid`).
    pub asset_id: Option<String>,
    /// The version that the page stated when it was captured.
    pub version: Option<String>,
    /// The place of its declaration in the spec.
    pub place: Place,
}

/// The place and the sources of an operation, a type or an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Its key.
    pub place: Place,
    /// The pages it was captured from.
    pub pages: Vec<PageId>,
    /// The mistakes of those pages.
    pub errata: Vec<Erratum>,
}

/// A mistake of a page, and the evidence for the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erratum {
    /// The page; `None` for the documentation as a whole.
    pub page: Option<PageId>,
    /// The version of the page with the mistake, if other versions do not have it.
    pub version: Option<String>,
    /// Keys on the way from the entry to the node (`responses.200`).
    pub at: String,
    /// What the page has there.
    pub says: PageStatement,
    /// The evidence for the spec.
    pub because: String,
    /// The place in the spec.
    pub place: Place,
}

/// That an operation or an API should not be used any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// The day on which it ends or ended, `YYYY-MM-DD`, if it is known.
    pub since: Option<String>,
    /// Why.
    pub because: String,
    /// What to use instead.
    pub successor: Option<Successor>,
    /// The warning of the compiler, as Markdown.
    pub note: String,
    /// The place in the spec.
    pub place: Place,
}

/// The operation that replaces a deprecated one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successor {
    /// Name of the Rust module, if it is another one than that of the deprecated operation.
    pub module: Option<String>,
    /// Name of the operation.
    pub name: String,
}

impl Successor {
    /// The path of its function.
    pub fn path(&self) -> String {
        match &self.module {
            Some(module) => format!("{module}::{}", self.name),
            None => self.name.clone(),
        }
    }
}
