//! Where the spec says something, from which pages, and where it parts from them.

use super::PageStatement;
use crate::diagnostics::Place;

/// Position of a page in [`Api::pages`](super::Api::pages).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub usize);

/// A documentation page that the spec claims to agree with.
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
    /// The day on which somebody held the spec against it, `YYYY-MM-DD`.
    pub captured: String,
    /// Its stable identity (`ms.assetid`).
    pub asset_id: Option<String>,
    /// The version that it stated of itself when it was captured.
    pub version: Option<String>,
    /// Where the spec declares it.
    pub place: Place,
}

/// Where an operation, a type or an API stands in the spec, and what backs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Its key.
    pub place: Place,
    /// The pages it was captured from.
    pub pages: Vec<PageId>,
    /// Where it parts from them.
    pub errata: Vec<Erratum>,
}

/// A place where the spec parts from a page, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erratum {
    /// The page; `None` for the documentation as a whole.
    pub page: Option<PageId>,
    /// The only version of the page that says so.
    pub version: Option<String>,
    /// Keys on the way from the entry to the node (`responses.200`).
    pub at: String,
    /// What the page has there.
    pub says: PageStatement,
    /// The evidence for the spec.
    pub because: String,
    /// Where the spec notes it.
    pub place: Place,
}
