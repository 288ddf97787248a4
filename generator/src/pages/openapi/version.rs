//! The version of a document, and whether a file is one.

use super::references::Located;
use super::tree::DocumentNode;

const SWAGGER: &str = "swagger";
const OPENAPI: &str = "openapi";

pub(super) fn is_swagger(root: Located<'_>) -> bool {
    root.get(SWAGGER).is_some()
}

/// Why a file is no document that can be read, and the line.
pub(super) fn version_error(root: &DocumentNode) -> Option<(u32, String)> {
    let (key, known) = match root.entry(SWAGGER) {
        Some(_) => (SWAGGER, &["2.0", "2"][..]),
        None => (OPENAPI, &["3.0", "3.1"][..]),
    };
    let Some(entry) = root.entry(key) else {
        return Some((1, "this is no OpenAPI document: it has no `openapi` and no `swagger`".to_owned()));
    };
    let version = entry.node.scalar().unwrap_or_default();
    let is_of = |known: &str| version.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    if known.iter().any(|known| is_of(known)) {
        return None;
    }
    Some((entry.line, format!("`{key}: {version}` cannot be read; Swagger 2.0, OpenAPI 3.0 and OpenAPI 3.1 are read")))
}

/// Whether a text has the key `openapi` or `swagger` at its root, without reading it whole.
pub(super) fn is_document(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('{') {
        return has_root_key_of_json(text);
    }
    text.lines().any(|line| {
        let line = line.trim_end();
        let (key, rest) = match line.strip_prefix(['"', '\'']) {
            Some(quoted) => quoted.split_once(['"', '\'']).unwrap_or_default(),
            None => line.split_at(line.find(':').unwrap_or(line.len())),
        };
        let rest = rest.trim_start();
        matches!(key.trim_end(), SWAGGER | OPENAPI) && (rest == ":" || rest.starts_with(": "))
    })
}

fn has_root_key_of_json(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0usize, 0usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth = depth.saturating_add(1),
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let start = at.saturating_add(1);
                let end = end_of_string(bytes, start);
                let is_key = text
                    .get(end..)
                    .is_some_and(|rest| rest.strip_prefix('"').is_some_and(|rest| rest.trim_start().starts_with(':')));
                if depth == 1 && is_key && matches!(text.get(start..end), Some(SWAGGER | OPENAPI)) {
                    return true;
                }
                at = end;
            }
            _ => {}
        }
        at = at.saturating_add(1);
    }
    false
}

fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at = at.saturating_add(2),
            _ => at = at.saturating_add(1),
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_known_by_its_root() {
        for text in [
            "openapi: 3.1.0\n",
            "# about\ninfo:\n  title: x\n\"swagger\" : '2.0'\n",
            "\u{feff}{\"info\": {\"a\\\"}\": 1}, \"openapi\" : \"3.0.0\"}",
            "{\"swagger\":",
        ] {
            assert!(is_document(text), "{text}");
        }
        for text in [
            "info:\n  openapi: 3\n",
            "{\"info\": {\"openapi\": 1}}",
            "{\"a\": \"openapi\"}",
            "openapi-like: 1",
            "{",
            "",
        ] {
            assert!(!is_document(text), "{text}");
        }
    }
}
