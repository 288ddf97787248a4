//! What must not be copied from a recording: values with names of secrets, and texts that look like secrets.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use crate::media_types;
use crate::uri::folded_name;

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
const SECRET_NAMES: &[&str] = &["sig", "pwd", "pass", "pin", "otp", "sas", "session", "auth", "xauth", "wresult"];

/// The maximum length of a text in a message, in characters.
const LONGEST_SHOWN: usize = 40;

/// Whether a member, parameter or header of this name is treated as secret.
pub(super) fn is_secret_name(name: &str) -> bool {
    let folded = folded_name(name);
    SECRET_NAMES.contains(&folded.as_str()) || SECRET_PARTS.iter().any(|part| folded.contains(part))
}

/// Whether the value of this header is treated as secret.
pub(super) fn is_secret_header(name: &str) -> bool {
    let is_proxy = name.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("proxy-"));
    is_proxy || is_secret_name(name)
}

/// Whether requests and responses with this path have secret bodies.
pub(super) fn is_token_endpoint(path: &str) -> bool {
    let is_token = |segment: &str| {
        let folded = folded_name(&percent_decode_str(segment).decode_utf8_lossy());
        folded.contains("token") || matches!(folded.as_str(), "oauth" | "oauth2" | "authorize" | "login" | "devicecode")
    };
    path.split('/').any(is_token)
}

/// Whether a text that cannot be parsed contains the name of a secret.
pub(super) fn mentions_secrets(text: &str) -> bool {
    let folded = folded_name(text);
    SECRET_PARTS.iter().any(|part| folded.contains(part))
        || text
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| SECRET_NAMES.iter().any(|name| word.eq_ignore_ascii_case(name)))
}

/// The range of the first token in a text: a JSON web token, or what follows `Bearer` or `Basic`.
pub(super) fn token_in(text: &str) -> Option<std::ops::Range<usize>> {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '+' | '/' | '=');
    let run = |start: usize, ends: &dyn Fn(char) -> bool| {
        start..text[start..].find(|c: char| !is_of_token(c) || ends(c)).map_or(text.len(), |length| start + length)
    };
    // A token in a path ends with its segment.
    let path_start = if text.starts_with('/') { Some(0) } else { text.find("://") };
    let path = path_start.map(|at| at..text[at..].find(char::is_whitespace).map_or(text.len(), |length| at + length));
    let is_in_path = |at: usize| path.as_ref().is_some_and(|path| path.contains(&at));
    let behind = |at: usize, word: &str| {
        let start = at + word.len();
        text.get(at..start).is_some_and(|found| found.eq_ignore_ascii_case(word)).then(|| run(start, &|_| false))
    };
    text.match_indices(['e', 'b', 'B']).find_map(|(at, first)| {
        if first == "e" {
            let is_start = text[at..].starts_with("eyJ");
            return is_start.then(|| run(at, &|c| c == '/' && is_in_path(at))).filter(|range| range.len() >= 20);
        }
        let bearer = behind(at, "bearer ").filter(|range| range.len() >= 8);
        // `basic` can also be followed by other words.
        bearer.or_else(|| behind(at, "basic ").filter(|range| is_user_and_password(&text[range.clone()])))
    })
}

fn is_user_and_password(text: &str) -> bool {
    STANDARD.decode(text).is_ok_and(|bytes| bytes.contains(&b':'))
}

/// Whether a text looks like a secret: a long sequence of characters that is not made of words.
fn looks_secret(text: &str) -> bool {
    let mut runs = text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '/' | '_' | '=' | '.'));
    token_in(text).is_some() || runs.any(|run| run.len() >= 24 && !is_of_words(run))
}

/// Whether a sequence of characters is made of words, like long names: `isMicrosoftProductTermsAccepted`.
fn is_of_words(run: &str) -> bool {
    let capitals = run.bytes().filter(u8::is_ascii_uppercase).count();
    let mut words = run.split(|c: char| c.is_ascii_uppercase() || matches!(c, '_' | '.'));
    run.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.'))
        && capitals * 4 <= run.len()
        && words.all(|word| word.len() <= 16)
}

