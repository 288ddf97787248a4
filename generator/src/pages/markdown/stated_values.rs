//! Values that descriptions and types list and nothing else: facts, which are compared with the spec.

use super::document::{Inline, SpanKind};
use crate::media_types;
use crate::pages::facts::Fact;
use crate::pages::text;

/// The values of a description that is only a list of them (`one, two`, `Values {one, two}`), or that ends with a list of
/// quoted values (`How it is lit: "one", "two" or "three".`).
pub(super) fn of_description(description: &Inline) -> Fact<Vec<String>> {
    let flat = description.flat();
    let values = values(&flat).or_else(|| code_values(description));
    values.map_or(Fact::NotStated, |values| Fact::Stated(values.into_iter().map(str::to_owned).collect()))
}

/// The values that a type lists (``one of: `dim`, `bright` ``, `enum("dim", "bright")`).
pub(super) fn of_type(type_text: &Inline) -> Fact<Vec<String>> {
    let values = code_values(type_text);
    values.map_or(Fact::NotStated, |values| Fact::Stated(values.into_iter().map(str::to_owned).collect()))
}

/// The only value of a header according to its description (``The model; must be `2`.``). Of `Accept`, whose values are media
/// types, all that the description names.
pub(super) fn of_header(name: &str, description: &Inline) -> Fact<Vec<String>> {
    let values: Vec<String> = if name.eq_ignore_ascii_case("Accept") {
        let named = marked(description)
            .map(|(_, value, _)| media_types::essence(value))
            .filter(|named| media_types::is_valid(named, false));
        let named: Vec<String> = named.collect();
        // All clients accept JSON.
        if named.iter().all(|media| media == media_types::JSON) { Vec::new() } else { named }
    } else {
        only_value(description).into_iter().map(str::to_owned).collect()
    };
    if values.is_empty() { Fact::NotStated } else { Fact::Stated(values) }
}

/// The value that a description says there must be, if it is in a sentence without another.
fn only_value(description: &Inline) -> Option<&str> {
    const LEADS: [&str; 7] = [
        "must be",
        "must always be",
        "must be set to",
        "must have the value",
        "is always",
        "has to be",
        "required value:",
    ];
    let (before, value, after) = marked(description).find(|(before, ..)| {
        let before = before.trim_end().to_lowercase();
        LEADS.iter().any(|lead| before.ends_with(lead))
    })?;
    let words_before = before.rsplit_once(". ").map_or(before, |(_, sentence)| sentence).to_lowercase();
    let is_conditional = words_before
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word, "if" | "when" | "unless" | "for" | "otherwise" | "example" | "not"));
    let rest = after.trim_start_matches([' ', '"', '\'']);
    let is_at_end = rest.is_empty() || rest.starts_with('.');
    (!is_conditional && is_at_end && text::is_header_value(value)).then_some(value)
}

/// The words in code or in quotes, each with the text before and after it.
fn marked(description: &Inline) -> impl Iterator<Item = (&str, &str, &str)> {
    let text = description.text.as_str();
    let mut ranges: Vec<(usize, usize)> = description
        .spans
        .iter()
        .filter(|span| matches!(span.kind, SpanKind::Code))
        .map(|span| (span.start, span.end))
        .collect();
    let quotes: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    ranges.extend(quotes.chunks_exact(2).filter_map(|pair| match pair {
        [start, end] => Some((start.saturating_add(1), *end)),
        _ => None,
    }));
    ranges.sort_unstable();
    ranges.into_iter().filter_map(move |(start, end)| {
        let before = text.get(..start)?.trim_end_matches('"');
        Some((before, text.get(start..end)?.trim_matches('"'), text.get(end..)?))
    })
}

