//! The headers that observers see. Any other one may hold a secret, whatever its name.

use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, AGE, ALLOW, AUTHORIZATION, CACHE_CONTROL, CONNECTION, CONTENT_ENCODING,
    CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, COOKIE, DATE, EXPIRES, HeaderName, LAST_MODIFIED,
    LOCATION, PROXY_AUTHORIZATION, RANGE, RETRY_AFTER, SERVER, SET_COOKIE, TRANSFER_ENCODING, USER_AGENT, VARY,
};
use http::{HeaderMap, HeaderValue};

use super::without_query;
use crate::Api;
use crate::redact::SentSecrets;
use crate::response::WAITS_IN_MILLISECONDS;

/// Headers of HTTP that say nothing about who sends them.
const SHOWN: [HeaderName; 20] = [
    ACCEPT,
    ACCEPT_ENCODING,
    ACCEPT_LANGUAGE,
    AGE,
    ALLOW,
    CACHE_CONTROL,
    CONNECTION,
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    DATE,
    EXPIRES,
    LAST_MODIFIED,
    RANGE,
    RETRY_AFTER,
    SERVER,
    TRANSFER_ENCODING,
    USER_AGENT,
    VARY,
];

/// Headers with links, which are shown without their queries.
const LINKS: [HeaderName; 2] = [LOCATION, CONTENT_LOCATION];

const CREDENTIALS: [HeaderName; 4] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE];

/// The headers with placeholders in place of the values that may be secret.
pub(super) fn shown_headers(headers: &HeaderMap, api: &Api, secrets: &SentSecrets) -> HeaderMap {
    let mut shown = headers.clone();
    for (name, value) in &mut shown {
        if CREDENTIALS.contains(name) || value.is_sensitive() {
            *value = HeaderValue::from_static("[secret]");
        } else if LINKS.contains(name) {
            let link = value.to_str().ok().and_then(|link| HeaderValue::from_str(without_query(link)).ok());
            *value = link.unwrap_or_else(|| HeaderValue::from_static("[hidden]"));
        } else if !is_shown(name, api) {
            *value = HeaderValue::from_static("[hidden]");
        }
    }
    secrets.remove_from_headers(&mut shown);
    shown
}

fn is_shown(name: &HeaderName, api: &Api) -> bool {
    let declared = api.headers.iter().map(|header| header.name);
    let mut declared = declared.chain(api.request_id_header).chain(api.correlation_id_header);
    SHOWN.contains(name)
        || WAITS_IN_MILLISECONDS.contains(&name.as_str())
        || declared.any(|declared| declared.eq_ignore_ascii_case(name.as_str()))
}
