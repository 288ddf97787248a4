//! Requests and responses that a page shows.

use super::PageComparer;
use super::matching;
use super::page_result::{EntryId, Mismatch, Statement};
use super::parameters::OperationOnPage;
use crate::diagnostics::{Code, Place};
use crate::media_types;
use crate::model::{
    InputPlace, LiteralType, Member, OperationId, OutcomeContent, PageStatement, Presence, TypeId, TypeKind, TypeRef,
};
use crate::pages::facts::{ExampleFacts, ExampleKind, ExampleMember, ExampleOf, Fact};
use crate::uri::{PageUri, is_call_of};
use crate::wire_path::{self, PathStart};

impl PageComparer<'_> {
    pub(super) fn compare_examples(&mut self, subjects: &[OperationOnPage<'_>], operations: &[OperationId]) {
        let page = self.page;
        for (example, subject) in page.examples.iter().zip(self.subjects_of_examples(subjects, operations)) {
            let Some(subject) = subject else { continue };
            match &example.of {
                ExampleOf::Request { method, uri } => {
                    let uri = PageUri::parse(uri);
                    let is_call = is_call_of(&subject.operation.template, &uri);
                    if is_call && subject.operation.method != *method {
                        let says = method.as_str();
                        let at = subject.operation.method.as_str();
                        let message = format!("the method is `{says}` in the example, `{at}` in the spec");
                        self.differ_at(
                            Code::MethodDiffers,
                            message,
                            example.line,
                            subject.operation.request_place,
                            subject.entry,
                            at,
                            says,
                        );
                    }
                    if is_call {
                        self.compare_example_of_request(example, subject);
                    }
                }
                ExampleOf::Response { status } => self.compare_example_of_response(example, *status, subject),
                ExampleOf::Json => {}
            }
        }
    }

    fn compare_example_of_request(&mut self, example: &ExampleFacts, subject: &OperationOnPage<'_>) {
        let operation = subject.operation;
        let body = operation.body();
        if let Some(sent) = operation.sent_media() {
            let place = body.map_or(operation.request_place, |body| body.source);
            let root = Root { entry: subject.entry, at: "body.media".to_owned(), place };
            self.compare_media(Code::BodyDiffers, "the request body", example, sent, &root);
        }
        match (body, kinds_of_body(example)) {
            (Some(body), _) if body.place == InputPlace::Body => {
                let root = Root { entry: subject.entry, at: "body".to_owned(), place: body.source };
                self.compare_example_body(example, &body.value, &root);
            }
            // The page's description of the body takes precedence over an example.
            (None, Some(kinds)) if !operation.is_multipart() && self.page.body.stated().is_none_or(Option::is_none) => {
                let message = "the example has a body, the spec has none".to_owned();
                let place = operation.request_place;
                self.differ_at(Code::BodyDiffers, message, example.line, place, subject.entry, "body", &kinds);
            }
            _ => {}
        }
    }

    /// Examples of errors are not compared: pages that show one document their errors elsewhere.
    fn compare_example_of_response(&mut self, example: &ExampleFacts, status: u16, subject: &OperationOnPage<'_>) {
        let operation = subject.operation;
        let at = format!("responses.{status}");
        self.mark_list_compared(subject.entry, "responses");
        let Some(response) = operation.responses.iter().find(|response| response.status == status) else {
            let is_listed =
                self.page.responses.stated().into_iter().flatten().any(|row| row.status.stated() == Some(&status));
            if status < FIRST_ERROR && !is_listed {
                let message = format!("the page shows a response {status} that the spec lacks");
                let place = operation.request_place;
                self.differ_at(
                    Code::ResponseDiffers,
                    message,
                    example.line,
                    place,
                    subject.entry,
                    &at,
                    PageStatement::Shows,
                );
            }
            return;
        };
        self.page_result.state(subject.entry, at.as_str());
        let read = response.media.as_deref().or(response.content.json().map(|_| media_types::JSON));
        if let Some(read) = read {
            let root = Root { entry: subject.entry, at: format!("{at}.media"), place: response.place };
            self.compare_media(Code::ResponseDiffers, &format!("the response {status}"), example, read, &root);
        }
        match (response.content.json(), kinds_of_body(example)) {
            (Some(value), _) => {
                self.compare_example_body(example, value, &Root { entry: subject.entry, at, place: response.place });
            }
            (None, Some(kinds))
                if !matches!(response.content, OutcomeContent::Bytes) && !self.states_type_of_responses() =>
            {
                let message = format!("the response {status} has a body in the example, none in the spec");
                self.differ_at(
                    Code::ResponseDiffers,
                    message,
                    example.line,
                    response.place,
                    subject.entry,
                    &at,
                    &kinds,
                );
            }
            (None, _) => {}
        }
    }

    fn compare_media(&mut self, code: Code, what: &str, example: &ExampleFacts, spec: &str, root: &Root) {
        let media = match &example.media {
            Fact::Stated(media) => media.as_str(),
            Fact::NotStated if example.headers.iter().any(|name| name.eq_ignore_ascii_case("Content-Type")) => {
                media_types::JSON
            }
            Fact::NotStated | Fact::Unreadable => return,
        };
        if spec.contains('*') || media_types::is_same(media, spec) {
            return self.page_result.mark_compared(root.entry, root.at.as_str());
        }
        let message = format!("{what} is `{media}` in the example, `{}` in the spec", media_types::essence(spec));
        self.differ_at(code, message, example.line, root.place, root.entry, &root.at, media);
    }

    /// Whether the page states the type of a response, which takes precedence over an example.
    fn states_type_of_responses(&self) -> bool {
        self.page.responses.stated().into_iter().flatten().any(|row| row.type_text.stated().is_some())
    }

    /// The operation that each example is about. Examples are in the order of the page: if requests are followed by as many
    /// responses, these belong to them one by one; otherwise all belong to the last request.
    fn subjects_of_examples<'s>(
        &self,
        subjects: &'s [OperationOnPage<'s>],
        operations: &[OperationId],
    ) -> Vec<Option<&'s OperationOnPage<'s>>> {
        let only = if subjects.len() == 1 { subjects.first() } else { None };
        let mut found = vec![only; self.page.examples.len()];
        let (mut requests, mut responses): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut last = only;
        for (index, example) in self.page.examples.iter().enumerate() {
            match &example.of {
                ExampleOf::Request { method, uri } => {
                    if !responses.is_empty() {
                        requests.clear();
                        responses.clear();
                    }
                    let called = matching::operation_called(
                        *method,
                        &PageUri::parse(uri),
                        &example.headers,
                        operations,
                        self.api,
                    );
                    let position = called.and_then(|called| operations.iter().position(|id| *id == called));
                    last = position.and_then(|position| subjects.get(position)).or(last);
                    found[index] = last;
                    requests.push(index);
                }
                ExampleOf::Response { .. } => {
                    found[index] = last;
                    responses.push(index);
                    if responses.len() == requests.len() {
                        for (response, request) in responses.iter().zip(&requests) {
                            found[*response] = found[*request];
                        }
                    }
                }
                ExampleOf::Json => {}
            }
        }
        found
    }

    fn compare_example_body(&mut self, example: &ExampleFacts, value: &TypeRef, root: &Root) {
        let Fact::Stated(members) = &example.body else { return };
        let mut unknown: Vec<&str> = Vec::new();
        for member in members {
            if unknown.iter().any(|path| is_below(&member.path, path)) {
                continue;
            }
            match follow(self, value, &member.path) {
                Followed::Value(found) => self.compare_kinds(member, &found, root),
                Followed::Unknown { owner, name } => {
                    unknown.push(&member.path);
                    let declared = self.api.type_of(owner);
                    let message = format!(
                        "the example has a member `{}`, which `{}` of the spec lacks",
                        member.path, declared.name
                    );
                    let mismatch = Mismatch {
                        code: Code::ExampleMemberUnknown,
                        message,
                        line: member.line,
                        spec: declared.provenance.place,
                        statements: vec![statement(EntryId::Type(owner), format!("fields.{name}"), member)],
                    };
                    self.report_unknown(mismatch);
                }
                Followed::Anything => {}
            }
        }
    }

    fn compare_kinds(&mut self, member: &ExampleMember, found: &FoundValue<'_>, root: &Root) {
        let surplus: Vec<ExampleKind> =
            member.kinds.iter().copied().filter(|kind| !is_of_kind(*kind, found, self)).collect();
        if surplus.is_empty() {
            return;
        }
        let (name, value, spec, statement) = match (found.owner, found.member) {
            (Some(owner), Some(holder)) => {
                let at = format!("fields.{}", holder.wire);
                (member.path.as_str(), &holder.value, holder.place, statement(EntryId::Type(owner), at, member))
            }
            _ => ("body", &found.value, root.place, statement(root.entry, root.at.clone(), member)),
        };
        let (kinds, expression) = (names_of(&surplus), value.expression(self.api));
        self.page_result.differ(Mismatch {
            code: Code::ExampleValueDoesNotFit,
            message: format!("`{name}` is {kinds} in the example, `{expression}` in the spec"),
            line: member.line,
            spec,
            statements: vec![statement],
        });
    }
}

