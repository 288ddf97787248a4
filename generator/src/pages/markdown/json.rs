//! The members of JSON as pages show it: with comments, ellipses, stray and missing commas, typographic quotes and
//! placeholders for values.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::pages::facts::{ExampleKind, ExampleMember};
use crate::pages::text;
use crate::text_formats::TextFormat;

/// How deep JSON may nest; no page nests it deeper.
const DEEPEST: usize = 48;
/// Limits of the number of members and of the length of their paths; no page reaches them.
const MOST_MEMBERS: usize = 4096;
const LONGEST_PATH: usize = 512;

/// The members of a body that begins on a line; `None` if it is not JSON even by these lenient rules.
pub(super) fn members(text: &str, line: u32) -> Option<Vec<ExampleMember>> {
    // A byte order mark that was decoded wrongly is a question mark.
    let mut scan = Scan { rest: text.trim_start_matches('?'), line, depth: 0, members: IndexMap::new() };
    scan.skip_between();
    scan.value("")?;
    scan.skip_between();
    // Extra closing brackets are ignored.
    while scan.take(['}', ']', ';']).is_some() {
        scan.skip_between();
    }
    if !scan.rest.is_empty() {
        return None;
    }
    let member = |(path, seen): (String, Seen)| ExampleMember {
        line: seen.line,
        path,
        code: seen.code,
        keys: seen.keys,
        are_times: seen.kinds.contains(&ExampleKind::String) && !seen.has_other_texts,
        kinds: seen.kinds.into_iter().collect(),
    };
    Some(scan.members.into_iter().map(member).collect())
}

struct Scan<'a> {
    rest: &'a str,
    line: u32,
    depth: usize,
    members: IndexMap<String, Seen>,
}

/// The values of one member.
#[derive(Default)]
struct Seen {
    line: u32,
    kinds: BTreeSet<ExampleKind>,
    /// Whether a text is not a date with a time.
    has_other_texts: bool,
    /// The first value, if it is a code.
    code: Option<String>,
    /// The values, if they can be the keys of pairs.
    keys: Vec<String>,
}

impl<'a> Scan<'a> {
    fn value(&mut self, path: &str) -> Option<()> {
        let line = self.line;
        let first = self.rest.chars().next()?;
        match first {
            '{' => {
                self.record(path, line, Some(ExampleKind::Object))?;
                self.nested(path, Self::object)
            }
            '[' => {
                self.record(path, line, Some(ExampleKind::Array))?;
                self.nested(path, Self::array)
            }
            _ if is_quote(first) => {
                let text = self.string()?;
                self.record(path, line, Some(ExampleKind::String))?;
                if let Some(seen) = self.members.get_mut(path) {
                    seen.has_other_texts |= !TextFormat::DateTime.fits(text);
                }
                self.record_code(path, text);
                self.record_key(path, text);
                Some(())
            }
            '<' => {
                let end = self.rest.find(['>', '\n'])?;
                self.advance(end.saturating_add(1));
                self.record(path, line, None)
            }
            _ => {
                let word = self.word();
                self.record(path, line, kind_of(word)?)?;
                self.record_code(path, word);
                Some(())
            }
        }
    }

    fn nested(&mut self, path: &str, read: fn(&mut Self, &str) -> Option<()>) -> Option<()> {
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth = self.depth.saturating_add(1);
        self.advance(1);
        let result = read(self, path);
        self.depth = self.depth.saturating_sub(1);
        result
    }

    fn object(&mut self, path: &str) -> Option<()> {
        loop {
            self.skip_between();
            // A closing bracket of an enclosing value ends this one, too.
            if self.rest.is_empty() || self.rest.starts_with(']') || self.take(['}']).is_some() {
                return Some(());
            }
            let name = if self.rest.starts_with(is_quote) { self.string()? } else { self.word() };
            self.skip_space();
            if name.is_empty() || self.take([':']).is_none() {
                return None;
            }
            self.skip_space();
            let separator = if path.is_empty() { "" } else { "." };
            self.value(&format!("{path}{separator}{name}"))?;
        }
    }

    fn array(&mut self, path: &str) -> Option<()> {
        let path = format!("{path}[]");
        loop {
            self.skip_between();
            if self.rest.is_empty() || self.rest.starts_with('}') || self.take([']']).is_some() {
                return Some(());
            }
            self.value(&path)?;
        }
    }

    fn record(&mut self, path: &str, line: u32, kind: Option<ExampleKind>) -> Option<()> {
        if path.len() > LONGEST_PATH || (self.members.len() >= MOST_MEMBERS && !self.members.contains_key(path)) {
            return None;
        }
        let seen = self.members.entry(path.to_owned()).or_insert_with(|| Seen { line, ..Seen::default() });
        seen.kinds.extend(kind);
        Some(())
    }

    /// Keeps the first value of a member that is named as a code is.
    fn record_code(&mut self, path: &str, value: &str) {
        const LONGEST_CODE: usize = 64;
        let is_code = path.rsplit('.').next().is_some_and(|name| name.eq_ignore_ascii_case("code"));
        if let Some(seen) = self.members.get_mut(path).filter(|_| is_code && value.len() <= LONGEST_CODE) {
            seen.code.get_or_insert_with(|| value.to_owned());
        }
    }

