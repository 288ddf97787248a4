//! A long list as a stream of items.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use super::listing::PageStep;
use super::pages::PageResponse;
use super::single_items::SingleItems;
use super::{Cursor, Paged, Pages};
use crate::{ContinuationProblem, Error, FromResponse, PollPolicy, Response};

/// A long list as a stream of items. A page is requested when its first item is.
///
/// - An item that does not have the documented form, or is not UTF-8, is an error with its [place](Error::path) and its
///   [JSON](Error::item); the next one follows. If the page is wrong elsewhere, that is an error of its own, before the items.
/// - After an error of a request that may succeed later (see [`Error::is_retryable`]), the next poll requests the same page
///   again, after the wait that the error states or that the [`RetryPolicy`](crate::RetryPolicy) gives.
/// - Any other error of a request ends the stream; [`Items::cursor`] is then the place to resume.
/// - Empty pages are passed over for as long as a call may take. After that, there is an error of the kind
///   [`ErrorKind::Unfinished`](crate::ErrorKind::Unfinished), which does not end the stream.
/// - A page that is not ready yet is such an error that passes, unless [`Items::until_ready`] is set.
#[must_use = "a stream does nothing until it is asked"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    page: PageItems<O::Item>,
    /// Where the current page leads, until all of its items are returned.
    step: Option<PageStep>,
    /// Items of the current page that were returned, or that are to be skipped.
    taken: u64,
}

/// The items of a page that were not returned yet.
enum PageItems<T> {
    Whole(vec::IntoIter<T>),
    Single(Box<SingleItems>),
}

impl<T> PageItems<T> {
    fn next<O: Paged<Item = T>>(&mut self) -> Option<Result<T, Error>> {
        match self {
            Self::Whole(items) => items.next().map(Ok),
            Self::Single(items) => items.next::<O>(),
        }
    }

    fn skip(&mut self, count: u64) {
        match self {
            Self::Whole(items) => items.by_ref().take(usize::try_from(count).unwrap_or(usize::MAX)).for_each(drop),
            Self::Single(items) => items.skip(count),
        }
    }

    fn is_over(&self) -> bool {
        match self {
            Self::Whole(items) => items.as_slice().is_empty(),
            Self::Single(items) => items.is_over(),
        }
    }
}

impl<O: Paged> Items<O> {
    pub(super) fn new(pages: Pages<O>) -> Self {
        Self { pages, page: PageItems::Whole(Vec::new().into_iter()), step: None, taken: 0 }
    }

    /// The next item; `None` after the last, and after an error that ends the stream. It takes no longer than a call may take, and
    /// the waits of [`Items::until_ready`]. Dropping the future loses nothing: the next one continues the same request.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        self.pages.listing.end_search();
        poll_fn(|context| self.poll_item(context)).await
    }

    /// The place of the next item; `None` after the last. When it is resumed, its page is fetched again and the items before
    /// it are skipped. After an error of a request, it is the place of the page that failed.
    pub fn cursor(&self) -> Option<Cursor> {
        self.pages.listing.cursor(self.taken)
    }

    /// Continues at `cursor`.
    ///
    /// # Errors
    /// When the cursor belongs to another operation or to other inputs, or leads out of the client's base URL.
    pub fn resume(self, cursor: Cursor) -> Result<Self, Error> {
        let taken = cursor.skip;
        Ok(Self { taken, ..Self::new(self.pages.resume(cursor)?) })
    }

    /// Waits for pages that are not ready yet, see [`Pages::until_ready`].
    pub fn until_ready(mut self, poll_policy: PollPolicy) -> Self {
        self.pages = self.pages.until_ready(poll_policy);
        self
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<O::Item, Error>>> {
        let next = ready!(self.poll_search(context));
        self.pages.listing.end_search();
        Poll::Ready(next)
    }

    /// Passes over empty pages, but neither for longer than a call may take nor without letting other tasks run.
    fn poll_search(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<O::Item, Error>>> {
        const MOST_PAGES_AT_ONCE: usize = 32;
        for _ in 0..MOST_PAGES_AT_ONCE {
            let is_page_error = matches!(&self.page, PageItems::Single(items) if items.has_error());
            if let Some(item) = self.page.next::<O>() {
                self.taken += u64::from(!is_page_error);
                self.go_on_after_last_item();
                return Poll::Ready(Some(item));
            }
            if let Err(error) = self.pages.listing.begin_search() {
                self.pages.listing.fail(&error);
                return Poll::Ready(Some(Err(error)));
            }
            let page = match ready!(self.pages.poll_response(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok((page, step))) => {
                    self.step = Some(step);
                    page
                }
            };
            match self.items_of(page) {
                Ok(items) => self.page = items,
                Err(error) => {
                    self.step = None;
                    self.pages.listing.fail(&error);
                    return Poll::Ready(Some(Err(error)));
                }
            }
            self.page.skip(self.taken);
            self.go_on_after_last_item();
            if self.page.is_over() && self.pages.listing.is_search_over()? {
                let problem = ContinuationProblem::NoItemInTime;
                return Poll::Ready(Some(Err(self.pages.listing.error(problem))));
            }
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    fn items_of(&self, page: PageResponse<O>) -> Result<PageItems<O::Item>, Error> {
        match page {
            PageResponse::Whole(Response { value, status, request_id, correlation_id, headers }) => {
                O::items(value).map(|items| PageItems::Whole(items.into_iter())).ok_or_else(|| {
                    let is_not_ready = O::Response::is_not_ready(status);
                    let problem =
                        if is_not_ready { ContinuationProblem::NotReady } else { ContinuationProblem::NotAPage };
                    Error::from_continuation(&O::INFO, problem).of_response((request_id, correlation_id), &headers)
                })
            }
            PageResponse::Unread(unread) => {
                let (error, exchanged) = *unread;
                SingleItems::of::<O>(exchanged).map(|items| PageItems::Single(Box::new(items))).ok_or(error)
            }
        }
    }

    /// So that a cursor taken after the last item of a page does not fetch that page again.
    fn go_on_after_last_item(&mut self) {
        if self.page.is_over()
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
