//! Headers of HTTP itself, of browsers and of proxies, which no spec lists.

/// Fields of HTTP and of the web at large, in lower case.
const STANDARD: &[&str] = &[
    "accept", "accept-charset", "accept-encoding", "accept-language", "accept-ranges", "age", "allow", "alt-svc",
    "alt-used", "authorization", "cache-control", "connection", "content-disposition", "content-encoding",
    "content-language", "content-length", "content-location", "content-range", "content-security-policy",
    "content-security-policy-report-only", "content-type", "cookie", "date", "dnt", "etag", "expect", "expires",
    "forwarded", "from", "host", "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since",
    "keep-alive", "last-modified", "link", "location", "max-forwards", "nel", "origin", "p3p", "permissions-policy",
    "pragma", "priority", "range", "referer", "referrer-policy", "report-to", "reporting-endpoints", "retry-after",
    "save-data", "server", "server-timing", "set-cookie", "strict-transport-security", "te", "timing-allow-origin",
    "trailer", "transfer-encoding", "upgrade", "upgrade-insecure-requests", "user-agent", "vary", "via", "warning",
    "www-authenticate", "x-content-type-options", "x-frame-options", "x-powered-by", "x-xss-protection",
];

/// How the names of families begin.
const FAMILIES: &[&str] = &[":", "sec-", "access-control-", "proxy-", "cross-origin-", "x-forwarded-", "cf-"];

/// Whether a header belongs to no API.
pub(super) fn is_standard(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    STANDARD.contains(&name.as_str()) || FAMILIES.iter().any(|family| name.starts_with(family))
}
