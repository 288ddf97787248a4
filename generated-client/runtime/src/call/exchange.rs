//! Sending a request and following its redirects. Nothing here depends on the operation's types.

use std::time::Instant;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderValue, LOCATION};
use http::{Method, StatusCode};
use url::Url;

use crate::client::{Shared, may_carry_credential};
use crate::{
    BoxFuture, CredentialError, Error, Limits, OperationInfo, TokenRequest, TransportError, TransportErrorKind,
};

const MOST_REDIRECTS: usize = 5;

const BEARER: &str = "Bearer ";

/// Sends `request` and returns the answer, of whatever status. `accepts` tells the statuses whose body is needed whole.
pub(crate) fn exchange<'c>(
    shared: &'c Shared,
    operation: &'static OperationInfo,
    request: Result<http::Request<Bytes>, Error>,
    limits: Limits,
    accepts: fn(StatusCode) -> bool,
) -> BoxFuture<'c, Result<http::Response<Bytes>, Error>> {
    Box::pin(async move {
        let mut request = request?;
        let sent_headers = request.headers().clone();
        let token = authorization(shared).await.map_err(|error| Error::from_credential(operation, error))?;
        if let Some(token) = &token {
            request.headers_mut().insert(AUTHORIZATION, token.clone());
        }
        match (follow(shared, request, limits, accepts).await, &token) {
            (Ok(answer), Some(token)) if !accepts(answer.status()) => Ok(answer.map(|body| redacted(body, token))),
            (Ok(answer), _) => Ok(answer),
            (Err(error), _) => {
                let mut error = Error::from_transport(operation, error);
                error.state_ids(&sent_headers);
                Err(error)
            }
        }
    })
}

async fn authorization(shared: &Shared) -> Result<Option<HeaderValue>, CredentialError> {
    let Some(credential) = &shared.credential else { return Ok(None) };
    let token = credential.token(&TokenRequest::new(shared.server)).await?.secret;
    if token.expose().is_empty() {
        return Err(CredentialError::new("the access token is empty"));
    }
    let mut value = HeaderValue::from_str(&format!("{BEARER}{}", token.expose()))
        .map_err(|_| CredentialError::new("the access token holds characters that a header cannot carry"))?;
    value.set_sensitive(true);
    Ok(Some(value))
}

/// The body of a failure without the access token, which some services repeat to say what is wrong with it: errors show
/// what services say.
fn redacted(body: Bytes, authorization: &HeaderValue) -> Bytes {
    /// A shorter text could stand in a body for another reason.
    const SHORTEST_TOKEN: usize = 8;
    let token = authorization.as_bytes().strip_prefix(BEARER.as_bytes()).unwrap_or_default();
    let next = |body: &[u8]| body.windows(token.len()).position(|window| window == token);
    if token.len() < SHORTEST_TOKEN || next(&body).is_none() {
        return body;
    }
    let (mut rest, mut kept) = (&body[..], Vec::with_capacity(body.len()));
    while let Some(position) = next(rest) {
        kept.extend_from_slice(&rest[..position]);
        kept.extend_from_slice(b"[secret]");
        rest = &rest[position + token.len()..];
    }
    kept.extend_from_slice(rest);
    kept.into()
}

async fn follow(
    shared: &Shared,
    mut request: http::Request<Bytes>,
    limits: Limits,
    accepts: fn(StatusCode) -> bool,
) -> Result<http::Response<Bytes>, TransportError> {
    let started = Instant::now();
    for _ in 0..MOST_REDIRECTS {
        let repeated = request.clone();
        let answer = send(shared, request, limits, started, accepts).await?;
        match redirected(repeated, &answer, accepts) {
            Some(next) => request = next,
            None => return Ok(answer),
        }
    }
    send(shared, request, limits, started, accepts).await
}

async fn send(
    shared: &Shared,
    request: http::Request<Bytes>,
    limits: Limits,
    started: Instant,
    accepts: fn(StatusCode) -> bool,
) -> Result<http::Response<Bytes>, TransportError> {
    let timeout = limits.timeout.saturating_sub(started.elapsed());
    if timeout.is_zero() {
        return Err(TransportError::new(TransportErrorKind::Timeout));
    }
    let response_bytes = limits.response_bytes;
    let result = match shared.transport.send(request, Limits { timeout, response_bytes }).await {
        Ok(answer) if answer.body().len() > response_bytes => {
            Err(TransportError::new(TransportErrorKind::BodyTooLarge).with_answer(answer))
        }
        result => result,
    };
    match result {
        // The status of a failure is known, and says more than that its body is not whole.
        Err(mut error) if error.answer().is_some_and(|answer| !accepts(answer.status())) => {
            error.take_answer().ok_or(error)
        }
        result => result,
    }
}

/// The request that a redirect asks for, if it is to be followed. A credential stays with the origin that it was meant for.
fn redirected(
    mut request: http::Request<Bytes>,
    answer: &http::Response<Bytes>,
    accepts: fn(StatusCode) -> bool,
) -> Option<http::Request<Bytes>> {
    let redirects = matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    if !redirects || accepts(answer.status()) || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let here = Url::parse(&request.uri().to_string()).ok()?;
    let mut there = here.join(answer.headers().get(LOCATION)?.to_str().ok()?).ok()?;
    there.set_fragment(None);
    let downgrade = here.scheme() == "https" && there.scheme() != "https";
    let user_information = !there.username().is_empty() || there.password().is_some();
    if downgrade || user_information || !may_carry_credential(&there) {
        return None;
    }
    if here.origin() != there.origin() {
        request.headers_mut().remove(AUTHORIZATION);
    }
    *request.uri_mut() = there.as_str().parse().ok()?;
    Some(request)
}
