//! Plain text as Markdown that shows it unchanged.

use std::ops::Range;

/// Text as a code span, whatever characters it contains.
pub(crate) fn code(text: &str) -> String {
    let printable: String = text.chars().map(|c| if is_invisible(c) { '\u{fffd}' } else { c }).collect();
    let longest = printable.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if printable.starts_with('`') || printable.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{printable}{pad}{fence}")
}

/// Plain text as Markdown that shows it unchanged.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Two in a row could start a block.
    let has_paired_ticks = text.matches('`').count().is_multiple_of(2) && !text.contains("``");
    let has_tildes = text.matches('~').nth(1).is_some();
    let mut in_code = false;
    for (index, word) in text.split_whitespace().enumerate() {
        if index > 0 {
            escaped.push(' ');
        }
        let (has_tick, ends_an_entity) = (word.contains('`'), word.contains(';'));
        let mut rest = word;
        while !rest.is_empty() {
            let url = if in_code || has_tick { None } else { bare_url(rest) };
            let plain = url.as_ref().map_or(rest, |url| &rest[..url.start]);
            let mut previous = None;
            let mut characters = plain.chars().peekable();
            while let Some(c) = characters.next() {
                let is_in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                let joins = is_in_word(previous) && is_in_word(characters.peek().copied());
                match c {
                    '`' if has_paired_ticks => {
                        in_code = !in_code;
                        escaped.push(c);
                    }
                    c if is_invisible(c) => escaped.push('\u{fffd}'),
                    c if in_code => escaped.push(c),
                    '[' | ']' | '<' | '*' | '`' | '\\' => escaped.extend(['\\', c]),
                    '_' if !joins => escaped.extend(['\\', c]),
                    '&' if ends_an_entity => escaped.extend(['\\', c]),
                    '~' if has_tildes => escaped.extend(['\\', c]),
                    '>' if previous.is_none() => escaped.extend(['\\', c]),
                    c => escaped.push(c),
                }
                previous = Some(c);
            }
            let Some(url) = url else { break };
            escaped.push('<');
            escaped.extend(rest[url.clone()].chars().map(|c| if is_invisible(c) { '\u{fffd}' } else { c }));
            escaped.push('>');
            rest = &rest[url.end..];
        }
    }
    escaped
}

/// The range of the first URL in a word, without the marks around it and characters that cannot be part of a link.
fn bare_url(word: &str) -> Option<Range<usize>> {
    let begins_url = |start: &usize| ["https://", "http://"].iter().any(|scheme| word[*start..].starts_with(scheme));
    let start = word.match_indices("http").map(|(start, _)| start).find(begins_url)?;
    let length = word[start..].find(['<', '>', '"', '\\']).unwrap_or(word.len() - start);
    let marks = ['.', ',', ';', ':', ')', '!', '?', '\'', ']', '}', '*', '_'];
    Some(start..start + word[start..start + length].trim_end_matches(marks).len())
}

/// Whether a character is a control character or reorders text; neither belongs in source code.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
}

/// A link with a plain text; the text and the URL, if that cannot be a target.
pub(crate) fn link(text: &str, url: &str) -> String {
    match url::Url::parse(url) {
        Ok(target) => format!("[{}]({})", escape(text), link_target(&target)),
        Err(_) => format!("{}, {}", escape(text), code(url)),
    }
}

/// A URL as the target of a link: ASCII, without characters that would end the link.
pub(crate) fn link_target(url: &url::Url) -> String {
    url.as_str().replace('(', "%28").replace(')', "%29").replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C")
}

#[cfg(test)]
mod tests {
    use super::{code, escape};

    #[test]
    fn markup_is_shown_as_it_was_written() {
        assert_eq!(escape("see [x] and <y> or *z*"), r"see \[x\] and \<y> or \*z\*");
        assert_eq!(escape("write `[x]` in code"), "write `[x]` in code");
        assert_eq!(escape("an odd ` tick"), r"an odd \` tick");
        assert_eq!(escape("at https://example.org/a_b."), "at <https://example.org/a_b>.");
        assert_eq!(
            escape("(https://example.org/a), see:https://example.org"),
            "(<https://example.org/a>), see:<https://example.org>"
        );
        assert_eq!(escape("(_x_) a_b ~c~ ~d"), r"(\_x\_) a_b \~c\~ \~d");
    }

    #[test]
    fn nothing_ends_a_comment_or_hides_in_it() {
        assert_eq!(escape("a */ b\u{202e}c"), "a \\*/ b\u{fffd}c");
        assert_eq!(code("a`b"), "``a`b``");
    }
}
