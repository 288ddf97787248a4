//! Copies of recordings that can be handed on. A copy contains what `verify traffic` reads, and of that only what is known to be
//! harmless: names and values that the specs list, names of HTTP, Booleans, small numbers, forms of dates. Everything else is
//! replaced with a numbered placeholder of which the comparison with the specs says the same.

mod context;
mod known;
mod placeholders;
mod values;

use serde_json::value::RawValue;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use self::context::{ErrorContext, ValueContext};
use self::known::{KnownNames, is_known_encoding};
use self::placeholders::Placeholders;
use self::values::Values;
use super::address;
use super::body::{self, Unreadable, close};
use super::exchange::{method_name, query_input};
use super::har::{self, Exchange, HarError, HarReader, Message, RecordedBody};
use super::headers::{family, is_standard, known_headers};
use super::matching::{Called, Match, Matcher};
use super::secrets::{
    HIDDEN, is_secret_name, is_short_version, media_type_for_messages, segments_for_messages, shown_name,
};
use super::statuses::{codes, decoded_as, is_error, reasons};
use crate::error_bodies::is_searched;
use crate::media_types;
use crate::model::{InputPlace, Model, TypeRef};
use crate::uri::PageUri;

/// The URL of exchanges with servers that are not in the specs.
const ELSEWHERE: &str = "https://elsewhere.invalid/";

/// A label of a host in place of a variable.
const ANY_LABEL: &str = "any";

/// What is escaped in a URL.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// What HAR requires of a request and of a response, and of an entry around both, beside what is copied.
const MESSAGE: &str = r#""httpVersion":"","cookies":[],"headersSize":-1"#;
const ENTRY: &str =
    r#""startedDateTime":"2000-01-01T00:00:00Z","time":0,"cache":{},"timings":{"send":0,"wait":0,"receive":0}"#;

/// Copies a HAR file. A truncated file is copied up to its last complete entry.
pub(super) fn redact(model: &Model, text: &str) -> Result<String, HarError> {
    let mut copier = Copier {
        model,
        matcher: Matcher::new(model),
        known: KnownNames::of(model),
        placeholders: Placeholders::of(model),
        entries: 0,
        out: format!(
            "{{\"log\":{{\"version\":\"1.2\",\"creator\":{{\"name\":\"docwright\",\"version\":\"{}\"}},\"entries\":[",
            env!("CARGO_PKG_VERSION")
        ),
    };
    har::read(text, &mut copier)?;
    copier.out.push_str("\n]}}\n");
    Ok(copier.out)
}

struct Copier<'m> {
    model: &'m Model,
    matcher: Matcher<'m>,
    known: KnownNames,
    placeholders: Placeholders,
    entries: usize,
    out: String,
}

impl<'a> HarReader<'a> for Copier<'_> {
    fn entry(&mut self, entry: &'a RawValue) {
        self.out.push_str(if self.entries == 0 { "\n" } else { ",\n" });
        self.entries += 1;
        match Exchange::read(entry) {
            Some(exchange) => self.exchange(&exchange),
            None => self.out.push_str("{}"),
        }
    }
}

/// How the client reads a body.
#[derive(Clone, Copy)]
enum BodyReading<'m> {
    Json(&'m TypeRef),
    Error(u16),
    Unread,
}

impl<'m> Copier<'m> {
    fn exchange(&mut self, exchange: &Exchange<'_>) {
        let uri = address::parse(&exchange.url).unwrap_or_default();
        let found = self.matcher.find(&exchange.method, &uri, &exchange.sent);
        let called = match found {
            Match::Operation { called, .. } => Some(called),
            Match::NoOperation { .. } | Match::Elsewhere => None,
        };
        let operation = called.map(|called| called.of(self.model).1);
        let url = self.url(&found, &uri);
        let url = serde_json::Value::from(url);
        self.out.push_str(&format!(
            "{{{ENTRY},\"request\":{{\"method\":\"{}\",\"url\":{url},",
            method_name(&exchange.method)
        ));
        let sent = operation.and_then(|operation| operation.json_body());
        let reading = sent.map_or(BodyReading::Unread, |input| BodyReading::Json(&input.value));
        self.message(&exchange.sent, called, reading, ("bodySize", "postData"));
        let (status, response) = match &exchange.response {
            Some((status, response)) => (*status, response),
            None => (0, &Message { headers: Vec::new(), body: None }),
        };
        self.out.push_str(&format!("}},\"response\":{{\"status\":{status},\"statusText\":\"\",\"redirectURL\":\"\","));
        let reading = match operation {
            Some(operation) => match decoded_as(operation, status) {
                Some(expected) => BodyReading::Json(expected),
                None if is_error(operation, status) => BodyReading::Error(status),
                None => BodyReading::Unread,
            },
            None => BodyReading::Unread,
        };
        self.message(response, called, reading, ("bodySize", "content"));
        self.out.push_str("}}");
    }

