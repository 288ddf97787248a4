//! Long lists, page by page: what generated code states about them, and the streams for users.

mod counted;
mod cursor;
mod items;
mod listing;
mod loop_detector;
mod mark;
mod pages;
mod position;
mod single_items;

use serde::de::DeserializeOwned;

use self::counted::{Counted, ListEnd, Unit};
pub use self::cursor::{Cursor, CursorError};
pub use self::items::Items;
pub use self::pages::Pages;
use crate::continuation::member_path::MemberPath;
use crate::{Call, Operation, Value};

/// An operation that returns a long list in pages.
pub trait Paged: Operation {
    /// What the list holds.
    type Item: DeserializeOwned;
    /// The wire names on the way to a page's items; none if the list is the whole body.
    const ITEMS: &'static [&'static str];
    /// The status of a page, if other responses are not pages.
    const STATUS: Option<u16> = None;
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

#[derive(Clone, Copy, Debug)]
enum Style {
    /// The caller counts; a page has no mark.
    Counted(Counted),
    /// A text that is sent back.
    Token { from: PageRequester, to: Target },
    /// A URL, or an object with a URL and headers of its own, of which those with these names are copied.
    Link { path: MemberPath, headers: &'static [&'static str] },
}

#[derive(Clone, Copy, Debug)]
enum PageRequester {
    Member(MemberPath),
    Header(&'static str),
}

#[derive(Clone, Copy, Debug)]
enum Target {
    Query(&'static str),
    Header(&'static str),
}

/// Paths of members are the wire names on the way; an empty path is the body itself.
impl Paging {
    /// The query parameter `parameter` says how many items to skip; those of a page are at `items`.
    pub const fn offset(items: &'static [&'static str], parameter: &'static str) -> Self {
        Self::new(Style::Counted(Counted { items, parameter, unit: Unit::Items, size: None }))
    }

    /// The query parameter `parameter` has the number of a page, that of the first page being `first`; the items of a page are
    /// at `items`.
    pub const fn page(items: &'static [&'static str], parameter: &'static str, first: u64) -> Self {
        Self::new(Style::Counted(Counted { items, parameter, unit: Unit::Pages { first, end: None }, size: None }))
    }

    /// The number of all items is at `member`; the numbered page that reaches it is the last.
    #[must_use]
    pub const fn with_total(self, member: &'static [&'static str]) -> Self {
        self.ends_at(ListEnd::Total(member))
    }

    /// The number of all pages is at `member`; the numbered page that reaches it is the last.
    #[must_use]
    pub const fn with_page_count(self, member: &'static [&'static str]) -> Self {
        self.ends_at(ListEnd::PageCount(member))
    }

    const fn ends_at(mut self, member: ListEnd) -> Self {
        if let Style::Counted(Counted { unit: Unit::Pages { end, .. }, .. }) = &mut self.style {
            *end = Some(member);
        }
        self
    }

    /// Sets the query parameter for the number of items on a page, and the largest number that the service returns.
    #[must_use]
    pub const fn sized(mut self, name: &'static str, max: Option<u64>) -> Self {
        if let Style::Counted(Counted { size, .. }) = &mut self.style {
            *size = Some((name, max));
        }
        self
    }

    /// A token is at `member`, and is sent back in the query parameter `parameter`.
    pub const fn token(member: &'static [&'static str], parameter: &'static str) -> Self {
        Self::new(Style::Token { from: PageRequester::Member(member), to: Target::Query(parameter) })
    }

    /// A token is in the response header `name`, and is sent back in the query parameter `parameter`.
    pub const fn token_in_header(name: &'static str, parameter: &'static str) -> Self {
        Self::new(Style::Token { from: PageRequester::Header(name), to: Target::Query(parameter) })
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
    pub const fn link(path: &'static [&'static str]) -> Self {
        Self::new(Style::Link { path, headers: &[] })
    }

    /// Copies headers with these names from a link to the request for the next page; all others of the link are dropped.
    #[must_use]
    pub const fn copying_headers(mut self, names: &'static [&'static str]) -> Self {
        if let Style::Link { headers, .. } = &mut self.style {
            *headers = names;
        }
        self
    }

    /// Whether a link may state the header.
    fn copies(&self, header: &str) -> bool {
        match self.style {
            Style::Link { headers, .. } => headers.iter().any(|name| name.eq_ignore_ascii_case(header)),
            Style::Counted(_) | Style::Token { .. } => false,
        }
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
    /// The list as a stream of pages. The options and the correlation id of this call apply to each of them; each has a request
    /// id of its own.
    pub fn pages(self) -> Pages<O> {
        Pages::new(self)
    }

    /// The list as a stream of items; see [`Call::pages`].
    pub fn items(self) -> Items<O> {
        Items::new(self.pages())
    }
}
