//! Finds the reasons of errors in bodies whose form is not documented.

use std::ops::Range;

use super::open_enum::{OpenEnum, Spelling};
use crate::RawResponse;
use crate::error::ErrorBody;

/// Longer bodies are not searched.
const SEARCHED: usize = 64 * 1024;

/// The one listed reason whose words occur in the body; `None` when there are none or several.
pub fn reason<T: OpenEnum>(response: &RawResponse) -> Option<T> {
    let body = Some(response.body()).filter(|body| body.len() <= SEARCHED)?;
    let body = ErrorBody::read(response.headers(), body)?;
    let mut found = Vec::new();
    body.visit_texts(&mut |text| found.extend(positions(T::SPELLINGS, text)));
    only(found).and_then(|position| T::LISTED.get(position).cloned())
}

fn only(found: Vec<usize>) -> Option<usize> {
    let first = *found.first()?;
    found.iter().all(|other| *other == first).then_some(first)
}

/// The reasons that occur in a text. A reason that is part of a longer one there does not count.
fn positions(spellings: &[Spelling], text: &str) -> Vec<usize> {
    let of_reason = |(position, spelling): (usize, &Spelling)| {
        let reason = Reason::new(spelling.text);
        reason.ranges_in(text).into_iter().map(|range| (position, range)).collect::<Vec<_>>()
    };
    let found: Vec<_> = spellings.iter().enumerate().flat_map(of_reason).collect();
    let is_part = |(position, range): &(usize, Range<usize>)| {
        found.iter().any(|(other, longer)| {
            other != position && longer.start <= range.start && range.end <= longer.end && longer.len() > range.len()
        })
    };
    found.iter().filter(|each| !is_part(each)).map(|(position, _)| *position).collect()
}

/// The words of a reason: `Not owned` also occurs as `NotOwned`, `NOT_OWNED` and `not-owned`.
struct Reason<'s> {
    spelling: &'s str,
    /// Its letters and digits, each with whether a word begins with it.
    characters: Vec<(char, bool)>,
}

impl<'s> Reason<'s> {
    fn new(spelling: &'s str) -> Self {
        let mut characters = Vec::new();
        let mut previous = ' ';
        for character in spelling.chars() {
            let begins = !previous.is_alphanumeric() || (previous.is_lowercase() && character.is_uppercase());
            if character.is_alphanumeric() {
                for (index, lowercase) in character.to_lowercase().enumerate() {
                    characters.push((lowercase, begins && index == 0));
                }
            }
            previous = character;
        }
        Self { spelling, characters }
    }

    /// Where whole words of a text are those of the reason.
    fn ranges_in(&self, text: &str) -> Vec<Range<usize>> {
        // Digits alone occur in any number and identifier.
        if !self.characters.iter().any(|(character, _)| character.is_alphabetic()) {
            return Vec::new();
        }
        let mut previous = ' ';
        let mut ranges = Vec::new();
        for (start, character) in text.char_indices() {
            if character.is_alphanumeric()
                && !previous.is_alphanumeric()
                && let Some(length) = self.length_at(&text[start..])
            {
                ranges.push(start..start + length);
            }
            previous = character;
        }
        ranges
    }

    /// The length of the reason at the beginning of a text.
    fn length_at(&self, text: &str) -> Option<usize> {
        let mut wanted = self.characters.iter().peekable();
        for (at, character) in text.char_indices() {
            match wanted.peek() {
                None if character.is_alphanumeric() => return None,
                None => return Some(at),
                Some(_) if character.is_alphanumeric() => {
                    if !character.to_lowercase().all(|each| wanted.next().is_some_and(|(wanted, _)| *wanted == each)) {
                        return None;
                    }
                }
                Some((_, true)) if self.can_separate_words(character) => {}
                Some(_) => return None,
            }
        }
        wanted.peek().is_none().then_some(text.len())
    }

    /// Other characters end a phrase.
    fn can_separate_words(&self, character: char) -> bool {
        character.is_whitespace() || matches!(character, '_' | '-') || self.spelling.contains(character)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REASONS: &[Spelling] = &[
        Spelling { text: "Found", in_url: None },
        Spelling { text: "Not found", in_url: None },
        Spelling { text: "NotOffline", in_url: None },
        Spelling { text: "Can't be read", in_url: None },
        Spelling { text: "800082", in_url: None },
    ];

    fn position(text: &str) -> Option<usize> {
        only(positions(REASONS, text))
    }

    #[test]
    fn a_reason_is_whole_words_in_any_spelling() {
        for text in ["It was not found.", "NotFound", "(NOT_FOUND)", "not-found", "reason: Not  Found!"] {
            assert_eq!(position(text), Some(1), "{text}");
        }
        assert_eq!(position("not offline"), Some(2));
        assert_eq!(position("It can't be read."), Some(3));
        for text in ["notfounded", "cannot found", "Is it not? Found it", "no tfound", "fo und", "", "\u{fffd}"] {
            assert!(!positions(REASONS, text).contains(&1), "{text}");
        }
    }

    #[test]
    fn a_reason_may_be_part_of_another() {
        assert_eq!(position("It was found."), Some(0));
        assert_eq!(position("One was found, one was not found."), None);
        assert_eq!(position("Not found and not offline."), None);
    }

    #[test]
    fn digits_are_no_reason() {
        for text in ["800082", "80-0082", "order 800082", "a3800082-0000-4000-8000-000000800082"] {
            assert_eq!(position(text), None, "{text}");
        }
    }
}
