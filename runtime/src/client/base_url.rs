//! Where requests may go.

use url::{Host, Url};

/// Reads a base URL; the result has no trailing slash.
pub(crate) fn parse(text: &str) -> Result<String, &'static str> {
    let url = Url::parse(text).map_err(|_| "is not an absolute URL")?;
    if url.cannot_be_a_base() || url.host().is_none() {
        return Err("has no host");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds user information");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("holds a query or a fragment");
    }
    if !is_safe(&url) {
        return Err("is not https, and its host is not this machine");
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Whether `url`, of the same origin as `base`, is below it.
pub(crate) fn is_below(url: &Url, base: &Url) -> bool {
    let rest = url.path().strip_prefix(base.path().trim_end_matches('/'));
    rest.is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a credential may travel to `url`: by https, or by http within this machine.
pub(crate) fn is_safe(url: &Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_loopback_are_taken() {
        for (text, base) in [
            ("https://api.example.com", "https://api.example.com"),
            ("https://api.example.com:8443/gateway/", "https://api.example.com:8443/gateway"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://127.9.9.9", "http://127.9.9.9"),
            ("http://[::1]:1", "http://[::1]:1"),
            ("http://localhost", "http://localhost"),
        ] {
            assert_eq!(parse(text).as_deref(), Ok(base));
        }
    }

    #[test]
    fn urls_that_could_leak_or_mislead_are_rejected() {
        for text in [
            "",
            "api.example.com",
            "/v1",
            "http://api.example.com",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://[::ffff:10.0.0.1]",
            "ftp://localhost",
            "data:text/plain,x",
            "https://user@api.example.com",
            "https://user:word@api.example.com",
            "https://api.example.com?x=1",
            "https://api.example.com#x",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
