//! Secrets within texts: in queries and forms, in JSON within strings, and tokens anywhere.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::value::RawValue;

use percent_encoding::percent_decode_str;

use super::{REPLACEMENT, RedactionContext, Redactor};
use crate::traffic::body;
use crate::traffic::secrets::{is_secret_header, is_secret_name, mentions_secrets, token_in};

/// How many levels of JSON within strings within JSON are searched.
const MOST_TEXTS: usize = 4;

/// Authorization codes are longer than this; country codes, for example, are not.
const LONGEST_PLAIN_CODE: usize = 15;

impl Redactor {
    /// A text without its secrets.
    pub(super) fn text<'t>(&mut self, text: &'t str, context: RedactionContext) -> Cow<'t, str> {
        let is_followed = context.texts < MOST_TEXTS;
        let begins_json = text.trim_start().starts_with(['{', '[']);
        if let Some(raw) = (is_followed && begins_json).then(|| serde_json::from_str::<&RawValue>(text).ok()).flatten()
        {
            return self.inner_json(raw, context).map_or(Cow::Borrowed(text), Cow::Owned);
        }
        if let Some(clean) = is_followed.then(|| self.packed_text(text, context)).flatten() {
            return Cow::Owned(clean);
        }
        // Fragments of JSON and of markup cannot be parsed.
        let is_piece = begins_json || text.contains("\":") && !text.starts_with("http") || text.contains("</");
        if is_piece && mentions_secrets(text) || text.contains("PRIVATE KEY-----") {
            self.replaced += usize::from(text != REPLACEMENT);
            return Cow::Borrowed(REPLACEMENT);
        }
        let mut text = Cow::Borrowed(text);
        if text.contains(':')
            && let Some((lines, replaced)) = without_secret_headers(&text)
        {
            self.replaced += replaced;
            text = Cow::Owned(lines);
        }
        if text.contains('=') {
            let (pairs, replaced) = without_secret_pairs(&text);
            if replaced > 0 {
                self.replaced += replaced;
                text = Cow::Owned(pairs);
            }
        }
        if let Some((clean, replaced)) = self.without_secret_segments(&text) {
            self.replaced += replaced;
            text = Cow::Owned(clean);
        }
        if let Some((clean, replaced)) = without_users(&text) {
            self.replaced += replaced;
            text = Cow::Owned(clean);
        }
        if let Some((clean, replaced)) = without_tokens(&text) {
            self.replaced += replaced;
            text = Cow::Owned(clean);
        }
        text
    }

    /// A URL or path without the segments that follow names of secrets, as messages show it; `None` if there are none.
    fn without_secret_segments(&self, text: &str) -> Option<(String, usize)> {
        let (path, rest) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
        // The first segments are the scheme and the host.
        let outer = match path {
            path if path.contains(char::is_whitespace) => return None,
            path if path.starts_with('/') => 0,
            path if path.starts_with("http") => 3,
            _ => return None,
        };
        let (mut follows_name, mut replaced) = (false, 0);
        let clean_segment = |(position, segment)| {
            let plain = percent_decode_str(segment).decode_utf8_lossy();
            let is_public = plain.is_empty() || plain == REPLACEMENT || self.literals.contains(&plain.to_lowercase());
            let is_secret = follows_name && !is_public;
            follows_name = position >= outer && is_secret_name(&plain);
            replaced += usize::from(is_secret);
            if is_secret { REPLACEMENT } else { segment }
        };
        let clean = path.split('/').enumerate().map(clean_segment).collect::<Vec<_>>().join("/");
        (replaced > 0).then(|| (format!("{clean}{rest}"), replaced))
    }

    /// JSON without its secrets; `None` if it has none, so that it is copied unchanged, with its whitespace.
    fn inner_json(&mut self, raw: &RawValue, context: RedactionContext) -> Option<String> {
        let before = self.replaced;
        let inner = self.json(raw, RedactionContext { texts: context.texts + 1, ..context });
        (self.replaced > before).then_some(inner)
    }

    /// JSON in base64 without its secrets; `None` if it has none. Most such JSON begins like web tokens and is
    /// replaced as a whole, as is other text that names secrets.
    fn packed_text(&mut self, text: &str, context: RedactionContext) -> Option<String> {
        let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        if text.len() < 16 || !text.bytes().all(is_base64) || token_in(text).is_some() {
            return None;
        }
        let body = body::unpack(text, true, None, None).ok()?;
        let inner = std::str::from_utf8(&body.bytes).ok()?;
        let clean = match serde_json::from_str::<&RawValue>(inner) {
            Ok(raw) if inner.trim_start().starts_with(['{', '[']) => self.inner_json(raw, context)?,
            _ if mentions_secrets(inner) => {
                self.replaced += 1;
                REPLACEMENT.to_owned()
            }
            _ => return None,
        };
        Some(super::packed::packed(&clean, body.is_packed))
    }
}

