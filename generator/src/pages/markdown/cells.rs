//! Reads single cells.

use super::document::{Cell, Inline, SpanKind};
use crate::pages::facts::{Fact, ParameterPlace};
use crate::pages::text;

/// The name in a cell, without characters that are not part of names.
pub(super) fn name(cell: &Cell) -> Option<String> {
    let flat = cell.content.flat();
    let name = flat.trim_end_matches(':').trim();
    let name = name.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(name);
    (!name.is_empty()).then(|| name.to_owned())
}

/// The type in a cell; unreadable if it is in another language or its end is missing (`collection of`).
pub(super) fn type_text(cell: Option<&Cell>, is_translation: bool) -> Fact<String> {
    let Some(text) = cell.map(|cell| cell.content.flat()).filter(|text| !text.is_empty()) else {
        return Fact::NotStated;
    };
    let is_cut = text.ends_with(" of");
    if is_cut || (is_translation && !text.is_ascii()) { Fact::Unreadable } else { Fact::Stated(text) }
}

/// The yes or no in a cell.
pub(super) fn yes_or_no(cell: Option<&Cell>, is_translation: bool) -> Fact<bool> {
    let text = cell.map(|cell| cell.content.text.to_lowercase()).unwrap_or_default();
    let first = text.split(|character: char| !character.is_alphanumeric()).find(|word| !word.is_empty());
    match first {
        Some("yes" | "y" | "true" | "required") => Fact::Stated(true),
        Some("no" | "n" | "false" | "optional") => Fact::Stated(false),
        Some(_) if is_translation => Fact::Unreadable,
        _ => Fact::NotStated,
    }
}

/// Whether something is required, from its column or else from the first word of its description (`Required.`, `(Optional)`).
pub(super) fn required(column: Option<&Cell>, description: &str, is_translation: bool) -> Fact<bool> {
    if column.is_some_and(|cell| !cell.content.text.is_empty()) {
        return yes_or_no(column, is_translation);
    }
    let start = description.trim_start_matches(['(', '[']);
    let is_word = |word: &str| {
        let rest =
            start.get(..word.len()).filter(|first| first.eq_ignore_ascii_case(word)).and(start.get(word.len()..));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ',', ')', ']', ':', ';']))
    };
    if is_word("required") {
        Fact::Stated(true)
    } else if is_word("optional") {
        Fact::Stated(false)
    } else if is_translation && !description.is_empty() {
        Fact::Unreadable
    } else {
        Fact::NotStated
    }
}

/// The part of the request in which a parameter is sent, according to a cell.
pub(super) fn place(cell: Option<&Cell>, is_translation: bool) -> Fact<ParameterPlace> {
    let text = cell.map(|cell| cell.content.text.to_lowercase()).unwrap_or_default();
    match text.as_str() {
        "" => Fact::NotStated,
        "path" | "uri" => Fact::Stated(ParameterPlace::Path),
        "query" => Fact::Stated(ParameterPlace::Query),
        "header" => Fact::Stated(ParameterPlace::Header),
        "body" => Fact::Stated(ParameterPlace::Body),
        _ if is_translation => Fact::Unreadable,
        _ => Fact::NotStated,
    }
}

/// The values of a description that is only a list of them (`one, two`, `Values {one, two}`), or that ends with a list of
/// quoted values (`How it is lit: "one", "two" or "three".`).
pub(super) fn values(description: &str) -> Fact<Vec<String>> {
    let values = bare_values(description).or_else(|| quoted_values(description));
    values.map_or(Fact::NotStated, |values| Fact::Stated(values.into_iter().map(str::to_owned).collect()))
}

fn bare_values(description: &str) -> Option<Vec<&str>> {
    let braced = || description.strip_prefix("Values")?.trim_start().strip_prefix('{')?.strip_suffix('}');
    let values: Vec<&str> = braced().unwrap_or(description).split(',').map(str::trim).collect();
    let shows_one = values.first().is_some_and(|first| first.eq_ignore_ascii_case("example"));
    let are_listed = values.len() > 1 && !shows_one && values.iter().all(|value| text::is_wire_name(value));
    are_listed.then_some(values)
}