/// The first status of errors.
const FIRST_ERROR: u16 = 400;

/// The kinds of value of an example's body, if it has one that can be read.
fn kinds_of_body(example: &ExampleFacts) -> Option<String> {
    let body = example.body.stated()?.iter().find(|member| member.path.is_empty())?;
    Some(names_of(&body.kinds))
}

/// The node of the spec whose value an example shows.
struct Root {
    entry: EntryId,
    at: String,
    place: Place,
}

fn statement(entry: EntryId, at: String, member: &ExampleMember) -> Statement {
    Statement::new(entry, at, names_of(&member.kinds))
}

fn is_below(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.') || rest.starts_with('['))
}

/// A value of the spec at the end of an example's path.
struct FoundValue<'w> {
    value: TypeRef,
    owner: Option<TypeId>,
    member: Option<&'w Member>,
}

enum Followed<'w> {
    Value(FoundValue<'w>),
    Unknown {
        owner: TypeId,
        name: String,
    },
    /// The spec does not describe the value.
    Anything,
}

fn follow<'w>(compared_page: &PageComparer<'w>, root: &TypeRef, path: &str) -> Followed<'w> {
    let api = compared_page.api;
    let mut found = FoundValue { value: root.clone(), owner: None, member: None };
    let mut argument: Option<TypeRef> = None;
    let mut rest = Some(path).filter(|path| !path.is_empty());
    while let Some(path) = rest {
        let is_known = |start: &PathStart<'_>| match &found.value {
            TypeRef::Declared(id, _) => match &api.type_of(*id).kind {
                TypeKind::Object { members, .. } => {
                    members.iter().any(|member| member.wire.eq_ignore_ascii_case(start.name))
                }
                _ => false,
            },
            _ => false,
        };
        let PathStart { name, lists, rest: further } =
            wire_path::starts(path).find(is_known).unwrap_or_else(|| wire_path::likely_start(path));
        rest = further;
        if !name.is_empty() {
            match found.value.clone() {
                TypeRef::Declared(id, of) => {
                    if of.is_some() {
                        argument = of.map(|of| *of);
                    }
                    let member = match &api.type_of(id).kind {
                        TypeKind::Object { members, .. } => {
                            members.iter().find(|member| member.wire.eq_ignore_ascii_case(name))
                        }
                        _ => return Followed::Anything,
                    };
                    let Some(member) = member else { return Followed::Unknown { owner: id, name: name.to_owned() } };
                    found = FoundValue {
                        value: substitute(&member.value, argument.as_ref()),
                        owner: Some(id),
                        member: Some(member),
                    };
                }
                TypeRef::Map(value) => found.value = *value,
                _ => return Followed::Anything,
            }
        }
        for _ in 0..lists {
            match found.value.clone() {
                TypeRef::List(item) => found.value = *item,
                _ => return Followed::Anything,
            }
        }
    }
    Followed::Value(found)
}