/// Lines such as `X-Api-Key: …` without what follows the name; `None` if there are none.
fn without_secret_headers(text: &str) -> Option<(String, usize)> {
    let mut replaced = 0;
    let clean_line = |line| match secret_header_in(line) {
        Some(value) if line[value.clone()] != *REPLACEMENT => {
            replaced += 1;
            format!("{}{REPLACEMENT}{}", &line[..value.start], &line[value.end..])
        }
        _ => line.to_owned(),
    };
    let clean: String = text.split_inclusive('\n').map(clean_line).collect();
    (replaced > 0).then_some((clean, replaced))
}

/// Where a line has the value of a secret header: after a name at its beginning, or anywhere with a space between them.
fn secret_header_in(line: &str) -> Option<Range<usize>> {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    line.match_indices(':').find_map(|(colon, _)| {
        let before = line[..colon].trim_end_matches(['"', '\'']);
        let name = before.rsplit(|c| !is_of_name(c)).next().unwrap_or_default();
        let start = before.len() - name.len();
        let rest = &line[colon + 1..];
        let is_header = start == 0 || rest.starts_with(' ');
        let value = rest.trim();
        if !is_header || value.is_empty() || !is_secret_header(name) {
            return None;
        }
        let value_start = line.len() - rest.trim_start().len();
        // A quoted header, such as a command-line argument, ends with the quote.
        let quote = before[..start].chars().next_back().filter(|c| before.len() == colon && matches!(c, '"' | '\''));
        let length = quote.and_then(|quote| value.find(quote)).unwrap_or(value.len());
        Some(value_start..value_start + length)
    })
}

/// A text without the values of secret names, as in queries and cookies.
fn without_secret_pairs(text: &str) -> (String, usize) {
    let (mut clean, mut replaced, mut rest) = (String::with_capacity(text.len()), 0, text);
    while let Some(at) = rest.find('=') {
        let (name, start, end) = pair_at(rest, at);
        let value = &rest[start..end];
        clean.push_str(&rest[..start]);
        let is_secret = !value.is_empty() && value != REPLACEMENT && is_secret_pair(&name, value);
        if is_secret {
            replaced += 1;
            clean.push_str(REPLACEMENT);
            rest = &rest[end..];
        } else {
            // A value that is not secret may contain another pair.
            rest = &rest[start..];
            let next = rest.find(is_end).unwrap_or(rest.len());
            clean.push_str(&rest[..next]);
            rest = &rest[next..];
        }
    }
    clean.push_str(rest);
    (clean, replaced)
}

/// The name before an equals sign, and the start and end of the value after it. There may be spaces around the sign.
fn pair_at(text: &str, at: usize) -> (Cow<'_, str>, usize, usize) {
    let before = text[..at].trim_end_matches(' ');
    let name = percent_decode_str(before.rsplit(is_end).next().unwrap_or_default()).decode_utf8_lossy();
    let blanks =
        if before.len() < at { text[at + 1..].len() - text[at + 1..].trim_start_matches(' ').len() } else { 0 };
    let (start, end) = value_in(text, at + 1 + blanks);
    (name, start, end)
}

fn is_end(c: char) -> bool {
    matches!(c, '?' | '&' | '#' | ';' | ',' | '"' | '\'' | '<' | '>') || c.is_whitespace()
}

/// Start and end of the value at `start`, without quotes. A comma or semicolon ends it only if another pair follows.
fn value_in(text: &str, start: usize) -> (usize, usize) {
    let rest = &text[start..];
    if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let inner = start + quote.len_utf8();
        return (inner, text[inner..].find(quote).map_or(text.len(), |length| inner + length));
    }
    let ends = |(at, c): &(usize, char)| match c {
        ',' | ';' => {
            let next = rest[at + 1..].trim_start().split(is_end).next().unwrap_or_default();
            next.is_empty() || next.contains('=')
        }
        c => is_end(*c),
    };
    (start, rest.char_indices().find(ends).map_or(text.len(), |(length, _)| start + length))
}

/// Whether a pair in a query, a form or a list has a secret value.
pub(super) fn is_secret_pair(name: &str, value: &str) -> bool {
    is_named_secret(name, value) || hides_secret(value)
}

fn is_named_secret(name: &str, value: &str) -> bool {
    is_secret_name(name)
        || name.eq_ignore_ascii_case("key")
        || name.eq_ignore_ascii_case("code") && value.len() > LONGEST_PLAIN_CODE
}