    /// Keeps the values of members that are named as keys of pairs in a list are: `[{"key": "…", "value": …}]`.
    fn record_key(&mut self, path: &str, value: &str) {
        const MOST_KEYS: usize = 64;
        let is_key = |name: &str| name.eq_ignore_ascii_case("key") || name.eq_ignore_ascii_case("name");
        let is_in_list = path.rsplit_once("[].").is_some_and(|(_, name)| is_key(name));
        if let Some(seen) = self.members.get_mut(path).filter(|seen| is_in_list && seen.keys.len() < MOST_KEYS)
            && text::is_wire_name(value)
            && !seen.keys.iter().any(|key| key == value)
        {
            seen.keys.push(value.to_owned());
        }
    }

    /// A string in any quotes. If it spans several lines, something that can follow a string must come after it; otherwise its
    /// closing quote is the start of another string.
    fn string(&mut self) -> Option<&'a str> {
        let open = self.rest.chars().next()?;
        let inside = self.rest.get(open.len_utf8()..)?;
        let mut is_escaped = false;
        for (at, character) in inside.char_indices() {
            match character {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                _ if closes(open, character) => {
                    self.advance(open.len_utf8().saturating_add(at).saturating_add(character.len_utf8()));
                    let string = inside.get(..at)?;
                    let is_whole = !string.contains('\n') || self.rest.trim_start().starts_with([',', '}', ']']);
                    return is_whole.then_some(string);
                }
                _ => {}
            }
        }
        None
    }

    fn word(&mut self) -> &'a str {
        let is_part = |character: char| {
            character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '+' | '.' | '$' | '@')
        };
        let end = self.rest.find(|character| !is_part(character)).unwrap_or(self.rest.len());
        let word = self.rest.get(..end).unwrap_or_default();
        self.advance(end);
        word
    }

    /// Skips what can be between members: spaces, commas, comments and ellipses.
    fn skip_between(&mut self) {
        loop {
            self.skip_space();
            if self.take([',', '…']).is_none() {
                if !self.rest.starts_with("..") {
                    return;
                }
                self.advance(self.rest.len().saturating_sub(self.rest.trim_start_matches('.').len()));
            }
        }
    }

    /// Skips spaces and comments.
    fn skip_space(&mut self) {
        loop {
            let spaces = self.rest.len().saturating_sub(self.rest.trim_start().len());
            self.advance(spaces);
            if self.rest.starts_with("//") {
                self.advance(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                self.advance(self.rest.find("*/").map_or(self.rest.len(), |end| end.saturating_add(2)));
            } else {
                return;
            }
        }
    }

    fn take<const N: usize>(&mut self, any_of: [char; N]) -> Option<char> {
        let first = self.rest.chars().next().filter(|first| any_of.contains(first))?;
        self.advance(first.len_utf8());
        Some(first)
    }

    fn advance(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        let lines = passed.bytes().filter(|byte| *byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.rest = rest;
    }
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '\'' | '“' | '”' | '„')
}

fn closes(open: char, character: char) -> bool {
    match open {
        '"' | '\'' => character == open,
        _ => matches!(character, '"' | '“' | '”'),
    }
}

/// The kind of a word without quotes: no kind for a placeholder, `None` for a word that cannot be a value.
fn kind_of(word: &str) -> Option<Option<ExampleKind>> {
    if word.is_empty() {
        return None;
    }
    let is_number =
        word.starts_with(|first: char| first.is_ascii_digit() || first == '-') && word.parse::<f64>().is_ok();
    Some(match word {
        "null" => Some(ExampleKind::Null),
        "true" | "false" | "True" | "False" => Some(ExampleKind::Boolean),
        _ if is_number && word.contains(['.', 'e', 'E']) => Some(ExampleKind::Number),
        _ if is_number => Some(ExampleKind::Integer),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Option<Vec<String>> {
        Some(members(text, 1)?.into_iter().map(|member| member.path).collect())
    }

    #[test]
    fn what_people_add_to_json_is_passed_over() {
        for text in [
            r#"{"a": 1, "b": [2]}"#,
            "?{\"a\": 1, /* why */ \"b\": [2], ... }",
            "{ // why\n  “a”: 1\n  \"b\": [2, …],\n}",
            "{'a': <number>, b: [TRUE]}",
        ] {
            assert_eq!(paths(text).unwrap(), ["", "a", "b", "b[]"], "{text}");
        }
    }

    #[test]
    fn brackets_that_are_missing_or_too_many_end_what_they_can() {
        for text in [r#"{"a": [{"b": 1}"#, r#"{"a": [{"b": 1}}"#, r#"{"a": [{"b": 1]}"#, r#"{"a": [{"b": 1}]}}"#] {
            assert_eq!(paths(text).unwrap(), ["", "a", "a[]", "a[].b"], "{text}");
        }
    }

    #[test]
    fn a_string_can_go_on_over_lines_but_not_into_another() {
        assert_eq!(members("{\"a\": \"one\n two\",\n\"b\": 1}", 7).unwrap().last().unwrap().line, 9);
        assert_eq!(paths("{\"a\": \"one,\n\"b\": \"two\"}"), None);
    }

    #[test]
    fn what_is_no_json_is_not_read() {
        for text in ["{ {\"a\": 1} }", "[\"a\": 1]", "{\"a\" 1}", "{\"a\":}", "var a = 1", "", &"[".repeat(100)] {
            assert_eq!(paths(text), None, "{text}");
        }
    }

    #[test]
    fn kinds_are_those_of_all_items() {
        let members = members(r#"[{"a": 1}, {"a": 1.5}, {"a": null}, {"a": -2e3}, {"a": given}]"#, 1).unwrap();
        assert_eq!(members.last().unwrap().kinds, [ExampleKind::Null, ExampleKind::Integer, ExampleKind::Number]);
    }
}
