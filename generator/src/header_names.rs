//! Names of HTTP headers.

/// Headers with credentials.
const CREDENTIAL_HEADERS: &[&str] =
    &["authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "ocp-apim-subscription-key"];

/// Headers that the client itself sets, from the body and the URL.
const HEADERS_OF_THE_CLIENT: &[&str] =
    &["connection", "content-length", "content-type", "host", "te", "trailer", "transfer-encoding", "upgrade"];

/// Other headers of the connection, or with a meaning of their own in requests.
const OF_THE_CONNECTION_OR_THE_REQUEST: &[&str] =
    &["accept", "accept-encoding", "cookie", "expect", "keep-alive", "range", "user-agent"];

/// Headers of the connection and the credential, and those that would change what is requested: a response must not choose
/// their values for the next request.
const NOT_FOR_RESPONSES_TO_CHOOSE: &[&str] = &[
    "accept-encoding",
    "cookie2",
    "expect",
    "forwarded",
    "keep-alive",
    "range",
    "user-agent",
    "via",
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
];

/// Groups of such headers, by the beginnings of their names.
const PREFIXES_NOT_FOR_RESPONSES_TO_CHOOSE: &[&str] =
    &["content-", "if-", "proxy-", "sec-", "x-forwarded-", "x-ms-authorization-", "x-original-", "x-rewrite-"];

/// Whether a response may choose the value that the header has in the request for the next page.
pub(crate) fn can_be_copied(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    is_ordinary(name)
        && !NOT_FOR_RESPONSES_TO_CHOOSE.contains(&lower.as_str())
        && !PREFIXES_NOT_FOR_RESPONSES_TO_CHOOSE.iter().any(|prefix| lower.starts_with(prefix))
}

/// Whether an operation can declare a header of this name.
pub(crate) fn is_ordinary(name: &str) -> bool {
    is_token(name) && !is_of_the_client(name) && !carries_a_credential(name)
}

/// Whether the client itself sets the header.
pub(crate) fn is_of_the_client(name: &str) -> bool {
    HEADERS_OF_THE_CLIENT.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether the header carries a credential.
pub(crate) fn carries_a_credential(name: &str) -> bool {
    CREDENTIAL_HEADERS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether an API can have a credential in the header.
pub(crate) fn can_carry_a_credential(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    is_token(name)
        && !is_of_the_client(name)
        && !OF_THE_CONNECTION_OR_THE_REQUEST.contains(&lower.as_str())
        && !["content-", "if-", "proxy-"].iter().any(|prefix| lower.starts_with(prefix))
}

/// Whether the client sets the header from the media type of the body.
pub(crate) fn is_content_type(name: &str) -> bool {
    name.eq_ignore_ascii_case("content-type")
}

/// Whether responses of any service have the header, with a meaning of its own.
pub(crate) fn is_of_every_response(name: &str) -> bool {
    ["date", "etag", "last-modified", "location", "retry-after", "server", "set-cookie", "vary", "www-authenticate"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether HTTP allows the name.
pub(crate) fn is_token(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}
