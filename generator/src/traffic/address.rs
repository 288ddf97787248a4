//! URLs of recorded requests, split as a server does it.

use percent_encoding::percent_decode_str;
use url::form_urlencoded;

use crate::uri::PageUri;

/// The default ports, which a URL may leave out.
const DEFAULT_PORTS: &[(&str, &str)] = &[("https", ":443"), ("http", ":80")];

/// A URL without escapes, user and default port; `None` for other schemes, such as `data:` and `chrome-extension:`.
pub(super) fn parse(url: &str) -> Option<PageUri> {
    let (scheme, rest) = url.trim().split_once("://")?;
    let (_, port) = DEFAULT_PORTS.iter().find(|(known, _)| scheme.eq_ignore_ascii_case(known))?;
    let rest = rest.split('#').next().unwrap_or_default();
    let (authority, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default().to_lowercase();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let decoded = |segment: &str| percent_decode_str(segment).decode_utf8_lossy().into_owned();
    Some(PageUri {
        host: Some(host.strip_suffix(port).unwrap_or(&host).to_owned()),
        // Only now: an escaped slash is part of a value.
        segments: path.split('/').filter(|segment| !segment.is_empty()).map(decoded).collect(),
        query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn spellings_of_one_url_are_one() {
        let plain = parse("https://a.example/v1/a%7Bb/c d?x=1 2&y=").unwrap();
        for other in [
            "HTTPS://me:pw@A.example:443/v1/a%7bb/c%20d/?x=1+2&y#end",
            "http://a.example:80//v1/%61{b/c%20d?x=1%202&y=",
            " https://a.example/v1/a%7Bb/c%20d?%78=1%202&y=",
        ] {
            assert_eq!(parse(other).as_ref(), Some(&plain), "{other}");
        }
        assert_eq!(parse("https://a.example/b%2Fc&d").unwrap().segments, ["b/c&d"]);
        assert_eq!(parse("https://a.example:8443?x=1").unwrap().host.as_deref(), Some("a.example:8443"));
    }

    #[test]
    fn what_does_not_go_over_http_is_no_address() {
        for url in [
            "data:text/html,https://a.example/",
            "chrome-extension://a.example/x",
            "blob:https://a.example/1",
            "a.example:443",
            "",
        ] {
            assert_eq!(parse(url), None, "{url}");
        }
    }
}
