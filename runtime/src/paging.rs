//! Long lists, page by page: what generated code states about them, and the streams for users.

mod continuation;
mod cursor;
mod handle;
mod items;
mod link;
mod listing;
mod loop_detector;
mod mark;
mod pages;
mod position;

pub use self::continuation::ContinuationProblem;
pub use self::cursor::{Cursor, CursorError};
pub(crate) use self::handle::{read as read_handle, write as write_handle};
pub use self::items::Items;
pub(crate) use self::link::{Root, follow, leads_to};
pub(crate) use self::mark::find;
pub use self::pages::Pages;
pub(crate) use self::position::Link;
use crate::{Call, Operation, Value};

/// An operation that returns a long list in pages.
pub trait Paged: Operation {
    /// What the list holds.
    type Item;
    /// The ways in which a page leads to the next; the first one whose mark the page has applies.
    const PAGING: &'static [Paging];

    /// The items of a page; `None` for a response that is not a page.
    fn items(page: Value<Self>) -> Option<Vec<Self::Item>>;
}

/// A way in which a page leads to the next.
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    style: Style,
    /// Query parameters with the values that they have on all pages but the first.
    with: &'static [(&'static str, &'static str)],
}

/// Paths are wire names joined by dots.
#[derive(Clone, Copy, Debug)]
enum Style {
    /// The caller counts; a page has no mark.
    Offset { items: &'static str, parameter: &'static str, size: Option<(&'static str, Option<u64>)> },
    /// A text that is sent back.
    Token { from: PageRequester, to: Target },
    /// A URL, or an object with a URL and headers of its own.
    Link { path: &'static str },
}

#[derive(Clone, Copy, Debug)]
enum PageRequester {
    Member(&'static str),
    Header(&'static str),
}

#[derive(Clone, Copy, Debug)]
enum Target {
    Query(&'static str),
    Header(&'static str),
}

impl Paging {
    /// The query parameter `parameter` says how many items to skip; those of a page are at `items`.
    pub const fn offset(items: &'static str, parameter: &'static str) -> Self {
        Self::new(Style::Offset { items, parameter, size: None })
    }

    /// Sets the query parameter for the number of items on a page, and the largest number that the service returns.
    #[must_use]
    pub const fn sized(mut self, name: &'static str, max: Option<u64>) -> Self {
        if let Style::Offset { size, .. } = &mut self.style {
            *size = Some((name, max));
        }
        self
    }

    /// A token is at `member`, and is sent back in the query parameter `parameter`.
    pub const fn token(member: &'static str, parameter: &'static str) -> Self {
        Self::new(Style::Token { from: PageRequester::Member(member), to: Target::Query(parameter) })
    }

    /// Reads the token from the response header `name`.
    #[must_use]
    pub const fn from_header(mut self, name: &'static str) -> Self {
        if let Style::Token { from, .. } = &mut self.style {
            *from = PageRequester::Header(name);
        }
        self
    }

    /// Sends the token in the header `name`.
    #[must_use]
    pub const fn to_header(mut self, name: &'static str) -> Self {
        if let Style::Token { to, .. } = &mut self.style {
            *to = Target::Header(name);
        }
        self
    }

    /// A link is at `path`: a URL, or an object with `uri`, `method` and `headers`.
    pub const fn link(path: &'static str) -> Self {
        Self::new(Style::Link { path })
    }

    /// Query parameters, with their values, of every request but the first.
    #[must_use]
    pub const fn with(mut self, query: &'static [(&'static str, &'static str)]) -> Self {
        self.with = query;
        self
    }

    const fn new(style: Style) -> Self {
        Self { style, with: &[] }
    }
}

impl<O: Paged> Call<'_, O> {
    /// The list as a stream of pages. The version, settings, timeout and correlation id of this call apply to each of them;
    /// each has a request id of its own.
    pub fn pages(self) -> Pages<O> {
        Pages::new(self)
    }

    /// The list as a stream of items; see [`Call::pages`].
    pub fn items(self) -> Items<O> {
        Items::new(self.pages())
    }
}
