//! What messages show of a recording: names and values that are made of words. Copies show less, see `redact`.

use crate::media_types;
use crate::uri::{folded_name, is_version};

/// Parts of names of secrets, without case and punctuation.
const SECRET_PARTS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "accountkey",
    "authkey",
    "functionskey",
    "masterkey",
    "sharedkey",
    "signingkey",
    "storagekey",
    "privatekey",
    "subscriptionkey",
    "encryptionkey",
    "licenseblob",
    "credential",
    "authorization",
    "authentication",
    "cookie",
    "assertion",
    "signature",
    "connectionstring",
    "sessionid",
    "bearer",
    "samlresponse",
    "codeverifier",
    "csrf",
    "xsrf",
    "jwt",
];

/// Complete names of secrets.
const SECRET_NAMES: &[&str] =
    &["sig", "pwd", "pass", "pin", "otp", "sas", "session", "auth", "xauth", "wresult", "dpop"];

/// The maximum length of a text in a message.
const LONGEST_SHOWN: usize = 40;

/// The maximum length of a word, of letters and of capital letters alone, and of a version.
const LONGEST_WORD: usize = 16;
const LONGEST_VERSION: usize = 5;

/// The maximum number of digits in a text and in a word.
const MOST_DIGITS: usize = 6;
const MOST_DIGITS_OF_WORD: usize = 3;

/// Words of this length can have any capital letters.
const SHORT_WORD: usize = 8;

/// Words before a credential.
const SCHEMES: &[&str] = &["basic ", "bearer "];

/// In place of what is not shown.
pub(super) const HIDDEN: &str = "…";

/// Whether a member, parameter or header of this name is treated as secret.
pub fn is_secret_name(name: &str) -> bool {
    let folded = folded_name(name);
    SECRET_NAMES.contains(&folded.as_str()) || SECRET_PARTS.iter().any(|part| folded.contains(part))
}

/// Whether a sequence of letters and digits is made of words, like long names: `isMicrosoftProductTermsAccepted`.
fn is_of_words(run: &str) -> bool {
    if run.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let capitals = run.bytes().filter(u8::is_ascii_uppercase).count();
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let has_rare_capitals = capitals * 4 <= run.len() || run.len() <= LONGEST_WORD && capitals + digits == run.len();
    let begins_lowercase_after_digit =
        run.as_bytes().windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1].is_ascii_lowercase());
    let mut words = run.split(|c: char| c.is_ascii_uppercase());
    digits <= MOST_DIGITS_OF_WORD
        && !begins_lowercase_after_digit
        && (has_rare_capitals || run.len() <= SHORT_WORD)
        && words.all(|word| word.len() <= LONGEST_WORD)
}

/// A text as messages show it; `None` if it might be secret.
pub(super) fn text_for_messages(text: &str) -> Option<&str> {
    // In `@odata.type` and `$top` the character is a mark, in `ada@example.com` it is not.
    let unmarked = text.strip_prefix(['@', '$', '#']).unwrap_or(text);
    let is_plain = unmarked
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_' | b'.' | b':' | b'/'));
    let lowercase = text.to_ascii_lowercase();
    let is_shown = is_plain
        && text.len() <= LONGEST_SHOWN
        && text.bytes().filter(u8::is_ascii_digit).count() <= MOST_DIGITS
        && !SCHEMES.iter().any(|scheme| lowercase.contains(scheme))
        && unmarked.split(|c: char| !c.is_ascii_alphanumeric()).all(is_of_words);
    is_shown.then_some(text)
}

/// A name as messages show it; `None` if it might be secret. Phrases of several words are not names.
pub(super) fn shown_name(name: &str) -> Option<&str> {
    text_for_messages(name).filter(|name| !name.contains(' '))
}

/// The name of a member or parameter as messages show it. In maps, names are data and can be secret.
pub(super) fn name_for_messages(name: &str) -> String {
    shown_name(name).unwrap_or(HIDDEN).to_owned()
}

/// A media type as messages show it, without its parameters; `None` if it might be secret.
pub(super) fn media_type_for_messages(text: &str) -> Option<String> {
    let essence = media_types::essence(text);
    let is_shown = media_types::is_valid(&essence, true) && text_for_messages(&essence.replace('+', "-")).is_some();
    is_shown.then_some(essence)
}

/// The segments of a path as messages show them, without those that are not words or follow the name of a secret.
pub(super) fn segments_for_messages(segments: &[String]) -> impl Iterator<Item = Option<&str>> {
    let is_word = |segment: &str| segment.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'));
    let mut follows_name = false;
    segments.iter().map(move |segment| {
        let is_shown = !follows_name && (is_word(segment) || is_short_version(segment));
        follows_name |= is_secret_name(segment);
        text_for_messages(segment).filter(|_| is_shown)
    })
}

/// Whether a segment is a version of an API, which is too short for a secret.
pub(super) fn is_short_version(segment: &str) -> bool {
    is_version(segment) && segment.len() <= LONGEST_VERSION
}

#[cfg(test)]
mod tests {
    use super::{is_secret_name, media_type_for_messages, segments_for_messages, text_for_messages};

    #[test]
    fn names_of_secrets_are_known_in_every_spelling() {
        for name in [
            "client_secret",
            "licenseBlob",
            "X-Api-Key",
            "refreshToken",
            "sig",
            "newPassword",
            "x-ms-foo-token",
            "wresult",
            "X-CSRF",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["name", "productKey", "design", "skuId", "author", "showResult"] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn texts_of_words_are_shown() {
        for text in [
            "Not offline",
            "NOT_OWNED",
            "X-Api-Key",
            "@odata.nextLink",
            "$top",
            "addressLine1",
            "ipv4Address",
            "isMicrosoftProductTermsAccepted",
            "continuation_page_of_results",
            "Microsoft.Partner.Usage.Unbilled",
            "text-12",
            "",
        ] {
            assert_eq!(text_for_messages(text), Some(text));
        }
        for secret in [
            "dGhpcyBpcyBzZWNyZXQgYW5kIGxvbmc",
            "abcdefghijklmnopqrstuvwxyz",
            "0123456789abcdef01234567",
            "AKIAIOSFODNN7EXAMPLE",
            "xoxb-2315-8812-aBcD3fGh",
            "4111 1111 1111 1111",
            "ada@contoso.example",
            "Bearer of news",
            "s3cr3t",
            "пароль",
            "0c39d6d5-0000-4000-8000-000000000000",
        ] {
            assert_eq!(text_for_messages(secret), None, "{secret}");
        }
    }

    #[test]
    fn nothing_after_the_name_of_a_secret_is_shown() {
        let segments = ["v1", "beds", "g1", "reset-password", "for", "swordfish"].map(str::to_owned);
        let shown = segments_for_messages(&segments).collect::<Vec<_>>();
        assert_eq!(shown, [Some("v1"), Some("beds"), None, Some("reset-password"), None, None]);
    }

    #[test]
    fn media_types_are_shown_without_their_parameters() {
        assert_eq!(
            media_type_for_messages("Application/vnd.garden.bed+json; a=b").as_deref(),
            Some("application/vnd.garden.bed+json")
        );
        assert_eq!(media_type_for_messages("a secret"), None);
    }
}