    /// The URL of a request of which the matcher says the same.
    fn url(&mut self, found: &Match, uri: &PageUri) -> String {
        let (base, api) = match found {
            Match::Operation { called, base } => (*base, called.api),
            Match::NoOperation { api, base } => (*base, *api),
            Match::Elsewhere => return ELSEWHERE.to_owned(),
        };
        let base = self.matcher.base(base).clone();
        let host = base.host.iter().flat_map(|host| host.split('.'));
        let host: Vec<&str> = host.map(|label| if label.starts_with('{') { ANY_LABEL } else { label }).collect();
        let mut url = format!("https://{}", host.join("."));
        let mut push = |segment: &str| {
            url.push('/');
            url.push_str(&escaped(segment));
        };
        base.segments.iter().for_each(|segment| push(segment));
        let below = &uri.segments[base.segments.len()..];
        if let Match::Operation { called, .. } = found {
            let path = called.of(self.model).1.template.split('?').next().unwrap_or_default();
            for (template, segment) in path.split('/').filter(|segment| !segment.is_empty()).zip(below) {
                match template.split_once('{') {
                    None => push(template),
                    Some(_) if is_short_version(segment) => push(segment),
                    Some((literal, _)) => {
                        let value = segment.get(literal.len()..).unwrap_or_default();
                        push(&format!("{literal}{}", self.placeholders.text(value)));
                    }
                }
            }
        } else {
            let shown: Vec<bool> = segments_for_messages(below).map(|segment| segment.is_some()).collect();
            for (segment, is_shown) in below.iter().zip(shown) {
                if is_short_version(segment) || self.known.has_literal(api, segment) {
                    push(segment);
                } else if is_shown {
                    push(&self.placeholders.word(segment));
                } else if is_secret_name(segment) {
                    // Messages do not show what follows it.
                    push("secret-0");
                } else {
                    push(&self.placeholders.text(segment));
                }
            }
        }
        for (index, (name, value)) in uri.query.iter().enumerate() {
            let (name, value) = self.parameter(found, name, value);
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(&format!("{}={}", escaped(&name), escaped(&value)));
        }
        url
    }

    fn parameter(&mut self, found: &Match, name: &str, value: &str) -> (String, String) {
        let Match::Operation { called, .. } = found else {
            return (self.placeholders.name(name), self.placeholders.text(value));
        };
        let (api, operation) = called.of(self.model);
        if let Some((_, input)) = query_input(operation, name) {
            let context = ValueContext::of(api, &input.value, is_secret_name(name));
            let value = if input.place == InputPlace::QueryJson {
                self.json_text(value, context).unwrap_or_else(|| self.placeholders.text(value))
            } else {
                self.placeholders.query_value(api, &input.value, value, context.is_hidden)
            };
            return (name.to_owned(), value);
        }
        let same_name = |(known, _): &(&str, &str)| known.eq_ignore_ascii_case(name);
        let fixed = operation.fixed_query().find(|pair| same_name(pair) && pair.1.eq_ignore_ascii_case(value));
        match fixed.or_else(|| operation.fixed_query().find(same_name)) {
            Some((known, fixed)) if fixed.eq_ignore_ascii_case(value) => (known.to_owned(), fixed.to_owned()),
            Some((known, _)) => (known.to_owned(), self.placeholders.text(value)),
            None => (self.placeholders.name(name), self.placeholders.text(value)),
        }
    }

    /// The headers and the body of a message.
    fn message(
        &mut self,
        message: &Message<'_>,
        called: Option<Called>,
        reading: BodyReading<'m>,
        (sizes, content): (&str, &str),
    ) {
        self.out.push_str(MESSAGE);
        self.out.push_str(",\"headers\":[");
        for (index, (name, value)) in message.headers.iter().enumerate() {
            let (name, value) = self.header(name, value, called);
            let separator = if index == 0 { "" } else { "," };
            let (name, value) = (serde_json::Value::from(name), serde_json::Value::from(value));
            self.out.push_str(&format!("{separator}{{\"name\":{name},\"value\":{value}}}"));
        }
        let media = message.header("content-type").map(|media| self.media_type(media)).unwrap_or_default();
        let body = message.body.as_ref().map(|body| self.body(body, called, reading));
        let is_request = content == "postData";
        let (size, text) = body.unwrap_or((-1, String::new()));
        let media = serde_json::Value::from(media);
        self.out.push_str(&format!("],\"{sizes}\":{}", if is_request { size } else { -1 }));
        if !is_request || message.body.is_some() {
            self.out.push_str(&format!(",\"{content}\":{{\"size\":{size},\"mimeType\":{media}{text}}}"));
        }
    }

