//! Path templates: `/v{version}/customers/{customer_id}/orders?kind=open`.

use std::ops::Range;

use crate::uri::{PageUri, same_shape};

/// A parsed template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Template<'a> {
    /// The parameters in order, with the byte ranges of their names.
    pub(crate) parameters: Vec<(&'a str, Range<usize>)>,
    /// The fixed query, sorted.
    pub(crate) fixed_query: Vec<(&'a str, &'a str)>,
    /// The path with every parameter as `{}`, for comparing operations.
    pub(crate) shape: String,
}

/// Where and why a template is malformed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MalformedTemplate {
    pub(crate) range: Range<usize>,
    pub(crate) reason: &'static str,
}

pub(crate) fn parse(text: &str) -> Result<Template<'_>, MalformedTemplate> {
    let malformed = |range, reason| Err(MalformedTemplate { range, reason });
    if !text.starts_with('/') {
        return malformed(0..text.len().min(1), "a path starts with `/`");
    }
    let path_length = text.find('?').unwrap_or(text.len());
    let mut template = Template::default();
    let mut position = 0;
    while position < path_length {
        let rest = &text[position..path_length];
        if let Some(inner) = rest.strip_prefix('{') {
            let Some(length) = inner.find('}') else {
                return malformed(position..path_length, "this brace is never closed");
            };
            let range = position + 1..position + 1 + length;
            let name = &text[range.clone()];
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) {
                return malformed(range, "the name of a parameter consists of letters, digits, `-` and `_`");
            }
            if template.parameters.iter().any(|(other, _)| *other == name) {
                return malformed(range, "this parameter is a duplicate");
            }
            if !is_whole_text(&text[..position], &text[position + length + 2..path_length]) {
                return malformed(range, "a text between quotes is one parameter, or has none");
            }
            template.parameters.push((name, range));
            template.shape.push_str("{}");
            position += length + 2;
        } else {
            let length = rest.find('{').unwrap_or(rest.len());
            let literal = &rest[..length];
            if let Some(offset) = literal.find(|c| !is_path_character(c)) {
                let start = position + offset;
                let end = start + text[start..].chars().next().map_or(0, char::len_utf8);
                return malformed(start..end, "this character must be encoded in a path");
            }
            if let Some(offset) = literal.find("//") {
                return malformed(position + offset..position + offset + 2, "a segment is empty");
            }
            template.shape.push_str(literal);
            position += length;
        }
    }
    if template.shape.split('/').any(|segment| segment == "." || segment == "..") {
        return malformed(0..path_length, "`.` and `..` are not allowed as segments");
    }
    if path_length < text.len() {
        template.fixed_query = fixed_query(text, path_length + 1)?;
    }
    Ok(template)
}

fn fixed_query(text: &str, start: usize) -> Result<Vec<(&str, &str)>, MalformedTemplate> {
    let mut pairs = Vec::new();
    let mut position = start;
    for pair in text[start..].split('&') {
        let range = position..position + pair.len();
        position = range.end + 1;
        match pair.split_once('=') {
            Some((key, value))
                if !key.is_empty() && [key, value].iter().all(|part| part.chars().all(is_query_character)) =>
            {
                pairs.push((key, value));
            }
            Some(_) if pair.contains('{') => {
                return Err(MalformedTemplate { range, reason: "query parameters belong under `query`" });
            }
            _ => {
                return Err(MalformedTemplate {
                    range,
                    reason: "a fixed query consists of `name=value`, with characters that need no encoding",
                });
            }
        }
    }
    pairs.sort_unstable();
    Ok(pairs)
}

pub(crate) fn is_unreserved(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~')
}

/// The characters of a fixed query that all clients send as they are. `+` and `;` are not: services read them differently.
fn is_query_character(c: char) -> bool {
    is_unreserved(c) || matches!(c, '$' | ',' | '(' | ')' | '\'' | ':' | '@' | '!' | '*' | '/' | '=')
}

/// Whether a parameter that is within quotes, in its segment, is all that is between them.
fn is_whole_text(before: &str, after: &str) -> bool {
    let in_segment = before.rsplit('/').next().unwrap_or(before);
    let is_within = in_segment.matches('\'').count() % 2 == 1;
    !is_within || in_segment.ends_with('\'') && after.starts_with('\'')
}

