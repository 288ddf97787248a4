//! A long list as a stream of items.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use super::{ContinuationProblem, Cursor, Paged, Pages};
use crate::Error;
use crate::paging::listing::PageStep;

/// A long list as a stream of items. A page is requested when its first item is.
///
/// An error does not end it: the next poll requests the same page again. A response that is not ready yet, or not a page for
/// another reason, is an error here.
#[must_use = "a stream does nothing until it is asked"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    page: vec::IntoIter<O::Item>,
    /// Where the current page leads, until all of its items are returned.
    step: Option<PageStep>,
    /// Items of the current page that were returned, or that are to be skipped.
    taken: u64,
}

impl<O: Paged> Items<O> {
    pub(super) fn new(pages: Pages<O>) -> Self {
        Self { pages, page: Vec::new().into_iter(), step: None, taken: 0 }
    }

    /// The next item; `None` after the last. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// The place of the next item; `None` after the last. When it is resumed, its page is fetched again and the items before
    /// it are skipped.
    pub fn cursor(&self) -> Option<Cursor> {
        self.pages.listing.cursor(self.taken)
    }

    /// Continues at `cursor`.
    ///
    /// # Errors
    /// When the cursor belongs to another operation or to other inputs, or leads away from the client's server.
    pub fn resume(self, cursor: Cursor) -> Result<Self, Error> {
        let taken = cursor.skip;
        Ok(Self { taken, ..Self::new(self.pages.resume(cursor)?) })
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<O::Item, Error>>> {
        loop {
            if let Some(item) = self.page.next() {
                self.taken += 1;
                self.go_on_after_last_item();
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_response(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok((response, step))) => {
                    let Some(items) = O::items(response.value) else {
                        let problem = ContinuationProblem::NotAPage;
                        return Poll::Ready(Some(Err(Error::from_continuation(&O::INFO, problem, &response.headers))));
                    };
                    self.page = items.into_iter();
                    self.step = Some(step);
                    let skip = usize::try_from(self.taken).unwrap_or(usize::MAX);
                    if skip > 0 {
                        self.page.by_ref().take(skip).for_each(drop);
                    }
                    self.go_on_after_last_item();
                }
            }
        }
    }

    /// So that a cursor taken after the last item of a page does not fetch that page again.
    fn go_on_after_last_item(&mut self) {
        if self.page.as_slice().is_empty()
            && let Some(step) = self.step.take()
        {
            self.pages.listing.go(step);
            self.taken = 0;
        }
    }
}

/// No field is structurally pinned.
impl<O: Paged> Unpin for Items<O> {}

impl<O: Paged> Stream for Items<O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

impl<O: Paged + fmt::Debug> fmt::Debug for Items<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
