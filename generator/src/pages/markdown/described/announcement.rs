//! Words that announce a list of described names.

use super::super::document::{Inline, SpanKind};
use super::super::sections::PageSection;

/// What a heading or paragraph announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Announcement {
    pub(super) subject: Subject,
    /// The place of all parameters, as the column of places has it.
    pub(super) place: &'static str,
    /// Whether all of them are required.
    pub(super) required: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Parameters,
    Headers,
    Body,
    Response,
    Statuses,
}

/// All words of a paragraph that is a label.
const LABEL: &[&str] = &[
    "accepted",
    "additional",
    "arguments",
    "array",
    "available",
    "body",
    "code",
    "codes",
    "data",
    "fields",
    "form",
    "header",
    "headers",
    "http",
    "json",
    "object",
    "objects",
    "of",
    "optional",
    "parameter",
    "parameters",
    "params",
    "path",
    "payload",
    "query",
    "request",
    "required",
    "response",
    "status",
    "string",
    "supported",
    "uri",
    "url",
];

/// Further words of a sentence about the following parameters.
const SENTENCE: &[&str] =
    &["a", "and", "are", "as", "be", "can", "could", "in", "is", "may", "passed", "the", "used", "with"];

/// Words of sentences about anything but a request.
const OTHER_SUBJECTS: &[&str] =
    &["response", "responses", "respond", "responds", "return", "returns", "returned", "error", "errors", "example"];

impl Announcement {
    pub(super) fn of_heading(title: &str) -> Option<Self> {
        Self::of_label(&words(title))
    }

    /// What a paragraph announces that is only a label (`Query parameters:`), or a sentence about the following parameters.
    pub(super) fn of_paragraph(text: &Inline) -> Option<Self> {
        let is_strong = |text: &Inline| {
            let mut spans = text.spans.iter().filter(|span| matches!(span.kind, SpanKind::Strong));
            spans.any(|span| span.start == 0 && span.end == text.text.len())
        };
        if !text.text.ends_with(':') && !is_strong(text) || text.text.len() > LONGEST {
            return None;
        }
        let words = words(&text.text);
        let are_among = |words: &[String], known: &[&[&str]]| {
            words.iter().all(|word| known.iter().any(|known| known.contains(&word.as_str())))
        };
        if are_among(&words, &[LABEL]) {
            return Self::of_label(&words);
        }
        let following = words.iter().position(|word| matches!(word.as_str(), "following" | "these"))?;
        let (before, after) = words.split_at(following);
        let after = after.get(1..).unwrap_or_default();
        let is_list = |word: &String| matches!(word.as_str(), "parameter" | "parameters" | "params" | "arguments");
        let is_about_other = words.iter().any(|word| OTHER_SUBJECTS.contains(&word.as_str()));
        if is_about_other || !after.iter().any(is_list) || !are_among(after, &[LABEL, SENTENCE]) {
            return None;
        }
        let has = |word: &str| after.iter().chain(before).any(|other| other == word);
        let is_body = ["body", "json", "form", "payload"].iter().any(|word| has(word));
        let subject = if is_body { Subject::Body } else { Subject::Parameters };
        Some(Self { subject, place: place(after), required: requirement(after) })
    }

    pub(super) fn of_label(words: &[String]) -> Option<Self> {
        let label = words.join(" ");
        let subject = match label.as_str() {
            "status codes" | "http status codes" => Subject::Statuses,
            "request json object" | "request json array of objects" | "json parameters" => Subject::Body,
            "response json object" | "response json array of objects" => Subject::Response,
            _ => match PageSection::announced_by(&label)? {
                PageSection::Parameters => Subject::Parameters,
                PageSection::Headers => Subject::Headers,
                PageSection::Body => Subject::Body,
                _ => return None,
            },
        };
        let place = if subject == Subject::Parameters { place(words) } else { "" };
        Some(Self { subject, place, required: requirement(words) })
    }
}

/// The length of the longest paragraph that only announces.
const LONGEST: usize = 160;

/// Whether words are all of a label.
pub(super) fn are_of_label(words: &[String]) -> bool {
    words.iter().all(|word| LABEL.contains(&word.as_str()))
}

fn place(words: &[String]) -> &'static str {
    let has = |word: &str| words.iter().any(|other| other == word);
    match (has("query"), has("path")) {
        (true, false) => "query",
        (false, true) => "path",
        _ if has("header") || has("headers") => "header",
        _ => "",
    }
}

fn requirement(words: &[String]) -> Option<bool> {
    let has = |word: &str| words.iter().any(|other| other == word);
    match (has("required"), has("optional")) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

pub(super) fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
