//! Facts in sentences.

use super::cells;
use super::columns;
use super::document::Inline;
use crate::pages::facts::{Fact, ResponseFacts};

/// Whether text says that there is nothing of the kind that its heading names.
pub(super) fn says_none(text: &str) -> bool {
    text.trim().trim_end_matches('.').eq_ignore_ascii_case("none")
}

/// Whether text under the heading of the body says that there is none.
pub(super) fn says_no_body(text: &str) -> bool {
    let words = text.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let sentence = words.map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    let verbs = ["provide", "supply", "include", "send", "specify"];
    let forbids = |verb: &&str| {
        let no = ["do not", "don t"];
        let mut forms =
            no.iter().flat_map(|no| ["a ", "any ", ""].map(|article| format!("{no} {verb} {article}request body")));
        forms.any(|form| sentence.starts_with(&form))
    };
    says_none(text) || verbs.iter().any(forbids) || sentence.starts_with("no request body")
}

/// How much of a paragraph is read; the facts are at its beginning.
const MOST_SENTENCES: usize = 12;

/// The results in a paragraph about the response: the type that it names first, and statuses of success.
pub(super) fn responses(prose: &Inline, line: u32, is_type_named: &mut bool) -> Vec<ResponseFacts> {
    let mut responses = Vec::new();
    let mut start = 0_usize;
    for sentence in sentences(&prose.text) {
        let end = start.saturating_add(sentence.len());
        let type_name = if *is_type_named { None } else { cells::type_in(prose, start, end) };
        let status = success_status(sentence);
        if type_name.is_some() || status.is_some() {
            *is_type_named |= type_name.is_some();
            let (status, type_text) = (stated(status), stated(type_name));
            responses.push(ResponseFacts { line, status, type_text, fields: Vec::new() });
        }
        start = end;
    }
    responses
}

/// The statuses that a paragraph lists after a label (`Error response codes: 400, 404`).
pub(super) fn listed_statuses(text: &str) -> Option<Vec<u16>> {
    const LABEL: &[&str] = &[
        "code",
        "codes",
        "error",
        "expected",
        "failure",
        "http",
        "normal",
        "possible",
        "response",
        "return",
        "returned",
        "status",
        "statuses",
        "success",
        "successful",
    ];
    let (label, listed) = text.split_once(':')?;
    let label = label.to_lowercase();
    let are_of_label = label.split_whitespace().all(|word| LABEL.contains(&word));
    if !are_of_label || !["code", "status"].iter().any(|word| label.contains(word)) {
        return None;
    }
    let of_part = |part: &str| {
        let mut numbers = part.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
        let status = numbers.next().and_then(columns::status)?;
        numbers.next().is_none().then_some(status)
    };
    listed.trim_end_matches('.').split(',').map(of_part).collect()
}

/// The first sentences of a text, each with the blanks before it.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let sentences = std::iter::from_fn(move || {
        let (sentence, after) = rest.split_at_checked(sentence_length(rest))?;
        rest = after;
        (!sentence.is_empty()).then_some(sentence)
    });
    sentences.take(MOST_SENTENCES)
}

/// The length of the first sentence of the text, with its end mark.
fn sentence_length(text: &str) -> usize {
    let ends = text.match_indices('.').map(|(stop, _)| stop.saturating_add(1));
    ends.into_iter()
        .find(|end| text.get(*end..).is_some_and(|rest| rest.starts_with(char::is_whitespace)))
        .unwrap_or(text.len())
}

/// The status of success in a sentence.
fn success_status(sentence: &str) -> Option<u16> {
    let is_about_status = ["status", "HTTP", "No Content"].iter().any(|word| sentence.contains(word));
    let mut words = sentence.split(|character: char| !character.is_ascii_alphanumeric());
    let status = words.find_map(|word| word.parse().ok().filter(|status| (200..300).contains(status)));
    status.filter(|_| is_about_status).or_else(|| named_success(sentence))
}

/// Whether a text is only a status of success with its name.
pub(super) fn is_status(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    named_success(text).is_some() && words.count() <= 3
}

/// The status of success that a text has anywhere, with its name (`201 Created`): a number alone is not a status there, as it is
/// at the beginning of a cell or a heading.
pub(super) fn named_success(text: &str) -> Option<u16> {
    const NAMED: [(u16, &str); 6] = [
        (200, "200 OK"),
        (201, "201 Created"),
        (202, "202 Accepted"),
        (204, "204 No Content"),
        (206, "206 Partial Content"),
        (207, "207 Multi-Status"),
    ];
    let is_word_end = |character: Option<char>| !character.is_some_and(char::is_alphanumeric);
    let mut found = NAMED.into_iter().filter(|(_, named)| {
        text.split_once(named)
            .is_some_and(|(before, after)| is_word_end(before.chars().next_back()) && is_word_end(after.chars().next()))
    });
    let first = found.next()?;
    found.next().is_none().then_some(first.0)
}

fn stated<T>(fact: Option<T>) -> Fact<T> {
    fact.map_or(Fact::NotStated, Fact::Stated)
}
