//! That requests should not be used any more, in sentences and titles.

use jiff::civil::Date;

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
/// The longest verb, adverb and end together, in words: `has been now no longer supported`.
const LONGEST_END: usize = 6;
/// Words before the sentence.
const LABELS: [&str; 5] = ["note", "important", "warning", "caution", "tip"];

/// Whether prose says that what the page requests is deprecated: the subject of the sentence is the request itself, not a
/// member, a parameter or another product.
pub(super) fn in_prose(text: &str) -> bool {
    ending(text).is_some()
}

/// The only day in the sentence that says so, `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Option<String> {
    let sentence = ending(text)?;
    let words: Vec<&str> = words(sentence).collect();
    let written = words.windows(3).filter_map(|three| match three {
        [first, second, year] => date(first, second, year).or_else(|| date(second, first, year)),
        _ => None,
    });
    let iso = sentence.split_whitespace().filter_map(|word| {
        word.trim_matches(|c: char| !c.is_ascii_digit()).parse::<Date>().ok().filter(|_| word.contains('-'))
    });
    let mut days = written.chain(iso);
    days.next().filter(|_| days.next().is_none()).map(|day| day.to_string())
}

/// The sentence that says that the request ends.
fn ending(text: &str) -> Option<&str> {
    sentences(text).find(|sentence| {
        let words: Vec<String> = words(sentence).map(str::to_lowercase).collect();
        // The label of an alert, or a word such as `Note`, stands before the sentence.
        let labels = words.iter().take_while(|word| LABELS.contains(&word.as_str())).count();
        let words = words.get(labels..).unwrap_or_default();
        let begins = words.first().is_some_and(|word| matches!(word.as_str(), "this" | "these" | "the"));
        // The subject is short, however long the sentence is.
        let mut splits = (1..=LONGEST_SUBJECT).filter_map(|length| words.split_at_checked(length));
        begins && splits.any(|(subject, after)| is_request(subject) && says_end(after))
    })
}

fn words(sentence: &str) -> impl Iterator<Item = &str> {
    sentence.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The date with a month in words, short or not.
fn date(month: &str, day: &str, year: &str) -> Option<Date> {
    let day = ["st", "nd", "rd", "th"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
    let text = format!("{month} {day} {year}");
    let has_century = year.len() == 4;
    ["%B %d %Y", "%b %d %Y"].iter().find_map(|form| Date::strptime(form, &text).ok()).filter(|_| has_century)
}

/// Whether the words begin with those that say that something ends.
fn says_end(words: &[String]) -> bool {
    let after = format!("{} ", words.get(..LONGEST_END).unwrap_or(words).join(" "));
    let Some(rest) = VERBS.iter().find_map(|verb| after.strip_prefix(verb)?.strip_prefix(' ')) else { return false };
    let rest = ADVERBS.iter().find_map(|adverb| rest.strip_prefix(adverb)?.strip_prefix(' ')).unwrap_or(rest);
    ENDS.iter().any(|end| rest.strip_prefix(end).is_some_and(|rest| rest.starts_with(' ')))
}

fn is_request(subject: &[String]) -> bool {
    let text = subject.join(" ");
    let names_request = SUBJECTS.iter().any(|noun| text.strip_suffix(noun).is_some_and(|start| start.ends_with(' ')));
    // A part of the request is not the request, but a version of it is.
    let is_part = subject.windows(2).any(|pair| matches!(pair, [part, of] if of == "of" && part != "version"));
    names_request && !is_part
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
    fn the_day_of_the_end_is_in_the_sentence_that_says_so() {
        for (text, expected) in [
            ("This API will be retired on May 1, 2031.", Some("2031-05-01")),
            ("It was new on 1 May 2030. This API has been retired on 21st Jan 2031.", Some("2031-01-21")),
            ("This endpoint is no longer available since 2031-05-01.", Some("2031-05-01")),
            ("This API will be retired in May 2031.", None),
            ("This API is retired on May 1, 2031, not on June 1, 2031.", None),
            ("This API is retired on May 32, 2031.", None),
            ("Lamps change on May 1, 2031.", None),
        ] {
            assert_eq!(day(text).as_deref(), expected, "{text}");
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

    /// In a time that grows with the square of its length, this would take hours.
    #[test]
    fn a_long_sentence_is_read() {
        for words in ["x & ", "is deprecated ", "this ", "note ", "this api is now "] {
            assert!(!in_prose(&words.repeat(300_000)), "{words}");
        }
    }

    #[test]
    fn titles_count_if_they_mark_what_they_name() {
        assert!(in_title("Light a lamp (deprecated)"));
        assert!(!in_title("List deprecated lamps"));
    }
}
