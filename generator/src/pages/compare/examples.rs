//! Requests and responses that a page shows.

mod follow;
mod kinds;
mod next_page;
mod pending;
mod shown_error;
mod shown_value;
mod subjects;

use self::follow::{Followed, FoundValue, follow};
use self::kinds::{is_of_kind, names_of};
use self::shown_value::{ExampleContent, shown_value};
use super::PageComparer;
use super::page_result::{EntryId, Mismatch, PageResult, Statement};
use super::parameters::OperationOnPage;
use crate::diagnostics::{Code, Place};
use crate::media_types;
use crate::model::{InputPlace, MemberCase, OperationId, OutcomeContent, PageStatement, Response, TypeId, TypeRef};
use crate::pages::facts::{ExampleFacts, ExampleKind, ExampleMember, ExampleOf, Fact, MessageKind};
use crate::uri::{PageUri, is_call_of};

impl PageComparer<'_> {
    pub(super) fn compare_examples(&mut self, subjects: &[OperationOnPage<'_>], operations: &[OperationId]) {
        let page = self.page;
        for (example, subject) in page.examples.iter().zip(self.subjects_of_examples(subjects, operations)) {
            let Some(subject) = subject else {
                self.note_example_of_nothing(example, subjects);
                continue;
            };
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
                    } else {
                        let message = format!(
                            "the example requests `{}`, which is no call of `{}`",
                            uri.path(),
                            subject.operation.name
                        );
                        self.page_result.note_unclear(subject.entry, "examples", example.line, message);
                    }
                }
                ExampleOf::Response { status } => self.compare_example_of_response(example, *status, subject),
                ExampleOf::Json { body_of: Some(MessageKind::Request) } => {
                    self.compare_example_of_request(example, subject);
                }
                ExampleOf::Json { body_of: Some(MessageKind::Response) } => {
                    self.compare_example_without_status(example, subject);
                }
                ExampleOf::Json { body_of: None } => {
                    let message = "the page does not say whether this JSON is a request or a response";
                    self.page_result.note_unclear(subject.entry, "examples", example.line, message);
                }
            }
        }
    }

    /// An example on a page with requests that is about none of them, or about one of several.
    fn note_example_of_nothing(&mut self, example: &ExampleFacts, subjects: &[OperationOnPage<'_>]) {
        if let Some(first) = subjects.first() {
            let message = "the page does not say to which of its operations this example belongs";
            self.page_result.note_unclear(first.entry, "examples", example.line, message);
        }
    }

    fn compare_example_of_request(&mut self, example: &ExampleFacts, subject: &OperationOnPage<'_>) {
        let operation = subject.operation;
        self.page_result.counts.examples += 1;
        let body = operation.body();
        if let Some(sent) = operation.sent_media() {
            let place = body.map_or(operation.request_place, |body| body.source);
            let spec = SpecMedia { entry: subject.entry, at: "body.media".to_owned(), place, media: sent };
            self.compare_media(Code::BodyDiffers, "the request body", example, &spec);
        }
        self.compare_accept(&example.accept, example.line, subject);
        if operation.is_multipart() {
            self.compare_shown_parts(example, subject);
        }
        match (body, kinds_of_body(example)) {
            (Some(body), _) if body.place == InputPlace::Body => {
                let case = self.api.member_case;
                let root = Root { entry: subject.entry, at: "body".to_owned(), place: body.source, case };
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

    /// The status of a shown error is not compared: pages that show one document their errors elsewhere.
    fn compare_example_of_response(&mut self, example: &ExampleFacts, status: u16, subject: &OperationOnPage<'_>) {
        let operation = subject.operation;
        self.page_result.counts.examples += 1;
        let at = format!("responses.{status}");
        self.mark_list_compared(subject.entry, "responses");
        let Some(response) = operation.responses.iter().find(|response| response.status == status) else {
            let is_listed =
                self.page.responses.stated().into_iter().flatten().any(|row| row.status.stated() == Some(&status));
            if status >= FIRST_ERROR {
                self.compare_shown_error(example, status, subject);
            } else if !is_listed {
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
        self.compare_pending(example, subject, response);
        let read = response.media.as_deref().or(response.content.json().map(|_| media_types::JSON));
        if let Some(read) = read {
            let at = format!("{at}.media");
            let spec = SpecMedia { entry: subject.entry, at, place: response.place, media: read };
            self.compare_media(Code::ResponseDiffers, &format!("the response {status}"), example, &spec);
        }
        match (response.content.json(), kinds_of_body(example)) {
            (Some(_), None)
                if example.empty
                    && !matches!(response.content, OutcomeContent::OptionalJson(_))
                    && !self.states_type_of_responses() =>
            {
                let message = format!("the response {status} has no body in the example, one in the spec");
                let place = response.place;
                self.differ_at(Code::ResponseDiffers, message, example.line, place, subject.entry, &at, "none");
            }
            (Some(value), _) => self.compare_response_body(example, subject, response, value),
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

    fn compare_response_body(
        &mut self,
        example: &ExampleFacts,
        subject: &OperationOnPage<'_>,
        response: &Response,
        value: &TypeRef,
    ) {
        let (at, place) = (format!("responses.{}", response.status), response.place);
        // The client reads responses by the exact names.
        let root = Root { entry: subject.entry, at, place, case: MemberCase::Exact };
        self.compare_example_body(example, value, &root);
        self.compare_next_page(example, subject.operation, &root);
    }

    /// The body of a response whose status the page does not show is compared with the response that it fits best.
    fn compare_example_without_status(&mut self, example: &ExampleFacts, subject: &OperationOnPage<'_>) {
        let mut nearest: Option<PageResult> = None;
        let own = std::mem::take(&mut self.page_result);
        for response in &subject.operation.responses {
            let Some(value) = response.content.json() else { continue };
            self.compare_response_body(example, subject, response, value);
            let result = std::mem::take(&mut self.page_result);
            if nearest.as_ref().is_none_or(|nearest| result.distance() < nearest.distance()) {
                nearest = Some(result);
            }
        }
        self.page_result = own;
        self.page_result.counts.examples += 1;
        if let Some(nearest) = nearest {
            self.page_result.extend(nearest);
        }
    }

    fn compare_media(&mut self, code: Code, what: &str, example: &ExampleFacts, spec: &SpecMedia<'_>) {
        let media = match &example.media {
            Fact::Stated(media) => media.as_str(),
            Fact::NotStated if example.headers.iter().any(|name| name.eq_ignore_ascii_case("Content-Type")) => {
                media_types::JSON
            }
            Fact::NotStated | Fact::Unreadable => return,
        };
        if spec.media.contains('*') || media_types::is_same(media, spec.media) {
            return self.page_result.mark_compared(spec.entry, spec.at.as_str());
        }
        let message = format!("{what} is `{media}` in the example, `{}` in the spec", media_types::essence(spec.media));
        self.differ_at(code, message, example.line, spec.place, spec.entry, &spec.at, media);
    }

    /// Whether the page states the type of a response, which takes precedence over an example.
    fn states_type_of_responses(&self) -> bool {
        self.page.responses.stated().into_iter().flatten().any(|row| row.type_text.stated().is_some())
    }

    fn compare_example_body(&mut self, example: &ExampleFacts, value: &TypeRef, root: &Root) {
        match shown_value(self.api, example, value) {
            ExampleContent::Value => self.compare_members(example, value, root),
            ExampleContent::Item(item) => {
                let expression = value.expression(self.api);
                let message = format!("the example shows one item, the spec has the list `{expression}`");
                self.differ_at(
                    Code::ExampleOfAnotherValue,
                    message,
                    example.line,
                    root.place,
                    root.entry,
                    &root.at,
                    "item",
                );
                self.compare_members(example, &item, root);
            }
            ExampleContent::Error => {
                self.page_result.note_unclear(root.entry, root.at.as_str(), example.line, "the example shows an error");
            }
            ExampleContent::Other => {
                let expression = value.expression(self.api);
                let message = format!("the example shows another object than `{expression}` of the spec");
                let says = "another object";
                self.differ_at(
                    Code::ExampleOfAnotherValue,
                    message,
                    example.line,
                    root.place,
                    root.entry,
                    &root.at,
                    says,
                );
            }
        }
    }

    fn compare_members(&mut self, example: &ExampleFacts, value: &TypeRef, root: &Root) {
        let Fact::Stated(members) = &example.body else { return };
        let mut unknown: Vec<&str> = Vec::new();
        for member in members {
            if unknown.iter().any(|path| is_below(&member.path, path)) {
                continue;
            }
            match follow(self.api, value, &member.path) {
                Followed::Values(found) => {
                    self.state_values(&found);
                    self.compare_case(member, &found, root);
                    self.compare_kinds(member, &found, root);
                }
                Followed::Unknown { owners, name, union, .. } => {
                    unknown.push(&member.path);
                    self.report_unknown_member(member, &owners, &name, union);
                }
                Followed::Anything => {}
            }
        }
    }

    /// A member that an example shows has a source, whatever tables list.
    fn state_values(&mut self, found: &[FoundValue<'_>]) {
        for value in found {
            if let (Some(owner), Some(member)) = (value.owner, value.member) {
                self.page_result.show(EntryId::Type(owner), format!("fields.{}", value.spelling));
                self.page_result.state(EntryId::Type(owner), format!("fields.{}", member.wire));
            }
        }
    }

    fn report_unknown_member(&mut self, member: &ExampleMember, owners: &[TypeId], name: &str, union: Option<TypeId>) {
        let Some(first) = owners.first().map(|owner| self.api.type_of(*owner)) else { return };
        let lacking = match union {
            Some(union) => format!("no variant of `{}` of the spec has", self.api.type_of(union).name),
            None => format!("`{}` of the spec lacks", first.name),
        };
        let at = format!("fields.{name}");
        let statements = owners.iter().map(|owner| statement(EntryId::Type(*owner), at.clone(), member));
        let mismatch = Mismatch {
            code: Code::ExampleMemberUnknown,
            message: format!("the example has a member `{}`, which {lacking}", member.path),
            line: member.line,
            spec: first.provenance.place,
            statements: statements.collect(),
        };
        for owner in owners {
            self.page_result.show(EntryId::Type(*owner), at.clone());
        }
        self.report_unknown(mismatch);
    }

    /// Compares the case of a member's name; below a union, one variant with the same spelling is enough.
    fn compare_case(&mut self, member: &ExampleMember, found: &[FoundValue<'_>], root: &Root) {
        let differs = |value: &&FoundValue<'_>| {
            value.member.is_some_and(|member| !root.case.is_same(&member.wire, &value.spelling))
        };
        let Some(value) = found.iter().find(differs).filter(|_| found.iter().all(|value| differs(&value))) else {
            return;
        };
        let (Some(owner), Some(known)) = (value.owner, value.member) else { return };
        let (says, at) = (value.spelling.as_str(), format!("fields.{}", known.wire));
        let mismatch = Mismatch {
            code: Code::MemberCaseDiffers,
            message: format!("a member is `{says}` in the example, `{}` in the spec", known.wire),
            line: member.line,
            spec: known.place,
            statements: vec![Statement::new(EntryId::Type(owner), at.as_str(), says)],
        };
        self.page_result.differ_unless_shown(mismatch, EntryId::Type(owner), at);
    }

    /// Compares the kinds of a member's values; below a union, they must be those of some variant.
    fn compare_kinds(&mut self, member: &ExampleMember, found: &[FoundValue<'_>], root: &Root) {
        let is_of_any = |kind: ExampleKind| found.iter().any(|value| is_of_kind(kind, value, self.api));
        let surplus: Vec<ExampleKind> = member.kinds.iter().copied().filter(|kind| !is_of_any(*kind)).collect();
        let Some(found) = found.first().filter(|_| !surplus.is_empty()) else { return };
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
    /// Whether the reader of the body distinguishes members by case.
    case: MemberCase,
}

/// A media type in the spec, and its node.
struct SpecMedia<'m> {
    entry: EntryId,
    at: String,
    place: Place,
    media: &'m str,
}

fn statement(entry: EntryId, at: String, member: &ExampleMember) -> Statement {
    Statement::new(entry, at, names_of(&member.kinds))
}

fn is_below(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.') || rest.starts_with('['))
}