/// Whether the escaped text of a value, such as a redirect URL, contains a secret. A value that is escaped too many
/// times is treated as one.
fn hides_secret(value: &str) -> bool {
    let mut escaped = Cow::Borrowed(value);
    for _ in 0..MOST_TEXTS {
        let plain = percent_decode_str(&escaped).decode_utf8_lossy().into_owned();
        if plain == *escaped {
            return false;
        }
        let has_secret_pair = plain.match_indices('=').any(|(at, _)| {
            let (name, start, end) = pair_at(&plain, at);
            start < end && plain[start..end] != *REPLACEMENT && is_named_secret(&name, &plain[start..end])
        });
        let is_structured = plain.starts_with(['{', '[', '<']);
        if has_secret_pair
            || is_structured && mentions_secrets(&plain)
            || without_tokens(&plain).is_some()
            || without_users(&plain).is_some()
        {
            return true;
        }
        escaped = Cow::Owned(plain);
    }
    true
}

/// A text without its tokens; `None` if it has none.
fn without_tokens(text: &str) -> Option<(String, usize)> {
    let (mut clean, mut replaced, mut rest) = (String::new(), 0, text);
    while let Some(token) = token_in(rest) {
        if &rest[token.clone()] != REPLACEMENT {
            replaced += 1;
        }
        clean.push_str(&rest[..token.start]);
        clean.push_str(REPLACEMENT);
        rest = &rest[token.end..];
    }
    clean.push_str(rest);
    (replaced > 0).then_some((clean, replaced))
}

/// A text without users and passwords before the hosts of URLs; `None` if it has none.
fn without_users(text: &str) -> Option<(String, usize)> {
    let (mut clean, mut replaced, mut rest) = (String::new(), 0, text);
    while let Some(start) = rest.find("://").map(|at| at + "://".len()) {
        let end = rest[start..].find(|c: char| matches!(c, '/' | '?' | '#') || c.is_whitespace());
        let authority = &rest[start..end.map_or(rest.len(), |length| start + length)];
        clean.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some(at) = authority.rfind('@').filter(|at| authority[..*at] != *REPLACEMENT) {
            replaced += 1;
            clean.push_str(REPLACEMENT);
            rest = &rest[at..];
        }
    }
    clean.push_str(rest);
    (replaced > 0).then_some((clean, replaced))
}

#[cfg(test)]
mod tests {
    use super::{without_secret_headers, without_secret_pairs, without_users};

    #[test]
    fn values_of_secret_names_are_replaced_in_any_list_of_pairs() {
        let (clean, replaced) = without_secret_pairs("https://a.example/x?sig=abc&size=5#access_token=d.e");
        assert_eq!((clean.as_str(), replaced), ("https://a.example/x?sig=REDACTED&size=5#access_token=REDACTED", 2));
        let (clean, _) = without_secret_pairs("grant_type=password&password=a%26b&code=DE");
        assert_eq!(clean, "grant_type=password&password=REDACTED&code=DE");
        for (text, clean) in [
            (r#"realm="a b", token="c, d", size="5""#, r#"realm="a b", token="REDACTED", size="5""#),
            ("AccountName=a;AccountKey=b;Suffix=c", "AccountName=a;AccountKey=REDACTED;Suffix=c"),
            ("?sig=a,b;c&size=5", "?sig=REDACTED&size=5"),
            ("?%73ig=a&x=1", "?%73ig=REDACTED&x=1"),
            ("?filter=%7B%22password%22%3A%22a%22%7D&x=1", "?filter=REDACTED&x=1"),
            ("?filter=%7B%22Field%22%3A%22Name%22%7D", "?filter=%7B%22Field%22%3A%22Name%22%7D"),
        ] {
            assert_eq!(without_secret_pairs(text).0, clean);
        }
    }

    #[test]
    fn values_of_secret_headers_are_replaced_in_text() {
        let (clean, replaced) = without_secret_headers("Size: 5\r\nX-Api-Key: a b\r\nnote").unwrap();
        assert_eq!((clean.as_str(), replaced), ("Size: 5\r\nX-Api-Key: REDACTED\r\nnote", 1));
        assert_eq!(without_secret_headers(&clean), None);
    }

    #[test]
    fn users_are_taken_out_of_urls() {
        let (clean, replaced) = without_users("https://me:pw@a.example/x, ftp://me@b.example").unwrap();
        assert_eq!((clean.as_str(), replaced), ("https://REDACTED@a.example/x, ftp://REDACTED@b.example", 2));
        assert_eq!(without_users("https://a.example/x@y"), None);
        assert_eq!(without_users(&clean), None);
    }
}
