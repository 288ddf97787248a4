//! Polls the state of work, once or repeatedly.

use std::future::IntoFuture;

use bytes::Bytes;
use http::StatusCode;

use super::{Pending, PollPolicy, Progress, unfinished};
use crate::call::{Options, exchange_of, plan, read_exchanged};
use crate::continuation::link::{Link, Root, follow, leads_to};
use crate::{
    BoxFuture, Call, Client, ContinuationProblem, Error, FromResponse, Method, Operation, OperationInfo, RequestParts,
    Response, Value,
};

impl<O: Operation> Call<'_, Pending<O>> {
    /// Polls until the work is finished, each time with the options of this call and a request id of its own. Dropping the
    /// future ends the waiting, not the work.
    ///
    /// # Errors
    /// Those of [`Pending::poll`], and [`ErrorKind::Unfinished`](crate::ErrorKind::Unfinished) when the limit is reached.
    pub async fn wait(self, poll_policy: PollPolicy) -> Result<Response<Value<O>>, Error> {
        let (client, mut pending, mut options) = self.into_parts();
        let clock = client.0.clock(&O::INFO)?;
        let mut waits = poll_policy.waits(clock.now());
        loop {
            let Some(wait) = waits.next(clock.now(), pending.retry_after) else {
                return Err(unfinished(&O::INFO, pending.retry_after));
            };
            clock.sleep(wait).await;
            pending = match pending.ask(client, &options).await? {
                Progress::Finished(response) => return Ok(response),
                Progress::Running(pending) => pending,
            };
            options = options.again();
        }
    }
}

impl<'c, O: Operation> IntoFuture for Call<'c, Pending<O>> {
    type Output = Result<Progress<O>, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let (client, pending, options) = self.into_parts();
        Box::pin(async move { pending.ask(client, &options).await })
    }
}

impl<O: Operation> Pending<O> {
    async fn ask(&self, client: &Client, options: &Options) -> Result<Progress<O>, Error> {
        let request = self.request(client, options)?;
        let exchanged = exchange_of(client, plan::<O>(client, options), request).await?;
        let response = &exchanged.response;
        let is_accepted = response.status() == StatusCode::ACCEPTED;
        // A response for running work need not have the form of a result: a 202 is mostly empty.
        let is_running = is_accepted
            || O::Response::is_not_ready(response.status())
            || O::RUNNING.is_some_and(|running| running.is_stated(response.body()));
        if !is_running {
            return read_exchanged::<O>(exchanged).map(Progress::Finished);
        }
        let stated: Self = response.pending();
        let moved = stated.location.filter(|_| is_accepted);
        let location = moved.or_else(|| self.location.clone());
        Ok(Progress::Running(Self { location, body: self.body.clone(), ..stated }))
    }

    fn request(&self, client: &Client, options: &Options) -> Result<http::Request<Bytes>, Error> {
        let error = |problem| Error::from_continuation(&O::INFO, problem);
        let location = self.location.as_deref().ok_or_else(|| error(ContinuationProblem::NoLocation))?;
        // The location replaces template and inputs.
        let operation = OperationInfo { path: "", ..O::INFO };
        let mut parts = RequestParts::default();
        if O::INFO.method == Method::Post && self.body.is_none() {
            parts.empty_body();
        }
        let mut request = options
            .add_to(&mut parts)
            .and_then(|()| options.request(&operation, client, parts))
            .map_err(|error| Error::from_input(&O::INFO, error))?;
        let root = Root {
            base: client.base_url(),
            operation: &O::INFO,
            version: options.version(client),
            may_state: &|_| false,
        };
        follow(&mut request, &Link::to(location), root).map_err(error)?;
        if !matches!(O::INFO.method, Method::Get | Method::Post) || !leads_to(request.uri(), root) {
            return Err(error(ContinuationProblem::OtherOperation));
        }
        if let Some(body) = &self.body {
            body.send(&mut request);
        }
        Ok(request)
    }
}
