//! Compares an exchange with the operation that it calls.

use std::collections::BTreeSet;

use serde_json::value::RawValue;

use super::address;
use super::body::{self, JsonText};
use super::credentials::unaccepted;
use super::example::MismatchExample;
use super::har::{Exchange, Message, RecordedBody};
use super::headers::{is_dropped, is_standard, known_headers, known_response_headers, value_as_read};
use super::interpret::{MismatchEffect, MismatchKind, ValueSubject, interpret, pointer_step, query_mismatch, written};
use super::matching::{Called, Match, Matcher};
use super::media::{media_type_mismatch, received_media_type};
use super::next_page::{self, NextPage};
use super::notes::Notes;
use super::secrets::{is_secret_name, name_for_messages, segments_for_messages, text_for_messages};
use super::statuses::{codes, decoded_as, error_of, has_status, is_error, may_be_empty, reasons};
use super::tally::{BodySink, MismatchSubject, ObservedMismatch, Tally};
use super::webhooks::SentWebhook;
use crate::error_bodies::{self, NoError};
use crate::json_text;
use crate::model::{Input, InputPlace, MemberCase, Model, Operation, PagingStyle, TypeId, TypeRef};

/// Compares exchanges with a model, one after the other.
pub(super) struct TrafficChecker<'m> {
    pub(super) model: &'m Model,
    matcher: Matcher<'m>,
    pub(super) tally: Tally,
    pub(super) notes: Notes,
    /// The number of exchanges read, and below it of those that call an operation.
    pub(super) read: usize,
    pub(super) matched: usize,
    pub(super) called: BTreeSet<Called>,
}

/// Where an exchange comes from.
#[derive(Clone, Copy)]
struct ExchangeSource<'a> {
    file: &'a str,
    entry: Option<usize>,
    method: &'a str,
    path: &'a str,
}

/// The part of an exchange that a file with a bare body contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExchangePart {
    /// A request.
    Request,
    /// A response with JSON that the client decodes.
    Response(u16),
    /// An error response.
    Error(u16),
}

impl ExchangeSource<'_> {
    fn example(&self, part: &'static str) -> MismatchExample {
        MismatchExample {
            file: self.file.to_owned(),
            entry: self.entry,
            method: self.method.to_owned(),
            path: self.path.to_owned(),
            part,
            pointer: String::new(),
        }
    }
}

const REQUEST: &str = "request";
const RESPONSE: &str = "response";

