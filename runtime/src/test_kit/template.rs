//! Finds the operation of a request by its path.

use percent_encoding::percent_decode_str;

/// How closely a template matches a request; the greater, the closer. Earlier segments count more than later ones,
/// and segments more than the query.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Closeness {
    fixed_characters: Vec<usize>,
    fixed_query: usize,
}

/// The parameters of a path, decoded.
pub(super) type Parameters = Vec<(&'static str, String)>;

/// Whether a request with this path and query matches `template`, how closely, and with which parameters.
pub(super) fn fit(template: &'static str, path: &str, query: &[(String, String)]) -> Option<(Closeness, Parameters)> {
    let (template, fixed_query) = template.split_once('?').unwrap_or((template, ""));
    let fixed_query = pairs(fixed_query);
    if !fixed_query.iter().all(|pair| query.contains(pair)) {
        return None;
    }
    let (patterns, segments) = (template.split('/'), path.split('/'));
    if patterns.clone().count() != segments.clone().count() {
        return None;
    }
    let mut parameters = Parameters::new();
    let fixed_characters = patterns
        .zip(segments)
        .map(|(pattern, segment)| fit_segment(pattern, segment, &mut parameters))
        .collect::<Option<_>>()?;
    Some((Closeness { fixed_characters, fixed_query: fixed_query.len() }, parameters))
}

/// The names and values of a query, decoded.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// How many characters of the segment are fixed in `pattern`, when it matches; all, where it has no parameter.
fn fit_segment(pattern: &'static str, segment: &str, parameters: &mut Parameters) -> Option<usize> {
    if !pattern.contains('{') {
        return (pattern == segment).then_some(usize::MAX);
    }
    let (mut pattern, mut segment, mut fixed) = (pattern, segment, 0);
    while let Some((literal, (name, after))) =
        pattern.split_once('{').and_then(|(literal, tail)| Some((literal, tail.split_once('}')?)))
    {
        let from_value = segment.strip_prefix(literal)?;
        // A text of OData may be empty, and has its quotes doubled.
        let is_quoted = literal.ends_with('\'') && after.starts_with('\'');
        let shortest = usize::from(!is_quoted);
        let end = match after.split_once('{') {
            Some((next, _)) => shortest + from_value.get(shortest..)?.find(next)?,
            None => from_value.strip_suffix(after)?.len(),
        };
        let (value, rest) = from_value.split_at_checked(end).filter(|(value, _)| value.len() >= shortest)?;
        let value = percent_decode_str(value).decode_utf8_lossy();
        parameters.push((name, if is_quoted { value.replace("''", "'") } else { value.into_owned() }));
        fixed += literal.len();
        (pattern, segment) = (after, rest);
    }
    (pattern == segment).then_some(fixed + pattern.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(template: &'static str, path: &str) -> Option<Parameters> {
        fit(template, path, &[]).map(|(_, parameters)| parameters)
    }

    fn named(name: &'static str, value: &str) -> (&'static str, String) {
        (name, value.to_owned())
    }

    #[test]
    fn parameters_are_found_and_decoded() {
        assert_eq!(parameters("/users", "/users"), Some(vec![]));
        assert_eq!(parameters("/users/{id}/seats", "/users/a%2Fb%40c/seats"), Some(vec![named("id", "a/b@c")]));
        assert_eq!(
            parameters("/v{version}/items('{id}',{rank})", "/v1/items('a',%32)"),
            Some(vec![named("version", "1"), named("id", "a"), named("rank", "2")])
        );
        assert_eq!(
            parameters("/items(a='{a}',b={b})", "/items(a='O%27%27Neil',b=1)"),
            Some(vec![named("a", "O'Neil"), named("b", "1")])
        );
        assert_eq!(parameters("/items('{a}')", "/items('')"), Some(vec![named("a", "")]));
        assert_eq!(parameters("/{name}.json", "/a.json.json"), Some(vec![named("name", "a.json")]));
    }

    #[test]
    fn what_differs_does_not_fit() {
        for path in ["/users", "/users/", "/users/a/b", "/Users/a", "", "//a"] {
            assert_eq!(parameters("/users/{id}", path), None, "{path}");
        }
        assert_eq!(parameters("/v{version}/x", "/v/x"), None);
    }

    #[test]
    fn what_is_fixed_is_closer() {
        let query = pairs("kind=seat&x=1");
        let close = |template| fit(template, "/users/me/seats", &query).unwrap().0;
        assert!(close("/users/me/{what}") > close("/users/{id}/seats"));
        assert!(close("/users/m{rest}/seats") > close("/users/{id}/seats"));
        assert!(close("/users/{id}/seats?kind=seat") > close("/users/{id}/seats"));
        assert!(close("/users/me/seats") > close("/users/{id}/seats?kind=seat"));
        assert!(fit("/users/me/seats?kind=user", "/users/me/seats", &query).is_none());
    }
}
