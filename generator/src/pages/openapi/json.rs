//! Reads JSON into a tree with lines.

use indexmap::IndexMap;

use super::tree::{DEEPEST, DocumentEntry, DocumentNode, DocumentValue, MOST_NODES, SyntaxError, position};

/// Reads one JSON value. Of a key that is there twice, the last value counts, as in other readers of JSON.
pub(super) fn read(text: &str) -> Result<DocumentNode, SyntaxError> {
    let mut scan = JsonScan { text, at: 0, line: 1, depth: 0, nodes: 0 };
    scan.skip_space();
    let root = scan.value()?;
    scan.skip_space();
    if scan.at < text.len() {
        return Err(scan.error("the end of the file was expected here"));
    }
    Ok(root)
}

struct JsonScan<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    depth: usize,
    nodes: usize,
}

impl<'t> JsonScan<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> bool {
        let is_next = self.peek() == Some(wanted);
        self.at = self.at.saturating_add(usize::from(is_next));
        is_next
    }

    fn error(&self, message: &str) -> SyntaxError {
        let (line, column) = position(self.text, self.at);
        SyntaxError { line, column, message: message.to_owned() }
    }

    fn skip_space(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = self.peek() {
            self.line = self.line.saturating_add(u32::from(byte == b'\n'));
            self.at = self.at.saturating_add(1);
        }
    }

    fn value(&mut self) -> Result<DocumentNode, SyntaxError> {
        let line = self.line;
        self.nodes = self.nodes.saturating_add(1);
        if self.nodes > MOST_NODES {
            return Err(self.error("the file has too many values"));
        }
        let value = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => DocumentValue::Text(self.string()?),
            _ => self.word()?,
        };
        Ok(DocumentNode { line, value })
    }

    fn nested(
        &mut self,
        read: fn(&mut Self) -> Result<DocumentValue, SyntaxError>,
    ) -> Result<DocumentValue, SyntaxError> {
        if self.depth >= DEEPEST {
            return Err(self.error("the file is nested too deeply"));
        }
        self.depth = self.depth.saturating_add(1);
        self.at = self.at.saturating_add(1);
        let value = read(self)?;
        self.depth = self.depth.saturating_sub(1);
        Ok(value)
    }

    fn object(&mut self) -> Result<DocumentValue, SyntaxError> {
        let mut entries = IndexMap::new();
        self.skip_space();
        if self.take(b'}') {
            return Ok(DocumentValue::Map(entries));
        }
        loop {
            self.skip_space();
            let line = self.line;
            if self.peek() != Some(b'"') {
                return Err(self.error("a key in quotes was expected here"));
            }
            let key = self.string()?;
            self.skip_space();
            if !self.take(b':') {
                return Err(self.error("`:` was expected here"));
            }
            self.skip_space();
            let node = self.value()?;
            entries.insert(key, DocumentEntry { line, node });
            self.skip_space();
            if self.take(b'}') {
                return Ok(DocumentValue::Map(entries));
            }
            if !self.take(b',') {
                return Err(self.error("`,` or `}` was expected here"));
            }
        }
    }

    fn array(&mut self) -> Result<DocumentValue, SyntaxError> {
        let mut items = Vec::new();
        self.skip_space();
        if self.take(b']') {
            return Ok(DocumentValue::List(items));
        }
        loop {
            self.skip_space();
            items.push(self.value()?);
            self.skip_space();
            if self.take(b']') {
                return Ok(DocumentValue::List(items));
            }
            if !self.take(b',') {
                return Err(self.error("`,` or `]` was expected here"));
            }
        }
    }

    /// A string, after its first quote. Only the quotes and escapes are looked for: what is between them is copied.
    fn string(&mut self) -> Result<String, SyntaxError> {
        let start = self.at;
        self.at = self.at.saturating_add(1);
        let mut string = String::new();
        loop {
            let rest = self.rest();
            let Some(length) = rest.find(['"', '\\', '\n']) else {
                self.at = start;
                return Err(self.error("this text has no end"));
            };
            string.push_str(rest.get(..length).unwrap_or_default());
            self.at = self.at.saturating_add(length);
            match self.peek() {
                Some(b'"') => {
                    self.at = self.at.saturating_add(1);
                    return Ok(string);
                }
                Some(b'\\') => string.push(self.escape()?),
                _ => return Err(self.error("a text cannot have a line end; write `\\n`")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, SyntaxError> {
        self.at = self.at.saturating_add(1);
        let escaped = match self.peek() {
            Some(mark @ (b'"' | b'\\' | b'/')) => char::from(mark),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.error("there is no such escape")),
        };
        self.at = self.at.saturating_add(1);
        Ok(escaped)
    }

    fn unicode_escape(&mut self) -> Result<char, SyntaxError> {
        let first = self.code_unit()?;
        if (0xD800..0xDC00).contains(&first) && self.rest().starts_with("\\u") {
            let before = self.at;
            self.at = self.at.saturating_add(1);
            let second = self.code_unit()?;
            if let Some(Ok(character)) = char::decode_utf16([first, second]).next() {
                return Ok(character);
            }
            self.at = before;
        }
        Ok(char::from_u32(u32::from(first)).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// The number after a `u`.
    fn code_unit(&mut self) -> Result<u16, SyntaxError> {
        self.at = self.at.saturating_add(1);
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
        let unit = unit.ok_or_else(|| self.error("four hexadecimal digits were expected here"))?;
        self.at = self.at.saturating_add(4);
        Ok(unit)
    }

    fn word(&mut self) -> Result<DocumentValue, SyntaxError> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        let rest = self.rest();
        let word = rest.get(..rest.find(|c| !is_part(c)).unwrap_or(rest.len())).unwrap_or_default();
        let value = match word {
            "null" => DocumentValue::Null,
            "true" => DocumentValue::Bool(true),
            "false" => DocumentValue::Bool(false),
            _ if serde_json::from_str::<serde_json::Number>(word).is_ok() => DocumentValue::Number(word.to_owned()),
            _ => return Err(self.error("a value was expected here")),
        };
        self.at = self.at.saturating_add(word.len());
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_the_lines_of_the_file() {
        let root = read("{\n  \"a\": [1,\n\t-2.5e3],\n  \"b\\u0041\\ud83d\\ude00\\/\": null\n}\n").unwrap();
        let list = root.entry("a").unwrap();
        assert!(matches!(&list.node.value, DocumentValue::List(items) if items[1].line == 3 && items.len() == 2));
        assert_eq!(list.line, 2);
        assert_eq!(root.entry("bA😀/").unwrap().line, 4);
        assert_eq!(read(r#""\ud800x""#).unwrap().text(), Some("\u{fffd}x"));
    }

    #[test]
    fn errors_have_line_and_column() {
        for (text, line, column) in [
            ("{\n  \"ä\" 1}", 2, 7),
            ("[1, 2", 1, 6),
            ("{\"a\": 1} x", 1, 10),
            ("\"a\nb\"", 1, 3),
            ("[01]", 1, 2),
            ("\"\\u12g4\"", 1, 4),
            ("{a: 1}", 1, 2),
            ("", 1, 1),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!((error.line, error.column), (line, column), "{text}: {}", error.message);
        }
        assert_eq!(read(&"[".repeat(1000)).unwrap_err().message, "the file is nested too deeply");
    }
}
