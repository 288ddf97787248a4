//! That requests should not be used any more, in sentences and titles.

use super::prose::sentences;

/// Words after the subject of a sentence.
const VERBS: [&str; 8] = ["is", "are", "was", "were", "has been", "have been", "will be", "is being"];
const ADVERBS: [&str; 5] = ["now", "already", "also", "officially", "currently"];
const ENDS: [&str; 6] =
    ["deprecated", "retired", "discontinued", "sunset", "no longer supported", "no longer available"];
/// Words for what a page requests.
const SUBJECTS: [&str; 14] = [
    "api",
    "apis",
    "endpoint",
    "endpoints",
    "method",
    "methods",
    "operation",
    "operations",
    "request",
    "requests",
    "call",
    "route",
    "scenario",
    "resource url",
];
/// The longest subject, in words: `this version of the API`.
const LONGEST_SUBJECT: usize = 6;

/// Whether prose says that what the page requests is deprecated: the subject of the sentence is the request itself, not a
/// member, a parameter or another product.
pub(super) fn in_prose(text: &str) -> bool {
    sentences(text).any(|sentence| {
        let words = sentence.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<String> = words.map(str::to_lowercase).collect();
        (0..words.len()).any(|at| is_ended_at(&words, at))
    })
}

/// Whether the words before `at` are such a subject, and those from there say that it ends.
fn is_ended_at(words: &[String], at: usize) -> bool {
    let (before, after) = words.split_at(at);
    let after = format!("{} ", after.join(" "));
    let Some(rest) = VERBS.iter().find_map(|verb| after.strip_prefix(verb)?.strip_prefix(' ')) else { return false };
    let rest = ADVERBS.iter().find_map(|adverb| rest.strip_prefix(adverb)?.strip_prefix(' ')).unwrap_or(rest);
    let is_ended = ENDS.iter().any(|end| rest.strip_prefix(end).is_some_and(|rest| rest.starts_with(' ')));
    is_ended && is_subject(before)
}

fn is_subject(words: &[String]) -> bool {
    // The label of an alert, or a word such as `Note`, stands before the sentence.
    let start = words.iter().position(|word| matches!(word.as_str(), "this" | "these" | "the"));
    let Some(subject) = start.and_then(|start| words.get(start..)) else { return false };
    let is_label = |word: &String| matches!(word.as_str(), "note" | "important" | "warning" | "caution" | "tip");
    let lead = words.get(..start.unwrap_or_default()).unwrap_or_default();
    let is_short = subject.len() <= LONGEST_SUBJECT && lead.iter().all(is_label);
    let text = subject.join(" ");
    let is_request = SUBJECTS.iter().any(|noun| text.strip_suffix(noun).is_some_and(|start| start.ends_with(' ')));
    // A part of the request is not the request, but a version of it is.
    let is_part = subject.windows(2).any(|pair| matches!(pair, [part, of] if of == "of" && part != "version"));
    is_short && is_request && !is_part
}

/// Whether a title marks what it names: `Light a lamp (deprecated)`.
pub(super) fn in_title(title: &str) -> bool {
    let title = title.to_lowercase();
    let marks = ["(deprecated)", "[deprecated]", "(retired)", "- deprecated"];
    marks.iter().any(|mark| title.ends_with(mark)) || title.starts_with("deprecated:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_about_the_request_itself_count() {
        for text in [
            "This API is deprecated.",
            "Lights a lamp. This method has been deprecated, use another.",
            "[!WARNING]\nThis API will be retired on May 1, 2031.",
            "Note: the endpoint is no longer available.",
            "This version of the API is now deprecated.",
            "These operations are deprecated.",
        ] {
            assert!(in_prose(text), "{text}");
        }
    }

    #[test]
    fn sentences_about_anything_else_do_not() {
        for text in [
            "The parameter is deprecated.",
            "The member of this API is deprecated soon.",
            "This API is not deprecated.",
            "Deprecated in version 3 of the SDK.",
            "The oil of these lamps is no longer available.",
            "This API replaces another one that is deprecated.",
            "Lamps that this API is for are retired.",
            "If the lamp in the request is retired, it stays dark.",
            "Its deprecation is planned.",
        ] {
            assert!(!in_prose(text), "{text}");
        }
    }

    #[test]
    fn titles_count_if_they_mark_what_they_name() {
        assert!(in_title("Light a lamp (deprecated)"));
        assert!(!in_title("List deprecated lamps"));
    }
}
