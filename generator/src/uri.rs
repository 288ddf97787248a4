//! Parses URI templates and URIs as pages write them, for comparison.

pub(crate) mod next_page;
pub(crate) mod server_host;

/// A parsed URI or URI template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PageUri {
    /// The host, in lower case, if it is stated.
    pub host: Option<String>,
    /// The segments of the path.
    pub segments: Vec<String>,
    /// The query, as names and values; a second `?` is read as `&`, because pages write it by mistake.
    pub query: Vec<(String, String)>,
}

impl PageUri {
    /// Parses a URI; every text is accepted.
    pub(crate) fn parse(text: &str) -> Self {
        let text = text.trim();
        let (host, rest) = match text.split_once("://") {
            Some((_, rest)) => {
                let end = rest.find(['/', '?']).unwrap_or(rest.len());
                (Some(rest[..end].to_lowercase()), &rest[end..])
            }
            // A placeholder for scheme and host.
            None if text.starts_with('{') => (None, text.find('}').map_or("", |end| &text[end + 1..])),
            None => (None, text),
        };
        let end = end_of_path(rest);
        let path = &rest[..end];
        // A bracket that closes nothing is a mistake.
        let path = if path.contains('<') { path } else { path.trim_end_matches('>') };
        let query = rest[end..].split(['?', '&']).filter(|pair| !pair.is_empty());
        Self {
            host: host.filter(|host| !host.contains('{')),
            segments: path.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect(),
            query: query
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
                .collect(),
        }
    }

    /// Parses the base URL of a server, whose host may have variables.
    pub(crate) fn of_server(url: &str) -> Self {
        let (_, rest) = url.split_once("://").unwrap_or(("", url));
        let host = rest.split(['/', '?']).next().unwrap_or_default().to_lowercase();
        Self { host: Some(host), ..Self::parse(url) }
    }

    /// Whether the host is stated, and that of a server.
    pub(crate) fn is_on(&self, server: &Self) -> bool {
        let hosts = self.host.as_deref().zip(server.host.as_deref());
        hosts.is_some_and(|(host, server)| server_host::is_host_of(server, host))
    }

    /// The path, as shown in messages.
    pub(crate) fn path(&self) -> String {
        format!("/{}", self.segments.join("/"))
    }
}

/// Where the query begins: at a `?` outside of a placeholder, or at a `&` that is written instead of it.
fn end_of_path(text: &str) -> usize {
    let mut depth = 0usize;
    for (index, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '?' | '&' if depth == 0 => return index,
            _ => {}
        }
    }
    text.len()
}

/// The name of the placeholder in a segment or value, alone (`{id}`) or after a literal (`v{version}`).
pub(crate) fn placeholder(text: &str) -> Option<&str> {
    let start = text.find(['{', '<', '['])?;
    let inner = &text[start + 1..];
    let end = inner.find(['}', '>', ']'])?;
    Some(inner[..end].trim()).filter(|name| !name.is_empty())
}

/// Whether a path template has a parameter between single quotes, which is a text of OData: `products(Market='{market}')`.
pub(crate) fn is_quoted(template: &str, parameter: &str) -> bool {
    template.contains(&format!("'{{{parameter}}}'"))
}

/// A URI with `{}` for values in the query and for every segment that is not a plain word, which examples use for parameters.
pub(crate) fn without_values(text: &str) -> String {
    let uri = PageUri::parse(text);
    let is_word = |segment: &str| segment.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_'));
    let mut shown = uri.host.map(|host| format!("https://{host}")).unwrap_or_default();
    for segment in &uri.segments {
        shown.push('/');
        shown.push_str(if is_word(segment) || is_version(segment) { segment } else { "{}" });
    }
    for (index, (name, _)) in uri.query.iter().enumerate() {
        shown.push(if index == 0 { '?' } else { '&' });
        shown.push_str(name);
        shown.push_str("={}");
    }
    shown
}

/// Whether a segment is an API version with a number.
pub(crate) fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']).unwrap_or_default();
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// A parameter's name for comparison: only its letters and digits, in lower case.
pub(crate) fn folded_name(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Why a URL is not that of a page which everybody can open.
pub(crate) fn page_url_error(text: &str) -> Option<String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "https" | "http") => None,
        Ok(url) => Some(format!("a URL with the scheme `{}` cannot be opened everywhere", url.scheme())),
        Err(error) => Some(format!("this is not a URL: {error}")),
    }
}

/// Whether a path on a page is that of a template: the same literals, ignoring case, and a placeholder for every parameter.
/// The API version may be a number.
pub(crate) fn same_shape(template: &str, page: &PageUri) -> bool {
    matches_segments(template, page, |segment| placeholder(segment).is_some())
}

/// Whether a URI with values for parameters is a request of a template.
pub(crate) fn is_call_of(template: &str, uri: &PageUri) -> bool {
    matches_segments(template, uri, |_| true)
}

/// Whether a path on a page is that of a template without the parameters at its end.
pub(crate) fn is_cut_of(template: &str, page: &PageUri) -> bool {
    let path = template.split('?').next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let Some((kept, lost)) = segments.split_at_checked(page.segments.len()) else { return false };
    let is_parameter = |segment: &&str| segment.starts_with('{') && segment.ends_with('}');
    !kept.is_empty() && !lost.is_empty() && lost.iter().all(is_parameter) && same_shape(&kept.join("/"), page)
}

