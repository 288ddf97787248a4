//! Query parameters of URLs and of links as text.

use percent_encoding::percent_decode_str;

/// The text without the query parameters whose names, decoded, are to be removed; `None` if it has none of them. The rest stays
/// as it is spelled.
pub(crate) fn without_parameters(text: &str, is_removed: impl Fn(&str) -> bool) -> Option<String> {
    let (rest, fragment) = text.find('#').map_or((text, ""), |at| text.split_at(at));
    let (path, query) = rest.split_once('?')?;
    let is_kept = |pair: &&str| !is_removed(&name_of(pair));
    let kept: Vec<&str> = query.split('&').filter(is_kept).collect();
    if kept.len() == query.split('&').count() {
        return None;
    }
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    Some(format!("{path}{query}{fragment}"))
}

/// Whether a query has a parameter of this name.
pub(crate) fn has_parameter(query: &str, is_wanted: impl Fn(&str) -> bool) -> bool {
    query.split('&').any(|pair| is_wanted(&name_of(pair)))
}

fn name_of(pair: &str) -> String {
    percent_decode_str(pair.split('=').next().unwrap_or_default()).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_removed_in_every_spelling_and_the_rest_stays() {
        let without_key = |text: &str| without_parameters(text, |name| name.eq_ignore_ascii_case("key"));
        for (text, rest) in [
            ("/a?key=1", "/a"),
            ("/a?key", "/a"),
            ("/a?x=%20+&key=1&y=b%2Fc#part", "/a?x=%20+&y=b%2Fc#part"),
            ("https://h.example/a?KEY=1&k%65y=2&z", "https://h.example/a?z"),
            ("?key=#k", "#k"),
        ] {
            assert_eq!(without_key(text).as_deref(), Some(rest), "{text}");
        }
        for text in ["", "/key=1", "/a?", "/a?keys=1&monkey=2", "/a#?key=1"] {
            assert_eq!(without_key(text), None, "{text}");
        }
        assert!(has_parameter("a&k%65y=", |name| name == "key") && !has_parameter("", |name| name == "key"));
    }
}
