//! A mapping with comments, as people write a file that others will edit: a line an entry, notes beside what they are about.

use serde_yaml::Value;

use super::{WIDTH, is_printable, print_value, scalar};

/// A mapping that is printed in block style, with its comments.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Document {
    lines: Vec<YamlLine>,
    is_spaced: bool,
}

/// What follows a key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum YamlContent {
    /// A plain value.
    Value(Value),
    /// A mapping in block style.
    Document(Document),
}

#[derive(Clone, Debug, PartialEq)]
enum YamlLine {
    Comment(String),
    Entry { key: Value, content: YamlContent, note: Option<String> },
}

impl Document {
    /// A mapping without entries.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A mapping without entries, whose entries will be an empty line apart.
    pub(crate) fn spaced() -> Self {
        Self { is_spaced: true, ..Self::default() }
    }

    /// Whether it has no entry and no comment.
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Adds a comment on a line of its own.
    pub(crate) fn comment(&mut self, text: impl Into<String>) {
        self.lines.push(YamlLine::Comment(text.into()));
    }

    /// Adds an entry.
    pub(crate) fn insert(&mut self, key: impl Into<Value>, content: impl Into<YamlContent>) {
        self.lines.push(YamlLine::Entry { key: key.into(), content: content.into(), note: None });
    }

    /// Adds an entry with a comment beside it, or above it where there is no room.
    pub(crate) fn insert_noted(
        &mut self,
        key: impl Into<Value>,
        content: impl Into<YamlContent>,
        note: Option<String>,
    ) {
        self.lines.push(YamlLine::Entry { key: key.into(), content: content.into(), note });
    }

    /// Prints the file.
    pub(crate) fn print(&self) -> String {
        let mut text = String::new();
        self.print_at(0, &mut text);
        text
    }

    fn print_at(&self, indent: usize, text: &mut String) {
        let margin = " ".repeat(indent);
        let mut is_first = true;
        for line in &self.lines {
            match line {
                YamlLine::Comment(comment) => push_comment(&margin, comment, text),
                YamlLine::Entry { key, content, note } => {
                    if self.is_spaced && !is_first {
                        text.push('\n');
                    }
                    is_first = false;
                    let mut entry = String::new();
                    print_entry(key, content, indent, &mut entry);
                    push_noted(&entry, note.as_deref(), &margin, text);
                }
            }
        }
    }
}

fn print_entry(key: &Value, content: &YamlContent, indent: usize, text: &mut String) {
    let key = scalar(key);
    text.push_str(&" ".repeat(indent));
    text.push_str(&key);
    text.push(':');
    match content {
        YamlContent::Value(Value::String(words)) if is_plain_in_block(words) => {
            text.push(' ');
            text.push_str(words);
            text.push('\n');
        }
        YamlContent::Value(value) => print_value(value, indent, indent + key.chars().count() + 2, text),
        YamlContent::Document(document) if document.is_empty() => text.push_str(" {}\n"),
        YamlContent::Document(document) => {
            text.push('\n');
            document.print_at(indent + 2, text);
        }
    }
}

fn push_noted(entry: &str, note: Option<&str>, margin: &str, text: &mut String) {
    let Some(note) = note else { return text.push_str(entry) };
    let (first, rest) = entry.split_once('\n').unwrap_or((entry, ""));
    if first.chars().count() + 3 + note.chars().count() > WIDTH {
        push_comment(margin, note, text);
        text.push_str(entry);
    } else {
        text.push_str(first);
        push_comment(" ", note, text);
        text.push_str(rest);
    }
}

/// A comment ends with its line, whatever characters it was made of.
fn push_comment(margin: &str, comment: &str, text: &mut String) {
    text.push_str(margin);
    text.push_str("# ");
    text.extend(comment.chars().map(|character| if is_printable(character) { character } else { ' ' }));
    text.push('\n');
}

/// Whether a text that ends its line can be printed without quotes, and is read back as the same text: paths, URLs and dates as
/// well.
fn is_plain_in_block(text: &str) -> bool {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "_-./ ()<>+:{}?&=,@~!*;$".contains(c);
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '/'));
    let could_be_number = text.starts_with(|c: char| c.is_ascii_digit())
        && (text.parse::<f64>().is_ok() || text.chars().all(|c| c.is_ascii_hexdigit() || "_.:+xo".contains(c)));
    let ends_key = text.contains(": ") || text.ends_with(':') || text.ends_with(' ');
    let word = text.to_ascii_lowercase();
    let is_word = !matches!(word.as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n");
    starts_well && is_word && !could_be_number && !ends_key && text.chars().all(is_safe)
}

impl From<Value> for YamlContent {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for YamlContent {
    fn from(text: &str) -> Self {
        Self::Value(text.into())
    }
}

impl From<String> for YamlContent {
    fn from(text: String) -> Self {
        Self::Value(text.into())
    }
}

impl From<Document> for YamlContent {
    fn from(document: Document) -> Self {
        Self::Document(document)
    }
}

#[cfg(test)]
mod tests {
    use serde_yaml::Value;

    use super::Document;

    #[test]
    fn comments_are_beside_or_above_their_nodes() {
        let mut inner = Document::new();
        inner.comment("no entry yet");
        inner.insert_noted("a", "b", Some("short".to_owned()));
        inner.insert_noted("c", "d", Some("long ".repeat(30)));
        let mut document = Document::spaced();
        document.insert("first", inner);
        document.insert_noted("second", Document::new(), Some("a\nb".to_owned()));
        let long = "long ".repeat(30);
        let expected = format!("first:\n  # no entry yet\n  a: b # short\n  # {long}\n  c: d\n\nsecond: {{}} # a b\n");
        assert_eq!(document.print(), expected);
    }

    #[test]
    fn texts_are_unquoted_only_if_they_are_read_back_as_texts() {
        let texts = [
            "/v{version}/a",
            "https://a.example/b?c=d",
            "06/19/2017",
            "2026-11-21",
            "1e5",
            "0x1f",
            "12:30:00",
            "1_000",
            "0b1",
            "no",
            "a: b",
            "a #b",
            "{a}",
            "- a",
            "",
            " a",
            "a ",
            "List<A>",
            "GUID-1",
            "123",
            "1.5",
            "ends:",
            "a,b",
            "=",
            "*x",
            "é",
            "0000aaaa-11",
            "1e-5",
            "\u{feff}\u{2028}\u{85}\u{7f}",
        ];
        for text in texts {
            let mut document = Document::new();
            document.insert("key", text);
            let read: Result<Value, _> = serde_yaml::from_str(&document.print());
            assert_eq!(read.ok().and_then(|read| read.get("key").cloned()), Some(Value::from(text)), "{text}");
        }
        let mut document = Document::new();
        document.insert("GET", "/v{version}/a");
        document.insert("captured", "2026-11-21");
        assert_eq!(document.print(), "GET: /v{version}/a\ncaptured: 2026-11-21\n");
    }
}
