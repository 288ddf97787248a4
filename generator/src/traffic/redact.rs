//! Copies of recordings that can be handed on. A copy contains what `verify traffic` reads, and of that only what is known to be
//! harmless: names and values that the specs list, names of HTTP, Booleans, small numbers, forms of dates. Everything else is
//! replaced with a numbered placeholder of which the comparison with the specs says the same.

mod context;
mod known;
mod placeholders;
mod url;
mod values;

use std::collections::HashMap;

use serde_json::value::RawValue;

use self::context::{ErrorContext, NameInLink, ValueContext};
use self::known::{KnownNames, is_known_encoding};
use self::placeholders::Placeholders;
use self::values::Values;
use super::address;
use super::body::{self, Unreadable, close};
use super::credentials;
use super::exchange::method_name;
use super::har::{self, Exchange, HarError, HarReader, Message, RecordedBody, RecordedParts};
use super::headers::{family, is_standard, known_headers, known_response_headers, value_as_read};
use super::matching::{Called, Match, Matcher};
use super::next_page::{self, leads_on};
use super::parts;
use super::secrets::{HIDDEN, is_secret_name, media_type_for_messages};
use super::statuses::{codes, decoded_as, is_error, reasons};
use crate::error_bodies::is_searched;
use crate::json_text as json;
use crate::media_types;
use crate::model::{Api, Input, MemberCase, Model, Operation, PagingStyle, TypeRef};

/// The value of a header `Link` that leads to the next page.
const NEXT_LINK: &str = "<next>; rel=\"next\"";

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

