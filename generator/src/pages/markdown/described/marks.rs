//! Words beside a name that are only its type, its requirement and its place.

use super::term::{is_known_type, is_required_word};

/// What the words beside a name say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) type_text: String,
    pub(super) required: Option<bool>,
    pub(super) place: String,
}

impl Marks {
    /// The marks of a text that has nothing else; a default after them is not read.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut marks = Self::default();
        let mut has_asterisk = false;
        // Formats of types (`integer($int64)`) are no words of their own.
        let text = text.replace("($", " ($");
        let mut words = text.split([' ', '\n', ',', ';', '|', '·']).filter(|word| !word.is_empty()).peekable();
        while let Some(word) = words.next() {
            let bare = word.trim_matches(['(', ')', '[', ']', ':', '.']);
            let is_in_parentheses = word.starts_with(['(', '[']);
            let says_no_more = matches!(bare.to_lowercase().as_str(), "deprecated" | "nullable" | "read-only" | "");
            if says_no_more || word.starts_with("($") {
                continue;
            }
            if let Some(required) = is_required_word(bare) {
                marks.required = Some(required);
            } else if word == "*" {
                has_asterisk = true;
            } else if is_in_parentheses && matches!(bare, "path" | "query" | "header" | "body") {
                bare.clone_into(&mut marks.place);
            } else if matches!(bare.to_lowercase().as_str(), "default" | "defaults") {
                return Some(marks);
            } else if marks.type_text.is_empty() {
                marks.type_text = type_words(bare, &mut words)?;
            } else {
                return None;
            }
        }
        // An asterisk alone refers to a note below the table.
        if has_asterisk && !marks.is_empty() {
            marks.required = marks.required.or(Some(true));
        }
        Some(marks)
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The type that begins with a word: the longest one.
fn type_words<'t>(
    first: &str,
    words: &mut std::iter::Peekable<impl Iterator<Item = &'t str> + Clone>,
) -> Option<String> {
    /// How many words a type has at most (`array of strings or null`).
    const MOST: usize = 6;
    let mut text = first.to_owned();
    let mut longest = is_known_type(&text).then(|| (text.clone(), 0));
    for (count, word) in words.clone().enumerate().take(MOST) {
        text = format!("{text} {}", word.trim_end_matches(['.', ',']));
        if is_known_type(&text) {
            longest = Some((text.clone(), count.saturating_add(1)));
        }
    }
    let (text, count) = longest?;
    for _ in 0..count {
        words.next();
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::Marks;

    #[test]
    fn marks_are_the_only_words() {
        let marks = |text| Marks::of(text).map(|marks| (marks.type_text, marks.required, marks.place));
        let stated = |type_text: &str, required, place: &str| Some((type_text.to_owned(), required, place.to_owned()));
        for (text, expected) in [
            ("string required", stated("string", Some(true), "")),
            ("integer", stated("integer", None, "")),
            ("array of strings Optional", stated("array of strings", Some(false), "")),
            ("int32 Defaults to 100", stated("int32", None, "")),
            ("*\ninteger($int64)\n(path)", stated("integer", Some(true), "path")),
            ("(required)", stated("", Some(true), "")),
            ("*", stated("", None, "")),
            ("of the room", None),
            ("string of the room", None),
            ("required for all rooms", None),
        ] {
            assert_eq!(marks(text), expected, "{text}");
        }
    }
}
