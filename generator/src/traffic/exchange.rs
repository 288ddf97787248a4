//! One exchange, held against the operation that it calls.

use std::collections::BTreeSet;

use serde_json::value::RawValue;
use url::form_urlencoded;

use super::body::{self, JsonText};
use super::har::{Exchange, Message, RecordedBody};
use super::headers::is_standard;
use super::interpret::{Effect, Problem, interpret, query_fault, written};
use super::matching::{Match, Matcher, OperationId};
use super::notes::Notes;
use super::report::Example;
use super::secrets::{is_secret_name, shown_name, shown_path};
use super::tally::{BodySink, Fault, Subject, Tally};
use crate::model::{Answer, Api, InputPlace, Model, Operation, OutcomeContent, TypeRef};
use crate::pages::uri::without_values;

/// Holds exchanges against a model, one after the other.
pub(super) struct Witness<'m> {
    pub(super) model: &'m Model,
    matcher: Matcher<'m>,
    pub(super) tally: Tally,
    pub(super) notes: Notes,
    /// Exchanges read, and those that call an operation.
    pub(super) read: usize,
    pub(super) matched: usize,
    pub(super) called: BTreeSet<OperationId>,
}

/// Where an exchange stands.
#[derive(Clone, Copy)]
struct Origin<'a> {
    file: &'a str,
    entry: Option<usize>,
    method: &'a str,
    url: &'a str,
}

impl Origin<'_> {
    fn example(&self, part: &'static str) -> Example {
        Example {
            file: self.file.to_owned(),
            entry: self.entry,
            method: self.method.to_owned(),
            path: shown_path(self.url),
            part,
            pointer: String::new(),
        }
    }
}

const REQUEST: &str = "request";
const ANSWER: &str = "answer";

impl<'m> Witness<'m> {
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

    /// An entry of a HAR file.
    pub(super) fn entry(&mut self, raw: &RawValue, file: &str, entry: usize) {
        self.read += 1;
        let Some(exchange) = Exchange::read(raw) else {
            return self.notes.add("an entry has no request that can be read", file, Some(entry));
        };
        if exchange.method.eq_ignore_ascii_case("OPTIONS") {
            return self.notes.add("browsers asked for permission (OPTIONS)", file, Some(entry));
        }
        let origin = Origin { file, entry: Some(entry), method: &exchange.method, url: &exchange.url };
        match self.matcher.find(&exchange.method, &exchange.url) {
            Match::Operation(id) => self.call(id, &exchange, origin),
            Match::NoOperation(api) => {
                self.tally.next_exchange();
                let request = format!("{} {}", method_name(&exchange.method), shape(&exchange.url));
                let example = || (origin.example(REQUEST), String::new());
                self.tally.add(Subject::Api(api), Fault::NoOperation(request), None, example);
            }
            Match::Elsewhere => self.notes.add("an exchange goes to no server of the specs", file, Some(entry)),
        }
    }

    /// A file that is the body of an answer.
    pub(super) fn bare_body(&mut self, id: OperationId, status: u16, content: &[u8], file: &str) {
        let (_, operation) = id.of(self.model);
        self.read += 1;
        self.start(id);
        let origin = Origin { file, entry: None, method: operation.method.as_str(), url: &operation.template };
        let Some(expected) = decoded_as(operation, status) else { return };
        match body::unpack_bytes(content.into()) {
            Ok(body) => self.json(id, Subject::Answer(id, status), expected, &body, origin),
            Err(error) => self.notes.add(error.to_string(), file, None),
        }
    }

    fn start(&mut self, id: OperationId) {
        self.tally.next_exchange();
        self.matched += 1;
        self.called.insert(id);
        self.tally.seen(Subject::Operation(id));
    }

    fn call(&mut self, id: OperationId, exchange: &Exchange<'_>, origin: Origin<'_>) {
        let (api, operation) = id.of(self.model);
        self.start(id);
        self.query(id, operation, origin);
        self.headers(id, &exchange.sent, known_headers(api, operation), Fault::SentHeader, origin.example(REQUEST));
        self.sent_body(id, operation, &exchange.sent, origin);
        let Some((status, answer)) = &exchange.answer else {
            return self.notes.add("a request has no answer", origin.file, origin.entry);
        };
        let known = known_headers(api, operation);
        self.headers(id, answer, known, Fault::ReceivedHeader, origin.example(ANSWER));
        if !knows_status(api, operation, *status) {
            let example = || (origin.example(ANSWER), String::new());
            self.tally.add(Subject::Operation(id), Fault::Status(*status), None, example);
        }
        if let Some(expected) = decoded_as(operation, *status) {
            self.answer_body(id, *status, expected, answer, origin);
        }
    }