impl<'m> TrafficChecker<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self {
            model,
            matcher: Matcher::new(model),
            tally: Tally::default(),
            notes: Notes::default(),
            read: 0,
            matched: 0,
            called: BTreeSet::new(),
        }
    }

    /// Checks an entry of a HAR file.
    pub(super) fn entry(&mut self, raw: &RawValue, file: &str, entry: usize) {
        self.read += 1;
        let Some(exchange) = Exchange::read(raw) else {
            return self.notes.add("an entry has no readable request", file, Some(entry));
        };
        let method = method_name(&exchange.method);
        match method {
            "OPTIONS" => return self.notes.add("an entry is a CORS preflight (OPTIONS)", file, Some(entry)),
            "CONNECT" => return self.notes.add("an entry opens a tunnel through a proxy (CONNECT)", file, Some(entry)),
            _ => {}
        }
        let uri = address::parse(&exchange.url).unwrap_or_default();
        match self.matcher.find(&exchange.method, &uri, &exchange.sent) {
            Match::Operation { called, .. } => {
                let path = &called.of(self.model).1.template;
                self.call(called, &exchange, &uri.query, ExchangeSource { file, entry: Some(entry), method, path });
            }
            Match::NoOperation { api, base } => {
                self.tally.next_exchange();
                let base = self.matcher.base(base);
                let segments = segments_for_messages(&uri.segments[base.segments.len()..]);
                let path: String = segments.map(|segment| format!("/{}", segment.unwrap_or("{}"))).collect();
                let host = base.host.as_deref().unwrap_or_default();
                let base_path: String = base.segments.iter().map(|segment| format!("/{segment}")).collect();
                let request = format!("{method} https://{host}{base_path}{path}");
                let origin = ExchangeSource { file, entry: Some(entry), method, path: &path };
                let example = || (origin.example(REQUEST), String::new());
                self.tally.add(MismatchSubject::Api(api), ObservedMismatch::NoOperation(request), None, example);
            }
            Match::Elsewhere => self.notes.add("the server of an exchange is not in the specs", file, Some(entry)),
        }
    }

    /// Checks a file that contains only a body.
    pub(super) fn bare_body(&mut self, id: Called, part: ExchangePart, content: &[u8], file: &str) {
        let (_, operation) = id.of(self.model);
        self.read += 1;
        self.start(id);
        let origin = ExchangeSource { file, entry: None, method: operation.method.as_str(), path: &operation.template };
        let body = match body::unpack_bytes(content.into()) {
            Ok(body) => body,
            Err(error) => return self.notes.add(error.to_string(), file, None),
        };
        match part {
            ExchangePart::Request => {
                if let Some(input) = operation.json_body() {
                    self.json(id, MismatchSubject::Sent(id), &input.value, &body, origin);
                }
            }
            ExchangePart::Response(status) => {
                if let Some(expected) = decoded_as(operation, status) {
                    self.next_page(id, &body, None, origin);
                    self.json(id, MismatchSubject::Response(id, status), expected, &body, origin);
                }
            }
            ExchangePart::Error(status) => self.error_body(id, status, &body, None, origin),
        }
    }

    /// Checks a file with the body of a webhook.
    pub(super) fn webhook(&mut self, id: SentWebhook, content: &[u8], file: &str) {
        let (api, webhook) = id.of(self.model);
        self.read += 1;
        self.tally.next_exchange();
        self.matched += 1;
        let subject = MismatchSubject::Webhook(id);
        let origin = ExchangeSource { file, entry: None, method: "POST", path: &webhook.name };
        let example = || origin.example("webhook");
        let body = match body::unpack_bytes(content.into()) {
            Ok(body) => body,
            Err(error) => return self.notes.add(error.to_string(), file, None),
        };
        self.tally.seen(subject);
        let Some(text) = body.json() else {
            let effect = Some(MismatchEffect::Fatal);
            let not_json = ObservedMismatch::Value(MismatchKind::NotJson);
            return self.tally.add(subject, not_json, effect, || (example(), String::new()));
        };
        let mut sink =
            BodySink { tally: &mut self.tally, api: id.api, root: subject, is_decoded: true, example: &example };
        interpret(api, &webhook.payload, &text.text, text.cut, MemberCase::Exact, &mut sink);
    }

    fn start(&mut self, id: Called) {
        self.tally.next_exchange();
        self.matched += 1;
        self.called.insert(id);
        self.tally.seen(MismatchSubject::Operation(id));
    }

    fn call(&mut self, id: Called, exchange: &Exchange<'_>, query: &[(String, String)], origin: ExchangeSource<'_>) {
        let (api, operation) = id.of(self.model);
        self.start(id);
        self.query(id, operation, query, origin);
        self.headers(
            id,
            &exchange.sent,
            known_headers(api, operation),
            ObservedMismatch::SentHeader,
            origin.example(REQUEST),
        );
        self.sent_body(id, operation, &exchange.sent, origin);
        let Some((status, response)) = &exchange.response else {
            return self.notes.add("a request has no response", origin.file, origin.entry);
        };
        let known = known_response_headers(api, operation);
        self.headers(id, response, known, ObservedMismatch::ReceivedHeader, origin.example(RESPONSE));
        self.response_headers(id, response, origin);
        // A call whose response is no error had a credential that the service accepts.
        if !is_error(operation, *status)
            && !(300..400).contains(status)
            && let Some(access) = unaccepted(api, operation, exchange.sent.header("authorization"))
        {
            let example = || (origin.example(REQUEST), String::new());
            self.tally.add(MismatchSubject::Operation(id), ObservedMismatch::Access(access.word()), None, example);
        }
        if !has_status(api, operation, *status) {
            let example = || (origin.example(RESPONSE), String::new());
            self.tally.add(MismatchSubject::Operation(id), ObservedMismatch::Status(*status), None, example);
        }
        if let Some(mismatch) = media_type_mismatch(received_media_type(operation, *status), response) {
            let subject = MismatchSubject::Response(id, *status);
            self.tally.seen(subject);
            self.tally.add(subject, mismatch, None, || (origin.example("response body"), String::new()));
        }
        if let Some(expected) = decoded_as(operation, *status) {
            self.response_body(id, *status, expected, response, origin);
        } else if is_error(operation, *status)
            && let Some(recorded) = &response.body
            && let Some(body) = self.unpack(recorded, origin)
        {
            self.error_body(id, *status, &body, response.header("content-type"), origin);
        }
    }

    fn query(&mut self, id: Called, operation: &Operation, query: &[(String, String)], origin: ExchangeSource<'_>) {
        for (name, value) in query {
            let Some((position, input)) = query_input(operation, name) else {
                if !operation.fixed_query().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
                    let mismatch = ObservedMismatch::Query(name_for_messages(name));
                    let example = || (origin.example(REQUEST), String::new());
                    self.tally.add(MismatchSubject::Operation(id), mismatch, None, example);
                }
                continue;
            };
            let subject = MismatchSubject::Input(id, position);
            self.tally.seen(subject);
            let (api, _) = id.of(self.model);
            if input.place == InputPlace::QueryJson {
                let text = JsonText { text: value.into(), cut: None };
                self.interpret(id, subject, &input.value, &text, false, &|| origin.example("query"));
                continue;
            }
            let is_list_of_one_text = input.place == InputPlace::QueryCommas;
            let values: Vec<&str> = if is_list_of_one_text { value.split(',').collect() } else { vec![value] };
            for value in values {
                let Some(problem) = query_mismatch(api, &input.value, value, is_secret_name(name)) else { continue };
                let example = || (origin.example("query"), written(api, &input.value));
                self.tally.add(subject, ObservedMismatch::Value(problem), None, example);
            }
        }
    }

    fn headers<'k>(
        &mut self,
        id: Called,
        message: &Message<'_>,
        known: impl Iterator<Item = &'k str> + Clone,
        mismatch: impl Fn(String) -> ObservedMismatch,
        example: MismatchExample,
    ) {
        for (name, _) in &message.headers {
            if !is_standard(name) && !known.clone().any(|known| known.eq_ignore_ascii_case(name)) {
                let mismatch = mismatch(name_for_messages(name).to_ascii_lowercase());
                self.tally.add(MismatchSubject::Operation(id), mismatch, None, || (example.clone(), String::new()));
            }
        }
    }

    /// Checks the values of response headers, as the client reads them.
    fn response_headers(&mut self, id: Called, response: &Message<'_>, origin: ExchangeSource<'_>) {
        let (api, _) = id.of(self.model);
        for header in &api.response_headers {
            let Some(text) = response.header(&header.name) else { continue };
            let text = value_as_read(header, text);
            let Some(MismatchKind::Form(form)) = query_mismatch(api, &header.value, &text, true) else { continue };
            let mismatch = ObservedMismatch::HeaderValue { header: header.name.clone(), form };
            let example = || (origin.example(RESPONSE), written(api, &header.value));
            self.tally.add(MismatchSubject::Operation(id), mismatch, None, example);
        }
    }

    fn sent_body(&mut self, id: Called, operation: &Operation, sent: &Message<'_>, origin: ExchangeSource<'_>) {
        let Some(recorded) = &sent.body else { return };
        if let Some(mismatch) = media_type_mismatch(operation.sent_media(), sent) {
            let subject = MismatchSubject::Sent(id);
            self.tally.seen(subject);
            self.tally.add(subject, mismatch, None, || (origin.example("request body"), String::new()));
        }
        let Some(input) = operation.json_body() else { return };
        if let Some(body) = self.unpack(recorded, origin) {
            self.json(id, MismatchSubject::Sent(id), &input.value, &body, origin);
        }
    }

    fn response_body(
        &mut self,
        id: Called,
        status: u16,
        expected: &TypeRef,
        response: &Message<'_>,
        origin: ExchangeSource<'_>,
    ) {
        let (_, operation) = id.of(self.model);
        let Some(recorded) = &response.body else {
            return self.notes.add("the body of a response was not recorded", origin.file, origin.entry);
        };
        if let Some(body) = self.unpack(recorded, origin) {
            self.next_page(id, &body, Some(response), origin);
            let subject = MismatchSubject::Response(id, status);
            if !body.is_cut && body.bytes.trim_ascii().is_empty() && may_be_empty(operation, status) {
                return self.tally.seen(subject);
            }
            self.json(id, subject, expected, &body, origin);
        }
    }

    /// Checks that the client follows what a page states about the next one.
    fn next_page(
        &mut self,
        id: Called,
        body: &body::ExchangeBody<'_>,
        response: Option<&Message<'_>>,
        origin: ExchangeSource<'_>,
    ) {
        let Some(text) = body.json() else { return };
        let Ok(json) = serde_json::from_str::<&RawValue>(&text.text) else { return };
        let (api, operation) = id.of(self.model);
        let subject = MismatchSubject::Operation(id);
        let example = |part, pointer| (MismatchExample { pointer, ..origin.example(part) }, String::new());
        if operation.paging.is_empty() {
            let place = match next_page::find(json, response) {
                Some(NextPage::Body(pointer)) => ("response body", pointer),
                Some(NextPage::Header) => (RESPONSE, String::new()),
                None => return,
            };
            return self.tally.add(subject, ObservedMismatch::NextPage, None, || example(place.0, place.1));
        }
        let links = operation.paging.iter().filter(|way| way.style == PagingStyle::Link);
        for next in links.filter_map(|way| way.next.as_ref()) {
            let stated = next_page::headers_of_link(json, next).into_iter().filter_map(json_text::text);
            for name in stated.filter(|name| is_dropped(api, operation, name)) {
                let mismatch = ObservedMismatch::LinkHeader(name_for_messages(&name.to_ascii_lowercase()));
                let pointer = || next.iter().map(|name| pointer_step(name)).collect();
                self.tally.add(subject, mismatch, None, || example("response body", pointer()));
            }
        }
    }

    /// Checks an error body: it has one of the API's error shapes and, if the error lists reasons, one of these.
    fn error_body(
        &mut self,
        id: Called,
        status: u16,
        body: &body::ExchangeBody<'_>,
        media: Option<&str>,
        origin: ExchangeSource<'_>,
    ) {
        let (api, operation) = id.of(self.model);
        let text = String::from_utf8_lossy(&body.bytes);
        // The missing end of a truncated body may contain anything.
        if body.is_cut || text.trim().is_empty() {
            return;
        }
        let example = || (origin.example("response body"), String::new());
        let subject = MismatchSubject::Response(id, status);
        self.tally.seen(subject);
        let stated = error_bodies::read(api.error_forms(), &body.bytes, media);
        if let (Err(mismatch), false) = (&stated, api.error_shapes.is_empty()) {
            self.tally.add(subject, ObservedMismatch::Error(*mismatch), None, example);
        }
        let mut add = |subject: MismatchSubject, mismatch: Option<ObservedMismatch>| {
            self.tally.seen(subject);
            if let Some(mismatch) = mismatch {
                self.tally.add(subject, mismatch, Some(MismatchEffect::Kept), example);
            }
        };
        let of_type = |listed_by: TypeId| MismatchSubject::Data(id.api, ValueSubject::Type(listed_by));
        let unlisted = |value: Option<String>| ObservedMismatch::Value(MismatchKind::UnknownValue(value));
        if stated == Err(NoError::Other) && !api.error_shapes.is_empty() {
            return;
        }
        let is_stated = stated.is_ok();
        let code = stated.ok().and_then(|stated| stated.code);
        if let (Some(code), Some((errors, codes))) = (&code, codes(api, operation, status)) {
            let is_listed = codes.contains(&code.as_str());
            add(of_type(errors), (!is_listed).then(|| unlisted(text_for_messages(code).map(str::to_owned))));
            if is_listed {
                return;
            }
        }
        let has_only_codes = error_of(api, operation, status).is_some_and(|error| error.code.is_some());
        if is_stated && code.is_none() && has_only_codes {
            add(subject, Some(ObservedMismatch::NoCode));
        }
        if let Some((reason, values)) = reasons(api, operation, status) {
            let values: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
            let is_found = error_bodies::reason(&values, &body.bytes, media).is_some();
            add(of_type(reason), (!is_found).then(|| unlisted(None)));
        }
    }

    fn unpack<'b>(
        &mut self,
        recorded: &'b RecordedBody<'_>,
        origin: ExchangeSource<'_>,
    ) -> Option<body::ExchangeBody<'b>> {
        match body::unpack(&recorded.text, recorded.is_base64, recorded.length, recorded.packing.as_deref()) {
            Ok(mut body) => {
                body.is_cut |= recorded.is_marked_truncated;
                Some(body)
            }
            Err(error) => {
                self.notes.add(error.to_string(), origin.file, origin.entry);
                None
            }
        }
    }

    fn json(
        &mut self,
        id: Called,
        subject: MismatchSubject,
        expected: &TypeRef,
        body: &body::ExchangeBody<'_>,
        origin: ExchangeSource<'_>,
    ) {
        let is_response = matches!(subject, MismatchSubject::Response(..));
        let example = move || origin.example(if is_response { "response body" } else { "request body" });
        let text = body.json();
        if text.as_ref().is_some_and(|text| text.cut.is_some() && text.text.is_empty()) {
            return self.notes.add("a body is truncated before its first value", origin.file, origin.entry);
        }
        self.tally.seen(subject);
        let Some(text) = text else {
            let effect = is_response.then_some(MismatchEffect::Fatal);
            return self
                .tally
                .add(subject, ObservedMismatch::Value(MismatchKind::NotJson), effect, || (example(), String::new()));
        };
        if text.cut.is_some() {
            self.notes.add("a body is truncated; the part that was recorded was read", origin.file, origin.entry);
        }
        self.interpret(id, subject, expected, &text, is_response, &example);
    }

    fn interpret(
        &mut self,
        id: Called,
        root: MismatchSubject,
        expected: &TypeRef,
        text: &JsonText<'_>,
        is_decoded: bool,
        example: &dyn Fn() -> MismatchExample,
    ) {
        let (api, _) = id.of(self.model);
        let mut sink = BodySink { tally: &mut self.tally, api: id.api, root, is_decoded, example };
        // The service reads what is sent, the client what is received.
        let member_case = if is_decoded { MemberCase::Exact } else { api.member_case };
        interpret(api, expected, &text.text, text.cut, member_case, &mut sink);
    }
}

/// The input of this name in the query, with its position. Services ignore the case of parameter names.
pub(super) fn query_input<'m>(operation: &'m Operation, name: &str) -> Option<(usize, &'m Input)> {
    let is_of_query = |input: &Input| input.place.is_query();
    let mut inputs = operation.inputs.iter().enumerate().filter(|(_, input)| is_of_query(input));
    let same = inputs.clone().find(|(_, input)| input.wire == name);
    same.or_else(|| inputs.find(|(_, input)| input.wire.eq_ignore_ascii_case(name)))
}

/// The name of a method of HTTP; others can be anything.
pub(super) fn method_name(method: &str) -> &'static str {
    const KNOWN: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];
    KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(method)).unwrap_or("…")
}
