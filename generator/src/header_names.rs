//! Names of HTTP headers.

/// Headers with credentials.
const CREDENTIAL_HEADERS: &[&str] =
    &["authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "ocp-apim-subscription-key"];

/// Headers that the client itself sets, from the body and the URL.
const HEADERS_OF_THE_CLIENT: &[&str] =
    &["connection", "content-length", "content-type", "host", "te", "trailer", "transfer-encoding", "upgrade"];

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
