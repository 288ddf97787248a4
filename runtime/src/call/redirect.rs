//! Redirects: which are followed, and with what.

use bytes::Bytes;
use http::header::{ACCEPT, LOCATION, USER_AGENT};
use http::{HeaderMap, Method};
use url::Url;

use super::authorization::SentCredential;
use crate::SecretString;
use crate::client::{is_below, may_carry_credential};
use crate::dot_segments::climbs;
use crate::redact::{SentSecrets, without_secret};

/// The request that a redirect asks for, if it is to be followed. A credential is only sent below the base URL that it was
/// meant for, and so is all else that the request says about its sender.
pub(crate) fn redirected(
    request: &http::Request<Bytes>,
    response: &http::Response<Bytes>,
    base_url: &str,
    secrets: &SentSecrets,
    credential: Option<&SentCredential>,
) -> Option<http::Request<Bytes>> {
    let redirects = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    if !redirects || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let here = Url::parse(&request.uri().to_string()).ok()?;
    let mut there = here.join(response.headers().get(LOCATION)?.to_str().ok()?).ok()?;
    there.set_fragment(None);
    let downgrade = here.scheme() == "https" && there.scheme() != "https";
    let user_information = !there.username().is_empty() || there.password().is_some();
    // Otherwise the name would be looked up, and shown in errors.
    let tells_secret = there.host_str() != here.host_str() && there.host_str().is_some_and(|host| secrets.are_in(host));
    if downgrade || tells_secret || user_information || !may_carry_credential(&there) || climbs(there.path()) {
        return None;
    }
    let mut next = request.clone();
    let base = Url::parse(base_url).ok()?;
    let in_url = credential.filter(|credential| credential.is_in_urls());
    *next.uri_mut() = there.as_str().parse().ok()?;
    if base.origin() != there.origin() || !is_below(&there, &base) {
        *next.headers_mut() = for_anybody(request.headers());
        // The service may have repeated the key, which must not leave the base URL.
        if in_url.is_some_and(|credential| credential.secrets.iter().any(|key| is_in(there.as_str(), key))) {
            return None;
        }
    } else if let Some(credential) = in_url {
        credential.attach(&mut next)?;
    }
    Some(next)
}

fn is_in(url: &str, secret: &SecretString) -> bool {
    without_secret(url.as_bytes(), secret.expose()).is_some()
}

fn for_anybody(headers: &HeaderMap) -> HeaderMap {
    let general = [ACCEPT, USER_AGENT].map(|name| headers.get(&name).map(|value| (name, value.clone())));
    general.into_iter().flatten().collect()
}