/// A text as messages show it; `None` if it might be secret.
pub(super) fn text_for_messages(text: &str) -> Option<String> {
    let is_plain =
        text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ':' | '/' | '@' | '#' | '$'));
    (is_plain && text.chars().count() <= LONGEST_SHOWN && !looks_secret(text)).then(|| text.to_owned())
}

/// The name of a member or parameter as messages show it. In maps, names are data and can be secret.
pub(super) fn name_for_messages(name: &str) -> String {
    text_for_messages(name).unwrap_or_else(|| "…".to_owned())
}

/// A media type as messages show it, without its parameters.
pub(super) fn media_type_for_messages(text: &str) -> String {
    let essence = media_types::essence(text);
    let is_shown = media_types::is_valid(&essence, true)
        && essence.split(['/', '.', '+']).all(|part| text_for_messages(part).is_some());
    if is_shown { essence } else { "…".to_owned() }
}

/// The path of a URL as messages show it: without host, query and segments that look secret or follow the name of a secret.
pub(super) fn path_for_messages(url: &str) -> String {
    let mut follows_name = false;
    let segment_for_messages = |segment| {
        let plain = percent_decode_str(segment).decode_utf8_lossy();
        let is_shown = !follows_name && text_for_messages(&plain).is_some();
        follows_name = is_secret_name(&plain);
        if is_shown { segment } else { "…" }
    };
    path_of(url).split('/').map(segment_for_messages).collect::<Vec<_>>().join("/")
}

/// The path of a URL.
pub(super) fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest.find(['/', '?', '#']).map_or("", |at| &rest[at..]));
    rest.split(['?', '#']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{is_secret_header, is_secret_name, is_token_endpoint, path_for_messages, text_for_messages, token_in};

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
        assert!(is_secret_header("Proxy-Connection-Info") && is_secret_header("Set-Cookie"));
        assert!(is_token_endpoint("/contoso/oauth2/token") && is_token_endpoint("/generatetoken"));
        assert!(!is_token_endpoint("/v1/customers"));
    }

    #[test]
    fn tokens_are_found_within_text() {
        assert_eq!(token_in("header: Bearer abcdefgh123; next"), Some(15..26));
        assert_eq!(token_in("x eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.x y"), Some(2..44));
        assert_eq!(token_in("https://a.example/eyJ0eXAiOiJKV1QiLCJhbGciOi/x"), Some(18..44));
        assert_eq!(token_in("https://a.example eyJ0eXAiOiJKV1QiLCJhbGciOi/x"), Some(18..46));
        assert_eq!(token_in("https://a.example Bearer abcdefgh/123"), Some(25..37));
        assert_eq!(token_in("Authorization: Basic bWU6cHc="), Some(21..29));
        assert_eq!(token_in("bearer of news, basic authentication"), None);
    }

    #[test]
    fn possible_secrets_are_not_shown() {
        assert_eq!(text_for_messages("Not offline").as_deref(), Some("Not offline"));
        assert_eq!(text_for_messages("dGhpcyBpcyBzZWNyZXQgYW5kIGxvbmc"), None);
        assert_eq!(path_for_messages("https://a.example/v1/x/dGhpcyBpcyBzZWNyZXQgYW5kIGxvbmc?sig=a"), "/v1/x/…");
        assert_eq!(path_for_messages("https://a.example?sig=a"), "");
        assert_eq!(
            path_for_messages("https://a.example/reset-password/hunter/x;sig=a/%65yJ0eXAiOiJKV1QiLCJhbGciO"),
            "/reset-password/…/…/…"
        );
        assert_eq!(
            path_for_messages("https://a.example/v1/users/ada@b.example/a%20b"),
            "/v1/users/ada@b.example/a%20b"
        );
    }

    #[test]
    fn long_names_are_no_secrets() {
        for name in
            ["isMicrosoftProductTermsAccepted", "continuation_page_of_results", "Microsoft.Partner.Usage.Unbilled"]
        {
            assert_eq!(text_for_messages(name).as_deref(), Some(name));
        }
        for secret in ["dGhpcyBpcyBzZWNyZXQgYW5kIGxvbmc", "abcdefghijklmnopqrstuvwxyz", "0123456789abcdef01234567"] {
            assert_eq!(text_for_messages(secret), None);
        }
    }
}
