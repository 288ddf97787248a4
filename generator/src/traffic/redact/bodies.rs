//! Bodies of exchanges, in the encoding that the recording has.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::value::RawValue;

use super::packed;
use super::texts::is_secret_pair;
use super::{REPLACEMENT, RedactionContext, Redactor};
use crate::json_text::{self as json, Members};
use crate::traffic::body::{self, close};
use crate::traffic::secrets::mentions_secrets;

/// Replaces a body whose base64 is invalid. It is not valid base64 either.
const UNREADABLE: &str = "[REDACTED]";

/// Media types that contain no data of a service.
const HARMLESS_MEDIA: &[&str] = &["image/", "font/", "audio/", "video/"];

impl Redactor {
    /// The text of a recorded body without its secrets; `content` is the object that has the text.
    pub(super) fn body(&mut self, text: &str, content: &Members<'_>, context: RedactionContext) -> String {
        let stated = |name| json::member(content, name).and_then(json::text).unwrap_or_default();
        let is_base64 = stated("encoding").eq_ignore_ascii_case("base64");
        let media = stated("mimeType").to_ascii_lowercase();
        if text.is_empty() || text == REPLACEMENT || text == UNREADABLE {
            return text.to_owned();
        }
        let Ok(body) = body::unpack(text, is_base64, None, None) else {
            self.replaced += 1;
            return UNREADABLE.to_owned();
        };
        // UTF-16 text can be valid UTF-8 with control characters, which text does not contain.
        let is_text = |text: &&str| !text.contains(|c: char| c.is_control() && !c.is_whitespace());
        let Some(plain) = std::str::from_utf8(&body.bytes).ok().filter(is_text) else {
            let is_harmless = HARMLESS_MEDIA.iter().any(|harmless| media.starts_with(harmless));
            return if is_harmless { text.to_owned() } else { self.replaced_body() };
        };
        let before = self.replaced;
        let clean = self.plain_body(plain, &media, context);
        if self.replaced == before {
            return text.to_owned();
        }
        if is_base64 { packed::packed(&clean, body.is_packed) } else { clean }
    }

    fn plain_body(&mut self, text: &str, media: &str, context: RedactionContext) -> String {
        let is_secret = context.is_full_of_secrets;
        let context = RedactionContext { depth: 0, is_secret, is_content: false, ..context };
        if let Ok(raw) = serde_json::from_str::<&RawValue>(text) {
            return self.json(raw, context);
        }
        if text.trim_start().starts_with(['{', '[']) {
            // JSON that is truncated or malformed.
            let (closed, cut) = close(text);
            let Ok(raw) = serde_json::from_str::<&RawValue>(&closed) else { return self.replaced_body() };
            let mut clean = self.json(raw, context);
            // The copy ends at the same place; what follows the last complete value is lost.
            clean.truncate(clean.len().saturating_sub(closed.len() - cut));
            self.replaced += usize::from(clean != text);
            return clean;
        }
        if media.contains("form-urlencoded") {
            return text.split('&').map(|pair| self.form_pair(pair, context)).collect::<Vec<_>>().join("&");
        }
        if is_secret || mentions_secrets(text) {
            return self.replaced_body();
        }
        match self.text(text, context) {
            Cow::Borrowed(text) => text.to_owned(),
            Cow::Owned(text) => text,
        }
    }

    /// A pair of a form. Only `&` ends it, since other characters may not be escaped.
    fn form_pair(&mut self, pair: &str, context: RedactionContext) -> String {
        let (name, value) = pair.split_once('=').unwrap_or(("", pair));
        let plain_name = percent_decode_str(name).decode_utf8_lossy();
        if value.is_empty() || value == REPLACEMENT || !(context.is_secret || is_secret_pair(&plain_name, value)) {
            return self.text(pair, context).into_owned();
        }
        self.replaced += 1;
        if name.is_empty() { REPLACEMENT.to_owned() } else { format!("{name}={REPLACEMENT}") }
    }

    fn replaced_body(&mut self) -> String {
        self.replaced += 1;
        REPLACEMENT.to_owned()
    }
}