fn substitute(value: &TypeRef, argument: Option<&TypeRef>) -> TypeRef {
    match value {
        TypeRef::Argument => argument.cloned().unwrap_or(TypeRef::Json),
        TypeRef::List(item) => TypeRef::List(Box::new(substitute(item, argument))),
        TypeRef::Map(item) => TypeRef::Map(Box::new(substitute(item, argument))),
        other => other.clone(),
    }
}

fn is_of_kind(kind: ExampleKind, found: &FoundValue<'_>, compared_page: &PageComparer<'_>) -> bool {
    let is_lenient = found.member.is_some_and(|member| member.lenient);
    match (kind, &found.value) {
        (ExampleKind::Null, _) => found.member.is_none_or(|member| member.presence != Presence::Required),
        (_, TypeRef::Json | TypeRef::Argument) => true,
        (ExampleKind::Boolean, TypeRef::Bool) => true,
        (ExampleKind::Integer, TypeRef::Int32 | TypeRef::Int64 | TypeRef::Float | TypeRef::Decimal) => true,
        (ExampleKind::Number, TypeRef::Float | TypeRef::Decimal) => true,
        (ExampleKind::String, TypeRef::String | TypeRef::Formatted(_) | TypeRef::Base64 | TypeRef::Decimal) => true,
        (ExampleKind::Array, TypeRef::List(_)) | (ExampleKind::Object, TypeRef::Map(_)) => true,
        (kind, TypeRef::Declared(id, _)) => match &compared_page.api.type_of(*id).kind {
            TypeKind::Object { .. } | TypeKind::Union { .. } => kind == ExampleKind::Object,
            // Identifiers of texts accept numbers as well, and enums keep unknown values.
            TypeKind::Identifier(TypeRef::String) => matches!(kind, ExampleKind::String | ExampleKind::Integer),
            TypeKind::Identifier(_) | TypeKind::Enum { literal: LiteralType::Integer, .. } => {
                kind == ExampleKind::Integer
            }
            TypeKind::Enum { .. } | TypeKind::Errors { .. } => kind == ExampleKind::String,
        },
        (ExampleKind::String | ExampleKind::Integer | ExampleKind::Number | ExampleKind::Boolean, value) => {
            is_lenient && !matches!(value, TypeRef::List(_) | TypeRef::Map(_))
        }
        _ => false,
    }
}

fn names_of(kinds: &[ExampleKind]) -> String {
    let name = |kind: &ExampleKind| match kind {
        ExampleKind::Null => "null",
        ExampleKind::Boolean => "boolean",
        ExampleKind::Integer => "integer",
        ExampleKind::Number => "number",
        ExampleKind::String => "string",
        ExampleKind::Array => "array",
        ExampleKind::Object => "object",
    };
    kinds.iter().map(name).collect::<Vec<_>>().join(", ")
}
