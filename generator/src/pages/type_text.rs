//! Parses the type columns of pages.

/// A type as a page writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PageType {
    /// Text of any kind.
    Text,
    /// A whole number; its size in bits where it is stated.
    Integer(Option<u8>),
    /// A number with a fraction.
    Number,
    /// A truth value.
    Boolean,
    /// A point in time.
    DateTime,
    /// A day.
    Date,
    /// What pages call a date: a day, or a point in time.
    AnyDate,
    /// A length of time.
    Duration,
    /// A UUID.
    Uuid,
    /// Any object.
    Object,
    /// An enum whose values are listed elsewhere.
    Enum,
    /// A list of a type; `None` if the item type is not stated.
    List(Option<Box<PageType>>),
    /// Values by key.
    Map,
    /// A defined type, without its namespace, with its type argument.
    Named(String, Option<Box<PageType>>),
}

/// Parses the text of a type column; `None` for words that are not a type.
pub(crate) fn parse(text: &str) -> Option<PageType> {
    parse_nested(text, 0)
}

/// Whether a text names several types, one of which is text (`integer or string`): whatever a value is, it can be written as text.
pub(crate) fn is_any_text(text: &str) -> bool {
    let lower = text.to_lowercase().replace(" or ", "/");
    let types: Option<Vec<PageType>> = lower.split('/').map(|words| simple(words.trim())).collect();
    types.is_some_and(|types| types.len() > 1 && types.contains(&PageType::Text))
}

/// A type as a page writes it, without the namespaces of its names.
pub(crate) fn without_namespaces(text: &str) -> String {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '+');
    let mut short = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(length);
        short.push_str(name.rsplit(['.', '+']).find(|part| !part.is_empty()).unwrap_or(name));
        let other = after.find(is_of_name).unwrap_or(after.len());
        short.push_str(&after[..other]);
        rest = &after[other..];
    }
    short
}

/// The name of a type in a title such as `The Crate object`.
pub(crate) fn without_noun(title: &str) -> &str {
    let title = title.trim();
    let is_noun = |rest: &&str| NOUNS.iter().any(|noun| noun.eq_ignore_ascii_case(rest));
    let name = title.rfind(' ').map(|space| title.split_at(space)).filter(|(_, noun)| is_noun(noun));
    name.map(|(name, _)| without_article(name)).filter(|name| !name.is_empty()).unwrap_or(title)
}

fn without_article(text: &str) -> &str {
    let text = text.trim();
    ["The ", "the "].iter().find_map(|article| text.strip_prefix(article)).unwrap_or(text).trim()
}

/// How deep types may nest; no page nests them deeper.
const DEPTH_LIMIT: usize = 8;

/// Words that pages add to the name of a type.
const NOUNS: &[&str] = &[" objects", " object", " resources", " resource"];

const LIST_WORDS: &[&str] =
    &["collection of ", "array of ", "list of ", "an array of ", "a list of ", "a collection of "];

fn parse_nested(text: &str, depth: usize) -> Option<PageType> {
    let text = text.trim().trim_end_matches('.').trim();
    // Whether a value can be null is stated apart from its type.
    let text = text.strip_prefix('?').unwrap_or(text);
    let text = [" or null", " | null"].iter().find_map(|words| text.strip_suffix(words)).unwrap_or(text);
    let of_noun = NOUNS.iter().find_map(|noun| text.strip_suffix(noun));
    let text = of_noun.map_or(text, without_article);
    if depth > DEPTH_LIMIT || text.is_empty() {
        return None;
    }
    let lower = text.to_lowercase();
    if let Some(simple) = simple(&lower) {
        return Some(simple);
    }
    if let Some(item) = text.strip_suffix("[]") {
        return Some(list_of(item, depth));
    }
    // A word before `array` is a type only if it is one of the usual ones.
    let of_items = || [" array", " list"].iter().find_map(|words| lower.strip_suffix(words));
    if let Some(item) = of_items().and_then(simple) {
        return Some(PageType::List(Some(Box::new(item))));
    }
    // `array of objects` states no named item type.
    if of_noun.is_some() && LIST_WORDS.iter().any(|words| words.trim_end() == lower) {
        return Some(PageType::List(None));
    }
    if let Some(words) = LIST_WORDS.iter().find(|words| lower.starts_with(**words)) {
        let item = text.get(words.len()..)?.trim();
        return Some(list_of(item, depth));
    }
    let (name, argument) = collection(text).unwrap_or_else(|| generic(text));
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '+')) {
        return None;
    }
    let name = name.rsplit(['.', '+']).next().unwrap_or(name);
    if name.is_empty() {
        return None;
    }
    let argument = argument.and_then(|argument| parse_nested(argument, depth + 1)).map(Box::new);
    Some(match name.to_lowercase().as_str() {
        "list" | "ienumerable" | "icollection" | "ilist" | "collection" | "array" => PageType::List(argument),
        "dictionary" | "idictionary" => PageType::Map,
        "nullable" => *argument?,
        _ => PageType::Named(name.to_owned(), argument),
    })
}

