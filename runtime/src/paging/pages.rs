//! A long list as a stream of pages.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::listing::{Listing, PageStep};
use super::single_items::{SingleItems, with_text_only};
use super::{Cursor, Paged};
use crate::call::{Unread, plan, read_or_return};
use crate::response::retry_after;
use crate::{Call, Error, FromResponse, InputError, PollPolicy, RequestParts, Response, Value};

/// A long list as a stream of pages. A page is requested when the stream is polled.
///
/// - A page with an item that does not have the documented form is an error, and the next one follows. [`Call::items`] returns
///   the other items of such a page.
/// - After an error of a request that may succeed later (see [`Error::is_retryable`]), the next poll requests the same page
///   again, after the wait that the error states or that the [`RetryPolicy`](crate::RetryPolicy) gives. The same applies to a
///   response that is not ready yet, which is returned as a page unless [`Pages::until_ready`] is set.
/// - Any other error of a request ends the stream; [`Pages::cursor`] is then the place to resume.
#[must_use = "a stream does nothing until it is asked"]
pub struct Pages<O> {
    operation: O,
    pub(super) listing: Listing,
}

impl<O: Paged> Pages<O> {
    pub(super) fn new(call: Call<'_, O>) -> Self {
        let (client, operation, options) = call.into_parts();
        let parts = encode(&operation);
        let listing = Listing::new(client, options, &O::INFO, O::PAGING, parts);
        Self { operation, listing }
    }

    /// The next page; `None` after the last, and after an error that ends the stream. Dropping the future loses nothing: the next
    /// one continues the same request.
    pub async fn next(&mut self) -> Option<Result<Response<Value<O>>, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// The place of the next page; `None` after the last. After an error of a request, it is that of the page that failed.
    pub fn cursor(&self) -> Option<Cursor> {
        self.listing.cursor(0)
    }

    /// Continues at `cursor`; one between two items returns their whole page.
    ///
    /// # Errors
    /// When the cursor belongs to another operation or to other inputs, or leads out of the client's base URL.
    pub fn resume(mut self, cursor: Cursor) -> Result<Self, Error> {
        self.listing.resume(cursor)?;
        Ok(self)
    }

    /// Waits for pages that are not ready yet, and requests them again, for each as long as `poll_policy` says. After its limit,
    /// there is an error of the kind [`ErrorKind::Unfinished`](crate::ErrorKind::Unfinished), which does not end the stream.
    pub fn until_ready(mut self, poll_policy: PollPolicy) -> Self {
        self.listing.wait_until_ready(poll_policy);
        self
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Response<Value<O>>, Error>>> {
        let response = ready!(self.poll_response(context));
        Poll::Ready(response.map(|response| match response? {
            (PageResponse::Whole(page), step) => {
                if !O::Response::is_not_ready(page.status) {
                    self.listing.go(step);
                }
                Ok(page)
            }
            (PageResponse::Unread(unread), step) => {
                let (error, exchanged) = *unread;
                match SingleItems::of::<O>(exchanged) {
                    Some(_) => self.listing.go(step),
                    None => self.listing.fail(&error),
                }
                Err(error)
            }
        }))
    }

    /// The response at the current place, and where it leads.
    pub(super) fn poll_response(&mut self, context: &mut Context<'_>) -> Poll<Option<PageResult<O>>> {
        let exchanged = loop {
            if self.listing.is_over() {
                return Poll::Ready(None);
            }
            if !self.listing.is_sending()
                && let Err(error) = self.listing.send(encode(&self.operation), plan::<O>)
            {
                self.listing.fail(&error);
                return Poll::Ready(Some(Err(error)));
            }
            match ready!(self.listing.poll_response(context)) {
                Err(error) => {
                    self.listing.fail(&error);
                    return Poll::Ready(Some(Err(error)));
                }
                Ok(exchanged) if O::Response::is_not_ready(exchanged.response.status()) => {
                    match self.listing.wait_for_page(retry_after(exchanged.response.headers())) {
                        None => break exchanged,
                        Some(Ok(())) => {}
                        Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                    }
                }
                Ok(exchanged) => {
                    self.listing.settle();
                    break exchanged;
                }
            }
        };
        let step = self.listing.step(exchanged.response.headers(), exchanged.response.body());
        Poll::Ready(Some(Ok(match read_or_return::<O>(exchanged) {
            Ok(page) => (PageResponse::Whole(page), step),
            Err(unread) => {
                let response = &unread.1.response;
                let step = self.listing.step(response.headers(), &with_text_only(response.body()));
                (PageResponse::Unread(unread), step)
            }
        })))
    }
}

/// A response to a request for a page.
pub(super) enum PageResponse<O: Paged> {
    Whole(Response<Value<O>>),
    /// It does not have the documented form.
    Unread(Box<Unread>),
}

type PageResult<O> = Result<(PageResponse<O>, PageStep), Error>;

fn encode<O: Paged>(operation: &O) -> Result<RequestParts, InputError> {
    let mut parts = RequestParts::default();
    operation.encode(&mut parts).map(|()| parts)
}

/// No field is structurally pinned.
impl<O> Unpin for Pages<O> {}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<Response<Value<O>>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

impl<O: fmt::Debug> fmt::Debug for Pages<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pages").field("operation", &self.operation).finish_non_exhaustive()
    }
}