    fn header(&mut self, name: &str, value: &str, called: Option<Called>) -> (String, String) {
        let is_listed = called.is_some_and(|called| {
            let (api, operation) = called.of(self.model);
            known_headers(api, operation).any(|known| known.eq_ignore_ascii_case(name))
        });
        let lowercase = name.to_ascii_lowercase();
        let copied = match family(name) {
            _ if is_listed => lowercase.clone(),
            // The rest of the name can be anything.
            Some(family) => format!("{family}other"),
            None if is_standard(name) => lowercase.clone(),
            None if shown_name(name).is_none() => self.placeholders.name(name),
            None => self.placeholders.name(&lowercase),
        };
        let value = match lowercase.as_str() {
            "content-type" => self.media_type(value),
            "content-encoding" if is_known_encoding(value) => value.to_owned(),
            _ => self.placeholders.text(value),
        };
        (copied, value)
    }

    fn media_type(&mut self, text: &str) -> String {
        let essence = media_types::essence(text);
        if text.trim().is_empty() {
            String::new()
        } else if self.known.has_media_type(&essence) {
            essence
        } else {
            match media_type_for_messages(text) {
                Some(shown) => self.placeholders.media_type(&shown),
                None => HIDDEN.to_owned(),
            }
        }
    }

    /// The size of a body, and the members of its content that come with it.
    fn body(&mut self, recorded: &RecordedBody<'_>, called: Option<Called>, reading: BodyReading<'m>) -> (i64, String) {
        let unpacked = body::unpack(&recorded.text, recorded.is_base64, recorded.length, recorded.packing.as_deref());
        let body = match unpacked {
            Ok(body) => body,
            Err(Unreadable::Packed) => return (1, r#","encoding":"base64","text":"/w==""#.to_owned()),
            Err(Unreadable::NoBase64 | Unreadable::TooLarge) => {
                return (1, r#","encoding":"base64","text":"%""#.to_owned());
            }
        };
        let is_cut = body.is_cut || recorded.is_marked_truncated;
        let text = match std::str::from_utf8(&body.bytes) {
            Ok(text) => text,
            Err(error) if is_cut => std::str::from_utf8(&body.bytes[..error.valid_up_to()]).unwrap_or_default(),
            // Neither JSON nor plain text.
            Err(_) => "<",
        };
        let (expected, error) = match (reading, called) {
            (BodyReading::Json(expected), Some(called)) => (Some((called.of(self.model).0, expected)), None),
            (BodyReading::Error(status), Some(called)) => {
                let (api, operation) = called.of(self.model);
                let codes = codes(api, operation, status).map(|(_, codes)| codes).unwrap_or_default();
                let reasons = reasons(api, operation, status).map(|(_, reasons)| reasons).unwrap_or_default();
                let reasons = reasons.iter().map(|reason| reason.wire.as_str());
                let reasons = reasons.filter(|_| is_searched(&body.bytes)).collect();
                (None, Some(ErrorContext { codes, reasons }))
            }
            _ => (None, None),
        };
        let context = match expected {
            Some((api, expected)) => ValueContext::of(api, expected, false),
            None => ValueContext::of_error(error.as_ref()),
        };
        let copy = self.plain_body(text, is_cut, context);
        let size = i64::try_from(copy.len()).unwrap_or(i64::MAX).saturating_add(i64::from(is_cut));
        (size, format!(",\"text\":{}", serde_json::Value::from(copy)))
    }

    fn plain_body(&mut self, text: &str, is_cut: bool, context: ValueContext<'_>) -> String {
        if text.trim().is_empty() {
            // Without a text, a body was not recorded.
            return if text.is_empty() && !is_cut { String::new() } else { " ".to_owned() };
        }
        if let Some(copy) = self.json_text(text, context) {
            return copy;
        }
        let ends_early = serde_json::from_str::<&RawValue>(text).is_err_and(|error| error.is_eof());
        if is_cut && ends_early {
            let (closed, cut) = close(text);
            let mut copy = self.json_text(&closed, context).unwrap_or_default();
            copy.truncate(copy.len().saturating_sub(closed.len() - cut));
            // What follows shows that the last value is complete; without a value, the beginning of one is left.
            match copy.chars().next_back() {
                Some('[' | '{') => {}
                Some(_) => copy.push(','),
                None => copy.push('"'),
            }
            return copy;
        }
        let placeholder = self.placeholders.error_text(text, context.error);
        if text.trim_start().starts_with(['<', '{', '[']) { format!("<{placeholder}>") } else { placeholder }
    }

    /// JSON text as a copy has it; `None` if it is not JSON.
    fn json_text(&mut self, text: &str, context: ValueContext<'_>) -> Option<String> {
        let raw = serde_json::from_str::<&RawValue>(text).ok()?;
        let mut values = Values { known: &self.known, placeholders: &mut self.placeholders, out: String::new() };
        values.value(raw, context);
        Some(values.out)
    }
}

fn escaped(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}