pub(crate) fn is_path_character(c: char) -> bool {
    is_unreserved(c) || matches!(c, '/' | ':' | '@' | '!' | '$' | '\'' | '(' | ')' | '*' | '+' | ',' | ';' | '=')
}

/// Whether two templates describe the same request, ignoring the names of their parameters.
pub(crate) fn is_same_request(one: &str, other: &str) -> bool {
    match (parse(one), parse(other)) {
        (Ok(one), Ok(other)) => one.shape == other.shape && one.fixed_query == other.fixed_query,
        _ => one == other,
    }
}

/// Whether two templates are those of one operation: as [`is_same_request`], ignoring case, and with the API version as a
/// parameter or as a number.
pub(crate) fn is_same_operation(one: &str, other: &str) -> bool {
    let segments = |text: &str| text.split('?').next().unwrap_or_default().trim_end_matches('/').matches('/').count();
    // Most templates differ in this, which is found without parsing them.
    if segments(one) != segments(other) {
        return false;
    }
    let (Ok(parsed), Ok(parsed_other)) = (parse(one), parse(other)) else { return one == other };
    let has_same_query = parsed.fixed_query.len() == parsed_other.fixed_query.len()
        && parsed.fixed_query.iter().zip(&parsed_other.fixed_query).all(
            |((name, value), (other_name, other_value))| {
                name.eq_ignore_ascii_case(other_name) && value.eq_ignore_ascii_case(other_value)
            },
        );
    has_same_query && (same_shape(one, &PageUri::parse(other)) || same_shape(other, &PageUri::parse(one)))
}

/// The request that a template describes, without the names of its parameters.
pub(crate) fn request_shape(template: &str) -> String {
    match parse(template) {
        Ok(parsed) => {
            let query = parsed.fixed_query.iter().map(|(name, value)| format!("{name}={value}"));
            format!("{}?{}", parsed.shape, query.collect::<Vec<_>>().join("&"))
        }
        Err(_) => template.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_same_operation, parse};

    #[test]
    fn case_and_names_of_parameters_do_not_distinguish_operations() {
        let template = "/v{version}/Users/{user-id}?kind=All";
        for same in ["/v1/users/{id}?Kind=all", "/v{v}/users/{user}?kind=all", "/v{version}/Users/{user-id}/?kind=All"]
        {
            assert!(is_same_operation(template, same) && is_same_operation(same, template), "{same}");
        }
        for other in
            ["/v1/users/{id}", "/v1/users/me?kind=all", "/v1/user/{id}?kind=all", "/v1/users/{id}/{x}?kind=all"]
        {
            assert!(!is_same_operation(template, other) && !is_same_operation(other, template), "{other}");
        }
        assert!(is_same_operation("/sales(Month='{month}')/$value", "/Sales(month='{date}')/$value"));
    }

    #[test]
    fn parameters_and_fixed_query_are_distinguished() {
        let template = parse("/v{version}/invoices/{invoice-id}/lineitems?type=billing&provider=all").unwrap();
        let names: Vec<_> = template.parameters.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["version", "invoice-id"]);
        assert_eq!(template.fixed_query, [("provider", "all"), ("type", "billing")]);
        assert_eq!(template.shape, "/v{}/invoices/{}/lineitems");
    }

    #[test]
    fn keys_and_options_of_odata_are_templates() {
        let template = parse("/products(Market='{market}',Size={size})?$expand=skus($select=id),images").unwrap();
        let names: Vec<_> = template.parameters.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["market", "size"]);
        assert_eq!(template.fixed_query, [("$expand", "skus($select=id),images")]);
        assert_eq!(template.shape, "/products(Market='{}',Size={})");
    }

    #[test]
    fn malformed_templates_are_reported_with_their_place() {
        for (text, start) in [
            ("v1/x", 0),
            ("", 0),
            ("/a/{b", 3),
            ("/a/{}", 4),
            ("/a/{b}/{b}", 8),
            ("/a b", 2),
            ("/a//b", 2),
            ("/a/../b", 0),
            ("/a?x={x}", 3),
            ("/a?x", 3),
            ("/a?x=1+2", 3),
            ("/a?$x=b%20c", 3),
            ("/a(b='{c}d')", 7),
            ("/a(b='x{c}')", 8),
            ("/a(b='{c})", 7),
            ("/ü", 1),
        ] {
            assert_eq!(parse(text).unwrap_err().range.start, start, "{text}");
        }
    }
}
