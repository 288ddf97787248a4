//! How many attributes a tag has so far, as the parser counts them.

use std::borrow::Cow;

use super::MOST_ATTRIBUTES;

/// A tag whose end has not been read.
pub(super) struct OpenTag {
    line: u32,
    state: TagState,
    attributes: usize,
    is_shortened: bool,
    /// Whether the last character closes an element without content if the tag ends after it.
    is_after_slash: bool,
}

/// What the next character belongs to; the states of the HTML standard of the same names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TagState {
    Start,
    TagName,
    BeforeAttributeName,
    AttributeName,
    AfterAttributeName,
    BeforeValue,
    Quoted(char),
    Unquoted,
    End,
}

impl OpenTag {
    /// The tag at the start of a text; `None` if it is no tag. `raw` is the element whose content is text up to its end tag.
    pub(super) fn at(text: &str, raw: Option<&str>, line: u32) -> Option<Self> {
        let name = text.strip_prefix('<')?;
        let (name, is_end) = name.strip_prefix('/').map_or((name, false), |name| (name, true));
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return None;
        }
        if let Some(raw) = raw {
            let end = name.find(|c: char| is_space(c) || matches!(c, '/' | '>'))?;
            if !is_end || !name.get(..end)?.eq_ignore_ascii_case(raw) {
                return None;
            }
        }
        Some(Self { line, state: TagState::Start, attributes: 0, is_shortened: false, is_after_slash: false })
    }

    /// The line of the tag, if attributes were left out.
    pub(super) fn shortened_at(&self) -> Option<u32> {
        self.is_shortened.then_some(self.line)
    }

    /// The text without attributes beyond the limit. Line feeds stay, since lines are counted.
    pub(super) fn kept_of<'a>(&mut self, text: &'a str) -> Cow<'a, str> {
        let mut kept: Option<String> = None;
        for (at, character) in text.char_indices() {
            if self.state == TagState::End {
                if let Some(kept) = &mut kept {
                    kept.push_str(text.get(at..).unwrap_or_default());
                }
                break;
            }
            let was_shortened = self.is_shortened;
            self.enter(character);
            if self.is_shortened && !was_shortened {
                kept = Some(text.get(..at).unwrap_or_default().to_owned());
            }
            if !self.is_shortened {
                continue;
            }
            let kept = kept.get_or_insert_default();
            if self.state == TagState::End {
                kept.push_str(if self.is_after_slash { "/>" } else { ">" });
            } else if character == '\n' {
                kept.push('\n');
            }
            self.is_after_slash = character == '/' && self.state == TagState::BeforeAttributeName;
        }
        kept.map_or(Cow::Borrowed(text), Cow::Owned)
    }

    fn enter(&mut self, character: char) {
        use TagState::{
            AfterAttributeName, AttributeName, BeforeAttributeName, BeforeValue, End, Quoted, Start, TagName, Unquoted,
        };
        self.state = match (self.state, character) {
            (Start, '/' | '<') => Start,
            (Start, _) => TagName,
            (Quoted(quote), _) if character == quote => BeforeAttributeName,
            (Quoted(_) | End, _) => self.state,
            (_, '>') => End,
            (BeforeValue, _) if is_space(character) => BeforeValue,
            (BeforeValue, '"' | '\'') => Quoted(character),
            (BeforeValue, _) => Unquoted,
            (AttributeName | AfterAttributeName, '=') => BeforeValue,
            (AttributeName | AfterAttributeName, _) if is_space(character) => AfterAttributeName,
            (Unquoted | TagName | BeforeAttributeName, _) if is_space(character) => BeforeAttributeName,
            (Unquoted, _) => Unquoted,
            (TagName | BeforeAttributeName | AttributeName | AfterAttributeName, '/') => BeforeAttributeName,
            (TagName, _) => TagName,
            (AttributeName, _) => AttributeName,
            (BeforeAttributeName | AfterAttributeName, _) => {
                self.attributes = self.attributes.saturating_add(1);
                self.is_shortened |= self.attributes > MOST_ATTRIBUTES;
                AttributeName
            }
        };
    }
}

fn is_space(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\x0C' | ' ')
}
