//! The built-in transport.

#[cfg(all(feature = "rustls", any(test, not(feature = "native-tls"))))]
mod tls;

use std::error::Error as StdError;
use std::panic::AssertUnwindSafe;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::FutureExt;
use tokio::time::Instant;

use crate::{BodySink, BoxFuture, Limits, Transport, TransportError, TransportErrorKind};

/// How long a connection of HTTP/2 may be silent before it is asked whether it lives, and how long it has to respond. Otherwise
/// it is closed.
const PING_INTERVAL: Duration = Duration::from_secs(15);
const PING_TIMEOUT: Duration = Duration::from_secs(10);

pub(crate) struct ReqwestTransport {
    /// Replaced after a timeout: over HTTP/2, a repetition would meet the connection that timed out.
    pool: Mutex<Pool>,
    /// Builds a client whose pool is empty.
    build: Box<BuildClient>,
}

type BuildClient = dyn Fn() -> Result<reqwest::Client, TransportError> + Send + Sync;

#[derive(Clone)]
struct Pool {
    client: reqwest::Client,
    number: u64,
}

impl ReqwestTransport {
    /// `direct` ignores the proxies of the environment; TLS is then only needed where a redirect leads to it.
    pub(crate) fn new(connect_timeout: Duration, direct: bool) -> Result<Self, TransportError> {
        Self::building(builder_with_tls(connect_timeout, direct)?)
    }

    fn building(builder: impl Fn() -> reqwest::ClientBuilder + Send + Sync + 'static) -> Result<Self, TransportError> {
        let build = move || builder().build().map_err(unusable);
        let pool = Mutex::new(Pool { client: build()?, number: 0 });
        Ok(Self { pool, build: Box::new(build) })
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        // No panic can leave it half changed.
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives up the connections of a pool, unless that was done already. Requests on them go on.
    fn retire(&self, number: u64) {
        let mut pool = self.pool();
        if pool.number == number
            && let Ok(client) = (self.build)()
        {
            *pool = Pool { client, number: number + 1 };
        }
    }
}

/// Gives up a pool when the time of an exchange is over, whether the stack noticed it or the call, which drops the exchange.
struct Watch<'t> {
    transport: &'t ReqwestTransport,
    pool: u64,
    end: Option<Instant>,
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if self.end.is_some_and(|end| Instant::now() >= end) {
            self.transport.retire(self.pool);
        }
    }
}

fn builder(connect_timeout: Duration, direct: bool) -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder()
        // Redirects are followed by the call, where the credential is known. reqwest's own retries stay on: requests that no
        // service has processed, because the connection was closed before the first byte or HTTP/2 refused them.
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(connect_timeout)
        .http2_keep_alive_interval(PING_INTERVAL)
        .http2_keep_alive_timeout(PING_TIMEOUT)
        .http2_keep_alive_while_idle(true);
    if direct { builder.no_proxy() } else { builder }
}

/// Reads the certificates of the platform once, not for each client that it builds.
fn builder_with_tls(
    connect_timeout: Duration,
    direct: bool,
) -> Result<impl Fn() -> reqwest::ClientBuilder + Send + Sync + 'static, TransportError> {
    #[cfg(all(feature = "rustls", not(feature = "native-tls")))]
    let tls = tls::config(direct).map_err(unusable)?;
    Ok(move || {
        let builder = builder(connect_timeout, direct);
        #[cfg(all(feature = "rustls", not(feature = "native-tls")))]
        let builder = builder.tls_backend_preconfigured(tls.clone());
        builder
    })
}

fn unusable(error: impl StdError + Send + Sync + 'static) -> TransportError {
    TransportError::new(TransportErrorKind::Other).with_source(error)
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(without_panic(self.exchange(request, limits, None)))
    }

    fn send_to<'a>(
        &'a self,
        request: http::Request<Bytes>,
        limits: Limits,
        sink: &'a BodySink<'_>,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(without_panic(self.exchange(request, limits, Some(sink))))
    }
}

impl ReqwestTransport {
    async fn exchange(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
        sink: Option<&BodySink<'_>>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut request = reqwest::Request::try_from(request).map_err(translate)?;
        *request.timeout_mut() = Some(limits.timeout);
        let Pool { client, number } = self.pool().clone();
        let _watch = Watch { transport: self, pool: number, end: Instant::now().checked_add(limits.timeout) };
        let response = client.execute(request).await.map_err(translate)?;
        let sink = sink.filter(|sink| sink.takes(response.status()));
        read(response, limits.response_bytes, sink).await
    }
}

/// The HTTP stack panics outside of a Tokio runtime, and in one without I/O or timers.
async fn without_panic<T>(exchange: impl Future<Output = Result<T, TransportError>>) -> Result<T, TransportError> {
    const NO_RUNTIME: &str = "the built-in transport needs a Tokio runtime with I/O and timers";
    if tokio::runtime::Handle::try_current().is_err() {
        // Nothing is sent.
        return Err(TransportError::new(TransportErrorKind::Connect).with_source(NO_RUNTIME));
    }
    let finished = AssertUnwindSafe(exchange).catch_unwind().await;
    finished.unwrap_or_else(|_| Err(TransportError::new(TransportErrorKind::Other).with_source(NO_RUNTIME)))
}

/// Reads the body of a response, or writes it into the sink.
async fn read(
    mut response: reqwest::Response,
    limit: usize,
    sink: Option<&BodySink<'_>>,
) -> Result<http::Response<Bytes>, TransportError> {
    let mut head = http::Response::new(Bytes::new());
    *head.status_mut() = response.status();
    *head.version_mut() = response.version();
    *head.headers_mut() = std::mem::take(response.headers_mut());
    // The body of a failure is read up to the limit: it says what went wrong.
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    let is_too_large = response.content_length().is_some_and(|length| length > most);
    if is_too_large && response.status().is_success() {
        return Err(TransportError::new(TransportErrorKind::BodyTooLarge).with_response(head));
    }
    let with_body = |body: BytesMut| head.map(|_| body.freeze());

    let mut body = BytesMut::new();
    loop {
        match (response.chunk().await, sink) {
            (Ok(Some(chunk)), Some(sink)) => {
                if let Err(error) = sink.write(&chunk) {
                    return Err(error.with_response(with_body(body)));
                }
            }
            (Ok(Some(chunk)), None) if chunk.len() > limit - body.len() => {
                body.extend_from_slice(&chunk[..limit - body.len()]);
                return Err(TransportError::new(TransportErrorKind::BodyTooLarge).with_response(with_body(body)));
            }
            (Ok(Some(chunk)), None) => body.extend_from_slice(&chunk),
            (Ok(None), _) => return Ok(with_body(body)),
            (Err(error), _) => return Err(translate(error).with_response(with_body(body))),
        }
    }
}

fn translate(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_builder() {
        TransportErrorKind::Other
    } else {
        TransportErrorKind::Interrupted
    };
    // A URL may hold names of customers and users.
    TransportError::new(kind).with_source(error.without_url())
}

#[cfg(test)]
mod fault_matrix;
#[cfg(test)]
mod http2_tests;
#[cfg(test)]
#[cfg(feature = "rustls")]
mod tls_tests;
#[cfg(test)]
mod virtual_time;
