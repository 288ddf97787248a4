//! Headers: those that a spec lists, and those of HTTP itself, of browsers and of proxies, which specs do not list.

use crate::header_names;
use crate::model::{Api, HeaderValue, InputPlace, Operation, ResponseHeader, TypeRef};

/// Field names of HTTP and of the web in general, in lower case.
const STANDARD: &[&str] = &[
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "accept-ranges",
    "age",
    "allow",
    "alt-svc",
    "alt-used",
    "authorization",
    "cache-control",
    "connection",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-range",
    "content-security-policy",
    "content-security-policy-report-only",
    "content-type",
    "cookie",
    "date",
    "dnt",
    "etag",
    "expect",
    "expires",
    "forwarded",
    "from",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "keep-alive",
    "last-modified",
    "link",
    "location",
    "max-forwards",
    "nel",
    "origin",
    "p3p",
    "permissions-policy",
    "postman-token",
    "pragma",
    "priority",
    "range",
    "referer",
    "referrer-policy",
    "report-to",
    "reporting-endpoints",
    "retry-after",
    "save-data",
    "server",
    "server-timing",
    "set-cookie",
    "strict-transport-security",
    "te",
    "timing-allow-origin",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "vary",
    "via",
    "warning",
    "www-authenticate",
    "x-client-data",
    "x-content-type-options",
    "x-frame-options",
    "x-powered-by",
    "x-xss-protection",
];

/// Prefixes of families of header names.
const FAMILIES: &[&str] =
    &[":", "sec-", "access-control-", "proxy-", "cross-origin-", "x-forwarded-", "x-devtools-", "cf-"];

/// Whether a header is not specific to an API.
pub(super) fn is_standard(name: &str) -> bool {
    STANDARD.contains(&name.to_ascii_lowercase().as_str()) || family(name).is_some()
}

/// The beginning of a header's name that it shares with its family.
pub(super) fn family(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    FAMILIES.iter().copied().find(|family| name.starts_with(family))
}

/// Headers that the spec lists, or whose absence it explains with an erratum.
pub(super) fn known_headers<'m>(api: &'m Api, operation: &'m Operation) -> impl Iterator<Item = &'m str> + Clone {
    let of_operation = operation.inputs.iter().filter(|input| input.place == InputPlace::Header);
    let errata = api.provenance.errata.iter().chain(&operation.provenance.errata);
    let mut paging = operation
        .paging
        .iter()
        .flat_map(|paging| {
            let sent = paging.token.as_ref().map(|(name, _)| name.as_str());
            let copied = paging.headers.iter().map(String::as_str);
            sent.into_iter().chain(paging.next_header.as_deref()).chain(copied)
        })
        .collect::<Vec<_>>();
    paging.sort_unstable();
    let of_credentials = api.credentials.iter().filter_map(|credential| credential.carrier.header());
    api.headers
        .iter()
        .map(|header| header.name.as_str())
        .chain(of_credentials)
        .chain(of_operation.map(|input| input.wire.as_str()))
        .chain(operation.fixed_headers.iter().map(|(name, _)| name.as_str()))
        .chain(errata.filter_map(|erratum| erratum.at.strip_prefix("headers.")))
        .chain(paging)
}

/// Headers of responses that the spec lists.
pub(super) fn known_response_headers<'m>(
    api: &'m Api,
    operation: &'m Operation,
) -> impl Iterator<Item = &'m str> + Clone {
    known_headers(api, operation).chain(api.response_headers.iter().map(|header| header.name.as_str()))
}

/// The value of a response header, as the client reads it.
pub(super) fn value_as_read(header: &ResponseHeader, value: &str) -> String {
    if header.value == TypeRef::Bool { value.trim().to_ascii_lowercase() } else { value.trim().to_owned() }
}

/// Whether the client drops a header that a link of the operation states, although `paging` could name it.
pub(super) fn is_dropped(api: &Api, operation: &Operation, name: &str) -> bool {
    let is_name = |known: &str| known.eq_ignore_ascii_case(name);
    let is_made_for_each_request =
        api.headers.iter().any(|header| is_name(&header.name) && matches!(header.value, HeaderValue::Fresh(_)));
    let is_copied = operation.paging.iter().flat_map(|paging| &paging.headers).any(|known| is_name(known));
    header_names::can_be_copied(name) && !is_made_for_each_request && !is_copied
}
