//! The part of a page that contains a block, identified by the headings above it.

use super::columns;
use super::document::Inline;
use crate::pages::facts::MessageKind;
use crate::pages::text;

/// The subject of a part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageSection {
    Request,
    Parameters,
    Headers,
    Body,
    Response,
    Errors,
    Examples,
}

impl PageSection {
    /// The part that a heading begins, if it is one of the usual headings of operations.
    pub(super) fn announced_by(heading: &str) -> Option<Self> {
        let words = heading.trim_end_matches(':').replace(['-', '_'], " ").to_lowercase();
        let has = |word: &str| words.contains(word);
        if let Some(status) = status_of(heading) {
            Some(if status < 400 { Self::Response } else { Self::Errors })
        } else if has("example") || has("sample") {
            Some(Self::Examples)
        } else if has("error") && !has("success") {
            Some(Self::Errors)
        } else if words.starts_with("response")
            || words.starts_with("http response")
            || has("rest response")
            || words == "returns"
        {
            Some(Self::Response)
        } else if Self::announces_body(&words) {
            Some(Self::Body)
        } else if words.ends_with("headers") || words.ends_with("header") || words == "header parameters" {
            Some(Self::Headers)
        } else if has("parameter") && ["uri", "url", "query", "path", "request"].iter().any(|place| has(place)) {
            Some(Self::Parameters)
        } else if has("request body") {
            Some(Self::Body)
        } else if Self::announces_parameters(&words) {
            Some(Self::Parameters)
        } else if matches!(
            words.as_str(),
            "request"
                | "curl request"
                | "rest request"
                | "request syntax"
                | "resource url"
                | "request url"
                | "http request"
                | "endpoint"
                | "url"
        ) {
            Some(Self::Request)
        } else {
            // What follows names the request (`Parameters for "List crates"`).
            let kind = words.split_once(" for ").map(|(kind, _)| kind).filter(|kind| names_only_kind(kind));
            kind.and_then(Self::announced_by)
        }
    }

    /// Whether words name the members of a request body: `JSON Params`, `Form data`, `Body parameters`.
    fn announces_body(words: &str) -> bool {
        let is_list = ["parameters", "params", "fields", "data", "attributes"].iter().any(|list| words.ends_with(list));
        let of_body = ["body", "json", "form", "payload", "post"];
        let mut split = words.split(|c: char| !c.is_ascii_alphanumeric());
        let names_body = split.any(|word| of_body.contains(&word));
        let of_request = ["fields", "structure", "attributes", "properties", "schema", "members"];
        let is_of_request = words.strip_prefix("request ").is_some_and(|list| of_request.contains(&list));
        matches!(words, "body" | "payload" | "request payload") || is_list && names_body || is_of_request
    }

    /// Whether words name parameters without saying where they are sent, or as a query string.
    fn announces_parameters(words: &str) -> bool {
        const KINDS: [&str; 13] = [
            "",
            "available",
            "supported",
            "optional",
            "required",
            "input",
            "method",
            "endpoint",
            "query",
            "query string",
            "path",
            "url",
            "uri",
        ];
        let lists = ["parameters", "params", "arguments", "attributes", "string"];
        let kind = lists.iter().find_map(|list| words.strip_suffix(list)).map(str::trim);
        match words {
            "attributes" | "string" => false,
            "query" | "query string" => true,
            _ => kind.is_some_and(|kind| KINDS.contains(&kind)),
        }
    }

    /// Whether words are exactly the name of a part, as in headings without markup.
    fn is_title(words: &str) -> bool {
        const TITLES: [&str; 8] = [
            "request syntax",
            "request header",
            "request headers",
            "request body",
            "uri parameter",
            "uri parameters",
            "request example",
            "response example",
        ];
        let words = words.trim_end_matches(':').to_lowercase();
        TITLES.contains(&words.as_str())
    }
}

/// Whether a heading has only words for a kind of thing (`Request example`, `Code samples`), and none of what a page is about.
pub(super) fn names_only_kind(heading: &str) -> bool {
    const WORDS: &[&str] = &[
        "a",
        "an",
        "and",
        "api",
        "body",
        "call",
        "code",
        "codes",
        "curl",
        "endpoint",
        "error",
        "errors",
        "example",
        "examples",
        "headers",
        "http",
        "json",
        "of",
        "parameters",
        "payload",
        "request",
        "requests",
        "response",
        "responses",
        "rest",
        "returns",
        "sample",
        "samples",
        "status",
        "structure",
        "success",
        "the",
        "url",
        "usage",
        "with",
    ];
    let words = heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.into_iter().all(|word| WORDS.contains(&word.as_str()))
}

/// The status that a heading of a response begins with (`200: OK`, `404 Not found`, `Response 201`). Unlike a cell, it can go on
/// with any words, also with numbers, but not as a longer number or a version.
pub(super) fn status_of(heading: &str) -> Option<u16> {
    let words = heading.trim_start_matches("Response").trim_start_matches("HTTP").trim_start();
    let (status, rest) = words.split_at_checked(3)?;
    let is_whole = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-'));
    columns::status(status).filter(|_| is_whole(rest))
}

