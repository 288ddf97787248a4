//! Media types of bodies.

/// What the client sends and accepts where a spec states no media type.
pub(crate) const JSON: &str = "application/json";

/// What the client sends with bytes where a spec states no media type.
pub(crate) const BYTES: &str = "application/octet-stream";

/// What the client sends with parts.
pub(crate) const MULTIPART: &str = "multipart/form-data";

/// The media type of a form in the query's encoding.
pub(crate) const URL_ENCODED: &str = "application/x-www-form-urlencoded";

/// Whether the text is one media type, `type/subtype` with optional parameters; a subtype can be `*` if `is_range`.
pub(crate) fn is_valid(text: &str, is_range: bool) -> bool {
    let mut parts = text.split(';');
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'+-.^_`|~".contains(c))
    };
    let is_essence = parts.next().and_then(|essence| essence.trim().split_once('/')).is_some_and(|(kind, subtype)| {
        let is_any = is_range && subtype == "*" && (kind == "*" || is_name(kind));
        is_any || is_name(kind) && is_name(subtype)
    });
    let is_parameter = |(name, value): (&str, &str)| {
        is_name(name.trim()) && !value.is_empty() && value.trim() == value && !value.contains(',')
    };
    let is_sendable = text.trim() == text && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    is_sendable && is_essence && parts.all(|parameter| parameter.split_once('=').is_some_and(is_parameter))
}

/// Whether bodies of this media type are JSON.
pub(crate) fn is_json(text: &str) -> bool {
    let essence = essence(text);
    essence == JSON || essence == "text/json" || essence.ends_with("+json")
}

/// Whether two media types are the same but for their parameters.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    essence(one) == essence(other)
}

/// Type and subtype without parameters, in lower case.
pub(crate) fn essence(text: &str) -> String {
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_type_is_a_type_and_a_subtype() {
        for text in ["image/png", "application/vnd.library.book+json; version=2", "text/plain;charset=utf-8"] {
            assert!(is_valid(text, false), "{text}");
        }
        for text in [
            "json",
            "",
            "image/",
            "/png",
            "a/b/c",
            "image/*",
            "image/png, image/gif",
            "text/plain; charset",
            " a/b",
            "a/b ",
            "a/b; c=\t",
        ] {
            assert!(!is_valid(text, false), "{text}");
        }
        assert!(is_valid("image/*", true) && is_valid("*/*", true) && !is_valid("*/png", true));
    }

    #[test]
    fn json_has_several_media_types() {
        for text in ["application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json", "text/json"]
        {
            assert!(is_json(text), "{text}");
        }
        for text in ["text/plain", "application/jsonl", "application/json-seq", "application/x-json-stream"] {
            assert!(!is_json(text), "{text}");
        }
        assert!(is_same("text/PLAIN; charset=utf-8", "text/plain"));
    }
}
