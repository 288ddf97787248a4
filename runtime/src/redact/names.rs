//! Names of headers and query parameters whose values are secrets.

/// Words that name a secret, wherever they are in a name.
const SECRETS: [&str; 24] = [
    "assertion",
    "auth",
    "authentication",
    "authorization",
    "bearer",
    "cookie",
    "credential",
    "csrf",
    "jwt",
    "key",
    "otp",
    "pass",
    "passphrase",
    "passwd",
    "password",
    "pin",
    "pwd",
    "sas",
    "secret",
    "session",
    "sig",
    "signature",
    "token",
    "xsrf",
];

/// Names without words in them.
const RUN_TOGETHER: [&str; 23] = [
    "accesskey",
    "accesstoken",
    "accountkey",
    "apikey",
    "authkey",
    "authtoken",
    "clientsecret",
    "codeverifier",
    "connectionstring",
    "dpop",
    "encryptionkey",
    "functionskey",
    "licenseblob",
    "masterkey",
    "privatekey",
    "samlresponse",
    "sessionid",
    "sharedkey",
    "signingkey",
    "storagekey",
    "subscriptionkey",
    "wresult",
    "xauth",
];

/// Words that say that a key or a token is no secret.
const OTHERS: [&str; 10] =
    ["continuation", "idempotency", "idempotent", "next", "page", "partition", "primary", "row", "skip", "sort"];

/// Whether a header or a query parameter of this name holds a secret.
pub(crate) fn names_a_secret(name: &str) -> bool {
    let words = words(name);
    let has = |known: &[&str]| {
        let is_known = |word: &str| known.contains(&word) || known.contains(&word.trim_end_matches('s'));
        words.iter().any(|word| is_known(word))
    };
    (has(&SECRETS) || RUN_TOGETHER.contains(&words.concat().as_str())) && !has(&OTHERS)
}

/// The words of a name in lower case: `X-Api-Key`, `api_key` and `apiKey` have the same.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for character in name.chars() {
        let begins = !character.is_ascii_alphanumeric() || was_lower && character.is_ascii_uppercase();
        if begins && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| character.is_ascii_alphanumeric()) {
            word.push(character.to_ascii_lowercase());
        }
        was_lower = character.is_ascii_lowercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_the_word_of_a_secret_names_one() {
        for name in [
            "Cookie",
            "X-Api-Key",
            "api_key",
            "apiKey",
            "apikey",
            "Ocp-Apim-Subscription-Key",
            "X-Functions-Key",
            "X-Auth-Token",
            "x-amz-security-token",
            "client_secret",
            "clientSecret",
            "sig",
            "Private-Token",
            "X-Ms-Authorization-Auxiliary",
            "credentials",
            "DPoP",
            "PASSWORD",
            "X-Pass",
            "SAMLResponse",
            "X-CSRF",
        ] {
            assert!(names_a_secret(name), "{name}");
        }
        for name in [
            "",
            "X-Author",
            "Idempotency-Key",
            "continuationToken",
            "$skipToken",
            "x-ms-continuation-token",
            "partitionKey",
            "Accept-Language",
            "keyboard",
            "X-Bypass",
            "pinned",
            "design",
            "MS-RequestId",
        ] {
            assert!(!names_a_secret(name), "{name}");
        }
    }
}