fn matches_segments(template: &str, page: &PageUri, is_parameter: impl Fn(&str) -> bool) -> bool {
    let path = template.split('?').next().unwrap_or_default();
    let mut wanted = path.split('/').filter(|segment| !segment.is_empty());
    let mut found = page.segments.iter();
    loop {
        match (wanted.next(), found.next()) {
            (None, None) => return true,
            (Some(wanted), Some(found)) if wanted.contains('{') => {
                // Many pages write `v1` for `v{version}`.
                let is_value = !wanted.starts_with('{') || !wanted.ends_with('}') || is_parameter(found);
                if !is_value || !fits_literals(wanted, found) {
                    return false;
                }
            }
            (Some(wanted), Some(found)) if wanted.eq_ignore_ascii_case(found) => {}
            _ => return false,
        }
    }
}

/// Whether a segment has the literal parts of one with parameters, in their order and ignoring case.
fn fits_literals(wanted: &str, found: &str) -> bool {
    let (first, mut wanted) = wanted.split_once('{').unwrap_or((wanted, ""));
    let starts_with =
        |text: &str, literal: &str| text.get(..literal.len()).is_some_and(|start| start.eq_ignore_ascii_case(literal));
    if !starts_with(found, first) {
        return false;
    }
    let mut rest = &found[first.len()..];
    while let Some((_, after)) = wanted.split_once('}') {
        let Some((literal, next)) = after.split_once('{') else {
            let start = rest.len().checked_sub(after.len());
            return start.and_then(|start| rest.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(after));
        };
        let place = rest.char_indices().map(|(at, _)| at).find(|at| starts_with(&rest[*at..], literal));
        let Some(place) = place else { return false };
        rest = &rest[place + literal.len()..];
        wanted = next;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{PageUri, folded_name, is_call_of, is_cut_of, placeholder, same_shape, without_values};

    #[test]
    fn hosts_placeholders_and_queries_are_distinguished() {
        let uri = PageUri::parse("https://API.example.com/v1/customers/{id}?size={size}?filter={filter}");
        assert_eq!(uri.host.as_deref(), Some("api.example.com"));
        assert_eq!(uri.segments, ["v1", "customers", "{id}"]);
        assert_eq!(uri.query, [("size".into(), "{size}".into()), ("filter".into(), "{filter}".into())]);
        assert_eq!(PageUri::parse("{baseURL}/v1/a&b=1").query, [("b".to_owned(), "1".to_owned())]);
        assert_eq!(PageUri::parse("{baseURL}/v1/a").host, None);
        assert_eq!(placeholder("v{version}"), Some("version"));
        assert_eq!(folded_name("customer-Tenant_id"), "customertenantid");
    }

    #[test]
    fn only_parameters_at_the_end_are_cut_off() {
        let is_cut = |template: &str, path: &str| is_cut_of(template, &PageUri::parse(path));
        assert!(is_cut("/v{version}/users/{user_id}", "/v1/Users"));
        assert!(is_cut("/v{version}/users/{user_id}/{name}?kind=all", "/v1/users"));
        for path in ["/v1/users/{id}", "/v1", "/v1/people", "/v1/users/{id}/more", ""] {
            assert!(!is_cut("/v{version}/users/{user_id}", path), "{path}");
        }
        assert!(!is_cut("/v{version}/users/{user_id}/name", "/v1/users/{id}"));
    }

    #[test]
    fn a_version_written_out_matches_the_parameter() {
        let template = "/v{version}/customers/{customer_id}";
        assert!(same_shape(template, &PageUri::parse("{baseURL}/v1/Customers/{customer-tenant-id}")));
        assert!(!same_shape(template, &PageUri::parse("{baseURL}/v1/customers")));
        assert!(!same_shape(template, &PageUri::parse("{baseURL}/v1/partners/{id}")));
        assert!(!same_shape(template, &PageUri::parse("{baseURL}/w1/customers/{id}")));
    }

    #[test]
    fn keys_within_a_segment_are_parameters() {
        let template = "/products(Market='{market}',Size={size})/skus";
        let is_call = |path: &str| is_call_of(template, &PageUri::parse(path));
        assert!(is_call("/Products(market='US',Size=5)/skus"));
        assert!(is_call("/products(Market='O''Neil, Size=',Size=)/skus"));
        for path in ["/products(Market='US')/skus", "/products/skus", "/products(Market='US',Size=5/skus", "/é/skus"] {
            assert!(!is_call(path), "{path}");
        }
        assert!(is_call_of("/reports/{name}.json", &PageUri::parse("/reports/é.JSON")));
        assert!(!is_call_of("/reports/{name}.json", &PageUri::parse("/reports/a.csv")));
        assert!(super::is_quoted(template, "market") && !super::is_quoted(template, "size"));
    }

    #[test]
    fn values_of_examples_are_not_kept() {
        let example = "https://api.example/v1/customers/0c39d6d5/users/ada@example?size=5&filter={a}";
        assert_eq!(without_values(example), "https://api.example/v1/customers/{}/users/{}?size={}&filter={}");
    }

    #[test]
    fn a_literal_is_no_parameter_but_a_value_may_be_one() {
        let (template, uri) = ("/products/{product}/{form}", PageUri::parse("/products/{product}/forms"));
        assert!(!same_shape(template, &uri));
        assert!(is_call_of(template, &uri));
    }
}
