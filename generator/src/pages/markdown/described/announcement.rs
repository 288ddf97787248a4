//! Words that announce a list of described names.

use super::super::document::{Block, BlockContent, Inline, SpanKind, Term};
use super::super::sections::PageSection;
use super::term;

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

    fn of_label(words: &[String]) -> Option<Self> {
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

/// The names that a paragraph lists itself, after a label (``**Required parameters**: `title` as the title``).
pub(super) fn in_sentence(text: &Inline, line: u32) -> Option<(Announcement, Vec<Term>)> {
    let (label, rest) = text.text.split_once(':')?;
    let label = words(label);
    if rest.trim().is_empty() || !label.iter().all(|word| LABEL.contains(&word.as_str())) {
        return None;
    }
    let announcement = Announcement::of_label(&label)?;
    let from = text.text.len().saturating_sub(rest.len());
    let mut codes: Vec<_> =
        text.spans.iter().filter(|span| span.start >= from && matches!(span.kind, SpanKind::Code)).collect();
    codes.sort_by_key(|span| span.start);
    let between = |start: usize, end: usize| text.text.get(start..end).unwrap_or_default();
    let is_separator = |words: &str| words.split([' ', ',', '.', ';']).all(|word| matches!(word, "" | "and" | "or"));
    let is_first = |start: usize| between(from, start).trim() == "";
    let follows_separator = |start: usize| {
        let before = between(from, start).trim_end();
        before.ends_with([',', ';', '.']) || before.ends_with(" and")
    };
    let introduces = |end: usize| {
        let after = text.text.get(end..).unwrap_or_default().trim_start();
        ["as ", "for ", "set to ", "to ", "- ", "– ", "("].iter().any(|word| after.starts_with(word))
    };
    let mut at = from;
    let are_alone = codes.iter().all(|span| {
        let is_apart = is_separator(between(at, span.start));
        at = span.end;
        is_apart
    }) && is_separator(text.text.get(at..).unwrap_or_default());
    codes.retain(|span| {
        let is_stated = is_first(span.start) || follows_separator(span.start);
        term::name(between(span.start, span.end)).is_some() && (are_alone || is_stated && introduces(span.end))
    });
    if codes.first().is_none_or(|first| !is_first(first.start)) {
        return None;
    }
    let ends = codes.iter().skip(1).map(|span| span.start).chain(std::iter::once(text.text.len()));
    let terms = codes.iter().zip(ends).map(|(span, end)| Term {
        line,
        name: text.part(span.start..span.end),
        type_text: String::new(),
        description: vec![Block { line, content: BlockContent::Paragraph(text.part(span.end..end)) }],
    });
    Some((announcement, terms.collect()))
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

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
