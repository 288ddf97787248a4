//! Hosts of servers, with variables in place of labels: `https://{tenant}.example.com`.

use std::ops::Range;

/// The longest label of a host.
const LONGEST_LABEL: usize = 63;

/// How many labels at the end of a host are fixed: a variable there would lead to any host.
const FIXED_LABELS: usize = 2;

/// A variable in a server's URL, with the range of its name.
pub(crate) type UrlVariable<'a> = (&'a str, Range<usize>);

/// Where and why the variables of a URL are misplaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MisplacedVariable {
    pub(crate) range: Range<usize>,
    pub(crate) reason: &'static str,
}

/// The variables of a server's URL, in order.
pub(crate) fn variables(url: &str) -> Result<Vec<UrlVariable<'_>>, MisplacedVariable> {
    let misplaced = |range, reason| Err(MisplacedVariable { range, reason });
    let host = host_range(url);
    let mut variables: Vec<UrlVariable<'_>> = Vec::new();
    let mut position = 0;
    while let Some(start) = url[position..].find(['{', '}']).map(|offset| position + offset) {
        let inner = &url[start + 1..];
        let end = inner.find(['{', '}']).map(|length| start + 1 + length);
        let Some(end) = end.filter(|end| url[start..].starts_with('{') && url[*end..].starts_with('}')) else {
            return misplaced(start..start + 1, "this brace has no counterpart");
        };
        let name = start + 1..end;
        if start < host.start || end >= host.end {
            return misplaced(start..end + 1, "a variable is only allowed in the host");
        }
        let is_label = matches!(url[..start].chars().next_back(), Some('/' | '.')) && url[end + 1..].starts_with('.');
        if !is_label {
            return misplaced(start..end + 1, "a variable is a whole label of the host, between dots");
        }
        if variables.iter().any(|(known, _)| *known == &url[name.clone()]) {
            return misplaced(name, "this variable is a duplicate");
        }
        variables.push((&url[name.clone()], name));
        position = end + 1;
    }
    if let Some((_, name)) = variables.last() {
        let after = &url[name.end + 1..host.end];
        if after.split('.').filter(|label| !label.is_empty()).count() < FIXED_LABELS {
            let range = name.start - 1..name.end + 1;
            return misplaced(range, "the last two labels of a host are fixed, or a value would lead to any host");
        }
    }
    Ok(variables)
}

/// The URL with a value for each variable.
pub(crate) fn filled(url: &str, variables: &[UrlVariable<'_>], value: impl Fn(&str) -> String) -> String {
    let mut filled = url.to_owned();
    for (name, range) in variables.iter().rev() {
        filled.replace_range(range.start - 1..range.end + 1, &value(name));
    }
    filled
}

/// Whether a text is one label of a host.
pub(crate) fn is_label(text: &str) -> bool {
    (1..=LONGEST_LABEL).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether a host is that of a server, whose variables are any labels. Both are in lower case.
pub(super) fn is_host_of(server: &str, host: &str) -> bool {
    let mut labels = host.split('.');
    server.split('.').all(|wanted| {
        labels.next().is_some_and(|label| if wanted.starts_with('{') { is_label(label) } else { wanted == label })
    }) && labels.next().is_none()
}

/// The host, without scheme and port.
fn host_range(url: &str) -> Range<usize> {
    let start = url.find("://").map_or(0, |position| position + 3);
    let end = url[start..].find(['/', '?', '#', ':']).map_or(url.len(), |length| start + length);
    start..end
}

#[cfg(test)]
mod tests {
    use super::{filled, is_host_of, variables};

    #[test]
    fn variables_are_labels_of_the_host() {
        let url = "https://{tenant}.{region}.example.com:8443/base";
        let found = variables(url).unwrap();
        assert_eq!(found.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["tenant", "region"]);
        assert_eq!(filled(url, &found, str::to_uppercase), "https://TENANT.REGION.example.com:8443/base");
        assert_eq!(variables("https://example.com").unwrap(), []);
    }

    #[test]
    fn other_places_are_errors() {
        for url in [
            "https://example.com/{a}",
            "https://example.com:{a}/",
            "https://a-{a}.example.com",
            "https://{a}-a.example.com",
            "https://{a}{b}.example.com",
            "https://{a}.{a}.example.com",
            "https://{a}@example.com",
            "https://{a}",
            "https://{a}.com",
            "https://example.{a}.com",
            "https://{a.example.com",
            "https://a}.example.com",
            "https://{{a}}.example.com",
            "{a}.example.com",
            "{a}://b.example.com",
            "https://ü{",
        ] {
            assert!(variables(url).is_err(), "{url}");
        }
    }

    #[test]
    fn a_variable_is_one_label() {
        assert!(is_host_of("{tenant}.example.com", "contoso-1.example.com"));
        assert!(is_host_of("api.example.com:8443", "api.example.com:8443"));
        for host in ["example.com", "a.b.example.com", "a_b.example.com", "contoso.example.org", "a.example.com.org"] {
            assert!(!is_host_of("{tenant}.example.com", host), "{host}");
        }
    }
}
