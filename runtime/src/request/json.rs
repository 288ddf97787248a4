//! JSON that is sent, and the secrets in it.

use std::io;
use std::ops::Range;

use serde::Serialize;
use serde_json::Value;

use crate::SecretString;
use crate::values::is_writing_secret;

/// The text of a value, and the secrets in it.
pub(super) struct SentJson {
    text: Vec<u8>,
    secrets: Vec<Range<usize>>,
    /// Where the secret begins that is being written.
    begun: Option<usize>,
}

impl SentJson {
    /// `None` if the value cannot be written as JSON.
    pub(super) fn of<T: Serialize + ?Sized>(value: &T) -> Option<Self> {
        let mut this = Self { text: Vec::new(), secrets: Vec::new(), begun: None };
        let is_written = value.serialize(&mut serde_json::Serializer::new(&mut this)).is_ok();
        is_written.then_some(this)
    }

    pub(super) fn into_text_and_secrets(mut self) -> (Vec<u8>, Vec<SecretString>) {
        self.end_secret();
        let mut secrets = Vec::new();
        for range in self.secrets {
            // A value that was written is JSON.
            if let Ok(value) = serde_json::from_slice(self.text.get(range).unwrap_or_default()) {
                collect_texts(value, &mut secrets);
            }
        }
        (self.text, secrets)
    }

    fn end_secret(&mut self) {
        if let Some(start) = self.begun.take() {
            self.secrets.push(start..self.text.len());
        }
    }
}

impl io::Write for &mut SentJson {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if is_writing_secret() {
            self.begun.get_or_insert(self.text.len());
        } else {
            self.end_secret();
        }
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The texts and numbers at any depth.
fn collect_texts(value: Value, texts: &mut Vec<SecretString>) {
    match value {
        Value::String(text) => texts.push(SecretString::new(text)),
        Value::Number(number) => texts.push(SecretString::new(number.to_string())),
        Value::Array(items) => items.into_iter().for_each(|item| collect_texts(item, texts)),
        Value::Object(members) => members.into_iter().for_each(|(_, value)| collect_texts(value, texts)),
        Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    #[test]
    fn secrets_at_any_depth_are_found_and_others_are_not() {
        let inner = vec![Secret::new(("a\"b".to_owned(), 12_345)), Secret::new(("c".to_owned(), -1))];
        let value = ("open", inner, SecretString::from("\u{e9}\n"), Secret::new(true), 77);
        let sent = SentJson::of(&value).unwrap();
        let (text, secrets) = sent.into_text_and_secrets();
        assert_eq!(text, serde_json::to_vec(&value).unwrap());
        let secrets: Vec<&str> = secrets.iter().map(|secret| secret.expose().as_str()).collect();
        assert_eq!(secrets, ["a\"b", "12345", "c", "-1", "\u{e9}\n"]);
        let none = SentJson::of(&"open").unwrap().into_text_and_secrets();
        assert_eq!(none, (b"\"open\"".to_vec(), Vec::new()));
    }
}