    fn query(&mut self, id: OperationId, operation: &Operation, origin: Origin<'_>) {
        let query = origin.url.split('#').next().and_then(|url| url.split_once('?')).map(|(_, query)| query);
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let position = operation.inputs.iter().position(|input| {
                matches!(input.place, InputPlace::Query | InputPlace::QueryJson) && input.wire == *name
            });
            let Some(position) = position else {
                if !operation.fixed_query().any(|(known, _)| known == name) {
                    let fault = Fault::Query(shown_name(&name));
                    let example = || (origin.example(REQUEST), String::new());
                    self.tally.add(Subject::Operation(id), fault, None, example);
                }
                continue;
            };
            let (subject, input) = (Subject::Input(id, position), &operation.inputs[position]);
            self.tally.seen(subject);
            let (api, _) = id.of(self.model);
            if input.place == InputPlace::QueryJson {
                let text = JsonText { text: value, cut: None };
                self.interpret(id, subject, &input.value, &text, false, &|| origin.example("query"));
            } else if let Some(problem) = query_fault(api, &input.value, &value, is_secret_name(&name)) {
                let example = || (origin.example("query"), written(api, &input.value));
                self.tally.add(subject, Fault::Value(problem), None, example);
            }
        }
    }

    fn headers<'k>(
        &mut self,
        id: OperationId,
        message: &Message<'_>,
        known: impl Iterator<Item = &'k str> + Clone,
        fault: impl Fn(String) -> Fault,
        example: Example,
    ) {
        for (name, _) in &message.headers {
            if !is_standard(name) && !known.clone().any(|known| known.eq_ignore_ascii_case(name)) {
                let fault = fault(shown_name(&name.to_ascii_lowercase()));
                self.tally.add(Subject::Operation(id), fault, None, || (example.clone(), String::new()));
            }
        }
    }

    fn sent_body(&mut self, id: OperationId, operation: &Operation, sent: &Message<'_>, origin: Origin<'_>) {
        let input = operation.inputs.iter().find(|input| input.place == InputPlace::Body);
        let (Some(input), Some(recorded)) = (input, &sent.body) else { return };
        if let Some(body) = self.unpack(recorded, origin) {
            self.json(id, Subject::Sent(id), &input.value, &body, origin);
        }
    }

    fn answer_body(
        &mut self,
        id: OperationId,
        status: u16,
        expected: &TypeRef,
        answer: &Message<'_>,
        origin: Origin<'_>,
    ) {
        let Some(recorded) = &answer.body else {
            return self.notes.add("the body of an answer was not recorded", origin.file, origin.entry);
        };
        if let Some(body) = self.unpack(recorded, origin) {
            self.json(id, Subject::Answer(id, status), expected, &body, origin);
        }
    }

    fn unpack<'b>(&mut self, recorded: &'b RecordedBody<'_>, origin: Origin<'_>) -> Option<body::Body<'b>> {
        match body::unpack(&recorded.text, recorded.is_base64, recorded.length) {
            Ok(mut body) => {
                body.is_cut |= recorded.is_said_to_be_cut;
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
        id: OperationId,
        subject: Subject,
        expected: &TypeRef,
        body: &body::Body<'_>,
        origin: Origin<'_>,
    ) {
        let is_answer = matches!(subject, Subject::Answer(..));
        let example = move || origin.example(if is_answer { "answer body" } else { "request body" });
        self.tally.seen(subject);
        let Some(text) = body.json() else {
            let effect = is_answer.then_some(Effect::Fatal);
            return self.tally.add(subject, Fault::Value(Problem::NotJson), effect, || (example(), String::new()));
        };
        if text.cut.is_some() {
            self.notes.add("a body was cut off; what came of it was read", origin.file, origin.entry);
        }
        self.interpret(id, subject, expected, &text, is_answer, &example);
    }

    fn interpret(
        &mut self,
        id: OperationId,
        root: Subject,
        expected: &TypeRef,
        text: &JsonText<'_>,
        is_decoded: bool,
        example: &dyn Fn() -> Example,
    ) {
        let (api, _) = id.of(self.model);
        let mut sink = BodySink { tally: &mut self.tally, api: id.api, root, is_decoded, example };
        interpret(api, expected, &text.text, text.cut, &mut sink);
    }
}

/// The type that the client decodes the body of an answer as.
pub(super) fn decoded_as(operation: &Operation, status: u16) -> Option<&TypeRef> {
    match &operation.answer {
        Answer::Json(value) => (200..300).contains(&status).then_some(value),
        Answer::Outcomes { outcomes, .. } => {
            outcomes.iter().find(|outcome| outcome.status == status).and_then(|outcome| outcome.content.json())
        }
        Answer::Empty | Answer::Bytes => None,
    }
}

/// The statuses whose answers have JSON that the client decodes.
pub(super) fn decoded_statuses(operation: &Operation) -> Vec<u16> {
    let has_json = |content: &OutcomeContent| content.json().is_some();
    operation.responses.iter().filter(|response| has_json(&response.content)).map(|response| response.status).collect()
}

fn knows_status(api: &Api, operation: &Operation, status: u16) -> bool {
    let is_error = operation.errors.is_some_and(|errors| match &api.type_of(errors).kind {
        crate::model::TypeKind::Errors { statuses } => statuses.iter().any(|known| known.status == status),
        _ => false,
    });
    is_error || operation.responses.iter().any(|response| response.status == status)
}

/// Headers that the spec has, or says why it has not.
fn known_headers<'m>(api: &'m Api, operation: &'m Operation) -> impl Iterator<Item = &'m str> + Clone {
    let of_operation = operation.inputs.iter().filter(|input| input.place == InputPlace::Header);
    let departures = api.provenance.departures.iter().chain(&operation.provenance.departures);
    let mut paging = operation
        .paging
        .iter()
        .filter_map(|paging| paging.token.as_ref().map(|(name, _)| name.as_str()))
        .collect::<Vec<_>>();
    paging.sort_unstable();
    api.headers
        .iter()
        .map(|header| header.name.as_str())
        .chain(of_operation.map(|input| input.wire.as_str()))
        .chain(departures.filter_map(|departure| departure.at.strip_prefix("headers.")))
        .chain(paging)
}

fn method_name(method: &str) -> &str {
    const KNOWN: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT"];
    KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(method)).unwrap_or("…")
}

/// A URL without what differs from call to call.
fn shape(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    without_values(&shown_path_with_host(path))
}

fn shown_path_with_host(url: &str) -> String {
    let host = url.split_once("://").and_then(|(_, rest)| rest.split('/').next()).unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    format!("https://{host}{}", shown_path(url))
}