/// How a body is read: by the service, or by the client.
#[derive(Clone, Copy)]
enum BodyReading<'m> {
    Sent(&'m TypeRef),
    Received(&'m TypeRef),
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
        let reading = sent.map_or(BodyReading::Unread, |input| BodyReading::Sent(&input.value));
        self.message(&exchange.sent, called, reading, true);
        let (status, response) = match &exchange.response {
            Some((status, response)) => (*status, response),
            None => (0, &Message { headers: Vec::new(), body: None, parts: None }),
        };
        self.out.push_str(&format!("}},\"response\":{{\"status\":{status},\"statusText\":\"\",\"redirectURL\":\"\","));
        let reading = match operation {
            Some(operation) => match decoded_as(operation, status) {
                Some(expected) => BodyReading::Received(expected),
                None if is_error(operation, status) => BodyReading::Error(status),
                None => BodyReading::Unread,
            },
            None => BodyReading::Unread,
        };
        self.message(response, called, reading, false);
        self.out.push_str("}}");
    }

    /// The headers and the body of a message.
    fn message(&mut self, message: &Message<'_>, called: Option<Called>, reading: BodyReading<'m>, is_request: bool) {
        self.out.push_str(MESSAGE);
        self.out.push_str(",\"headers\":[");
        for (index, (name, value)) in message.headers.iter().enumerate() {
            let (name, value) = self.header(name, value, called, is_request);
            let separator = if index == 0 { "" } else { "," };
            let (name, value) = (serde_json::Value::from(name), serde_json::Value::from(value));
            self.out.push_str(&format!("{separator}{{\"name\":{name},\"value\":{value}}}"));
        }
        let media = message.header("content-type").map(|media| self.media_type(media)).unwrap_or_default();
        let parts =
            called.map(|called| called.of(self.model).1).filter(|operation| is_request && operation.is_multipart());
        if let Some(copy) = parts.and_then(|operation| Some(self.parts(operation, &parts::of_message(message)?))) {
            let media = serde_json::Value::from(media);
            self.out.push_str(&format!("],\"bodySize\":-1,\"postData\":{{\"mimeType\":{media},{copy}}}"));
            return;
        }
        let body = message.body.as_ref().map(|body| self.body(body, called, reading));
        let (size, text) = body.unwrap_or((-1, String::new()));
        let media = serde_json::Value::from(media);
        let content = if is_request { "postData" } else { "content" };
        self.out.push_str(&format!("],\"bodySize\":{}", if is_request { size } else { -1 }));
        if !is_request || message.body.is_some() {
            self.out.push_str(&format!(",\"{content}\":{{\"size\":{size},\"mimeType\":{media}{text}}}"));
        }
    }

    fn header(&mut self, name: &str, value: &str, called: Option<Called>, is_request: bool) -> (String, String) {
        let lowercase = name.to_ascii_lowercase();
        let copy = match family(name) {
            _ if called.is_some_and(|called| self.is_listed_header(called, name, is_request)) => lowercase.clone(),
            // The rest of the name can be anything.
            Some(family) => format!("{family}other"),
            None if is_standard(name) => lowercase.clone(),
            None => self.placeholders.header_name(name),
        };
        let copied = self.header_value(&lowercase, value, called, is_request);
        if leads_on(name, value) && !leads_on(&copy, &copied) {
            return (format!("{copy}-continuation"), copied);
        }
        (copy, copied)
    }

    fn is_listed_header(&self, called: Called, name: &str, is_request: bool) -> bool {
        let (api, operation) = called.of(self.model);
        let is_name = |known: &str| known.eq_ignore_ascii_case(name);
        match is_request {
            true => known_headers(api, operation).any(is_name),
            false => known_response_headers(api, operation).any(is_name),
        }
    }

    fn header_value(&mut self, name: &str, value: &str, called: Option<Called>, is_request: bool) -> String {
        if let Some((api, operation)) = called.map(|called| called.of(self.model)) {
            let is_name = |known: &str| known.eq_ignore_ascii_case(name);
            let mut fixed = operation.fixed_headers.iter().filter(|(known, _)| is_name(known));
            if let Some((_, fixed)) = fixed.find(|(_, fixed)| is_request && fixed.eq_ignore_ascii_case(value.trim())) {
                return fixed.clone();
            }
            let typed = api.response_headers.iter().find(|header| !is_request && is_name(&header.name));
            if let Some(header) = typed {
                return self.placeholders.query_value(
                    api,
                    &header.value,
                    &value_as_read(header, value),
                    is_secret_name(name),
                );
            }
        }
        let carries = |api: &&Api| is_request && (api.has_credential_in_header(name) || name == "authorization");
        if let Some((scheme, key)) = called
            .map(|called| called.of(self.model).0)
            .filter(carries)
            .and_then(|api| credentials::scheme_of(api, name, value))
            && credentials::placeholder(value).is_none()
            && !key.trim().is_empty()
        {
            return format!("{scheme} {}", self.placeholders.text(key));
        }
        match name {
            "authorization" => credentials::placeholder(value).unwrap_or_else(|| self.placeholders.text(value)),
            "content-type" => self.media_type(value),
            "content-encoding" if is_known_encoding(value) => value.to_owned(),
            "link" if leads_on(name, value) => NEXT_LINK.to_owned(),
            _ => self.placeholders.text(value),
        }
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
                None if text.to_ascii_lowercase().starts_with("text/plain") => format!("text/plain{HIDDEN}"),
                None => HIDDEN.to_owned(),
            }
        }
    }

    /// The parts of a body, without their contents.
    fn parts(&mut self, operation: &Operation, found: &RecordedParts) -> String {
        let copied = found.parts.iter().map(|part| {
            let is_listed = |input: &Input| input.place.is_part() && input.wire == part.name;
            let is_known = operation.inputs.iter().any(is_listed);
            let name = if is_known { part.name.clone() } else { self.placeholders.name(&part.name) };
            let media = part.media.as_deref().map(|media| self.media_type(media)).unwrap_or_default();
            serde_json::json!({ "name": name, "contentType": media })
        });
        let copied = serde_json::Value::Array(copied.collect());
        let comment = if found.is_cut { ",\"comment\":\"truncated\"" } else { "" };
        format!("\"params\":{copied}{comment}")
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
            (BodyReading::Sent(expected) | BodyReading::Received(expected), Some(called)) => {
                (Some((called.of(self.model).0, expected)), None)
            }
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
        let member_case = match (reading, expected) {
            (BodyReading::Sent(_), Some((api, _))) => api.member_case,
            _ => MemberCase::Exact,
        };
        let copy = self.plain_body(
            text,
            is_cut,
            &|copier, text| copier.json_text(text, called, member_case, context),
            context,
        );
        let size = i64::try_from(copy.len()).unwrap_or(i64::MAX).saturating_add(i64::from(is_cut));
        (size, format!(",\"text\":{}", serde_json::Value::from(copy)))
    }

    /// A body. `json` copies JSON texts.
    fn plain_body(
        &mut self,
        text: &str,
        is_cut: bool,
        json: &dyn Fn(&mut Self, &str) -> Option<String>,
        context: ValueContext<'_>,
    ) -> String {
        if text.trim().is_empty() {
            return match text.trim_ascii() {
                // Without a text, a body was not recorded.
                "" if text.is_empty() && !is_cut => String::new(),
                "" => " ".to_owned(),
                _ => "\u{a0}".to_owned(),
            };
        }
        if let Some(copy) = json(self, text) {
            return copy;
        }
        let ends_early = serde_json::from_str::<&RawValue>(text).is_err_and(|error| error.is_eof());
        if is_cut && ends_early {
            let (closed, cut) = close(text);
            let mut copy = json(self, &closed).unwrap_or_default();
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
    fn json_text(
        &mut self,
        text: &str,
        called: Option<Called>,
        member_case: MemberCase,
        context: ValueContext<'_>,
    ) -> Option<String> {
        let raw = serde_json::from_str::<&RawValue>(text).ok()?;
        let names_in_links = called.map(|called| self.names_in_links(called, raw)).unwrap_or_default();
        let (known, placeholders) = (&self.known, &mut self.placeholders);
        let mut values = Values { known, placeholders, member_case, names_in_links, out: String::new() };
        values.value(raw, context);
        Some(values.out)
    }

    fn names_in_links(&self, called: Called, body: &RawValue) -> HashMap<usize, NameInLink> {
        let (_, operation) = called.of(self.model);
        let links = operation.paging.iter().filter(|way| way.style == PagingStyle::Link);
        let names = links.filter_map(|way| way.next.as_ref()).flat_map(|next| next_page::headers_of_link(body, next));
        let is_known =
            |name: &str| self.is_listed_header(called, name, true) || is_standard(name) && family(name).is_none();
        let of_name = |name: &RawValue| NameInLink { is_known: json::text(name).is_some_and(|name| is_known(&name)) };
        names.map(|name| (name.get().as_ptr().addr(), of_name(name))).collect()
    }
}