/// Whether a description says that a value is a list with commas between its items.
pub(super) fn says_commas(description: &str) -> bool {
    const WORDS: [&str; 8] = [
        "comma-separated",
        "comma separated",
        "comma-delimited",
        "comma delimited",
        "separated by commas",
        "separated by a comma",
        "separated with commas",
        "delimited by commas",
    ];
    let lower = description.to_lowercase();
    WORDS.iter().any(|words| lower.contains(words))
}

fn values(description: &str) -> Option<Vec<&str>> {
    bare_values(description).or_else(|| quoted_values(description))
}

/// Inline code after words that announce values, with nothing but commas and conjunctions between them.
fn code_values(text: &Inline) -> Option<Vec<&str>> {
    const LEADS: &[&str] =
        &["one of", "either", "options", "options are", "values", "values are", "values include", "enum"];
    let mut codes: Vec<_> = text.spans.iter().filter(|span| matches!(span.kind, SpanKind::Code)).collect();
    codes.sort_by_key(|span| span.start);
    let is_led = |start: usize| {
        let before = text.text.get(..start).unwrap_or_default().trim_end().trim_end_matches([':', '(', '[']).trim_end();
        let before = before.to_lowercase();
        LEADS.iter().any(|lead| before.ends_with(lead)) && !before.ends_with("default values")
    };
    let first = codes.iter().position(|span| is_led(span.start))?;
    let mut values = Vec::new();
    let mut end = None;
    for span in codes.get(first..)? {
        let between = end.map(|end: usize| text.text.get(end..span.start).unwrap_or("."));
        let is_next = between.is_none_or(|between| {
            between.split([',', '/', '|']).all(|words| matches!(words.trim(), "" | "or" | "and"))
        });
        let value = text.text.get(span.start..span.end)?.trim_matches(['"', '\'']);
        if !is_next || !text::is_wire_name(value) {
            break;
        }
        values.push(value);
        end = Some(span.end);
    }
    (values.len() > 1).then_some(values)
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

#[cfg(test)]
mod tests {
    use super::{code_values, of_header, values};
    use crate::pages::facts::Fact;
    use crate::pages::markdown::document::Inline;

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
            assert_eq!(values(description).unwrap(), listed, "{description}");
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
            assert!(values(description).is_none(), "{description}");
        }
    }

    #[test]
    fn only_what_a_header_must_be_is_its_value() {
        let value = |text: &str| match of_header("X-Model", &Inline::of_marked(text)) {
            Fact::Stated(values) => values.join(" "),
            _ => String::new(),
        };
        for (text, expected) in [
            ("The model. Must be `2`.", "2"),
            ("Required. It must be set to \"true\".", "true"),
            ("Is always `application/json`", "application/json"),
            ("For example, `2`.", ""),
            ("Set to `true` to get more.", ""),
            ("Must be `2` or `3`.", ""),
            ("If it is stated, it must be `2`.", ""),
            ("Must be `2` for lamps.", ""),
            ("Must be unique.", ""),
            ("Must be `two words`.", ""),
            ("Its format must not be `2`.", ""),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
        let accept = |text: &str| of_header("Accept", &Inline::of_marked(text));
        assert_eq!(
            accept("Either `application/json` or `text/csv`."),
            Fact::Stated(vec!["application/json".to_owned(), "text/csv".to_owned()])
        );
        assert_eq!(accept("The type, `application/json`."), Fact::NotStated);
    }

    #[test]
    fn values_in_code_follow_words_that_announce_them() {
        let listed = |text: &str| code_values(&Inline::of_marked(text)).map(|values| values.join(" "));
        for (text, expected) in [
            ("One of: `dim`, `bright`.", Some("dim bright")),
            ("How it is lit. Options: `dim` and `bright`. Default is `dim`.", Some("dim bright")),
            ("string, one of `dim` or `bright`", Some("dim bright")),
            ("Set `dim` or `bright`.", None),
            ("One of: `dim`", None),
            ("One of `dim` (at night), `bright`", None),
        ] {
            assert_eq!(listed(text).as_deref(), expected, "{text}");
        }
    }
}
