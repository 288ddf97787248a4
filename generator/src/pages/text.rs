//! Cleans the text of pages: no invisible characters, one kind of line end, one kind of space.

use std::borrow::Cow;

/// The text without invisible characters (byte order marks, zero-width characters, soft hyphens, directional marks,
/// controls), with `\n` for every line end and a plain space for every other space. Lines are kept.
pub(crate) fn without_invisible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|character| visible(character) != Some(character)) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut after_return = false;
    for character in text.chars() {
        match character {
            '\n' if after_return => {}
            '\r' => clean.push('\n'),
            _ => clean.extend(visible(character)),
        }
        after_return = character == '\r';
    }
    Cow::Owned(clean)
}

/// The visible form of a character, if it has one. Line ends with a carriage return are handled elsewhere.
fn visible(character: char) -> Option<char> {
    match character {
        '\n' | '\t' => Some(character),
        '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{00AD}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' => None,
        _ if character.is_control() => None,
        _ if character.is_whitespace() => Some(' '),
        _ => Some(character),
    }
}

/// The text on one line: no invisible characters, single spaces between words, none at the ends.
pub(crate) fn collapsed(text: &str) -> String {
    let clean = without_invisible(text);
    let mut line = String::with_capacity(clean.len());
    for word in clean.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The text without any space, for addresses and names, in which every space is a mistake.
pub(crate) fn without_spaces(text: &str) -> String {
    without_invisible(text).split_whitespace().collect()
}

/// The address with its parameters restored: on some pages a tool decoded the start of `&currency=` or `&region=` as a
/// character reference. No template contains such characters.
pub(crate) fn with_ampersands_restored(address: &str) -> Cow<'_, str> {
    const SWALLOWED: [(char, &str); 20] = [
        ('¤', "&curren"),
        ('®', "&reg"),
        ('©', "&copy"),
        ('§', "&sect"),
        ('¶', "&para"),
        ('¬', "&not"),
        ('×', "&times"),
        ('°', "&deg"),
        ('µ', "&micro"),
        ('¢', "&cent"),
        ('£', "&pound"),
        ('¥', "&yen"),
        ('¦', "&brvbar"),
        ('¨', "&uml"),
        ('ª', "&ordf"),
        ('¯', "&macr"),
        ('´', "&acute"),
        ('·', "&middot"),
        ('º', "&ordm"),
        ('÷', "&divide"),
    ];
    let spelling = |character: char| SWALLOWED.iter().find(|(swallowed, _)| *swallowed == character);
    if !address.chars().any(|character| spelling(character).is_some()) {
        return Cow::Borrowed(address);
    }
    let mut whole = String::with_capacity(address.len());
    for character in address.chars() {
        match spelling(character) {
            Some((_, name)) => whole.push_str(name),
            None => whole.push(character),
        }
    }
    Cow::Owned(whole)
}

/// Whether a text can be the only value of a header: one word.
pub(crate) fn is_header_value(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| c.is_ascii_graphic())
}

/// Whether a name can be a wire name: ASCII letters, digits and the punctuation that names use.
pub(crate) fn is_wire_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphanumeric() || matches!(first, '_' | '$' | '@'))
        && name.chars().all(|character| {
            character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.' | '$' | '@' | '[' | ']')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_go_and_line_ends_agree() {
        assert_eq!(without_invisible("\u{FEFF}a\u{200B}b\u{00AD}c\r\nd\re\u{A0}f"), "abc\nd\ne f");
        assert!(matches!(without_invisible("as it is\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn runs_of_spaces_are_one_space() {
        assert_eq!(collapsed(" \u{A0} one\n\n two\u{2003}three "), "one two three");
        assert_eq!(without_spaces("/V1/Things/ {thing id} /Parts"), "/V1/Things/{thingid}/Parts");
    }

    #[test]
    fn parameters_that_were_read_as_characters_are_parameters_again() {
        assert_eq!(with_ampersands_restored("/v1/rates?a=1¤cy={c}®ion={r}"), "/v1/rates?a=1&currency={c}&region={r}");
    }

    #[test]
    fn a_wire_name_has_no_letters_of_other_languages_and_no_spaces() {
        for name in ["thingId", "MS-RequestId", "$filter", "@nextLink", "parts[].id", "x86"] {
            assert!(is_wire_name(name), "{name}");
        }
        for name in ["", "Ding-Nummer ist", "产品id", "-", "{thingId}"] {
            assert!(!is_wire_name(name), "{name}");
        }
    }
}
