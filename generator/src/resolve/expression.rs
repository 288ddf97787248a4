//! Type expressions: one scalar such as `List<ServicePlan>`.

use std::ops::Range;

/// A parsed type expression; its names may be undeclared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypeExpression<'a> {
    pub(super) name: &'a str,
    /// The range of the name in the text.
    pub(super) range: Range<usize>,
    pub(super) argument: Option<Box<TypeExpression<'a>>>,
}

/// Where and why a type expression is malformed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MalformedExpression {
    pub(super) range: Range<usize>,
    pub(super) reason: &'static str,
}

/// Deep enough for any API, but shallow enough for recursion.
const DEPTH_LIMIT: usize = 8;

pub(super) fn parse(text: &str) -> Result<TypeExpression<'_>, MalformedExpression> {
    let (expression, end) = parse_at(text, 0, 0)?;
    if end < text.len() {
        return Err(MalformedExpression { range: end..text.len(), reason: "unexpected text after the type" });
    }
    Ok(expression)
}

fn parse_at(text: &str, start: usize, depth: usize) -> Result<(TypeExpression<'_>, usize), MalformedExpression> {
    let rest = &text[start..];
    let length = rest.find(['<', '>', ',', ' ']).unwrap_or(rest.len());
    if length == 0 {
        return Err(MalformedExpression { range: start..text.len().max(start), reason: "expected a type name" });
    }
    if depth == DEPTH_LIMIT {
        return Err(MalformedExpression { range: start..text.len(), reason: "the type is nested too deeply" });
    }
    let range = start..start + length;
    let name = &text[range.clone()];
    if !text[range.end..].starts_with('<') {
        return Ok((TypeExpression { name, range, argument: None }, start + length));
    }
    let (argument, end) = parse_at(text, range.end + 1, depth + 1)?;
    if !text[end..].starts_with('>') {
        return Err(MalformedExpression { range: end..text.len(), reason: "expected `>`" });
    }
    Ok((TypeExpression { name, range, argument: Some(Box::new(argument)) }, end + 1))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn nested_expressions_have_the_places_of_their_names() {
        let list = parse("List<Map<Offer>>").unwrap();
        let map = list.argument.unwrap();
        assert_eq!((map.name, map.range), ("Map", 5..8));
        assert_eq!(map.argument.unwrap().name, "Offer");
    }

    #[test]
    fn malformed_expressions_are_reported_with_their_place() {
        for (text, start) in [("List<", 5), ("List<A", 6), ("A>", 1), ("Map<A, B>", 5), ("", 0), ("List<>", 5)] {
            assert_eq!(parse(text).unwrap_err().range.start, start, "{text}");
        }
        assert!(parse(&format!("{}A{}", "List<".repeat(100), ">".repeat(100))).is_err());
    }
}
