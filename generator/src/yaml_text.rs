//! YAML as people write it: one line per fact where a fact fits on a line.

mod document;

pub(crate) use document::Document;

use serde_yaml::{Mapping, Value};

/// The longest line that holds a whole collection.
const WIDTH: usize = 120;

/// Prints a value in block style; collections of scalars that fit on a line are printed on one.
pub(crate) fn print(value: &Value) -> String {
    let mut text = String::new();
    match value {
        Value::Mapping(mapping) => print_mapping(mapping, 0, &mut text),
        Value::Sequence(items) => print_sequence(items, 0, &mut text),
        scalar => text.push_str(&self::scalar(scalar)),
    }
    text
}

fn print_mapping(mapping: &Mapping, indent: usize, text: &mut String) {
    for (key, value) in mapping {
        let key = block_key(key);
        text.push_str(&" ".repeat(indent));
        text.push_str(&key);
        text.push(':');
        print_value(value, indent, indent + key.len() + 2, text);
    }
}

fn print_sequence(items: &[Value], indent: usize, text: &mut String) {
    for item in items {
        text.push_str(&" ".repeat(indent));
        text.push('-');
        match item {
            // The first entry is on the line of the dash.
            Value::Mapping(mapping) if flow(item, indent + 2).is_none() => {
                let mut entries = String::new();
                print_mapping(mapping, indent + 2, &mut entries);
                text.push(' ');
                text.push_str(entries.trim_start());
            }
            item => print_value(item, indent, indent + 2, text),
        }
    }
}

/// Prints what follows a key or a dash, line break included.
fn print_value(value: &Value, indent: usize, column: usize, text: &mut String) {
    match (value, flow(value, column)) {
        (Value::Null, _) => text.push('\n'),
        (_, Some(line)) => {
            text.push(' ');
            text.push_str(&line);
            text.push('\n');
        }
        (Value::Mapping(mapping), None) => {
            text.push('\n');
            print_mapping(mapping, indent + 2, text);
        }
        (Value::Sequence(items), None) => {
            text.push('\n');
            print_sequence(items, indent + 2, text);
        }
        (scalar, None) => {
            text.push(' ');
            text.push_str(&self::scalar(scalar));
            text.push('\n');
        }
    }
}

/// A value on one line, if it is a scalar or a collection that fits.
fn flow(value: &Value, column: usize) -> Option<String> {
    let line = match value {
        Value::Mapping(mapping) if mapping.is_empty() => "{}".to_owned(),
        Value::Mapping(mapping) => {
            let entries: Option<Vec<String>> =
                mapping.iter().map(|(key, value)| Some(format!("{}: {}", scalar(key), flow_item(value)?))).collect();
            format!("{{ {} }}", entries?.join(", "))
        }
        Value::Sequence(_) => flow_item(value)?,
        scalar => return Some(self::scalar(scalar)),
    };
    (column + line.chars().count() <= WIDTH).then_some(line)
}

/// A scalar, or a list of scalars.
fn flow_item(value: &Value) -> Option<String> {
    match value {
        Value::Sequence(items) => {
            let is_scalar = |item: &Value| !matches!(item, Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_));
            let all_scalars = items.iter().all(is_scalar);
            all_scalars.then(|| format!("[{}]", items.iter().map(scalar).collect::<Vec<_>>().join(", ")))
        }
        Value::Mapping(mapping) if mapping.is_empty() => Some("{}".to_owned()),
        Value::Mapping(_) | Value::Tagged(_) => None,
        scalar => Some(self::scalar(scalar)),
    }
}

/// A key on a line of its own, where brackets end no collection.
fn block_key(key: &Value) -> String {
    match key {
        Value::String(text) if is_plain(&text.replace(['[', ']'], "")) && !text.starts_with(['[', ']']) => text.clone(),
        other => scalar(other),
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::String(text) if is_plain(text) => text.clone(),
        Value::String(text) => quoted(text),
        _ => "null".to_owned(),
    }
}

/// A JSON string is a YAML string in double quotes, but for characters that YAML wants to be escaped.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    if json.chars().all(is_printable) {
        return json;
    }
    json.chars().map(|c| if is_printable(c) { c.to_string() } else { format!("\\U{:08X}", u32::from(c)) }).collect()
}

/// Whether a character can be in YAML as it is, and ends no line.
fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether a text can be printed without quotes, anywhere, and is read back as the same text.
fn is_plain(text: &str) -> bool {
    let is_safe =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ' | '(' | ')' | '<' | '>' | '+');
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '/'));
    let is_word = !matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    starts_well && is_word && !text.ends_with(' ') && text.chars().all(is_safe)
}

#[cfg(test)]
mod tests {
    use super::print;

    #[test]
    fn facts_are_printed_on_one_line_and_read_back() {
        let text = r#"
pages:
  - name: get-things
    version: "06/19/2017"
    requests: [{ method: GET, uri: "https://a.example/{id}?a=1" }]
    parameters:
      - { name: id, type: "string # no", required: true, values: [a, "no", "1", "*"] }
    nothing:
    quoted: "a: b"
"#;
        let value: serde_yaml::Value = serde_yaml::from_str(text).unwrap_or_default();
        let printed = print(&value);
        assert_eq!(serde_yaml::from_str::<serde_yaml::Value>(&printed).ok(), Some(value));
        let line = r#"      - { name: id, type: "string # no", required: true, values: [a, "no", "1", "*"] }"#;
        assert!(printed.lines().any(|printed| printed == line), "{printed}");
    }
}