/// The headings above a block.
#[derive(Debug, Default)]
pub(super) struct Headings {
    stack: Vec<Heading>,
}

#[derive(Debug)]
struct Heading {
    level: u8,
    title: String,
    section: Option<PageSection>,
}

/// What words before a listing announce; nothing if they name both a request and a response, or an error.
pub(super) fn message_kind_in(words: &str) -> Option<MessageKind> {
    let words = words.to_lowercase();
    match (words.contains("request"), words.contains("response"), words.contains("error")) {
        (true, false, false) => Some(MessageKind::Request),
        (false, true, false) => Some(MessageKind::Response),
        _ => None,
    }
}

/// The message that an item of API Blueprint begins (`Request (application/json)`, `Response 200`).
pub(super) fn message_of_item(text: &str) -> Option<MessageKind> {
    let is_only = |rest: &str| rest.is_empty() || rest.starts_with(" (") || status_of(text).is_some();
    if text.strip_prefix("Request").is_some_and(is_only) {
        Some(MessageKind::Request)
    } else if text.strip_prefix("Response").is_some_and(is_only) {
        Some(MessageKind::Response)
    } else {
        None
    }
}

/// Whether a sentence says that the JSON after it is returned.
pub(super) fn returns_json(words: &str) -> bool {
    let words = words.to_lowercase();
    ["returns json", "return json", "returns the following json"].iter().any(|returns| words.contains(returns))
}

/// The level of the page's title, which may contain such words by chance.
const TITLE: u8 = 1;
/// The level of headings without markup: below all others.
const UNMARKED: u8 = 7;
/// How much of a heading is kept; it is the name of all tables below it.
const LONGEST: usize = 120;

impl Headings {
    /// Enters the part below a heading. That of a request begins no part, whatever words it contains.
    pub(super) fn enter(&mut self, level: u8, title: &Inline, is_of_request: bool) {
        let text: String = text::collapsed(&title.text).chars().take(LONGEST).collect();
        let announced = PageSection::announced_by(&text);
        // A translation keeps the anchor of the original heading.
        let section = announced.or_else(|| PageSection::announced_by(title.anchor.as_deref()?));
        let section = section.filter(|_| !is_of_request);
        self.stack.retain(|above| above.level < level);
        self.stack.push(Heading { level, title: text, section });
    }

    /// Enters the part below a paragraph that serves as a heading; returns the lines after its first.
    pub(super) fn enter_unmarked<'a>(&mut self, paragraph: &'a Inline) -> Option<&'a str> {
        let (first, rest) = paragraph.text.split_once('\n').unwrap_or((&paragraph.text, ""));
        if !PageSection::is_title(first) {
            return None;
        }
        let title = Inline { text: first.to_owned(), ..Inline::default() };
        self.enter(UNMARKED, &title, false);
        Some(rest)
    }

    /// The part that the nearest heading begins.
    pub(super) fn section(&self) -> Option<PageSection> {
        self.stack.last()?.section
    }

    /// Whether a listing below these headings shows a request or a response, according to the nearest heading that says so.
    pub(super) fn message_kind(&self) -> Option<MessageKind> {
        let mut below_title = self.stack.iter().rev().filter(|heading| heading.level > TITLE);
        below_title.find_map(|heading| match heading.section {
            Some(PageSection::Errors) => Some(None),
            Some(PageSection::Response) => Some(Some(MessageKind::Response)),
            Some(PageSection::Request | PageSection::Body | PageSection::Parameters | PageSection::Headers) => {
                Some(Some(MessageKind::Request))
            }
            Some(PageSection::Examples) => message_kind_in(&heading.title).map(Some),
            None => None,
        })?
    }

    /// Whether the block is in a part, at any depth.
    pub(super) fn are_within(&self, section: PageSection) -> bool {
        self.stack.iter().any(|heading| heading.section == Some(section))
    }

    /// The name of the type that the block defines, if it defines one: its nearest heading, except those that only say that
    /// members follow.
    pub(super) fn type_name(&self) -> Option<&str> {
        let says_only = |title: &str| {
            matches!(title.to_lowercase().as_str(), "properties" | "fields" | "members" | "values" | "attributes")
        };
        self.stack.iter().rev().map(|heading| heading.title.as_str()).find(|title| !says_only(title))
    }

    /// Whether the nearest heading says that all parameters below it are in the query.
    pub(super) fn announce_query(&self) -> bool {
        let words = self.stack.last().map(|heading| heading.title.to_lowercase()).unwrap_or_default();
        words.contains("query") && !["path", "uri", "url"].iter().any(|place| words.contains(place))
    }

    /// Whether the nearest heading says that members of an object follow.
    pub(super) fn announces_members(&self) -> bool {
        self.stack
            .last()
            .map(|heading| heading.title.to_lowercase())
            .is_some_and(|title| matches!(title.as_str(), "properties" | "fields" | "members" | "attributes"))
    }
}
