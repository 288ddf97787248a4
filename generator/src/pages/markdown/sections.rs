//! What the part of a page is about in which a block stands, told by the headings above it.

use super::document::Inline;
use crate::pages::text;

/// What a part of a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Request,
    Parameters,
    Headers,
    Body,
    Response,
    Errors,
    Examples,
}

impl Section {
    /// What a heading announces, if it is one of those that pages of operations have.
    fn announced_by(heading: &str) -> Option<Self> {
        let words = heading.trim_end_matches(':').replace(['-', '_'], " ").to_lowercase();
        let has = |word: &str| words.contains(word);
        if has("example") || has("sample") {
            Some(Self::Examples)
        } else if has("error") && !has("success") {
            Some(Self::Errors)
        } else if words.starts_with("response") || has("rest response") {
            Some(Self::Response)
        } else if words.ends_with("headers") || words.ends_with("header") {
            Some(Self::Headers)
        } else if has("parameter") && ["uri", "url", "query", "path", "request"].iter().any(|place| has(place)) {
            Some(Self::Parameters)
        } else if has("request body") {
            Some(Self::Body)
        } else if matches!(words.as_str(), "parameters") {
            Some(Self::Parameters)
        } else if matches!(words.as_str(), "request" | "rest request" | "request syntax" | "resource url") {
            Some(Self::Request)
        } else {
            None
        }
    }

    /// Whether words are exactly the name of a part, as headings are that are not marked as such.
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

/// The headings above a block.
#[derive(Debug, Default)]
pub(super) struct Headings {
    stack: Vec<Heading>,
}

#[derive(Debug)]
struct Heading {
    level: u8,
    title: String,
    section: Option<Section>,
}

/// Below all that are marked as headings.
const UNMARKED: u8 = 7;
/// How much of a heading is kept: it is the name of all tables below it.
const LONGEST: usize = 120;

impl Headings {
    /// Goes on to a heading.
    pub(super) fn enter(&mut self, level: u8, title: &Inline) {
        let text: String = text::collapsed(&title.text).chars().take(LONGEST).collect();
        let announced = Section::announced_by(&text);
        // A translation keeps the anchor of the original heading.
        let section = announced.or_else(|| Section::announced_by(title.anchor.as_deref()?));
        self.stack.retain(|above| above.level < level);
        self.stack.push(Heading { level, title: text, section });
    }

    /// Goes on to what a paragraph announces that stands for a heading; gives back the lines after it.
    pub(super) fn enter_unmarked<'a>(&mut self, paragraph: &'a Inline) -> Option<&'a str> {
        let (first, rest) = paragraph.text.split_once('\n').unwrap_or((&paragraph.text, ""));
        if !Section::is_title(first) {
            return None;
        }
        let title = Inline { text: first.to_owned(), ..Inline::default() };
        self.enter(UNMARKED, &title);
        Some(rest)
    }

    /// What the nearest heading announces.
    pub(super) fn section(&self) -> Option<Section> {
        self.stack.last()?.section
    }

    /// Whether the block is in a part, however deep.
    pub(super) fn are_within(&self, section: Section) -> bool {
        self.stack.iter().any(|heading| heading.section == Some(section))
    }

    /// What the block's type is called when the block defines one: its nearest heading, passing over those that only say that
    /// members follow.
    pub(super) fn type_name(&self) -> Option<&str> {
        let says_only =
            |title: &str| matches!(title.to_lowercase().as_str(), "properties" | "fields" | "members" | "values");
        self.stack.iter().rev().map(|heading| heading.title.as_str()).find(|title| !says_only(title))
    }

    /// Whether the nearest heading says that members of an object follow.
    pub(super) fn announces_members(&self) -> bool {
        self.stack
            .last()
            .is_some_and(|heading| matches!(heading.title.to_lowercase().as_str(), "properties" | "fields" | "members"))
    }
}