/// Quoted values after a colon or `values are`, with nothing else in their sentence: words after a value may restrict it, and
/// a list within a list describes one of the values.
fn quoted_values(description: &str) -> Option<Vec<&str>> {
    const LEADS: &str = "values are";
    const OF_EXAMPLES: [&str; 4] = ["example", "examples", "e.g", "such as"];
    let is_quote = |c: char| matches!(c, '"' | '\'');
    let is_apostrophe = |at: usize| description.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
    let (start, _) = description.match_indices(is_quote).find(|(at, _)| !is_apostrophe(*at))?;
    let before = description.get(..start)?.trim_end().to_lowercase();
    let (lead, has_colon) = before.strip_suffix(':').map_or((before.as_str(), false), |lead| (lead.trim_end(), true));
    let rest_of_lead = lead.strip_suffix(LEADS);
    let is_led = (has_colon || rest_of_lead.is_some()) && !OF_EXAMPLES.iter().any(|words| lead.ends_with(words));
    if !is_led || rest_of_lead.unwrap_or(lead).contains(LEADS) {
        return None;
    }
    let mut values = Vec::new();
    let mut rest = description.get(start..)?;
    loop {
        let quote = rest.chars().next().filter(|c| is_quote(*c))?;
        let (inner, after) = rest.get(1..)?.split_once(quote)?;
        let value = inner.trim_end_matches([',', '.']);
        if !text::is_wire_name(value) {
            return None;
        }
        values.push(value);
        let after = after.trim_start();
        if after.is_empty() || after.starts_with('.') {
            return (values.len() > 1).then_some(values);
        }
        let next = after.trim_start_matches(',').trim_start();
        rest = ["or ", "and "].iter().find_map(|word| next.strip_prefix(word)).unwrap_or(next).trim_start();
    }
}

/// The type that prose names, from `from` on: the first link to a type, or strong words before `resource` or `object`, with
/// `collection of` if those words come before it.
pub(super) fn type_in(prose: &Inline, from: usize, to: usize) -> Option<String> {
    let text = &prose.text;
    let mut spans: Vec<_> = prose.spans.iter().filter(|span| span.start >= from && span.end <= to).collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let span = spans.into_iter().find(|span| match &span.kind {
        SpanKind::Link(target) => is_of_type(target),
        SpanKind::Strong => {
            let after = text.get(span.end..).unwrap_or_default().trim_start();
            ["resource", "object", "properties in the request body"].iter().any(|words| after.starts_with(words))
        }
    })?;
    let name = text.get(span.start..span.end)?.replace('\n', " ");
    let name = name.trim_end_matches(" resource").trim_end_matches(" resources").trim();
    let before = text.get(from..span.start)?;
    let lead: Vec<&str> = before.split_whitespace().rev().take(5).collect();
    let is_collection = lead.windows(2).any(|pair| matches!(pair, ["of", "collection" | "array" | "list"]));
    let kind = if lead.contains(&"array") { "array" } else { "collection" };
    (!name.is_empty()).then(|| if is_collection { format!("{kind} of {name}") } else { name.to_owned() })
}

/// Whether a link is to the description of a type rather than to another page.
fn is_of_type(target: &str) -> bool {
    let is_elsewhere = target.starts_with("http");
    !is_elsewhere
        && (target.contains('#') || target.contains("-resource") || target.starts_with("/dotnet/"))
        && !["error-codes", "headers.md", "authentication"].iter().any(|page| target.contains(page))
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn a_list_of_values_is_bare_or_in_quotes_behind_words_that_lead_to_it() {
        for (description, listed) in [
            ("dim, bright", &["dim", "bright"][..]),
            ("Values {dim, bright}", &["dim", "bright"]),
            (r#"The lamp's light: "dim", "half_dim," or "bright"."#, &["dim", "half_dim", "bright"]),
            (r#"Its light: "dim","bright""#, &["dim", "bright"]),
            ("Its light. Supported values are 'dim' and 'bright'. It can be changed.", &["dim", "bright"]),
            (r#"Its light. Possible values are: "dim", "bright""#, &["dim", "bright"]),
        ] {
            assert_eq!(values(description).stated().unwrap(), listed, "{description}");
        }
    }

    #[test]
    fn other_words_list_no_values() {
        for description in [
            "How it is lit.",
            r#"The default is "dim" or "bright"."#,
            r#"Its light, for example: "dim", "bright"."#,
            r#"Its light: "dim", "bright" (for a while)."#,
            r#"Its light: "dim" (at night) and "bright"."#,
            r#"Its light: "dim"."#,
            r#"Its light: "dim",bright","dark"."#,
            r#"Its light: "not dim", "bright"."#,
            r#"The values are: Light - how it is lit: "dim", "bright""#,
            r#"Its light: ""#,
        ] {
            assert!(values(description).is_not_stated(), "{description}");
        }
    }
}
