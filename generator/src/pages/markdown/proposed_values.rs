//! Values that a description lists among other words. They are weaker than those of `stated_values`, which are facts: only drafts
//! use them, with a mark.

use super::document::{Inline, SpanKind};
use crate::pages::text::is_wire_name;

/// Words before the list.
const LEADS: [&str; 6] = [
    "values are",
    "values include",
    "values:",
    "one of the following values",
    "the following strings",
    "value is one of",
];

/// The values that a description lists after words that say so: in strong words at the start of lines, in quotes, or with
/// commas; none if there are fewer than two.
pub(super) fn proposed_values(description: &Inline) -> Vec<String> {
    let lower = description.text.to_lowercase();
    let Some(lead) = LEADS.iter().filter_map(|lead| Some(lower.find(lead)? + lead.len())).min() else {
        return Vec::new();
    };
    let rest = description.text.get(lead..).unwrap_or_default();
    let found = [strong(description, lead), quoted(rest), with_commas(rest)];
    let mut values = found.into_iter().find(|values| values.len() > 1).unwrap_or_default();
    let mut seen = std::collections::HashSet::new();
    values.retain(|value| seen.insert(value.to_lowercase()));
    if values.len() > 1 { values } else { Vec::new() }
}

/// Strong words at the start of lines.
fn strong(description: &Inline, lead: usize) -> Vec<String> {
    let text = &description.text;
    let is_first =
        |start: usize| text.get(..start).is_some_and(|before| before.trim_end_matches([' ', '-']).ends_with('\n'));
    let spans = description.spans.iter().filter(|span| matches!(span.kind, SpanKind::Strong));
    let spans = spans.filter(|span| span.start >= lead && is_first(span.start));
    let names = spans.filter_map(|span| text.get(span.start..span.end)).map(|name| name.trim_end_matches([',', ':']));
    names.filter(|name| is_wire_name(name)).map(str::to_owned).collect()
}

/// All that is in quotes, if each can be a value.
fn quoted(rest: &str) -> Vec<String> {
    let inside = rest.split('"').skip(1).step_by(2);
    let values: Vec<String> = inside.map(|value| value.trim_end_matches([',', '.']).to_owned()).collect();
    if values.iter().all(|value| is_wire_name(value)) { values } else { Vec::new() }
}

/// Words with commas between them, up to the end of the sentence.
fn with_commas(rest: &str) -> Vec<String> {
    let sentence = rest.trim_start_matches([':', ' ', '\n']).split(['.', ';', '\n', '(']).next().unwrap_or_default();
    let without_or = |part: &str| {
        let part = part.trim();
        let part = ["or ", "and "].iter().find_map(|word| part.strip_prefix(word)).unwrap_or(part);
        part.trim().trim_matches('`').to_owned()
    };
    let values: Vec<String> = sentence.split(',').map(without_or).collect();
    if values.iter().all(|value| is_wire_name(value)) { values } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str) -> Vec<String> {
        proposed_values(&Inline { text: text.to_owned(), ..Inline::default() })
    }

    #[test]
    fn values_among_other_words_are_found_where_words_lead_to_them() {
        let quoted = r#"The state. Possible values are "free" (nobody lies there) and "taken" (somebody does)."#;
        assert_eq!(listed(quoted), ["free", "taken"]);
        assert_eq!(listed("The side. Supported values are: Port, Bow, or Stern."), ["Port", "Bow", "Stern"]);
        assert_eq!(listed("Can be one of the following strings: dawn, noon, or dusk. More."), ["dawn", "noon", "dusk"]);
    }

    #[test]
    fn other_words_list_nothing() {
        for text in
            ["The state: free or taken.", "Its values are those of the harbor.", r#"Possible values are "one"."#]
        {
            assert_eq!(listed(text), Vec::<String>::new(), "{text}");
        }
    }
}
