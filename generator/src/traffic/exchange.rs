//! Compares an exchange with the operation that it calls.

mod bodies;

use std::collections::BTreeSet;

use serde_json::value::RawValue;

use super::address;
use super::body::{self, JsonText};
use super::credentials::{self, CredentialProblem};
use super::example::MismatchExample;
use super::har::{Exchange, Message};
use super::headers::{is_standard, known_headers, known_response_headers, value_as_read};
use super::interpret::{MismatchEffect, MismatchKind, interpret, query_mismatch, written};
use super::matching::{Called, Match, Matcher};
use super::media::{media_type_mismatch, received_media_type};
use super::notes::Notes;
use super::secrets::{is_secret_name, name_for_messages, segments_for_messages};
use super::statuses::{decoded_as, has_status, is_error};
use super::tally::{BodySink, MismatchSubject, ObservedMismatch, Tally};
use super::webhooks::SentWebhook;
use crate::model::{Input, InputPlace, MemberCase, Model, Operation};

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
    /// APIs of which a request has a credential.
    with_credentials: BTreeSet<usize>,
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
            with_credentials: BTreeSet::new(),
        }
    }

    /// Decides what depends on all exchanges: many tools remove credentials from recordings, so that requests without one say
    /// nothing unless others have one.
    pub(super) fn finish(&mut self) {
        let with_credentials = &self.with_credentials;
        self.tally.retain(|subject, mismatch| {
            let MismatchSubject::Operation(id) = subject else { return true };
            *mismatch != ObservedMismatch::NoCredential || with_credentials.contains(&id.api)
        });
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
        self.query(id, query, origin);
        self.headers(
            id,
            &exchange.sent,
            known_headers(api, operation),
            ObservedMismatch::SentHeader,
            origin.example(REQUEST),
        );
        self.sent_body(id, operation, &exchange.sent, origin);
        if credentials::has_any(api, &exchange.sent, query) {
            self.with_credentials.insert(id.api);
        }
        let Some((status, response)) = &exchange.response else {
            return self.notes.add("a request has no response", origin.file, origin.entry);
        };
        let known = known_response_headers(api, operation);
        self.headers(id, response, known, ObservedMismatch::ReceivedHeader, origin.example(RESPONSE));
        self.response_headers(id, response, origin);
        // A call whose response is no error had a credential that the service accepts.
        if !is_error(operation, *status)
            && !(300..400).contains(status)
            && let Some(problem) = credentials::problem(api, operation, &exchange.sent, query)
        {
            let mismatch = match problem {
                CredentialProblem::Access(access) => ObservedMismatch::Access(access.word()),
                CredentialProblem::Other(name) => ObservedMismatch::OtherCredential(name),
                CredentialProblem::Scheme(word) => ObservedMismatch::OtherScheme(word),
                CredentialProblem::Absent => ObservedMismatch::NoCredential,
            };
            let example = || (origin.example(REQUEST), String::new());
            self.tally.add(MismatchSubject::Operation(id), mismatch, None, example);
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

    fn query(&mut self, id: Called, query: &[(String, String)], origin: ExchangeSource<'_>) {
        let (api, operation) = id.of(self.model);
        for (name, value) in query.iter().filter(|(name, _)| !api.has_credential_in_query(name)) {
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
