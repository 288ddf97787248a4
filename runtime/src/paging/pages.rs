//! A long list as a stream of pages.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::listing::{Listing, PageStep};
use super::{Cursor, Paged};
use crate::call::{plan, read_exchanged};
use crate::{Call, Error, FromResponse, InputError, RequestParts, Response, Value};

/// A long list as a stream of pages. A page is requested when the stream is polled.
///
/// An error does not end it: the next poll requests the same page again. The same applies to a response that is not ready yet.
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

    /// The next page; `None` after the last. Dropping the future loses nothing: the next one continues the same request.
    pub async fn next(&mut self) -> Option<Result<Response<Value<O>>, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// The place of the next page; `None` after the last.
    pub fn cursor(&self) -> Option<Cursor> {
        self.listing.cursor(0)
    }

    /// Continues at `cursor`; one between two items returns their whole page.
    ///
    /// # Errors
    /// When the cursor belongs to another operation or to other inputs, or leads away from the client's server.
    pub fn resume(mut self, cursor: Cursor) -> Result<Self, Error> {
        self.listing.resume(cursor)?;
        Ok(self)
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Response<Value<O>>, Error>>> {
        let response = ready!(self.poll_response(context));
        Poll::Ready(response.map(|response| {
            response.map(|(page, step)| {
                if !O::Response::is_not_ready(page.status) {
                    self.listing.go(step);
                }
                page
            })
        }))
    }

    /// The response at the current place, and where it leads.
    pub(super) fn poll_response(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<PageResponse<O>, Error>>> {
        if self.listing.is_over() {
            return Poll::Ready(None);
        }
        if !self.listing.is_sending()
            && let Err(error) = self.listing.send(encode(&self.operation), plan::<O>)
        {
            return Poll::Ready(Some(Err(error)));
        }
        let response = ready!(self.listing.poll_response(context));
        Poll::Ready(Some(response.and_then(|response| {
            let body = response.response.body().clone();
            let page = read_exchanged::<O>(response)?;
            let step = self.listing.step(&page.headers, &body);
            Ok((page, step))
        })))
    }
}

type PageResponse<O> = (Response<Value<O>>, PageStep);

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