fn list_of(item: &str, depth: usize) -> PageType {
    let singular = item.to_lowercase();
    if let Some(item) = singular.strip_suffix('s').and_then(simple) {
        return PageType::List(Some(Box::new(item)));
    }
    PageType::List(parse_nested(item, depth + 1).map(Box::new))
}

/// Name and argument of `Collection(Argument)`; other words in parentheses are the format of a value.
fn collection(text: &str) -> Option<(&str, Option<&str>)> {
    let (name, argument) = text.strip_suffix(')')?.split_once('(')?;
    ["collection", "array", "list"].iter().any(|list| name.eq_ignore_ascii_case(list)).then_some((name, Some(argument)))
}

/// Name and argument of `Name<Argument>` and of `Name[Argument]`.
fn generic(text: &str) -> (&str, Option<&str>) {
    for (open, close) in [('<', '>'), ('[', ']')] {
        if let (Some(start), Some(end)) = (text.find(open), text.rfind(close))
            && start < end
        {
            return (text[..start].trim(), Some(&text[start + 1..end]));
        }
    }
    (text, None)
}

fn simple(lower: &str) -> Option<PageType> {
    Some(match lower {
        "string" | "strings" | "text" | "uri" | "url" | "string (uri)" | "base64" | "byte[]" | "binary"
        | "string (byte)" => PageType::Text,
        "integer" | "int" | "integers" | "whole number" => PageType::Integer(None),
        "int32" | "integer-32" | "integer (int32)" | "integer32" => PageType::Integer(Some(32)),
        "int64" | "long" | "integer-64" | "integer (int64)" | "integer64" => PageType::Integer(Some(64)),
        "number" | "double" | "decimal" | "float" | "number (double)" | "number (float)" | "number (decimal)" => {
            PageType::Number
        }
        "boolean" | "bool" => PageType::Boolean,
        "datetime" | "date-time" | "string (date-time)" | "datetimeoffset" => PageType::DateTime,
        "string (date)" => PageType::Date,
        "date" => PageType::AnyDate,
        "duration" | "string (duration)" => PageType::Duration,
        "guid" | "uuid" | "string (guid)" | "string (uuid)" => PageType::Uuid,
        "object" | "json" | "json object" => PageType::Object,
        "enum" | "enum:" | "string (enum)" => PageType::Enum,
        "array" | "list" | "collection" => PageType::List(None),
        "dictionary" | "map" => PageType::Map,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{PageType, is_any_text, parse, without_namespaces, without_noun};

    #[test]
    fn spellings_of_one_type_mean_the_same() {
        for text in ["integer-32", "int32", "Integer (int32)"] {
            assert_eq!(parse(text), Some(PageType::Integer(Some(32))), "{text}");
        }
        for text in [
            "array of License",
            "License[]",
            "List<License>",
            "collection of License objects",
            "Collection(License)",
            "?array of License",
            "License[] or null",
        ] {
            let license = PageType::Named("License".to_owned(), None);
            assert_eq!(parse(text), Some(PageType::List(Some(Box::new(license)))), "{text}");
        }
        for text in ["Array of objects", "list of objects", "array"] {
            assert_eq!(parse(text), Some(PageType::List(None)), "{text}");
        }
        for text in ["integer array", "array of integers", "Array of Integer", "integer[]", "integer list"] {
            assert_eq!(parse(text), Some(PageType::List(Some(Box::new(PageType::Integer(None))))), "{text}");
        }
        let pair = "System.Collections.Generic.KeyValuePair[System.String,System.String]";
        assert!(matches!(parse(pair), Some(PageType::Named(name, _)) if name == "KeyValuePair"));
    }

    #[test]
    fn one_of_several_types_can_be_text() {
        assert!(is_any_text("integer/string") && is_any_text("String or Integer"));
        assert!(!is_any_text("string") && !is_any_text("integer or boolean") && !is_any_text("string or License"));
    }

    #[test]
    fn namespaces_are_left_out() {
        assert_eq!(without_namespaces("Microsoft.Store.License[]"), "License[]");
        assert_eq!(without_namespaces("array of A.B<C.D>"), "array of B<D>");
        assert_eq!(without_namespaces("string (date-time)"), "string (date-time)");
        assert_eq!(without_namespaces("…"), "…");
    }

    #[test]
    fn titles_of_types_have_words_around_the_name() {
        for title in ["The Crate object", "Crate Object", "the Crate resource", "Crate"] {
            assert_eq!(without_noun(title), "Crate", "{title}");
        }
        for title in ["The object", "Object", "The Crate", "Crate objection"] {
            assert_ne!(without_noun(title), "Crate", "{title}");
        }
        assert_eq!(parse("The Crate object"), parse("Crate"));
    }

    #[test]
    fn misspelled_types_are_no_types() {
        assert_eq!(parse("integer-3232"), None);
        assert_eq!(parse("string in UTC date time format"), None);
        assert!(parse(&format!("a{}", "[]".repeat(1000))).is_some(), "beyond the depth limit it is still a list");
        assert_eq!(parse("collection of"), None);
        assert_eq!(parse("integer or string"), None, "a page does not say which");
        assert_eq!(parse(""), None);
    }
}
