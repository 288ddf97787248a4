//! The words of reasons in texts of error bodies, found as the runtime finds them. The code is a copy of the runtime's, because
//! the two packages are published separately and neither depends on the other; a test compares the copies.

use std::ops::Range;

/// The reasons that occur in a text. A reason that is part of a longer one there does not count.
pub(super) fn positions(reasons: &[&str], text: &str) -> Vec<usize> {
    let of_reason = |(position, spelling): (usize, &&str)| {
        let reason = Reason::new(spelling);
        reason.ranges_in(text).into_iter().map(|range| (position, range)).collect::<Vec<_>>()
    };
    let found: Vec<_> = reasons.iter().enumerate().flat_map(of_reason).collect();
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
    use super::positions;

    #[test]
    fn a_reason_is_whole_words_in_any_spelling() {
        let of = |text| positions(&["Found", "Not found", "NotOffline", "Can't be read", "800082"], text);
        for text in ["It was not found.", "NotFound", "(NOT_FOUND)", "not-found", "reason: Not  Found!"] {
            assert_eq!(of(text), [1], "{text}");
        }
        assert_eq!(of("not offline"), [2]);
        assert_eq!(of("It can't be read."), [3]);
        assert_eq!(of("One was found, one was not found."), [0, 1]);
        for text in ["notfounded", "cannot found", "Is it not? Found it", "no tfound", "fo und", "80-0082", "800082"] {
            assert!(!of(text).contains(&1) && !of(text).contains(&4), "{text}");
        }
    }
}
