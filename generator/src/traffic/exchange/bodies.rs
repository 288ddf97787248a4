//! Compares the bodies of an exchange with the types that the spec states for them.

use serde_json::value::RawValue;

use super::{ExchangeSource, RESPONSE, TrafficChecker};
use crate::error_bodies::{self, NoError};
use crate::json_text;
use crate::model::{InputPlace, MemberCase, Operation, PagingStyle, TypeId, TypeRef};
use crate::traffic::body::{self, JsonText};
use crate::traffic::example::MismatchExample;
use crate::traffic::har::{Message, RecordedBody, RecordedParts};
use crate::traffic::headers::is_dropped;
use crate::traffic::interpret::{MismatchEffect, MismatchKind, ValueSubject, interpret, pointer_step};
use crate::traffic::matching::Called;
use crate::traffic::media::{media_mismatch, media_type_mismatch};
use crate::traffic::next_page::{self, NextPage};
use crate::traffic::parts;
use crate::traffic::secrets::{name_for_messages, text_for_messages};
use crate::traffic::statuses::{codes, error_of, may_be_empty, reasons};
use crate::traffic::tally::{BodySink, MismatchSubject, ObservedMismatch};

impl TrafficChecker<'_> {
    pub(super) fn sent_body(
        &mut self,
        id: Called,
        operation: &Operation,
        sent: &Message<'_>,
        origin: ExchangeSource<'_>,
    ) {
        let has_parts = operation.is_multipart() && sent.parts.is_some();
        if sent.body.is_none() && !has_parts {
            return;
        }
        if let Some(mismatch) = media_type_mismatch(operation.sent_media(), sent) {
            let subject = MismatchSubject::Sent(id);
            self.tally.seen(subject);
            self.tally.add(subject, mismatch, None, || (origin.example("request body"), String::new()));
        }
        if operation.is_multipart() {
            return match parts::of_message(sent) {
                Some(found) => self.parts(id, operation, &found, origin),
                None => self.notes.add("the parts of a body cannot be read", origin.file, origin.entry),
            };
        }
        if let (Some(input), Some(recorded)) = (operation.json_body(), &sent.body)
            && let Some(body) = self.unpack(recorded, origin)
        {
            self.json(id, MismatchSubject::Sent(id), &input.value, &body, origin);
        }
    }

    /// Compares names and media types of parts. Their contents are not compared.
    fn parts(&mut self, id: Called, operation: &Operation, found: &RecordedParts, origin: ExchangeSource<'_>) {
        let sent = MismatchSubject::Sent(id);
        self.tally.seen(sent);
        let example = || (origin.example("request body"), String::new());
        let inputs = operation.inputs.iter().enumerate().filter(|(_, input)| input.place.is_part());
        for part in &found.parts {
            let Some((position, input)) = inputs.clone().find(|(_, input)| input.wire == part.name) else {
                let mismatch = ObservedMismatch::Part(name_for_messages(&part.name));
                self.tally.add(sent, mismatch, None, example);
                continue;
            };
            let subject = MismatchSubject::Input(id, position);
            self.tally.seen(subject);
            let InputPlace::FilePart(stated) = &input.place else { continue };
            let mismatch = part.media.as_deref().and_then(|recorded| media_mismatch(stated, recorded));
            if let Some(mismatch) = mismatch {
                self.tally.add(subject, mismatch, None, example);
            }
        }
        if found.is_cut {
            return self.notes.add(
                "a body is truncated; the part that was recorded was read",
                origin.file,
                origin.entry,
            );
        }
        for (position, input) in inputs.filter(|(_, input)| input.required) {
            if !found.parts.iter().any(|part| part.name == input.wire) {
                let missing = ObservedMismatch::Value(MismatchKind::Missing);
                self.tally.add(MismatchSubject::Input(id, position), missing, None, example);
            }
        }
    }

    pub(super) fn response_body(
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
    pub(super) fn next_page(
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
            let (mismatch, part, pointer) = match next_page::find(json, response) {
                Some(NextPage::Body(pointer)) => (ObservedMismatch::NextPage, "response body", pointer),
                Some(NextPage::Total(pointer)) => (ObservedMismatch::Total, "response body", pointer),
                Some(NextPage::Header) => (ObservedMismatch::NextPage, RESPONSE, String::new()),
                None => return,
            };
            return self.tally.add(subject, mismatch, None, || example(part, pointer));
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
    pub(super) fn error_body(
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

    pub(super) fn unpack<'b>(
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

    pub(super) fn json(
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

    pub(super) fn interpret(
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
