//! Secrets within texts: in queries and forms, in JSON that is text, and tokens anywhere.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{Context, REPLACEMENT, Redactor};
use crate::traffic::secrets::{is_secret_name, token_in};

/// JSON within text within JSON, and so on, is followed this far.
const MOST_TEXTS: usize = 4;

/// A code of an authorization is longer than any code of a country.
const LONGEST_PLAIN_CODE: usize = 20;

impl Redactor {
    /// A text without what is secret in it.
    pub(super) fn text<'t>(&mut self, text: &'t str, context: Context) -> Cow<'t, str> {
        let holds_json = context.texts < MOST_TEXTS && text.trim_start().starts_with(['{', '[']);
        if let Some(raw) = holds_json.then(|| serde_json::from_str::<&RawValue>(text).ok()).flatten() {
            let before = self.replaced;
            let inner = self.json(raw, Context { texts: context.texts + 1, ..context });
            // What holds no secret stays as it was, blanks and all.
            return if self.replaced == before { Cow::Borrowed(text) } else { Cow::Owned(inner) };
        }
        let mut text = Cow::Borrowed(text);
        if text.contains('=') {
            let (pairs, replaced) = without_secret_pairs(&text, false);
            if replaced > 0 {
                self.replaced += replaced;
                text = Cow::Owned(pairs);
            }
        }
        if let Some(clean) = without_user(&text) {
            self.replaced += 1;
            text = Cow::Owned(clean);
        }
        if let Some((clean, replaced)) = without_tokens(&text) {
            self.replaced += replaced;
            text = Cow::Owned(clean);
        }
        text
    }
}

/// A text without the values of secret names in it, as queries, forms and cookies have them; or, of all names.
pub(super) fn without_secret_pairs(text: &str, all: bool) -> (String, usize) {
    let is_end = |c: char| matches!(c, '?' | '&' | '#' | ';' | ',' | '"' | '\'' | '<' | '>') || c.is_whitespace();
    let (mut clean, mut replaced, mut rest) = (String::with_capacity(text.len()), 0, text);
    while let Some(at) = rest.find('=') {
        let name = rest[..at].rsplit(is_end).next().unwrap_or_default();
        let value_end = rest[at + 1..].find(is_end).map_or(rest.len(), |length| at + 1 + length);
        let value = &rest[at + 1..value_end];
        clean.push_str(&rest[..=at]);
        let is_secret = !value.is_empty() && value != REPLACEMENT && (all || is_secret_pair(name, value));
        if is_secret {
            replaced += 1;
        }
        clean.push_str(if is_secret { REPLACEMENT } else { value });
        rest = &rest[value_end..];
    }
    clean.push_str(rest);
    (clean, replaced)
}

fn is_secret_pair(name: &str, value: &str) -> bool {
    is_secret_name(name)
        || name.eq_ignore_ascii_case("key")
        || name.eq_ignore_ascii_case("code") && value.len() > LONGEST_PLAIN_CODE
}

/// A text without the tokens in it, where it has some.
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

/// A URL without the user and password in front of its host, where it has them.
fn without_user(text: &str) -> Option<String> {
    let start = text.find("://")? + "://".len();
    let end = text[start..].find(['/', '?', '#', ' ']).map_or(text.len(), |length| start + length);
    let at = text[start..end].rfind('@')?;
    (text[start..start + at] != *REPLACEMENT).then(|| format!("{}{REPLACEMENT}{}", &text[..start], &text[start + at..]))
}

#[cfg(test)]
mod tests {
    use super::{without_secret_pairs, without_user};

    #[test]
    fn values_of_secret_names_are_replaced_in_any_list_of_pairs() {
        let (clean, replaced) = without_secret_pairs("https://a.example/x?sig=abc&size=5#access_token=d.e", false);
        assert_eq!((clean.as_str(), replaced), ("https://a.example/x?sig=REDACTED&size=5#access_token=REDACTED", 2));
        let (clean, _) = without_secret_pairs("grant_type=password&password=a%26b&code=DE", false);
        assert_eq!(clean, "grant_type=password&password=REDACTED&code=DE");
        assert_eq!(without_secret_pairs("a=b&c=d", true).0, "a=REDACTED&c=REDACTED");
    }

    #[test]
    fn users_are_taken_out_of_urls() {
        assert_eq!(without_user("https://me:pw@a.example/x").as_deref(), Some("https://REDACTED@a.example/x"));
        assert_eq!(without_user("https://a.example/x@y"), None);
    }
}
