//! Repeats a call until its result is ready.

use super::{PollPolicy, unfinished};
use crate::response::retry_after;
use crate::{Call, Error, FromResponse, Idempotency, Repeatable, Response, Value};

impl<O: Repeatable> Call<'_, O> {
    /// Sends the call, and sends it again after a wait while the response says that the result is not ready. Each time has a
    /// request id of its own, unless the service recognizes the call by its request id, which then stays the same.
    ///
    /// Only operations that are [`Repeatable`] have it:
    ///
    /// ```compile_fail
    /// async fn wait<O: docwright_runtime::Operation>(call: docwright_runtime::Call<'_, O>) {
    ///     let _ = call.until_ready(Default::default()).await;
    /// }
    /// ```
    ///
    /// Dropping the future ends the request or the wait that it is in, and not the work of the service. Another call waits anew, up
    /// to the whole limit; for one that the service recognizes by its request id, state the same id.
    ///
    /// # Errors
    /// Those of the call, and [`ErrorKind::Unfinished`](crate::ErrorKind::Unfinished) when the limit is reached.
    pub async fn until_ready(self, poll_policy: PollPolicy) -> Result<Response<Value<O>>, Error> {
        let clock = self.client().0.clock(&O::INFO)?;
        let mut waits = poll_policy.waits(clock.now());
        let mut call = self;
        loop {
            let next = match O::INFO.idempotency {
                Idempotency::ByRequestId => call.same(),
                _ => call.again(),
            };
            let retry_after = match call.await {
                Ok(response) if O::Response::is_not_ready(response.status) => retry_after(&response.headers),
                result => return result,
            };
            let Some(wait) = waits.next(clock.now(), retry_after) else {
                return Err(unfinished(&O::INFO, retry_after));
            };
            clock.sleep(wait).await;
            call = next;
        }
    }
}
